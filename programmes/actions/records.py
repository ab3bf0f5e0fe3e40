"""Adding, changing, archiving, restoring and ordering records of any phase."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from integration_programme import records
from integration_programme.actors import Actor
from integration_programme.records import Record, Refused, StaleRecord
from integration_programme.translations import Translations
from programmes import history
from programmes.actions import organisations, partners
from programmes.actions.turns import take_turn
from programmes.completeness.taken_over import is_taken_over
from programmes.models import HasExample, Measure, Programme, ProgrammeMunicipality, ProgrammeRecord, said_in_example
from programmes.models.codes import CodedRecord
from programmes.models.kinds import kind_of

__all__ = [
    "StaleRecord",
    "StillNeeded",
    "add_record",
    "archive_record",
    "change_record",
    "keep_record",
    "move_record",
    "new_code",
    "restore_record",
    "take_example",
]


class StillNeeded(Refused):
    """The record cannot go to the archive yet; the sentence names what still needs it."""


def new_code(record: CodedRecord) -> str:
    """The next free code of this kind in the programme; archived records count, so no code comes twice."""
    prefix = record.code_prefix
    if isinstance(record, Measure):
        prefix += record.objective.code.removeprefix("O") + "."
    taken = type(record).objects.filter(programme=record.programme, code__startswith=prefix)
    numbers = [
        int(code[len(prefix) :]) for code in taken.values_list("code", flat=True) if code[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


@transaction.atomic
def add_record(record: ProgrammeRecord, links: dict[str, list] | None = None, *, by: Actor) -> Record:
    """Save a new record at the end of its list; a second click finds the first one's row and changes nothing.

    `record.key` must be the key that the form was made with. Returns the saved row: the record itself, or the one that
    was there already. Raises Refused when that one has been archived.
    """
    take_turn(record.programme, by=by, at=_item_of(record))
    siblings = type(record).objects.filter(programme=record.programme)
    if already := type(record).objects.filter(key=record.key).first():
        if already.programme_id == record.programme.pk:
            return already
        record.key = uuid.uuid4()  # nobody is given another programme's key; whoever sends one gets a key of their own
    if twin := record.twin():
        if twin.archived_at is not None:
            raise Refused(_("%(record)s is in the archive of this phase. Bring it back from there.") % {"record": twin})
        return twin
    links = organisations.put_named(record, links, by=by)
    if isinstance(record, CodedRecord):
        record.code = new_code(record)
    record.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    changed = records.save_record(record, row_version=0, by=by, links=links)
    _tell("add_record", record, changed, by=by)
    return record


@transaction.atomic
def change_record(record: Record, links: dict[str, list] | None = None, *, row_version: int, by: Actor) -> None:
    """Save a changed record. Raises StaleRecord, and writes nothing, when somebody saved since `row_version`."""
    take_turn(_programme(record), by=by, at=_item_of(record))
    links = organisations.put_named(record, links, by=by)
    changed = records.save_record(record, row_version=row_version, by=by, links=links)
    _tell("change_record", record, changed, by=by)


@transaction.atomic
def keep_record(record: ProgrammeRecord, *, by: Actor) -> bool:
    """Say that what came from the former programme, or from the example, holds here: a save that changes nothing else.
    False, and nothing written, when somebody has saved it since."""
    fresh = _newest(record, by=by)
    if not is_taken_over(record.programme, fresh):
        return False
    records.save_record(fresh, row_version=fresh.row_version, by=by)
    _tell("keep_record", fresh, by=by)
    return True


@transaction.atomic
def take_example(record: ProgrammeRecord, *, by: Actor) -> bool:
    """Begin a text with the example's, in each language of the programme that it has: told to be from there until
    somebody saves it. False, and nothing written, where anything is written already or the example says nothing."""
    fresh = _newest(record, by=by)
    if not isinstance(fresh, HasExample) or fresh.archived_at is not None or not fresh.is_unwritten:
        return False
    said, languages = said_in_example(fresh.example_part), fresh.programme.languages
    text = Translations({language: said[language].html for language in languages if language in said})
    if not text:
        return False
    fresh.begin_with(text)
    changed = records.save_record(fresh, row_version=fresh.row_version, by=by)
    _tell("take_example", fresh, changed, by=by)
    return True


@transaction.atomic
def archive_record(record: ProgrammeRecord, *, by: Actor) -> None:
    """Put a record into the archive; a second click finds it there and changes nothing. Raises StillNeeded."""
    fresh = _newest(record, by=by)
    if fresh.archived_at is not None:
        return
    if reason := fresh.why_not_archive():
        raise StillNeeded(reason)
    records.archive_record(fresh, by=by)
    _tell("archive_record", fresh, ["archived_at"], by=by)


@transaction.atomic
def restore_record(record: ProgrammeRecord, *, by: Actor) -> None:
    """Take a record back from the archive; a second click changes nothing."""
    fresh = _newest(record, by=by)
    if fresh.archived_at is None:
        return
    records.restore_record(fresh, by=by)
    _tell("restore_record", fresh, ["archived_at"], by=by)


def _newest(record: ProgrammeRecord, *, by: Actor) -> ProgrammeRecord:
    """The row as it is now, while nobody else adds to, archives from or orders this programme."""
    take_turn(record.programme, by=by, at=_item_of(record))
    fresh = type(record).objects.get(pk=record.pk)
    fresh.programme = record.programme
    return fresh


@transaction.atomic
def move_record(record: ProgrammeRecord, *, up: bool, by: Actor, seen_at: int | None = None) -> bool:
    """Change places with the neighbour above or below; at the end of the last list nothing happens, nor when the record
    no longer stands where the person saw it (`seen_at`, its position): a second click moves it no further. False then.

    Raises Refused when it has been archived.
    """
    record = _newest(record, by=by)
    if record.archived_at is not None:
        raise Refused(_("This is in the archive, where nothing has a place in a list. Bring it back first."))
    if seen_at not in (None, record.position):
        return False
    rows = _rows_in(record.listed_in, record)
    at = rows.index(record)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return _move_beyond(record, record.list_beyond(up=up), up=up, by=by)
    places = [row.position for row in rows]
    if len(set(places)) < len(places):
        places = list(range(1, len(rows) + 1))
    rows[at], rows[to] = rows[to], rows[at]
    moved = [row for row, position in zip(rows, places, strict=True) if row.position != position]
    for row, position in zip(rows, places, strict=True):
        row.position = position
    # Order is not something people wrote: no new save, so an open form of the row stays good.
    type(record).objects.bulk_update(moved, ["position"])
    history.record("move_record", record.programme, by=by, record=record, fields=["position"])
    return True


def _rows_in(within: Any, record: ProgrammeRecord) -> list[ProgrammeRecord]:
    """The rows of a list in which records like this one are ordered, such as the measures of one objective."""
    rows = type(record).objects.current().filter(programme=record.programme)
    for row in rows:
        row.programme = record.programme
    return [row for row in rows if row.listed_in == within]


def _move_beyond(record: ProgrammeRecord, within: Any, *, up: bool, by: Actor) -> bool:
    """Go on at the near end of another list: that is written in the record, so it is a save of it."""
    if within is None:
        return False
    last = type(record).objects.filter(programme=record.programme).aggregate(last=Max("position"))["last"]
    setattr(record, record.ordered_within, within)
    changed = records.save_record(record, row_version=record.row_version, by=by)
    moved = [record] if up else [record, *_rows_in(within, record)]
    for position, row in enumerate(moved, last + 1):  # no position comes twice, so a second click finds it moved
        row.position = position
    type(record).objects.bulk_update(moved, ["position"])
    history.record("move_record", record.programme, by=by, record=record, fields=[*changed, "position"])
    return True


def _tell(verb: str, record: Record, fields: Iterable[str] = (), *, by: Actor) -> None:
    """The event of the act, and what follows from it where the record is a partner municipality."""
    event = history.record(verb, _programme(record), by=by, record=record, fields=fields)
    if isinstance(record, ProgrammeMunicipality) and not record.is_lead:
        partners.settle(record, event, event.fields, by=by)


def _item_of(record: Record) -> str:
    return kind_of(record).item_of(record)


def _programme(record: Record) -> Programme:
    return record if isinstance(record, Programme) else record.programme
