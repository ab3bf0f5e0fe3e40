"""What no page of ours sends: fields, keys and addresses made up by hand. Nothing is written by it."""

import pytest
from django.test import Client

from programmes.forms import PAGES
from programmes.models import Objective
from stakeholders.models import Event
from tests.pages import offences
from tests.programmes.every_kind import (
    add_url,
    filled,
    form_of,
    pages,
    rows_of,
    single,
)
from tests.programmes.factories import (
    fresh,
    make_objective,
    make_programme,
)
from tests.programmes.sending import opened

pytestmark = pytest.mark.django_db


# More than the form has


@pytest.mark.parametrize("kind", PAGES)
def test_fields_that_the_form_does_not_have_change_nothing(visitor, programme, kind):
    other = make_programme("599")
    url, form = form_of(visitor, programme, kind)
    extra = {
        "id": "424242",
        "pk": "424242",
        "key": "00000000-0000-4000-8000-000000000001",
        "code": "X9",
        "position": "99",
        "archived_at": "2026-01-01 00:00",
        "programme": str(other.pk),
        "state": "approved",
        "approved_on": "2026-01-01",
        "is_demo": "on",
        "is_lead": "on",
        "slug": "taken-over",
        "municipality": "893",
        "municipalities": "893",
        "audiences": "adviser",
        "group": "1",
        "edition": "act_1386_2010",
        "question": "situation.who",
        "element": "document.relations",
        "created_at": "2020-01-01 00:00",
    }
    extra = {name: value for name, value in extra.items() if name not in form.fields}
    before = {name: getattr(_newest(programme, kind), name, None) for name in extra if not PAGES[kind].kind.is_list}

    assert visitor.post(url, filled(form, kind) | extra).status_code == 302

    record = _newest(programme, kind)
    for name, value in extra.items():
        if hasattr(record, name):
            assert str(getattr(record, name)) != value or before.get(name) is not None, name
    assert {name: getattr(record, name, None) for name in before} == before
    now = fresh(programme)
    unchanged = ("slug", "state", "approved_on", "is_demo", "group_id", "edition", "key", "archived_at")
    assert [getattr(now, name) for name in unchanged] == [getattr(programme, name) for name in unchanged]
    assert getattr(record, "programme", now) == now
    assert list(now.sharings.all()) == []
    assert now.links.get(is_lead=True).municipality_id == "545"


def _newest(programme, kind):
    model = PAGES[kind].kind.model
    if not PAGES[kind].kind.is_list:
        record = single(programme, kind)
        return model.objects.get(pk=record.pk)
    return model.objects.filter(programme=programme).order_by("-pk").first()


def test_the_key_of_another_programmes_record_makes_no_second_row(visitor, programme):
    other = make_objective(make_programme("599"))
    url = add_url(programme, "objective")
    sent = filled(opened(visitor, url), "objective") | {"record_key": str(other.key)}
    before = rows_of(programme)

    response = visitor.post(url, sent)

    assert response.status_code in (200, 302)
    assert Objective.objects.get(key=other.key).programme == other.programme
    assert Objective.objects.filter(key=other.key).count() == 1
    saved = rows_of(programme)["rows"]["objective"] - before["rows"]["objective"]
    assert saved == (1 if response.status_code == 302 else 0)


@pytest.mark.parametrize("key", ["", "abc", "\x00", "9" * 400])
def test_a_key_that_is_none_loses_nothing(visitor, programme, key):
    url = add_url(programme, "objective")
    sent = filled(opened(visitor, url), "objective", "Kept words") | {"record_key": key}

    response = visitor.post(url, sent)

    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert "Kept words" in response.content.decode()


# Reading writes nothing; writing needs our own form


def test_reading_any_page_writes_nothing(visitor, programme):
    before, events = rows_of(programme), Event.objects.count()

    for url in pages(programme):
        visitor.get(url)
        visitor.head(url)

    assert rows_of(programme) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_without_our_token_nothing_is_written(coordinator, programme, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    before, events = rows_of(programme), Event.objects.count()
    for kind in PAGES:
        url, form = form_of(client, programme, kind)
        assert client.post(url, filled(form, kind), headers=headers).status_code == 403, kind
    assert rows_of(programme) == before
    assert Event.objects.count() == events


# Addresses that lead nowhere


ABSENT = [
    "programmes/nowhere/",
    "programmes/{slug}/nothing/add/",
    "programmes/{slug}/frame/add/",
    "programmes/{slug}/objective/00000000-0000-4000-8000-000000000001/",
    "programmes/{slug}/objective/not-a-key/",
    "programmes/{slug}/frame/00000000-0000-4000-8000-000000000001/",
    "programmes/{slug}/preview/?language=xx",
    "programmes/{slug}/preview/?language=%00",
    "programmes/{slug}/document.json?language=de",
    "programmes/{slug}/item/nothing/mark/",
    "programmes/{slug}/item/%00/mark/",
    "programmes/{slug}/item/principle/mark/",
    "programmes/{slug}/export/99999999999999999999999/",
    "programmes/{slug}/export/1/file/",
    "programmes/{slug}/approved/1/fi.json",
    "programmes/{slug}/approved/99999999999999999999999/fi.pdf",
    "programmes/{slug}/approved/1/%00.pdf",
    "people/%00/",
    "people/999/",
    "people/%00/invite/",
    "roles/99999999999999999999999/",
    "invitation/%00/",
    "invitation/none/",
    "groups/00000000-0000-4000-8000-000000000001/",
]


@pytest.mark.parametrize("path", ABSENT)
def test_an_address_of_nothing_is_not_found(visitor, programme, path):
    response = visitor.get("/en/" + path.format(slug=programme.slug))

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("query", ["\x00", "x" * 5000, "<script>alert(1)</script>", "%", "' OR 1=1 --", "مرحبا"])
def test_any_search_is_answered(visitor, query):
    response = visitor.get("/en/organisations/", {"q": query})

    assert response.status_code == 200
    assert offences(response.content.decode()) == []
