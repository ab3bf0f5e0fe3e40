"""A meeting as its page, the page for the room and the minutes tell of it: when and where, its agenda, who was invited."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.actions.meetings import invited_to, why_not_invite
from programmes.enums import Coming, MeetingState, PointState
from programmes.models import AgendaPoint, Meeting, MeetingInvitation, Programme, place_of
from programmes.models.places import subject_url
from programmes.views.contents import attachments
from programmes.views.subjects import Detail, Reader

#: how states look, in the words of components/status_tag.html
LOOKS = {
    MeetingState.DRAFT: "open",
    MeetingState.INVITED: "waiting",
    MeetingState.HELD: "done",
    MeetingState.CANCELLED: "not_applicable",
}
POINT_LOOKS = {PointState.OPEN: "open", PointState.DECIDED: "done", PointState.NOTED: "done"}
ANSWER_LOOKS = {"": "waiting", Coming.YES: "done", Coming.DEPUTY: "in_progress", Coming.NO: "not_applicable"}


@dataclass(frozen=True)
class Point:
    """A point of an agenda for one reader. `about`, `comment_url`, `moved_to` are '' where they may not be read."""

    key: str
    number: int
    title: str
    text: str
    presenter: str
    about: str
    about_url: str
    comment_url: str
    outcome: str
    state: str
    label: str
    look: str
    is_open: bool
    is_moved: bool
    moved_to: str
    moved_url: str
    position: int
    act_url: str


def points_of(programme: Programme, meeting: Meeting, actor) -> list[Point]:
    """The agenda as far as it is shown, in one statement and one for each kind of record that it points at."""
    if not programme.meetings_revision or not rules.sees_agenda(programme, meeting):
        return []
    rows = meeting.agenda.select_related("comment__answer_to", "moved_to__meeting")
    return [_point(programme, meeting, row, number, actor) for number, row in enumerate(rows, 1)]


def _point(programme: Programme, meeting: Meeting, row: AgendaPoint, number: int, actor) -> Point:
    original, place = programme.original_language, row.place_in(programme)
    seen = place if place and rules.sees_place(programme, place) else None
    names = {"slug": programme.slug, "key": meeting.key, "point": row.key}
    moved = _moved_to(programme, row)
    return Point(
        key=str(row.key),
        number=number,
        title=text(row.title, original),
        text=text(row.text, original),
        presenter=row.presenter,
        about=seen.label(programme) if seen else "",
        about_url=seen.url(programme) if seen else "",
        comment_url=_comment_url(programme, row, actor),
        outcome=text(row.outcome, original),
        state=row.state,
        label=row.get_state_display(),
        look=POINT_LOOKS[PointState(row.state)],
        is_open=row.is_open,
        is_moved=row.moved_to_id is not None,
        moved_to=_day(moved) if moved else "",
        moved_url=subject_url(programme.slug, "meeting", moved.key) if moved else "",
        position=row.position,
        act_url=reverse("edit_agenda_point", kwargs=names).removesuffix("edit/"),
    )


def _moved_to(programme: Programme, row: AgendaPoint) -> Meeting | None:
    """The meeting in which it goes on, for those who see that one."""
    meeting = row.moved_to.meeting if row.moved_to else None
    return meeting if meeting and rules.sees_place(programme, place_of(meeting)) else None


def _comment_url(programme: Programme, row: AgendaPoint, actor) -> str:
    comment = row.comment
    if comment is None or comment.withdrawn_at is not None:
        return ""
    comment.programme = programme
    if not rules.reads_comment(actor, programme, comment):
        return ""
    return reverse("comment", kwargs={"slug": programme.slug, "key": comment.key})


def _day(meeting: Meeting) -> str:
    return date_format(meeting.held_on, "SHORT_DATE_FORMAT") if meeting.held_on else _("no date yet")


def told_when(meeting: Meeting) -> str:
    """Its day and hours: “3 December 2026, 13.00–14.30”."""
    day = date_format(meeting.held_on) if meeting.held_on else _("no date yet")
    return ", ".join(filter(None, [day, meeting.hours]))


def present_at(meeting: Meeting, programme: Programme) -> str:
    seats = ((text(seat.names, programme.original_language),) for seat in meeting.present.all())
    return format_html_join(", ", "{}", seats)


# The page of a meeting


def meeting_detail(programme: Programme, meeting: Meeting, reader: Reader) -> Detail:
    """When and where it is, who was present, its agenda, and what can be done with it."""
    link = format_html('<a href="{}">{}</a>', meeting.minutes_link, _("Minutes")) if meeting.minutes_link else ""
    facts = [
        (_("When"), told_when(meeting)),
        (_("Where"), text(meeting.venue, programme.original_language)),
        (_("Present"), present_at(meeting, programme) or "–"),
        (_("Minutes"), link),
    ]
    return Detail(
        state=LOOKS[meeting.state],
        label=meeting.state.label,
        facts=facts,
        body=attachments(programme, meeting, reader.can_edit),
        template="programmes/meetings/meeting.html",
        data=_data(programme, meeting, reader),
    )


def _data(programme: Programme, meeting: Meeting, reader: Reader) -> dict:
    state, names = meeting.state, {"slug": programme.slug, "key": meeting.key}
    points = points_of(programme, meeting, reader.actor)
    invited = invited_to(meeting) if meeting.invited_at else []
    own = [each for each in invited if each.is_for(rules.account_of(reader.actor))]
    can_prepare = reader.can_edit and meeting.archived_at is None and state != MeetingState.CANCELLED
    return {
        "meeting": meeting,
        "state": state,
        "points": points,
        "has_agenda": rules.sees_agenda(programme, meeting),
        "can_prepare": can_prepare,
        "has_open": any(each.is_open for each in points),
        "can_carry": reader.can_edit and state in (MeetingState.HELD, MeetingState.CANCELLED),
        "can_fill": can_prepare and any(map(_comes, invited)) and meeting.has_come,
        "can_convene": reader.can_manage and meeting.archived_at is None,
        "why_not": why_not_invite(meeting) if reader.can_manage and state == MeetingState.DRAFT else "",
        "own": [_asked(programme, each) for each in own] if state == MeetingState.INVITED else [],
        "invited": [_asked(programme, each) for each in invited] if reader.can_edit else [],
        "answers": Coming.choices,
        "languages": _languages(programme, names) if points else [],
        "urls": {name: reverse(name, kwargs=names) for name in ACTS},
    }


ACTS = (
    "add_agenda_point",
    "answer_meeting",
    "cancel_meeting",
    "carry_over_points",
    "fill_attendance",
    "invite_to_meeting",
    "meeting_file",
    "meeting_room",
)


def _comes(invitation: MeetingInvitation) -> bool:
    return invitation.standing in (Coming.YES, Coming.DEPUTY)


def _asked(programme: Programme, each: MeetingInvitation) -> dict:
    """A seat that was invited: whose it is, what it has answered, and whether a mail reaches anybody."""
    answer, before = each.standing, each.before
    return {
        "key": str(each.key),
        "name": text(each.seat.names, programme.original_language),
        "people": ", ".join(str(person) for person in each.people),
        "answer": answer,
        "label": Coming(answer).label if answer else _("No answer yet"),
        "before": Coming(before).label if before else "",
        "look": ANSWER_LOOKS[answer],
        "by": each.answered_by,
        "has_deputy": each.seat.deputy_id is not None or bool(each.seat.deputy_name),
    }


def _languages(programme: Programme, names: dict) -> list[dict]:
    """In which languages the agenda, or the minutes, are had as a PDF."""
    return [
        {
            "name": get_language_info(code)["name_translated"],
            "url": reverse("request_minutes", kwargs={**names, "language": code}),
        }
        for code in programme.languages
    ]


def steps_through(points: Iterable[Point], at: int) -> dict:
    """One point of the agenda, with those before and after it; the first one where there is no such."""
    rows = list(points)
    number = min(max(at, 1), len(rows)) if rows else 0
    return {
        "point": rows[number - 1] if rows else None,
        "number": number,
        "of": len(rows),
        "previous": rows[number - 2] if number > 1 else None,
        "following": rows[number] if 0 < number < len(rows) else None,
    }
