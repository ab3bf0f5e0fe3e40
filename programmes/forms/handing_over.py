"""To whom somebody who leaves hands over."""

from collections.abc import Iterable
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm
from stakeholders.models import User


class HandOverForm(PageForm):
    """Another person of the municipality; `offers_role`: whether the coordinator's role can go along; `takes_words`: whether
    there is a programme to keep words for the successor in."""

    submit_label = gettext_lazy("Hand it over")
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    successor = forms.ChoiceField(label=gettext_lazy("To whom"))
    words = forms.CharField(
        label=gettext_lazy("What the successor should know"),
        help_text=gettext_lazy(
            "Where files are, what was promised, whom to ask. Those who write the programmes read it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        required=False,
    )
    with_role = forms.BooleanField(
        label=gettext_lazy("This person becomes coordinator, and the role of the other ends at once"), required=False
    )

    def __init__(self, *args, people: Iterable[User], offers_role: bool, takes_words: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record_key"].initial = uuid4()
        self.people = {str(person.pk): person for person in people}
        chosen = [(pk, str(person)) for pk, person in self.people.items()]
        self.fields["successor"].choices = [("", _("Choose a person")), *chosen]
        if not offers_role:
            del self.fields["with_role"]
        if not takes_words:
            del self.fields["words"]

    @property
    def heir(self) -> User:
        return self.people[self.cleaned_data["successor"]]
