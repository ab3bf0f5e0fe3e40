"""The form for a point of a statement."""

import uuid
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, PageForm
from integration_programme.layouts import Fold
from programmes.forms.dispositions import all_places
from programmes.models import Place, Programme
from programmes.models.comments import LONGEST, cleaned
from stakeholders.models import User


class PointForm(PageForm):
    """What a statement says of one thing, who sees to it, and until when."""

    submit_label = gettext_lazy("Add the point")
    text = forms.CharField(
        label=gettext_lazy("What it says"),
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("In the words of the statement: take away what belongs to other points."),
    )
    about = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Who sees to it"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Until when"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Whoever sees to it is reminded before that day."),
    )
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, programme: Programme, people: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.people = {str(person.pk): person for person in people}
        self.fields["about"].choices = [("", _("The programme as a whole")), *all_places(programme)]
        nobody = ("", _("Nobody in particular"))
        self.fields["person"].choices = [nobody, *((pk, str(person)) for pk, person in self.people.items())]
        self.fields["record_key"].initial = uuid.uuid4()

    def layout_fields(self):
        return ["text", "about", Fold(_("Who sees to it, and until when"), "person", "due_on", empty=_("Nobody yet"))]

    def clean_text(self) -> str:
        text = cleaned(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write something first."))
        if len(text) > LONGEST:
            raise ValidationError(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
        return text

    def clean(self):
        found = super().clean()
        if found.get("due_on") and not found.get("person"):
            self.add_error("person", _("Choose who sees to it until that day."))
        return found

    @property
    def place(self) -> Place:
        return Place.parse(self.programme.slug, self.cleaned_data["about"])

    @property
    def who(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])
