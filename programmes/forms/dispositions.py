"""Forms for what becomes of what was said: a response, and what the list of them is narrowed by."""

from collections.abc import Iterable

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import RecordForm
from integration_programme.layouts import Fold, When
from programmes.enums import Result
from programmes.forms.comments import abouts
from programmes.models import Comment, Disposition, Place, Programme, place_of
from programmes.models.dispositions import CLEAR, OPEN, WITHDRAWN

IN_LIST = 110  # characters of a comment in a list of choices
PLACES = {
    "elements": gettext_lazy("Sections of the document"),
    "chapters": gettext_lazy("Chapters of your own"),
    "objectives": gettext_lazy("Objectives"),
    "measures": gettext_lazy("Measures"),
}


class ResponseForm(RecordForm):
    """What becomes of a comment, and why; `is_short`: without where the new text stands and who else is answered."""

    result = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of it.")},
    )
    change = forms.ChoiceField(
        label=gettext_lazy("Where the new text stands"),
        required=False,
        help_text=gettext_lazy("Whoever wrote it is led there, and reads what it says today."),
    )
    also = forms.MultipleChoiceField(
        label=gettext_lazy("Who else gets this response"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Comments that say the same. Each who wrote one is told. They can be taken apart again."
        ),
    )

    class Meta:
        model = Disposition
        fields = ["result", "passed_to", "reason"]

    def __init__(
        self,
        *args,
        comment: Comment,
        programme: Programme,
        alike: Iterable[Comment],
        settles: bool,
        is_short=False,
        **kwargs,
    ):
        self.comments = {str(each.key): each for each in alike}
        super().__init__(*args, languages=programme.languages, **kwargs)
        self.settles = settles
        if is_short:
            del self.fields["change"]
        else:
            self.fields["change"].choices = _places(programme, comment.place)
            self.initial["change"] = self.instance.change
        if is_short or not self.comments:
            del self.fields["also"]
        else:
            self.fields["also"].choices = [(key, in_list(each)) for key, each in self.comments.items()]
        first = next(iter(self.translated["reason"]))
        self.fields[first].help_text = _("Whoever wrote the comment reads this. Needed unless it is accepted or noted.")

    @property
    def submit_label(self):
        return _("Save the response") if self.settles else _("Propose the response")

    def layout_fields(self):
        return [
            "result",
            When("result", [Result.PASSED_ON], "passed_to"),
            "reason",
            Fold(_("Where the new text stands"), "change", empty=_("Not said")),
            Fold(_("Others who say the same"), "also", empty=_("Nobody else")),
        ]

    def clean(self):
        found = super().clean()
        result = found.get("result")
        first = next(iter(self.translated["reason"]))
        if result and result not in CLEAR and not any(found.get(name) for name in self.translated["reason"]):
            self.add_error(first, _("Say why, in a sentence: whoever said it reads the reason."))
        if result == Result.PASSED_ON and not found.get("passed_to"):
            self.add_error("passed_to", _("Say to whom it is passed on."))
        return found

    def said(self) -> Disposition:
        """What was filled in; who a thing was passed on to is said of nothing else."""
        said = self.instance
        said.change = self.cleaned_data.get("change", said.change)
        said.passed_to = said.passed_to if said.result == Result.PASSED_ON else ""
        return said

    @property
    def others(self) -> list[Comment]:
        return [self.comments[key] for key in self.cleaned_data.get("also", ())]


def _places(programme: Programme, place: Place) -> list:
    """The texts at the place of the comment first, then every section, objective and measure."""
    near = abouts(programme, place) if place.kind else []
    whole = str(place.whole)
    far = [(label, [each for each in rows if each[0] != whole]) for label, rows in all_places(programme)]
    return [("", _("Nowhere, or not yet")), *near, *((label, rows) for label, rows in far if rows)]


def all_places(programme: Programme) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every section, chapter, objective and measure, as choices under the names of their kinds."""
    groups = [
        (str(label), [(str(place_of(row)), place_of(row).label(programme)) for row in programme.rows(name)])
        for name, label in PLACES.items()
    ]
    return [(label, rows) for label, rows in groups if rows]


def in_list(comment: Comment) -> str:
    words = Truncator(" ".join(comment.text.split())).chars(IN_LIST)
    return _("%(who)s: “%(words)s”") % {"who": comment.author_name, "words": words}


class ResponseFilter(forms.Form):
    """What the list is narrowed by; what is no choice is as if it had not been chosen."""

    result = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            *Result.choices,
            (OPEN, gettext_lazy("Without a response")),
            (WITHDRAWN, gettext_lazy("Withdrawn")),
        ],
    )
    section = forms.ChoiceField(label=gettext_lazy("Part of the programme"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("From whom"), required=False)

    def __init__(self, data, *, sections: list[tuple[str, str]], senders: list[str], is_sender: bool):
        super().__init__(data)
        own = [("mine", _("What I have said"))] if is_sender else []
        self.fields["section"].choices = [("", _("All")), *sections]
        self.fields["who"].choices = [("", _("All")), *own, *((each, each) for each in senders)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}
