"""Forms of phase 4: objectives, measures, links to other plans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.enums import Phase
from programmes.forms.base import ProgrammeForm, RecordKind
from programmes.models import Measure, Objective, Plan


class PlanForm(ProgrammeForm):
    dates_in_order = (("valid_from", "valid_to"),)

    class Meta:
        model = Plan
        fields = ["kind", "name", "owner", "link", "valid_from", "valid_to", "passage"]


class ObjectiveForm(ProgrammeForm):
    class Meta:
        model = Objective
        fields = [
            "theme",
            "title",
            "change",
            "for_whom",
            "from_state",
            "to_state",
            "by_when",
            "findings",
            "consultation",
            "plans",
        ]
        widgets = {"findings": forms.CheckboxSelectMultiple, "plans": forms.CheckboxSelectMultiple}
        help_texts = {
            "title": _(
                "One sentence with a change in it, for example “The employment rate of … rises from 52 % to 60 %”."
            ),
            "from_state": _("A number with its year, or a description: “52 % (2024)”."),
        }


class MeasureForm(ProgrammeForm):
    dates_in_order = (("starts_on", "ends_on"),)

    class Meta:
        model = Measure
        fields = [
            "objective",
            "title",
            "owner",
            "partners",
            "starts_on",
            "ends_on",
            "resources",
            "in_budget",
            "status",
        ]
        help_texts = {"owner": _("Exactly one body or office, so that everybody knows whom to ask.")}


KINDS = (
    RecordKind("objective", Phase.OBJECTIVES, "objectives.areas", ObjectiveForm, _("Objective"), _("Add an objective")),
    RecordKind("measure", Phase.OBJECTIVES, "objectives.means", MeasureForm, _("Measure"), _("Add a measure")),
    RecordKind("plan", Phase.OBJECTIVES, "objectives.plans", PlanForm, _("Link to a plan"), _("Add a link to a plan")),
)
