"""Content × audience for what is sent: what is kept back is in no mail, no digest and no list of notices of somebody else."""

from collections.abc import Iterable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from programmes.actions import comments, duties, meetings, residents, reviewing, rounds
from programmes.actions.advising import add_note
from programmes.actions.dispositions import tell_of_responses
from programmes.actions.handing_over import hand_over
from programmes.actions.notices import send_digests
from programmes.actions.participants import remove_participant, send_link_again
from programmes.actions.points import add_point
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.reminders import reminding_day, send_reminders
from programmes.actions.sharing import share_place, tell_of_sharing
from programmes.enums import Coming, PartnerRight
from programmes.models import Disposition, Duty, Meeting, Participant, Round, item_place, place_of
from programmes.models.sharing import SWITCHED
from stakeholders.actions.people import end_role
from stakeholders.models import Notice, Role, User, today
from stakeholders.notifications import KIND_NAMES
from tests.mails import received
from tests.programmes.factories import (
    answer_of,
    change,
    fresh,
    make_comment,
    make_milestone,
    make_objective,
    make_owed,
    make_partner,
    make_programme,
    respond_to,
    words,
)
from tests.programmes.meetings import anew, make_called, make_draft
from tests.programmes.residents import make_open_questions, make_resident_answer
from tests.programmes.reviews import adviser_of, as_seen, send_one
from tests.programmes.reviews import make_draft as make_draft_comment
from tests.programmes.rounds import make_open_round, make_participant, make_round, make_statement
from tests.stakeholders.factories import (
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

#: what is kept back from the group, the adviser, those asked by a link and other municipalities
RECORD, SECTION, DRAFT_MEETING, MOVED_MEETING = "Kept-record", "Kept-section", "Kept-meeting", "Kept-topic"
TO_WRITERS = (RECORD, SECTION, DRAFT_MEETING, MOVED_MEETING)
#: what stands in no mail at all: what people say is read after signing in
COMMENT, NOTE, ANSWER, POINT = "Said-in-private", "Note-of-writers", "Answer-of-writers", "Point-of-a-statement"
OF_ADVISER, OF_REVIEW, OF_RESIDENT = "Note-of-the-adviser", "Draft-of-a-review", "Waiting-for-moderation"
WHY_HIDDEN, WHY_NOT, UNSETTLED = "Why-it-was-hidden", "Why-declined", "Response-that-is-proposed"
NOBODY = (COMMENT, NOTE, ANSWER, POINT, OF_ADVISER, OF_REVIEW, OF_RESIDENT, WHY_HIDDEN, WHY_NOT, UNSETTLED)

LINK, LATER = "kela@example.org", timedelta(hours=1)
#: mails that are about no programme
OF_ACCOUNTS = {"feedback", "feedback_answered", "invitation", "access_request", "access_declined"}


class Shown:
    """A programme of Närpes that is shared, with something kept back in it, and people of every audience."""

    def __init__(self):
        town = make_municipality("545")
        self.coordinator, self.editor = make_coordinator(town), make_editor(town)
        self.programme = make_programme("545", by=self.coordinator)
        self.group = make_group([town], by=self.coordinator)
        choose_group(self.programme, self.group, by=self.coordinator)
        self.seat = make_seat(self.group, make_user("member@example.org"), by=self.coordinator)
        self.seat.deputy = make_user("deputy@example.org")
        self.seat.save()
        self.member, self.deputy = self.seat.person, self.seat.deputy
        share_programme(self.programme, SWITCHED, by=self.coordinator)
        self.programme = fresh(self.programme)
        self.adviser, self.colleague = adviser_of(self.programme), adviser_of(self.programme)
        self.centre, self.asked = make_municipality("545").centre, make_coordinator(make_municipality("288"))
        make_coordinator(make_municipality("893"))
        self.shown, self.kept = (make_objective(self.programme, by=self.coordinator) for _ in range(2))
        self.meeting = make_called(self.programme, by=self.coordinator)
        meetings.answer_meeting(self.meeting.invitations.get(), Coming.DEPUTY, by=self.member)

    def keep_back(self) -> None:
        """What was open so far is closed, and says something else from now on; what is private is written."""
        for place in (place_of(self.kept), item_place(self.programme, "situation"), place_of(self.meeting)):
            share_place(self.programme, place, dict.fromkeys(SWITCHED, False), by=self.coordinator)
        self.programme = fresh(self.programme)
        change(type(self.kept).objects.get(pk=self.kept.pk), title=words(self.programme, RECORD))
        change(answer_of(self.programme), text=words(self.programme, f"<p>{SECTION}</p>"))
        change(anew(self.meeting), topic=words(self.programme, MOVED_MEETING), begins_at=time(9))
        make_draft(self.programme, by=self.coordinator, topic=words(self.programme, DRAFT_MEETING))
        note = make_comment(self.shown, NOTE, by=self.coordinator, shown_to=[])
        comments.assign_comment(note, self.editor, by=self.coordinator)
        add_note(self.centre, make_municipality("545"), OF_ADVISER, day=today(), by=self.adviser)

    @property
    def outsiders(self) -> list[str]:
        people = [self.member, self.deputy, self.adviser, self.colleague, self.asked]
        return [LINK, *(person.email for person in people)]


# What is done: everything of which somebody is told


def talk(town: Shown) -> None:
    """Comments on what is kept back afterwards, of the group and of the adviser, and of the writers among themselves."""
    town.said = [make_owed(town.kept, town.member, COMMENT), make_owed(town.kept, town.adviser, COMMENT)]
    open_one = make_comment(town.shown, COMMENT, by=town.coordinator)
    for person in (town.editor, town.member):
        comments.assign_comment(open_one, person, by=town.coordinator)
    town.statement = make_statement(town.programme, by=town.coordinator)
    near = {"person": town.editor, "due_on": reminding_day() + timedelta(days=1)}
    add_point(town.statement, place_of(town.kept), POINT, by=town.coordinator, **near)
    shown = add_point(town.statement, place_of(town.kept), POINT, by=town.coordinator, due_on=near["due_on"])
    comments.show_comment(shown, SWITCHED, by=town.coordinator)
    shown.refresh_from_db()
    comments.assign_comment(shown, town.member, by=town.coordinator)


def answer_what_was_said(town: Shown) -> None:
    for said in town.said:
        said.programme = town.programme
        comments.answer_comment(said, "Thank you", by=town.coordinator)
        comments.answer_comment(said, ANSWER, is_private=True, by=town.coordinator)
        respond_to(said, "noted", UNSETTLED, by=town.coordinator)
    Disposition.objects.update(settled_at=timezone.now() - LATER, settled_by="Maria")
    tell_of_responses()


def ask_in_rounds(town: Shown) -> None:
    """A round by a link that is reminded of and closed, one that is cancelled, one that does not open, questions to
    residents."""
    cancelled, found = (make_open_round(town.programme, by=town.coordinator, email=LINK) for _ in range(2))
    send_link_again(LINK)
    Participant.objects.update(asked_at=timezone.now() - timedelta(days=3))
    Round.objects.update(remind_on=today())
    rounds.remind_participants(found, by=SYSTEM)
    received()
    rounds.cancel_round(cancelled, by=town.coordinator)
    rounds.close_round(found, by=SYSTEM)
    fail_to_open(town)
    questions = make_open_questions(town.programme, by=town.coordinator)
    residents.flag_answer(make_resident_answer(questions, OF_RESIDENT), by=town.editor)
    residents.hide_answer(make_resident_answer(questions, OF_RESIDENT), WHY_HIDDEN, by=town.editor)


def fail_to_open(town: Shown) -> None:
    """A round whose only participant is taken out before its day."""
    found = make_round(town.programme, by=town.coordinator, opens_on=today() + timedelta(days=1))
    participant = make_participant(found, LINK, by=town.coordinator)
    rounds.send_round(found, by=town.coordinator)
    remove_participant(participant, by=town.coordinator)
    Round.objects.filter(pk=found.pk).update(opens_on=today())
    rounds.follow_rounds()


def meet(town: Shown) -> None:
    """The meeting that is kept back meanwhile has been moved, the member comes after all, and then it is cancelled."""
    hour_ago = timezone.now() - LATER
    Meeting.objects.filter(pk=town.meeting.pk).update(updated_at=hour_ago, told_at=hour_ago - LATER)
    meetings.tell_of_meetings()
    meetings.answer_meeting(anew(town.meeting).invitations.get(), Coming.YES, by=town.member)
    meetings.cancel_meeting(anew(town.meeting), by=town.coordinator)


def see_to_sections(town: Shown) -> None:
    """Asked, taken on, not taken on, near, silent, late, gone; and handed over."""
    gone, day = make_editor(make_municipality("545")), reminding_day()
    asked = [
        duties.assign_duty(town.programme, item, person, deputy=deputy, due_on=day + timedelta(days=1), by=SYSTEM)
        for item, person, deputy in (
            ("situation.needs", town.editor, town.coordinator),
            ("situation.how_many", town.editor, None),
            ("objectives.areas", town.editor, None),
            ("objectives.means", gone, None),
        )
    ]
    duties.accept_duty(asked[0], by=town.editor)
    duties.decline_duty(asked[3], reason=WHY_NOT, row_version=1, by=gone)
    duties.accept_duty(asked[3], by=gone)
    Duty.objects.filter(pk=asked[0].pk).update(due_on=day - timedelta(days=9))
    Duty.objects.filter(pk=asked[1].pk).update(asked_at=timezone.now() - timedelta(days=9))
    end_role(Role.objects.get(user=gone), by=SYSTEM)
    send_reminders()
    hand_over(Role.objects.get(user=town.editor), town.coordinator, by=SYSTEM)


def review(town: Shown) -> None:
    """Asked for and sent, with a draft that stays; then asked for, begun and handed over."""
    send_one(town.programme, town.adviser, "Name one owner.")
    reviewing.ask_review(fresh(town.programme), "Please", by=town.coordinator)
    begun = reviewing.begin_review(as_seen(town.programme, town.adviser), by=town.adviser)
    make_draft_comment(begun, OF_REVIEW)
    hand_over(Role.objects.get(user=town.adviser), town.colleague, by=SYSTEM)


def join(town: Shown) -> None:
    """Two municipalities are asked; one may do less afterwards."""
    make_partner(town.programme, "288", by=town.coordinator, consents=None)
    link = make_partner(town.programme, "893", by=town.coordinator, right=PartnerRight.WRITE)
    change(link, by=town.coordinator, right=PartnerRight.READ)


def remind_and_send(town: Shown) -> None:
    make_milestone(town.programme, RECORD, due_on=reminding_day() + timedelta(days=1))
    send_reminders()
    for audience in SWITCHED:
        tell_of_sharing(town.programme.pk, audience)
    Notice.objects.filter(mail_due__isnull=False).update(mail_due=timezone.now())
    send_digests()


@pytest.fixture
def mails(own_files) -> tuple[Shown, list]:
    town = Shown()
    talk(town)
    town.keep_back()
    for act in (answer_what_was_said, ask_in_rounds, meet, see_to_sections, review, join, remind_and_send):
        act(town)
    return town, received()


def told(words_, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(who, word) for who, text in texts for word in words_ if word in text]


def test_what_is_kept_back_is_in_no_mail_no_digest_and_no_list_of_notices(mails):
    town, sent = mails
    written = [(mail.to[0], f"{mail.subject}\n{mail.body}") for mail in sent]
    lists = []
    for person in User.objects.all():
        client = Client()
        client.force_login(person)
        lists.append((person.email, client.get(reverse("notices")).content.decode()))

    assert told(NOBODY, written + lists) == []
    assert told(TO_WRITERS, [each for each in written + lists if each[0] in town.outsiders]) == []
    assert {word for _who, word in told(TO_WRITERS, written)} == {RECORD}  # what coordinators are told of names it
    assert set(town.outsiders) <= {who for who, _text in written}
    assert set(KIND_NAMES) - OF_ACCOUNTS == happened()


def happened() -> set[str]:
    """Every kind of mail that was written, and of notice that was made."""
    return {*OutgoingMail.objects.values_list("kind", flat=True), *Notice.objects.values_list("kind", flat=True)}
