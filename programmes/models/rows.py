"""The rows of a programme, each list read once for one object, as an audience sees them; and what is made of them once."""

import copy
import functools
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, cast

from django.db.models import (
    DateTimeField,
    JSONField,
    ManyToManyField,
    Model,
    OuterRef,
    Subquery,
    TextField,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import get_language

from integration_programme.aggregates import JSONArrayAgg
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.records import Record
from integration_programme.remembered import Remembered
from integration_programme.revisions import numbers
from programmes.enums import Audience
from programmes.models.in_part import InPart, hold
from programmes.models.kinds import KINDS, Kind, kind_of
from programmes.models.sharing import EVERYTHING, SWITCHES, Sharing, Sight, item_scopes, own_scopes, shows, sights_in
from stakeholders.models import today

NOT_TOLD = object()
#: what a programme works out once and for one sight
OF_ONE_SIGHT = ("_in_part", "_checklist_in_part", "_ends", "seats", "officers")
#: of each row its id and how often it was saved
Saved = list[tuple[int | None, int]]


@dataclass(frozen=True)
class Made:
    """A value, and what it was made of: kinds of record with how often each had changed ('' stands for all else), and
    the saved states of the rows that were given to it.
    """

    value: Any
    of: dict[str, int]
    given: Saved

    def holds(self, counted: dict[str, int], given: Saved) -> bool:
        return self.given == given and all(counted.get(kind, 0) == number for kind, number in self.of.items())


class WithRows(Record):
    """What reads its rows once: the programme."""

    #: as whom this object's reader sees the programme (`seen_by`); whoever reads it for no one else sees all
    audience = Audience.WRITERS

    class Meta(Record.Meta):
        abstract = True

    def seen_by(self, audience: Audience) -> Self:
        """The same programme as an audience sees it, sharing the rows that were read; never this object changed."""
        if audience == self.audience:
            return self
        self.__dict__.setdefault("_rows", {})
        self.__dict__.setdefault("_bare", set())
        self.__dict__.setdefault("_being_made", [])
        self.__dict__.setdefault("_sights", {})
        seen = copy.copy(self)
        seen.audience = audience
        if not (self.sight.is_whole and seen.sight.is_whole):
            seen._forget_other_sight()
        return seen

    def opened_to(self, audience: Audience) -> Self:
        """As an audience would see it if the whole were open to it: what is kept back from it by a switch of its own stays
        kept back."""
        own = [(row.place, row.is_visible) for row in self.switches if row.audience == audience and row.place]
        opened = copy.copy(self)
        opened.__dict__["_sights"] = {audience: Sight(tuple(sorted([*EVERYTHING.switches, *own])))}
        return opened.seen_by(audience)

    def _forget_other_sight(self) -> None:
        """Where a programme has one record of a kind, one that is kept back reads as if nothing were written in it."""
        for name in OF_ONE_SIGHT:
            self.__dict__.pop(name, None)
        for kind in KINDS.values():
            if kind.is_single and kind.rows:
                self._state.fields_cache.pop(kind.rows, None)
                if not self.sight.sees_item(kind.item):
                    kind.model(programme=self)  # which this object then takes for its own

    @property
    def sight(self) -> Sight:
        """What of it is shown to those by whom this object is seen; for writers it costs no statement."""
        if self.audience == Audience.WRITERS:
            return EVERYTHING
        known = self.__dict__.setdefault("_sights", {})
        if not known:
            known.update(sights_in(self.switches))
        return known[self.audience]

    @functools.cached_property
    def switches(self) -> list[Sharing]:
        """Its switches for every audience; they cost no statement where they came along (`with_switches`)."""
        if (told := self.__dict__.get("_told_sharings", NOT_TOLD)) is not NOT_TOLD:
            return [_row(Sharing, values) for values in told or ()]
        return SWITCHES.all(None, {SOME_ID: self.pk})

    def forget_switches(self) -> None:
        """After one was changed: they are read anew."""
        for name in ("switches", "_told_sharings", "_sights"):
            self.__dict__.pop(name, None)

    def has_switched(self, kind: Kind) -> bool:
        """Whether some record of a kind, or one that such records stand under, is switched by itself for its reader."""
        return self._in_part.is_switched(kind)

    def scopes_of(self, record: Any) -> tuple[str, ...]:
        """Where a switch may stand for a record, the nearest first."""
        kind = kind_of(record)
        every = Sight(tuple((row.place, row.is_visible) for row in self.switches))
        return *own_scopes(kind, record, InPart(self, every).above), *item_scopes(kind.item_of(record))

    @functools.cached_property
    def _in_part(self) -> InPart:
        return InPart(self, self.sight)

    def rows(
        self,
        name: str,
        audience: Audience | None = None,
        *,
        archived: bool = False,
        bare: bool = False,
        waiting: bool = False,
    ) -> list:
        """The rows of a list ("objectives", "measures", …), current or archived, read once for this object.

        Those that an audience sees: the one named, or else the one that this object is seen by. The archive is for
        writers. `bare` is for whoever does not look at the rows tied to them: those are then left unread (reading them
        takes three times as long as the rows), and what is made of the rows does not hang on them. `waiting`: also those
        of municipalities that have not consented, which otherwise are as if they were not there.
        """
        kind, audience = self._kind_of(name), audience or self.audience
        if audience != self.audience:
            return self.seen_by(audience).rows(name, archived=archived, bare=bare, waiting=waiting)
        self._is_made_of(kind.read_bare if bare else kind.read)
        if not shows(kind, audience) or (archived and audience != Audience.WRITERS):
            return []
        self.read_once(name)
        if name in self._bare and not bare:
            self._tie(name)
            self._bare.remove(name)
        rows = self._rows[name] if self.sight.is_whole else self._in_part.rows(kind, bare=bare)
        found = [row for row in rows if (row.archived_at is not None) == archived]
        return found if waiting or archived else [row for row in found if row.stands]

    def read_once(self, name: str) -> list:
        """All rows of a list as they are, whoever sees the programme, without those that they are tied to."""
        self._is_made_of([self._kind_of(name).name])
        if not hasattr(self, "_rows"):
            self._rows: dict[str, list] = {}
            self._bare: set[str] = set()
        if name not in self._rows:
            self._rows[name] = self._with_parts(self._read(name))
            self._bare.add(name)
        return self._rows[name]

    def by_id(self, name: str) -> dict[int, Any]:
        """The current rows of a list by their ids, for the ties of others that are known by id: no statement a tie."""
        return {row.pk: row for row in self.rows(name, bare=True)}

    def _with_parts(self, rows: list) -> list:
        """The rows of one municipality's part know it from the programme's own links: no statement a row."""
        unknown = [row for row in rows if getattr(row, "part_id", None) and "part" not in row._state.fields_cache]
        if unknown:
            known = {link.pk: link for link in self.read_once("links")}
            for row in unknown:
                row.part = known[row.part_id]
        return rows

    def _tie(self, name: str) -> None:
        """Give the rows of a list what they are tied to. Rows of this programme are read once, however many are tied to
        them: of which ones a row is, its own statement has told."""
        kind, rows = self._kind_of(name), self._rows[name]
        selected = [getattr(row, link.partition("__")[0]) for row in rows for link in kind.select]
        self._with_parts([each for each in selected if each is not None])
        prefetch_related_objects(rows, *(link for link in kind.prefetch if link not in kind.ties))
        for tie, end in kind.ties.items():
            ends = {each.pk: each for each in self.read_once(kind_of(end).rows)}
            for row in rows:
                if tie in kind.many:
                    told = set(getattr(row, _told_by(tie)) or ())
                    hold(row, tie, [each for pk, each in ends.items() if pk in told])
                else:
                    setattr(row, tie, ends[getattr(row, f"{tie}_id")])

    def _read(self, name: str) -> list:
        if name in getattr(self, "_prefetched_objects_cache", {}):
            return list(getattr(self, name).all())
        kind = self._kind_of(name)
        if kind.told and hasattr(self, f"_told_{name}"):
            rows = [_row(kind.model, values) for values in getattr(self, f"_told_{name}") or ()]
            rows.sort(key=lambda row: (row.position, row.pk))
        else:
            rows = _prepared_rows(kind).all(None, {SOME_ID: self.pk})
        for row in rows:
            row.programme = self
        return rows

    def _kind_of(self, rows: str) -> Kind:
        return kind_of(self._meta.get_field(rows).related_model)

    def remembered(self, where: Remembered, make: Callable[[], Any], *what: Hashable) -> Any:
        """What `make` gives, worked out once for this state of the programme, its audience, the page's language and today.

        Only of a programme that was read `with_revisions`, and as it was read: whoever has changed it in the same
        transaction, or read it otherwise, gets it made anew.
        """
        if not hasattr(self, "revision"):
            return make()
        self._is_made_of(KINDS)  # for all that `remembered_by_kind` can tell
        key = (self.key, self.revision, self.outside, self.audience, self.sight.key, get_language(), today(), *what)
        return where.get(key, make)

    def remembered_by_kind(
        self, where: Remembered[Made], make: Callable[[], Any], *what: Hashable, given: Iterable[Record] = ()
    ) -> Any:
        """The same of what some kinds of record go into: acts on records of other kinds leave it as it is.

        Which kinds these are shows while `make` reads their `rows`: lists are to be read in no other way. What else it
        reads of the programme (itself, records of which it has one) belongs to the acts that are counted for no kind.
        `given`: rows that were read before and handed to `make`, which reads no others of their kind and nothing that
        they are tied to. Then it hangs on these rows, and not on the rest of their kind.
        """
        if not hasattr(self, "counters"):
            return make()
        key = (self.key, self.outside, self.audience, self.sight.key, get_language(), today(), *what)
        saved = [(row.pk, row.row_version) for row in given]
        kept = where.get(key, lambda: self._made(make, saved), lambda kept: kept.holds(self._counted, saved))
        self._is_made_of(kept.of)
        return kept.value

    @functools.cached_property
    def _counted(self) -> dict[str, int]:
        """How often each kind of record had changed when this object was read, before any of its rows."""
        return numbers(self.counters)

    def _made(self, make: Callable[[], Any], given: Saved) -> Made:
        read, being_made = {""}, self.__dict__.setdefault("_being_made", [])
        being_made.append(read)
        try:
            value = make()
        finally:
            being_made.pop()
        return Made(value, {kind: self._counted.get(kind, 0) for kind in read}, given)

    def _is_made_of(self, kinds: Iterable[str]) -> None:
        """These kinds go into all that is being made just now."""
        for read in self.__dict__.get("_being_made", ()):
            read.update(kinds)

    def remembered_outside(self, where: Remembered, make: Callable[[], Any], *what: Hashable) -> Any:
        """The same of what no act on the programme changes, such as the figures of its municipalities."""
        if not hasattr(self, "outside"):
            return make()
        return where.get((self.key, self.group_id, self.outside, *what), make)


def told(model: type[Model]) -> Subquery:
    """For a query of programmes: their rows of a model, all of their fields, as one list."""
    values = {
        field.attname: Cast(field.attname, TextField()) if isinstance(field, JSONField) else field.attname
        for field in model._meta.concrete_fields
    }
    rows = model._default_manager.filter(programme=OuterRef("pk")).order_by().annotate(group=Value(1)).values("group")
    return Subquery(rows.annotate(told=JSONArrayAgg(JSONObject(**values))).values("told"))


def _row(model: type[Model], told: dict[str, Any]) -> Any:
    """A row as its own statement would have given it."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = told[field.attname]
        if isinstance(field, JSONField):
            value = field.to_python(json.loads(value))
        elif isinstance(field, DateTimeField) and value:
            value = datetime.fromisoformat(value)
            value = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite keeps moments without their zone
        else:
            value = field.to_python(value)
        values[field.attname] = value
    return model.from_db(None, list(values), list(values.values()))


@functools.cache
def _prepared_rows(kind: Kind) -> Prepared:
    """A statement for the rows of a kind, as `Programme.rows` reads them."""

    def make():
        rows = kind.model.objects.filter(programme=SOME_ID).select_related(*(kind.select or [None]))
        for more in kind.annotate:
            rows = getattr(rows, more)()
        # said again: a statement that groups leaves out the order of its model
        rows = rows.order_by(*kind.model._meta.ordering)
        return rows.annotate(**{_told_by(tie): _ids(kind.model, tie) for tie in kind.ties if tie in kind.many})

    return Prepared(make)


def _told_by(tie: str) -> str:
    """The attribute in which a row's own statement tells the ids of the rows that it is tied to."""
    return f"_ids_of_{tie}"


def _ids(model: type[Model], tie: str) -> Subquery:
    field = cast(ManyToManyField, model._meta.get_field(tie))
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    ties = field.remote_field.through._default_manager.filter(**{own: OuterRef("pk")}).order_by().values(own)
    return Subquery(ties.annotate(ids=JSONArrayAgg(other)).values("ids"))
