"""Forms about the provider of the service: what it tells, what it is told, and what it answers."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm
from integration_programme.layouts import Fold
from stakeholders.enums import FeedbackKind
from stakeholders.forms.groups import NamedForm
from stakeholders.models import Feedback, Provider


class ProviderForm(NamedForm):
    """What the pages *About*, *Contact*, *Privacy* and *Accessibility* tell of whoever runs this installation."""

    name_field, unnamed = "names", gettext_lazy("Name the provider in at least one language.")

    class Meta:
        model = Provider
        fields = [
            *("names", "email", "telephone", "address", "page"),
            *("data_protection", "hosting"),
            *("assessed_on", "assessed_by", "known_gaps"),
        ]
        help_texts = {
            "email": gettext_lazy("An address that several people read."),
            "data_protection": gettext_lazy("For example the data protection officer, with an address."),
            "hosting": gettext_lazy("For example the data centre, its country, and who runs it for you."),
            "assessed_on": gettext_lazy("The day of the last assessment of the whole service against WCAG."),
            "known_gaps": gettext_lazy("One line each. Leave empty when nothing is known."),
        }

    def layout_fields(self):
        return [
            *("names", "email", "telephone", "address", "page"),
            Fold(_("Personal data"), "data_protection", "hosting"),
            Fold(_("Accessibility"), "assessed_on", "assessed_by", "known_gaps"),
        ]


class FeedbackForm(PageForm):
    """Somebody tells the provider something. The field `website` is a trap: people do not see it, programs fill it in."""

    submit_label = gettext_lazy("Send the feedback")
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=FeedbackKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("Tell on which page it was and what happened. Do not write sensitive personal data."),
        max_length=Feedback._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 6}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        required=False,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("kind", "text", "email", "key")}


class AnswerForm(PageForm):
    submit_label = gettext_lazy("Save the answer")
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=Feedback._meta.get_field("answer").max_length,
        widget=forms.Textarea({"rows": 6}),
    )
