"""Sample data for the gallery of components: one of each, errors and empty ones included. Made up, and only in English."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.safestring import mark_safe

from integration_programme.widgets import RichTextWidget

STATES = [
    "open",
    "in_progress",
    "waiting",
    "ready",
    "remarks",
    "done",
    "not_applicable",
    "blocked",
    "problem",
    "draft",
    "approved",
    "archived",
]

CHART = mark_safe(
    '<svg viewBox="0 0 480 180" role="img" aria-labelledby="sample-chart-title">'
    '<title id="sample-chart-title">Residents with a foreign background rose from 412 to 538 in four years</title>'
    '<g fill="#0a4fb3"><rect x="20" y="70" width="70" height="90"/><rect x="135" y="60" width="70" height="100"/>'
    '<rect x="250" y="50" width="70" height="110"/><rect x="365" y="40" width="70" height="120"/></g>'
    '<g fill="#1b2330" font-size="14" text-anchor="middle"><text x="55" y="64">412</text><text x="170" y="54">455</text>'
    '<text x="285" y="44">497</text><text x="400" y="34">538</text><text x="55" y="177">2021</text>'
    '<text x="170" y="177">2022</text><text x="285" y="177">2023</text><text x="400" y="177">2024</text></g></svg>'
)


class MeasureForm(forms.Form):
    """Every kind of control."""

    name = forms.CharField(label="Name of measure", help_text="Short, begins with a verb.")
    description = forms.CharField(
        label="What is done",
        help_text="For whom, how, and what is different afterwards.",
        required=False,
        widget=RichTextWidget(attrs={"rows": 6, "lang": "en"}),
    )
    owner = forms.ChoiceField(
        label="Owner",
        choices=[("", "Choose"), ("education", "Education services"), ("employment", "Employment area")],
    )
    start = forms.DateField(
        label="Begins", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    budget = forms.ChoiceField(
        label="Is it in the budget?",
        help_text="The council decides on the budget, not on this page.",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("proposed", "Proposed for next year")],
    )
    groups = forms.MultipleChoiceField(
        label="For whom",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("all", "All residents"), ("children", "Children and young people"), ("parents", "Parents at home")],
    )
    agreed = forms.BooleanField(
        label="The partners have agreed", required=False, help_text="Said in a meeting or in writing."
    )
    minutes = forms.FileField(label="Minutes", required=False)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_method = "post"
        helper.disable_csrf = True
        helper.attrs = {"novalidate": "novalidate"}
        helper.layout = Layout(
            Fieldset("Measure", "name", "description", "owner", "start"),
            Fieldset("Agreement", "budget", "groups", "agreed", "minutes"),
            Submit("save", "Save"),
        )
        return helper

    def clean(self):
        super().clean()
        self.add_error(None, "The measure needs an objective that it serves.")


def task(code: str, title: str, state: str, state_label: str = "", note: str = "", url: str = "#top") -> dict:
    """A row of the sample task list."""
    return {"code": code, "title": title, "state": state, "state_label": state_label, "note": note, "url": url}


def samples() -> dict:
    """What the gallery page shows."""
    link = "#top"
    meta = [("Theme", "Employment"), ("Owner", "Employment area"), "In the budget"]
    return {
        "states": STATES,
        "form": MeasureForm({"groups": ["all"], "start": "2026-08-01"}, auto_id="sample_%s"),
        "crumbs": [{"label": "Programmes", "url": link}, {"label": "Kivisalmi 2026–2029", "url": link}],
        "page_actions": [
            {"label": "Add an objective", "url": link, "kind": "primary"},
            {"label": "See as it will print", "url": link},
        ],
        "tasks": [
            task("1.1", "Coordinating body", "done"),
            task(
                "1.2",
                "Decision makers and the path of the decision",
                "waiting",
                "Waiting for the town board",
                note="The meeting is on 12.10.2026.",
            ),
            task("1.3", "Adviser of the regional centre", "remarks", "Remarks to answer (3)"),
            task("1.4", "External experts", "open"),
            task("1.5", "Alone or together", "blocked", note="Name the municipalities first.", url=""),
        ],
        "cards": [
            {
                "code": "O1",
                "title": "More parents at home study Finnish",
                "url": link,
                "state": "in_progress",
                "state_label": "In progress",
                "meta": meta,
                "edit_url": link,
                "acts": [("Move up", link), ("Move down", link), ("Archive", link)],
            },
            {
                "code": "M1.1",
                "title": "A language group in every open day care",
                "id": "M1.1",
                "meta": meta,
                "body": mark_safe("<p>Twice a week, with child care. Begins in autumn.</p>"),
            },
        ],
        "principles": [
            "A programme is not an annual report: say what will change.",
            "Write it with residents, immigrants among them, not about them.",
            "It is for everyone who lives here.",
        ],
        "facts": [
            {"is_block": True, "sentence": "There is no objective yet", "anchor": "top"},
            {"is_block": False, "sentence": "Objective O3 answers no finding", "anchor": "top"},
        ],
        "why": [
            {"code": "F2", "title": "Parents at home do not find the language courses", "url": link},
            {"code": "F5", "title": "Open day care has room", "url": link},
        ],
        "so_what": [{"code": "M1.1", "title": "A language group in every open day care", "url": link}],
        "columns": ["Year", "Residents", "Share of all, %"],
        "rows": [["2021", "412", "5.1"], ["2022", "455", "5.7"], ["2023", "497", "6.2"], ["2024", "538", "6.8"]],
        "chart": CHART,
        "table_columns": ["Body", "Asked", "Answer"],
        "table_rows": [["Education", "3.2.2026", "Joined"], ["Wellbeing services county", "3.2.2026", "No answer yet"]],
        "answers": [
            {"label": "Coordinating body", "value": "Education and culture services", "url": link},
            {"label": "Period", "value": "2026–2029", "url": link},
            {"label": "Adviser contacted", "value": "", "url": link, "change_label": "Answer"},
        ],
        "conflicts": [
            {
                "label": "What is done",
                "yours": "A language group in every open day care, twice a week.",
                "saved": "A language group in two open day cares.",
            },
            {"label": "Resources", "yours": "", "saved": "One teacher, half time"},
        ],
        "phases": [
            {"label": "1. Responsibility", "url": link, "state_label": "Done"},
            {"label": "2. Cooperation", "url": link, "state_label": "In progress", "current": True},
            {"label": "3. Situation picture", "url": link},
        ],
        "hidden": {"version": "3"},
    }
