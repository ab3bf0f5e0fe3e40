"""Forms that anybody may fill in."""

from django import forms
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm
from stakeholders.forms.fields import MunicipalityField
from stakeholders.models import AccessRequest


class SearchForm(PageForm):
    """One question, asked by GET."""

    q = forms.CharField(label=gettext_lazy("Search"), max_length=100, required=False)


class RequestAccessForm(PageForm):
    """Somebody asks to be invited. The field `website` is a trap: people do not see it, programs fill it in."""

    submit_label = gettext_lazy("Send the request")
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Use the address of your work. The invitation will be sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    municipality = MunicipalityField(label=gettext_lazy("Municipality you work with"))
    message = forms.CharField(
        label=gettext_lazy("What is your part in the programme?"),
        help_text=gettext_lazy("For example your position, your organisation, or who asked you to join."),
        max_length=AccessRequest._meta.get_field("message").max_length,
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "email", "municipality", "message")}
