"""Public figures: facts about an area code, each with its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import Source, Status


class ObservationQuerySet(models.QuerySet):
    def of_areas(self, codes):
        return self.filter(area_code__in=list(codes))

    def of_statistics(self, statistics):
        return self.filter(statistic__in=[getattr(statistic, "key", statistic) for statistic in statistics])


class Observation(models.Model):
    area_code = models.CharField(_("area code"), max_length=8)
    statistic = models.CharField(_("statistic"), max_length=60)
    period = models.CharField(_("period"), max_length=10)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)
    status = models.CharField(_("why the value is lacking"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=30)
    table = models.CharField(_("table"), max_length=20, blank=True)
    content_code = models.CharField(_("content code"), max_length=60, blank=True)
    table_updated = models.DateTimeField(_("table updated"), null=True)
    # A day, a month ("2026-08") or nothing, as exactly as it was recorded.
    retrieved = models.CharField(_("retrieved"), max_length=10, blank=True)
    licence = models.CharField(_("licence"), max_length=30, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(fields=["area_code", "statistic", "period"], name="one_observation_a_period"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, status__in=[status.value for status in Status])
                | Q(value__isnull=False, status=""),
                name="observation_value_or_status",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]), name="observation_source_known"
            ),
        ]

    def __str__(self):
        return f"{self.area_code} {self.statistic} {self.period}"
