"""How the fields of a kind stand in a dump: which ones do, and a plain value for each."""

import functools
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.kinds import KINDS, Kind
from stakeholders.models import CooperationGroup, Municipality, Seat, User

#: rows outside a programme that its records name, and by what they are known anywhere
OUTSIDE: dict[type[models.Model], str] = {Municipality: "code", CooperationGroup: "key", Seat: "key"}
#: what a row has besides its texts, facts and links
FRAME = ("key", "position", "archived_at")


def of_records() -> list[Kind]:
    """The kinds whose rows belong to a programme, each after those that its links point at."""
    return [kind for kind in KINDS.values() if kind.model is not Programme]


@functools.cache
def links_of(kind: Kind) -> tuple[models.Field, ...]:
    """The links that a dump tells: never those to accounts."""
    fields = (kind.model._meta.get_field(name) for name in kind.links)
    return tuple(field for field in fields if field.related_model is not User)


@functools.cache
def facts_of(kind: Kind) -> tuple[models.Field, ...]:
    return tuple(kind.model._meta.get_field(name) for name in kind.facts)


@functools.cache
def handled(kind: Kind) -> frozenset[str]:
    """Fields that acts set and no file does: state, sharing, consent, the address of the programme."""
    if kind.model not in (Programme, ProgrammeMunicipality):
        return frozenset()
    written = {*kind.texts, *kind.facts, *kind.links}
    by_acts = {field.name for field in kind.model._meta.concrete_fields if not field.editable or field.name == "slug"}
    return frozenset(written & by_acts - {"edition", "is_lead", "group"})


def plain(value: Any) -> Any:
    """A value as JSON has it: dates, hours and decimals as strings, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
