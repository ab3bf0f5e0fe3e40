"""The municipalities of a programme: the one that leads, its partners, and what belongs to one of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import Translations
from programmes.checklist import LANGUAGES
from programmes.enums import Consent, PartnerRight, Phase
from programmes.models.access import standing
from programmes.models.kinds import kind
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from stakeholders.models import Municipality


@kind(
    "partner",
    Phase.RESPONSIBILITY,
    "responsibility.alone_or_together",
    select=("municipality",),
    called=_("Municipality"),
)
class ProgrammeMunicipality(ProgrammeRecord):
    """A municipality of the programme: exactly one leads, the others are partners with their rights.

    A partner takes part from the day it consents; before that, and after it has withdrawn or was taken out, nothing of
    it is shown or printed, and its people see nothing of the programme. A consent is to what was asked: a partner that
    comes back from the archive, or is to do more than before, is asked anew.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="links")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="links", verbose_name=_("municipality"))
    is_lead = models.BooleanField(default=False, editable=False)
    right = models.CharField(_("right"), max_length=20, choices=PartnerRight, default=PartnerRight.READ)
    consent = models.CharField(max_length=20, choices=Consent, default=Consent.ASKED, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(ProgrammeRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "municipality"], name="programme_municipality_once"),
            models.UniqueConstraint(fields=["programme"], condition=Q(is_lead=True), name="programme_has_one_lead"),
            models.CheckConstraint(
                condition=Q(consent="asked", answered_at=None) | ~Q(consent="asked") & Q(answered_at__isnull=False),
                name="programme_municipality_answered_at_a_time",
            ),
        ]

    @classmethod
    def from_db(cls, db, field_names, values):
        link = super().from_db(db, field_names, values)
        link._read_as = (link.__dict__.get("archived_at"), link.__dict__.get("right"))
        return link

    def save(self, *args, **kwargs):
        if not self.is_lead and self._opens_more():
            self.consent, self.answered_at = Consent.ASKED, None
        super().save(*args, **kwargs)
        self._read_as = (self.archived_at, self.right)

    def _opens_more(self) -> bool:
        """Whether the row, as it is to be saved, opens more than the municipality consented to."""
        archived_at, right = getattr(self, "_read_as", (None, self.right))
        returns = archived_at is not None and self.archived_at is None
        writes = (right, self.right) == (PartnerRight.READ, PartnerRight.WRITE)
        return returns or (writes and self.consent == Consent.CONSENTED)

    def twin(self):
        others = ProgrammeMunicipality.objects.filter(programme=self.programme, municipality=self.municipality_id)
        return others.exclude(pk=self.pk).first()

    @property
    def stands(self) -> bool:
        return self.archived_at is None and (self.is_lead or self.consent == Consent.CONSENTED)

    def label(self, *languages: str) -> str:
        return self.municipality.names.first(*languages, *self.municipality.languages)[1]

    @property
    def names(self):
        original = self.programme.original_language
        return Translations({language: self.label(language, original) for language in LANGUAGES})


class PartRecord(ProgrammeRecord):
    """A record that in a joint programme belongs to all its municipalities, or to one of them: `part`, or none."""

    part = models.ForeignKey(
        ProgrammeMunicipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whose it is")
    )

    class Meta(ProgrammeRecord.Meta):
        abstract = True

    @property
    def stands(self) -> bool:
        return self.part_id is None or self.part.stands


def part_stands(model: type[models.Model]) -> Q:
    """A condition on rows of a kind, what `stands` is for one: everybody's, and those of municipalities that take part."""
    return Q(part=None) | standing("part__") if issubclass(model, PartRecord) else Q()
