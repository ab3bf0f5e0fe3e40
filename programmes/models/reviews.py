"""Reviews: an adviser goes through a draft by the checklist, asked or not, and sends all comments together."""

import functools
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from integration_programme.translations import TranslatedField
from programmes.models.advising import StandardComment
from programmes.models.programme import Programme
from programmes.models.sharing import Sight
from programmes.models.versions import Version
from stakeholders.models import User

LONGEST_MESSAGE = 2_000  # characters


class ReviewQuerySet(models.QuerySet):
    def waiting(self):
        """Those that the advisers are asked for and have not sent."""
        return self.filter(sent_at=None, taken_back_at=None).exclude(asked_at=None)

    def whose_turn(self) -> dict:
        """Of the reviews of one programme, for its row (`Programme.reviewed`): what waits, or else what was sent last."""
        waiting, sent = self.waiting().first(), self.exclude(sent_at=None).order_by("sent_at").last()
        if found := waiting or sent:
            at = found.asked_at if waiting else found.sent_at
            return {"key": str(found.key), "waits": bool(waiting), "day": f"{localdate(at):%Y-%m-%d}"}
        return {"key": "", "waits": False, "day": ""}

    def known(self):
        """Those of which both sides know: asked for, or sent. What an adviser has begun unasked is the adviser's alone."""
        return self.exclude(asked_at=None, sent_at=None)


class Review(models.Model):
    """A review of a programme: asked for by a coordinator (`asked_at`, until when the answer is wished), or begun by an
    adviser (`adviser`) of their own accord; over when it is sent.

    `version` is the programme as it was when it was asked for, or else when it was sent; `switches` are what was open to
    the adviser then, so that nothing of that version is ever shown which was kept back by that time.

    Names are those of that day; accounts may go. Comments of a review that was sent point at it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="reviews")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=150, blank=True)
    message = models.TextField(blank=True)
    wished_on = models.DateField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    adviser = models.ForeignKey(User, models.SET_NULL, null=True, related_name="reviews")
    adviser_name = models.CharField(max_length=150, blank=True)
    on_behalf = TranslatedField()
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="reviews")
    switches = models.JSONField(default=list)
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(sent_at=None, taken_back_at=None, asked_at__isnull=False),
                name="review_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(version__isnull=False), name="review_sent_on_a_version"
            ),
        ]

    def __str__(self):
        return str(self.key)

    @property
    def waits(self) -> bool:
        return self.asked_at is not None and self.sent_at is None and self.taken_back_at is None

    @property
    def is_known(self) -> bool:
        return self.asked_at is not None or self.sent_at is not None

    @functools.cached_property
    def sight(self) -> Sight:
        """What the adviser could see of its version."""
        return Sight(tuple((place, is_visible) for place, is_visible in self.switches))


class DraftComment(models.Model):
    """A comment of a review that has not been sent: on an item of the checklist, or ('') on the programme as a whole.
    Nobody but the adviser who goes through the programme reads it; it is in no list, count or event."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="drafts")
    item = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    standard = models.ForeignKey(StandardComment, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.key)
