"""Every act that writes a mail is answered and saved while the mail server is down; the mail leaves later, once."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from integration_programme import outbox
from integration_programme.models import OutgoingMail
from stakeholders.actions import invitations
from stakeholders.models import AccessRequest, Invitation
from tests.stakeholders.factories import (
    PASSWORD,
    make_administrator,
    make_centre,
    make_coordinator,
    make_group,
    make_municipality,
    make_seat,
)

pytestmark = pytest.mark.django_db
SERVER = f"{EmailBackend.__module__}.EmailBackend"


class Down(EmailBackend):
    def open(self):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def town(db):
    return make_municipality()


@pytest.fixture
def coordinator(town):
    return make_coordinator(town)


def open_request(town) -> AccessRequest:
    asked = {"name": "Olli", "email": "olli@example.org", "municipality": town, "message": "", "language": "fi"}
    invitations.request_access(**asked)
    return AccessRequest.objects.get()


def invite_to_municipality(client, coordinator, town):
    client.force_login(coordinator)
    answers = {"kind": "editor", "email": "new@example.org", "name": "N", "language": "sv", "role_valid_to": ""}
    return client.post(reverse("invite_to_municipality", args=[town.code]), answers)


def invite_adviser(client, coordinator, town):
    centre = make_centre()
    client.force_login(make_administrator())
    answers = {"kind": "adviser", "email": "new@example.org", "name": "N", "language": "sv", "role_valid_to": ""}
    return client.post(reverse("invite_adviser", args=[centre.code]), answers)


def invite_to_seat(client, coordinator, town):
    seat = make_seat(make_group([town]))
    client.force_login(coordinator)
    answers = {"as_deputy": "no", "email": "new@example.org", "name": "", "language": "fi"}
    return client.post(reverse("invite_to_seat", args=[seat.group.key, seat.key]), answers)


def resend_invitation(client, coordinator, town):
    invitation = invitations.invite(
        email="new@example.org", kind="editor", language="en", municipality=town, by=coordinator
    )
    client.force_login(coordinator)
    return client.post(reverse("resend_invitation", args=[invitation.pk]))


def request_access(client, coordinator, town):
    answers = {"name": "Olli", "email": "olli@example.org", "municipality": town.code, "message": "", "website": ""}
    return client.post(reverse("request_access"), answers)


def invite_from_request(client, coordinator, town):
    asked = open_request(town)
    OutgoingMail.objects.all().delete()
    client.force_login(coordinator)
    return client.post(reverse("invite_from_request", args=[asked.pk]), {"kind": "editor"})


def decline_access_request(client, coordinator, town):
    asked = open_request(town)
    OutgoingMail.objects.all().delete()
    client.force_login(coordinator)
    return client.post(reverse("decline_access_request", args=[asked.pk]))


def forget_password(client, coordinator, town):
    return client.post(reverse("account_reset_password"), {"email": coordinator.email})


def forget_password_of_nobody(client, coordinator, town):
    return client.post(reverse("account_reset_password"), {"email": "unknown@example.org"})


ACTS = {
    invite_to_municipality: "new@example.org",
    invite_adviser: "new@example.org",
    invite_to_seat: "new@example.org",
    resend_invitation: "new@example.org",
    request_access: "coordinator",
    invite_from_request: "olli@example.org",
    decline_access_request: "olli@example.org",
    forget_password: "coordinator",
    forget_password_of_nobody: "unknown@example.org",
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_is_answered_and_its_mail_leaves_once_when_the_server_is_back(act, client, coordinator, town, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"

    response = act(client, coordinator, town)

    assert response.status_code == 302
    assert outbox.send_due() == (0, 1)
    settings.EMAIL_BACKEND = SERVER
    OutgoingMail.objects.update(due_at=timezone.now())
    assert (outbox.send_due(), outbox.send_due()) == ((1, 0), (0, 0))
    reader = coordinator.email if ACTS[act] == "coordinator" else ACTS[act]
    assert [message.to for message in mail.outbox] == [[reader]]


def test_a_link_that_was_renewed_or_taken_back_leaves_no_more(client, coordinator, town):
    resend_invitation(client, coordinator, town)
    waiting = OutgoingMail.objects.get()
    invitation = Invitation.objects.get()
    is_the_new_one = invitation.token in waiting.body

    invitations.cancel_invitation(invitation, by=coordinator)

    assert (is_the_new_one, outbox.send_due()) == (True, (0, 0))


def test_a_mail_about_a_password_is_in_the_language_of_its_reader(client):
    reader = make_coordinator(language="sv")

    client.post(reverse("account_reset_password"), {"email": reader.email})

    waiting = OutgoingMail.objects.get()
    assert (waiting.language, waiting.kind, waiting.subject) == ("sv", "password_reset_key", "Välj ett nytt lösenord")


def test_a_password_asked_for_twice_at_once_is_one_mail(client, coordinator, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)

    for _click in range(2):
        client.post(reverse("account_reset_password"), {"email": coordinator.email})

    assert (OutgoingMail.objects.count(), client.login(email=coordinator.email, password=PASSWORD)) == (1, True)
