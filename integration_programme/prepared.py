"""Statements that take longer to make than to ask: made once a day, then asked with the values of each time."""

import functools
from collections.abc import Callable
from datetime import date

from django.db.models import Model, QuerySet

#: stand in a prepared statement for the id of a person and for a text that are not known yet
SOMEBODY, SOMETHING = -1, "?"


class Prepared:
    """A statement for one row; `make` gives its queryset, with the stand-ins where a value will be.

    What it says of today (roles that are valid, seats) holds for a day, so it is made anew on the next one. Annotations
    come as the database gives them: JSON as text, and a truth as 0 or 1.
    """

    def __init__(self, make: Callable[[], QuerySet]):
        self._make = make
        self._made = functools.lru_cache(maxsize=2)(self._statement)

    def _statement(self, day: date) -> tuple[type[Model], str, tuple]:
        rows = self._make()
        return rows.model, *rows.query.sql_with_params()

    def first(self, day: date, values: dict):
        """The row for these values (stand-in → value), or None."""
        model, sql, params = self._made(day)
        asked = [values.get(each, each) for each in params]
        return next(iter(model._default_manager.raw(sql, asked)), None)
