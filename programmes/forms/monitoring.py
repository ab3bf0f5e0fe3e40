"""Forms of phase 6: indicators with a known source, who monitors, who receives reports."""

from crispy_forms.layout import HTML
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.catalogue import STATISTICS, WORDS, Statistic, series_of
from indicators.enums import Unit
from indicators.figures import format_period, format_value, period_end
from indicators.models import Observation
from integration_programme.forms import RecordsField
from integration_programme.layouts import Fold, Row, When
from programmes.checklist import LANGUAGES, Kind, Words
from programmes.completeness.thread import current
from programmes.enums import Counts, IndicatorKind, Phase
from programmes.forms.base import ChecklistChoiceField, NotBeforePeriod, NotInFuture, ProgrammeForm, RecordPage
from programmes.forms.choosing import fields_for
from programmes.forms.numbers import COUNTS_HELP, CountingForm, NumberField
from programmes.forms.thread import strip
from programmes.models import Indicator, MonitoringPlan, Programme, ProgrammeMunicipality, ReportRecipient
from programmes.models.monitoring import LEAST_STEPS, MOST_STEPS, steps_of

STEPS = ("baseline_step", "target_step")
NUMBERS = ("baseline_value", "interim_value", "target_value")
NO_SOURCE = gettext_lazy(
    "No source, no indicator: a figure that nobody can fetch cannot be followed. "
    "Write where it comes from, or choose a figure of the catalogue."
)
STATISTICS_FINLAND = "monitoring.source.statistics_finland"


def newest_values(programme: Programme, part: ProgrammeMunicipality | None = None) -> dict[str, Observation]:
    """The newest value of each figure of the catalogue for a municipality; for the one that leads if none is given."""
    link = part or programme.lead
    known = Observation.objects.of_areas([link.municipality_id]).exclude(value=None).order_by("period")
    return {observation.statistic: observation for observation in known}


def statistic_choices(programme: Programme) -> list[tuple[str, str]]:
    """The figures of the catalogue, each with its newest value: a possible baseline."""
    language, newest = get_language() or "en", newest_values(programme)
    choices = [("", _("None"))]
    for key, statistic in STATISTICS.items():
        label = statistic.label(language)
        if observation := newest.get(key):
            value = format_value(observation.value, statistic.unit, language, statistic.decimals)
            names = {"figure": label, "value": value, "period": format_period(observation.period)}
            label = _("%(figure)s: %(value)s (%(period)s)") % names
        choices.append((key, label))
    return choices


class StatisticField(forms.ChoiceField):
    """A figure of the catalogue; its newest values are read only when the choices are shown."""

    def valid_value(self, value):
        return value in STATISTICS


class IndicatorForm(CountingForm, NotInFuture, NotBeforePeriod, ProgrammeForm):
    dates_in_order = (
        ("baseline_date", "interim_date"),
        ("baseline_by", "interim_date"),
        ("interim_date", "target_date"),
        ("baseline_date", "target_date"),
        ("baseline_by", "target_date"),
    )
    dates_of_results = {"baseline_date": ("baseline_value", "baseline_step")}
    dates_in_period = ("interim_date", "target_date")

    suggestion = ChecklistChoiceField(label=gettext_lazy("Suggested by the checklist"), required=False)
    source_type = ChecklistChoiceField(label=gettext_lazy("Kind of source"), required=False)
    statistic = StatisticField(
        label=gettext_lazy("Figure of the catalogue"),
        required=False,
        help_text=gettext_lazy(
            "If one of these gives its values, choose it. Its newest value for your municipality becomes the baseline, and "
            "definition, unit and source are filled in, where you leave them empty."
        ),
    )
    baseline_value = NumberField(
        label=gettext_lazy("Baseline"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("A number only, for example 52 or 12,5. Words belong in the definition."),
    )
    interim_value = NumberField(
        label=gettext_lazy("Interim target"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("If you want to see on the way whether the target will be reached."),
    )
    target_value = NumberField(
        label=gettext_lazy("Target"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("In the same unit as the baseline."),
    )

    class Meta:
        model = Indicator
        fields = [
            "part",
            "suggestion",
            "name",
            "definition",
            "kind",
            "scale",
            "baseline_step",
            "target_step",
            "counts",
            "unit",
            "direction",
            "source_type",
            "source",
            "statistic",
            "baseline_value",
            "baseline_date",
            "baseline_by",
            "interim_value",
            "interim_date",
            "target_value",
            "target_date",
            "frequency",
            "owner",
            "objective",
            "measures",
        ]
        field_classes = {"measures": RecordsField, **fields_for(["owner"])}
        widgets = {"measures": forms.CheckboxSelectMultiple}
        help_texts = {
            "name": gettext_lazy("What is followed, for example “Employment rate of foreign-language speakers”."),
            "definition": gettext_lazy(
                "Who is counted, how and when: the same every year, or the years cannot be compared."
            ),
            "scale": gettext_lazy(
                "Two to seven steps, the lowest first, each on a line: for example “not begun”, “under way”, “in use”."
            ),
            "counts": COUNTS_HELP,
            "unit": gettext_lazy("For example “%”, “persons” or “courses a year”."),
            "source": gettext_lazy(
                "Where the figure can be fetched, for example “Schools, yearly report to the municipality”."
            ),
            "baseline_date": gettext_lazy("The day or the end of the year that the baseline is about."),
            "baseline_by": gettext_lazy("If it is not known yet: the date by which it is measured."),
            "interim_date": gettext_lazy(
                "A day between the baseline and the target, for example the middle of the period."
            ),
            "owner": gettext_lazy("The organisation that fetches the figure."),
            "objective": gettext_lazy("The objective whose achievement it shows."),
            "measures": gettext_lazy("Measures that should move this figure."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.checklist = self.programme.checklist
        self.fields["suggestion"].choices = [("", _("An indicator of our own")), *self._worded(Kind.INDICATOR)]
        self.fields["source_type"].choices = [("", _("Not chosen yet")), *self._worded(Kind.SOURCE)]
        for name in STEPS:
            self.fields[name] = self._step_choice(name)
        self.fields["statistic"].choices = lambda: self.statistic_choices
        if self.instance.pk is None and self.initial.get("suggestion") in self.checklist:
            self._begin_from(self.initial["suggestion"])

    def _step_choice(self, name: str) -> forms.TypedChoiceField:
        """The steps by number, and by their words as far as they are written."""
        reader, original = get_language() or "", self.programme.original_language
        words = steps_of(self.instance.scale.first(reader, original)[1])
        choices = [("", _("Not chosen yet"))]
        for at in range(1, MOST_STEPS + 1):
            step = _("Step %(number)s") % {"number": at}
            choices.append((at, f"{step}: {words[at - 1]}" if at <= len(words) else step))
        label = self.fields[name].label
        return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)

    @cached_property
    def statistic_choices(self) -> list[tuple[str, str]]:
        return statistic_choices(self.programme)

    def _worded(self, kind: Kind) -> list[tuple[str, str]]:
        language = get_language() or "en"
        items = self.checklist.of(phase=Phase.MONITORING, kind=kind)
        return [(item.key, self.checklist.words(item.key, language).title) for item in items]

    def _begin_from(self, suggestion: str) -> None:
        """Fill in the name that the checklist gives the suggested indicator, and choose the series that is shipped for it."""
        for field, language in self.translated["name"].items():
            if language in LANGUAGES and not self.initial[field]:
                self.initial[field] = self.checklist.words(suggestion, language).title
        self.initial["statistic"] = self.initial.get("statistic") or series_of(suggestion)

    def layout_fields(self):
        return [
            HTML('{% include "programmes/monitoring/beside_indicator.html" %}'),
            "name",
            "objective",
            When("kind", [IndicatorKind.STEPS], "scale"),
            Row(*self._of_kind("baseline_value", "baseline_step"), "baseline_date"),
            Row(*self._of_kind("target_value", "target_step"), "target_date"),
            When("kind", [IndicatorKind.NUMBER], When(NUMBERS, [], Row("unit", "counts"))),
            "source",
            Fold(_("Figure of the catalogue"), "statistic"),
            Fold(_("What exactly is followed"), "kind", "suggestion", "definition", "direction"),
            Fold(_("On the way to the target"), "interim_value", "interim_date", "baseline_by"),
            Fold(_("Who, how often, and which kind of source"), "owner", "frequency", "source_type"),
            Fold(_("Measures that should move it"), "measures"),
            self.whose,
        ]

    @property
    def counted(self) -> tuple[str, ...]:
        return () if self.cleaned_data.get("kind") == IndicatorKind.STEPS else super().counted

    @staticmethod
    def _of_kind(number: str, step: str) -> list[When]:
        """A number or a step, by the kind that is chosen."""
        return [When("kind", [IndicatorKind.NUMBER], number), When("kind", [IndicatorKind.STEPS], step)]

    def clean(self):
        if statistic := STATISTICS.get(self.cleaned_data.get("statistic", "")):
            self._take_off_former(self.cleaned_data)
            self._fill_from(statistic, self.cleaned_data)
        cleaned = super().clean()
        self._check_interim(cleaned)
        if cleaned.get("kind") == IndicatorKind.STEPS:
            self._check_scale(cleaned)
        first, *others = self.translated["source"]
        if not any(cleaned.get(field) or field in self.errors for field in (first, *others)):
            self.add_error(first, NO_SOURCE)
        return cleaned

    def _check_scale(self, cleaned: dict) -> None:
        """A scale has as many steps in each language, and those that are in use stay in it."""
        scales = {field: steps_of(cleaned.get(field) or "") for field in self.translated["scale"]}
        written = {field: steps for field, steps in scales.items() if steps}
        first = next(iter(written), next(iter(scales)))
        number = len(scales[first])
        if not LEAST_STEPS <= number <= MOST_STEPS:
            self.add_error(first, _("Write two to seven steps, each on a line of its own."))
            return
        for field, steps in written.items():
            if len(steps) != number:
                sentence = _("Here are %(here)s steps, and %(there)s in the first language: write the same ones.")
                self.add_error(field, sentence % {"here": len(steps), "there": number})
        for name in STEPS:
            self._check_step(name, first, scales[first], cleaned)

    def _check_step(self, name: str, field: str, steps: list[str], cleaned: dict) -> None:
        """A step in use keeps its words where the scale is shortened or put in another order."""
        before = steps_of(self.initial.get(field) or "")
        at, words = cleaned.get(name), ""
        if at and name not in self.changed_data and at <= len(before):
            words = before[at - 1]
        if words in steps:
            cleaned[name] = steps.index(words) + 1
        elif words and len(steps) < len(before):
            sentence = _("“%(step)s” is in use (%(field)s). Choose another step there before you take it out.")
            self.add_error(field, sentence % {"step": words, "field": self.fields[name].label})
        elif at and at > len(steps):
            sentence = _("The scale has only %(number)s steps. Choose one of them.")
            self.add_error(name, sentence % {"number": len(steps)})

    def _check_interim(self, cleaned: dict) -> None:
        """The day of an interim target is between the other two, not one of them."""
        day = cleaned.get("interim_date")
        for name in ("baseline_date", "target_date"):
            if day and day == cleaned.get(name):
                label = self.fields[name].label
                self.add_error(
                    "interim_date", _("This is the same day as “%(date)s”. Check the two dates.") % {"date": label}
                )

    def _take_off_former(self, cleaned: dict) -> None:
        """What the figure before this one filled in, and nobody has written over since, makes room."""
        former = STATISTICS.get(self.initial.get("statistic") or "")
        if former is None or "statistic" not in self.changed_data:
            return
        filled = {"part": cleaned.get("part")}
        self._fill_from(former, filled)
        for name in filled.keys() - {"part"}:
            if cleaned.get(name) == filled[name]:
                cleaned[name] = None if name.startswith("baseline") else ""

    def _fill_from(self, statistic: Statistic, cleaned: dict) -> None:
        """Take from the catalogue what was left empty, in each language that the catalogue speaks."""
        for field, language in self.translated["source"].items():
            if language in LANGUAGES and not cleaned.get(field):
                source = WORDS[language]["sources"]["statistics_finland"]
                cleaned[field] = f"{source}, {statistic.statistics(language)} ({statistic.table})"
        for name, worded in (("definition", statistic.definition), ("unit", statistic.unit_label)):
            for field, language in self.translated[name].items():
                if language in LANGUAGES and not cleaned.get(field):
                    cleaned[field] = worded(language)
        cleaned["source_type"] = cleaned.get("source_type") or STATISTICS_FINLAND
        counts = Counts.PERSONS if statistic.unit == Unit.PERSONS else Counts.OTHER
        cleaned["counts"] = cleaned.get("counts") or counts
        self._fill_baseline(statistic, cleaned)

    def _fill_baseline(self, statistic: Statistic, cleaned: dict) -> None:
        """The newest value of the figure is the baseline where nothing is said of one."""
        names = ("baseline_value", "baseline_date", "baseline_by")
        if any(cleaned.get(name) is not None or name in self.errors for name in names):
            return
        if newest := newest_values(self.programme, cleaned.get("part")).get(statistic.key):
            cleaned["baseline_value"], cleaned["baseline_date"] = newest.value, period_end(newest.period)

    @property
    def suggested(self) -> Words | None:
        """What the checklist says of the indicator it suggests, beside the writing."""
        key = self.data.get("suggestion") or self.initial.get("suggestion")
        return self.checklist.words(key, get_language() or "en") if key in self.checklist else None

    @cached_property
    def strip(self) -> dict | None:
        indicator = self.instance
        if indicator.pk is None:
            return None
        objectives = [objective for objective in [indicator.objective] if objective]
        measures = self.initial["measures"] if "measures" in self.initial else indicator.measures.all()
        return strip(
            self.programme,
            current([*objectives, *measures]),
            why_gap=_("It serves no objective yet."),
            is_last=True,
        )


class MonitoringPlanForm(ProgrammeForm):
    allows_empty = True

    class Meta:
        model = MonitoringPlan
        fields = ["who_monitors", "update_triggers"]
        help_texts = {
            "who_monitors": gettext_lazy(
                "Who gathers the figures and who judges them, for example “The coordinator gathers them each February, "
                "the cooperation group discusses them in March”."
            ),
            "update_triggers": gettext_lazy(
                "Name the events, for example a change in law, a clear change in the number of arrivals, a new municipal "
                "strategy, a request of the council."
            ),
        }


class RecipientForm(ProgrammeForm):
    class Meta:
        model = ReportRecipient
        fields = ["part", "recipient", "what", "when"]
        help_texts = {
            "recipient": gettext_lazy("A body or a group, for example “Municipal board” or “Residents”."),
            "what": gettext_lazy("For example “Yearly report of indicators and measures”."),
            "when": gettext_lazy("For example “Each year in March”."),
        }


PAGES: tuple[RecordPage, ...] = (
    RecordPage("indicator", IndicatorForm, gettext_lazy("Indicator"), gettext_lazy("Add an indicator")),
    RecordPage("monitoring-plan", MonitoringPlanForm, gettext_lazy("Who monitors, and when the programme is updated")),
    RecordPage(
        "recipient", RecipientForm, gettext_lazy("Recipient of reports"), gettext_lazy("Add a recipient of reports")
    ),
)
