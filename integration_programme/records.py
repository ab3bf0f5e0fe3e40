"""What people write, as rows that never lose anything: a counter of saves, an order, an archive, a history.

Nothing a person wrote is deleted: it is archived, and codes are never used again.
"""

import functools
import uuid

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from integration_programme.actors import Actor
from integration_programme.translations import TranslatedRichTextField


class Refused(Exception):
    """An act that cannot be done as things stand now; the sentence tells the person why. Nothing was written."""


class StaleRecord(Exception):
    """Somebody else has saved since the form was opened. `fresh` is the row as it is now."""

    def __init__(self, fresh):
        super().__init__(fresh)
        self.fresh = fresh


class RecordQuerySet(models.QuerySet):
    def current(self):
        """Rows that are not archived."""
        return self.filter(archived_at=None)


@functools.cache
def _rich_texts(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, TranslatedRichTextField)]


class Record(models.Model):
    """Base of everything that people write in a form.

    `key` names the row in addresses, and makes a double click harmless: a new form carries the key of the row it will
    create. `row_version` counts saves; a save made from an older one is refused.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(inherit=True, m2m_fields=())

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remember rich texts as loaded, so that new text can inherit the paragraph ids of the old."""
        record = super().from_db(db, field_names, values)
        record.stored_texts = {
            name: dict(record.__dict__[name]) for name in _rich_texts(cls) if name in record.__dict__
        }
        return record


def record_at(record: Record, row_version: int) -> Record | None:
    """The row as it was at one of its versions; None when there never was such a save.

    Links to many rows are not in the history: those of the answer are today's.
    """
    if not 0 < row_version < record.row_version:
        return None
    if then := record.history.filter(row_version=row_version).first():
        return then.instance
    # Rows that a programme has from its first day were made in bulk: empty, and without a history of that moment.
    return type(record)(pk=record.pk, key=record.key) if row_version == 1 else None


def save_record(record: Record, *, row_version: int, by: Actor) -> None:
    """Save inside the caller's transaction, on the newest row.

    Raises StaleRecord, and writes nothing, when the row has been saved since `row_version`.
    """
    if record.pk is not None:
        fresh = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
        if fresh.row_version != row_version:
            raise StaleRecord(fresh)
        record.row_version = row_version + 1
    record._history_user = by.account
    record.save()


def become(record: Record, already: Record | None) -> None:
    """Make a new row the one that somebody has made meanwhile, if so: it is saved on top, or found to be stale."""
    if already is not None:
        record.pk, record.key, record.created_at = already.pk, already.key, already.created_at


def archive_record(record: Record, *, by: Actor) -> None:
    """Put a row into the archive; it stays in the history and keeps its code."""
    record.archived_at = timezone.now()
    save_record(record, row_version=record.row_version, by=by)


def restore_record(record: Record, *, by: Actor) -> None:
    record.archived_at = None
    save_record(record, row_version=record.row_version, by=by)
