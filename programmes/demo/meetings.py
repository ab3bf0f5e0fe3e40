"""The demo's meetings: what was decided in one that was held, one that people are invited to, and a draft."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from integration_programme.translations import Translations
from programmes.actions.agenda import add_point_of_agenda, carry_over_points, decide_point_of_agenda
from programmes.actions.meetings import answer_meeting, invite_to_meeting
from programmes.actions.records import add_record
from programmes.demo.comments import subject
from programmes.enums import Coming, PointState
from programmes.models import AgendaPoint, Meeting, Programme
from stakeholders.models import User, today


def meet_all(programme: Programme, rows: Iterable[Mapping[str, Any]], people: Mapping[str, User]) -> None:
    """Every meeting with its agenda; what was left open in the one that was held goes on in the next one."""
    by, made = people["coordinator"], []
    for row in rows:
        meeting = _meeting(programme, row, by=by)
        for point in row["points"]:
            _put(meeting, point, by=by)
        if row.get("invites"):
            invite_to_meeting(meeting, by=by)
        for answer in row.get("answers", []):
            seats = {each.seat.organisation.text("fi"): each for each in meeting.invitations.select_related("seat")}
            answer_meeting(seats[answer["seat"]], Coming(answer["answer"]), by=people[answer["by"]])
        made.append(meeting)
    carry_over_points(made[0], by=by)


def _meeting(programme: Programme, row: Mapping[str, Any], *, by: User) -> Meeting:
    if "held" in row:
        meeting = programme.meetings.get(held_on=row["held"])
    else:
        facts = {name: row[name] for name in ("begins_at", "ends_at") if name in row}
        texts = {name: Translations(row[name]) for name in ("topic", "venue") if name in row}
        meeting = Meeting(programme=programme, held_on=today() + timedelta(days=row["days"]), **facts, **texts)
        add_record(meeting, by=by)
    meeting.programme = programme
    return meeting


def _put(meeting: Meeting, row: Mapping[str, Any], *, by: User) -> None:
    """A point, and what was decided on it."""
    texts = {name: Translations(row[name]) for name in ("title", "text") if name in row}
    place = str(subject(meeting.programme, row["at"])) if "at" in row else ""
    point = AgendaPoint(meeting=meeting, place=place, presenter=row.get("presenter", ""), **texts)
    point = add_point_of_agenda(point, by=by)
    if row["state"] != PointState.OPEN:
        point.state, point.outcome = row["state"], Translations(row["outcome"])
        decide_point_of_agenda(point, row_version=point.row_version, by=by)
