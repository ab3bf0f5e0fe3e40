"""Phase 6: indicators with a known source, and who follows the programme."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField, TranslatedRichTextField, Translations
from programmes.enums import Direction, Frequency, IndicatorKind, Phase
from programmes.models.codes import CodedRecord
from programmes.models.counts import CountingRecord
from programmes.models.kinds import kind
from programmes.models.objectives import Measure, Objective
from programmes.models.organisations import ProgrammeOrganisation
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord

LEAST_STEPS, MOST_STEPS = 2, 7


@kind(
    "monitoring-plan",
    Phase.MONITORING,
    "monitoring.reporting",
    is_list=False,
    called=_("Who monitors, and when the programme is updated"),
)
class MonitoringPlan(ProgrammeRecord):
    """Who monitors, and when the programme is updated before its period ends."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="monitoring", editable=False)
    who_monitors = TranslatedField(_("who monitors"), max_length=1000, multiline=True)
    update_triggers = TranslatedRichTextField(_("when or in what situation the programme is updated early"))

    def unnamed(self):
        return str(_("Monitoring"))


@kind("recipient", Phase.MONITORING, "monitoring.reporting", called=_("Recipient of reports"))
class ReportRecipient(PartRecord):
    """Somebody who receives reports on how the programme goes."""

    main_text = "recipient"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="recipients", editable=False)
    recipient = TranslatedField(_("who receives reports"))
    what = TranslatedField(_("what they receive"))
    when = TranslatedField(_("when"))


def _step_field(name) -> models.PositiveSmallIntegerField:
    between = [MinValueValidator(1), MaxValueValidator(MOST_STEPS)]
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=between)


def steps_of(text: str) -> list[str]:
    """The steps of a scale as it was written in one language."""
    return [step for line in text.splitlines() if (step := line.strip())]


@kind(
    "indicator",
    Phase.MONITORING,
    "monitoring.indicators",
    prefetch=("measures",),
    under=("objective",),
    called=_("Indicator"),
    is_subject=True,
)
class Indicator(CountingRecord, CodedRecord):
    """What tells whether an objective is reached, by a number or by steps of a scale of its own, as its `kind` says: what
    is filled in for the other kind is shown nowhere. `suggestion`, `source_type` and `statistic` are keys.

    `scale`: a step a line, the lowest first, the same number of them in each language; `baseline_step` and
    `target_step` count them from one.
    `suggestion`: the checklist's suggested indicator it began from; `source_type`: a source type of the checklist;
    `statistic`: a figure of the product's catalogue that gives its values.
    """

    main_text = "name"
    code_prefix = "I"
    numbers = ("baseline_value", "interim_value", "target_value")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="indicators", editable=False)
    suggestion = models.CharField(_("suggested by the checklist"), max_length=60, blank=True)
    name = TranslatedField(_("indicator"))
    definition = TranslatedField(_("definition"), max_length=600, multiline=True)
    kind = models.CharField(
        _("what it is measured by"), max_length=20, choices=IndicatorKind, default=IndicatorKind.NUMBER
    )
    scale = TranslatedField(_("steps, each on a line of its own"), max_length=600, multiline=True)
    baseline_step = _step_field(_("baseline: which step"))
    target_step = _step_field(_("target: which step"))
    unit = TranslatedField(_("unit"), max_length=60)
    direction = models.CharField(_("direction"), max_length=20, choices=Direction, blank=True)
    source_type = models.CharField(_("kind of source"), max_length=60, blank=True)
    source = TranslatedField(_("source"))
    statistic = models.CharField(_("figure of the catalogue"), max_length=60, blank=True)
    baseline_value = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_date = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_by = models.DateField(_("baseline to be measured by"), null=True, blank=True)
    interim_value = models.DecimalField(_("interim target"), max_digits=14, decimal_places=2, null=True, blank=True)
    interim_date = models.DateField(_("date of the interim target"), null=True, blank=True)
    target_value = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_date = models.DateField(_("date of the target"), null=True, blank=True)
    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency, blank=True)
    owner = models.ForeignKey(
        ProgrammeOrganisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("objective it serves"),
    )
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="indicators", verbose_name=_("measures it tells about")
    )

    class Meta(CodedRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=(
                    (Q(interim_date=None) | Q(baseline_date=None) | Q(baseline_date__lt=F("interim_date")))
                    & (Q(interim_date=None) | Q(target_date=None) | Q(interim_date__lt=F("target_date")))
                ),
                name="indicator_interim_between",
            ),
        ]

    @property
    def has_steps(self) -> bool:
        """Whether steps in words tell how far it has come."""
        return self.kind == IndicatorKind.STEPS

    def step(self, name: str) -> Translations:
        """What the step of "baseline" or "target" is called, in each language that has a word for it."""
        at = getattr(self, f"{name}_step") or 0
        scales = {language: steps_of(text) for language, text in self.scale.items()}
        return Translations({language: steps[at - 1] for language, steps in scales.items() if 0 < at <= len(steps)})

    def is_known(self, name: str) -> bool:
        """Whether its "baseline" or "target" has been given, in the way of its kind."""
        return bool(self.step(name)) if self.has_steps else getattr(self, f"{name}_value") is not None

    def _persons(self, name: str) -> Decimal:
        return Decimal(0) if self.has_steps else super()._persons(name)
