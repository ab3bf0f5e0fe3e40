"""The log: one line for each act."""

import uuid

from django.db import models


class Event(models.Model):
    """One line for each act on any floor; no foreign keys upwards or to people, so that history blocks nothing.

    `actor` is who acted, as `Actor.identity` has it: "account:7", "link:…" or "system"; `actor_name` what they were
    called then. `scope` is the slug, code or key under which people look for it. What was acted on: `kind` ("objective", "seat") and
    `subject`, its key, in the programme with the slug `programme` if it is of one; `fields` are the names of those that
    the act changed, `version` the row's count of saves after it. `names` is what the subject was called then, in every
    language that had a name for it; `data` whatever else the sentence needs. All of it is plain data: sentences are
    made for each reader, by the `history` of the app whose act it was.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    scope = models.CharField(max_length=80, blank=True, db_index=True)
    programme = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(null=True)
    names = models.JSONField(default=dict, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.verb} {self.kind}:{self.subject}"
