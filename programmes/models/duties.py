"""Who sees to a section of a programme, until when, and whether they have taken it on."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from integration_programme.aggregates import JSONArrayAgg
from programmes.enums import DutyState, ItemStatus
from programmes.models.marks import ItemMark
from programmes.models.programme import Programme
from stakeholders.models import User


class DutyQuerySet(models.QuerySet):
    def open(self):
        """Those of sections that are not done, in programmes that are not in the archive."""
        ended = ItemMark.objects.filter(
            programme=OuterRef("programme"),
            item=OuterRef("item"),
            status__in=[ItemStatus.DONE, ItemStatus.NOT_APPLICABLE],
        )
        return self.filter(~Exists(ended), programme__archived_at=None)

    def of(self, person):
        """Those that wait for a person: to be answered, or to be done."""
        return self.filter(person=person).exclude(state=DutyState.DECLINED)

    def told_to_programme(self) -> Subquery:
        """For a query of programmes: who sees to the sections of each, as one list (`duties_of`)."""
        told = JSONObject(
            item="item", key="key", state="state", due_on="due_on", name="person__name", email="person__email"
        )
        of_it = self.filter(programme=OuterRef("pk")).order_by().annotate(group=Value(1)).values("group")
        return Subquery(of_it.annotate(told=JSONArrayAgg(told)).values("told"))


class Duty(models.Model):
    """A person is asked to see to a section (an item of the checklist), takes it on or does not. One a section.

    It is no record of the programme: in no dump, version or document. `programme.duties_revision` counts acts on them.
    `row_version` counts on from that number where somebody is asked anew after it was taken back: no old page takes one
    for the other.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="duties")
    item = models.CharField(max_length=60)
    person = models.ForeignKey(User, models.CASCADE, related_name="duties")
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, related_name="deputy_duties")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=DutyState, default=DutyState.ASKED)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "item"], name="duty_once_a_section"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None) | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="duty_answered_at_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.person}"

    @property
    def is_taken_on(self) -> bool:
        return self.state == DutyState.ACCEPTED


def duties_of(programme: Programme) -> dict[str, Duty]:
    """By section, as far as a page says of a duty, for a programme that was read with `duties_told`."""
    return {
        told["item"]: Duty(
            item=told["item"],
            key=uuid.UUID(told["key"]),
            state=told["state"],
            due_on=date.fromisoformat(told["due_on"]) if told["due_on"] else None,
            person=User(name=told["name"], email=told["email"]),
        )
        for told in programme.duties_told or ()
    }


def by_day(rows: Iterable[Duty]) -> list[Duty]:
    """The earliest day first, those without one last."""
    return sorted(rows, key=lambda duty: (duty.due_on is None, duty.due_on, duty.pk))
