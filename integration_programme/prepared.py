"""Statements that take longer to make than to ask: made once a day, then asked with the values of each time."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

#: stand in a prepared statement for an id and for a text that are not known yet
SOME_ID, SOME_TEXT = -1, "?"


class Prepared:
    """A statement for rows of a model; `make` gives its queryset, with the stand-ins where a value will be.

    What it says of today (roles that are valid, seats) holds for a day, so it is made anew on the next one; one that says
    nothing of it is asked with None. Nothing related is read along, and annotations come as the database gives them:
    JSON as text, and a truth as 0 or 1.
    """

    def __init__(self, make: Callable[[], QuerySet]):
        self._make = make
        self._made = functools.lru_cache(maxsize=2)(self._statement)

    def _statement(self, day: date | None) -> tuple[type[Model], str, tuple]:
        rows = self._make()
        return rows.model, *rows.query.sql_with_params()

    def all(self, day: date | None, values: dict[Any, Any]) -> list:
        """The rows for these values (stand-in → value)."""
        model, sql, params = self._made(day)
        return list(model._default_manager.raw(sql, [values.get(each, each) for each in params]))

    def first(self, day: date | None, values: dict[Any, Any]):
        """The row for these values, or None."""
        return next(iter(self.all(day, values)), None)


@functools.cache
def locked_row(model: type[Model]) -> Prepared:
    """The row of a model with the id `SOME_ID`, as it is now, which nobody else locks before the caller's transaction
    ends. Every save asks two of these."""
    return Prepared(lambda: model._default_manager.select_for_update(of=("self",)).filter(pk=SOME_ID))
