"""What may have files attached to it, and these as far as its card tells of them: read along with its own row."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject

from integration_programme.aggregates import JSONArrayAgg
from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import Translations


@dataclass(frozen=True)
class Attached:
    """An attachment of a record. `sha256` is empty where the file itself is not here."""

    key: uuid.UUID
    title: Translations
    name: str
    content_type: str
    size: int
    sha256: str
    is_archived: bool


class WithAttachmentsQuerySet(RecordQuerySet):
    def with_attachments(self):
        """Each with its attachments, in the same query; those in the archive too."""
        link = self.model._meta.get_field("attachments")
        names = ("key", "name", "content_type", "size", "sha256", "position")
        told = JSONObject(title=Cast("title", TextField()), since="archived_at", **{name: name for name in names})
        own = link.related_model.objects.filter(**{link.field.name: OuterRef("pk")}).order_by()
        together = own.annotate(group=Value(1)).values("group").annotate(told=JSONArrayAgg(told))
        return self.annotate(_attachments=Subquery(together.values("told")))


class HasAttachments(models.Model):
    """A record that may have attachments."""

    _attachments: Any

    objects = WithAttachmentsQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True

    @property
    def attached(self) -> list[Attached]:
        """Its files in their order; only for records read by `with_attachments`, as `programme.rows` does."""
        found = sorted(self._attachments or [], key=lambda each: (each["position"], each["key"]))
        return [
            Attached(
                uuid.UUID(each["key"]),
                Translations(json.loads(each["title"])),
                each["name"],
                each["content_type"],
                each["size"],
                each["sha256"],
                each["since"] is not None,
            )
            for each in found
        ]
