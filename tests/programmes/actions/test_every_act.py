"""Every act leaves exactly one event: plain data, told to each reader in the reader's language."""

import inspect
import json
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import programmes.actions
import stakeholders.actions
from integration_programme import jobs
from integration_programme.actors import SYSTEM, LinkHolder
from integration_programme.models import OutgoingMail, Revision
from integration_programme.translations import Translations
from programmes import history
from programmes.actions import (
    advising,
    agenda,
    approval,
    approved,
    calendars,
    comments,
    cooperation,
    correcting,
    dispositions,
    duties,
    exports,
    guidance,
    handing_over,
    items,
    meetings,
    notices,
    organisations,
    participants,
    partners,
    points,
    publication,
    receipts,
    records,
    residents,
    reviewing,
    rounds,
    sharing,
    statements,
    versions,
)
from programmes.actions import programmes as programme_actions
from programmes.enums import Audience, Coming, DiaryPart
from programmes.models import (
    Guidance,
    ItemMark,
    Meeting,
    Objective,
    Participant,
    Place,
    Round,
    StandardComment,
    place_of,
)
from programmes.models.kinds import KINDS, kind_of
from programmes.models.sharing import SWITCHED
from programmes.portable import dump, read
from stakeholders import history as stakeholders_history
from stakeholders.actions import background, contacts, door, groups, invitations, municipalities, people, provider
from stakeholders.models import AccessRequest, Event, GroupOfficer, Provider, Seat, today
from tests.programmes.factories import (
    change,
    element_of,
    fresh,
    make_approvable,
    make_chosen_group,
    make_comment,
    make_example,
    make_finding,
    make_invitation,
    make_objective,
    make_organisation,
    make_owed,
    make_partner,
    make_plan,
    make_programme,
    respond_to,
    walk_to,
)
from tests.programmes.meetings import make_called, make_draft, make_point
from tests.programmes.residents import make_open_questions, make_resident_answer
from tests.programmes.reviews import adviser_of, as_seen, make_note, make_shared, send_one
from tests.programmes.rounds import make_open_round, make_participant, make_round, make_statement
from tests.stakeholders.factories import (
    make_centre,
    make_contact,
    make_coordinator,
    make_editor,
    make_feedback,
    make_group,
    make_member,
    make_municipality,
    make_role,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

WORDS = Translations({"sv": "Ord", "fi": "Sanoja"})
APPROVED_ON = date(2026, 11, 2)


def invited(by, **more):
    place = {"municipality": make_municipality()} | more
    return invitations.invite(email="ali@example.org", name="Ali", kind="editor", language="fi", by=by, **place)


def requested():
    invitations.request_access(
        name="Eva", email="eva@example.org", municipality=make_municipality(), message="", language="sv"
    )
    return AccessRequest.objects.get()


def request_approved_pdf(by):
    (document, *_others) = approve(by)()
    DBTaskResult.objects.all().delete()  # as if its job had been given up long ago
    return lambda: approved.request_approved_pdf(document, by=by)


def approve(by):
    programme = make_approvable(by=by)
    return lambda: approval.approve_programme(programme, approved_on=APPROVED_ON, by=by, why_open="Known")


def reopen(by):
    approve(by)()
    programme = programme_of()
    return lambda: approval.reopen_programme(programme, by=by)


def approved_version(act, *, before=None):
    """What is done with a version that was approved."""

    def arrange(by):
        approve(by)()
        version = programme_of().versions.get()
        if before:
            before(programme_of(), version, by=by)
        programme = programme_of()
        return lambda: act(programme, version, by=by)

    return arrange


def programme_of():
    return programme_actions.Programme.objects.get()


def change_matrix(by):
    rows = [make_invitation(make_programme(by=by), "kela", by=by)]
    for row in rows:
        row.reason = WORDS
    return lambda: cooperation.change_invitations(rows[0].programme, [(row, row.row_version) for row in rows], by=by)


def take_group(by):
    programme = make_programme(by=by)
    make_seat(make_chosen_group(programme, by=by), by=by)
    return lambda: organisations.take_group(fresh(programme), by=by)


def merged(by):
    programme = make_programme(by=by)
    one, into = (make_organisation(programme, name, by=by) for name in ("Red Cross", "The Red Cross"))
    return lambda: organisations.merge_organisations(one, into, by=by)


def write_guidance(by):
    said = Guidance(municipality=make_municipality(), item="cooperation.group", text=WORDS)
    return lambda: guidance.write_guidance(said, row_version=0, by=by)


def mark(by):
    programme = make_programme(by=by)
    return lambda: items.mark_item(
        ItemMark(programme=programme, item="cooperation.group", status="done"), row_version=0, by=by
    )


def taken_up(by):
    programme = make_programme(by=by)
    items.finish_item(programme, "cooperation.group", by=by)
    return lambda: items.take_up_item(programme, "cooperation.group", by=by)


def choose_group(by):
    programme = make_programme(by=by)
    return lambda: programme_actions.choose_group(programme, make_chosen(by), by=by)


def make_chosen(by):
    return groups.CooperationGroup.objects.first() or make_group(by=by)


def with_objectives(act: Callable) -> Callable:
    def arrange(by):
        programme = make_programme(by=by)
        make_objective(programme, by=by)
        return act(make_objective(programme, by=by), by)

    return arrange


def on_seat(act: Callable) -> Callable:
    def arrange(by):
        seat = make_seat(make_group(by=by), person=make_user(), by=by)
        return act(seat, by)

    return arrange


def changed(objective, by):
    objective.title = WORDS
    return lambda: records.change_record(objective, row_version=1, by=by)


def kept_from_former(objective, by):
    objective.programme.former_at = timezone.now()
    return lambda: records.keep_record(objective, by=by)


def taken_from_example(by):
    programme = make_programme(by=by)
    make_example(programme, strategy="<p>Kommunen växer.</p>")
    element = element_of(programme, "strategy")
    return lambda: records.take_example(element, by=by)


def restored(objective, by):
    records.archive_record(objective, by=by)
    return lambda: records.restore_record(objective, by=by)


def restored_seat(seat, by):
    groups.archive_seat(seat, by=by)
    return lambda: groups.restore_seat(seat, by=by)


def saved_seat(seat, by):
    seat.organisation = WORDS
    return lambda: groups.save_seat(seat, row_version=seat.row_version, by=by)


def new_seat(by):
    group = make_group(by=by)
    return lambda: groups.save_seat(Seat(group=group, organisation=WORDS), row_version=0, by=by)


def new_officer(by):
    group = make_group(by=by)
    return lambda: groups.save_officer(GroupOfficer(group=group, title=WORDS), row_version=0, by=by)


def restored_programme(by):
    programme = make_programme(by=by)
    programme_actions.archive_programme(programme, by=by)
    return lambda: programme_actions.restore_programme(programme, by=by)


def on_programme(act: Callable) -> Callable:
    def arrange(by):
        programme = make_programme(by=by)
        return lambda: act(programme, by)

    return arrange


def shared_objective(by):
    objective = make_objective(make_programme(by=by), by=by)
    return lambda: sharing.share_place(objective.programme, place_of(objective), {Audience.GROUP: True}, by=by)


def renew_edition(by):
    programme = make_programme(by=by, edition_key="act_1386_2010")
    return lambda: programme_actions.renew_edition(programme, by=by)


def ended_contact(by):
    contact = make_contact(by=by)
    return lambda: contacts.end_contact(contact, by=by)


def on_invitation(act: Callable) -> Callable:
    def arrange(by):
        invitation = invited(by)
        return lambda: act(invitation, by)

    return arrange


def accepted(by):
    invitation, ali = invited(by), make_user("ali@example.org", name="Ali")
    return lambda: invitations.accept_invitation(invitation, by=ali)


def on_request(act: Callable) -> Callable:
    def arrange(by):
        request = requested()
        return lambda: act(request, by)

    return arrange


def role_of(by):
    return people.give_role(make_user("ali@example.org"), "editor", municipality=make_municipality(), by=by)


def on_role(act: Callable) -> Callable:
    def arrange(by):
        role = role_of(by)
        return lambda: act(role, by)

    return arrange


def on_person(act: Callable) -> Callable:
    def arrange(by):
        person, town = make_user("ali@example.org", name="Ali"), make_municipality()
        return lambda: act(person, town, by)

    return arrange


def reopened(person, town, by):
    type(person).objects.update(is_active=False)
    people.open_account(person, by=by)


def given_up_job(by):
    jobs.enqueue("programmes.tasks.render_export", 1)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    return lambda: background.retry_job(DBTaskResult.objects.get(), by=by)


def mail_put_off(by):
    requested()
    OutgoingMail.objects.update(due_at=timezone.now() + timedelta(minutes=15))
    mail = OutgoingMail.objects.get()
    return lambda: background.retry_mail(mail, by=by)


def with_version(act: Callable) -> Callable:
    """What is done with the version that a programme had before its objective was changed."""

    def arrange(by):
        programme = make_programme(by=by)
        objective = make_objective(programme, by=by)
        version = versions.make_version(programme, name="Round 1", purpose="round", by=by)
        change(objective, by=by, title=WORDS)
        return lambda: act(fresh(programme), version, objective, by)

    return arrange


def start_from_upload(by):
    data = dump(make_programme(by=by))
    upload = versions.keep_upload(data, file_name="a.json", municipality=make_municipality(), by=by)
    return lambda: versions.start_from_upload(upload, by=by)


def handled(state: str, act: Callable) -> Callable:
    """What is done with a programme that stands in a state."""

    def arrange(by):
        programme = walk_to(make_approvable(by=by), state)
        return lambda: act(programme, by=by)

    return arrange


def asked(consents: bool | None, act: Callable) -> Callable:
    """What is done with a municipality that has said yes, no or nothing yet."""

    def arrange(by):
        link = make_partner(make_programme(by=by), consents=consents)
        return lambda: act(link, by=by)

    return arrange


#: parts of acts, and a file that waits for its person's yes: they are no acts, and leave nothing in the log
NO_ACTS = {
    "in_register",
    "put_named",
    "put_all_named",
    "keep_version",
    "keep_upload",
    "move_comment",
    "settle",
    "take_turn",
    "newest",
    "on_behalf",
    "begin_review",
    "keep_draft",
}


def shared(by):
    """A programme that an adviser reads, of which this person is the adviser too."""
    programme = make_shared("893", by=SYSTEM)
    make_role("adviser", by, centre=programme.lead.municipality.centre)
    return programme


def asked_for(by):
    programme = make_shared(by=SYSTEM)
    adviser_of(programme)
    return lambda: reviewing.ask_review(programme, "Please", by=by)


def review_sent(by):
    programme = shared(by)
    review = reviewing.begin_review(as_seen(programme, by), by=by)
    return lambda: reviewing.send_review(review, "Fine", by=by)


def review_taken_back(by):
    programme = shared(by)
    review = reviewing.ask_review(programme, "Please", by=SYSTEM)
    return lambda: reviewing.take_back_review(review, by=by)


def on_note(act):
    def arrange(by):
        town = make_municipality()
        return act(town.centre, town, by)

    return arrange


def note_changed(centre, town, by):
    note = make_note(centre, town, by)
    return lambda: advising.change_note(note, "Twice", day=today(), again_on=None, row_version=1, by=by)


def standard_saved(centre, _town, by):
    comment = StandardComment(centre=centre, text=WORDS)
    return lambda: advising.save_standard_comment(comment, row_version=0, by=by)


def commented(by):
    return make_comment(make_objective(make_programme(by=by), by=by), by=by, shown_to=[])


def on_comment(act, *, before=lambda comment, by: None):
    """An act on a comment of the same person, after what made it possible."""

    def arrange(by):
        comment = commented(by)
        before(comment, by)
        return lambda: act(comment, by=by)

    return arrange


SECTION = "situation.how_many"


def on_duty(act):
    """An act on a section that somebody else asked this person to see to."""

    def arrange(by):
        duty = duties.assign_duty(make_programme(by=by), SECTION, by, by=SYSTEM)
        return lambda: act(duty, by=by)

    return arrange


def handed_over(by):
    leaver = make_editor(make_municipality())
    duties.assign_duty(make_programme(by=by), SECTION, leaver, by=by)
    return lambda: handing_over.hand_over(leaver.roles.get(), by, by=by)


def with_kept_hand_over(by):
    (kept,) = handed_over(by)().kept
    return lambda: exports.request_handed_over(kept, "sv", by=by)


def on_reviewed(act, *, before=lambda programme, by: None):
    """An act on a programme that the adviser has commented on."""

    def arrange(by):
        programme = make_shared(by=by)
        send_one(programme, adviser_of(programme), "Name one owner.")
        before(fresh(programme), by=by)
        return lambda: act(fresh(programme), by=by)

    return arrange


def answered_comment(comment, by):
    comments.mark_comment_answered(comment, by=by)


def on_owed(act, *, before=lambda comment, by: None):
    """The same on a comment of somebody else, to which a response is owed."""

    def made(by):
        programme = make_programme(by=by)
        member = make_member(make_chosen_group(programme, by=by))
        comment = make_owed(make_objective(programme, by=by), member)
        before(comment, by)
        return lambda: act(comment, by=by)

    return made


def responded_together(comment, by):
    other = make_owed(comment.place.record(comment.programme), comment.author)
    respond_to(comment, by=by, others=[other])


def add_comment(by):
    objective = make_objective(make_programme(by=by), by=by)
    return lambda: comments.add_comment(objective.programme, place_of(objective), "Why?", by=by)


def on_round(act: Callable, *, is_open: bool = True) -> Callable:
    """What is done with a round that has been sent, or is a draft with somebody to ask."""

    def arrange(by):
        programme = make_programme(by=by)
        make_seat(make_chosen_group(programme, by=by), by=by)
        found = make_open_round(programme, by=by) if is_open else make_round(programme, by=by)
        if not is_open:
            make_participant(found, by=by)
        return lambda: act(found, by=by)

    return arrange


def on_participant(act: Callable, *, is_open: bool = True) -> Callable:
    return on_round(lambda found, by: act(found.participants.get(), by=by), is_open=is_open)


def held(by):
    found = make_round(make_programme(by=by), by=by, opens_on=today() + timedelta(days=1))
    make_participant(found, by=by)
    rounds.send_round(found, by=by)
    return lambda: rounds.hold_round(found, by=by)


def changed_round(found, by):
    found.title = WORDS
    rounds.change_round(found, row_version=found.row_version, by=by)


def reminded(found, by):
    Participant.objects.update(asked_at=timezone.now() - timedelta(days=3))
    Round.objects.update(remind_on=today())
    rounds.remind_participants(found, by=by)


def answered_in_round(participant, by):
    answer = statements.Answer("comments", "More courses")
    return statements.send_answer(participant, answer, row_version=0, by=by)


def on_entered(act, *, before=lambda statement, by: None):
    """An act on a statement that was entered."""

    def arrange(by):
        statement = make_statement(make_programme(by=by), by=by)
        before(statement, by=by)
        return lambda: act(statement, by=by)

    return arrange


def corrected_statement(by):
    statement = make_statement(make_programme(by=by), by=by)
    statement.text = "Three weeks"
    return lambda: statements.change_statement(statement, row_version=1, by=by)


def on_questions(act: Callable) -> Callable:
    def arrange(by):
        found = make_open_questions(make_programme(by=by), by=by)
        return lambda: act(found, by=by)

    return arrange


def on_resident_answer(act: Callable) -> Callable:
    def arrange(by):
        statement = make_resident_answer(make_open_questions(make_programme(by=by), by=by))
        return lambda: act(statement, by=by)

    return arrange


def name_withdrawn(by):
    statement = make_statement(make_programme(by=by), by=by)
    return lambda: receipts.withdraw_name(statement, by=by)


def supporter_removed(by):
    statement = make_statement(make_programme(by=by), by=by, supporting_persons=["Ali"])
    return lambda: statements.remove_supporter(statement, "Ali", by=by)


def on_meeting(act: Callable, *, is_called: bool = False) -> Callable:
    """What is done with a meeting that is a draft, or to which the actor was invited, before another one."""

    def arrange(by):
        programme = make_programme(by=by)
        make_seat(make_chosen_group(programme, by=by), by, by=by)
        programme_actions.share_programme(programme, SWITCHED, by=by)
        meeting = (make_called if is_called else make_draft)(fresh(programme), by=by)
        make_point(meeting, by=by)
        make_draft(programme, by=by, days=40)
        return lambda: act(meeting, by=by)

    return arrange


def on_point(act: Callable) -> Callable:
    """What is done with the second point of an agenda."""

    def arrange(by):
        meeting = make_draft(make_programme(by=by), by=by, days=0)
        make_point(meeting, by=by)
        point = make_point(meeting, by=by)
        return lambda: act(point, by=by)

    return arrange


def answered_invitation(meeting, by):
    return meetings.answer_meeting(meeting.invitations.get(), Coming.NO, by=by)


def filled_attendance(meeting, by):
    meeting.invitations.update(answer="yes", answered_for=meeting.when_and_where)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=today())
    return meetings.fill_attendance(meeting, by=by)


def with_calendar(by):
    calendars.renew_calendar(by, by=by)
    return lambda: calendars.end_calendar(by, by=by)


#: each act, and how it comes about: a function of the actor that arranges it and gives it
ACTS = {
    "approve_programme": approve,
    "reopen_programme": reopen,
    "publish_version": approved_version(publication.publish_version),
    "unpublish_version": approved_version(publication.unpublish_version, before=publication.publish_version),
    "propose_programme": handled("preparing", partial(approval.propose_programme, why_open="Known")),
    "table_programme": handled("proposed", approval.table_programme),
    "return_programme": handled("proposed", partial(approval.return_programme, reason="The costs are missing.")),
    "take_back_programme": handled("tabled", approval.take_back_programme),
    "answer_request": asked(None, partial(partners.answer_request, consents=True)),
    "withdraw_consent": asked(True, partners.withdraw_consent),
    "ask_again": asked(False, partners.ask_again),
    "change_invitations": change_matrix,
    "take_group": take_group,
    "merge_organisations": merged,
    "request_handed_over": with_kept_hand_over,
    "request_diary": on_programme(lambda programme, by: exports.request_diary(programme, DiaryPart.KEPT, "sv", by=by)),
    "request_export": on_programme(lambda programme, by: exports.request_export(programme, "sv", by=by)),
    "export_now": on_programme(lambda programme, by: exports.export_now(programme, "sv", by=by)),
    "request_approved_pdf": request_approved_pdf,
    "write_guidance": write_guidance,
    "mark_item": mark,
    "finish_item": on_programme(lambda programme, by: items.finish_item(programme, "cooperation.group", by=by)),
    "take_up_item": taken_up,
    "start_programme": lambda by: lambda: programme_actions.start_programme(make_municipality(), by=by),
    "start_from_former": on_programme(lambda programme, by: programme_actions.start_from_former(programme, by=by)),
    "share_programme": on_programme(
        lambda programme, by: programme_actions.share_programme(programme, ["group"], by=by)
    ),
    "share_place": shared_objective,
    "choose_group": lambda by: (make_group(by=by), choose_group(by))[1],
    "renew_edition": renew_edition,
    "archive_programme": on_programme(lambda programme, by: programme_actions.archive_programme(programme, by=by)),
    "restore_programme": restored_programme,
    "add_record": on_programme(
        lambda programme, by: records.add_record(Objective(programme=programme, title=WORDS), by=by)
    ),
    "change_record": with_objectives(changed),
    "keep_record": with_objectives(kept_from_former),
    "take_example": taken_from_example,
    "archive_record": with_objectives(lambda objective, by: lambda: records.archive_record(objective, by=by)),
    "restore_record": with_objectives(restored),
    "move_record": with_objectives(lambda objective, by: lambda: records.move_record(objective, up=True, by=by)),
    "make_version": on_programme(
        lambda programme, by: versions.make_version(programme, name="Round 1", purpose="round", by=by)
    ),
    "restore_version": with_version(
        lambda programme, version, _objective, by: versions.restore_version(programme, version, by=by)
    ),
    "restore_record_of_version": with_version(
        lambda programme, version, objective, by: versions.restore_record_of_version(
            programme, version, kind_of(objective), objective.key, by=by
        )
    ),
    "import_programme": with_version(
        lambda _programme, version, _objective, by: versions.import_programme(read(version.dump), by=by)
    ),
    "start_from_upload": start_from_upload,
    "add_comment": add_comment,
    "add_round": on_programme(lambda programme, by: make_round(programme, by=by)),
    "change_round": on_round(changed_round, is_open=False),
    "send_round": on_round(rounds.send_round, is_open=False),
    "hold_round": held,
    "close_round": on_round(rounds.close_round),
    "cancel_round": on_round(rounds.cancel_round),
    "prolong_round": on_round(partial(rounds.prolong_round, closes_on=today() + timedelta(days=40), remind_on=None)),
    "remind_participants": on_round(reminded),
    "add_seats": on_round(lambda found, by: participants.add_seats(found, Seat.objects.all(), by=by)),
    "add_participant": on_round(lambda found, by: make_participant(found, "other@example.org", by=by)),
    "change_participant": on_participant(
        partial(participants.change_participant, values={"name": "Liisa"}, row_version=1)
    ),
    "remove_participant": on_participant(participants.remove_participant, is_open=False),
    "revoke_link": on_participant(participants.revoke_link),
    "renew_link": on_participant(participants.renew_link),
    "send_answer": on_participant(answered_in_round),
    "add_statement": on_programme(lambda programme, by: make_statement(programme, by=by)),
    "change_statement": corrected_statement,
    "archive_statement": on_entered(statements.archive_statement),
    "restore_statement": on_entered(statements.restore_statement, before=statements.archive_statement),
    "send_resident_answer": on_questions(
        lambda found, by: residents.send_resident_answer(found, ["A", ""], "", language="en", key=uuid4(), by=by)
    ),
    "let_in_answer": on_resident_answer(residents.let_in_answer),
    "hide_answer": on_resident_answer(partial(residents.hide_answer, why="It names a person")),
    "flag_answer": on_resident_answer(residents.flag_answer),
    "withdraw_name": name_withdrawn,
    "remove_supporter": supporter_removed,
    "add_point_of_agenda": on_meeting(lambda meeting, by: make_point(meeting, by=by)),
    "change_point_of_agenda": on_point(partial(agenda.change_point_of_agenda, row_version=1)),
    "remove_point_of_agenda": on_point(agenda.remove_point_of_agenda),
    "move_point_of_agenda": on_point(partial(agenda.move_point_of_agenda, up=True, position=2)),
    "decide_point_of_agenda": on_point(partial(agenda.decide_point_of_agenda, row_version=1)),
    "carry_over_points": on_meeting(agenda.carry_over_points),
    "invite_to_meeting": on_meeting(meetings.invite_to_meeting),
    "cancel_meeting": on_meeting(meetings.cancel_meeting),
    "answer_meeting": on_meeting(answered_invitation, is_called=True),
    "fill_attendance": on_meeting(filled_attendance, is_called=True),
    "leave_open_remarked": on_reviewed(correcting.leave_open_remarked),
    "open_everything": on_reviewed(correcting.open_everything, before=correcting.leave_open_remarked),
    "request_minutes": on_meeting(partial(exports.request_minutes, language="sv")),
    "renew_calendar": lambda by: lambda: calendars.renew_calendar(by, by=by),
    "end_calendar": with_calendar,
    "assign_duty": lambda by: (lambda programme: lambda: duties.assign_duty(programme, SECTION, by, by=by))(
        make_programme(by=by)
    ),
    "ask_review": asked_for,
    "send_review": review_sent,
    "take_back_review": review_taken_back,
    "add_note": on_note(
        lambda centre, town, by: lambda: advising.add_note(centre, town, "We spoke", day=today(), by=by)
    ),
    "change_note": on_note(note_changed),
    "save_standard_comment": on_note(standard_saved),
    "release_duty": on_duty(duties.release_duty),
    "accept_duty": on_duty(duties.accept_duty),
    "decline_duty": on_duty(partial(duties.decline_duty, reason="Away", row_version=1)),
    "hand_over": handed_over,
    "choose_mails": lambda by: (
        lambda: notices.choose_mails(by, waiting="daily", other="weekly", days_before=[3], by=by)
    ),
    "answer_comment": on_comment(partial(comments.answer_comment, text="Because")),
    "change_comment": on_comment(partial(comments.change_comment, text="Why so?", row_version=1)),
    "withdraw_comment": on_comment(comments.withdraw_comment),
    "show_comment": on_comment(partial(comments.show_comment, audiences=[Audience.GROUP])),
    "mark_comment_answered": on_comment(comments.mark_comment_answered),
    "close_comment": on_comment(comments.close_comment, before=answered_comment),
    "reopen_comment": on_comment(comments.reopen_comment, before=answered_comment),
    "add_point": lambda by: (
        lambda statement: lambda: points.add_point(statement, Place(statement.programme.slug), "Why?", by=by)
    )(make_statement(make_programme(by=by))),
    "respond": on_owed(lambda comment, by: respond_to(comment, by=by)),
    "settle_response": on_owed(
        partial(dispositions.settle_response, row_version=1), before=lambda comment, by: respond_to(comment, by=SYSTEM)
    ),
    "take_back_response": on_owed(
        dispositions.take_back_response, before=lambda comment, by: respond_to(comment, by=by)
    ),
    "take_apart": on_owed(dispositions.take_apart, before=responded_together),
    "choose_annex": lambda by: (lambda programme: lambda: dispositions.choose_annex(programme, True, by=by))(
        make_programme(by=by)
    ),
    "assign_comment": lambda by: (lambda comment: lambda: comments.assign_comment(comment, by, by=by))(commented(by)),
    "save_group": lambda by: lambda: make_group([make_municipality()], by=by),
    "save_seat": new_seat,
    "save_officer": new_officer,
    "archive_seat": on_seat(lambda seat, by: lambda: groups.archive_seat(seat, by=by)),
    "restore_seat": on_seat(restored_seat),
    "release_seat": on_seat(lambda seat, by: lambda: groups.release_seat(seat, as_deputy=False, by=by)),
    "invite": lambda by: (make_municipality(), lambda: invited(by))[1],
    "resend_invitation": on_invitation(lambda invitation, by: invitations.resend_invitation(invitation, by=by)),
    "cancel_invitation": on_invitation(lambda invitation, by: invitations.cancel_invitation(invitation, by=by)),
    "accept_invitation": accepted,
    "join": on_invitation(
        lambda invitation, by: invitations.join(invitation, name="Ali", password="three words long", language="fi")
    ),
    "request_access": lambda by: (make_municipality(), requested)[1],
    "invite_from_request": on_request(
        lambda request, by: invitations.invite_from_request(request, kind="editor", by=by)
    ),
    "decline_access_request": on_request(lambda request, by: invitations.decline_access_request(request, by=by)),
    "retry_job": given_up_job,
    "retry_mail": mail_put_off,
    "create_account": lambda by: (
        lambda: people.create_account(email="ali@example.org", name="Ali", password=None, language="fi", by=by)
    ),
    "save_account": on_person(lambda person, town, by: people.save_account(person, name="Al", language="sv", by=by)),
    "close_account": on_person(lambda person, town, by: people.close_account(person, by=by)),
    "open_account": on_person(reopened),
    "sign_in": lambda by: lambda: door.sign_in(by, network="192.0.2.0/24", by=by),
    "change_password": lambda by: lambda: door.change_password(by, "three words long", network="", by=by),
    "save_contact": lambda by: (make_centre(), lambda: make_contact(by=by))[1],
    "end_contact": ended_contact,
    "save_provider": lambda by: lambda: provider.save_provider(Provider(names=WORDS), row_version=0, by=by),
    "give_feedback": lambda by: make_feedback,
    "answer_feedback": lambda by: partial(provider.answer_feedback, make_feedback(), "Mended", by=by),
    "give_role": on_person(lambda person, town, by: people.give_role(person, "editor", municipality=town, by=by)),
    "make_administrator": on_person(lambda person, town, by: people.make_administrator(person, by=by)),
    "call_city": on_person(lambda person, town, by: municipalities.call_city(town, is_city=not town.is_city, by=by)),
    "set_role_end": on_role(lambda role, by: people.set_role_end(role, valid_to=date(2030, 1, 1), by=by)),
    "end_role": on_role(lambda role, by: people.end_role(role, by=by)),
}


STATE, CONSENT, ARCHIVE = ["state"], ["consent", "answered_at"], ["archived_at"]
STARTED = ["slug", "title", "legal_basis", "period_start", "period_end", "review_by"]
STARTED += ["content_languages", "original_language"]
INVITED = ["name", "language", "role_valid_to", "expires_on"]
#: the kind of what each act is done to, the fields that it changes, and the count of saves after it; None where rows
#: of the kind count none
TOLD: dict[str, tuple[str, list[str], int | None]] = {
    "approve_programme": ("programme", ["state", "approved_on"], 2),
    "reopen_programme": ("programme", ["state", "approved_on"], 3),
    "publish_version": ("programme", [], 2),
    "unpublish_version": ("programme", [], 2),
    "propose_programme": ("programme", STATE, 2),
    "table_programme": ("programme", STATE, 3),
    "return_programme": ("programme", STATE, 3),
    "take_back_programme": ("programme", STATE, 4),
    "answer_request": ("partner", CONSENT, 2),
    "withdraw_consent": ("partner", CONSENT, 3),
    "ask_again": ("partner", CONSENT, 3),
    "change_invitations": ("programme", ["invitations"], 1),
    "take_group": ("programme", ["organisations"], 2),
    "merge_organisations": ("organisation", ["name"], 2),
    "request_diary": ("programme", [], 1),
    "request_handed_over": ("programme", [], 1),
    "request_export": ("programme", [], 1),
    "export_now": ("programme", [], 1),
    "request_approved_pdf": ("programme", [], 2),
    "write_guidance": ("guidance", ["text"], 1),
    "mark_item": ("item", ["item", "status"], 1),
    "finish_item": ("item", ["item", "status"], 1),
    "take_up_item": ("item", ["status"], 2),
    "start_programme": (
        "programme",
        STARTED,
        1,
    ),
    "start_from_former": ("programme", [], 1),
    "share_programme": ("programme", ["sharings"], 1),
    "share_place": ("objective", ["sharings"], 1),
    "choose_group": ("programme", ["group"], 2),
    "renew_edition": ("programme", ["edition", "document_type", "legal_basis"], 2),
    "archive_programme": ("programme", ARCHIVE, 2),
    "restore_programme": ("programme", ARCHIVE, 3),
    "add_record": ("objective", ["code", "title"], 1),
    "change_record": ("objective", ["title"], 2),
    "keep_record": ("objective", [], 2),
    "take_example": ("element", ["state", "text"], 2),
    "archive_record": ("objective", ARCHIVE, 2),
    "restore_record": ("objective", ARCHIVE, 3),
    "move_record": ("objective", ["position"], 1),
    "make_version": ("programme", [], 1),
    "restore_version": ("programme", [], 1),
    "restore_record_of_version": ("objective", ["title"], 3),
    "import_programme": ("programme", [], 1),
    "start_from_upload": (
        "programme",
        STARTED,
        1,
    ),
    "add_comment": ("comment", ["text"], 1),
    "assign_duty": ("duty", ["person", "deputy", "due_on"], None),
    "ask_review": ("review", [], None),
    "send_review": ("review", [], None),
    "take_back_review": ("review", [], None),
    "add_note": ("note", [], 1),
    "change_note": ("note", [], 2),
    "save_standard_comment": ("standard-comment", ["centre", "text"], 1),
    "release_duty": ("duty", ["person"], None),
    "accept_duty": ("duty", ["state"], None),
    "decline_duty": ("duty", ["state"], None),
    "hand_over": ("account", [], None),
    "choose_mails": ("account", ["waiting", "other", "days_before"], None),
    "answer_comment": ("comment", ["text"], 1),
    "change_comment": ("comment", ["text"], 2),
    "withdraw_comment": ("comment", ["text"], 2),
    "show_comment": ("comment", ["to_group", "to_adviser"], 2),
    "mark_comment_answered": ("comment", ["state"], 2),
    "close_comment": ("comment", ["state"], 3),
    "reopen_comment": ("comment", ["state"], 3),
    "add_point": ("comment", ["text"], 1),
    "respond": ("comment", ["disposition"], 3),
    "settle_response": ("comment", ["disposition"], 3),
    "take_back_response": ("comment", ["disposition"], 4),
    "take_apart": ("comment", ["disposition"], 3),
    "choose_annex": ("programme", ["has_annex"], 1),
    "assign_comment": ("comment", ["assigned_to"], 2),
    "add_round": ("round", ["title", "closes_on"], 1),
    "change_round": ("round", ["title", "message", "questions", "sections", "closes_on"], 2),
    "send_round": ("round", ["opened_at", "version"], 2),
    "hold_round": ("round", ["confirmed_at"], 3),
    "close_round": ("round", ["closed_at"], 3),
    "cancel_round": ("round", ["cancelled_at"], 3),
    "prolong_round": ("round", ["closes_on", "remind_on"], 3),
    "remind_participants": ("round", [], 2),
    "add_seats": ("round", ["participants"], 2),
    "add_participant": ("round", ["participants"], 2),
    "change_participant": ("round", ["name"], 2),
    "remove_participant": ("round", ["participants"], 1),
    "revoke_link": ("round", ["participants"], 2),
    "renew_link": ("round", ["participants"], 2),
    "send_answer": ("round", ["stance", "text"], 2),
    "add_statement": ("statement", ["text"], 1),
    "change_statement": ("statement", ["text"], 2),
    "archive_statement": ("statement", ["archived_at"], 2),
    "restore_statement": ("statement", ["archived_at"], 3),
    "send_resident_answer": ("round", [], 2),
    "let_in_answer": ("round", [], 2),
    "hide_answer": ("round", [], 2),
    "flag_answer": ("round", [], 2),
    "withdraw_name": ("statement", [], 2),
    "remove_supporter": ("statement", ["supporters"], 2),
    "add_point_of_agenda": ("meeting", ["title", "text"], 1),
    "change_point_of_agenda": ("meeting", ["title", "text", "presenter"], 1),
    "remove_point_of_agenda": ("meeting", ["position"], 1),
    "move_point_of_agenda": ("meeting", ["position"], 1),
    "decide_point_of_agenda": ("meeting", ["state", "outcome"], 1),
    "carry_over_points": ("meeting", ["agenda"], 1),
    "invite_to_meeting": ("meeting", ["invited_at"], 1),
    "cancel_meeting": ("meeting", ["cancelled_at"], 1),
    "answer_meeting": ("meeting", ["answer"], 1),
    "fill_attendance": ("meeting", ["present"], 2),
    "leave_open_remarked": ("programme", [], 1),
    "open_everything": ("programme", [], 1),
    "request_minutes": ("meeting", [], 1),
    "renew_calendar": ("account", ["calendar_address"], None),
    "end_calendar": ("account", ["calendar_address"], None),
    "retry_job": ("job", [], None),
    "retry_mail": ("mail", [], None),
    "save_group": ("group", ["names", "municipalities"], 1),
    "save_seat": ("seat", ["group", "organisation"], 1),
    "save_officer": ("officer", ["group", "title"], 1),
    "archive_seat": ("seat", ARCHIVE, 3),
    "restore_seat": ("seat", ARCHIVE, 4),
    "release_seat": ("seat", ["person"], 3),
    "invite": ("personal-invitation", INVITED, None),
    "resend_invitation": ("personal-invitation", ["expires_on"], None),
    "cancel_invitation": ("personal-invitation", ["cancelled_at"], None),
    "accept_invitation": ("personal-invitation", ["accepted_at"], None),
    "join": ("personal-invitation", ["accepted_at"], None),
    "request_access": ("access-request", ["name", "email", "message", "language"], None),
    "invite_from_request": ("personal-invitation", INVITED, None),
    "decline_access_request": ("access-request", ["handled_at"], None),
    "create_account": ("account", ["email", "name", "language"], None),
    "save_account": ("account", ["name", "language"], None),
    "save_contact": ("contact", ["centre", "names", "email"], 1),
    "end_contact": ("contact", ["valid_to"], 2),
    "save_provider": ("provider", ["names"], 1),
    "give_feedback": ("feedback", ["kind", "text", "email", "language", "due_on"], None),
    "answer_feedback": ("feedback", ["answer", "answered_at"], None),
    "close_account": ("account", ["is_active"], None),
    "open_account": ("account", ["is_active"], None),
    "sign_in": ("account", [], None),
    "change_password": ("account", ["password"], None),
    "give_role": ("role", ["valid_to"], None),
    "make_administrator": ("role", ["valid_to"], None),
    "call_city": ("municipality", ["is_city"], None),
    "set_role_end": ("role", ["valid_to"], None),
    "end_role": ("role", ["valid_to"], None),
}


def acts() -> list[str]:
    """Every public function of the actions that takes the one responsible."""
    found = []
    for package in (programmes.actions, stakeholders.actions):
        for each in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{each.name}")
            found += [
                name
                for name, function in inspect.getmembers(module, inspect.isfunction)
                if inspect.unwrap(function).__module__ == module.__name__
                and not name.startswith("_")
                and "by" in inspect.signature(function).parameters
            ]
    return found


def sentence(event: Event, language: str) -> str:
    with translation.override(language):
        return history.sentence(event) or stakeholders_history.sentence(event)


def test_every_act_is_walked():
    assert sorted(set(acts()) - NO_ACTS - set(ACTS)) == []
    assert sorted(set(ACTS) ^ set(TOLD)) == []


def test_no_kind_of_a_lower_floor_is_called_like_one_of_programmes():
    """Else an event of one would be taken for an event of the other."""
    assert {kind for kind, _fields, _version in TOLD.values()} - {*KINDS, "item"} == {
        *(
            "comment",
            "round",
            "statement",
            "duty",
            "review",
            "note",
            "standard-comment",
            "guidance",
            "group",
            "seat",
            "officer",
            "personal-invitation",
            "access-request",
            "account",
            "role",
            "job",
            "mail",
        ),
        *("municipality", "contact", "provider", "feedback"),
    }


@pytest.mark.parametrize("name", ACTS)
def test_act_leaves_one_event_that_each_reader_reads_in_the_readers_language(name, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = ACTS[name](make_coordinator(name="Maria"))
    before = set(Event.objects.values_list("pk", flat=True))

    act()

    (event,) = Event.objects.exclude(pk__in=before)
    said = {language: sentence(event, language) for language in ("fi", "sv", "en")}
    assert len(set(said.values())) == 3 and "" not in said.values()
    assert not any("%(" in each or "None" in each for each in said.values())
    assert set(event.names) <= {"fi", "sv", "en"}
    assert json.loads(json.dumps([event.names, event.fields, event.data])) == [event.names, event.fields, event.data]
    assert (event.kind, event.fields, event.version) == TOLD[name]
    assert event.subject


@pytest.mark.parametrize("name", [name for name, (kind, *_more) in TOLD.items() if kind in (*KINDS, "item")])
def test_event_of_a_programme_names_the_place_of_what_is_there_by_its_name_of_now(name, monkeypatch, own_files):
    monkeypatch.setattr(exports, "render_export", lambda pk: None)
    act = ACTS[name](make_coordinator(name="Maria"))
    before = set(Event.objects.values_list("pk", flat=True))

    act()

    (event,) = Event.objects.exclude(pk__in=before)
    programme = programme_actions.Programme.objects.get(slug=event.programme)
    record, place = history.place(event).record(programme), history.place(event)
    assert (event.scope, record.row_version) == (programme.slug, event.version)
    assert place.url(programme).startswith(f"/en/programmes/{programme.slug}/")
    if name not in NAMED_OTHERWISE:
        assert event.names == record.names


#: acts that are about something else than the row that they change: a group, a version, an item of the checklist
NAMED_OTHERWISE = {"choose_group", "make_version", "restore_version", "mark_item", "finish_item", "take_up_item"}


def test_event_tells_which_account_which_link_or_the_system_acted(programme, coordinator):
    for by in (coordinator, LinkHolder("k3y", "Red Cross"), SYSTEM):
        records.add_record(Objective(programme=programme, title=WORDS), by=by)

    told = Event.objects.filter(verb="add_record").order_by("pk").values_list("actor", "actor_name")

    assert list(told) == [
        (f"account:{coordinator.pk}", coordinator.name),
        ("link:k3y", "Red Cross"),
        ("system", ""),
    ]


def test_event_says_what_was_changed_and_which_save_that_was(programme, coordinator):
    objective = make_objective(programme, Translations({"sv": "Fler i arbete"}), by=coordinator)
    change(objective, by=coordinator, title=Translations({"sv": "Flera i arbete"}), by_when=date(2029, 1, 1))

    event = Event.objects.get(verb="change_record")

    assert (event.scope, event.programme, event.kind, event.subject) == (
        programme.slug,
        programme.slug,
        "objective",
        str(objective.key),
    )
    assert (event.fields, event.version, event.names) == (["title", "by_when"], 2, {"sv": "MÅ1 Flera i arbete"})
    assert history.place(event).record(fresh(programme)) == objective


def test_links_to_many_rows_are_fields_that_an_act_changes(programme, coordinator):
    finding, plan = make_finding(programme, by=coordinator), make_plan(programme, by=coordinator)
    objective = make_objective(programme, by=coordinator, findings=[finding])
    records.change_record(objective, {"findings": [finding], "plans": [plan]}, row_version=1, by=coordinator)
    records.change_record(objective, {"findings": [], "plans": [plan]}, row_version=2, by=coordinator)

    told = Event.objects.filter(kind="objective").order_by("pk").values_list("fields", flat=True)

    assert [[name for name in fields if name in ("findings", "plans")] for fields in told] == [
        ["findings"],
        ["plans"],
        ["findings"],
    ]


def test_save_that_changes_nothing_says_so(programme, coordinator):
    objective = make_objective(programme, by=coordinator)
    change(objective, by=coordinator)

    assert Event.objects.get(verb="change_record").fields == []


def test_name_in_an_event_is_the_one_of_its_time(programme, coordinator):
    objective = make_objective(programme, Translations({"sv": "Förr"}), by=coordinator)
    change(objective, by=coordinator, title=Translations({"sv": "Nu", "fi": "Nyt"}))

    told = [sentence(event, "fi") for event in Event.objects.filter(kind="objective").order_by("pk")]

    assert [each.rpartition(": ")[2] for each in told] == ["ruotsi).", "T1 Nyt."]
    assert "MÅ1 Förr (kieli:" in told[0]


def test_guidance_is_looked_for_under_its_owner(coordinator):
    write_guidance(coordinator)()

    event = Event.objects.get(verb="write_guidance")

    assert (event.scope, event.programme, event.kind, event.fields, event.version) == (
        "545",
        "",
        "guidance",
        ["text"],
        1,
    )


def test_guidance_is_an_act_on_no_programme_and_counts_none(programme, coordinator):
    """Whatever is kept of programmes shows no guidance: docs/adr/0014-what-is-kept.md."""
    act = write_guidance(coordinator)
    before = list(Revision.objects.values_list("of", "row", "number"))

    act()

    assert list(Revision.objects.values_list("of", "row", "number")) == before
    assert [event.verb for event in Event.objects.filter(scope="545", kind="guidance")] == ["write_guidance"]


def test_group_that_was_taken_away_is_told_without_a_name(programme, coordinator):
    programme_actions.choose_group(programme, make_group(by=coordinator), by=coordinator)
    programme_actions.choose_group(programme, None, by=SYSTEM)

    told = sentence(Event.objects.filter(verb="choose_group").order_by("pk").last(), "en")

    assert told == "The system decided that the programme is made without a cooperation group."
