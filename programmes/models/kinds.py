"""The kinds of record that a programme consists of: one registry, by model. No second list of them anywhere.

A model says its kind where it is defined (`@kind(...)`). Forms, completeness, document, history, dump, demo and tests
ask here. A model's links point at models that were defined before it, so the registry's order is one in which rows can
be made.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise

from integration_programme.translations import TranslatedField
from programmes.enums import Audience, Phase

Model = TypeVar("Model", bound=type[models.Model])

#: what every record has and nobody writes
MACHINERY = frozenset(
    {"id", "key", "row_version", "position", "archived_at", "created_at", "updated_at", "written_at", "programme"}
    | {"former_years", "former_at", "example_version", "comments_revision", "commented", "public"}
    | {"rounds_revision", "duties_revision", "reviewed", "open_items", "meetings_revision"}
    | {"invited_at", "cancelled_at", "told", "told_at"}
)


@dataclass(frozen=True)
class Kind:
    """A kind of record. `name` is its word in places, events and dumps, and in the address of its form if it has one.

    `called`: what people call it. `item` is the checklist item that its records belong to; where each names its own,
    `item_field` is the attribute.
    `is_list`: people add its records, move and archive them. Others are there from the start: one a programme
    (`is_single`), or one for each question, element or item.
    `page`: the address on which its rows stand, where that is not their item's. `is_subject`: each of its records has a
    page of its own, on which it is read; `within` names the record on whose page it is read instead. `under`: fields that
    tie it to the record with which it is shared or kept back, as far as nobody has said otherwise of it.
    `select`, `prefetch` and `annotate` (names of queryset methods, and the ties that each follows) are read along with
    its rows, so that no page asks once a row. `is_printed`: the document says what its records say, so that a change to one is a change to it.
    `told`: its few rows are read in the statement of their programme, where that is read `with_told`.
    `tells_handling`: it tells how the programme is handled, which no approval freezes.
    """

    name: str
    model: type[models.Model]
    phase: Phase | None = None
    item: str = ""
    item_field: str = ""
    called: str | Promise = ""
    is_list: bool = True
    is_printed: bool = True
    told: bool = False
    tells_handling: bool = False
    page: str = ""
    is_subject: bool = False
    within: str = ""
    under: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    annotate: Mapping[str, str] = field(default_factory=dict, hash=False)

    @functools.cached_property
    def rows(self) -> str:
        """The name by which a programme knows its records, for `programme.rows(...)`; '' for the programme itself."""
        return self._of_programme.remote_field.related_name if self._of_programme else ""

    @functools.cached_property
    def is_single(self) -> bool:
        """Whether a programme has one such record, made when it was started; or is it itself."""
        return self._of_programme is None or self._of_programme.one_to_one

    @property
    def has_switch(self) -> bool:
        """Whether each of its records may be shared or kept back by itself."""
        return self.is_list and not self.within and self.name != "partner"

    @functools.cached_property
    def _of_programme(self):
        return next((field for field in self.model._meta.concrete_fields if field.name == "programme"), None)

    def records(
        self, programme, audience: Audience | None = None, *, archived: bool = False, bare: bool = False
    ) -> list:
        """Its records in a programme, as `programme.rows` gives them: those an audience sees, current or archived."""
        if not self.is_single:
            return programme.rows(self.rows, audience, archived=archived, bare=bare)
        if self.rows and not programme.sight.is_whole and not programme.sight.sees_item(self.item):
            return []
        single = getattr(programme, self.rows, None) if self.rows else programme
        return [single] if single is not None and (single.archived_at is not None) == archived else []

    @functools.cached_property
    def texts(self) -> tuple[str, ...]:
        """Fields with a text per language."""
        return tuple(field.name for field in self._content if isinstance(field, TranslatedField))

    @functools.cached_property
    def rich(self) -> tuple[str, ...]:
        """Those of them that are rich texts."""
        return tuple(name for name in self.texts if self.model._meta.get_field(name).rich)

    @functools.cached_property
    def links(self) -> tuple[str, ...]:
        """Fields that tie a record to other rows, one or many."""
        return (*(field.name for field in self._content if field.is_relation), *self.many)

    @functools.cached_property
    def many(self) -> tuple[str, ...]:
        """Fields that tie a record to many other rows."""
        fields = self.model._meta.many_to_many
        return tuple(field.name for field in fields if field.remote_field.through._meta.auto_created)

    @functools.cached_property
    def ties(self) -> dict[str, type[models.Model]]:
        """Those of `prefetch` that lead to rows of the same programme, with the model of these."""
        ends = {name: self.model._meta.get_field(name).related_model for name in self.prefetch}
        return {name: model for name, model in ends.items() if model in _of_model}

    @functools.cached_property
    def facts(self) -> tuple[str, ...]:
        """All other fields: choices, dates, numbers, codes, names of persons and bodies."""
        return tuple(
            field.name for field in self._content if not field.is_relation and not isinstance(field, TranslatedField)
        )

    @functools.cached_property
    def read_bare(self) -> frozenset[str]:
        """Names of the kinds that its rows tell of by themselves: their own, and those that each names."""
        named = (field.name for field in self._content if field.is_relation)
        return frozenset([self.name, *self._tied((*named, *self.annotate.values()))])

    @functools.cached_property
    def read(self) -> frozenset[str]:
        """The same with the kinds of all rows that are tied to them."""
        return self.read_bare.union(self._tied((*self.links, *self.prefetch)))

    def _tied(self, names: Iterable[str]) -> Iterator[str]:
        ends = (self.model._meta.get_field(name).related_model for name in names)
        return (kind_of(model).name for model in ends if model in _of_model)

    @property
    def _content(self) -> Iterator[models.Field]:
        return (field for field in self.model._meta.concrete_fields if field.name not in MACHINERY)

    def item_of(self, record) -> str:
        return getattr(record, self.item_field) if self.item_field else self.item


KINDS: dict[str, Kind] = {}
_of_model: dict[type[models.Model], Kind] = {}


def kind(name: str, phase: Phase | None = None, item: str = "", **facts: Any) -> Callable[[Model], Model]:
    """A model's decorator: registers it as a kind of record."""

    def register(model: Model) -> Model:
        KINDS[name] = _of_model[model] = Kind(name, model, phase, item, **facts)
        return model

    return register


def kind_of(record) -> Kind:
    """The kind of a record or of a model."""
    return _of_model[record if isinstance(record, type) else type(record)]


def is_kind(model: type) -> bool:
    """Whether rows of a model are records of a programme."""
    return model in _of_model
