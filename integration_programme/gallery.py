"""Sample data for the gallery of components: one of each, errors and empty ones included. Made up, and only in English."""

from datetime import UTC, date, datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from integration_programme.layouts import Fold, When
from integration_programme.translations import Translations
from integration_programme.widgets import RichTextWidget
from integration_programme.wording import of_plain

#: each look of a state, and words that it has somewhere
STATES = [
    ("open", "Open"),
    ("in_progress", "In progress"),
    ("waiting", "Partly"),
    ("remarks", "Date has passed"),
    ("done", "Done"),
    ("not_applicable", "Not applicable"),
    ("problem", "Over the budget of pages"),
    ("preparing", "In preparation"),
    ("proposed", "Proposed for decision"),
    ("tabled", "Tabled"),
    ("returned", "Returned for preparation"),
    ("approved", "Approved"),
]


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

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_method = "post"
        helper.disable_csrf = True
        helper.attrs = {"novalidate": "novalidate"}
        helper.layout = Layout(
            *("name", "description", "owner", "start", "budget"),
            When("budget", ["yes"], "groups"),
            Fold("Agreement", "agreed"),
            Submit("save", "Save"),
        )
        return helper

    def clean(self):
        super().clean()
        self.add_error(None, "The measure needs an objective that it serves.")


def text_row(language: str, code: str, words: str) -> dict:
    """A language of the sample text."""
    control = format_html(
        '<textarea class="form-control" id="text_{}" lang="{}" rows="2">{}</textarea>', code, code, words
    )
    row = {"id": f"text_{code}", "language": language, "help": "", "errors": [], "control": control, "below": ""}
    return row | {"is_first": code == "fi", "is_shown": code == "fi"}


def strip(number: int, label: str, state: str, words: str, *, is_current: bool = False) -> dict:
    """A cell of the sample phase strip."""
    phase = {"number": number, "label": label}
    return {"phase": phase, "url": "#top", "is_current": is_current, "state": state, "label": words}


def row(number: int, label: str, cells: list[str], words: str, turn: str = "") -> dict:
    """A line of the sample phases."""
    return {
        "phase": {"number": number, "label": label},
        "url": "#top",
        "cells": cells,
        "done": cells.count("full"),
        "of": len(cells),
        "state": "open" if set(cells) == {"open"} else "in_progress",
        "label": words,
        "turn": turn,
    }


def samples() -> dict:
    """What the gallery page shows."""
    link = "#top"
    meta = [("Theme", "Employment"), ("Owner", "Employment area"), "In the budget"]
    return {
        "states": STATES,
        "form": MeasureForm({"groups": ["all"], "start": "2026-08-01"}, auto_id="sample_%s"),
        "page_actions": [
            {"label": "Add an objective", "url": link, "kind": "primary"},
            {"label": "See as it will print", "url": link},
        ],
        "step": {
            "eyebrow": "Continue here: 3 Situation picture",
            "title": "What do they need?",
            "note": "Ask the schools for their figures by May",
            "label": "Continue",
            "url": link,
        },
        "visibility": {
            "sentence": "Visible to the cooperation group since 3/11/2026 · not visible to the adviser",
            "change_url": link,
            "about": "The guiding questions",
            "as_readers": [("See it as a group member", link)],
        },
        "organisations": [{"value": "", "label": "Choose"}, {"value": "1", "label": "Library", "selected": True}],
        "due": {"day": date(2026, 10, 12), "names": Translations({"en": "Town board"}), "anchor": "top"},
        "rows": [
            row(1, "Responsibility", ["full", "full", "full", "full", "in_progress"], "In progress", "town board"),
            row(2, "Cooperation", ["full", "full", "full"], "Done"),
            row(3, "Situation picture", ["in_progress", "open", "open"], "In progress"),
            row(4, "Objectives", ["open", "open", "open", "open"], "Open"),
        ],
        "guidance": [
            {"owner": "The region's centre", "text": format_html("<p>{}</p>", "Ask the schools before the summer.")}
        ],
        "listings": [
            {
                "title": "The guiding questions",
                "id": "guiding",
                "add_url": link,
                "add_label": "Add a finding",
                "rows": [
                    {
                        "title": "Who are they?",
                        "url": link,
                        "told": "6 figures · F2",
                        "label": "Done",
                        "state": "done",
                        "key": "who",
                    },
                    {
                        "title": "What do they need?",
                        "url": link,
                        "told": "no text yet",
                        "label": "In progress",
                        "state": "in_progress",
                        "turn": "planner",
                        "finish_url": link,
                        "key": "needs",
                    },
                ],
            },
            {
                "title": "Measures",
                "rows": [
                    {
                        "code": "M1.1",
                        "title": "A language group",
                        "url": link,
                        "told": "Library",
                        "beside": "2027–2029",
                        "area": {"colour": "teal", "title": "P1 Language from the first day"},
                    }
                ],
                "more_url": link,
                "more_label": "All measures (12)",
            },
            {"title": "Meetings", "rows": [], "empty": "No meetings yet."},
        ],
        "page": Paginator(range(120), 20).page(2),
        "areas": [
            ("teal", "P1 Language from the first day"),
            ("navy", "P2 Work and skills"),
            ("plum", "P3 At home here"),
        ],
        "example": {
            "text": Translations({"en": "<p>The municipality asked its residents before it wrote a line.</p>"}),
            "language": "en",
            "url": link,
            "take_url": link,
        },
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
        "answers": [
            {"label": "Coordinating body", "value": "Education and culture services", "url": link},
            {"label": "Period", "value": "2026–2029", "url": link},
            {"label": "Adviser contacted", "value": "", "url": link, "change_label": "Answer"},
        ],
        "change": {
            "label": "What changes (English)",
            "wording": of_plain("A course begins twice a year.", "A course begins every month, also in the evening."),
            "language": "en",
            "take_back": {"url": "#top", "hidden": {"row_version": 2}, "about": "What changes (English)"},
        },
        "copy": {"written_at": datetime(2026, 11, 27, 14, 2, tzinfo=UTC)},
        "conflicts": [
            {
                "label": "What is done",
                "yours": "A language group in every open day care, twice a week.",
                "saved": "A language group in two open day cares.",
            },
            {"label": "Resources", "yours": "", "saved": "One teacher, half time"},
        ],
        "phases": [
            strip(1, "Responsibility", "done", "Done"),
            strip(2, "Cooperation", "in_progress", "In progress", is_current=True),
            strip(3, "Situation picture", "open", "Open"),
        ],
        "hidden": {"row_version": "3"},
        "texts": [
            text_row(language, code, words)
            for language, code, words in [
                ("Finnish", "fi", "Kieliryhmä jokaiseen avoimeen päiväkotiin"),
                ("Swedish", "sv", "En språkgrupp i varje öppet daghem"),
                ("English", "en", ""),
            ]
        ],
    }
