"""The programme of a dump over the one that is here."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Record, save_record
from programmes.models import Programme
from programmes.models.kinds import Kind
from programmes.portable.faults import Fault
from programmes.portable.fields import links_of, of_records
from programmes.portable.loaded import Loaded, Loading, remember
from programmes.portable.losses import contents_of, municipalities_of
from programmes.portable.reading import Reading, Row, once_a_programme


class Over(Loading):
    """The programme as the dump tells it, over the one that is here. Nothing is deleted; every change is a save."""

    def __init__(self, reading: Reading, programme: Programme, *, by: Actor):
        lead = programme.lead.municipality
        if reading.lead.links["municipality"] != lead.code:
            raise Fault(reading.lead.place, _("Another municipality leads this programme here."))
        super().__init__(reading, lead, by=by)
        self.programme = programme
        self.municipalities = municipalities_of(programme)
        self.contents = contents_of(programme)
        self.now: datetime = timezone.now()

    def load(self) -> Loaded:
        self.find_groups()
        loaded = Loaded(self.programme, is_new=False)
        self._restore(self.programme, self.reading.programme, loaded)
        for kind in of_records():
            self._restore_rows(kind, loaded)
        self._redate(loaded)
        return loaded

    def _redate(self, loaded: Loaded) -> None:
        """The document bears the date of then: it says what it said then."""
        loaded.is_redated = self.programme.written_at != self.reading.written_at
        if loaded.is_redated:
            self.programme.written_at = self.reading.written_at
            Programme.objects.bulk_update([self.programme], ["written_at"])

    def load_record(self, kind: Kind, key: UUID) -> tuple[Record, list[str]] | None:
        """One record alone, with the fields that changed; what it is tied to stays as it is, wherever that is by now."""
        told = [self.reading.programme] if kind.model is Programme else self.reading.rows[kind.name]
        row = next((row for row in told if row.key == key), None)
        if row is None:
            raise Fault("", _("The version does not have this record."))
        self.find_groups()
        for each in of_records():
            self.pks |= dict(each.model.objects.filter(programme=self.programme).values_list("key", "pk"))
        record = self.programme if kind.model is Programme else kind.model.objects.get(pk=self.pks[key])
        loaded = Loaded(self.programme, is_new=False)
        self._restore(record, row, loaded)
        changed = loaded.fields or loaded.changed.get(record) or ["position"] * len(loaded.moved)
        return (record, changed) if changed else None

    def _restore_rows(self, kind: Kind, loaded: Loaded) -> None:
        lists = [link.name for link in links_of(kind) if link.many_to_many]
        rows = kind.model.objects.filter(programme=self.programme).prefetch_related(*lists)
        here = {record.key: record for record in rows}
        left = dict(here)
        for row in self.rows(kind):
            record = here.get(row.key) or self._same(kind, row, left)
            if record is None:
                loaded.added.append(self._add(kind, row))
                continue
            left.pop(record.key, None)
            self.pks[row.key] = record.pk
            self._restore(record, row, loaded)
        for record in left.values():
            if record.archived_at is None:
                record.archived_at = self.now
                save_record(record, row_version=record.row_version, by=self.by)
                loaded.archived.append(record)

    def _same(self, kind: Kind, row: Row, here: dict[UUID, Record]) -> Record | None:
        """The record that this one is though it has another key: there is but one of its sort in a programme."""
        for record in here.values():
            if kind.is_single:
                return record
            for fields in once_a_programme(kind):
                told = tuple((row.values | row.links)[name] for name in fields)
                if "code" not in fields and told == tuple(_value(record, name) for name in fields):
                    return record
        return None

    def _restore(self, record: Record, row: Row, loaded: Loaded) -> None:
        """Save the record if anything of it is otherwise now; the order of a list is no save of its own."""
        target = self._target(row)
        differs = [name for name, value in target.items() if getattr(record, name) != value]
        links = {name: rows for name, rows in self._links(row).items() if set(rows) != set(getattr(record, name).all())}
        archived = record.archived_at if (record.archived_at is None) == (row.archived_at is None) else row.archived_at
        if isinstance(record, Programme):
            archived = record.archived_at  # to archive a programme is an act of its own
        if differs or links or archived != record.archived_at:
            remember(record, {**record.__dict__, **row.values})
            for name in differs:
                setattr(record, name, target[name])
            is_archived_otherwise, record.archived_at = archived != record.archived_at, archived
            fields = save_record(record, row_version=record.row_version, by=self.by, links=links)
            fields += ["archived_at"] if is_archived_otherwise else []
            if record == self.programme:
                loaded.fields = fields
            else:
                loaded.changed[record] = fields
        if record.position != row.position:
            record.position = row.position
            type(record).objects.bulk_update([record], ["position"])
            if record not in loaded.changed:
                loaded.moved.append(record)

    def _target(self, row: Row) -> dict[str, Any]:
        """What the record is to hold. A group that is not taken leaves the programme the one that it has."""
        target = self.content(row)
        if row.kind.model is Programme and row.links["group"] is not None and target["group_id"] is None:
            del target["group_id"]
        return target

    def _links(self, row: Row) -> dict[str, list[models.Model]]:
        """What the record is tied to in each of its lists."""
        return {
            link.name: [link.related_model(pk=pk) for pk in sorted(self.ids_of(link, row.links[link.name]))]
            for link in links_of(row.kind)
            if link.many_to_many
        }

    def _add(self, kind: Kind, row: Row) -> Record:
        taken = kind.model.objects.filter(key=row.key).exists()
        record = kind.model(
            programme=self.programme,
            key=uuid.uuid4() if taken else row.key,
            position=row.position,
            archived_at=row.archived_at,
            **self.content(row),
        )
        remember(record)
        save_record(record, row_version=0, by=self.by, links=self._links(row))
        self.pks[row.key] = record.pk
        return record


def _value(record: Record, name: str) -> Any:
    value = getattr(record, name)
    return getattr(record, f"{name}_id") if isinstance(value, models.Model) else value
