"""Forms of phase 3: answers to the guiding questions, own figures, services, findings, sources."""

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.figures import Figure
from integration_programme.forms import RecordsField
from integration_programme.layouts import Fold, Row
from programmes.checklist import Kind
from programmes.enums import Phase
from programmes.forms.base import ChecklistChoiceField, NotInFuture, ProgrammeForm, RecordPage
from programmes.forms.numbers import COUNTS_HELP, CountingForm, NumberField
from programmes.models import Finding, OwnFigure, Programme, QuestionAnswer, Service, SourceUsed
from programmes.models.situation import chosen_in, figures_at, figures_of, proposed_at
from programmes.templatetags.figures import newest_words

#: what few know of an own figure, folded away in its form
ORIGIN = ("owner", "licence", "retrieved_on")


def checklist_choices(programme: Programme, kind: Kind) -> list[tuple[str, str]]:
    """Keys of the situation picture's questions or sources with their words."""
    checklist, language = programme.checklist, get_language() or "en"
    return [
        (item.key, checklist.words(item.key, language).title) for item in checklist.of(phase=Phase.SITUATION, kind=kind)
    ]


class AnswerForm(ProgrammeForm):
    """The words to a guiding question; the figures stand above the writing."""

    allows_empty = True

    class Meta:
        model = QuestionAnswer
        fields = ["text", "sources"]
        help_texts = {
            "text": gettext_lazy(
                "What the figures do not tell: causes, experiences, differences. A few sentences are enough. For "
                "example: “Most came to work in the greenhouses; their spouses look for work and language courses.”"
            ),
            "sources": gettext_lazy(
                "Who said so, and when: a survey, an interview, a meeting. For example: “Workshop with residents, "
                "12 March 2026; head teacher of the upper comprehensive school.”"
            ),
        }

    def layout_fields(self):
        return [HTML('{% include "programmes/situation/beside_writing.html" %}'), *super().layout_fields()]

    @property
    def figures(self) -> list[Figure]:
        return figures_at(self.programme, self.instance.question)

    @property
    def own_figures(self) -> list[OwnFigure]:
        return [each for each in self.programme.rows("own_figures") if each.question == self.instance.question]


class ChosenFiguresField(forms.MultipleChoiceField):
    """Figures to tick; how many there are to choose from follows the municipality."""

    widget = forms.CheckboxSelectMultiple


class FiguresForm(ProgrammeForm):
    """Which of the shipped figures stand at a question. Those that count everybody say so."""

    allows_empty = True
    figures = ChosenFiguresField(label=gettext_lazy("Figures"), required=False)

    class Meta:
        model = QuestionAnswer
        fields = ["figures"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        question = self.instance.question
        near = [each for each in figures_of(self.programme) if question in each.statistic.questions]
        others = [each for each in figures_of(self.programme) if question not in each.statistic.questions]
        groups = [(_("Tell about this question"), near), (_("Other figures"), others)]
        self.fields["figures"].choices = [(name, list(map(_choice, found))) for name, found in groups if found]
        self.fields["figures"].help_text = _(
            "Tick those that the words need. Others stay out of the document. Figures of the whole population tell"
            " nothing of those who have immigrated alone."
        )
        chosen = chosen_in(self.programme, question, self.instance.figures)  # of this row, which may be an older one
        self.initial["figures"] = [each.statistic.key for each in chosen]

    def clean_figures(self) -> list[str] | None:
        """The choice; none where it is what would be proposed anyway."""
        chosen = self.cleaned_data["figures"]
        proposed = [each.statistic.key for each in proposed_at(self.programme, self.instance.question)]
        return None if sorted(chosen) == sorted(proposed) else chosen


def _choice(figure: Figure) -> tuple[str, str]:
    """A figure to choose: its name with its newest value, and whether it counts everybody."""
    language = get_language() or "en"
    words = figure.statistic.label(language)
    if newest := newest_words(figure, language):
        value, year = newest[0]
        words = f"{words}: {value} ({year})"
    return figure.statistic.key, f"{words} · {_('whole population')}" if figure.statistic.whole_population else words


class OwnFigureForm(CountingForm, NotInFuture, ProgrammeForm):
    past_dates = ("retrieved_on",)

    question = ChecklistChoiceField(label=gettext_lazy("Question"))
    value = NumberField(
        label=gettext_lazy("Value"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("A number only, for example 124 or 12.5."),
    )

    class Meta:
        model = OwnFigure
        fields = [
            "question",
            "name",
            "value",
            "counts",
            "unit",
            "period",
            "population",
            "part",
            "source",
            "link",
            *ORIGIN,
        ]
        help_texts = {
            "name": gettext_lazy("For example “Pupils who study Finnish or Swedish as a second language”."),
            "counts": COUNTS_HELP,
            "unit": gettext_lazy("For example “persons”, “%” or “euros a year”."),
            "period": gettext_lazy("For example “2025” or “autumn term 2025”."),
            "population": gettext_lazy(
                "Which people the figure is about, and by which definition: citizenship, language, country of birth, "
                "clients of a service. For example “foreign-language speakers aged 18–64”."
            ),
            "source": gettext_lazy(
                "Who counted it, and where it can be found. For example “Education services of the municipality, "
                "pupil register”. A value needs its source."
            ),
            "owner": gettext_lazy("Who keeps the figure and answers questions about it."),
            "licence": gettext_lazy("On which terms it may be published, for example “CC BY 4.0”."),
            "retrieved_on": gettext_lazy("When it was read, asked or received."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = checklist_choices(self.programme, Kind.QUESTION)
        if "part" in self.fields:
            self.fields["part"].empty_label = _("The whole area of the programme")

    def layout_fields(self):
        return [
            *("question", "name", Row("value", "counts"), "unit", "period", "population", "source"),
            Fold(_("Link, owner, terms of use and date of retrieval"), "link", *ORIGIN),
            self.whose,
        ]

    def clean(self):
        cleaned = super().clean()
        for name in ("period", "unit", "licence"):
            self._fill_in_other_languages(name, cleaned)
        sources = self.translated["source"]
        has_source = any(cleaned.get(name) or name in self.errors for name in sources)
        if cleaned.get("value") is not None and not has_source:
            self.add_error(next(iter(sources)), _("Write where the figure comes from: a value needs its source."))
        return cleaned

    def _fill_in_other_languages(self, name: str, cleaned: dict) -> None:
        """What is no language's own (“2025”, “%”, “CC BY 4.0”) is taken over where it was left empty."""
        texts = [text for field in self.translated[name] if (text := cleaned.get(field))]
        if texts and texts[0] == texts[0].upper():
            for field in self.translated[name]:
                cleaned[field] = cleaned.get(field) or texts[0]


class ServiceForm(ProgrammeForm):
    class Meta:
        model = Service
        fields = ["part", "name", "provider", "for_whom", "is_special", "fit", "remark"]
        help_texts = {
            "name": gettext_lazy("For example “Guidance and counselling point” or “Evening course in Swedish”."),
            "provider": gettext_lazy(
                "Municipality, wellbeing services county, organisation, educational institution …"
            ),
            "for_whom": gettext_lazy("For example “all who have moved to the municipality” or “parents at home”."),
            "remark": gettext_lazy(
                "One or two sentences. For example: “Works well, but only in the daytime; shift workers cannot come.”"
            ),
        }

    def layout_fields(self):
        return ["name", "provider", "for_whom", "is_special", "fit", "remark", self.whose]


class FindingForm(ProgrammeForm):
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions it answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The questions whose figures and words show it."),
    )

    class Meta:
        model = Finding
        fields = ["part", "kind", "text", "questions", "consultations", "evidence"]
        field_classes = {"consultations": RecordsField}
        widgets = {"consultations": forms.CheckboxSelectMultiple}
        help_texts = {
            "text": gettext_lazy(
                "One sentence that an objective can answer. For example: “People who came for work do not find "
                "language courses that fit shift work.”"
            ),
            "evidence": gettext_lazy(
                "Which figure, statement or experience shows it. For example: “Named in four interviews of six; the "
                "evening course had 40 applicants for 20 places.”"
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = checklist_choices(self.programme, Kind.QUESTION)

    def layout_fields(self):
        return [
            "kind",
            "text",
            "evidence",
            "questions",
            Fold(_("Consultations that told it"), "consultations"),
            self.whose,
        ]


class SourceForm(NotInFuture, ProgrammeForm):
    past_dates = ("retrieved_on",)

    source = ChecklistChoiceField(label=gettext_lazy("Source named by the checklist"), required=False)

    class Meta:
        model = SourceUsed
        fields = ["source", "name", "retrieved_on", "link"]
        help_texts = {
            "name": gettext_lazy("For example “Change information report, January–June 2026”."),
            "retrieved_on": gettext_lazy("When it was read, asked or received."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = [("", _("Another source"))]
        self.fields["source"].choices = [*checklist_choices(self.programme, Kind.SOURCE), *others]


PAGES: tuple[RecordPage, ...] = (
    RecordPage("answer", AnswerForm, gettext_lazy("Answer in words")),
    RecordPage("figures", FiguresForm, gettext_lazy("Figures of the question")),
    RecordPage(
        "own-figure", OwnFigureForm, gettext_lazy("Figure of your own"), gettext_lazy("Add a figure of your own")
    ),
    RecordPage("service", ServiceForm, gettext_lazy("Service"), gettext_lazy("Add a service")),
    RecordPage("finding", FindingForm, gettext_lazy("Finding"), gettext_lazy("Add a finding")),
    RecordPage("source", SourceForm, gettext_lazy("Source used"), gettext_lazy("Add a source that was used")),
)
