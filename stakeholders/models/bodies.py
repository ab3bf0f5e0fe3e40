"""Municipalities, and the bodies around them as dated data."""

from django.db import models
from django.db.models import F, Q

from integration_programme.translations import TranslatedField
from stakeholders.enums import OrganisationKind
from stakeholders.models.dates import DatedQuerySet

ALAND_REGION = "21"


class OrganisationQuerySet(DatedQuerySet):
    def centres(self):
        """Today's regional centres."""
        return self.valid().filter(kind=OrganisationKind.CENTRE)

    def with_former(self, pk: int):
        """A body, and those whose tasks it took over."""
        return self.filter(Q(pk=pk) | Q(replaced_by=pk)).order_by("pk").distinct()

    def kept_by(self, actor):
        """Those whose contacts this person keeps."""
        return self if actor.is_administrator else self.filter(pk__in=actor.advises_for)


class Organisation(models.Model):
    """A body with the time it exists, so that old names lead to today's.

    `names` in three languages; `aliases` are further words people search with, old names among them.
    """

    kind = models.CharField(max_length=40, choices=OrganisationKind)
    code = models.CharField(max_length=20, blank=True)
    names = TranslatedField()
    aliases = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="organisation_dates_in_order",
            ),
        ]

    def __str__(self):
        """Its code: which of its names is right depends on the reader (`named`)."""
        return f"{self.kind} {self.code}"


class MunicipalityQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those whose people this person may know of."""
        return self if actor.is_administrator else self.filter(code__in=actor.works_for)


class Municipality(models.Model):
    """A municipality by its official code ("545"), with the bodies around it today."""

    code = models.CharField(max_length=3, primary_key=True)
    names = TranslatedField()
    languages = models.JSONField(default=list)  # official languages, the majority's first: ["sv", "fi"]
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    wellbeing_services_county = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    employment_area = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="municipalities", null=True)
    is_aland = models.BooleanField(default=False)
    is_city = models.BooleanField(default=False)  # calls itself a city: a name of its own choosing, no legal kind
    is_demo = models.BooleanField(default=False)  # made up, for the demo

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        """Its code: which of its names is right depends on the reader (`named`)."""
        return f"municipality {self.code}"

    @property
    def own_name(self) -> str:
        """Its name in its majority's language, for where no reader has a language: in addresses."""
        return self.names.first(*self.languages)[1]
