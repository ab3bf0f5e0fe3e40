"""How many statements pages and saves ask: no more than the limits, and the same with three and with thirteen programmes.

Statements of transactions are not counted. Limits: 12 for a list, also one that is searched, for a page of one phase, of
an item or of a record, and for the form of a record; 15 for the form of a seat, which is the group's; 20 for a save; 40 for a page about the whole
programme.
"""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration_programme.remembered import Remembered
from programmes import forms
from programmes.actions.standings import renew_standings
from programmes.demo import DEMO_SLUG
from programmes.demo.copies import copy_programme
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.places import item_url
from stakeholders.models import User
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    filled,
    form_of,
    item_pages,
    make_town,
    record_pages,
    single,
)
from tests.programmes.factories import make_partner
from tests.programmes.sending import opened

pytestmark = pytest.mark.same_on_both(
    "how many statements are asked is decided before they are written in either dialect"
)

OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
#: what the demo, which one municipality makes alone, has none of
OF_PARTNERS = ("partner", "partner-responsibility")
LIST_OR_PAGE, FORM_OF_SEAT, SAVE, WHOLE_PROGRAMME = 12, 15, 20, 40

#: pages of one phase, and lists
PAGES = [
    "responsibility",
    "cooperation",
    "situation",
    "objectives",
    "document",
    "monitoring",
    "communication",
    "measures",
    "indicators",
    "edit_invitations",
    "versions",
    "thread",
    "breaks",
    "find_code",
    "programme_history",
    "diary",
    "comments",
    "responses",
]
LISTS = {"all": "/en/programmes/", "searched": "/en/programmes/?q=demo", "by code": "/en/programmes/?q=o1"}
WHOLE = ["exports", "programme", "preview", "document_json", "approve_programme", "programme_file", "compare_versions"]
ADD = ADDABLE
EDIT = sorted(set(forms.PAGES) - {"partner", "partner-responsibility"})


def statements(ask: Callable, status: int = 200) -> int:
    """Of a process that remembers nothing yet: no page is ever read with more."""
    Remembered.forget_everything()
    with CaptureQueriesContext(connection) as asked:
        response = ask()
    assert response.status_code == status, response.content.decode()[:2000]
    return sum(not query["sql"].startswith(OF_TRANSACTIONS) for query in asked.captured_queries)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo among five programmes, for the tests of this file that look at it; at the end it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True):
            call_command("seed_demo", programmes=5, stdout=StringIO())
        yield Programme.objects.get(slug=DEMO_SLUG)
        transaction.set_rollback(True)


@pytest.fixture
def coordinator(client, db, demo):
    client.force_login(User.objects.get(email="coordinator@example.org"))
    return client


def address(name: str, **parts: str) -> str:
    return reverse(name, kwargs={"slug": DEMO_SLUG, **parts})


def asked_by_pages(client, addresses: dict[str, str]) -> dict[str, int]:
    while renew_standings():
        pass
    return {name: statements(lambda url=url: client.get(url)) for name, url in addresses.items()}


def the_same_with_more_programmes(client, demo, addresses: dict[str, str], limit: int) -> None:
    asked = asked_by_pages(client, addresses)
    assert {name: number for name, number in asked.items() if number > limit} == {}
    copy_programme(demo, 12)
    assert Programme.objects.count() == 15
    assert asked_by_pages(client, addresses) == asked


@pytest.mark.slow
def test_pages_of_phases_and_lists(coordinator, demo):
    addresses = {name: address(name) for name in PAGES} | LISTS
    the_same_with_more_programmes(coordinator, demo, addresses, LIST_OR_PAGE)


@pytest.mark.slow
def test_pages_of_items_and_records(coordinator, demo):
    addresses = {url: url for url in (*item_pages(demo), *record_pages(demo))}
    the_same_with_more_programmes(coordinator, demo, addresses, LIST_OR_PAGE)


#: each kind whose records have pages, with what its pages list
OF_RECORDS = [kind.name for kind in KINDS.values() if kind.is_subject]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OF_RECORDS)
def test_a_record_and_its_item_are_read_with_the_same_with_one_row_and_with_three(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    asked = []
    for number in range(3):
        url, form = form_of(client, programme, kind)
        assert client.post(url, filled(form, kind, f"Words {number}")).status_code == 302
        item = KINDS[kind].item_of(KINDS[kind].model.objects.filter(programme=programme).last())
        (of_record,) = [url for url in record_pages(programme) if f"/{kind}/" in url]
        addresses = {"record": of_record, "item": item_url(programme.slug, item), "phase": phase_url(programme, item)}
        asked.append(asked_by_pages(client, addresses))

    assert asked[0] == asked[2]
    assert max(asked[2].values()) <= LIST_OR_PAGE


def phase_url(programme, item: str) -> str:
    return reverse(programme.checklist.item(item).phase.value, kwargs={"slug": programme.slug})


@pytest.mark.slow
def test_the_list_of_an_adviser(client, db, demo):
    client.force_login(User.objects.get(email="adviser@example.org"))
    the_same_with_more_programmes(client, demo, LISTS, LIST_OR_PAGE)


@pytest.mark.slow
def test_pages_about_the_whole_programme(coordinator, demo):
    the_same_with_more_programmes(coordinator, demo, {name: address(name) for name in WHOLE}, WHOLE_PROGRAMME)


@pytest.mark.slow
def test_forms_of_new_records(coordinator, demo):
    addresses = {kind: add_url(demo, kind) for kind in ADD}
    the_same_with_more_programmes(coordinator, demo, addresses, LIST_OR_PAGE)


@pytest.mark.slow
def test_forms_of_records_and_of_states(coordinator, demo):
    addresses = {kind: edit_url(demo, kind, single(demo, kind)) for kind in EDIT}
    addresses["state"] = address("mark_item", item="cooperation.group")
    the_same_with_more_programmes(coordinator, demo, addresses, LIST_OR_PAGE)


@pytest.mark.slow
def test_histories_of_records_and_of_states(coordinator, demo):
    addresses = {kind: edit_url(demo, kind, single(demo, kind)).removesuffix("edit/") + "history/" for kind in EDIT}
    addresses["state"] = address("item_history", item="cooperation.group")
    the_same_with_more_programmes(coordinator, demo, addresses, LIST_OR_PAGE)


@pytest.mark.slow
def test_forms_of_seats(coordinator, demo):
    group, seat = demo.group, demo.seats[0]
    addresses = {
        "new": reverse("add_seat", kwargs={"key": group.key}),
        "edit": reverse("edit_seat", kwargs={"key": group.key, "seat_key": seat.key}),
    }
    the_same_with_more_programmes(coordinator, demo, addresses, FORM_OF_SEAT)


@pytest.mark.slow
def test_saves_with_full_lists_of_choices(coordinator, demo):
    """In the demo every list has rows, and the form chooses all of them: no save asks more."""
    addresses = [edit_url(demo, kind, single(demo, kind)) for kind in EDIT]
    addresses += [add_url(demo, kind) for kind in ADD if kind not in OF_PARTNERS]
    kinds = [*EDIT, *(kind for kind in ADD if kind not in OF_PARTNERS)]
    for at, (kind, url) in enumerate(zip(kinds, addresses, strict=True)):
        form = filled(opened(coordinator, url), kind, f"Words {at}")  # no two organisations are called the same
        assert statements(lambda url=url, form=form: coordinator.post(url, form), 302) <= SAVE, kind


@pytest.mark.django_db
@pytest.mark.parametrize("kind", forms.PAGES)
def test_a_save_asks_the_same_at_the_first_row_and_at_the_third(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    places = ["599", "893", "905"]  # a partner municipality may come once
    asked = []
    for place in places:  # each save changes something: one that changes nothing leaves the document's date alone
        partner = make_partner(programme, place) if kind == "partner-responsibility" else None
        url, form = form_of(client, programme, kind)
        form = filled(form, kind, f"Words {place}", again=place == places[1])
        if kind == "partner":
            form["municipality"] = place
        if kind == "languages":
            form["content_languages"] = ["fi", "sv"] if place == places[1] else ["fi", "sv", "en"]
        if partner:
            form["part"] = str(partner.pk)
        asked.append(statements(lambda url=url, form=form: client.post(url, form), 302))

    assert asked[0] == asked[2]
    assert max(asked) <= SAVE


@pytest.mark.django_db
def test_a_state_is_saved_in_few_statements(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    url = reverse("mark_item", kwargs={"slug": programme.slug, "item": "cooperation.group"})
    asked = []
    for turn in ("Maija", "Aino"):
        form = filled(opened(client, url), "mark") | {"status": "in_progress", "turn_sv": turn}
        asked.append(statements(lambda form=form: client.post(url, form), 302))

    assert max(asked) <= SAVE
