"""What loading has done, and what both of its ways share: who links to what, by key."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from simple_history.utils import bulk_create_with_history

from integration_programme.actors import Actor
from integration_programme.records import Record, save_record
from integration_programme.translations import TranslatedRichTextField
from programmes.models import Programme
from programmes.models.kinds import Kind
from programmes.portable.fields import OUTSIDE, handled, links_of
from programmes.portable.losses import dropped_rows, group_here
from programmes.portable.reading import OutsideGroup, Reading, Row
from stakeholders.models import CooperationGroup, Municipality, Seat


@dataclass
class Loaded:
    """The programme, and what became of its records, in the order of the kinds; `moved` are those that only moved.

    `fields`: those of the programme's own that changed, and `changed` those of each record. `is_redated`: its document
    bears another date than before.
    """

    programme: Programme
    is_new: bool
    fields: list[str] = field(default_factory=list)
    is_redated: bool = False
    added: list[Record] = field(default_factory=list)
    changed: dict[Record, list[str]] = field(default_factory=dict)
    archived: list[Record] = field(default_factory=list)
    moved: list[Record] = field(default_factory=list)

    @property
    def fields_of_records(self) -> dict[Record, list[str]]:
        """The records that were added, changed or archived, with the fields that this changed; none for a new one."""
        added: dict[Record, list[str]] = {record: [] for record in self.added}
        return added | self.changed | {record: ["archived_at"] for record in self.archived}

    @property
    def changed_anything(self) -> bool:
        records = self.added or self.changed or self.archived or self.moved
        return bool(self.is_new or self.is_redated or self.fields or records)


class Loading:
    """What both ways share: who links to what, by key."""

    def __init__(self, reading: Reading, lead: Municipality, *, by: Actor, as_copy: bool = False):
        self.reading, self.by, self.as_copy = reading, by, as_copy
        self.lead = lead
        self.municipalities = [lead]  # whose groups are taken
        self.dropped = dropped_rows(reading)
        self.outer: dict[UUID, int] = {}  # keys of groups and seats → ids here
        self.pks: dict[UUID, int] = {}  # keys of the file → ids of records here
        self.contents: set[str] = set()  # hashes of pictures and attachments that are here

    def find_groups(self) -> None:
        """Groups that are here, and are this municipality's; where one is not here at all, it is made without persons."""
        for group in self.reading.groups:
            here = group_here(group, self.municipalities)
            if here is None and not self.as_copy and not CooperationGroup.objects.filter(key=group.key).exists():
                here = self._made_group(group)
            if here is not None:
                self.outer[group.key] = here.pk
                self.outer |= dict(Seat.objects.filter(group=here).values_list("key", "pk"))

    def _made_group(self, told: OutsideGroup) -> CooperationGroup:
        group = CooperationGroup(key=told.key, names=told.names)
        save_record(group, row_version=0, by=self.by)
        group.municipalities.set([self.lead, *Municipality.objects.filter(code__in=told.municipalities)])
        taken = set(Seat.objects.filter(key__in=[seat.key for seat in told.seats]).values_list("key", flat=True))
        seats = [
            Seat(group=group, key=seat.key, position=seat.position, archived_at=seat.archived_at, **seat.fields)
            for seat in told.seats
            if seat.key not in taken
        ]
        bulk_create_with_history(seats, Seat, default_user=self.by.account)
        return group

    def rows(self, kind: Kind) -> list[Row]:
        return [row for row in self.reading.rows[kind.name] if row.key not in self.dropped]

    def id_of(self, link: models.Field, key: Any) -> Any:
        """The id here of what a link of the file leads to; None where that is not taken."""
        if key is None or OUTSIDE.get(link.related_model) == "code":
            return key
        return self.outer.get(key) if link.related_model in OUTSIDE else self.pks.get(key)

    def ids_of(self, link: models.Field, keys: list) -> set:
        return {found for key in keys if (found := self.id_of(link, key)) is not None}

    def links_to_one(self, row: Row) -> dict[str, Any]:
        return {
            link.attname: self.id_of(link, row.links[link.name])
            for link in links_of(row.kind)
            if not link.many_to_many and link.name not in handled(row.kind)
        }

    def content(self, row: Row) -> dict[str, Any]:
        """Texts, facts and single links of a record, but for what only acts set."""
        written = {name: value for name, value in row.values.items() if name not in handled(row.kind)}
        if written.get("sha256") and written["sha256"] not in self.contents:
            written["sha256"] = ""  # a dump tells of a file, and does not bring it
        return written | self.links_to_one(row)


def remember(record: Record, texts: dict[str, Any] | None = None) -> None:
    """Rich texts as they are to be kept, so that cleaning on the way in leaves the ids of their paragraphs."""
    record.stored_texts = {
        each.attname: dict((texts or record.__dict__)[each.attname])
        for each in record._meta.concrete_fields
        if isinstance(each, TranslatedRichTextField)
    }
