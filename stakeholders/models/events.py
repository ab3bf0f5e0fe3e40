"""The log: one line for each act."""

import uuid

from django.db import models


class Event(models.Model):
    """One line for each act on any floor; no foreign keys upwards or to people, so that history blocks nothing.

    `subject` is "model:key" (for example "objective:3f…"), `scope` the slug or code under which people look for it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    scope = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    subject_text = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.verb} {self.subject_text}"
