"""Aggregates that Django has for one database only.

They read along what belongs to a row, in the row's own statement, where a statement more would be one too many: with its
own for guidance, for the counters of a programme's kinds and for the objectives of findings, the page of phase 3 would
ask fifteen, and its limit is twelve.
"""

from django.db import models
from django.db.models import Aggregate


class JSONArrayAgg(Aggregate):
    """The values of a group as one JSON list, on SQLite and PostgreSQL."""

    function = "JSONB_AGG"
    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)
