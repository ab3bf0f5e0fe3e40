"""Statements that take longer to make than to ask: made once a day, then asked with the values of each time."""

import functools
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet, UUIDField
from django.db.models.query import get_related_populators

#: stand in a prepared statement for an id, a text and a key that are not known yet
SOME_ID, SOME_TEXT, SOME_KEY = -1, "?", uuid.UUID(int=0)


class Prepared:
    """A statement for rows of a model; `make` gives its queryset, with the stand-ins where a value will be.

    What it says of today (roles that are valid, seats) holds for a day, so it is made anew on the next one; one that says
    nothing of it is asked with None. Rows come as the queryset would give them, with what is annotated and selected
    along; what it would fetch in a statement of its own (`prefetch_related`) does not come.
    """

    def __init__(self, make: Callable[[], QuerySet]):
        self._made = functools.lru_cache(maxsize=2)(lambda day: _Statement(make()))

    def all(self, day: date | None, values: dict[Any, Any]) -> list:
        """The rows for these values (stand-in → value)."""
        return list(self._made(day).rows(values))

    def first(self, day: date | None, values: dict[Any, Any]):
        """The row for these values, or None."""
        return next(iter(self.all(day, values)), None)


class _Statement:
    """What Django makes of a queryset each time that it is asked: the SQL, and how its rows become objects."""

    def __init__(self, rows: QuerySet):
        self._model, self._database = rows.model, rows.db
        self._compiler = compiler = rows.query.get_compiler(rows.db)
        self._sql, self._params = compiler.as_sql()
        columns, shown = [column for column, *_more in compiler.select], compiler.klass_info["select_fields"]
        self._own = slice(shown[0], shown[-1] + 1)
        self._names = [column.target.attname for column in columns[self._own]]
        self._annotated = list(compiler.annotation_col_map.items())
        self._converters = compiler.get_converters(columns)
        self._related = get_related_populators(compiler.klass_info, compiler.select, rows.db)

    def rows(self, values: dict[Any, Any]) -> Iterator[Model]:
        with connections[self._database].cursor() as cursor:
            known = {self._stored(stand_in): self._stored(value) for stand_in, value in values.items()}
            cursor.execute(self._sql, [known.get(each, each) for each in self._params])
            found = cursor.fetchall()
        for row in self._compiler.apply_converters(found, self._converters):
            made = self._model.from_db(self._database, self._names, row[self._own])
            for related in self._related:
                related.populate(row, made)
            for name, at in self._annotated:
                setattr(made, name, row[at])
            yield made

    def _stored(self, value: Any) -> Any:
        """A value as the database takes it: one of the two has no keys of its own."""
        is_key = isinstance(value, uuid.UUID)
        return UUIDField().get_db_prep_value(value, connections[self._database]) if is_key else value


@functools.cache
def locked_row(model: type[Model]) -> Prepared:
    """The row of a model with the id `SOME_ID`, as it is now, which nobody else locks before the caller's transaction
    ends. Every save asks two of these."""
    return Prepared(lambda: model._default_manager.select_for_update(of=("self",)).filter(pk=SOME_ID))
