"""Phase 4: priority areas, their objectives and the measures that pursue them, tied to findings and to other plans."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField
from programmes.enums import Colour, InBudget, MeasureStatus, Phase, PlanKind, Theme
from programmes.models.codes import CodedRecord
from programmes.models.cooperation import Consultation
from programmes.models.kinds import kind
from programmes.models.organisations import ProgrammeOrganisation
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.situation import Finding


@kind("plan", Phase.OBJECTIVES, "objectives.plans", told=True, called=_("Plan"), is_subject=True)
class Plan(PartRecord):
    """Another plan that the programme serves: the municipal strategy, the equality plan, …"""

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="plans", editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=PlanKind, default=PlanKind.STRATEGY)
    name = TranslatedField(_("name of the plan"))
    owner = models.ForeignKey(
        ProgrammeOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner of the plan"),
    )
    link = LinkField(_("link"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    passage = TranslatedField(_("what it says of this programme's subject"), max_length=600, multiline=True)

    class Meta(PartRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="plan_dates_in_order",
            )
        ]

    def unnamed(self):
        return self.get_kind_display()


@kind("priority-area", Phase.OBJECTIVES, "objectives.areas", told=True, called=_("Priority area"), is_subject=True)
class PriorityArea(CodedRecord):
    """What the municipality puts first: it gathers objectives under a title of its own. Themes compare municipalities."""

    main_text = "title"
    code_prefix = "P"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="priority_areas", editable=False)
    title = TranslatedField(_("priority area"))
    about = TranslatedField(_("what it is about"), max_length=600, multiline=True)
    colour = models.CharField(_("colour"), max_length=20, choices=Colour, default=Colour.NAVY)

    class Meta(CodedRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="priority_area_code_once")]

    def why_not_archive(self):
        needing = [objective.shown_code for objective in self.objectives.current()]
        if not needing:
            return ""
        sentence = gettext(
            "Priority area %(code)s cannot be archived while it has objectives: %(codes)s. "
            "Move them to another priority area or to none, or archive them first."
        )
        return sentence % {"code": self.shown_code, "codes": ", ".join(needing)}


@kind(
    "objective",
    Phase.OBJECTIVES,
    "objectives.areas",
    select=("consultation",),
    prefetch=("findings", "plans"),
    under=("area",),
    called=_("Objective"),
    is_subject=True,
)
class Objective(CodedRecord):
    """A change the municipality aims at."""

    main_text = "title"
    code_prefix = "O"
    ordered_within = "area"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="objectives", editable=False)
    area = models.ForeignKey(
        PriorityArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("priority area"),
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, default=Theme.EMPLOYMENT)
    title = TranslatedField(_("objective"))
    change = TranslatedField(_("what changes"), max_length=600, multiline=True)
    for_whom = TranslatedField(_("for whom"))
    from_state = TranslatedField(_("from (the starting point)"))
    to_state = TranslatedField(_("to (the aim)"))
    by_when = models.DateField(_("by when"), null=True, blank=True)
    findings = models.ManyToManyField(
        Finding, blank=True, related_name="objectives", verbose_name=_("findings it answers")
    )
    consultation = models.ForeignKey(
        Consultation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("workshop or consultation it came from"),
    )
    plans = models.ManyToManyField(Plan, blank=True, related_name="objectives", verbose_name=_("plans it serves"))

    class Meta(CodedRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="objective_code_once")]

    def why_not_archive(self):
        needing = [record.shown_code for rows in (self.measures, self.indicators) for record in rows.current()]
        if not needing:
            return ""
        sentence = gettext(
            "Objective %(code)s cannot be archived while it has measures or indicators: %(codes)s. "
            "Move them to another objective, or archive them first."
        )
        return sentence % {"code": self.shown_code, "codes": ", ".join(needing)}


@kind(
    "measure",
    Phase.OBJECTIVES,
    "objectives.means",
    prefetch=("responsible", "partners"),
    under=("objective",),
    called=_("Measure"),
    is_subject=True,
)
class Measure(CodedRecord):
    """A means to reach an objective. Its code stays when it moves to another objective.

    Exactly one organisation is accountable for it, its `owner`; others may be `responsible` too, and `partners` help.
    """

    main_text = "title"
    code_prefix = "M"
    ordered_within = "objective"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="measures", editable=False)
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="measures", verbose_name=_("objective"))
    title = TranslatedField(_("measure"), max_length=400)
    owner = models.ForeignKey(
        ProgrammeOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner (one organisation)"),
    )
    responsible = models.ManyToManyField(
        ProgrammeOrganisation, blank=True, related_name="+", verbose_name=_("others responsible")
    )
    partners = models.ManyToManyField(ProgrammeOrganisation, blank=True, related_name="+", verbose_name=_("partners"))
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    resources = TranslatedField(_("resources"), max_length=400)
    in_budget = models.CharField(_("in the budget"), max_length=20, choices=InBudget, blank=True)
    status = models.CharField(_("state"), max_length=20, choices=MeasureStatus, default=MeasureStatus.PLANNED)

    class Meta(CodedRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="measure_code_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="measure_dates_in_order",
            ),
        ]

    def answering(self, organisations: Mapping[int, ProgrammeOrganisation]) -> tuple[list[ProgrammeOrganisation], ...]:
        """Its owner (or none), who is responsible too, and the partners, of `organisations` by their ids: each once, as what
        it is most of all."""
        found: list[list[ProgrammeOrganisation]] = []
        for ids in ([self.owner_id], *([row.pk for row in rows.all()] for rows in (self.responsible, self.partners))):
            named = {row.pk for rows in found for row in rows}
            found.append([organisations[key] for key in ids if key in organisations and key not in named])
        return tuple(found)


def by_area(
    areas: Iterable[PriorityArea], objectives: Iterable[Objective]
) -> list[tuple[PriorityArea | None, list[Objective]]]:
    """Each area with its objectives, in the areas' order; those that are in none of them last, if there are any."""
    groups: dict[int | None, tuple[PriorityArea | None, list[Objective]]] = {area.pk: (area, []) for area in areas}
    without: list[Objective] = []
    for objective in objectives:
        _area, own = groups.get(objective.area_id, (None, without))
        own.append(objective)
    return [*groups.values(), *([(None, without)] if without else [])]
