"""A programme of a dump that is not here yet."""

import uuid
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from integration_programme import richtext
from integration_programme.actors import Actor
from integration_programme.records import Record, save_record
from integration_programme.translations import Translations
from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.kinds import Kind
from programmes.models.programme import free_slug
from programmes.portable.faults import Fault
from programmes.portable.fields import links_of, of_records
from programmes.portable.loaded import Loaded, Loading, remember
from programmes.portable.reading import Reading, Row
from stakeholders.models import Municipality


class Anew(Loading):
    """A programme that is not here yet."""

    def __init__(
        self, reading: Reading, *, by: Actor, as_copy: bool, municipality: Municipality | None, with_history: bool
    ):
        own_lead = Municipality.objects.filter(code=reading.lead.links["municipality"]).first()
        lead = municipality or own_lead
        if lead is None:
            code = reading.lead.links["municipality"]
            name = reading.municipalities[code].first()[1] or code
            raise Fault(reading.lead.place, _("The municipality %(name)s is not known here.") % {"name": name})
        super().__init__(reading, lead, by=by, as_copy=as_copy)
        self.with_history = with_history
        self.keys = self._new_keys()

    def _new_keys(self) -> dict[UUID, UUID]:
        """The key here of every record of the file."""
        rows = list(self.reading.all_rows())
        if self.as_copy:
            return {row.key: uuid.uuid4() for row in rows}
        taken: set[UUID] = set()
        for kind in of_records():
            keys = [row.key for row in self.reading.rows[kind.name]]
            taken |= set(kind.model.objects.filter(key__in=keys).values_list("key", flat=True))
        return {row.key: uuid.uuid4() if row.key in taken else row.key for row in rows}

    def content(self, row: Row) -> dict[str, Any]:
        """Pictures in texts are named by the keys that they get here."""
        found = super().content(row)
        for name in row.kind.texts:
            if row.kind.model._meta.get_field(name).rich:
                found[name] = Translations({code: self._renamed(html) for code, html in found[name].items()})
        return found

    def _renamed(self, html: str) -> str:
        for key in richtext.pictures(html):
            html = html.replace(f'="{key}"', f'="{self.keys.get(UUID(key), key)}"')
        return html

    def load(self, *, title: Translations | None, slug: str, is_demo: bool | None, key: UUID | None) -> Loaded:
        self.find_groups()
        loaded = self._programme(title=title, slug=slug, is_demo=is_demo, key=key)
        for kind in of_records():
            loaded.added += self._insert(kind, loaded.programme)
        return loaded

    def _programme(self, *, title, slug: str, is_demo: bool | None, key: UUID | None) -> Loaded:
        row = self.reading.programme
        programme = Programme(key=(key or uuid.uuid4()) if self.as_copy else row.key, **self.content(row))
        programme.title = title or programme.title
        programme.archived_at = None if self.as_copy else row.archived_at
        if not self.as_copy:
            programme.written_at = self.reading.written_at
        programme.slug = free_slug(slug or row.values["slug"])
        kept = row.values["is_demo"] if not self.as_copy else self.lead.is_demo
        programme.is_demo = kept if is_demo is None else is_demo
        remember(programme)
        fields: list[str] = []
        if self.with_history:
            fields = save_record(programme, row_version=0, by=self.by)
        else:
            Programme.objects.bulk_create([programme])
        self.pks[row.key] = programme.pk
        return Loaded(programme, is_new=True, fields=fields)

    def _insert(self, kind: Kind, programme: Programme) -> list[Record]:
        told = self.rows(kind)
        records = [
            kind.model(
                programme=programme,
                key=self.keys[row.key],
                position=row.position,
                archived_at=row.archived_at,
                **self.content(row),
            )
            for row in told
        ]
        if kind.model is ProgrammeMunicipality:
            _make_lead(records, self.lead)
        for record in records:
            remember(record)
        if self.with_history:
            records = bulk_create_with_history(records, kind.model, batch_size=500, default_user=self.by.account)
        else:
            records = kind.model.objects.bulk_create(records, batch_size=500)
        self.pks |= {row.key: record.pk for row, record in zip(told, records, strict=True)}
        self._tie(kind, told)
        return records

    def _tie(self, kind: Kind, told: list[Row]) -> None:
        for link in links_of(kind):
            if link.many_to_many:
                source, target = link.m2m_column_name(), link.m2m_reverse_name()
                through = link.remote_field.through
                through.objects.bulk_create(
                    (
                        through(**{source: self.pks[row.key], target: other})
                        for row in told
                        for other in sorted(self.ids_of(link, row.links[link.name]))
                    ),
                    batch_size=1000,
                )


def _make_lead(partners: list[Record], lead: Municipality) -> None:
    """The municipality that the programme is loaded for leads it; the two change places if it was a partner."""
    leading = next(each for each in partners if each.is_lead)
    if leading.municipality_id == lead.code:
        return
    for each in partners:
        if each.municipality_id == lead.code:
            each.municipality_id = leading.municipality_id
    leading.municipality_id = lead.code
