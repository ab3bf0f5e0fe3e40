"""Forms of phase 4: answers to its questions, priority areas, objectives, measures, links to other plans."""

from collections.abc import Mapping

from crispy_forms.layout import HTML
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.forms import RecordsField
from integration_programme.layouts import Fold, Row
from programmes.completeness.objectives import proposed_sentence, quality
from programmes.completeness.thread import current
from programmes.enums import MoneySource
from programmes.forms.base import NotBeforePeriod, ProgrammeForm, RecordPage
from programmes.forms.choosing import fields_for
from programmes.forms.numbers import EurosField
from programmes.forms.thread import strip
from programmes.models import Cost, Indicator, Measure, Objective, Plan, PriorityArea, QuestionAnswer
from programmes.models.costs import MOST_EUROS
from programmes.models.partners import part_stands


class AnswerForm(ProgrammeForm):
    """The words to a guiding question of the phase."""

    allows_empty = True

    class Meta:
        model = QuestionAnswer
        fields = ["text", "sources"]
        help_texts = {
            "text": gettext_lazy("A few sentences are enough: they introduce the objectives in the document."),
            "sources": gettext_lazy(
                "Where it comes from, for example “Seminar of the cooperation group, 12 May 2026”."
            ),
        }


class PlanForm(ProgrammeForm):
    dates_in_order = (("valid_from", "valid_to"),)

    class Meta:
        model = Plan
        fields = ["part", "kind", "name", "owner", "link", "valid_from", "valid_to", "passage"]
        field_classes = fields_for(["owner"])
        help_texts = {
            "name": gettext_lazy("As the plan calls itself, for example “Wellbeing plan 2025–2029”."),
            "owner": gettext_lazy("The organisation that keeps the plan."),
            "valid_to": gettext_lazy("You are reminded when the plan has ended and another one should be linked."),
            "passage": gettext_lazy("The aim or sentence that this programme serves, with its page."),
        }

    def layout_fields(self):
        return ["kind", "name", "owner", "link", Row("valid_from", "valid_to"), "passage", self.whose]


class PriorityAreaForm(ProgrammeForm):
    class Meta:
        model = PriorityArea
        fields = ["part", "title", "about", "colour"]
        help_texts = {
            "title": gettext_lazy("A few words, for example “Work and skills”. Objectives are gathered under it."),
            "about": gettext_lazy("A sentence or two that stand under the title in the document."),
            "colour": gettext_lazy("It marks the priority area on screen and in print."),
        }


class AreaField(forms.ModelChoiceField):
    """A priority area. `known`: those that were read already, by what their choices send."""

    known: Mapping[str, PriorityArea] = {}

    def to_python(self, value):
        return self.known.get(value) or super().to_python(value)


class ObjectiveForm(NotBeforePeriod, ProgrammeForm):
    dates_in_period = ("by_when",)

    class Meta:
        model = Objective
        fields = [
            "part",
            "area",
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
        field_classes = {"area": AreaField, "findings": RecordsField, "plans": RecordsField}
        widgets = {"findings": forms.CheckboxSelectMultiple, "plans": forms.CheckboxSelectMultiple}
        help_texts = {
            "area": gettext_lazy("The title under which it stands in the document."),
            "theme": gettext_lazy("By the theme, programmes of different municipalities can be compared."),
            "title": gettext_lazy(
                "One sentence with a change in it. When the five questions below are answered, a sentence is proposed."
            ),
            "change": gettext_lazy("What will be different, for example “The employment rate rises”."),
            "for_whom": gettext_lazy("For example “foreign-language speakers aged 20–64” or “all residents”."),
            "from_state": gettext_lazy("A number with its year, or a description: “52 % (2024)”."),
            "to_state": gettext_lazy("In the same unit, so that the two can be compared: “60 %”."),
            "by_when": gettext_lazy("The end of the year is enough: 31 December."),
            "findings": gettext_lazy("What the situation picture showed, and this objective answers."),
            "consultation": gettext_lazy("Consultations are recorded in the phase of cooperation."),
            "plans": gettext_lazy("An objective that stands in another plan already need not be invented again."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].empty_label = _("No priority area")
        self._offer_areas()

    def _offer_areas(self) -> None:
        """A programme without areas is not asked for one. Those that it has were read with it."""
        areas, chosen = self.programme.rows("priority_areas", bare=True), self.instance.area_id
        if not areas and chosen is None:
            del self.fields["area"]
            return
        field = self.fields["area"]
        field.known = {str(area.pk): area for area in areas}
        if chosen is None or str(chosen) in field.known:
            names = ((area.pk, self._label_of(area)) for area in areas)
            field.choices = [("", field.empty_label), *names]

    def layout_fields(self):
        return [
            HTML('{% include "programmes/objectives/beside_objective.html" %}'),
            *("title", "change", "for_whom", "from_state", "to_state", "by_when"),
            Fold(_("Findings that it answers"), "findings"),
            Fold(_("Priority area and theme"), "area", "theme"),
            Fold(_("Consultation and other plans"), "consultation", "plans"),
            self.whose,
        ]

    @cached_property
    def strip(self) -> dict | None:
        """Why and so what, for an objective that has been saved."""
        objective = self.instance
        if objective.pk is None:
            return None
        return strip(
            self.programme,
            current(self.initial["findings"]) if "findings" in self.initial else objective.findings.current(),
            [
                *objective.measures.filter(part_stands(Measure)).current(),
                *objective.indicators.filter(part_stands(Indicator)).current(),
            ],
            why_gap=_("It answers no finding yet."),
            so_what_gap=_("It has no measure and no indicator yet."),
        )

    @property
    def hints(self) -> list[str]:
        return quality(self.instance)[1]

    @cached_property
    def proposals(self) -> list[dict]:
        """The sentence assembled from the answers in each language, where the objective says it otherwise."""
        found = []
        for language in self.languages:
            sentence = proposed_sentence(self.instance, language)
            if sentence and sentence != self.instance.title.text(language):
                name = get_language_info(language)["name_translated"]
                found.append({"language": language, "name": name, "sentence": sentence})
        return found


class MeasureForm(ProgrammeForm):
    dates_in_order = (("starts_on", "ends_on"),)

    class Meta:
        model = Measure
        fields = [
            "part",
            "objective",
            "title",
            "owner",
            "responsible",
            "partners",
            "starts_on",
            "ends_on",
            "resources",
            "in_budget",
            "status",
        ]
        field_classes = fields_for(["owner"], ["responsible", "partners"])
        help_texts = {
            "objective": gettext_lazy("A measure can be moved to another objective. It keeps its code."),
            "title": gettext_lazy("What is done, for example “Guidance point open on two evenings a week”."),
            "owner": gettext_lazy("Exactly one, so that everybody knows whom to ask."),
            "responsible": gettext_lazy("Who must do a part of it too, where the owner is not alone."),
            "partners": gettext_lazy("Who helps, without being responsible for it."),
            "resources": gettext_lazy("People and money, for example “0.5 person-years, 12 000 euros a year”."),
        }

    def layout_fields(self):
        return [
            *("title", "owner", Row("starts_on", "ends_on"), "status"),
            Fold(_("Others who do it"), "responsible", "partners"),
            Fold(_("Budget and resources"), "resources", "in_budget"),
            Fold(_("Objective"), "objective", is_open=not self["objective"].value()),
            self.whose,
        ]

    @cached_property
    def strip(self) -> dict | None:
        measure = self.instance
        if measure.pk is None:
            return None
        objectives = Objective.objects.current().filter(pk=self.initial["objective"])
        return strip(
            self.programme,
            objectives,
            measure.indicators.filter(part_stands(Indicator)).current(),
            why_gap=_("Its objective is in the archive. Choose another one below."),
            so_what_gap=_("No indicator tells about it yet."),
        )


class CostForm(ProgrammeForm):
    amount = EurosField(
        label=gettext_lazy("Euros"),
        required=False,
        min_value=0,
        max_value=MOST_EUROS,
        help_text=gettext_lazy("Whole euros that are planned. Leave it empty while it is not known yet; 0 is nothing."),
    )

    class Meta:
        model = Cost
        fields = ["part", "measure", "year", "source", "source_name", "amount", "note"]
        help_texts = {
            "source_name": gettext_lazy("Which fund, grant or project. Needed for another source."),
            "note": gettext_lazy("What the money is for, or what it hangs on."),
        }

    def layout_fields(self):
        return ["measure", "year", "source", "source_name", "amount", Fold(_("Note"), "note"), self.whose]

    def clean(self):
        cleaned = super().clean()
        names = self.translated["source_name"]
        if cleaned.get("source") == MoneySource.OTHER and not any(cleaned.get(name) for name in names):
            self.add_error(next(iter(names)), _("Say which source it is."))
        return cleaned


PAGES: tuple[RecordPage, ...] = (
    RecordPage("priority-area", PriorityAreaForm, gettext_lazy("Priority area"), gettext_lazy("Add a priority area")),
    RecordPage("objective", ObjectiveForm, gettext_lazy("Objective"), gettext_lazy("Add an objective")),
    RecordPage("measure", MeasureForm, gettext_lazy("Measure"), gettext_lazy("Add a measure")),
    RecordPage("cost", CostForm, gettext_lazy("Cost of a measure"), gettext_lazy("Add a cost"), archives=True),
    RecordPage("plan", PlanForm, gettext_lazy("Link to a plan"), gettext_lazy("Add a link to a plan")),
    RecordPage("objectives-answer", AnswerForm, gettext_lazy("Answer in words"), own_item="objectives.areas"),
)
