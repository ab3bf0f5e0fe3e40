"""Adding, changing, archiving and filling seats."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stakeholders.actions.groups import seat_person
from stakeholders.models import Invitation, Seat
from tests.programmes.sending import as_sent
from tests.stakeholders.factories import (
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def group(coordinator):
    return make_group(by=coordinator)


@pytest.fixture
def seat(group, coordinator):
    return make_seat(group, person=make_user(name="Leila Haddad"), by=coordinator)


@pytest.fixture
def answers():
    return {
        "sector": "kela",
        "organisation_sv": "FPA",
        "organisation_fi": "Kela",
        "organisation_en": "",
        "person_name": "Tiina Koski",
        "same_person": "no",
        "deputy_name": "",
        "valid_from": "2026-01-01",
        "valid_to": "2029-12-31",
        "row_version": "1",
        "record_key": str(uuid.uuid4()),
    }


def url_of(name, seat):
    return reverse(name, args=[seat.group.key, seat.key])


def test_a_seat_is_added_once(client, coordinator, group, answers):
    client.force_login(coordinator)
    url = reverse("add_seat", args=[group.key])

    response = client.post(url, answers)
    client.post(url, answers)

    seat = Seat.objects.get()
    assert response.url == reverse("group", args=[group.key])
    assert seat.organisation == {"sv": "FPA", "fi": "Kela"}
    assert (seat.person_name, seat.position) == ("Tiina Koski", 1)


def test_a_save_costs_few_statements(client, coordinator, seat, answers):
    client.force_login(coordinator)
    url = url_of("edit_seat", seat)

    with CaptureQueriesContext(connection) as queries:
        client.post(url, {**answers, "row_version": seat.row_version})

    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 20


def test_another_person_in_the_seat_ends_the_first_ones_access(client, coordinator, seat, answers):
    client.force_login(coordinator)

    client.post(url_of("edit_seat", seat), {**answers, "row_version": seat.row_version})

    seat.refresh_from_db()
    assert (seat.person, seat.person_name) == (None, "Tiina Koski")


@pytest.fixture
def held(group, coordinator):
    """A seat whose person and whose deputy have accounts."""
    seat = make_seat(group, person=make_user(name="Leila Haddad"), by=coordinator)
    seat_person(seat, make_user(name="Omar Said"), as_deputy=True)
    seat.refresh_from_db()
    return seat


BOTH = [("person", "Leila Aalto"), ("deputy", "Omar Salo")]


@pytest.mark.parametrize(("holder", "name"), BOTH)
def test_another_name_is_asked_about_and_nothing_is_saved_yet(client, coordinator, held, holder, name):
    client.force_login(coordinator)
    url, account = url_of("edit_seat", held), getattr(held, holder)
    sent = as_sent(client.get(url).context["form"]) | {f"{holder}_name": name}

    response = client.post(url, sent)

    page = response.content.decode()
    held.refresh_from_db()
    assert list(response.context["form"].errors) == [f"same_{holder}"]
    assert f"Is this still {account}, whose account is in the seat?" in page
    assert (
        page.count(f'type="radio" class="form-check-input is-invalid" name="same_{holder}"') == 2
        and 'value="yes" checked' not in page
    )
    assert (getattr(held, holder), getattr(held, f"{holder}_name")) == (account, account.name)


@pytest.mark.parametrize(("answer", "stays"), [("yes", True), ("no", False)])
@pytest.mark.parametrize(("holder", "name"), BOTH)
def test_whoever_has_married_keeps_the_seat_and_another_person_does_not(
    client, coordinator, held, holder, name, answer, stays
):
    client.force_login(coordinator)
    url, account = url_of("edit_seat", held), getattr(held, holder)
    others = ({"person", "deputy"} - {holder}).pop()
    sent = as_sent(client.get(url).context["form"]) | {f"{holder}_name": name, f"same_{holder}": answer}

    response = client.post(url, sent)

    held.refresh_from_db()
    assert response.status_code == 302
    assert (getattr(held, f"{holder}_name"), getattr(held, holder)) == (name, account if stays else None)
    assert getattr(held, others) is not None
    assert (held.group_id in type(account).objects.get(pk=account.pk).sits_in) is stays


@pytest.mark.parametrize("holder", ["person", "deputy"])
def test_an_emptied_name_is_no_question(client, coordinator, held, holder):
    client.force_login(coordinator)
    sent = as_sent(client.get(url_of("edit_seat", held)).context["form"]) | {f"{holder}_name": ""}

    response = client.post(url_of("edit_seat", held), sent)

    held.refresh_from_db()
    assert (response.status_code, getattr(held, holder)) == (302, None)


def test_an_answer_that_nobody_was_asked_for_changes_nothing(client, coordinator, held):
    client.force_login(coordinator)
    person = held.person
    sent = as_sent(client.get(url_of("edit_seat", held)).context["form"]) | {"same_person": "no"}

    client.post(url_of("edit_seat", held), sent)

    held.refresh_from_db()
    assert held.person == person


def test_a_seat_without_account_is_renamed_without_question(client, coordinator, group):
    seat = make_seat(group, by=coordinator, person_name="Leila Haddad")
    client.force_login(coordinator)
    sent = as_sent(client.get(url_of("edit_seat", seat)).context["form"]) | {"person_name": "Leila Aalto"}

    assert client.post(url_of("edit_seat", seat), sent).status_code == 302


def test_the_question_is_asked_too_when_somebody_else_saved_meanwhile(client, coordinator, held):
    client.force_login(coordinator)
    url = url_of("edit_seat", held)
    sent = as_sent(client.get(url).context["form"])
    client.post(url, sent | {"valid_to": "2029-12-31"})

    client.post(url, sent | {"person_name": "Leila Aalto", "same_person": "yes"})

    held.refresh_from_db()
    assert (held.person_name, str(held.valid_to), held.person is None) == ("Leila Aalto", "2029-12-31", False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2030-01-01"}, "valid_to"),
        ({"sector": "religious_community"}, "sector"),
        ({"organisation_sv": "x" * 201}, "organisation_sv"),
        ({"organisation_sv": "", "organisation_fi": ""}, "organisation_sv"),
    ],
)
def test_bad_input_is_named(client, coordinator, seat, answers, changes, field):
    client.force_login(coordinator)

    response = client.post(url_of("edit_seat", seat), {**answers, "row_version": seat.row_version, **changes})

    assert list(response.context["form"].errors) == [field]


def test_a_stale_save_shows_both_texts(client, coordinator, seat, answers):
    client.force_login(coordinator)

    response = client.post(url_of("edit_seat", seat), {**answers, "row_version": seat.row_version - 1})

    assert response.status_code == 409
    assert "Leila Haddad" in response.content.decode()


def test_archived_and_brought_back(client, coordinator, seat):
    client.force_login(coordinator)

    client.post(url_of("archive_seat", seat))
    assert client.get(url_of("edit_seat", seat)).status_code == 403
    client.post(url_of("restore_seat", seat))

    seat.refresh_from_db()
    assert seat.archived_at is None


def test_the_account_is_taken_off_and_the_name_stays(client, coordinator, seat):
    client.force_login(coordinator)

    client.post(url_of("release_seat", seat))

    seat.refresh_from_db()
    assert (seat.person, seat.person_name) == (None, "Leila Haddad")


def test_the_deputy_is_invited(client, coordinator, seat):
    client.force_login(coordinator)
    invited = {"as_deputy": "yes", "email": "deputy@example.org", "name": "", "language": "fi"}

    response = client.post(url_of("invite_to_seat", seat), invited)

    assert response.url == reverse("group", args=[seat.group.key])
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.seat, invitation.as_deputy) == ("seat", seat, True)


def test_a_seat_is_offered_in_the_languages_of_the_municipalities_first(client, coordinator, seat):
    client.force_login(coordinator)

    form = client.get(url_of("edit_seat", seat)).context["form"]

    assert list(form.translated["organisation"].values()) == ["sv", "fi", "en"]


def test_the_page_of_an_invitation_marks_the_language_of_the_seat(client, coordinator, group):
    seat = make_seat(group, by=coordinator, organisation={"sv": "Röda Korset"})
    client.force_login(coordinator)

    page = client.get(url_of("invite_to_seat", seat)).content.decode()

    assert "<title>Invite a person: Röda Korset (in Swedish)" in page
    assert '<span lang="sv">Röda Korset</span> <span class="text-mark">(in Swedish)</span></a>' in page


def test_an_invitation_without_address_is_refused(client, coordinator, seat):
    client.force_login(coordinator)

    response = client.post(url_of("invite_to_seat", seat), {"as_deputy": "no", "email": "", "language": "fi"})

    assert list(response.context["form"].errors) == ["email"]


POSTS = ["edit_seat", "archive_seat", "restore_seat", "release_seat", "invite_to_seat"]


@pytest.mark.parametrize("name", POSTS)
def test_editors_and_members_are_refused_and_strangers_get_404(client, seat, name):
    for user in (make_editor(), make_member(seat.group)):
        client.force_login(user)
        assert client.post(url_of(name, seat)).status_code == 403
    client.force_login(make_coordinator(make_municipality("287")))
    assert client.post(url_of(name, seat)).status_code == 404


@pytest.mark.parametrize("name", ["archive_seat", "restore_seat", "release_seat"])
def test_get_changes_nothing(client, coordinator, seat, name):
    client.force_login(coordinator)

    assert client.get(url_of(name, seat)).status_code == 405


def test_a_seat_is_not_found_under_another_group(client, coordinator, seat):
    other = make_group(by=coordinator, name="Other")
    client.force_login(coordinator)

    assert client.get(reverse("edit_seat", args=[other.key, seat.key])).status_code == 404


def test_changes_to_different_fields_are_both_kept(client, coordinator, seat):
    client.force_login(coordinator)
    sent = as_sent(client.get(url_of("edit_seat", seat)).context["form"])
    client.post(url_of("edit_seat", seat), {**sent, "deputy_name": "Omar Said"})

    response = client.post(url_of("edit_seat", seat), {**sent, "valid_to": "2029-12-31"}, follow=True)

    seat.refresh_from_db()
    assert (seat.deputy_name, str(seat.valid_to)) == ("Omar Said", "2029-12-31")
    assert "Both changes are kept" in response.content.decode()
