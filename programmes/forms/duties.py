"""Who sees to a section, and the answer of whoever was asked."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, PageForm, VersionField
from programmes.actions.duties import LONGEST_REASON
from stakeholders.forms.fields import not_passed
from stakeholders.models import User


class DutyForm(PageForm):
    """A person, a deputy and a day."""

    submit_label = gettext_lazy("Ask the person")
    person = forms.ChoiceField(label=gettext_lazy("Who sees to it"))
    deputy = forms.ChoiceField(
        label=gettext_lazy("Deputy"),
        required=False,
        help_text=gettext_lazy("Whom to ask when the person is away."),
    )
    due_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DateInput)
    row_version = VersionField()

    def __init__(self, *args, people: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, str(person)) for pk, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *choices]
        self.fields["deputy"].choices = [("", _("Nobody")), *choices]

    def clean_due_on(self):
        """A day that has passed may stay, but is not chosen."""
        day = self.cleaned_data["due_on"]
        return day if day == self.initial.get("due_on") else not_passed(day)

    def clean(self):
        found = super().clean()
        if found.get("person") and found.get("person") == found.get("deputy"):
            self.add_error("deputy", ValidationError(_("The deputy is somebody else.")))
        return found

    @property
    def answers(self) -> dict:
        found = self.cleaned_data
        return {
            "person": self.people[found["person"]],
            "deputy": self.people.get(found["deputy"]),
            "due_on": found["due_on"],
            "row_version": found["row_version"],
        }


class DeclineForm(PageForm):
    """Why somebody does not take it on, and who could instead."""

    submit_label = gettext_lazy("I do not take it on")
    reason = forms.CharField(
        label=gettext_lazy("Why not, or who could instead"), required=False, max_length=LONGEST_REASON
    )
    row_version = VersionField()
