"""Cooperation groups: standing bodies of one or several municipalities, and the seats in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record, RecordQuerySet
from integration_programme.translations import TranslatedField, Translations, alike, in_every_language
from stakeholders.enums import OfficerKind, Sector
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


def _resident(_language: str) -> str:
    return str(Sector.RESIDENT.label)


class SeatQuerySet(RecordQuerySet, DatedQuerySet):
    """Seats that are current, and those whose term it is."""


class Seat(Record):
    """An organisation's place in a group; the person and the deputy change, the seat stays.

    A seat tells for which organisation someone speaks; a resident speaks for none. It never tells the person's origin,
    religion or ground of residence: immigrant residents and religious communities are met by an organisation, a
    consultation or a channel. A resident is called by name only where that was allowed (`prints_name`).
    """

    group = models.ForeignKey(CooperationGroup, models.CASCADE, related_name="seats")
    sector = models.CharField(_("kind of organisation"), max_length=40, choices=Sector)
    organisation = TranslatedField(_("organisation"), max_length=200)
    person_name = models.CharField(_("person"), max_length=150, blank=True)
    prints_name = models.BooleanField(_("the person has allowed that the name is printed"), default=False)
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
        """Whom it is of, in the first of these languages that it is known in, marked if that is not the first one."""
        return self.names.marked(*languages)

    @property
    def names(self) -> Translations:
        """The organisation's name, in each language that has one; a resident's, or that it is a resident's."""
        if self.sector != Sector.RESIDENT:
            return self.organisation
        return alike(self.person_name) if self.prints_name and self.person_name else in_every_language(_resident)

    @property
    def is_valid(self) -> bool:
        """Whether its term has begun and not ended."""
        return (self.valid_from or today()) <= today() <= (self.valid_to or today())


class OfficerQuerySet(RecordQuerySet, DatedQuerySet):
    """Officers, and those whose term it is."""


class GroupOfficer(Record):
    """The chair, vice chair or secretary of a group for a term: somebody in a seat, or an official without one.

    A new one ends the term of the one before, which stays. Documents tell the organisation and the title; the name where
    the person has allowed it.
    """

    group = models.ForeignKey(CooperationGroup, models.CASCADE, related_name="officers")
    kind = models.CharField(_("task"), max_length=20, choices=OfficerKind, default=OfficerKind.CHAIR)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seat in the group")
    )
    person_name = models.CharField(_("person"), max_length=150, blank=True)
    title = TranslatedField(_("title of the person"), max_length=150)
    prints_name = models.BooleanField(_("the person has allowed that the name is printed"), default=False)
    valid_from = models.DateField(_("term begins"), null=True, blank=True)
    valid_to = models.DateField(_("term ends"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="officer_dates_in_order",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def person(self) -> str:
        """The person's name: as written, or as the seat tells it."""
        return self.person_name or (self.seat.person_name if self.seat else "")

    @property
    def is_valid(self) -> bool:
        """Whether the term has begun and not ended."""
        return (self.valid_from or today()) <= today() <= (self.valid_to or today())

    @property
    def names(self) -> Translations:
        """What the task is called."""
        return in_every_language(lambda _language: str(self.get_kind_display()))

    @property
    def printed(self) -> Translations:
        """Who it is as documents say it: the name where that is allowed, the title, the organisation."""
        name = self.person if self.prints_name else ""
        seated = self.seat.names if self.seat else Translations()
        found = {}
        for language in {*self.title, *seated} or (alike(name) if name else ()):
            parts = (name, self.title.text(language), seated.text(language))
            found[language] = ", ".join(dict.fromkeys(filter(None, parts)))
        return Translations(found)
