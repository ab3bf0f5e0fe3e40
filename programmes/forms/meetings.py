"""Forms of an agenda: a point of it, and what was decided."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, RecordForm
from integration_programme.layouts import Fold, When
from programmes.enums import PointState, Result
from programmes.forms.dispositions import all_places, in_list
from programmes.models import AgendaPoint, Comment, Programme
from stakeholders.forms.fields import not_passed
from stakeholders.models import User

COMMENT = "comment:"


class PointForm(RecordForm):
    """A point of an agenda. `comments`: those without a response, which it may be about."""

    submit_label = gettext_lazy("Save the point")
    about = forms.ChoiceField(
        label=gettext_lazy("Where in the programme"),
        required=False,
        help_text=gettext_lazy("The agenda and the minutes lead there."),
    )

    class Meta:
        model = AgendaPoint
        fields = ["title", "text", "presenter"]
        help_texts = {
            "title": gettext_lazy("For example: Objectives of language learning."),
            "text": gettext_lazy("What the group should know beforehand, and what is proposed."),
            "presenter": gettext_lazy("As the agenda is to say it: a name, or an organisation."),
        }

    context: dict = {}

    def __init__(self, *args, programme: Programme, comments: Iterable[Comment], **kwargs):
        self.comments = {f"{COMMENT}{each.key}": each for each in comments}
        super().__init__(*args, languages=programme.languages, **kwargs)
        said = [(key, in_list(each)) for key, each in self.comments.items()]
        choices = [("", _("Nothing in particular")), *all_places(programme)]
        self.fields["about"].choices = [*choices, (_("Comments without a response"), said)] if said else choices
        comment = self.instance.comment
        self.initial["about"] = f"{COMMENT}{comment.key}" if comment else self.instance.place
        if self.initial["about"] and self.initial["about"] not in _flat(self.fields["about"].choices):
            self.fields["about"].choices.append((self.initial["about"], _("As it is now")))

    def layout_fields(self) -> list:
        return ["title", "about", "text", Fold(_("Who presents it"), "presenter", empty=_("Not said"))]

    def clean(self):
        found = super().clean()
        names = self.translated["title"]
        if not any(found.get(name) for name in names):
            self.add_error(next(iter(names)), _("Give the point a name in at least one language."))
        return found

    def _post_clean(self):
        super()._post_clean()
        about = self.cleaned_data.get("about", "")
        if "about" not in self.cleaned_data or about == self.initial["about"]:
            return
        comment = self.comments.get(about)
        self.instance.comment = comment
        self.instance.place = str(comment.place) if comment else about


def _flat(choices: Iterable) -> set[str]:
    """The values of choices, of groups too."""
    found = set()
    for value, label in choices:
        found |= {each for each, _name in label} if isinstance(label, list) else {value}
    return found


class OutcomeForm(RecordForm):
    """What became of a point; who is to see to its section, and what becomes of its comment, where it has one.

    `people`: who may see to a section, none where the point is about no section. `settles`: whether the comment gets its
    response by this (or only a proposal, by whoever is no coordinator).
    """

    submit_label = gettext_lazy("Save what was decided")
    person = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        required=False,
        help_text=gettext_lazy("The person is told, and answers whether to take it on."),
    )
    due_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DateInput)
    result = forms.ChoiceField(
        label=gettext_lazy("What becomes of the comment"),
        required=False,
        help_text=gettext_lazy("The decision is the reason that whoever made the comment reads."),
    )

    class Meta:
        model = AgendaPoint
        fields = ["state", "outcome"]
        widgets = {"state": forms.RadioSelect}

    context: dict = {}
    allows_empty = True

    def __init__(self, *args, people: Iterable[User], answers_comment: bool, languages: list[str], **kwargs):
        self.people = {str(person.pk): person for person in people}
        super().__init__(*args, languages=languages, **kwargs)
        if self.people:
            named = [(pk, str(person)) for pk, person in self.people.items()]
            self.fields["person"].choices = [("", _("Nobody is asked by this")), *named]
        else:
            del self.fields["person"], self.fields["due_on"]
        if answers_comment:
            results = [each for each in Result.choices if each[0] != Result.PASSED_ON]
            self.fields["result"].choices = [("", _("It stays open")), *results]
        else:
            del self.fields["result"]

    def layout_fields(self) -> list:
        settling = [
            Fold(_("Who sees to it, and until when"), "person", "due_on", empty=_("Nobody is asked by this")),
            Fold(_("What becomes of the comment"), "result", empty=_("It stays open")),
        ]
        return ["state", When("state", [PointState.DECIDED, PointState.NOTED], "outcome"), *settling]

    def clean_due_on(self):
        return not_passed(self.cleaned_data["due_on"])

    def clean(self):
        found = super().clean()
        names = self.translated["outcome"]
        written = any(found.get(name) for name in names)
        if found.get("state") == PointState.DECIDED and not written:
            self.add_error(next(iter(names)), _("Write what was decided."))
        if found.get("due_on") and not found.get("person"):
            self.add_error("person", _("Choose who sees to it until that day."))
        if found.get("state") == PointState.OPEN and (found.get("person") or found.get("result")):
            self.add_error("state", _("Nothing can follow from a point that is still open. Say what became of it."))
        return found

    @property
    def settled(self) -> dict:
        """What follows from the decision, for the act."""
        found = self.cleaned_data
        return {
            "person": self.people.get(found.get("person", "")),
            "due_on": found.get("due_on"),
            "result": found.get("result", ""),
        }
