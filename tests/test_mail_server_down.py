"""Every act that writes a mail is answered and saved while the mail server is down; the mail leaves later, once."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, outbox, worker
from integration_programme.models import OutgoingMail
from programmes.actions.programmes import share_programme
from programmes.actions.reviewing import begin_review
from programmes.models.sharing import SWITCHED
from stakeholders.actions import invitations
from stakeholders.models import AccessRequest, Event, Invitation
from tests.mails import UNREACHABLE
from tests.programmes.factories import make_chosen_group, make_comment, make_objective, make_partner, make_programme
from tests.programmes.meetings import make_draft
from tests.programmes.reviews import adviser_of, as_seen, make_shared
from tests.programmes.rounds import make_open_round, make_participant, make_round
from tests.programmes.sending import send
from tests.stakeholders.factories import (
    PASSWORD,
    make_administrator,
    make_adviser,
    make_centre,
    make_coordinator,
    make_editor,
    make_feedback,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.same_on_both("how mails are kept and claimed is looked at in integration_programme/test_outbox.py"),
]
ROOT = Path(__file__).resolve().parent.parent
APPS = ["integration_programme", "stakeholders", "indicators", "programmes"]
SERVER = f"{EmailBackend.__module__}.EmailBackend"


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


def ask_partner(client, coordinator, town):
    programme = make_programme(town.code, by=coordinator)
    make_coordinator(make_municipality("893"), email="theirs@example.org")
    client.force_login(coordinator)
    url = reverse("add_record", args=[programme.slug, "partner"])
    return send(client, url, municipality="893", right="read")


def asked_partner(client, coordinator, town, *, consents: bool | None):
    """A municipality that has been asked, and has answered or not; its coordinator is signed in."""
    link = make_partner(make_programme(town.code, by=coordinator), consents=consents, right="write")
    OutgoingMail.objects.all().delete()
    client.force_login(make_coordinator(link.municipality, email="theirs@example.org"))
    return link


def accept_request(client, coordinator, town):
    link = asked_partner(client, coordinator, town, consents=None)
    return client.post(reverse("accept_request", args=[link.key]), {"right": link.right})


def decline_request(client, coordinator, town):
    link = asked_partner(client, coordinator, town, consents=None)
    return client.post(reverse("decline_request", args=[link.key]), {"right": link.right})


def withdraw_consent(client, coordinator, town):
    link = asked_partner(client, coordinator, town, consents=True)
    return client.post(reverse("withdraw_consent", args=[link.programme.slug, link.key]))


def ask_again(client, coordinator, town):
    link = asked_partner(client, coordinator, town, consents=False)
    client.force_login(coordinator)
    return client.post(reverse("ask_again", args=[link.programme.slug, link.key]))


def change_right(client, coordinator, town):
    link = asked_partner(client, coordinator, town, consents=True)
    client.force_login(coordinator)
    url = reverse("edit_record", args=[link.programme.slug, "partner", link.key])
    return send(client, url, right="read")


def forget_password(client, coordinator, town):
    return client.post(reverse("account_reset_password"), {"email": coordinator.email})


NEW = {"password1": "a longer word that nobody knows", "password2": "a longer word that nobody knows"}


def choose_forgotten_password(client, coordinator, town):
    forget_password(client, coordinator, town)
    (address,) = re.findall(r"http://[^/]+(/\S+)", OutgoingMail.objects.get().body)
    OutgoingMail.objects.all().delete()
    asked = client.get(address, follow=True)
    return client.post(asked.redirect_chain[-1][0], NEW)


def change_password(client, coordinator, town):
    client.force_login(coordinator)
    return client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **NEW})


def set_password(client, coordinator, town):
    coordinator.set_unusable_password()
    coordinator.save()
    client.force_login(coordinator)
    return client.post(reverse("account_set_password"), NEW)


def forget_password_of_nobody(client, coordinator, town):
    return client.post(reverse("account_reset_password"), {"email": "unknown@example.org"})


def give_feedback(client, coordinator, town):
    make_administrator(email="admin@example.org")
    answers = {"kind": "other", "text": "The menu is shut", "key": "0d6c5b8e-4a9f-4a39-9b0a-6a1d0c9e7f10"}
    return client.post(reverse("contact"), answers)


def answer_feedback(client, coordinator, town):
    feedback = make_feedback()  # before there is anybody to hear of it
    client.force_login(make_administrator(email="admin@example.org"))
    return client.post(reverse("answer_feedback", args=[feedback.key]), {"answer": "It is mended"})


def assign_comment(client, coordinator, town):
    programme = make_programme(town.code, by=coordinator)
    colleague = make_editor(town, email="colleague@example.org")
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    client.force_login(coordinator)
    return client.post(reverse("assign_comment", args=[programme.slug, comment.key]), {"person": str(colleague.pk)})


def send_round(client, coordinator, town):
    found = make_round(make_programme(town.code, by=coordinator), by=coordinator)
    make_participant(found, by=coordinator)
    client.force_login(coordinator)
    return client.post(reverse("send_round", args=[found.programme.slug, found.key]))


def open_round(coordinator, town):
    """A round that has been sent, and whoever is asked; the mail of that has left."""
    found = make_open_round(make_programme(town.code, by=coordinator), by=coordinator)
    OutgoingMail.objects.all().delete()
    return found, found.participants.get()


def renew_link(client, coordinator, town):
    found, participant = open_round(coordinator, town)
    client.force_login(coordinator)
    return client.post(reverse("renew_link", args=[found.programme.slug, found.key, participant.key]))


def ask_for_link(client, coordinator, town):
    open_round(coordinator, town)
    return client.post(reverse("new_link"), {"email": "kela@example.org", "website": ""})


def close_round(client, coordinator, town):
    make_coordinator(town, email="colleague@example.org")
    found, _participant = open_round(coordinator, town)
    client.force_login(coordinator)
    return client.post(reverse("close_round", args=[found.programme.slug, found.key]))


def cancel_round(client, coordinator, town):
    found, _participant = open_round(coordinator, town)
    client.force_login(coordinator)
    return client.post(reverse("cancel_round", args=[found.programme.slug, found.key]))


def ask_adviser(client, coordinator, town):
    programme = make_shared(town.code, by=coordinator)
    make_adviser(town.centre, email="adviser@example.org")
    client.force_login(coordinator)
    return send(client, reverse("reviews", args=[programme.slug]), message="Please")


def send_review(client, coordinator, town):
    programme = make_shared(town.code, by=coordinator)
    adviser = adviser_of(programme)
    review = begin_review(as_seen(programme, adviser), by=adviser)
    client.force_login(adviser)
    return client.post(reverse("send_review", args=[programme.slug, review.key]), {"words": "Well done"})


def call_to_meeting(client, coordinator, town):
    programme = make_programme(town.code, by=coordinator)
    make_seat(make_chosen_group(programme, by=coordinator), make_user("member@example.org"), by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    meeting = make_draft(programme, by=coordinator)
    client.force_login(coordinator)
    return client.post(reverse("invite_to_meeting", args=[programme.slug, meeting.key]))


ACTS = {
    ask_adviser: "adviser@example.org",
    send_review: "coordinator",
    call_to_meeting: "member@example.org",
    assign_comment: "colleague@example.org",
    give_feedback: "admin@example.org",
    answer_feedback: "reader@example.org",
    invite_to_municipality: "new@example.org",
    send_round: "kela@example.org",
    renew_link: "kela@example.org",
    ask_for_link: "kela@example.org",
    cancel_round: "kela@example.org",
    close_round: "colleague@example.org",
    invite_adviser: "new@example.org",
    invite_to_seat: "new@example.org",
    resend_invitation: "new@example.org",
    request_access: "coordinator",
    invite_from_request: "olli@example.org",
    decline_access_request: "olli@example.org",
    ask_partner: "theirs@example.org",
    accept_request: "coordinator",
    decline_request: "coordinator",
    withdraw_consent: "coordinator",
    ask_again: "theirs@example.org",
    change_right: "theirs@example.org",
    forget_password: "coordinator",
    forget_password_of_nobody: "unknown@example.org",
    choose_forgotten_password: "coordinator",
    change_password: "coordinator",
    set_password: "coordinator",
}


#: those of the library that its addresses here reach
LIBRARY = {"password_reset_key", "unknown_account", "password_reset", "password_changed", "password_set"}
#: what a job writes some time after the act (tests/programmes/test_digests.py)
LATER = {"digest", "round_reminder"}
#: kinds that are written by the template of all notices
NOTICES = {"comment", "meeting", "round_closed", "review_asked", "review_sent"}


def test_every_kind_of_mail_is_written_by_one_of_the_acts(coordinator, town):
    found = set()
    for act in ACTS:
        with transaction.atomic():
            act(Client(), coordinator, town)
            found |= set(OutgoingMail.objects.values_list("kind", flat=True))
            transaction.set_rollback(True)

    of_ours = {path.stem for path in (ROOT / "templates/mail").glob("*.txt")} - {"notice"}
    assert found | LATER == LIBRARY | NOTICES | of_ours


#: what sends a mail at once; only the outbox does, for the worker
SENDING = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "get_connection", "email_user"}
SENDING |= {"EmailMessage", "EmailMultiAlternatives", "smtplib", "AdminEmailHandler"}
#: the hook by which the library hands its mails over
HOOKS = {"def send_mail"}


def senders(source: str) -> set[str]:
    """What a module names that sends mails at once, or defines under such a name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {each.name for each in names}
            case ast.Attribute(attr=name) | ast.Name(id=name):
                found.add(name)
            case ast.FunctionDef(name=name):
                found |= {f"def {name}"} if name in SENDING else set()
    return found & (SENDING | HOOKS)


def test_nobody_but_the_outbox_speaks_to_a_mail_server():
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix(): senders(path.read_text("utf-8")) for path in sources}

    assert {path: names for path, names in found.items() if names} == {
        "integration_programme/outbox.py": {"EmailMessage", "get_connection"},
        "stakeholders/accounts.py": HOOKS,
    }


@pytest.mark.parametrize(
    "planted",
    [
        "from django.core.mail import send_mail",
        "mail.EmailMessage(a).send()",
        "import smtplib",
        "user.email_user(a, b)",
    ],
)
def test_a_mail_that_is_sent_at_once_is_found(planted):
    assert len(senders(planted)) == 1


def written_anywhere(caplog) -> str:
    """All that is kept and shown of mails: rows of the outbox, jobs, events, the log and the administrators' page."""
    kept = [list(model.objects.values_list()) for model in (OutgoingMail, DBTaskResult, Event)]
    administrators = Client()
    administrators.force_login(make_administrator())
    return f"{kept} {caplog.text} {administrators.get(reverse('jobs')).content.decode()}"


def secret_of(body: str) -> str:
    """The part of a link that opens what it leads to."""
    (link,) = [word for word in body.split() if "/invitation/" in word or "/reset/key/" in word]
    last = link.rstrip("/").rpartition("/")[2]
    return last.partition("-")[2] if "/reset/key/" in link else last


@pytest.mark.parametrize("act", [act for act in ACTS if "invite" in act.__name__ or act is forget_password])
def test_a_token_is_nowhere_when_its_mail_has_left(act, client, coordinator, town, caplog):
    caplog.set_level("DEBUG")

    act(client, coordinator, town)
    worker.work_off([jobs.MAIL])

    secret, found = secret_of(mail.outbox[-1].body), written_anywhere(caplog)
    assert (len(secret) > 20, found.count("@example.org") > 0, secret in found) == (True, True, False)


@pytest.mark.parametrize("act", [act for act in ACTS if "invite" in act.__name__ or act is forget_password])
def test_a_token_of_a_mail_that_waits_is_in_its_body_and_nowhere_else(act, client, coordinator, town, caplog, settings):
    settings.EMAIL_BACKEND = UNREACHABLE

    act(client, coordinator, town)
    worker.work_off([jobs.MAIL])

    secret = secret_of(OutgoingMail.objects.latest("pk").body)
    OutgoingMail.objects.update(body="")
    assert secret not in written_anywhere(caplog)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_is_answered_and_its_mail_leaves_once_when_the_server_is_back(act, client, coordinator, town, settings):
    settings.EMAIL_BACKEND = UNREACHABLE

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
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now.replace(tzinfo=None))

    for _click in range(2):
        client.post(reverse("account_reset_password"), {"email": coordinator.email})

    assert (OutgoingMail.objects.count(), client.login(email=coordinator.email, password=PASSWORD)) == (1, True)
