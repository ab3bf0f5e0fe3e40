"""Guidance beside the questions, from those who know the place: the region's centre and the municipality itself."""

import json
from dataclasses import dataclass

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from integration_programme.aggregates import JSONArrayAgg
from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import TranslatedRichTextField, Translations
from programmes.checklist import DEFAULT_EDITION, EDITIONS, LANGUAGES, edition
from programmes.enums import Consent
from stakeholders.models import Municipality, Organisation


@dataclass(frozen=True)
class Advice:
    """What one owner says about one item, as it is shown."""

    owner: Translations
    text: Translations

    @classmethod
    def from_told(cls, told: dict) -> "Advice":
        return cls(
            Translations(json.loads(told["centre"] or told["municipality"])), Translations(json.loads(told["text"]))
        )


class GuidanceQuerySet(RecordQuerySet):
    def told_to_programme(self) -> Subquery:
        """For a query of programmes: what is said to each one's writers, by the centres of its municipalities and by
        these themselves, as one list; a partner's from the day it consents. A page then needs no statement of its own for it."""
        own = Municipality.objects.filter(
            Q(links__is_lead=True) | Q(links__consent=Consent.CONSENTED),
            links__programme=OuterRef(OuterRef("pk")),
            links__archived_at=None,
        )
        said = self.filter(Q(centre__in=own.values("centre")) | Q(municipality__in=own.values("code")))
        told = JSONObject(
            item="item",
            text=Cast("text", models.TextField()),
            centre=Cast("centre__names", models.TextField()),
            municipality=Cast("municipality__names", models.TextField()),
        )
        everything = said.order_by().annotate(group=Value(1)).values("group")
        return Subquery(everything.annotate(told=JSONArrayAgg(told)).values("told"))


class Guidance(Record):
    """What a regional centre, or a municipality to its own people, says about an item of the checklist.

    `item` is a key that both editions may have. A text that has been emptied says nothing any more.
    """

    centre = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="guidance", editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="guidance", editable=False)
    item = models.CharField(max_length=60, editable=False)
    text = TranslatedRichTextField(_("guidance"), max_length=2000)

    objects = GuidanceQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(centre=None, municipality__isnull=False) | Q(centre__isnull=False, municipality=None),
                name="guidance_has_one_owner",
            ),
            models.UniqueConstraint(fields=["centre", "item"], name="guidance_of_a_centre_once"),
            models.UniqueConstraint(fields=["municipality", "item"], name="guidance_of_a_municipality_once"),
        ]

    def __str__(self):
        return f"{self.centre or self.municipality}: {self.item}"

    @property
    def names(self) -> Translations:
        """The item that it is about, as today's edition words it, or else the one before."""
        known = next(each for each in (edition(DEFAULT_EDITION), *EDITIONS.values()) if self.item in each)
        return Translations({language: known.words(self.item, language).title for language in LANGUAGES})


def owners_for(actor) -> list[Organisation | Municipality]:
    """In whose name somebody writes guidance: an adviser's centres, a coordinator's municipalities."""
    return [
        *Organisation.objects.filter(pk__in=actor.advises_for),
        *Municipality.objects.filter(code__in=actor.coordinates),
    ]
