"""Aggregates that Django has for one database only."""

from django.db import models
from django.db.models import Aggregate


class JSONArrayAgg(Aggregate):
    """The values of a group as one JSON list, on SQLite and PostgreSQL."""

    function = "JSONB_AGG"
    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)
