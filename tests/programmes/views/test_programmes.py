"""The list of programmes: some at a time, found by name, with the same statements however many there are."""

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.remembered import Remembered
from programmes.actions.programmes import share_programme
from programmes.actions.standings import renew_standings
from programmes.models.sharing import SWITCHED
from programmes.views import programmes as view
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import make_adviser, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
ADDRESS = "/en/programmes/"
TOWNS = {"545": "Närpes", "893": "Nykarleby", "905": "Vaasa"}


@pytest.fixture(autouse=True)
def adviser(client):
    """An adviser of Ostrobothnia, with whom three towns have shared their programmes."""
    for code in TOWNS:
        share_programme(make_programme(code), SWITCHED, by=SYSTEM)
    client.force_login(make_adviser(make_municipality("545").centre))


def rows(client, query: str = "") -> list[str]:
    return [", ".join(row["municipalities"]) for row in client.get(f"{ADDRESS}{query}").context["rows"]]


def test_a_short_list_is_shown_whole_and_without_search(client):
    html = client.get(ADDRESS).content.decode()

    assert sorted(rows(client)) == sorted(TOWNS.values())
    assert 'type="search"' not in html
    assert "?page=" not in html


def test_a_long_list_comes_some_at_a_time(client, monkeypatch):
    monkeypatch.setattr(view, "ON_A_PAGE", 2)
    html = client.get(ADDRESS).content.decode()

    assert "Programmes 1–2 of 3." in html
    assert '<a href="?page=2">2</a>' in html
    assert sorted(rows(client) + rows(client, "?page=2")) == sorted(TOWNS.values())


@pytest.mark.parametrize("page", ["0", "99", "two", ""])
def test_a_page_that_does_not_exist_shows_one_that_does(client, monkeypatch, page):
    monkeypatch.setattr(view, "ON_A_PAGE", 2)

    assert rows(client, f"?page={page}")


@pytest.mark.parametrize("words", ["Närpiö", "narpes", "NÄRP", " närpes "])
def test_a_programme_is_found_by_its_municipality_in_any_language(client, words):
    assert rows(client, f"?q={words}") == ["Närpes"]


def test_what_was_typed_stays_and_is_harmless(client):
    response = client.get(ADDRESS, {"q": '"><script>alert(1)</script>'})
    html = response.content.decode()

    assert response.context["rows"] == []
    assert "Nothing was found" in html
    assert "<script>alert" not in html


def test_strangers_programmes_are_not_found(client):
    client.force_login(make_coordinator(make_municipality("599")))

    assert rows(client, "?q=Närpes") == []


@pytest.mark.parametrize("on_a_page", [1, 3])
def test_the_list_takes_ten_statements_at_most(client, monkeypatch, django_assert_max_num_queries, on_a_page):
    monkeypatch.setattr(view, "ON_A_PAGE", on_a_page)
    renew_standings()
    with django_assert_max_num_queries(10):
        client.get(ADDRESS)
    Remembered.forget_everything()
    with django_assert_max_num_queries(11):
        client.get(f"{ADDRESS}?q=e")


def test_the_start_tells_the_two_checklists_apart(client):
    client.force_login(make_coordinator())

    html = client.get("/en/programmes/start/").content.decode()

    assert html.index("Act 681/2023, today&#x27;s law (recommended)") < html.index("repealed at the end of 2024")
    assert html.count('href="/en/three-programmes/"') == 2  # the foot of the page, the help of the choice
