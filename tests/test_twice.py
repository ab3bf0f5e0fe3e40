"""Every address that something can be sent to: sent twice at the same moment, and from an old page.

Whatever happens, the server does not fail, the act is done once, and the person reads a sentence. An address of the
resolver that is neither here nor among those that only show something fails the test.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from integration_programme.actors import SYSTEM
from integration_programme.jobs import try_again
from integration_programme.models import OutgoingMail
from integration_programme.translations import Translations
from programmes.actions.agenda import change_point_of_agenda
from programmes.actions.calendars import calendar_seen
from programmes.actions.comments import close_comment, mark_comment_answered, reopen_comment, withdraw_comment
from programmes.actions.correcting import leave_open_remarked
from programmes.actions.duties import assign_duty, decline_duty, release_duty
from programmes.actions.items import finish_item
from programmes.actions.meetings import answer_meeting, cancel_meeting
from programmes.actions.participants import link_seen
from programmes.actions.partners import answer_request, withdraw_consent
from programmes.actions.programmes import archive_programme, share_programme
from programmes.actions.publication import unpublish_version
from programmes.actions.records import archive_record
from programmes.actions.reviewing import send_review, take_back_review
from programmes.actions.rounds import cancel_round, close_round, send_round
from programmes.actions.statements import archive_statement, change_statement
from programmes.enums import Audience, Coming
from programmes.models import CooperationPlan, Meeting, Programme, Responsibility, Statement
from programmes.models.sharing import SWITCHED
from programmes.portable import dump, to_text
from programmes.views.base import load_programme
from stakeholders.actions.contacts import end_contact
from stakeholders.actions.groups import archive_seat, release_seat
from stakeholders.actions.invitations import cancel_invitation, decline_access_request, invite
from stakeholders.actions.people import close_account, end_role
from stakeholders.actions.provider import answer_feedback
from stakeholders.enums import InvitationKind
from stakeholders.models import AccessRequest, Invitation, Seat, today
from tests.mails import UNREACHABLE
from tests.programmes.factories import (
    approve_programme,
    change,
    make_objective,
    make_organisation,
    make_owed,
    propose_programme,
    respond_to,
)
from tests.programmes.meetings import make_draft
from tests.programmes.residents import as_written
from tests.programmes.rounds import make_participant, make_round
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import PASSWORD, make_administrator, make_coordinator, make_municipality, make_user
from tests.test_access import patterns
from tests.test_permissions import Town, named
from tests.threads import at_once, database_for_threads, in_thread

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Sent = Callable[[Client, str, Town], dict]


def nothing(client, url, town) -> dict:
    """What a button sends."""
    return {}


def form(**changes) -> Sent:
    """What the form on the page sends, with some of it changed."""
    return lambda client, url, town: as_sent(opened(client, url), **changes)


def values(**given) -> Sent:
    return lambda client, url, town: given


@dataclass(frozen=True)
class Act:
    """`sent` is what stands in the request; `before` makes the state in which the act makes sense, `meanwhile` what others
    have done since the page was opened. `who` sends it, `query` stands in its address."""

    sent: Sent = nothing
    before: Callable[[Town], object] = lambda town: None
    meanwhile: Callable[[Town], object] = lambda town: archive_programme(town.programme, by=town.coordinator)
    who: str = "coordinator"
    query: Callable[[Town], str] = lambda town: ""


def archived(town: Town) -> None:
    archive_record(town.objective, by=town.coordinator)


def from_former(town: Town) -> None:
    """What stands in the programme came from the one before it."""
    Programme.objects.update(former_years="2022–2025", former_at=timezone.now())


def written(town: Town) -> None:
    change(town.element, text=Translations({"sv": "<p>Vi växer.</p>"}), by=town.coordinator)


def rewritten(town: Town) -> None:
    change(town.objective, title=Translations({"sv": "Ett annat mål"}), by=town.coordinator)


def with_neighbour(town: Town) -> None:
    make_objective(town.programme, by=town.coordinator)


def with_other_organisation(town: Town) -> None:
    town.other = make_organisation(town.programme, "Red Cross", by=town.coordinator)


def seat_archived(town: Town) -> None:
    archive_seat(town.seat, by=town.coordinator)


def approvable(town: Town) -> None:
    Responsibility.objects.update(coordinating_body={"sv": "Enheten"})
    CooperationPlan.objects.update(no_group_reason={"sv": "Ingen"})


def approved(town: Town) -> None:
    approvable(town)
    approve_programme(town.programme, approved_on=today(), by=town.coordinator)


def hidden(town: Town) -> None:
    unpublish_version(town.programme, town.version, by=town.coordinator)


def approved_and_hidden(town: Town) -> None:
    hidden(town)
    approved(town)


def proposed(town: Town) -> None:
    approvable(town)
    propose_programme(town.programme, by=town.coordinator)


def answered(town: Town) -> None:
    answer_request(town.asked, consents=True, by=SYSTEM)


def declined(town: Town) -> None:
    answer_request(town.asked, consents=False, by=SYSTEM)


def taking_part(town: Town) -> None:
    answered(town)
    town.theirs = make_coordinator(town.asked.municipality)


def left(town: Town) -> None:
    withdraw_consent(town.asked, by=SYSTEM)


def invited_to_municipality(town: Town) -> None:
    invite(
        email="other@example.org",
        kind=InvitationKind.EDITOR,
        municipality=town.municipality,
        language="fi",
        by=town.coordinator,
    )


def invited_person(town: Town) -> None:
    town.newcomer = make_user(email="new@example.org")


def invitation_gone(town: Town) -> None:
    cancel_invitation(town.invitation, by=town.coordinator)


def request_gone(town: Town) -> None:
    decline_access_request(AccessRequest.objects.get(), by=town.coordinator)


def role_gone(town: Town) -> None:
    end_role(town.editor.roles.get(), by=town.coordinator)


def group_left(town: Town) -> None:
    """The coordinator's own role has ended."""
    town.coordinator.roles.update(valid_from="2020-01-01", valid_to="2020-01-02")


def account_closed(town: Town) -> None:
    close_account(town.editor, by=make_administrator())


def feedback_answered(town: Town) -> None:
    answer_feedback(town.feedback, "Mended", by=SYSTEM)


def contact_ended(town: Town) -> None:
    end_contact(town.contact, by=SYSTEM)


def job_given_up(town: Town) -> None:
    type(town.job).objects.filter(pk=town.job.pk).update(status=TaskResultStatus.FAILED)


def mail_put_off(town: Town) -> None:
    OutgoingMail.objects.update(due_at=timezone.now() + timedelta(minutes=15))


def mails_gone(town: Town) -> None:
    OutgoingMail.objects.update(sent_at=timezone.now(), body="")


def item_finished(town: Town) -> None:
    finish_item(town.programme, "objectives.areas", by=town.coordinator)


def approved_pdf_lost(town: Town) -> None:
    default_storage.delete(town.version.documents.get().pdf.name)


def editor_asked(town: Town) -> None:
    assign_duty(town.programme, "objectives.areas", town.editor, by=town.coordinator)


def duty_declined(town: Town) -> None:
    decline_duty(town.duty, reason="", row_version=1, by=town.coordinator)


def duty_released(town: Town) -> None:
    release_duty(town.duty, by=town.coordinator)


def comment_withdrawn(town: Town) -> None:
    withdraw_comment(town.comment, by=town.coordinator)


def owed_withdrawn(town: Town) -> None:
    withdraw_comment(town.owed, by=town.seat.person)


def response_proposed(town: Town) -> None:
    respond_to(town.owed, by=town.editor)
    town.owed.refresh_from_db()


def responded(town: Town) -> None:
    respond_to(town.owed, by=town.coordinator)


def responded_together(town: Town) -> None:
    respond_to(town.owed, by=town.coordinator, others=[make_owed(town.objective, town.seat.person)])


def comment_answered(town: Town) -> None:
    mark_comment_answered(town.comment, by=town.coordinator)


def comment_closed(town: Town) -> None:
    comment_answered(town)
    close_comment(town.comment, by=town.coordinator)


def draft_round(town: Town, **fields) -> None:
    """A round that has not been sent, with somebody to ask."""
    town.round = make_round(town.programme, by=town.coordinator, **fields)
    town.participant = make_participant(town.round, by=town.coordinator)


def waiting_round(town: Town) -> None:
    draft_round(town, opens_on=today() + timedelta(days=1))
    send_round(town.round, by=town.coordinator)


def round_closed(town: Town) -> None:
    close_round(town.round, by=town.coordinator)


def round_cancelled(town: Town) -> None:
    cancel_round(town.round, by=town.coordinator)


def with_supporter(town: Town) -> None:
    Statement.objects.filter(pk=town.statement.pk).update(supporting_persons=["Ali"])


def questions_closed(town: Town) -> None:
    close_round(town.questions, by=town.coordinator)


def statement_changed(town: Town) -> None:
    town.statement.text = "Three weeks are too short."
    change_statement(town.statement, row_version=1, by=town.coordinator)


def statement_archived(town: Town) -> None:
    archive_statement(town.statement, by=town.coordinator)


def review_sent(town: Town) -> None:
    town.review.programme = load_programme(town.adviser, town.programme.slug)[0]
    send_review(town.review, "Fine", by=town.adviser)


def review_taken_back(town: Town) -> None:
    town.review.programme = town.programme
    take_back_review(town.review, by=town.coordinator)


def shared_with_adviser(town: Town) -> None:
    share_programme(town.programme, [Audience.ADVISER], by=town.coordinator)
    town.programme.refresh_from_db()


def remarked(town: Town) -> None:
    shared_with_adviser(town)
    review_sent(town)


def only_remarked(town: Town) -> None:
    remarked(town)
    leave_open_remarked(town.programme, by=town.coordinator)


def open_to_adviser(town: Town) -> None:
    shared_with_adviser(town)
    review_taken_back(town)


def adviser_gone(town: Town) -> None:
    """The adviser's role has ended."""
    town.adviser.roles.update(valid_from="2020-01-01", valid_to="2020-01-02")


def draft_meeting(town: Town) -> None:
    share_programme(town.programme, SWITCHED, by=town.coordinator)
    town.meeting = make_draft(town.programme, by=town.coordinator)


def member_invited(town: Town) -> None:
    share_programme(town.programme, SWITCHED, by=town.coordinator)
    town.member = town.seat.person


def meeting_today(town: Town) -> None:
    """The member has said that they come, and the day has come."""
    invitation = town.meeting.invitations.get(seat=town.seat)
    answer_meeting(invitation, Coming.YES, by=town.seat.person)
    change(Meeting.objects.get(pk=town.meeting.pk), held_on=today(), by=town.coordinator)


def meeting_before_another(town: Town) -> None:
    make_draft(town.programme, by=town.coordinator, days=40)


def meeting_cancelled(town: Town) -> None:
    cancel_meeting(town.meeting, by=town.coordinator)


def point_changed(town: Town) -> None:
    town.point.title = Translations({"sv": "Annat"})
    change_point_of_agenda(town.point, row_version=1, by=town.coordinator)


INVITED = {"email": "one@example.org", "name": "One", "language": "sv"}

ACTS: dict[str, Act] = {
    "account_login": Act(lambda c, u, town: {"login": town.coordinator.email, "password": PASSWORD}, who="anonymous"),
    "account_logout": Act(),
    "account_signup": Act(values(email="a@example.org", password1="Long words here", password2="Long words here")),
    "account_change_password": Act(
        values(oldpassword=PASSWORD, password1="Long words here", password2="Long words here")
    ),
    "account_set_password": Act(values(password1="Long words here", password2="Long words here")),
    "account_reset_password": Act(lambda c, u, town: {"email": town.coordinator.email}, who="anonymous"),
    "account_reset_password_from_key": Act(values(password1="Long words", password2="Long words"), who="anonymous"),
    "request_access": Act(
        form(name="Nea", email="nea@example.org", municipality="545", message="Please"), who="anonymous"
    ),
    "contact": Act(form(kind="other", text="The page is empty"), who="anonymous"),
    "provider": Act(form(names_sv="Kommunförbundet"), who="admin"),
    "answer_feedback": Act(form(answer="Thank you, it is mended"), meanwhile=feedback_answered, who="admin"),
    "my_account": Act(form(name="Another Name")),
    "invite_to_municipality": Act(form(**INVITED, kind="editor"), meanwhile=invited_to_municipality),
    "invite_adviser": Act(form(**INVITED), who="admin"),
    "add_contact": Act(form(names_sv="Enheten", email="a@example.org"), who="admin"),
    "edit_contact": Act(form(telephone="0295 025 000"), meanwhile=contact_ended, who="admin"),
    "end_contact": Act(meanwhile=contact_ended, who="admin"),
    "retry_job": Act(before=job_given_up, meanwhile=lambda town: try_again(town.job), who="admin"),
    "retry_mail": Act(before=mail_put_off, meanwhile=mails_gone, who="admin"),
    "close_account": Act(meanwhile=role_gone, who="admin"),
    "open_account": Act(before=account_closed, meanwhile=role_gone, who="admin"),
    "call_city": Act(values(is_city="yes")),
    "set_role_end": Act(form(valid_to="2099-12-31"), meanwhile=role_gone),
    "end_role": Act(meanwhile=role_gone),
    "resend_invitation": Act(lambda c, u, town: town.invitation.as_seen, meanwhile=invitation_gone),
    "cancel_invitation": Act(meanwhile=invitation_gone),
    "invitation": Act(form(name="New", password="Long words here"), meanwhile=invitation_gone, who="anonymous"),
    "accept_invitation": Act(before=invited_person, meanwhile=invitation_gone, who="newcomer"),
    "invite_from_request": Act(values(kind="editor"), meanwhile=request_gone),
    "decline_access_request": Act(meanwhile=request_gone),
    "create_group": Act(form(names_sv="Grupp", municipalities="Närpes"), meanwhile=group_left),
    "edit_group": Act(form(names_sv="Ny grupp"), meanwhile=group_left),
    "add_officer": Act(form(kind="secretary", title_sv="Samordnare"), meanwhile=group_left),
    "edit_officer": Act(form(title_sv="Ordförande"), meanwhile=group_left),
    "add_seat": Act(form(organisation_sv="Biblioteket", sector="municipal_body"), meanwhile=group_left),
    "edit_seat": Act(form(organisation_sv="Biblioteket"), meanwhile=seat_archived),
    "archive_seat": Act(meanwhile=seat_archived),
    "restore_seat": Act(before=seat_archived, meanwhile=group_left),
    "release_seat": Act(meanwhile=lambda town: release_seat(town.seat, as_deputy=False, by=town.coordinator)),
    "invite_to_seat": Act(form(**INVITED, as_deputy="no"), meanwhile=seat_archived),
    "start_programme": Act(form(), meanwhile=group_left),
    "start_from_file": Act(
        lambda client, url, town: {
            "municipality": "545",
            "file": SimpleUploadedFile("programme.json", to_text(dump(town.programme)).encode()),
        },
        meanwhile=group_left,
    ),
    "start_from_upload": Act(meanwhile=group_left),
    "versions": Act(form(name="Before the seminar", purpose="draft")),
    "restore_version": Act(before=rewritten),
    "restore_record_of_version": Act(before=rewritten),
    "edit_guidance": Act(form(text_sv="<p>Tips</p>"), meanwhile=group_left),
    "archive_programme": Act(),
    "renew_edition": Act(),
    "restore_programme": Act(
        before=lambda town: archive_programme(town.programme, by=town.coordinator), meanwhile=group_left
    ),
    "share_programme": Act(values(audiences=["group", "adviser"])),
    "share_item": Act(values(group="visible", adviser="inherited")),
    "share_record": Act(values(group="kept_back", adviser="visible")),
    "choose_group": Act(values(group="")),
    "edit_invitations": Act(
        lambda client, url, town: {
            name: value
            for each in client.get(url).context["form"].forms
            for name, value in as_sent(each, **{f"{each.prefix}-status": "joined"}).items()
        }
    ),
    "take_group_organisations": Act(),
    "merge_organisation": Act(lambda c, u, town: {"into": str(town.other.key)}, before=with_other_organisation),
    "approve_programme": Act(form(approved_on=today().isoformat()), before=approvable),
    "reopen_programme": Act(before=approved_and_hidden),
    "publish_version": Act(before=approved_and_hidden),
    "unpublish_version": Act(),
    "propose_programme": Act(before=approvable),
    "table_programme": Act(before=proposed),
    "return_programme": Act(values(reason="The costs are missing."), before=proposed),
    "take_back_programme": Act(before=proposed),
    "accept_request": Act(meanwhile=answered, who="admin"),
    "decline_request": Act(meanwhile=answered, who="admin"),
    "ask_again": Act(before=declined),
    "withdraw_consent": Act(before=taking_part, meanwhile=left, who="theirs"),
    "request_export": Act(),
    "request_approved_pdf": Act(before=approved_pdf_lost),
    "add_comment": Act(form(text="Too few places"), meanwhile=group_left),
    "comment": Act(form(text="We look into it", shown_to="all")),
    "change_comment": Act(form(text="Far too few places"), meanwhile=comment_withdrawn),
    "show_comment": Act(values(audiences=["group"]), meanwhile=comment_withdrawn),
    "withdraw_comment": Act(meanwhile=comment_withdrawn),
    "mark_comment_answered": Act(meanwhile=comment_closed),
    "close_comment": Act(before=comment_answered, meanwhile=lambda town: reopen_comment(town.comment, by=SYSTEM)),
    "reopen_comment": Act(before=comment_answered),
    "open_notice": Act(),
    "assign_duty": Act(lambda c, u, town: {"person": str(town.editor.pk)}, meanwhile=group_left),
    "accept_duty": Act(before=duty_declined),
    "decline_duty": Act(meanwhile=duty_released),
    "release_duty": Act(meanwhile=duty_released),
    "reviews": Act(form(message="Please"), before=open_to_adviser, meanwhile=group_left),
    "begin_review": Act(before=open_to_adviser, who="adviser"),
    "add_draft": Act(form(text="Why so few?"), before=shared_with_adviser, meanwhile=review_sent, who="adviser"),
    "edit_draft": Act(form(text="Why so few?"), before=shared_with_adviser, meanwhile=review_sent, who="adviser"),
    "send_review": Act(values(words="Fine"), before=shared_with_adviser, meanwhile=adviser_gone, who="adviser"),
    "take_back_review": Act(before=shared_with_adviser, meanwhile=review_sent),
    "adviser_notes": Act(form(text="We spoke."), meanwhile=adviser_gone, who="adviser"),
    "change_note": Act(form(text="We spoke twice."), meanwhile=adviser_gone, who="adviser"),
    "add_standard_comment": Act(form(text_sv="Bra"), meanwhile=adviser_gone, who="adviser"),
    "edit_standard_comment": Act(form(text_sv="Bra"), meanwhile=adviser_gone, who="adviser"),
    "hand_over": Act(lambda c, u, town: {"successor": str(town.coordinator.pk)}, before=editor_asked),
    "read_notice": Act(),
    "read_all_notices": Act(),
    "notice_settings": Act(form(waiting="daily")),
    "assign_comment": Act(lambda c, u, town: {"person": str(town.editor.pk)}),
    "points": Act(form(text="Too few buses"), meanwhile=group_left),
    "choose_annex": Act(values(annex="add")),
    "respond": Act(form(result="accepted"), meanwhile=owed_withdrawn),
    "settle_response": Act(
        lambda c, u, town: {"row_version": str(town.owed.disposition.row_version)},
        before=response_proposed,
        meanwhile=owed_withdrawn,
    ),
    "take_back_response": Act(before=responded, meanwhile=owed_withdrawn),
    "take_apart": Act(before=responded_together, meanwhile=owed_withdrawn),
    "add_round": Act(form(title_sv="Remiss", kind="statement"), meanwhile=group_left),
    "edit_round": Act(form(title_sv="Remiss"), before=draft_round, meanwhile=round_cancelled),
    "send_round": Act(before=draft_round, meanwhile=round_cancelled),
    "hold_round": Act(before=waiting_round, meanwhile=round_cancelled),
    "close_round": Act(meanwhile=round_cancelled),
    "cancel_round": Act(meanwhile=round_closed),
    "prolong_round": Act(form(closes_on="2099-12-31"), meanwhile=round_cancelled),
    "participants": Act(lambda c, u, town: {"seats": [str(town.seat.pk)]}, before=draft_round),
    "add_participant": Act(form(name="Bo", email="bo@example.org"), meanwhile=round_closed),
    "edit_participant": Act(form(name="Bo"), meanwhile=round_closed),
    "remove_participant": Act(before=draft_round, meanwhile=round_cancelled),
    "revoke_link": Act(meanwhile=group_left),
    "renew_link": Act(lambda c, u, town: {"seen": link_seen(town.participant)}, meanwhile=round_closed),
    "invite_to_meeting": Act(before=draft_meeting, meanwhile=meeting_cancelled),
    "cancel_meeting": Act(),
    "answer_meeting": Act(
        lambda c, u, town: {"invitation": str(town.meeting.invitations.get(seat=town.seat).key), "answer": "yes"},
        before=member_invited,
        meanwhile=meeting_cancelled,
        who="member",
    ),
    "fill_attendance": Act(before=meeting_today),
    "carry_over_points": Act(before=meeting_before_another),
    "leave_open_remarked": Act(before=remarked),
    "open_everything": Act(before=only_remarked),
    "request_minutes": Act(),
    "request_diary": Act(),
    "request_handed_over": Act(),
    "add_agenda_point": Act(form(title_sv="Budget"), meanwhile=meeting_cancelled),
    "edit_agenda_point": Act(form(title_sv="Budget"), meanwhile=point_changed),
    "decide_agenda_point": Act(form(state="decided", outcome_sv="Ja"), before=meeting_today, meanwhile=point_changed),
    "remove_agenda_point": Act(meanwhile=meeting_cancelled),
    "move_agenda_point": Act(lambda c, u, town: {"from": str(town.point.position)}, meanwhile=meeting_cancelled),
    "renew_calendar": Act(lambda c, u, town: {"seen": calendar_seen(town.calendar)}),
    "end_calendar": Act(),
    "archive_statement": Act(),
    "restore_statement": Act(before=statement_archived),
    "add_statement": Act(form(body="Church", text="Fine", stance="comments", way="mail"), meanwhile=group_left),
    "ask_residents": Act(
        form(title_sv="Vad?", questions_sv="Vad hjälpte?", closes_on="2099-12-31"), meanwhile=group_left
    ),
    "let_in_answer": Act(),
    "hide_answer": Act(form(why="It names a person")),
    "flag_answer": Act(),
    "remove_supporter": Act(values(name="Ali"), before=with_supporter),
    "answer_residents": Act(
        lambda c, u, town: as_written(c, u, answer_0="Fine"), meanwhile=questions_closed, who="anonymous"
    ),
    "receipt": Act(
        lambda c, u, town: {"number": town.statement.number, "code": town.statement.code, "withdraw": "yes"},
        who="anonymous",
    ),
    "edit_statement": Act(form(text="Fine"), meanwhile=statement_changed),
    "answer_round": Act(form(stance="comments", text="Fine"), meanwhile=round_closed, who="anonymous"),
    "new_link": Act(values(email="kela@example.org"), who="anonymous"),
    "mark_item": Act(form(status="done")),
    "finish_item": Act(),
    "take_up_item": Act(before=item_finished),
    "take_back_text_of_item": Act(values(row_version="2")),
    "add_record": Act(form(title_sv="Nytt mål")),
    "edit_record": Act(form(title_sv="Ändrat mål"), meanwhile=archived),
    "copy_of_new": Act(values(safety_tab="1", title_sv="Nytt mål")),
    "copy_of_record": Act(values(safety_tab="1", title_sv="Ändrat mål"), meanwhile=archived),
    "copy_of_answer": Act(values(safety_tab="1", text="We look into it")),
    "copy_of_comment": Act(values(safety_tab="1", text="Too few places")),
    "copy_of_new_statement": Act(values(safety_tab="1", text="Two weeks are too short.")),
    "copy_of_statement": Act(values(safety_tab="1", text="Three weeks are too short.")),
    "take_back_text": Act(values(row_version="2"), meanwhile=rewritten),
    "keep_record": Act(before=from_former, meanwhile=archived),
    "take_example": Act(meanwhile=written),
    "archive_record": Act(meanwhile=archived),
    "restore_record": Act(before=archived),
    "move_record": Act(
        before=with_neighbour, meanwhile=archived, query=lambda town: f"?from={town.objective.position}"
    ),
}

#: addresses to which nothing is sent: a POST is answered like a GET, or with 405, and writes nothing
SHOWING = {
    "review",
    "standard_comments",
    "published_list",
    "published",
    "published_document",
    "published_pdf",
    "published_picture",
    "publishing",
    "robots",
    "questions_sitemap",
    "sitemap",
    "comments",
    "notices",
    "my_tasks",
    "calendar",
    "calendar_feed",
    "meeting_room",
    "meeting_file",
    "duty",
    "sent",
    "all_sent",
    "sharing",
    "comments_csv",
    "comments_xlsx",
    "responses",
    "responses_csv",
    "responses_xlsx",
    "rounds",
    "round",
    "round_text",
    "round_csv",
    "answer_signed_in",
    "statement",
    "statement_file",
    "reply",
    "round_picture",
    "open_questions",
    "residents",
    "residents_picture",
    "resident_answers",
    "link_asked",
    "healthz",
    "readyz",
    "security_txt",
    "policy_report",
    "components",
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "front",
    "explainer",
    "example",
    "example_pdf",
    "example_picture",
    "organisations",
    "request_access_sent",
    "about",
    "contact_sent",
    "privacy",
    "accessibility",
    "feedback",
    "jobs",
    "people",
    "municipality_people",
    "centre_people",
    "centre_contacts",
    "groups",
    "group",
    "programmes",
    "overview",
    "guidance",
    "programme",
    "version",
    "compare_versions",
    "version_file",
    "programme_file",
    "programme_history",
    "diary",
    "hand_overs",
    "handed_over",
    "record_history",
    "item_history",
    "responsibility",
    "cooperation",
    "organisations_of_programme",
    "situation",
    "objectives",
    "document",
    "measures",
    "indicators",
    "item",
    "record",
    "partner_request",
    "preview",
    "document_json",
    "approved_documents",
    "approved_json",
    "approved_pdf",
    "monitoring",
    "communication",
    "thread",
    "breaks",
    "find_code",
    "exports",
    "export",
    "export_status",
    "export_file",
    "attachment",
    "picture",
}
#: a second mail with the same link harms nobody, and whether there is an account at all is told to nobody; who signs in
#: in two tabs has signed in twice
SENT_TWICE = {"account_login", "account_reset_password"}
#: signing in and asking for access lead to pages of their own, as a notice does, and have no object that others could have
#: changed; a safety copy is answered to a script
#: signing in and asking for access lead to pages of their own, as a notice and minutes do, and have no object that others could have changed
ANSWERED_BY_A_PAGE = {
    "account_login",
    "account_signup",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "request_access",
    "contact",
    "new_link",
    "answer_residents",
    "receipt",
    "open_notice",
    "copy_of_record",
    "request_diary",
    "request_handed_over",
    "request_minutes",
}
#: what is written about a session and about tries, not by an act
OF_SESSIONS = {"sessions.Session", "integration_programme.Try"}


@transaction.atomic
def make_at_once() -> Town:
    return Town()


@pytest.fixture
def town(as_left_by, settings):
    """The mail server is down all the while: no address may speak to it."""
    settings.EMAIL_BACKEND = UNREACHABLE
    return as_left_by(make_at_once)


def as_new(sent: dict) -> dict:
    """What is sent, with files that nobody has read yet."""
    files = {name: value for name, value in sent.items() if isinstance(value, SimpleUploadedFile)}
    for value in files.values():
        value.seek(0)
    return sent | {name: SimpleUploadedFile(value.name, value.read()) for name, value in files.items()}


def browser(town: Town, act: Act) -> Client:
    client = Client(raise_request_exception=False)
    if act.who == "admin":
        client.force_login(make_administrator())
    elif act.who != "anonymous":
        client.force_login(getattr(town, act.who))
    return client


def same(client: Client) -> Client:
    """A second tab of the same browser."""
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies.copy()
    return other


def counted() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in OF_SESSIONS
    }


def grown(before: dict[str, int]) -> dict[str, int]:
    return {label: number - before[label] for label, number in counted().items() if number != before[label]}


def undone(work: Callable[[], object]) -> object:
    """What `work` gives; whatever it did is undone."""
    with transaction.atomic():
        found = work()
        transaction.set_rollback(True)
    return found


def test_every_address_is_among_the_acts_or_shows_something():
    assert set(ACTS) | SHOWING == set(named())
    assert not set(ACTS) & SHOWING


def test_an_address_that_is_in_neither_list_is_found(monkeypatch):
    (first, *_others) = patterns()
    monkeypatch.setattr(first, "name", "brand_new")

    assert set(named()) - set(ACTS) - SHOWING == {"brand_new"}


def test_what_only_shows_something_writes_nothing(town):
    client, before = browser(town, Act()), counted()

    for name in SHOWING:
        response = client.post(town.address(name), {"x": "1"})
        if response.streaming:
            b"".join(response)
        assert response.status_code < 500, name

    assert grown(before) == {}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_sent_twice_at_once_is_done_once(name, town, tmp_path):
    act = ACTS[name]
    act.before(town)
    client = browser(town, act)
    url = town.address(name)
    sent = act.sent(client, url, town)
    cookies = client.cookies.copy()

    def once():
        before = counted()
        response = client.post(url + act.query(town), as_new(sent))
        return response.status_code, grown(before)

    status, effect = undone(once)
    client.cookies = cookies

    def twice():
        before = counted()
        tabs = [same(client), same(client)]
        answers = at_once(*(partial(tab.post, url + act.query(town), as_new(sent)) for tab in tabs))
        return [getattr(answer, "status_code", answer) for answer in answers], grown(before)

    with database_for_threads(tmp_path):
        statuses, effects = in_thread(twice)

    assert status < 500
    assert all(isinstance(each, int) and each < 500 for each in statuses), statuses
    assert status in statuses
    if name not in SENT_TWICE:
        assert effects == effect


@pytest.mark.same_on_both("one request after another; those that meet are above")
@pytest.mark.parametrize("name", ACTS)
def test_an_act_from_an_old_page_is_answered_with_a_sentence(name, town):
    act = ACTS[name]
    act.before(town)
    client = browser(town, act)
    url = town.address(name)
    sent = act.sent(client, url, town)
    act.meanwhile(town)

    response = client.post(url + act.query(town), sent, follow=True)

    assert response.status_code < 500
    assert told(response) or name in ANSWERED_BY_A_PAGE, response.content.decode()


def told(response) -> list[str]:
    """The sentences by which a page says what came of an act: its messages, its errors, or the page of a refusal."""
    html = response.content.decode()
    found = re.findall(
        r'class="notice notice-[a-z]+">\s*<p>([^<]+)|class="field-error">\s*<p><span[^>]*>[^<]*</span>([^<]+)', html
    )
    if response.status_code >= 400:
        found += re.findall(r'<p class="lead">\s*([^<]+)|class="conflict[^"]*">\s*([^<]+)', html)
    return [sentence for pair in found for sentence in pair if sentence.strip()]


# Ten at once


def test_ten_identical_invitations_leave_one_open(town, tmp_path):
    url = town.address("invite_to_municipality")
    clients = [browser(town, Act()) for _number in range(10)]

    def ten():
        forms = [as_sent(opened(client, url), **INVITED, kind="editor") for client in clients]
        answers = at_once(*(partial(client.post, url, sent) for client, sent in zip(clients, forms, strict=True)))
        return [answer.status_code for answer in answers], Invitation.objects.filter(email=INVITED["email"]).count()

    with database_for_threads(tmp_path):
        statuses, invitations = in_thread(ten)

    assert statuses == [302] * 10
    assert invitations == 1


def test_of_two_administrators_who_end_their_roles_at_once_one_stays(town, tmp_path):
    people = [make_administrator(), make_administrator()]
    clients = []
    for person in people:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        clients.append(client)
    urls = [f"/en/roles/{person.roles.get().pk}/end/" for person in people]

    def both():
        answers = at_once(*(partial(client.post, url) for client, url in zip(clients, urls, strict=True)))
        left = sum(type(person).objects.get(pk=person.pk).is_administrator for person in people)
        return sorted(answer.status_code for answer in answers), left

    with database_for_threads(tmp_path):
        statuses, left = in_thread(both)

    assert statuses in ([302, 403], [302, 409])
    assert left == 1


def test_of_two_people_who_add_the_same_partner_one_finds_it_there(town, tmp_path):
    make_municipality("905")
    url = f"/en/programmes/{town.programme.slug}/partner/add/"
    clients = [browser(town, Act()), browser(town, Act())]

    def both():
        forms = [as_sent(opened(client, url), municipality="905", right="read") for client in clients]
        answers = at_once(*(partial(client.post, url, sent) for client, sent in zip(clients, forms, strict=True)))
        return [answer.status_code for answer in answers], town.programme.links.filter(municipality="905").count()

    with database_for_threads(tmp_path):
        statuses, links = in_thread(both)

    assert set(statuses) <= {200, 302} and 302 in statuses
    assert links == 1


def test_the_account_of_another_person_is_not_taken_off_a_seat_from_an_old_page(town):
    client = browser(town, Act())
    seen = town.seat.person_id
    Seat.objects.filter(pk=town.seat.pk).update(person=make_user())

    response = client.post(town.address("release_seat"), {"holder": str(seen)})

    assert response.status_code == 409
    assert "Another person has the seat by now." in response.content.decode()
    assert Seat.objects.get(pk=town.seat.pk).person_id not in (None, seen)


def test_a_double_click_moves_a_record_by_one_place(town):
    client = browser(town, Act())
    third = [make_objective(town.programme, by=town.coordinator) for _number in range(2)][-1]
    url = f"/en/programmes/{town.programme.slug}/objective/{third.key}/move/up/?from={third.position}"

    client.post(url)
    client.post(url)

    assert [each.code for each in town.programme.objectives.all()] == ["O1", "O3", "O2"]
