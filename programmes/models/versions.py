"""Versions: a whole programme as it was at a named moment, never changed again."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from programmes.enums import Audience, VersionPurpose
from programmes.models.programme import Programme
from stakeholders.models import Municipality, User


class Unchangeable(Exception):
    """What is kept for ever was to be changed or deleted: a fault in our code, never in somebody's click."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any):
        raise Unchangeable(self.model.__name__)

    def delete(self):
        raise Unchangeable(self.model.__name__)

    def bulk_update(self, *args: Any, **kwargs: Any):
        raise Unchangeable(self.model.__name__)


class AppendOnly(models.Model):
    """Base of what is never changed again, but for the fields named in `later`, which a worker fills in."""

    later: frozenset[str] = frozenset()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_later = kwargs.get("update_fields") and set(kwargs["update_fields"]) <= self.later
        if not self._state.adding and not is_later:
            raise Unchangeable(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any):
        raise Unchangeable(type(self).__name__)


class VersionQuerySet(AppendOnlyQuerySet):
    def approvals(self):
        """Those that were approved, the newest first."""
        return self.filter(purpose=VersionPurpose.APPROVAL)

    def readable_by(self, audience):
        """What was approved, as far as an audience may read it: writers all of it, others what was once open to them."""
        return (
            self.approvals() if audience == Audience.WRITERS else self.approvals().filter(sharings__audience=audience)
        )


class Version(AppendOnly):
    """A programme at a moment: its records as a dump, and its documents where it was made public.

    `number` counts a programme's versions from one. `made_by_name` is the person's name then; the account may go.
    `left_open`: what was open when it was decided on all the same, as `facts`, and `why`; empty where nothing was.
    `restores`: the version whose state this one brought back.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=20, choices=VersionPurpose, default=VersionPurpose.DRAFT)
    dump = models.JSONField()
    approved_on = models.DateField(null=True)
    left_open = models.JSONField(default=dict)
    restores = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~models.Q(purpose="approval") | models.Q(approved_on__isnull=False),
                name="version_approved_on_a_day",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """What it is called: the name that somebody gave it, or what it was made for."""
        words = {"number": self.number, "name": self.name}
        return _("Version %(number)s: %(name)s") % words if self.name else _("Version %(number)s") % words


class VersionDocument(AppendOnly):
    """The document of one language at a version: its data, and its PDF once it has been made."""

    later = frozenset({"pdf"})

    version = models.ForeignKey(Version, models.PROTECT, related_name="documents")
    language = models.CharField(max_length=2)
    data = models.JSONField()
    content_hash = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="approved/", max_length=200, blank=True)

    class Meta:
        ordering = ["-version__number", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="version_document_once_a_language")]

    def __str__(self):
        return f"{self.version} ({self.language})"


class Upload(models.Model):
    """A programme that somebody brought as a file and has not yet said yes to; kept for a day, for nobody else.

    `key` is the one that the programme will bear, so that a double click makes one programme.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    data = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return self.file_name
