"""What becomes of what was said of a programme: a result with its reason, proposed by a writer, settled by a coordinator.

On screen it is called the response. One response may be given to several who say the same.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField
from programmes.enums import Result
from programmes.models.programme import Programme

#: what has become of something that has no settled response
OPEN, WITHDRAWN = "open", "withdrawn"
LONGEST_REASON, LONGEST_BODY = 2_000, 200  # characters
#: results that need no reason: nothing is refused, and nothing left undone
CLEAR = (Result.ACCEPTED, Result.NOTED)


class Saying(models.Model):
    """What a response says: the result, why, to whom it was passed on, and where the new text stands (`change`, the text
    form of a `Place`, '' for nowhere)."""

    result = models.CharField(_("What becomes of it"), max_length=20, choices=Result)
    reason = TranslatedField(pgettext_lazy("response", "reason"), multiline=True, max_length=LONGEST_REASON)
    passed_to = models.CharField(_("To whom it is passed on"), max_length=LONGEST_BODY, blank=True)
    change = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    #: what it says, without who said it
    said = ("result", "reason", "passed_to", "change")

    class Meta:
        abstract = True

    def says(self) -> dict:
        return {name: getattr(self, name) for name in self.said}


class Disposition(Saying):
    """A response: a proposal of a writer until a coordinator has settled it. Only then is anybody else told of it.

    Names are those of that day.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="dispositions")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(result="passed_on") | ~Q(passed_to=""), name="passed_on_to_somebody")
        ]

    def __str__(self):
        return str(self.key)


class FormerDisposition(Saying):
    """What a response said before it was changed."""

    disposition = models.ForeignKey(Disposition, models.CASCADE, related_name="earlier")
    was_settled = models.BooleanField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self):
        return f"{self.disposition} until {self.until}"


@dataclass(frozen=True)
class Tally:
    """How many were received and what has become of them: whatever is received is counted once, under one standing."""

    counts: Counter

    @classmethod
    def of(cls, standings: Iterable[str]) -> "Tally":
        return cls(Counter(standings))

    @property
    def received(self) -> int:
        return self.counts.total()

    @property
    def open(self) -> int:
        return self.counts[OPEN]

    def each(self) -> list[tuple[str, int]]:
        """Every standing with its number, noughts too: results, then what is open, then what was withdrawn."""
        return [(standing, self.counts[standing]) for standing in STANDINGS]


STANDINGS: tuple[str, ...] = (*Result.values, OPEN, WITHDRAWN)


def standing_label(standing: str) -> str:
    """A result in words, or that there is none: what has no response never reads as a no."""
    if standing == OPEN:
        return gettext("Without a response")
    return gettext("Withdrawn") if standing == WITHDRAWN else str(Result(standing).label)
