"""What the advisers of a regional centre keep for themselves: notes about municipalities, and comments for use again."""

import uuid

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import TranslatedField, Translations
from programmes.enums import Audience, Result
from programmes.models.sharing import Sharing
from stakeholders.models import Municipality, Organisation, User, today

LONGEST_NOTE, LONGEST_STANDARD = 5_000, 2_000  # characters


class AdviserNote(models.Model):
    """What an adviser noted about a municipality after a contact with it: read by the advisers of the centre, and by
    nobody else. `again_on` is the day on which the centre means to be in touch again."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="adviser_notes")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="adviser_notes")
    day = models.DateField(default=today)
    text = models.TextField()
    again_on = models.DateField(null=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="adviser_notes")
    author_name = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["centre", "municipality", "day"], name="note_by_municipality")]

    def __str__(self):
        return f"{self.municipality}: {self.day}"


class StandardCommentQuerySet(RecordQuerySet):
    def with_use(self):
        """Each with `used`, how many comments of reviews it has become, and `acted_upon`, how many of these were accepted
        wholly or in part. What becomes of comments on a draft that is not wholly shared today is in no number."""
        switches = Sharing.objects.filter(programme=OuterRef("comments__programme"), audience=Audience.ADVISER)
        is_whole = Exists(switches.filter(place="")) & ~Exists(switches.filter(is_visible=False))
        there = Q(comments__withdrawn_at=None, comments__programme__archived_at=None)
        heard = Q(
            comments__disposition__settled_at__isnull=False,
            comments__disposition__result__in=[Result.ACCEPTED, Result.PARTLY],
        )
        return self.annotate(
            used=Count("comments", filter=there & is_whole),
            acted_upon=Count("comments", filter=there & heard & is_whole),
        )


class StandardComment(Record):
    """A comment that a centre makes again and again, for an item of the checklist or for any (`item` is '')."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="standard_comments", editable=False)
    item = models.CharField(_("part of the checklist"), max_length=60, blank=True)
    text = TranslatedField(_("comment"), multiline=True, max_length=LONGEST_STANDARD)
    is_in_use = models.BooleanField(_("offered in reviews"), default=True)

    objects = StandardCommentQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["item", "pk"]

    def __str__(self):
        return str(self.key)

    @property
    def names(self) -> Translations:
        return Translations({language: text[:200] for language, text in self.text.items()})
