"""Walks the demo's content through the actions."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from indicators.actions import load_observations
from indicators.models import Observation
from integration_programme.actors import Actor
from integration_programme.translations import TranslatedField, Translations
from programmes.actions.contents import keep
from programmes.actions.items import mark_item
from programmes.actions.organisations import take_group
from programmes.actions.programmes import choose_group, share_programme, start_programme
from programmes.actions.records import add_record, change_record
from programmes.demo.content import content
from programmes.demo.files import file
from programmes.demo.people import Cast
from programmes.enums import ItemStatus
from programmes.models import DecisionStep, ItemMark, Programme
from programmes.models.kinds import KINDS
from programmes.models.sharing import SWITCHED
from stakeholders.actions.contacts import save_contact
from stakeholders.actions.groups import save_group, save_officer, save_seat, seat_person
from stakeholders.models import CentreContact, CooperationGroup, GroupOfficer, Seat, today

DEMO_SLUG = "demo"
REAL_SLUG = "narpes"
#: lists in which a new programme has rows from the start, or which only a joint one has
BEGUN = ("links", "invitations", "milestones", "partner_responsibilities")
#: Days from the seeding to the first decision that is still to come, at least.
AHEAD = timedelta(days=7)


@transaction.atomic
def seed(cast: Cast) -> list[Programme]:
    """Both demo programmes; those that exist already are left as they are."""
    _contact(cast)
    found = {programme.slug: programme for programme in Programme.objects.filter(slug__in=[DEMO_SLUG, REAL_SLUG])}
    return [
        found.get(DEMO_SLUG) or _complete_programme(cast),
        found.get(REAL_SLUG) or _programme_just_begun(cast),
    ]


def _contact(cast: Cast) -> None:
    """Whom both municipalities ask at their centre, unless somebody has kept one there already."""
    contact = CentreContact(centre=cast.real.centre)
    if contact.centre.contacts.exists():
        return
    for name, value in content()["centre_contact"].items():
        setattr(contact, name, _value(contact, name, value))
    save_contact(contact, row_version=0, by=cast.people["adviser"])


def _programme_just_begun(cast: Cast) -> Programme:
    """Nothing but the real figures is in it."""
    return start_programme(cast.real, by=cast.people["coordinator"], slug=REAL_SLUG, is_demo=True)


def _complete_programme(cast: Cast) -> Programme:
    data, by = content(), cast.people["coordinator"]
    load_observations(_observations(cast.municipality.pk, data["observations"]))
    frame = data["programme"]
    programme = start_programme(
        cast.municipality,
        by=by,
        slug=DEMO_SLUG,
        start=frame["start"],
        period=(frame["period_start"], frame["period_end"]),
        is_demo=True,
    )
    _change(programme, frame["fields"], by=by)
    group, seats = _group(cast, data["group"])
    choose_group(programme, group, by=by)
    take_group(programme, by=by)
    seated = {row.seat_id: row for row in programme.organisations.all()}
    known: dict[str, Any] = {f"seat:{ref}": seat for ref, seat in seats.items()}
    known |= {f"org:{ref}": seated[seat.pk] for ref, seat in seats.items() if seat.pk in seated}
    for kind in KINDS.values():
        if kind.is_single and kind.rows:
            _change(getattr(programme, kind.rows), data[kind.rows], by=by)
    for answer in programme.answers.all():
        _change(answer, data["answers"][answer.question], by=by)
    for element in programme.elements.all():
        _change(element, data["elements"][element.element], by=by)
    late = _lateness(data["decision_steps"])
    for milestone, row in zip(programme.milestones.all(), data["milestones"], strict=True):
        _change(milestone, _postponed(row, late), by=by)
    for kind in KINDS.values():
        if kind.is_list and kind.rows not in BEGUN:
            for row in data[kind.rows]:
                _add(programme, kind.model, _postponed(row, late) if kind.tells_handling else row, known, by=by)
    for invitation in programme.invitations.all():
        row = data["invitations"][invitation.body_group]
        _change(invitation, row | {"organisation": known.get(row.get("organisation"))}, by=by)
    _marks(programme, data["marks"], by=by)
    share_programme(programme, SWITCHED, by=by)
    return programme


def _observations(code: str, statistics: dict[str, dict]) -> list[Observation]:
    """The made-up municipality's figures, all of them with the source that says so."""
    return [
        Observation(area_code=code, statistic=statistic, period=period, value=value, source="demo")
        for statistic, values in statistics.items()
        for period, value in values.items()
    ]


def _lateness(steps: list[dict]) -> timedelta:
    """How far decisions still to come must be put off, so that a demo loaded later does not begin overdue."""
    first = min(step["planned_on"] for step in steps if "decided_on" not in step)
    return max(timedelta(0), today() + AHEAD - first)


def _postponed(row: dict, late: timedelta) -> dict:
    if "decided_on" in row or "done_on" in row:
        return row
    return row | {name: row[name] + late for name in ("planned_on", "due_on") if name in row}


def _group(cast: Cast, row: dict) -> tuple[CooperationGroup, dict[str, Seat]]:
    """The cooperation group and its seats by their `ref`; the demo's member sits on one of them."""
    by = cast.people["coordinator"]
    group = CooperationGroup(names=Translations(row["names"]))
    group = save_group(group, municipalities=[cast.municipality], row_version=1, by=by)
    seats = {}
    for given in row["seats"]:
        seat = Seat(group=group)
        for name, value in given.items():
            if name not in ("ref", "person"):
                setattr(seat, name, _value(seat, name, value))
        save_seat(seat, row_version=1, by=by)
        if given.get("person"):
            seat_person(seat, cast.people[given["person"]], as_deputy=False)
        seats[given["ref"]] = seat
    for given in row["officers"]:
        officer = GroupOfficer(group=group, seat=seats.get(given.get("seat")))
        for name, value in given.items():
            if name != "seat":
                setattr(officer, name, _value(officer, name, value))
        save_officer(officer, row_version=0, by=by)
    return group, seats


def _marks(programme: Programme, marks: dict, *, by: Actor) -> None:
    rows = [{"item": key, "status": ItemStatus.DONE} for key in marks["done"]]
    rows += [{**row, "status": ItemStatus.IN_PROGRESS} for row in marks["in_progress"]]
    for row in rows:
        mark = ItemMark(programme=programme)
        for name, value in row.items():
            setattr(mark, name, _value(mark, name, value))
        mark_item(mark, row_version=1, by=by)


def _change(record, fields: dict, *, by: Actor) -> None:
    for name, value in fields.items():
        setattr(record, name, _value(record, name, value))
    change_record(record, row_version=record.row_version, by=by)


def _add(programme: Programme, model, row: dict, known: dict[str, Any], *, by: Actor) -> None:
    """Add one record; it is known to later ones by its `ref`, or by its code."""
    many = {field.name for field in model._meta.many_to_many}
    record, links = model(programme=programme), {}
    if "file" in row:
        record.take(keep(programme, file(row["file"])))
    for name, value in row.items():
        field = None if name in ("ref", "file") else model._meta.get_field(name)
        if field is None:
            continue
        if name in many:
            links[name] = [known[ref] for ref in value]
        elif field.many_to_one:
            setattr(record, name, known[value])
        else:
            setattr(record, name, _value(record, name, value))
    if model is DecisionStep:
        record.part = programme.lead
    add_record(record, links, by=by)
    known[row.get("ref") or getattr(record, "code", "") or str(record.key)] = record


def _value(record, name: str, value: Any) -> Any:
    field = record._meta.get_field(name)
    if isinstance(field, TranslatedField):
        return Translations(value)
    if isinstance(value, date) or not isinstance(value, dict):
        return value
    return dict(value)
