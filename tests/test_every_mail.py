"""Every mail there is, as its reader gets it: for Vaasa and Närpes, in three languages, against every_mail.LANGUAGE.txt.

These files are there to be read by people. Whoever changes a mail makes them anew, reads what has changed and commits it:

    RENEW_MAILS=1 python -m pytest tests/test_every_mail.py
"""

import difflib
import os
import re
from contextlib import contextmanager
from datetime import date, timedelta
from email.header import decode_header, make_header
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions import records
from programmes.actions.comments import add_comment, answer_comment
from programmes.actions.duties import assign_duty
from programmes.actions.meetings import answer_meeting, cancel_meeting, tell_of_meetings
from programmes.actions.notices import send_digests
from programmes.actions.participants import add_participant, remove_participant, send_link_again
from programmes.actions.partners import answer_request, withdraw_consent
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.reminders import reminding_day, send_reminders
from programmes.actions.rounds import (
    add_round,
    cancel_round,
    close_round,
    follow_rounds,
    remind_participants,
    send_round,
)
from programmes.actions.sharing import tell_of_sharing
from programmes.enums import Audience, Coming, PartnerRight
from programmes.models import Meeting, Milestone, Participant, Place, Programme, Round
from programmes.models.sharing import SWITCHED
from stakeholders.actions import invitations
from stakeholders.actions.provider import answer_feedback
from stakeholders.enums import RoleKind
from stakeholders.models import AccessRequest, CooperationGroup, Feedback, Invitation, Notice, Seat, User, today
from tests.mails import received
from tests.programmes.factories import change, make_organisation, make_partner, make_programme
from tests.programmes.meetings import make_called
from tests.programmes.reviews import ask, make_shared, send_one
from tests.stakeholders.factories import (
    PASSWORD,
    make_coordinator,
    make_feedback,
    make_group,
    make_municipality,
    make_role,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

VAASA, NARPES = "905", "545"
OTHER = {VAASA: NARPES, NARPES: VAASA}
#: the language of the page on which somebody acts whose own is another: mails are in the person's
PAGE = {"fi": "sv", "sv": "en", "en": "fi"}
LAST_DAY = date(2099, 12, 31)
READER, NEW_PASSWORD = "reader@example.org", "a longer word that nobody knows"
HERE = Path(__file__).parent
TEMPLATES = settings.BASE_DIR / "templates"

#: mails of the library that nothing here leads to: accounts begin with an invitation, and keep its address
NEVER_SENT = {
    "account_already_exists",
    "email_changed",
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "email_deleted",
    "login_code",
    "password_reset_code",
}


# What leads to each: the municipality's code and the reader's language


def inviter():
    return make_role(RoleKind.ADMINISTRATOR, make_user(name="Liisa Lahti")).user


def invite(language: str, **facts) -> None:
    invitations.invite(email=READER, language=language, by=inviter(), **facts)


def invited_as(kind: str, name: str = "Matti Meri"):
    return lambda code, language: invite(language, kind=kind, name=name, municipality=make_municipality(code))


def invited_as_adviser(code, language):
    invite(language, kind="adviser", centre=make_municipality(code).centre)


def invited_to_a_seat(*, as_deputy: bool):
    def act(code, language):
        group = make_group([make_municipality(code)])
        names = {
            "fi": "Kotoutumisen yhteistyöryhmä",
            "sv": "Samarbetsgruppen för integration",
            "en": "Integration group",
        }
        CooperationGroup.objects.filter(pk=group.pk).update(names=names)
        organisation = {"fi": "Punainen Risti", "sv": "Röda Korset", "en": "Red Cross"}
        seat = make_seat(CooperationGroup.objects.get(pk=group.pk), organisation=organisation)
        invite(language, kind="seat", seat=seat, as_deputy=as_deputy)

    return act


def ask_for_access(code, language, email="matti@example.org", message=""):
    facts = {"name": "Matti Meri", "email": email, "message": message, "language": language}
    invitations.request_access(municipality=make_municipality(code), **facts)


def access_asked(code, language):
    make_role(RoleKind.ADMINISTRATOR, make_user(READER, language=language))
    ask_for_access(code, language, message="Kirjoitan ohjelmaa.\nJag skriver programmet.")


def access_asked_twice(code, language):
    make_role(RoleKind.ADMINISTRATOR, make_user(READER, language=language))
    AccessRequest.objects.create(
        name="Maija Mänty", email="maija@example.org", municipality=make_municipality(OTHER[code]), language=language
    )
    AccessRequest.objects.create(
        name="Matti Meri", email="matti@example.org", municipality=make_municipality(code), language=language
    )
    invitations.tell_of_requests()


def access_declined(code, language):
    ask_for_access(code, language, email=READER)
    invitations.decline_access_request(AccessRequest.objects.get(), by=SYSTEM)


def partner_asked(code, language):
    make_coordinator(make_municipality(OTHER[code]), email=READER, language=language)
    make_partner(make_programme(code), OTHER[code], consents=None, right=PartnerRight.WRITE)


def partner_answered(*, consents: bool, withdraws: bool = False):
    def act(code, language):
        make_coordinator(make_municipality(code), email=READER, language=language)
        link = make_partner(make_programme(code), OTHER[code], consents=None)
        answer_request(link, consents=consents, by=SYSTEM)
        if withdraws:
            received()
            mail.outbox.clear()
            link.refresh_from_db()
            withdraw_consent(link, by=SYSTEM)

    return act


def partner_may_do_less(code, language):
    make_coordinator(make_municipality(OTHER[code]), email=READER, language=language)
    link = make_partner(make_programme(code), OTHER[code], right=PartnerRight.WRITE)
    received()
    mail.outbox.clear()
    change(link, right=PartnerRight.READ)


def asked_to_look(code, language):
    reader = make_coordinator(make_municipality(code), email=READER, language=language)
    programme = make_programme(code)
    asking = make_coordinator(make_municipality(code), name="Liisa Lahti")
    add_comment(programme, Place(programme.slug), "Katsotko tätä?", mentions=[reader], by=asking)


def shared_with_an_adviser(code, language):
    programme = make_programme(code)
    make_role(RoleKind.ADVISER, make_user(READER, language=language), centre=programme.lead.municipality.centre)
    share_programme(programme, [Audience.ADVISER], by=SYSTEM)
    tell_of_sharing(programme.pk, Audience.ADVISER)


TITLES = Translations(
    {"fi": "Kommentit luonnoksesta", "sv": "Kommentarer till utkastet", "en": "Comments on the draft"}
)


def asked_in_a_round(kind: str = "comments", **fields):
    """A round that has been sent to the reader."""

    def act(code, language):
        programme = make_programme(code)
        days = {"opens_on": today(), "closes_on": LAST_DAY}
        begun = Round(programme=programme, kind=kind, title=TITLES, **days, **fields)
        found = add_round(begun, by=SYSTEM)
        organisation = make_organisation(programme, Translations({"fi": "Kela", "sv": "FPA", "en": "Kela"}))
        asked = Participant(round=found, email=READER, language=language, organisation=organisation)
        add_participant(asked, by=SYSTEM)
        return send_round(found, by=SYSTEM)

    return act


def reminded_in_a_round(code, language):
    found = asked_in_a_round()(code, language)
    received()
    mail.outbox.clear()
    Participant.objects.update(asked_at=timezone.now() - timedelta(days=3))
    Round.objects.update(remind_on=today())
    remind_participants(found, by=SYSTEM)


def told_that_a_round_is_cancelled(code, language):
    found = asked_in_a_round()(code, language)
    received()
    mail.outbox.clear()
    cancel_round(found, by=SYSTEM)


def asked_for_the_link(code, language):
    asked_in_a_round()(code, language)
    received()
    mail.outbox.clear()
    send_link_again(READER)


def told_that_a_round_has_closed(code, language):
    make_coordinator(make_municipality(code), email=READER, language=language)
    programme = make_programme(code)
    found = Round(programme=programme, title=TITLES, opens_on=today(), closes_on=LAST_DAY)
    found = add_round(found, by=SYSTEM)
    add_participant(Participant(round=found, email="kela@example.org"), by=SYSTEM)
    close_round(send_round(found, by=SYSTEM), by=SYSTEM)


def told_that_a_round_did_not_open(code, language):
    make_coordinator(make_municipality(code), email=READER, language=language)
    days = {"opens_on": today() + timedelta(days=1), "closes_on": LAST_DAY}
    found = add_round(Round(programme=make_programme(code), title=TITLES, **days), by=SYSTEM)
    asked = add_participant(Participant(round=found, email="kela@example.org"), by=SYSTEM)
    send_round(found, by=SYSTEM)
    remove_participant(asked, by=SYSTEM)
    Round.objects.update(opens_on=today())
    follow_rounds()


def called_to_a_meeting(code, language):
    """A meeting to which the reader is invited, for a seat whose other person asks them to come."""
    programme = make_programme(code)
    group = make_group([make_municipality(code)])
    choose_group(programme, group, by=SYSTEM)
    share_programme(programme, SWITCHED, by=SYSTEM)
    make_seat(group, make_user(READER, language=language), by=SYSTEM)
    topic = Translations({"fi": "Luonnos", "sv": "Utkastet", "en": "The draft"})
    by = make_coordinator(make_municipality(code), name="Liisa Lahti")
    return make_called(Programme.objects.get(pk=programme.pk), topic=topic, by=by)


def to_come_as_deputy(code, language):
    meeting = called_to_a_meeting(code, language)
    invitation = meeting.invitations.get()
    reader, person = invitation.seat.person, make_user("seated@example.org", name="Liisa Lahti")
    Seat.objects.filter(pk=invitation.seat_id).update(person=person, deputy=reader)
    _forget()
    answer_meeting(meeting.invitations.get(), Coming.DEPUTY, by=person)
    return meeting


def to_come_as_deputy_no_more(code, language):
    invitation = to_come_as_deputy(code, language).invitations.get()
    _forget()
    answer_meeting(invitation, Coming.YES, by=invitation.seat.person)


def told_of_a_moved_meeting(code, language):
    meeting = called_to_a_meeting(code, language)
    _forget()
    long_ago = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(begins_at="09:00", updated_at=long_ago, told_at=long_ago - timedelta(hours=1))
    tell_of_meetings()
    return meeting


def told_of_a_cancelled_meeting(code, language):
    meeting = called_to_a_meeting(code, language)
    _forget()
    cancel_meeting(meeting, by=SYSTEM)


def _forget() -> None:
    """The mail of the invitation has left."""
    received()
    mail.outbox.clear()


def make_milestone(programme, days: int):
    due = reminding_day() + timedelta(days=days)  # which at night is not today
    return records.add_record(
        Milestone(programme=programme, name={"fi": "Seminaari", "sv": "Seminarium"}, due_on=due), by=SYSTEM
    )


def reminded(code, language):
    make_coordinator(make_municipality(code), email=READER, language=language)
    milestone = make_milestone(make_programme(code), 7)
    Milestone.objects.exclude(pk=milestone.pk).delete()
    send_reminders()


def asked_to_see_to(code, language):
    reader = make_coordinator(make_municipality(code), email=READER, language=language)
    asking = make_coordinator(make_municipality(code), name="Liisa Lahti")
    assign_duty(make_programme(code), "situation.how_many", reader, by=asking)


def asked_to_go_through(code, language):
    programme = make_shared(code)
    make_role("adviser", make_user(READER, language=language), centre=programme.lead.municipality.centre)
    ask(programme, by=make_coordinator(make_municipality(code), name="Liisa Lahti"))


def told_of_the_advisers_comments(code, language):
    programme = make_shared(code)
    make_coordinator(make_municipality(code), email=READER, language=language)
    adviser = make_role("adviser", make_user(name="Liisa Lahti"), centre=programme.lead.municipality.centre).user
    send_one(programme, adviser, "Hyvä.")


def digested(code, language):
    digested_one(code, language, send=lambda: None)
    reader, programme = User.objects.get(email=READER), Programme.objects.get()
    began = add_comment(programme, Place(programme.slug), "Miksi?", by=reader)
    answer_comment(began, "Siksi.", by=make_coordinator(make_municipality(code), name="Liisa Lahti"))
    send_all_digests()


def send_all_digests():
    Notice.objects.exclude(mail_due=None).update(mail_due=timezone.now())
    send_digests()


def digested_one(code, language, send=send_all_digests):
    make_coordinator(make_municipality(code), email=READER, language=language)
    programme = make_programme(code)
    adviser = make_role(RoleKind.ADVISER, make_user(name="Arto Alanen"), centre=programme.lead.municipality.centre).user
    share_programme(programme, [Audience.ADVISER], by=SYSTEM)
    add_comment(Programme.objects.get(), Place(programme.slug), "Hyvä.", by=adviser)
    send_reminders()
    send()


def post(language: str, name: str, data: dict, client: Client | None = None):
    with translation.override(language):
        return (client or Client()).post(reverse(name), data)


def new_password_asked(_code, language):
    make_user(READER, language=language)
    post(PAGE[language], "account_reset_password", {"email": READER})


def new_password_asked_by_a_stranger(_code, language):
    post(language, "account_reset_password", {"email": READER})


def new_password_chosen(_code, language):
    new_password_asked(_code, language)
    (asked,) = received()
    mail.outbox.clear()
    address = re.search(rf"{re.escape(settings.BASE_URL)}(\S+)", asked.body)[1]
    client = Client()
    form = client.get(address.replace(f"/{language}/", f"/{PAGE[language]}/", 1), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def password_changed(_code, language):
    client = Client()
    client.force_login(make_user(READER, language=language))
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    post(PAGE[language], "account_change_password", data, client)


def password_set(_code, language):
    user = make_user(READER, language=language)
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    post(PAGE[language], "account_set_password", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, client)


def feedback_given(_code, language):
    make_role(RoleKind.ADMINISTRATOR, make_user(READER, language=language))
    make_feedback(text="Valikko ei avaudu.\nMenyn går inte att öppna.", email="")


def feedback_answered(_code, language):
    answer_feedback(make_feedback(text="Valikko ei avaudu.", email=READER, language=language), "Kiitos!", by=SYSTEM)


OF_A_MUNICIPALITY = {
    "invitation": {
        "coordinator": invited_as("coordinator"),
        "editor, without a name": invited_as("editor", name=""),
        "adviser": invited_as_adviser,
        "seat": invited_to_a_seat(as_deputy=False),
        "deputy": invited_to_a_seat(as_deputy=True),
    },
    "access_request": {"one with a message": access_asked, "two": access_asked_twice},
    "access_declined": {"": access_declined},
    "partner_asked": {"to write": partner_asked},
    "partner_answered": {
        "yes": partner_answered(consents=True),
        "no": partner_answered(consents=False),
        "withdrawn": partner_answered(consents=True, withdraws=True),
    },
    "partner_right": {"less": partner_may_do_less},
    "round_asked": {
        "comments": asked_in_a_round(),
        "a statement, with a message": asked_in_a_round(
            "statement",
            message=Translations({"fi": "Lukekaa luku 3.", "sv": "Läs kapitel 3.", "en": "Read chapter 3."}),
        ),
    },
    "round_reminder": {"": reminded_in_a_round},
    "round_cancelled": {"": told_that_a_round_is_cancelled},
    "round_link": {"": asked_for_the_link},
    "notice": {
        "comment": asked_to_look,
        "programme_shared": shared_with_an_adviser,
        "day_near": reminded,
        "round_closed": told_that_a_round_has_closed,
        "round_not_opened": told_that_a_round_did_not_open,
        "duty_asked": asked_to_see_to,
        "review_asked": asked_to_go_through,
        "review_sent": told_of_the_advisers_comments,
        "meeting": called_to_a_meeting,
        "meeting_deputy": to_come_as_deputy,
        "meeting_without_deputy": to_come_as_deputy_no_more,
        "meeting_moved": told_of_a_moved_meeting,
        "meeting_cancelled": told_of_a_cancelled_meeting,
    },
    "digest": {"of several": digested, "of one": digested_one},
}
OF_EVERYBODY = {"feedback": {"": feedback_given}, "feedback_answered": {"": feedback_answered}}
OF_AN_ACCOUNT = {
    "password_reset_key": {"": new_password_asked},
    "password_reset": {"": new_password_chosen},
    "password_changed": {"": password_changed},
    "password_set": {"": password_set},
    "unknown_account": {"": new_password_asked_by_a_stranger},
}


def test_every_kind_of_mail_is_in_the_tables():
    of_ours = {path.stem for path in (TEMPLATES / "mail").glob("*.txt")}
    of_accounts = {path.name for path in (TEMPLATES / "account" / "email").glob("*.txt")}

    assert set(OF_A_MUNICIPALITY | OF_EVERYBODY) == of_ours
    assert {f"{kind}_{part}.txt" for kind in OF_AN_ACCOUNT for part in ("subject", "message")} == of_accounts


def test_every_mail_of_the_library_is_ours_or_never_sent():
    shipped = Path(allauth.__file__).parent / "templates" / "account" / "email"
    kinds = {path.name.removesuffix("_subject.txt") for path in shipped.glob("*_subject.txt")}

    assert kinds == OF_AN_ACCOUNT.keys() | NEVER_SENT


# What they say


def told(act, code: str, language: str) -> str:
    """The one mail that its reader gets, with signs in place of what is another every time."""
    act(code, language)
    (found,) = [each for each in received() if each.to == [READER]]
    body = found.body
    for invitation in Invitation.objects.all():
        with translation.override(language):
            day = re.escape(date_format(invitation.expires_on)).replace(r"\ ", r"\s")
        body = re.sub(day, "<last day>", body).replace(invitation.token, "<token>")
    for feedback in Feedback.objects.all():
        with translation.override(language):
            day = re.escape(date_format(feedback.due_on, "DATE_FORMAT")).replace(r"\ ", r"\s")
        body = re.sub(day, "<due day>", body)
    for participant in Participant.objects.all():
        body = body.replace(participant.token, "<token>")
    subject = found.subject
    for notice in Notice.objects.exclude(day=None):
        with translation.override(language):
            day = re.escape(date_format(notice.day, "SHORT_DATE_FORMAT")).replace(r"\ ", r"\s")
        body, subject = re.sub(day, "<day>", body), re.sub(day, "<day>", subject)
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<key>", body)
    body = re.sub(r"/key/[^/\s]+/", "/key/<token>/", body)
    sender = make_header(decode_header(found.from_email))
    return f"From: {sender}\nSubject: {subject}\n{body}"


@contextmanager
def alone():
    """A mail by itself: what led to it is rolled back."""
    mail.outbox.clear()
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def all_told(language: str) -> str:
    parts = []
    for kinds, codes in (
        (OF_A_MUNICIPALITY, {VAASA: "Vaasa", NARPES: "Närpes"}),
        (OF_EVERYBODY | OF_AN_ACCOUNT, {"": ""}),
    ):
        for kind, cases in kinds.items():
            for case, act in cases.items():
                for code, town in codes.items():
                    title = ", ".join(part for part in (kind, case, town) if part)
                    with alone():
                        parts.append(f"======== {title}\n{told(act, code, language)}\n")
    return "\n".join(parts)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_mail_says_what_its_readers_have_read(language):
    file = HERE / f"every_mail.{language}.txt"
    now = all_told(language)
    if os.environ.get("RENEW_MAILS"):
        file.write_text(now, encoding="utf-8")

    read = file.read_text(encoding="utf-8")

    assert list(difflib.unified_diff(read.splitlines(), now.splitlines(), "as read", "as sent", lineterm="")) == []
