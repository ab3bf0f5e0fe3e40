"""Cooperation groups: standing bodies of one or several municipalities, and the seats in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import TranslatedField, Translations, in_every_language
from stakeholders.enums import Sector
from stakeholders.models.bodies import Municipality
from stakeholders.models.dates import DatedQuerySet, today
from stakeholders.models.people import User


class CooperationGroupQuerySet(RecordQuerySet):
    def visible_to(self, actor):
        """Groups of the municipalities a person works for, and groups they have a seat in."""
        if actor.is_administrator:
            return self
        return self.filter(Q(municipalities__in=actor.works_for) | Q(pk__in=actor.sits_in)).distinct()


class CooperationGroup(Record):
    """A standing body of one or more municipalities; what it does for a programme is told in the programme."""

    names = TranslatedField(_("name"))
    municipalities = models.ManyToManyField(Municipality, related_name="groups", verbose_name=_("municipalities"))

    objects = CooperationGroupQuerySet.as_manager()

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """Its name in the first of these languages that it has, marked if that is not the first one; never empty."""
        return self.names.marked(*languages) or str(_("Cooperation group"))

    @property
    def all_names(self) -> Translations:
        """Its name in each language that has one; never empty."""
        return self.names or in_every_language(self.label)


class SeatQuerySet(RecordQuerySet, DatedQuerySet):
    """Seats that are current, and those whose term it is."""


class Seat(Record):
    """An organisation's place in a group; the person and the deputy change, the seat stays.

    A seat tells for which organisation someone speaks. It never tells the person's origin or religion: immigrant
    residents and religious communities are met by an organisation, a consultation or a channel.
    """

    group = models.ForeignKey(CooperationGroup, models.CASCADE, related_name="seats")
    sector = models.CharField(_("kind of organisation"), max_length=40, choices=Sector)
    organisation = TranslatedField(_("organisation"), max_length=200)
    person_name = models.CharField(_("person"), max_length=150, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="seats", editable=False)
    deputy_name = models.CharField(_("deputy"), max_length=150, blank=True)
    deputy = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="deputy_seats", editable=False
    )
    valid_from = models.DateField(_("term begins"), null=True, blank=True)
    valid_to = models.DateField(_("term ends"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="seat_dates_in_order",
            )
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """The organisation's name in the first of these languages that it has, marked if that is not the first one."""
        return self.organisation.marked(*languages)

    @property
    def names(self) -> Translations:
        """The organisation's name, in each language that has one."""
        return self.organisation

    @property
    def is_valid(self) -> bool:
        """Whether its term has begun and not ended."""
        return (self.valid_from or today()) <= today() <= (self.valid_to or today())
