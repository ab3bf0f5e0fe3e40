"""Whom a municipality asks at its regional centre: kept by the centre's advisers and by administrators."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from stakeholders.models import CentreContact, Event, today
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_centre,
    make_contact,
    make_coordinator,
    make_editor,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/en/centres/08/contacts/"
NEW = f"{URL}new/"
DAY = timedelta(days=1)
ANSWERS = {
    "names_en": "Integration unit",
    "names_fi": "Kotoutumisyksikkö",
    "role_en": "Immigration contact person",
    "email": "unit@example.org",
    "telephone": "+358 295 025 000",
    "page": "example.org/unit",
    "valid_from": "1.2.2027",
    "valid_to": "",
    "row_version": "0",
}


def edit_url(contact) -> str:
    return f"{URL}{contact.key}/edit/"


def end_url(contact) -> str:
    return f"{URL}{contact.key}/end/"


@pytest.fixture(params=[make_adviser, make_administrator])
def keeper(request, client):
    """Each kind of person who keeps the contacts of a centre, signed in."""
    make_centre()
    person = request.param()
    client.force_login(person)
    return person


def test_a_contact_is_added_with_what_was_written(client, keeper):
    response = client.post(NEW, ANSWERS)

    assert response.url == URL
    contact = CentreContact.objects.get()
    assert contact.centre == make_centre()
    assert dict(contact.names) == {"en": "Integration unit", "fi": "Kotoutumisyksikkö"}
    assert (contact.email, contact.telephone, contact.dialled) == (
        "unit@example.org",
        "+358 295 025 000",
        "+358295025000",
    )
    assert (contact.page, str(contact.valid_from), contact.valid_to) == ("https://example.org/unit", "2027-02-01", None)


def test_each_act_is_told_on_the_page(client, keeper):
    client.post(NEW, ANSWERS | {"valid_from": ""})
    contact = CentreContact.objects.get()
    client.post(edit_url(contact), ANSWERS | {"valid_from": "", "telephone": "0295 025 001", "row_version": "1"})
    client.post(end_url(contact))

    events = Event.objects.filter(kind="contact")
    assert [(each.verb, each.scope, each.fields) for each in events] == [
        ("end_contact", "08", ["valid_to"]),
        ("save_contact", "08", ["telephone"]),
        ("save_contact", "08", ["centre", "names", "role", "email", "telephone", "page"]),
    ]
    told = [sentence for _at, sentence in client.get(URL).context["events"]]
    what = "the contact: Integration unit, Ostrobothnia Economic Development Centre."
    assert told == [f"{keeper.name} {done} {what}" for done in ("ended", "saved", "saved")]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"names_en": "", "names_fi": ""}, "names_fi", "Name the office or unit in at least one language."),
        (
            {"email": "", "telephone": "", "page": ""},
            "__all__",
            "Write how the contact is reached: an e-mail address, a telephone number or a page.",
        ),
        ({"telephone": "ask Maija"}, "telephone", "Write a telephone number, for example +358 295 025 000."),
        ({"page": "//example.org"}, "page", "Write an address that begins with https://, http:// or mailto:"),
        ({"page": "javascript:alert(1)"}, "page", "Write an address that begins with https://, http:// or mailto:"),
        (
            {"valid_from": "1.2.2027", "valid_to": "31.1.2027"},
            "valid_to",
            "“Last day” is before “First day”. Check the two dates.",
        ),
    ],
)
def test_what_nobody_could_use_is_refused(client, changes, field, sentence):
    make_centre()
    client.force_login(make_adviser())

    form = client.post(NEW, ANSWERS | changes).context["form"]

    assert {name: list(errors) for name, errors in form.errors.items()} == {field: [sentence]}
    assert not CentreContact.objects.exists()


def test_the_list_parts_what_is_shown_from_what_was(client):
    now, later, past = (
        make_contact(name="Today's unit"),
        make_contact(name="Next unit", valid_from=today() + DAY),
        make_contact(name="Former unit", valid_to=today() - DAY),
    )
    last_day = make_contact(name="Until tonight", valid_to=today())
    client.force_login(make_adviser())

    page = client.get(URL).context

    assert page["contacts"] == [now, last_day, later]
    assert page["ended"] == [past]


def test_ending_at_once_makes_yesterday_the_last_day_and_a_second_click_changes_nothing(client):
    contact = make_contact()
    client.force_login(make_adviser())

    for _click in range(2):
        assert client.post(end_url(contact)).url == URL

    contact.refresh_from_db()
    assert (contact.valid_to, contact.has_ended, contact.row_version) == (today() - DAY, True, 2)
    assert Event.objects.filter(verb="end_contact").count() == 1


@pytest.mark.parametrize("begins", [today, lambda: today() + 30 * DAY])
def test_one_that_has_not_begun_by_yesterday_is_taken_back_and_stays_in_the_list_of_former_ones(client, begins):
    contact = make_contact(valid_from=begins())
    client.force_login(make_adviser())

    client.post(end_url(contact))

    page = client.get(URL)
    assert (page.context["contacts"], page.context["ended"]) == ([], [contact])
    assert client.get(edit_url(contact)).status_code == 403


def test_an_old_form_does_not_overwrite_what_another_adviser_saved(client):
    contact = make_contact()
    client.force_login(make_adviser())
    client.post(edit_url(contact), ANSWERS | {"telephone": "0295 025 001", "row_version": "1"})

    response = client.post(edit_url(contact), ANSWERS | {"telephone": "0295 025 002", "row_version": "1"})

    assert response.status_code == 409
    contact.refresh_from_db()
    assert contact.telephone == "0295 025 001"


def test_the_same_new_form_sent_twice_makes_one_contact(client):
    make_centre()
    client.force_login(make_adviser())
    sent = ANSWERS | {"record_key": "7d6f3b0e-4b0c-4f55-9c0f-0d7f7e1a0001"}

    for _click in range(2):
        client.post(NEW, sent)

    assert CentreContact.objects.count() == 1


@pytest.mark.parametrize("make", [make_user, make_coordinator, make_editor, lambda: make_adviser(make_centre("01"))])
def test_nobody_else_knows_of_the_page(client, make):
    contact = make_contact()
    client.force_login(make())

    for url in (URL, NEW, edit_url(contact)):
        assert (client.get(url).status_code, client.post(url, ANSWERS).status_code) == (404, 404)
    assert client.post(end_url(contact)).status_code == 404
    contact.refresh_from_db()
    assert (contact.row_version, CentreContact.objects.count()) == (1, 1)


def test_an_adviser_whose_role_is_over_keeps_nothing_any_more(client):
    adviser = make_adviser()
    adviser.roles.update(valid_from=today() - 2 * DAY, valid_to=today() - DAY)
    client.force_login(adviser)

    assert client.get(URL).status_code == 404


def test_the_contact_of_another_centre_is_not_found_under_this_one(client):
    other = make_contact(make_centre("01"))
    client.force_login(make_administrator())

    assert client.get(edit_url(other)).status_code == 404
    assert client.post(end_url(other)).status_code == 404


@pytest.mark.parametrize(("make", "page"), [(make_adviser, "guidance"), (make_administrator, "centre_people")])
def test_those_who_keep_contacts_find_the_page(client, make, page):
    make_centre()
    client.force_login(make())

    html = unescape(client.get(reverse(page, args=["08"] if page == "centre_people" else [])).content.decode())

    assert f'href="/fi{URL[3:]}"' in html or f'href="{URL}"' in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_more_contacts(client, rows, django_assert_num_queries):
    for number in range(rows):
        make_contact(name=f"Unit {number}")
    client.force_login(make_adviser())

    with django_assert_num_queries(6):
        client.get(URL)
