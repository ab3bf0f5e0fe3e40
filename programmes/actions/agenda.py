"""The agenda of a meeting: its points, what was decided on them, and those that go on in the next meeting.

No act here changes the programme itself. What a decision settles is settled by the act that always does it: a section
that somebody is to see to (`actions.duties`), a response to what was said (`actions.dispositions`).
"""

from datetime import date

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused, check_says_same, stands_already
from programmes import history
from programmes.actions.dispositions import respond
from programmes.actions.duties import assign_duty
from programmes.actions.turns import take_turn
from programmes.enums import MeetingState
from programmes.models import AgendaPoint, Disposition, Duty, Meeting, Programme
from programmes.models.readers import people
from stakeholders.models import User, today

__all__ = ["Refused", "add_point_of_agenda", "carry_over_points", "decide_point_of_agenda"]

#: what people write of a point before the meeting
WRITTEN = ("title", "text", "place", "comment_id", "presenter")


@transaction.atomic
def add_point_of_agenda(point: AgendaPoint, *, by: Actor) -> AgendaPoint:
    """Put a point at the end of the agenda. A second click finds the first one's. Raises Refused, and SentBefore."""
    _newest_meeting(point.meeting, by=by)
    if already := AgendaPoint.objects.filter(meeting=point.meeting, key=point.key).first():
        check_says_same(already, {name: getattr(point, name) for name in WRITTEN})
        return already
    point.position = _next_position(point.meeting)
    point.save(force_insert=True)
    _tell("add_point_of_agenda", point, ["title", "text"], by=by)
    return point


@transaction.atomic
def change_point_of_agenda(changed: AgendaPoint, *, row_version: int, by: Actor) -> None:
    """Write it otherwise; a second click changes nothing. Raises Meanwhile where somebody has saved it since the form was
    opened."""
    if _stands_already(changed, row_version, by=by):
        return
    _save(changed)
    _tell("change_point_of_agenda", changed, ["title", "text", "presenter"], by=by)


@transaction.atomic
def remove_point_of_agenda(point: AgendaPoint, *, by: Actor) -> None:
    """Take it off the agenda, while nothing came of it. A second click changes nothing."""
    _newest_meeting(point.meeting, by=by)
    found = AgendaPoint.objects.filter(pk=point.pk).first()
    if found is None:
        return
    if not found.is_open:
        raise Refused(_("Something was decided on this point, or it goes on in another meeting: it stays where it is."))
    found.meeting = point.meeting
    found.delete()
    _tell("remove_point_of_agenda", found, ["position"], by=by)


@transaction.atomic
def move_point_of_agenda(point: AgendaPoint, *, up: bool, position: int, by: Actor) -> None:
    """Change places with the point above or below. `position`: where it stood on the page; a second click changes
    nothing."""
    _newest_meeting(point.meeting, by=by)
    rows = list(point.meeting.agenda.all())
    at = next((number for number, row in enumerate(rows) if row.pk == point.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other not in range(len(rows)) or rows[at].position != position:
        return
    rows[at], rows[other] = rows[other], rows[at]
    for number, row in enumerate(rows, 1):
        row.position = number
    AgendaPoint.objects.bulk_update(rows, ["position"])
    _tell("move_point_of_agenda", point, ["position"], by=by)


@transaction.atomic
def decide_point_of_agenda(
    decided: AgendaPoint,
    *,
    row_version: int,
    by: Actor,
    item: str = "",
    person: User | None = None,
    due_on: date | None = None,
    result: str = "",
) -> None:
    """Write down what became of a point. With a `person`, they are asked to see to the section `item` until a day; with a
    `result`, the comment of the point gets it as its response, for the reason that was decided. A second click changes nothing.
    Raises Refused, and Meanwhile."""
    programme = decided.meeting.programme
    if not decided.meeting.has_come:
        raise Refused(_("What was decided is written down on the day of the meeting, not before."))
    if AgendaPoint.objects.filter(pk=decided.pk, moved_to__isnull=False).exists():
        raise Refused(_("This point goes on in a later meeting. Write there what was decided."))
    stands = _stands_already(decided, row_version, by=by)
    if not stands:
        _save(decided)
    if person:
        _ask(programme, item, person, due_on, by=by)
    if result and decided.comment:
        _respond(programme, decided, result, by=by)
    if not stands:
        _tell("decide_point_of_agenda", decided, ["state", "outcome"], by=by)


def _ask(programme: Programme, item: str, person: User, due_on: date | None, *, by: Actor) -> None:
    """Whoever is asked already keeps the deputy, and the day unless another is given."""
    known = Duty.objects.select_related("deputy").filter(programme=programme, item=item, person=person).first()
    deputy = known.deputy if known and known.deputy in people(programme) else None
    assign_duty(programme, item, person, deputy=deputy, due_on=due_on or (known and known.due_on), by=by)


def _respond(programme: Programme, decided: AgendaPoint, result: str, *, by: Actor) -> None:
    comment = decided.comment
    comment.programme = programme
    before = comment.disposition
    said = Disposition(result=result, reason=decided.outcome, change=before.change if before else "")
    respond(comment, said, row_version=before.row_version if before else 0, by=by)


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The next one after it that is still to come; one that has no day yet comes last."""
    rows = meeting.programme.meetings.filter(archived_at=None, cancelled_at=None).exclude(pk=meeting.pk)
    rows = rows.exclude(held_on__lt=max(today(), meeting.held_on or today()))
    coming = [row for row in rows.order_by(F("held_on").asc(nulls_last=True), "pk") if row.state != MeetingState.HELD]
    return coming[0] if coming else None


@transaction.atomic
def carry_over_points(meeting: Meeting, *, by: Actor) -> tuple[Meeting, int]:
    """Put everything on which nothing was decided on the agenda of the next meeting; gives that and how many points. A
    second click finds none. Raises Refused where there is no next meeting."""
    take_turn(meeting.programme, by=by)
    to = next_meeting(meeting)
    if to is None:
        raise Refused(_("There is no later meeting yet. Add the next one first."))
    to.programme = meeting.programme
    open_points = [point for point in meeting.agenda.all() if point.is_open]
    position = _next_position(to)
    for number, point in enumerate(open_points):
        further = {name: getattr(point, name) for name in WRITTEN}
        point.moved_to = AgendaPoint.objects.create(meeting=to, position=position + number, **further)
    AgendaPoint.objects.bulk_update(open_points, ["moved_to"])
    if open_points:
        history.record_meeting("carry_over_points", meeting, ["agenda"], by=by, data={"number": len(open_points)})
    return to, len(open_points)


# What they share


def _newest_meeting(meeting: Meeting, *, by: Actor) -> None:
    """Nobody else acts on the programme; of a meeting in the archive, or cancelled, nothing is written any more."""
    take_turn(meeting.programme, by=by)
    found = Meeting.objects.only("archived_at", "cancelled_at").get(pk=meeting.pk)
    if found.archived_at is not None or found.cancelled_at is not None:
        raise Refused(_("The meeting was cancelled, or is in the archive. Nothing was saved."))


def _stands_already(changed: AgendaPoint, row_version: int, *, by: Actor) -> bool:
    _newest_meeting(changed.meeting, by=by)
    found = AgendaPoint.objects.filter(pk=changed.pk).first()
    if found is None:
        raise Refused(_("Somebody has taken this point away since you opened it. Nothing was saved."))
    changed.position, changed.moved_to_id, changed.row_version = found.position, found.moved_to_id, found.row_version
    return stands_already(changed, found, row_version)


def _save(changed: AgendaPoint) -> None:
    changed.row_version += 1
    changed.save()


def _next_position(meeting: Meeting) -> int:
    return (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1


def _tell(verb: str, point: AgendaPoint, fields: list[str], *, by: Actor) -> None:
    history.record_meeting(verb, point.meeting, fields, by=by, data={"point": point.title})
