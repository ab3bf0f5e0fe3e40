"""What people write, as rows that never lose anything: a counter of saves, an order, an archive, a history.

Nothing a person wrote is deleted: it is archived, and codes are never used again.
"""

import functools
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from integration_programme.actors import Actor
from integration_programme.prepared import SOME_ID, Prepared, locked_row
from integration_programme.translations import TranslatedRichTextField


class Refused(Exception):
    """An act that cannot be done as things stand now; the sentence tells the person why. Nothing was written."""


class Meanwhile(Refused):
    """It was saved elsewhere since the form was opened; `saved` is what stands there. Nothing was written."""

    def __init__(self, saved, sentence: str = ""):
        super().__init__(
            sentence
            or _(
                "This was saved in another window or by somebody else since you opened it. What you wrote is below, not yet "
                "saved: look at what stands there now, and save again to put yours in its place."
            )
        )
        self.saved = saved


class SentBefore(Meanwhile):
    """The form of something new was sent before, with other words, and `saved` came of it. Sent again, it is a new one."""

    def __init__(self, saved):
        super().__init__(
            saved,
            _(
                "This form has been saved before, with other words. What you wrote now is below, not yet saved: open what "
                "was saved and change it there, or save again to add this as a new one."
            ),
        )


def written(row: models.Model) -> dict[str, Any]:
    """What people write of a row, by field: what acts alone set is not `editable`."""
    fields = (field for field in row._meta.concrete_fields if field.editable and not field.primary_key)
    return {field.attname: getattr(row, field.attname) for field in fields}


def check_says_same(already: models.Model, sent: Mapping[str, Any]) -> None:
    """Of something new that a click before has saved. Raises SentBefore where that one said something else."""
    if any(getattr(already, name) != value for name, value in sent.items()):
        raise SentBefore(already)


def stands_already(sent: models.Model, found: models.Model, row_version: int) -> bool:
    """Whether what is sent has been saved by a click before. Raises Meanwhile when something else was, since the form of
    that `row_version` was opened."""
    if found.row_version == row_version:
        return False
    if _said_by(sent) == _said_by(found):
        return True
    raise Meanwhile(found)


def _said_by(row: models.Model) -> dict[str, Any]:
    names = {field.attname for field in row._meta.concrete_fields} - {"row_version", "changed_at"}
    return {name: getattr(row, name) for name in names}


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


class SavedLinks(models.Model):
    """Base of every row of a history: what the record was tied to by that save.

    `links` are primary keys by the name of the field, for those lists that the save was about; None for a save that was
    about none. (simple-history's own way, `m2m_fields`, writes a further row of the history a change of a tie, and sees
    only ties made one by one.)
    """

    links = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True


@receiver(pre_create_historical_record)
def _write_links_down(sender, instance, history_instance, **kwargs):
    history_instance.links = instance.__dict__.get("_links_to_write")


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
    history = HistoricalRecords(inherit=True, bases=[SavedLinks])

    #: fields that acts set without a save, so that no open form is refused; a save leaves them as they are by then
    set_beside: tuple[str, ...] = ("position",)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remember rich texts as loaded, so that new text can inherit the paragraph ids of the old.

        The values go in as Django's own `from_db` would leave them, without the arguments and signals of a new object
        (nobody listens): that takes a third of the time, and a page reads hundreds of rows.
        """
        record = cls.__new__(cls)
        record._state = ModelState()
        record._state.adding, record._state.db = False, db
        record.__dict__.update(zip(field_names, values, strict=True))
        record.stored_texts = {
            name: dict(record.__dict__[name]) for name in _rich_texts(cls) if name in record.__dict__
        }
        return record

    def validate_constraints(self, exclude=None):
        """Nothing: each form says in words of its own what the database would refuse, and asking it beforehand took a
        tenth of a save."""


def record_at(record: Record, row_version: int) -> Record | None:
    """The row as it was at one of its versions; None when there never was such a save.

    Links to many rows, read from the answer, are today's: `links_at` tells those of then.
    """
    if not 0 < row_version < record.row_version:
        return None
    if then := record.history.filter(row_version=row_version).first():
        return then.instance
    # Rows that a programme has from its first day were made in bulk: empty, and without a history of that moment.
    return type(record)(pk=record.pk, key=record.key) if row_version == 1 else None


def links_at(record: Record, row_version: int) -> dict[str, frozenset]:
    """What a record was tied to at one of its versions: primary keys by field. A list of which nothing is known, for it
    was not chosen in a form, is left out."""
    names = _lists(type(record))
    saves = record.history.filter(row_version__lte=row_version, links__isnull=False).order_by("-row_version")
    found: dict[str, frozenset] = {}
    for links in saves.values_list("links", flat=True) if names else ():
        found = {name: frozenset(keys) for name, keys in links.items()} | found
        if len(found) == len(names):
            break
    return found


#: what every row has, and no act is about
KEPT = frozenset({"id", "key", "row_version", "position", "archived_at", "created_at", "updated_at"})


def save_record(
    record: Record, *, row_version: int, by: Actor, links: Mapping[str, Iterable[models.Model]] | None = None
) -> list[str]:
    """Save inside the caller's transaction, on the newest row; `links` are the rows it is to be tied to, by field. Gives
    the names of the fields that this changed, of ties too.

    Raises StaleRecord, and writes nothing, when the row has been saved since `row_version`.
    """
    fresh = type(record)()
    if record.pk is not None:
        fresh = locked_row(type(record)).first(None, {SOME_ID: record.pk})
        if fresh.row_version != row_version:
            raise StaleRecord(fresh)
        record.row_version = row_version + 1
        for name in record.set_beside:
            setattr(record, name, getattr(fresh, name))
    record._history_user = by.account
    is_new = record.pk is None
    chosen = {name: [each.pk for each in rows] for name, rows in (links or {}).items()}
    # A new row is known to be tied to nothing that was not chosen.
    record._links_to_write = ({key: [] for key in _lists(type(record))} | chosen if is_new else chosen) or None
    record.save()
    return _changed(fresh, record) + [name for name, keys in chosen.items() if _tie(record, name, keys, is_new=is_new)]


def _changed(before: Record, after: Record) -> list[str]:
    """Fields that have another value, after the cleaning of the way into the database."""
    fields = [field for field in after._meta.concrete_fields if field.name not in KEPT]
    return [field.name for field in fields if getattr(before, field.attname) != getattr(after, field.attname)]


@functools.cache
def _lists(model: type[models.Model]) -> list[str]:
    """Names of the fields that tie a row to many others."""
    return [field.name for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def _tie(record: Record, name: str, keys: list, *, is_new: bool) -> bool:
    """Tie to what was chosen and to nothing else: a statement each, however long the list is. Gives whether it changed."""
    ends = getattr(record, name)
    source, target = f"{ends.source_field_name}_id", f"{ends.target_field_name}_id"
    ties = [] if is_new else _ties(ends.through, source).all(None, {SOME_ID: record.pk})
    before = {getattr(tie, target) for tie in ties}
    if before == set(keys):
        return False
    if gone := before - set(keys):
        ends.through.objects.filter(**{source: record.pk, f"{target}__in": gone}).delete()
    new = [ends.through(**{source: record.pk, target: key}) for key in keys if key not in before]
    ends.through.objects.bulk_create(new, ignore_conflicts=True)
    return True


@functools.cache
def _ties(through: type[models.Model], source: str) -> Prepared:
    """The rows that tie one row to others."""
    return Prepared(lambda: through._default_manager.filter(**{source: SOME_ID}))


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
