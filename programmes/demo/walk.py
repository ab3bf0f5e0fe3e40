"""Walks content through the actions, as people would: a programme that was started gets everything that its content says."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model

from integration_programme.actors import Actor
from integration_programme.translations import TranslatedField, Translations
from programmes.actions.contents import keep
from programmes.actions.items import mark_item
from programmes.actions.organisations import take_group
from programmes.actions.programmes import choose_group
from programmes.actions.records import add_record, change_record
from programmes.demo.files import file
from programmes.enums import ItemStatus
from programmes.models import DecisionStep, ItemMark, Picture, Programme
from programmes.models.kinds import KINDS
from stakeholders.actions.groups import save_group, save_officer, save_seat, seat_person
from stakeholders.models import CooperationGroup, GroupOfficer, Municipality, Seat, User

#: lists in which a new programme has rows from the start, or which only a joint one has
BEGUN = ("links", "invitations", "milestones", "partner_responsibilities")
#: a picture within a text, by its `ref`
SHOWN = re.compile(r'data-picture="([a-z]+)"')


def walk(programme: Programme, data: Mapping[str, Any], *, by: Actor, people: Mapping[str, User]) -> None:
    """Everything that the content says of a programme that was just started; what it does not say stays empty.

    `people`: who sits on the seats of its group, by the name that the content has for them; others' seats stay free.
    """
    change(programme, data["programme"].get("fields", {}), by=by)
    known = _with_group(programme, data["group"], people, by=by) if "group" in data else {}
    for kind in KINDS.values():
        if kind.is_single and kind.rows:
            change(getattr(programme, kind.rows), data.get(kind.rows, {}), by=by)
    for answer in programme.answers.all():
        change(answer, data["answers"].get(answer.question, {}), by=by)
    for element in programme.elements.all():
        change(element, data["elements"][element.element], by=by)
    for milestone, row in zip(programme.milestones.all(), data["milestones"], strict=True):
        change(milestone, row, by=by)
    for kind in KINDS.values():
        if kind.is_list and kind.rows not in BEGUN:
            for row in data.get(kind.rows, []):
                add(programme, kind.model, row, known, by=by)
    for invitation in programme.invitations.all():
        row = data["invitations"][invitation.body_group]
        change(invitation, row | {"organisation": known.get(row.get("organisation"))}, by=by)
    _mark(programme, data["marks"], by=by)


def _with_group(
    programme: Programme, row: Mapping[str, Any], people: Mapping[str, User], *, by: Actor
) -> dict[str, Any]:
    """The programme's group with its seats, and these and their organisations by the names they have in the content."""
    group, seats = _group(programme.lead.municipality, row, people, by=by)
    choose_group(programme, group, by=by)
    take_group(programme, by=by)
    seated = {row.seat_id: row for row in programme.organisations.all()}
    known: dict[str, Any] = {f"seat:{ref}": seat for ref, seat in seats.items()}
    return known | {f"org:{ref}": seated[seat.pk] for ref, seat in seats.items() if seat.pk in seated}


def _group(
    municipality: Municipality, row: Mapping[str, Any], people: Mapping[str, User], *, by: Actor
) -> tuple[CooperationGroup, dict[str, Seat]]:
    """The cooperation group and its seats by their `ref`."""
    group = CooperationGroup(names=Translations(row["names"]))
    group = save_group(group, municipalities=[municipality], row_version=1, by=by)
    seats = {}
    for given in row["seats"]:
        seat = Seat(group=group)
        fill(seat, {name: value for name, value in given.items() if name not in ("ref", "person")})
        save_seat(seat, row_version=1, by=by)
        if person := people.get(given.get("person", "")):
            seat_person(seat, person, as_deputy=False)
        seats[given["ref"]] = seat
    for given in row["officers"]:
        officer = GroupOfficer(group=group, seat=seats.get(given.get("seat")))
        fill(officer, {name: value for name, value in given.items() if name != "seat"})
        save_officer(officer, row_version=0, by=by)
    return group, seats


def _mark(programme: Programme, marks: Mapping[str, Any], *, by: Actor) -> None:
    rows = [{"item": key, "status": ItemStatus.DONE} for key in marks["done"]]
    rows += [{**row, "status": ItemStatus.IN_PROGRESS} for row in marks.get("in_progress", [])]
    left = marks.get("not_dealt_with", [])
    rows += [{"item": key, "status": ItemStatus.NOT_APPLICABLE, "reason": marks["reason"]} for key in left]
    for row in rows:
        mark = ItemMark(programme=programme)
        fill(mark, row)
        mark_item(mark, row_version=1, by=by)


def change(record, fields: Mapping[str, Any], *, by: Actor) -> None:
    """Change a record of a programme to what these fields say; nothing where there are none."""
    if fields:
        fill(record, fields)
        change_record(record, row_version=record.row_version, by=by)


def add(programme: Programme, model, row: Mapping[str, Any], known: dict[str, Any], *, by: Actor) -> None:
    """Add one record; it is known to later ones by its `ref`, or by its code."""
    many = {field.name for field in model._meta.many_to_many}
    record, links = model(programme=programme), {}
    if "file" in row:
        record.take(keep(programme, file(row["file"])))
    if "ref" in row:
        record.key = key_of(programme, model, row["ref"])
    for name, value in row.items():
        field = None if name in ("ref", "file") else model._meta.get_field(name)
        if field is None:
            continue
        if name in many:
            links[name] = [known[ref] for ref in value]
        elif field.many_to_one:
            setattr(record, name, known[value])
        else:
            fill(record, {name: value})
    if model is DecisionStep:
        record.part = programme.lead
    add_record(record, links, by=by)
    known[row.get("ref") or getattr(record, "code", "") or str(record.key)] = record


def key_of(programme: Programme, model: type[Model], ref: str) -> UUID:
    """The key of a record, always the same in the same programme: texts name a picture before it is there."""
    return uuid5(programme.key, f"{model.__name__}:{ref}")


def fill(record, fields: Mapping[str, Any]) -> None:
    """Give a record the values of the content."""
    for name, value in fields.items():
        setattr(record, name, _value(record, name, value))


def _value(record, name: str, value: Any) -> Any:
    if isinstance(record._meta.get_field(name), TranslatedField):
        return Translations({language: _with_pictures(record, text) for language, text in value.items()})
    return dict(value) if isinstance(value, dict) else value


def _with_pictures(record, text: str) -> str:
    return SHOWN.sub(lambda shown: f'data-picture="{key_of(record.programme, Picture, shown[1])}"', text)
