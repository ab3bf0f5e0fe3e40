"""A programme as plain data."""

from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models import Q, Value

from programmes.models import Programme
from programmes.models.kinds import Kind, kind_of
from programmes.portable.fields import OUTSIDE, facts_of, links_of, of_records, plain
from programmes.portable.schemas import SCHEMA
from stakeholders.models import CooperationGroup, Municipality, Seat

Plain = dict[str, Any]
#: (model, id) → the key by which a dump names the row
Keys = dict[tuple[type[models.Model], Any], str]
#: (kind, name of a list of ties) → a row's id → ids of what it is tied to
Ties = defaultdict[tuple[Kind, str], defaultdict[int, list[Any]]]


def dump(programme: Programme) -> Plain:
    """Everything that people wrote in a programme, archived rows too, read anew from the database.

    {"schema": 1,
     "written_at": …,
     "programme": {"key": …, "title": {"fi": …}, …},
     "records": {"objective": [{"key": …, "position": 1, "archived_at": null, "code": "O1", "title": {"fi": …},
                                "findings": [keys], …}, …], …},
     "outside": {"municipalities": {code: names}, "groups": [{"key": …, "names": …, "seats": […]}]}}

    Rows stand in their order, the keys of many links in the alphabet's: equal programmes give equal dumps. `outside`
    tells what the records name and do not own: a group with the organisations on its seats, never with persons.
    """
    fresh = Programme.objects.get(pk=programme.pk)
    rows = {kind: list(kind.model.objects.filter(programme=fresh)) for kind in of_records()}
    keys: Keys = {(kind.model, row.pk): str(row.key) for kind in rows for row in rows[kind]}
    ties = _ties(fresh)
    groups = _groups(fresh, rows, ties)
    keys |= {(CooperationGroup, group.pk): str(group.key) for group in groups}
    keys |= {(Seat, seat.pk): str(seat.key) for group in groups for seat in group.seats.all()}
    records = {kind.name: _written(kind, rows[kind], keys, ties) for kind in rows}
    return {
        "schema": SCHEMA,
        "written_at": plain(fresh.written_at),
        "programme": _written(kind_of(fresh), [fresh], keys, ties)[0],
        "records": records,
        "outside": {"municipalities": _municipalities(records, groups), "groups": [_group(group) for group in groups]},
    }


def _written(kind: Kind, rows: list, keys: Keys, ties: Ties) -> list[Plain]:
    return [
        {
            "key": str(row.key),
            "position": row.position,
            "archived_at": plain(row.archived_at),
            **{name: dict(getattr(row, name)) for name in kind.texts},
            **{field.name: plain(getattr(row, field.attname)) for field in facts_of(kind)},
            **{
                link.name: _many(link, ties[kind, link.name][row.pk], keys)
                if link.many_to_many
                else _one(link, row, keys)
                for link in links_of(kind)
            },
        }
        for row in rows
    ]


def _one(link: models.Field, row, keys: Keys) -> str | None:
    value = getattr(row, link.attname)
    known_by = OUTSIDE.get(link.related_model)
    return value if value is None or known_by == "code" else keys[link.related_model, value]


def _many(link: models.Field, others: list, keys: Keys) -> list[str]:
    return sorted(keys[link.related_model, other] for other in others)


def _ties(programme: Programme) -> Ties:
    """What the rows are tied to in their lists: all lists with one statement."""
    asked, lists = [], [(kind, link) for kind in of_records() for link in links_of(kind) if link.many_to_many]
    for at, (_kind, link) in enumerate(lists):
        through = link.remote_field.through.objects.filter(**{f"{link.m2m_field_name()}__programme": programme})
        source, target = link.m2m_column_name(), link.m2m_reverse_name()
        asked.append(through.order_by().values_list(Value(at, models.IntegerField()), source, target))
    found: Ties = defaultdict(lambda: defaultdict(list))
    for at, one, other in asked[0].union(*asked[1:], all=True):
        kind, link = lists[at]
        found[kind, link.name][one].append(other)
    return found


def _groups(programme: Programme, rows: dict[Kind, list], ties: Ties) -> list[CooperationGroup]:
    """The programme's group, and those whose seats its records name."""
    seats: set[int] = set()
    for kind in rows:
        for link in links_of(kind):
            if link.related_model is Seat and link.many_to_many:
                seats.update(*ties[kind, link.name].values())
            elif link.related_model is Seat:
                seats |= {key for row in rows[kind] if (key := getattr(row, link.attname)) is not None}
    named = CooperationGroup.objects.filter(Q(pk=programme.group_id) | Q(seats__in=seats)).distinct()
    return list(named.order_by("key").prefetch_related("municipalities", "seats"))


def _group(group: CooperationGroup) -> Plain:
    return {
        "key": str(group.key),
        "names": dict(group.names),
        "municipalities": sorted(municipality.code for municipality in group.municipalities.all()),
        "seats": [
            {
                "key": str(seat.key),
                "position": seat.position,
                "archived_at": plain(seat.archived_at),
                "sector": seat.sector,
                "organisation": dict(seat.organisation),
                "valid_from": plain(seat.valid_from),
                "valid_to": plain(seat.valid_to),
            }
            for seat in group.seats.all()
        ],
    }


def _municipalities(records: dict[str, list[Plain]], groups: list[CooperationGroup]) -> dict[str, Plain]:
    """The names of every municipality that is named by its code, for readers who do not have it."""
    known = {each.code: each for group in groups for each in group.municipalities.all()}
    codes = set(known)
    for kind in of_records():
        for link in links_of(kind):
            if link.related_model is Municipality:
                codes |= {row[link.name] for row in records[kind.name] if row[link.name]}
    if asked := codes - set(known):
        known |= Municipality.objects.in_bulk(asked)
    return {code: dict(known[code].names) for code in sorted(known)}
