"""Reads a dump strictly: whatever somebody made of a file, the answer is a programme that can be loaded, or a Fault."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from integration_programme.translations import Translations
from programmes.checklist import EDITIONS, Edition, edition
from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.codes import CodedRecord
from programmes.models.kinds import Kind, kind_of
from programmes.portable import schemas
from programmes.portable.faults import Fault, place_of
from programmes.portable.fields import FRAME, OUTSIDE, facts_of, links_of, of_records
from programmes.portable.shapes import KEYS, SHAPES
from programmes.portable.texts import check_storable
from programmes.portable.values import CODE, fact_in, key_in, moment_in, position_in, text_in, texts_in, wrong_type
from stakeholders.models import CooperationGroup, Municipality, Seat

MOST_ROWS = 5000  # of one kind


@dataclass
class Row:
    """A record as a dump tells it. `links` holds keys: UUIDs, codes of municipalities, or lists of them."""

    kind: Kind
    place: str
    key: UUID
    position: int
    archived_at: datetime | None
    values: dict[str, Any]
    links: dict[str, Any]


@dataclass
class OutsideSeat:
    """A seat of the group: the organisation, never the person."""

    key: UUID
    position: int
    archived_at: datetime | None
    fields: dict[str, Any]


@dataclass
class OutsideGroup:
    key: UUID
    names: Translations
    municipalities: list[str]
    seats: list[OutsideSeat]


@dataclass
class Reading:
    """A whole programme, read and found good. `municipalities`: names by code."""

    written_at: datetime
    programme: Row
    rows: dict[str, list[Row]]
    municipalities: dict[str, Translations] = field(default_factory=dict)
    groups: list[OutsideGroup] = field(default_factory=list)

    @property
    def lead(self) -> Row:
        return next(row for row in self.rows[kind_of(ProgrammeMunicipality).name] if row.values["is_lead"])

    @property
    def checklist(self) -> Edition:
        return edition(self.programme.values["edition"])

    def all_rows(self) -> Iterable[Row]:
        for rows in self.rows.values():
            yield from rows


def read(data: dict[str, Any]) -> Reading:
    """What a dump says, in any schema that ever was. Raises Fault; changes nothing."""
    check_storable(data)
    data = schemas.lifted(data)
    _only(data, {"schema", "written_at", "programme", "records", "outside"}, "")
    written_at = moment_in(data["written_at"], "written_at")
    municipalities, groups = _outside(data["outside"])
    programme = _row(kind_of(Programme), data["programme"], "programme")
    if programme.values["edition"] not in EDITIONS:
        raise Fault("programme / edition", _("There is no such edition of the checklist."))
    records = _dict(data["records"], "records")
    _only(records, {kind.name for kind in of_records()}, "records")
    rows = {kind.name: _rows(kind, records[kind.name]) for kind in of_records()}
    found = Reading(written_at, programme, rows, municipalities, groups)
    _check_values(found)
    _check_keys(found)
    _check_links(found)
    _check_whole(found)
    return found


# Rows


def _rows(kind: Kind, plain: Any) -> list[Row]:
    place = place_of("records", kind.name)
    if not isinstance(plain, list) or len(plain) > MOST_ROWS:
        raise wrong_type(place, _("a list of records"))
    return [_row(kind, each, place_of(place, number)) for number, each in enumerate(plain, 1)]


def _row(kind: Kind, plain: Any, place: str) -> Row:
    plain = _dict(plain, place)
    links, facts = links_of(kind), facts_of(kind)
    _only(plain, {*FRAME, *kind.texts, *(each.name for each in (*links, *facts))}, place)
    texts = {
        name: texts_in(kind.model._meta.get_field(name), plain[name], place_of(place, name)) for name in kind.texts
    }
    return Row(
        kind=kind,
        place=place,
        key=key_in(plain["key"], place_of(place, "key")),
        position=position_in(plain["position"], place_of(place, "position")),
        archived_at=_moment_or_none(plain["archived_at"], place_of(place, "archived_at")),
        values=texts | {each.name: fact_in(each, plain[each.name], place_of(place, each.name)) for each in facts},
        links={each.name: _link(each, plain[each.name], place_of(place, each.name)) for each in links},
    )


def _link(link: models.Field, plain: Any, place: str) -> Any:
    read_one = text_in if OUTSIDE.get(link.related_model) == "code" else key_in
    if link.many_to_many:
        if not isinstance(plain, list) or len(plain) > MOST_ROWS:
            raise wrong_type(place, _("a list of keys"))
        keys = [read_one(each, place_of(place, number)) for number, each in enumerate(plain, 1)]
        if len(set(keys)) < len(keys):
            raise Fault(place, _("The same key comes twice."))
        return keys
    if plain is None:
        if not link.null:
            raise Fault(place, _("Something must stand here."))
        return None
    return read_one(plain, place)


def _dict(plain: Any, place: str) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise wrong_type(place, _("an object with names and values"))
    return plain


def _only(plain: dict[str, Any], names: set[str], place: str) -> None:
    """Refuse names that nobody knows, and an object that lacks some."""
    if unknown := sorted(set(plain) - names):
        raise Fault(place_of(*filter(None, (place, unknown[0][:60]))), _("This service knows nothing of this name."))
    if lacking := sorted(names - set(plain)):
        raise Fault(place_of(*filter(None, (place, lacking[0]))), _("This lacks in the file."))


def _moment_or_none(plain: Any, place: str) -> datetime | None:
    return None if plain is None else moment_in(plain, place)


# What the records name and do not own


def _outside(plain: Any) -> tuple[dict[str, Translations], list[OutsideGroup]]:
    outside = _dict(plain, "outside")
    _only(outside, {"municipalities", "groups"}, "outside")
    names, place = Municipality._meta.get_field("names"), place_of("outside", "municipalities")
    municipalities = {
        code: texts_in(names, texts, place_of(place, code))
        for code, texts in _dict(outside["municipalities"], place).items()
    }
    place = place_of("outside", "groups")
    if not isinstance(outside["groups"], list) or len(outside["groups"]) > MOST_ROWS:
        raise wrong_type(place, _("a list of groups"))
    groups = [_group(each, place_of(place, number)) for number, each in enumerate(outside["groups"], 1)]
    return municipalities, groups


def _group(plain: Any, place: str) -> OutsideGroup:
    plain = _dict(plain, place)
    _only(plain, {"key", "names", "municipalities", "seats"}, place)
    if not isinstance(plain["seats"], list) or len(plain["seats"]) > MOST_ROWS:
        raise wrong_type(place_of(place, "seats"), _("a list of seats"))
    if not isinstance(plain["municipalities"], list):
        raise wrong_type(place_of(place, "municipalities"), _("a list of codes"))
    return OutsideGroup(
        key=key_in(plain["key"], place_of(place, "key")),
        names=texts_in(CooperationGroup._meta.get_field("names"), plain["names"], place_of(place, "names")),
        municipalities=[text_in(code, place_of(place, "municipalities")) for code in plain["municipalities"]],
        seats=[_seat(each, place_of(place, "seats", number)) for number, each in enumerate(plain["seats"], 1)],
    )


def _seat(plain: Any, place: str) -> OutsideSeat:
    plain, facts = _dict(plain, place), ("sector", "valid_from", "valid_to")
    _only(plain, {"key", "position", "archived_at", "organisation", *facts}, place)
    fields = {name: fact_in(Seat._meta.get_field(name), plain[name], place_of(place, name)) for name in facts}
    if fields["valid_from"] and fields["valid_to"] and fields["valid_from"] > fields["valid_to"]:
        raise Fault(place, _("Its values do not go together."))
    organisation = Seat._meta.get_field("organisation")
    return OutsideSeat(
        key=key_in(plain["key"], place_of(place, "key")),
        position=position_in(plain["position"], place_of(place, "position")),
        archived_at=_moment_or_none(plain["archived_at"], place_of(place, "archived_at")),
        fields={
            **fields,
            "organisation": texts_in(organisation, plain["organisation"], place_of(place, "organisation")),
        },
    )


# The whole


def _check_values(found: Reading) -> None:
    """Keys of the checklist, shapes of lists, codes, and values that must go together."""
    for row in (found.programme, *found.all_rows()):
        for name, value in row.values.items():
            _check_value(found.checklist, row, name, value)
        if issubclass(row.kind.model, CodedRecord):
            code, prefix = row.values["code"], row.kind.model.code_prefix
            if not code.startswith(prefix) or not CODE.fullmatch(code.removeprefix(prefix)):
                raise Fault(place_of(row.place, "code"), _("This is no code of such a record."))
        _check_constraints(row)


def _check_value(checklist: Edition, row: Row, name: str, value: Any) -> None:
    about = (row.kind.name, name)
    if about in SHAPES and not SHAPES[about](value, checklist):
        raise Fault(place_of(row.place, name), _("This is not what may stand here."))
    if about in KEYS and value != "" and value not in KEYS[about](checklist):
        raise Fault(
            place_of(row.place, name), _("“%(value)s” is not known to the checklist.") % {"value": str(value)[:60]}
        )


def _check_constraints(row: Row) -> None:
    for constraint in row.kind.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(row.kind.model, row.kind.model(**row.values))
            except ValidationError:
                raise Fault(row.place, _("Its values do not go together.")) from None


def _check_keys(found: Reading) -> None:
    """No key comes twice, and nothing that is there once a programme is there twice."""
    seen: set[UUID] = set()
    for row in (found.programme, *found.all_rows()):
        if row.key in seen:
            raise Fault(place_of(row.place, "key"), _("The same key comes twice."))
        seen.add(row.key)
    for group in found.groups:
        for key in (group.key, *(seat.key for seat in group.seats)):
            if key in seen:
                raise Fault("outside / groups", _("The same key comes twice."))
            seen.add(key)
    for kind in of_records():
        for fields in once_a_programme(kind):
            taken: set[tuple] = set()
            for row in found.rows[kind.name]:
                value = tuple((row.values | row.links)[name] for name in fields)
                if value in taken:
                    raise Fault(place_of(row.place, fields[0]), _("This comes twice in the file."))
                taken.add(value)


def once_a_programme(kind: Kind) -> list[tuple[str, ...]]:
    """Names of fields whose values no two records of a programme share."""
    return [
        tuple(name for name in constraint.fields if name != "programme")
        for constraint in kind.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.condition is None
        and "programme" in constraint.fields
        and len(constraint.fields) > 1
    ]


def _check_links(found: Reading) -> None:
    seats = {seat.key for group in found.groups for seat in group.seats}
    known: dict[Any, set] = {
        Municipality: set(found.municipalities),
        CooperationGroup: {group.key for group in found.groups},
        Seat: seats,
    }
    known |= {kind.model: {row.key for row in found.rows[kind.name]} for kind in of_records()}
    for row in (found.programme, *found.all_rows()):
        for link in links_of(row.kind):
            value = row.links[link.name]
            for key in value if link.many_to_many else [value]:
                if key is not None and key not in known[link.related_model]:
                    raise Fault(place_of(row.place, link.name), _("This leads to nothing in the file."))


def _check_whole(found: Reading) -> None:
    """What every page of a programme relies on."""
    for kind in of_records():
        if kind.is_single and len(found.rows[kind.name]) != 1:
            raise Fault(place_of("records", kind.name), _("Here must be exactly one record."))
    partners = found.rows[kind_of(ProgrammeMunicipality).name]
    if [row.archived_at for row in partners if row.values["is_lead"]] != [None]:
        raise Fault(
            place_of("records", kind_of(ProgrammeMunicipality).name), _("Exactly one municipality leads a programme.")
        )
    values = found.programme.values
    if values["original_language"] not in values["content_languages"]:
        raise Fault("programme / original_language", _("The programme is not written in this language."))
