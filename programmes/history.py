"""The events of programmes: written by the actions, told as sentences."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext_lazy

from integration_programme import revisions
from integration_programme.actors import Actor
from integration_programme.records import Record
from integration_programme.translations import Translations, in_every_language
from programmes.enums import Audience, Coming, ItemStatus, Result, Switch
from programmes.models import (
    AdviserNote,
    Comment,
    Duty,
    Guidance,
    Meeting,
    Place,
    Programme,
    ProgrammeMunicipality,
    Review,
    Round,
    StandardComment,
    Statement,
    place_of,
)
from programmes.models.kinds import KINDS, MACHINERY, kind_of
from programmes.models.places import ITEM, item_names
from stakeholders import history
from stakeholders.models import Event

SENTENCES = {
    "start_programme": gettext_lazy("%(actor)s started the programme."),
    "start_from_former": gettext_lazy("%(actor)s started the programme from the last one: %(called)s."),
    "add_record": gettext_lazy("%(actor)s added: %(subject)s."),
    "change_record": gettext_lazy("%(actor)s changed: %(subject)s."),
    "take_example": gettext_lazy("%(actor)s took over a text of the example: %(subject)s."),
    "keep_record": gettext_lazy("%(actor)s looked through what had been taken over: %(subject)s."),
    "archive_record": gettext_lazy("%(actor)s archived: %(subject)s."),
    "restore_record": gettext_lazy("%(actor)s took back from the archive: %(subject)s."),
    "move_record": gettext_lazy("%(actor)s moved: %(subject)s."),
    "mark_item": gettext_lazy("%(actor)s marked “%(subject)s”: %(state)s."),
    "share_programme": gettext_lazy("%(actor)s shared the programme: %(audiences)s."),
    "share_place": gettext_lazy("%(actor)s chose who sees “%(subject)s”: %(switches)s."),
    "renew_edition": gettext_lazy("%(actor)s moved the programme to today's checklist."),
    "choose_group": gettext_lazy("%(actor)s chose the cooperation group: %(subject)s."),
    "change_invitations": ngettext_lazy(
        "%(actor)s changed whom the programme invites: %(number)s body of the matrix.",
        "%(actor)s changed whom the programme invites: %(number)s bodies of the matrix.",
        "number",
    ),
    "add_organisations": gettext_lazy("%(actor)s put into the register of organisations: %(called)s."),
    "merge_organisations": gettext_lazy("%(actor)s merged %(called)s with another organisation: %(subject)s."),
    "approve_programme": gettext_lazy("%(actor)s recorded the approval of %(subject)s."),
    "publish_version": gettext_lazy("%(actor)s published version %(published)s of %(subject)s."),
    "unpublish_version": gettext_lazy("%(actor)s hid version %(published)s of %(subject)s from the public pages."),
    "consent_to_programme": gettext_lazy("%(actor)s recorded that the municipality takes part: %(subject)s."),
    "decline_programme": gettext_lazy("%(actor)s recorded that the municipality has declined: %(subject)s."),
    "withdraw_consent": gettext_lazy("%(actor)s recorded that the municipality has withdrawn: %(subject)s."),
    "ask_again": gettext_lazy("%(actor)s asked the municipality again: %(subject)s."),
    "propose_programme": gettext_lazy("%(actor)s proposed the programme for decision."),
    "table_programme": gettext_lazy("%(actor)s recorded that the programme was tabled."),
    "return_programme": gettext_lazy("%(actor)s recorded that the programme was returned for preparation."),
    "take_back_programme": gettext_lazy("%(actor)s took back the proposal."),
    "reopen_programme": gettext_lazy("%(actor)s withdrew the approval."),
    "archive_programme": gettext_lazy("%(actor)s archived the programme."),
    "restore_programme": gettext_lazy("%(actor)s brought the programme back from the archive."),
    "make_version": gettext_lazy("%(actor)s kept a version: %(subject)s."),
    "restore_version": gettext_lazy("%(actor)s restored the programme: %(subject)s."),
    "restore_record_of_version": gettext_lazy("%(actor)s restored from a version: %(subject)s."),
    "load_programme": gettext_lazy("%(actor)s started the programme from a file."),
    "load_over_programme": gettext_lazy("%(actor)s restored the programme from a file."),
    "request_export": gettext_lazy("%(actor)s asked for a PDF: %(subject)s (%(language)s)."),
    "request_diary": gettext_lazy("%(actor)s asked for the diary as a PDF: %(subject)s (%(language)s)."),
    "request_handed_over": gettext_lazy(
        "%(actor)s asked for what was handed over as a PDF: %(subject)s (%(language)s)."
    ),
    "write_guidance": gettext_lazy("%(actor)s wrote guidance on: %(subject)s."),
    "add_comment": gettext_lazy("%(actor)s commented on: %(subject)s."),
    "answer_comment": gettext_lazy("%(actor)s answered a comment on: %(subject)s."),
    "change_comment": gettext_lazy("%(actor)s changed a comment on: %(subject)s."),
    "withdraw_comment": gettext_lazy("%(actor)s withdrew a comment on: %(subject)s."),
    "show_comment": gettext_lazy("%(actor)s chose who reads a comment on: %(subject)s (%(audiences)s)."),
    "mark_comment_answered": gettext_lazy("%(actor)s marked a comment as answered: %(subject)s."),
    "close_comment": gettext_lazy("%(actor)s closed a comment on: %(subject)s."),
    "reopen_comment": gettext_lazy("%(actor)s opened a comment again: %(subject)s."),
    "assign_duty": gettext_lazy("%(actor)s asked %(person)s to see to: %(subject)s."),
    "release_duty": gettext_lazy("%(actor)s took back who sees to: %(subject)s."),
    "accept_duty": gettext_lazy("%(actor)s takes on: %(subject)s."),
    "decline_duty": gettext_lazy("%(actor)s does not take on: %(subject)s."),
    "assign_comment": gettext_lazy("%(actor)s chose who sees to a comment on: %(subject)s."),
    "add_point": gettext_lazy("%(actor)s made a point of a statement: %(subject)s."),
    "propose_response": gettext_lazy("%(actor)s proposed a response to a comment on: %(subject)s (%(result)s)."),
    "respond": gettext_lazy("%(actor)s responded to a comment on: %(subject)s (%(result)s)."),
    "settle_response": gettext_lazy("%(actor)s settled the response to a comment on: %(subject)s (%(result)s)."),
    "take_back_response": gettext_lazy("%(actor)s took back the response to a comment on: %(subject)s (%(result)s)."),
    "take_apart": gettext_lazy("%(actor)s gave a comment a response of its own: %(subject)s (%(result)s)."),
    "add_annex": gettext_lazy("%(actor)s put the annex of responses into the document."),
    "leave_out_annex": gettext_lazy("%(actor)s left the annex of responses out of the document."),
    "add_round": gettext_lazy("%(actor)s began a round: %(subject)s."),
    "change_round": gettext_lazy("%(actor)s changed a round: %(subject)s."),
    "add_participants": ngettext_lazy(
        "%(actor)s added %(number)s participant to the round: %(subject)s.",
        "%(actor)s added %(number)s participants to the round: %(subject)s.",
        "number",
    ),
    "change_participant": gettext_lazy("%(actor)s changed a participant of the round: %(subject)s."),
    "remove_participant": gettext_lazy("%(actor)s took a participant out of the round: %(subject)s."),
    "confirm_round": gettext_lazy("%(actor)s decided that a round is sent on its day: %(subject)s."),
    "hold_round": gettext_lazy("%(actor)s took a round back to be a draft: %(subject)s."),
    "open_round": gettext_lazy("%(actor)s sent out a round: %(subject)s."),
    "ask_participants": ngettext_lazy(
        "%(actor)s asked %(number)s further participant of the round: %(subject)s.",
        "%(actor)s asked %(number)s further participants of the round: %(subject)s.",
        "number",
    ),
    "remind_participants": ngettext_lazy(
        "%(actor)s reminded %(number)s participant of the round: %(subject)s.",
        "%(actor)s reminded %(number)s participants of the round: %(subject)s.",
        "number",
    ),
    "close_round": gettext_lazy("%(actor)s closed a round: %(subject)s."),
    "cancel_round": gettext_lazy("%(actor)s cancelled a round: %(subject)s."),
    "prolong_round": gettext_lazy("%(actor)s gave a round more time: %(subject)s."),
    "revoke_link": gettext_lazy("%(actor)s revoked a personal link of the round: %(subject)s."),
    "renew_link": gettext_lazy("%(actor)s sent a new personal link of the round: %(subject)s."),
    "send_answer": gettext_lazy("%(actor)s answered in the round: %(subject)s."),
    "add_note": gettext_lazy("%(actor)s noted something about: %(subject)s."),
    "change_note": gettext_lazy("%(actor)s changed a note about: %(subject)s."),
    "save_standard_comment": gettext_lazy("%(actor)s saved a standard comment: %(subject)s."),
    "ask_review": gettext_lazy("%(actor)s asked the adviser to go through the programme."),
    "leave_open_remarked": gettext_lazy("%(actor)s left open to editors only what the adviser commented on."),
    "open_everything": gettext_lazy("%(actor)s opened everything to editors again."),
    "take_back_review": gettext_lazy("%(actor)s no longer asks the adviser to go through the programme."),
    "send_review": ngettext_lazy(
        "%(actor)s went through the programme as adviser: %(number)s comment.",
        "%(actor)s went through the programme as adviser: %(number)s comments.",
        "number",
    ),
    "add_point_of_agenda": gettext_lazy("%(actor)s put on an agenda: %(point)s (%(subject)s)."),
    "change_point_of_agenda": gettext_lazy("%(actor)s changed a point of an agenda: %(point)s (%(subject)s)."),
    "remove_point_of_agenda": gettext_lazy("%(actor)s took off an agenda: %(point)s (%(subject)s)."),
    "move_point_of_agenda": gettext_lazy("%(actor)s moved a point of an agenda: %(point)s (%(subject)s)."),
    "decide_point_of_agenda": gettext_lazy("%(actor)s wrote down what was decided: %(point)s (%(subject)s)."),
    "carry_over_points": ngettext_lazy(
        "%(actor)s moved %(number)s open point to the next meeting: %(subject)s.",
        "%(actor)s moved %(number)s open points to the next meeting: %(subject)s.",
        "number",
    ),
    "invite_to_meeting": ngettext_lazy(
        "%(actor)s invited %(number)s seat to a meeting: %(subject)s.",
        "%(actor)s invited %(number)s seats to a meeting: %(subject)s.",
        "number",
    ),
    "answer_meeting": gettext_lazy("%(actor)s answered the invitation to a meeting: %(subject)s (%(coming)s)."),
    "cancel_meeting": gettext_lazy("%(actor)s cancelled a meeting: %(subject)s."),
    "request_minutes": gettext_lazy("%(actor)s asked for the minutes as a PDF: %(subject)s (%(language)s)."),
    "add_statement": gettext_lazy("%(actor)s entered a statement: %(subject)s."),
    "archive_statement": gettext_lazy("%(actor)s archived a statement that was entered by mistake: %(subject)s."),
    "restore_statement": gettext_lazy("%(actor)s brought a statement back from the archive: %(subject)s."),
    "change_statement": gettext_lazy("%(actor)s corrected a statement: %(subject)s."),
    "send_resident_answer": gettext_lazy("%(actor)s answered questions to residents: %(subject)s."),
    "let_in_answer": gettext_lazy("%(actor)s let an answer of a resident in: %(subject)s."),
    "hide_answer": gettext_lazy("%(actor)s hid an answer of a resident: %(subject)s."),
    "flag_answer": gettext_lazy("%(actor)s asked a coordinator to look at an answer of a resident: %(subject)s."),
    "remove_supporter": gettext_lazy("%(actor)s took the name of a supporter off a statement: %(subject)s."),
    "withdraw_name": gettext_lazy("Whoever had signed a statement has withdrawn the name: %(subject)s."),
}
#: the kinds of events of comments, rounds, statements, reviews and of who sees to a section, which are of no kind of record
COMMENT, ROUND, STATEMENT, DUTY, REVIEW = "comment", "round", "statement", "duty", "review"
#: acts that decide whether a round can be answered today
OPENING = {"open_round", "close_round", "cancel_round", "prolong_round"}
#: the same where something was left open that may have been forgotten
WITH_OPEN = {
    "approve_programme": ngettext_lazy(
        "%(actor)s recorded the approval of %(subject)s with %(number)s thing open: %(why_open)s",
        "%(actor)s recorded the approval of %(subject)s with %(number)s things open: %(why_open)s",
        "number",
    ),
    "propose_programme": ngettext_lazy(
        "%(actor)s proposed the programme for decision with %(number)s thing open: %(why_open)s",
        "%(actor)s proposed the programme for decision with %(number)s things open: %(why_open)s",
        "number",
    ),
}
NO_GROUP = gettext_lazy("%(actor)s decided that the programme is made without a cooperation group.")

#: how the data of an event is said, by its name in `data`
SAID: dict[str, Callable[[Any], str]] = {
    "state": lambda state: str(ItemStatus(state).label),
    "audiences": lambda audiences: ", ".join(str(Audience(each).label) for each in [Audience.WRITERS, *audiences]),
    "switches": lambda switches: "; ".join(
        f"{Audience(audience).label}: {str(Switch(said).label).lower()}" for audience, said in switches.items()
    ),
    "called": lambda names: Translations(names).marked(get_language() or ""),
    "language": lambda language: get_language_info(language)["name_translated"],
    "result": lambda result: str(Result(result).label),
    "coming": lambda answer: str(Coming(answer).label),
    "point": lambda names: Translations(names).marked(get_language() or ""),
}


STARTING = {"start_programme", "start_from_former", "load_programme"}
#: acts that change the rows of one kind, and nothing else of the programme
OF_ONE_KIND = {
    "add_record",
    "change_record",
    "take_example",
    "keep_record",
    "archive_record",
    "restore_record",
    "move_record",
    "mark_item",
}
#: acts that change nothing of who finds a programme in a list, and by which name, unless on one of `NAMED`
WITHIN = OF_ONE_KIND | {
    "change_invitations",
    "add_organisations",
    "merge_organisations",
    "request_export",
    "restore_record_of_version",
    "publish_version",
    "unpublish_version",
}
NAMED = (Programme, ProgrammeMunicipality)
#: acts that write what the document says, where they change something of a kind that is printed: it then bears today's
#: date. Starting, loading and going back give it a date of their own.
WRITTEN = {
    "add_record",
    "change_record",
    "take_example",
    "archive_record",
    "restore_record",
    "move_record",
    "change_invitations",
}
WRITTEN |= {"merge_organisations", "add_annex", "leave_out_annex"}
WRITTEN |= {"renew_edition", "choose_group", "consent_to_programme", "withdraw_consent", "restore_record_of_version"}
#: what every record has and an act tells nothing of: that a row was archived or moved, it does tell
UNTOLD = MACHINERY - {"archived_at", "position"}


def why_returned(programme: Programme) -> str:
    """The reason that was written down when a body last returned the programme for preparation; '' where none was."""
    event = Event.objects.filter(scope=programme.slug, verb="return_programme").first()
    return event.data["reason"] if event else ""


def record(
    verb: str,
    programme: Programme,
    *,
    by: Actor,
    record: Record | None = None,
    place: Place | None = None,
    fields: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write the event of an act on a programme, or on one of its records, and count it: what is kept of the programme as
    it was is then of another revision.

    `fields` are the names of those that it changed, "archived_at" and "position" among them; `names` are given where what it is about is not the record itself, `place` where it is about no row.
    """
    if verb not in SENTENCES:
        raise ValueError(f"no sentence for the verb {verb!r}")
    subject: Any = record if record is not None else programme
    changed = [name for name in fields if name not in UNTOLD]
    if verb in WRITTEN and changed and kind_of(subject).is_printed:
        programme.written_at = timezone.now()
        Programme.objects.filter(pk=programme.pk).update(written_at=programme.written_at)
    if verb in STARTING:
        revisions.begin(revisions.PROGRAMME, programme.pk, (name for name, kind in KINDS.items() if not kind.is_single))
    revisions.count(revisions.PROGRAMME, programme.pk, _within(verb, record))
    if verb not in WITHIN or isinstance(record, NAMED):
        revisions.count(revisions.LISTED)
    at = place or place_of(subject)
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=at.kind,
        subject=at.key,
        fields=changed,
        version=subject.row_version,
        names=subject.names if names is None else names,
        data=data,
    )


def _within(verb: str, record: Record | None) -> str:
    """The one kind whose rows an act changes, where a programme reads them as a list; '' for any other act."""
    if verb not in OF_ONE_KIND or record is None or isinstance(record, NAMED) or kind_of(record).is_single:
        return ""
    return kind_of(record).name


def record_guidance(guidance: Guidance, fields: Iterable[str], *, by: Actor) -> Event:
    """Write the event of guidance, which is no programme's: it is looked for under its owner's code."""
    return history.record(
        "write_guidance",
        by=by,
        scope=guidance.municipality_id or guidance.centre.code,
        kind="guidance",
        subject=str(guidance.key),
        fields=[name for name in fields if name == "text"],
        version=guidance.row_version,
        names=guidance.names,
        data={"item": guidance.item},
    )


def record_comment(
    verb: str,
    comment: Comment,
    fields: Iterable[str],
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    pages: Mapping[str, Any] | None = None,
) -> Event:
    """Write the event of an act on a comment, and count it: of the programme itself nothing has changed, unless its
    document has the annex of responses. What the comment says is in no event. `pages`: the programme's `commented`,
    where it is another now."""
    programme = comment.programme
    count_comments(programme, **(pages or {}))
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=COMMENT,
        subject=str(comment.key),
        fields=fields,
        version=comment.row_version,
        names=in_every_language(lambda _language: comment.place.label(programme)),
        data={"about": comment.subject, "began": str((comment.answer_to or comment).key), **(data or {})},
    )


def count_comments(programme: Programme, **also: Any) -> None:
    """Count that comments or their responses are others now; `also`: further columns of the programme."""
    if programme.has_annex:
        revisions.count(revisions.PROGRAMME, programme.pk)
    Programme.objects.filter(pk=programme.pk).update(comments_revision=F("comments_revision") + 1, **also)


def record_round(
    verb: str,
    about: Round | Statement,
    fields: Iterable[str] = (),
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write the event of an act on a round or a statement, and count it: of the programme itself nothing has changed. What a
    statement says, and a participant's address, are in no event."""
    programme = about.programme
    Programme.objects.filter(pk=programme.pk).update(rounds_revision=F("rounds_revision") + 1)
    if verb in OPENING:
        programme.standings.make_stale()
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=ROUND if isinstance(about, Round) else STATEMENT,
        subject=str(about.key),
        fields=fields,
        version=about.row_version,
        names=about.names,
        data=data,
    )


def record_duty(verb: str, duty: Duty, fields: Iterable[str], *, by: Actor) -> Event:
    """Write the event of who sees to a section, and count it: of the programme itself nothing has changed."""
    programme = duty.programme
    Programme.objects.filter(pk=programme.pk).update(duties_revision=F("duties_revision") + 1)
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=DUTY,
        subject=str(duty.key),
        fields=fields,
        names=item_names(programme, duty.item),
        data={"person": str(duty.person)},
    )


def record_review(
    verb: str, review: Review, *, by: Actor, number: int = 0, pages: Mapping[str, Any] | None = None
) -> Event:
    """Write the event of an act on a review: lists and the programme's row tell whose turn it is. With `number` comments,
    which are counted as these are (`record_comment`); the programme itself is as it was, but for the annex of its
    document."""
    programme = review.programme
    counted: dict[str, Any] = {"reviewed": programme.reviews.whose_turn()}
    if number:
        counted["comments_revision"] = F("comments_revision") + 1
        if programme.has_annex:
            revisions.count(revisions.PROGRAMME, programme.pk)
    Programme.objects.filter(pk=programme.pk).update(**counted, **(pages or {}))
    revisions.count(revisions.LISTED)
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=REVIEW,
        subject=str(review.key),
        names=programme.names,
        data={"number": number} if verb == "send_review" else None,
    )


def record_note(verb: str, note: AdviserNote, *, by: Actor) -> Event:
    """Write the event of an adviser's note, under the centre; what it says is in no event."""
    return history.record(
        verb,
        by=by,
        scope=note.centre.code,
        kind="note",
        subject=str(note.key),
        version=note.row_version,
        names=note.municipality.names,
    )


def record_standard_comment(comment: StandardComment, fields: Iterable[str], *, by: Actor) -> Event:
    return history.record(
        "save_standard_comment",
        by=by,
        scope=comment.centre.code,
        kind="standard-comment",
        subject=str(comment.key),
        fields=fields,
        version=comment.row_version,
        names=comment.names,
    )


def record_meeting(
    verb: str, meeting: Meeting, fields: Iterable[str] = (), *, by: Actor, data: Mapping[str, Any] | None = None
) -> Event:
    """Write the event of an act on the agenda of a meeting or on its invitations, and count it: of the programme itself
    nothing has changed. What is said and decided is in no event."""
    programme = meeting.programme
    Programme.objects.filter(pk=programme.pk).update(meetings_revision=F("meetings_revision") + 1)
    return history.record(
        verb,
        by=by,
        scope=programme.slug,
        programme=programme.slug,
        kind=kind_of(meeting).name,
        subject=str(meeting.key),
        fields=fields,
        version=meeting.row_version,
        names=meeting.names,
        data=data,
    )


def place(event: Event) -> Place:
    """What was acted on; the programme as a whole where it is not of a kind that has places."""
    has_place = event.kind in KINDS or event.kind == ITEM
    return Place(event.programme, event.kind, event.subject) if has_place else Place(event.programme)


def sentence(event: Event) -> str:
    """What happened, in the reader's language; '' for the events of other apps."""
    return history.with_one_stop(_pattern(event) % _values(event)) if event.verb in SENTENCES else ""


def sentence_with(event: Event, subject: SafeString) -> SafeString:
    """The same as HTML, in which what was acted on is said by `subject`, for example as a link."""
    plain = {name: value if isinstance(value, int) else escape(value) for name, value in _values(event).items()}
    return SafeString(history.with_one_stop(_pattern(event) % (plain | {"subject": subject})))


def _pattern(event: Event) -> Any:
    if event.data.get("why_open"):
        return WITH_OPEN[event.verb]
    return NO_GROUP if event.verb == "choose_group" and not event.names else SENTENCES[event.verb]


def _values(event: Event) -> dict[str, Any]:
    said = {name: SAID[name](value) if name in SAID else value for name, value in event.data.items()}
    return said | {"actor": history.actor_of(event), "subject": history.name_of(event)}
