"""What somebody who left gave to somebody else in a programme, as it was told on that day."""

import uuid

from django.db import models
from django.utils import timezone

from programmes.models.programme import Programme


class HandOver(models.Model):
    """One a programme, so that it is for those who write that one. `documents`: what was handed over and what is open, as
    a `Document` in each language of the programme; names are those of that day.

    It is no record of the programme: in no dump, version or document.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="hand_overs")
    person_name = models.CharField(max_length=150)
    successor_name = models.CharField(max_length=150)
    documents = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.person_name} → {self.successor_name}"
