"""Guidance beside the questions, from the region's centre and from the municipality itself."""

import pytest
from django.urls import reverse

from programmes.actions.programmes import share_programme
from programmes.enums import PartnerRight
from programmes.models import Guidance
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import make_chosen_group, make_partner, make_programme
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_adviser, make_coordinator, make_editor, make_member, make_municipality

pytestmark = pytest.mark.django_db
ITEM = "situation.needs"


@pytest.fixture
def town():
    return make_municipality("545")


@pytest.fixture
def coordinator(town):
    return make_coordinator(town)


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


def page_of(owner: str, code: str, item: str = ITEM) -> str:
    return reverse("edit_guidance", kwargs={"owner": owner, "code": code, "item": item})


def say(client, user, url: str, words: str):
    client.force_login(user)
    return client.post(url, as_sent(opened(client, url), text_en=words))


def shown(client, user, programme) -> str:
    """What the page of the question says."""
    client.force_login(user)
    return client.get(f"/en/programmes/{programme.slug}/item/{ITEM}/").content.decode()


def test_what_both_owners_say_stands_beside_the_question_and_where_it_is_answered(client, programme, coordinator, town):
    adviser = make_adviser(town.centre)
    say(client, adviser, page_of("centre", town.centre.code), "Ask the schools in October.")
    say(client, coordinator, page_of("municipality", town.code), "The youth council knows.")

    page = shown(client, coordinator, programme)
    answer = programme.answers.get(question=ITEM)
    form = client.get(f"/en/programmes/{programme.slug}/answer/{answer.key}/edit/").content.decode()

    for html in (page, form):
        assert "Ask the schools in October." in html and "The youth council knows." in html
        assert html.index("Ask the schools") < html.index("The youth council")


def test_another_municipalitys_guidance_stays_there(client, programme, coordinator):
    other = make_municipality("091")
    say(client, make_coordinator(other), page_of("municipality", other.code), "For Helsinki only.")

    assert "For Helsinki only." not in shown(client, coordinator, programme)


def test_it_stands_where_a_figure_is_added_to_the_question(client, programme, coordinator, town):
    say(client, coordinator, page_of("municipality", town.code), "The youth council knows.")

    html = client.get(f"/en/programmes/{programme.slug}/own-figure/add/?question={ITEM}").content.decode()

    assert "The youth council knows." in html
    assert f"item/{ITEM}/" in html


def test_emptied_guidance_says_nothing(client, programme, coordinator, town):
    url = page_of("municipality", town.code)
    say(client, coordinator, url, "Once.")
    say(client, coordinator, url, "")

    assert "Once." not in shown(client, coordinator, programme)
    assert Guidance.objects.get().row_version == 2


def test_a_stale_save_shows_both_texts_and_writes_nothing(client, programme, coordinator, town):
    url = page_of("municipality", town.code)
    client.force_login(coordinator)
    first = opened(client, url)
    client.post(url, as_sent(first, text_en="First."))

    answer = client.post(url, as_sent(first, text_en="Second."))

    assert answer.status_code == 409
    assert "First." in answer.content.decode() and "Second." in answer.content.decode()


def test_first_texts_of_two_people_in_two_languages_are_both_kept(client, coordinator, town):
    url = page_of("municipality", town.code)
    client.force_login(coordinator)
    first = opened(client, url)
    client.post(url, as_sent(first, text_sv="Fråga skolan."))

    answer = client.post(url, as_sent(first, text_fi="Kysy koulusta."))

    assert answer.status_code == 302
    assert sorted(Guidance.objects.get().text) == ["fi", "sv"]


def test_markup_is_cleaned(client, programme, coordinator, town):
    say(client, coordinator, page_of("municipality", town.code), "<p>Ask<script>alert(1)</script></p>")

    assert "<script>alert" not in shown(client, coordinator, programme)


def test_nobody_writes_in_anothers_name(client, town):
    client.force_login(make_coordinator(town))

    assert client.get(page_of("centre", town.centre.code)).status_code == 404
    assert client.get(page_of("municipality", "091")).status_code == 404
    assert client.get(page_of("municipality", town.code, "no.such.item")).status_code == 404
    client.force_login(make_editor(town))
    assert client.get(reverse("guidance")).status_code == 403


def test_the_list_tells_what_has_been_said(client, coordinator, town):
    say(client, coordinator, page_of("municipality", town.code), "Look at the survey of 2025.")

    html = client.get(reverse("guidance")).content.decode()

    assert "Look at the survey of 2025." in html
    assert page_of("municipality", town.code) in html


def test_guidance_is_told_to_those_who_write_the_programme_and_to_nobody_else(client, programme, coordinator, town):
    make_partner(programme, "893")
    make_partner(programme, "288", right=PartnerRight.WRITE)
    member, adviser = make_member(make_chosen_group(programme)), make_adviser(town.centre)
    share_programme(programme, SWITCHED, by=coordinator)
    say(client, coordinator, page_of("municipality", town.code), "The youth council knows.")
    writers = [coordinator, make_editor(town), make_coordinator(make_municipality("288"))]
    readers = [make_coordinator(make_municipality("893")), member, adviser]

    told = ["The youth council knows." in shown(client, person, programme) for person in [*writers, *readers]]

    assert told == [True] * 3 + [False] * 3


def test_a_municipality_of_aland_speaks_about_its_own_checklist(client):
    mariehamn = make_municipality("478")
    client.force_login(make_coordinator(mariehamn))

    html = client.get("/en/guidance/").content.decode()
    form = client.get(page_of("municipality", "478", "cooperation.wellbeing_county")).content.decode()

    assert page_of("municipality", "478", "responsibility.adviser") not in html
    assert client.get(page_of("municipality", "478", "responsibility.adviser")).status_code == 404
    assert "Ensure cooperation with the authorities for health and social services" in html
    assert "Åland belongs to no wellbeing services county" in form
