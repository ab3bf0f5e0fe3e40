"""How a programme stands, in one row for each audience: what lists show, so that they work nothing out."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from integration_programme.aggregates import JSONArrayAgg
from programmes.enums import Audience
from programmes.models.programme import Programme
from stakeholders.models import today


def _text(name: str) -> Cast:
    return Cast(name, models.TextField())


class StandingQuerySet(models.QuerySet):
    def is_fresh(self) -> Exists:
        """For programmes read `with_revisions`: whether the row of the writers tells of each as it is today."""
        now = {"revision": OuterRef("revision"), "outside": OuterRef("outside"), "day": today()}
        return Exists(self.filter(programme=OuterRef("pk"), audience=Audience.WRITERS, **now))

    def make_stale(self) -> None:
        """What they tell has changed by an act that does not count the programme's revision."""
        self.update(day=today() - timedelta(days=1))

    def told_to_programme(self) -> Subquery:
        """For a query of programmes: the phases of each and what follows from its state, as every audience was
        last told of them, as one list."""
        told = JSONObject(audience="audience", phases=_text("phases"), derived=_text("derived"))
        of_it = self.filter(programme=OuterRef("pk")).order_by().annotate(group=Value(1)).values("group")
        return Subquery(of_it.annotate(told=JSONArrayAgg(told)).values("told"))


class Standing(models.Model):
    """What an audience is told of a programme at a glance, as it was at a revision and on a day.

    An act makes it stale by counting the programme's revision; the worker renews it within seconds (`renew_standings`),
    and all of them when the day turns. Until then lists show what was last known. `phases` has for each phase its
    `state`, and how many of its tasks are `done`, `of` how many; `municipalities` their names by language.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="standings")
    audience = models.CharField(max_length=20, choices=Audience)
    blocks = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    phases = models.JSONField(default=list)
    municipalities = models.JSONField(default=list)
    turn = models.JSONField(default=dict)  # whose turn it is, by language
    next_date = models.DateField(null=True)
    derived = models.JSONField(default=list)  # `DerivedState`s
    has_changed = models.BooleanField(default=False)  # since it was approved
    revision = models.PositiveBigIntegerField()
    outside = models.PositiveBigIntegerField()
    day = models.DateField()
    renewals = models.PositiveIntegerField(default=0)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "audience"], name="standing_once_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=Audience), name="standing_of_an_audience"),
        ]

    def __str__(self):
        return f"{self.programme}: {self.get_audience_display()}"
