"""Sending an invitation again, and taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stakeholders.actions import invitations, people
from stakeholders.models import Invitation, today
from tests.mails import received
from tests.stakeholders.factories import (
    make_administrator,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
    make_seat,
)

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["resend_invitation", "cancel_invitation"])


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def invitation(coordinator):
    return invitations.invite(
        email="new@example.org", kind="editor", language="en", municipality=make_municipality(), by=coordinator
    )


def test_sending_again_makes_a_new_link(client, coordinator, invitation):
    client.force_login(coordinator)

    response = client.post(reverse("resend_invitation", args=[invitation.pk]))

    assert response.url == reverse("municipality_people", args=["545"])
    assert Invitation.objects.get().token != invitation.token
    assert [mail.to for mail in received()] == [["new@example.org"]]


def test_taking_back_ends_the_link(client, coordinator, invitation):
    client.force_login(coordinator)

    client.post(reverse("cancel_invitation", args=[invitation.pk]))

    assert not Invitation.objects.waiting().exists()
    assert client.get(reverse("invitation", args=[invitation.token])).status_code == 410


@BOTH
def test_a_second_click_is_told_and_changes_nothing(client, coordinator, invitation, name):
    invitations.cancel_invitation(invitation, by=coordinator)
    client.force_login(coordinator)

    page = client.post(reverse(name, args=[invitation.pk]), follow=True).content.decode()

    assert "The invitation was used or taken back already." in page


@BOTH
def test_an_invitation_to_a_seat_belongs_to_the_groups_coordinator(client, coordinator, name):
    group = make_group(by=coordinator)
    seat = make_seat(group, by=coordinator)
    invitation = invitations.invite(email="a@example.org", kind="seat", language="en", seat=seat, by=coordinator)
    client.force_login(coordinator)

    assert client.post(reverse(name, args=[invitation.pk])).url == reverse("group", args=[group.key])


@BOTH
def test_an_invitation_of_a_coordinator_is_the_administrators(client, coordinator, name):
    invitation = invitations.invite(
        email="a@example.org",
        kind="coordinator",
        language="en",
        municipality=make_municipality(),
        by=make_administrator(),
    )
    client.force_login(coordinator)

    assert client.post(reverse(name, args=[invitation.pk])).status_code == 403


@BOTH
@pytest.mark.parametrize("code", ["287", "545"])
def test_strangers_and_editors_get_404(client, invitation, name, code):
    make = make_editor if code == "545" else make_coordinator
    client.force_login(make(make_municipality(code)))

    assert client.post(reverse(name, args=[invitation.pk])).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("resend_invitation", 200), ("cancel_invitation", 405)])
def test_get_changes_nothing(client, coordinator, invitation, name, status):
    client.force_login(coordinator)

    assert client.get(reverse(name, args=[invitation.pk])).status_code == status
    assert Invitation.objects.get().token == invitation.token


# Its days


def dated(coordinator, **days) -> Invitation:
    """An invitation to a role whose last day was to be tomorrow; `days` says what has become of it since."""
    tomorrow = today() + timedelta(days=1)
    made = {"email": "new@example.org", "kind": "editor", "language": "en", "by": coordinator}
    invitation = invitations.invite(**made, municipality=make_municipality(), role_valid_to=tomorrow)
    Invitation.objects.update(**days)
    return invitation


def test_sending_again_keeps_the_last_day_of_the_role(client, coordinator):
    invitation = dated(coordinator)
    client.force_login(coordinator)

    client.post(reverse("resend_invitation", args=[invitation.pk]), invitation.as_seen)

    assert Invitation.objects.get().role_valid_to == today() + timedelta(days=1)


def test_when_the_last_day_has_passed_another_is_asked_for(client, coordinator):
    yesterday = today() - timedelta(days=1)
    invitation = dated(coordinator, role_valid_to=yesterday, expires_on=yesterday)
    client.force_login(coordinator)
    url, new = reverse("resend_invitation", args=[invitation.pk]), today() + timedelta(days=40)

    asked = client.post(url, invitation.as_seen)
    answers = [client.post(url, {**invitation.as_seen, "role_valid_to": day}) for day in (yesterday, new)]

    assert asked.status_code == 200 and "The day has passed. Choose today or a later day." in asked.content.decode()
    assert [answer.status_code for answer in answers] == [200, 302]
    sent = Invitation.objects.get()
    assert (sent.role_valid_to, sent.expires_on) == (new, today() + timedelta(days=14))
    assert sent.token != invitation.token
    assert len(received()) == 1


def test_an_emptied_last_day_takes_the_end_off(client, coordinator):
    invitation = dated(coordinator)
    client.force_login(coordinator)

    client.post(reverse("resend_invitation", args=[invitation.pk]), {**invitation.as_seen, "role_valid_to": ""})

    assert Invitation.objects.get().role_valid_to is None


def test_the_list_says_why_nobody_can_take_an_invitation(client, coordinator):
    dated(coordinator, role_valid_to=today() - timedelta(days=1))
    client.force_login(coordinator)

    page = client.get(reverse("municipality_people", args=["545"])).content.decode()

    assert "That day has passed." in page and "Expired" in page


def test_whoever_sends_an_invitation_again_answers_for_it(client, coordinator):
    former = make_coordinator()
    invitation = invitations.invite(
        email="new@example.org", kind="editor", language="en", municipality=make_municipality(), by=former
    )
    people.end_role(former.roles.get(), by=former)
    client.force_login(coordinator)

    client.post(reverse("resend_invitation", args=[invitation.pk]), invitation.as_seen)

    sent = Invitation.objects.get()
    assert sent.invited_by == coordinator
    assert client.get(reverse("invitation", args=[sent.token])).status_code == 200
