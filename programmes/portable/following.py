"""What a municipality's next programme begins with: the words of the last one, and nothing that was decided, dated or
measured then."""

from typing import Any

from django.db import models

from programmes.models import Programme
from programmes.models.kinds import KINDS, Kind, kind_of
from programmes.portable.dumping import dump
from programmes.portable.fields import facts_of, links_of, plain

Plain = dict[str, Any]
#: kinds whose rows tell what was done then, or bring files, which a dump has not
OF_THEN = {
    "attachment",
    "consultation",
    "cost",
    "decision-step",
    "mark",
    "meeting",
    "milestone",
    "own-figure",
    "partner-responsibility",
    "picture",
    "source",
}
#: what else was so then, by kind; days are left out of every one
LEFT_OUT = {
    "indicator": {"baseline_value", "interim_value", "target_value", "baseline_step", "target_step"},
    "invitation": {"status", "reason", "organisation"},
    "measure": {"status", "in_budget"},
    "responsibility": {"start_section", "start_case_number", "start_link", "adviser_advice"},
}


def beginning(former: Programme, frame: Plain) -> Plain:
    """A dump of the former programme as the next one begins, in the frame of that: its title, period, act and the like,
    each by the name of its field."""
    data = dump(former)
    records = {KINDS[name]: [] if name in OF_THEN else _current(rows) for name, rows in data["records"].items()}
    records[kind_of(former.lead)] = [row for row in records[kind_of(former.lead)] if row["is_lead"]]
    taken = {row["key"] for rows in records.values() for row in rows}
    outside = {each["key"] for group in data["outside"]["groups"] for each in (group, *group["seats"])}
    known = taken | outside | set(data["outside"]["municipalities"])
    begun = {kind.name: [_begun(kind, row, known) for row in rows] for kind, rows in records.items()}
    programme = data["programme"] | {name: plain(value) for name, value in frame.items()}
    return data | {"records": begun, "programme": programme}


def _current(rows: list[Plain]) -> list[Plain]:
    return [row for row in rows if row["archived_at"] is None]


def _begun(kind: Kind, row: Plain, known: set[str]) -> Plain:
    """A row without what was so then, and without ties to what is not taken."""
    days = {field.name for field in facts_of(kind) if isinstance(field, models.DateField) and field.null}
    empty = {name: _default(kind, name) for name in days | LEFT_OUT.get(kind.name, set())}
    ties = {link.name: _tied(row[link.name], known) for link in links_of(kind)}
    return row | ties | empty


def _default(kind: Kind, name: str) -> Any:
    field = kind.model._meta.get_field(name)
    return {} if name in kind.texts else plain(field.get_default())


def _tied(value: Any, known: set[str]) -> Any:
    if isinstance(value, list):
        return [key for key in value if key in known]
    return value if value in known else None
