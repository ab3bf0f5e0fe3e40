"""Writes to people, invitations and groups."""

from datetime import timedelta

import pytest

from integration_programme.records import StaleRecord
from integration_programme.translations import Translations
from stakeholders import notifications, tasks
from stakeholders.actions import groups, invitations, people
from stakeholders.models import AccessRequest, CooperationGroup, Event, Invitation, Role, User, today
from tests.mails import received
from tests.stakeholders.factories import (
    make_administrator,
    make_centre,
    make_coordinator,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


def invite(**fields) -> Invitation:
    municipality = make_municipality()
    defaults = {"email": "new@example.org", "kind": "editor", "language": "en", "municipality": municipality}
    fields = {"by": make_coordinator(municipality), **defaults, **fields}
    return invitations.invite(**fields)


def verbs() -> list[str]:
    return [event.verb for event in Event.objects.order_by("pk")]


def test_an_invitation_is_mailed_in_its_language():
    invitation = invite(language="sv", name="Nils Holm")

    (mail,) = received()
    assert mail.to == ["new@example.org"]
    assert "Närpes" in mail.subject
    assert f"http://localhost:8000/sv/invitation/{invitation.token}/" in mail.body
    assert verbs()[-1] == "invite"


def test_inviting_the_same_address_again_renews_the_link():
    first = invite()

    second = invite()

    assert (second.pk, Invitation.objects.count()) == (first.pk, 1)
    assert second.token != first.token


def test_joining_makes_an_account_with_the_role_until_its_end():
    invitation = invite(role_valid_to=today() + timedelta(days=30))

    user = invitations.join(invitation, name="Nils Holm", password="three words long", language="sv")

    assert (user.email, user.name, user.language) == ("new@example.org", "Nils Holm", "sv")
    assert user.check_password("three words long")
    role = user.roles.get()
    assert (role.kind, role.municipality_id, role.valid_to) == ("editor", "545", today() + timedelta(days=30))
    assert verbs()[-3:] == ["give_role", "invite", "accept_invitation"]


def test_an_invitation_works_once():
    invitation = invite()
    user = invitations.join(invitation, name="N", password="three words long", language="sv")

    with pytest.raises(invitations.InvitationClosed):
        invitations.accept_invitation(invitation, by=user)

    assert Role.objects.filter(user=user).count() == 1


def test_an_expired_invitation_changes_nothing():
    invitation = invite()
    Invitation.objects.update(expires_on=today() - timedelta(days=1))

    with pytest.raises(invitations.InvitationClosed):
        invitations.join(invitation, name="N", password="three words long", language="sv")

    assert User.objects.with_email("new@example.org") is None


def test_nobody_else_can_accept():
    other = make_user()

    with pytest.raises(invitations.InvitationClosed):
        invitations.accept_invitation(invite(), by=other)

    assert not other.roles.exists()


def test_an_invitation_taken_back_cannot_be_sent_again():
    invitation = invite()
    invitations.cancel_invitation(invitation, by=invitation.invited_by)

    with pytest.raises(invitations.InvitationClosed):
        invitations.resend_invitation(invitation, by=invitation.invited_by)


def test_an_adviser_is_made_for_a_centre():
    adviser = make_user()
    administrator = make_administrator()
    invitation = invitations.invite(
        email=adviser.email, kind="adviser", language="fi", centre=make_centre(), by=administrator
    )

    invitations.accept_invitation(invitation, by=adviser)

    assert [(role.kind, role.centre) for role in adviser.roles.all()] == [("adviser", make_centre())]


def test_a_deputy_takes_the_seat_of_the_deputy():
    group = make_group()
    seat = make_seat(group)
    deputy = make_user(name="Jussi Mäki")
    invitation = invite(email=deputy.email, kind="seat", seat=seat, municipality=None, as_deputy=True)

    invitations.accept_invitation(invitation, by=deputy)

    seat.refresh_from_db()
    assert (seat.person, seat.deputy, seat.deputy_name) == (None, deputy, "Jussi Mäki")
    assert User.objects.get(pk=deputy.pk).sits_in == {group.pk}


def test_a_role_that_began_today_and_is_ended_never_was():
    user = make_coordinator()
    make_coordinator()

    people.end_role(user.roles.get(), by=user)

    assert not Role.objects.filter(user=user).exists()
    assert verbs()[-1] == "end_role"


def test_an_older_role_ends_yesterday():
    user = make_coordinator()
    make_coordinator()
    Role.objects.update(valid_from=today() - timedelta(days=100))

    people.end_role(user.roles.get(), by=user)

    assert user.roles.get().valid_to == today() - timedelta(days=1)


def request_access(**fields):
    answers = {"name": "Olli", "email": "olli@example.org", "municipality": make_municipality(), "message": ""}
    invitations.request_access(**{**answers, "language": "fi", **fields})


def test_a_request_reaches_the_coordinator_in_their_language():
    coordinator = make_coordinator(language="en")

    request_access()

    (mail,) = received()
    assert mail.to == [coordinator.email]
    assert "/en/people/545/" in mail.body


def test_where_there_is_no_coordinator_administrators_are_told():
    administrator = make_administrator()

    request_access()

    assert [mail.to for mail in received()] == [[administrator.email]]


def test_a_second_request_to_the_same_municipality_tells_nobody():
    coordinator = make_coordinator()
    request_access()

    request_access(email="OLLI@example.org")

    assert (AccessRequest.objects.count(), [mail.to for mail in received()]) == (1, [[coordinator.email]])


def test_a_coordinator_has_one_mail_a_day_about_requests_and_hears_of_all(monkeypatch):
    coordinator = make_coordinator()
    for number in range(4):
        request_access(email=f"n{number}@example.org")
    tasks.tell_of_requests.call()
    (first,) = received()
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr(notifications, "today", lambda: tomorrow)
    for _time in range(2):
        tasks.tell_of_requests.call()
    request_access(email="n9@example.org")

    _first, next_day = received()
    assert [mail.to for mail in (first, next_day)] == [[coordinator.email]] * 2
    assert ["n0@" in first.body, "n1@" in first.body] == [True, False]
    assert [f"n{number}@" in next_day.body for number in (0, 1, 2, 3, 9)] == [False, True, True, True, False]
    assert list(AccessRequest.objects.untold().values_list("email", flat=True)) == ["n9@example.org"]


def test_a_request_of_which_nobody_could_be_told_is_told_of_when_somebody_is_there():
    request_access()
    administrator = make_administrator()

    tasks.tell_of_requests.call()

    assert [mail.to for mail in received()] == [[administrator.email]]


def test_a_request_is_answered_once():
    coordinator = make_coordinator()
    request_access()
    access_request = AccessRequest.objects.get()

    first = invitations.invite_from_request(access_request, kind="editor", by=coordinator)
    second = invitations.invite_from_request(access_request, kind="editor", by=coordinator)

    assert (first.email, first.language, second) == ("olli@example.org", "fi", None)
    assert AccessRequest.objects.get().handled_by == coordinator


def test_declining_tells_the_person():
    coordinator = make_coordinator()
    request_access()

    invitations.decline_access_request(AccessRequest.objects.get(), by=coordinator)

    assert [mail.to for mail in received()] == [[coordinator.email], ["olli@example.org"]]
    assert verbs()[-1] == "decline_access_request"


@pytest.mark.parametrize(("language", "name"), [("sv", "Röda Korset."), ("fi", "Röda Korset (kieli: ruotsi).")])
def test_the_mail_to_a_member_names_the_organisation_in_its_language_or_says_in_which(language, name):
    seat = make_seat(organisation={"sv": "Röda Korset"})

    invite(kind="seat", seat=seat, municipality=None, language=language)

    assert name in received()[0].body


def test_a_stale_seat_is_not_saved():
    seat = make_seat()
    by = make_coordinator()
    seat.person_name = "First"
    groups.save_seat(seat, row_version=1, by=by)
    seat.person_name = "Second"

    with pytest.raises(StaleRecord):
        groups.save_seat(seat, row_version=1, by=by)

    seat.refresh_from_db()
    assert (seat.person_name, seat.row_version) == ("First", 2)


def test_another_name_takes_the_account_off_the_seat():
    seat = make_seat(person=make_user(name="Leila Haddad"))
    seat.person_name = "Tiina Koski"

    groups.save_seat(seat, row_version=seat.row_version, by=make_coordinator())

    seat.refresh_from_db()
    assert seat.person is None


def test_the_same_name_keeps_the_account():
    user = make_user(name="Leila Haddad")
    seat = make_seat(person=user)
    seat.organisation = Translations({"en": "Other"})

    groups.save_seat(seat, row_version=seat.row_version, by=make_coordinator())

    seat.refresh_from_db()
    assert seat.person == user


def test_archiving_a_seat_takes_its_invitations_back():
    seat = make_seat()
    invitation = invite(kind="seat", seat=seat, municipality=None)

    groups.archive_seat(seat, by=invitation.invited_by)

    assert not Invitation.objects.waiting().exists()


def test_a_second_click_makes_no_second_group():
    by = make_coordinator()
    group = make_group(by=by)
    again = CooperationGroup(key=group.key, names={"en": "Again"})

    saved = groups.save_group(again, municipalities=[make_municipality()], row_version=1, by=by)

    assert saved == group
    assert CooperationGroup.objects.count() == 1
