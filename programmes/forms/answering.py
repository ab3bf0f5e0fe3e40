"""The form by which somebody asks for a personal link again."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm


class NewLinkForm(PageForm):
    """The address to which a link was sent. The field `website` is a trap: people do not see it, programs fill it in."""

    submit_label = gettext_lazy("Ask for a new link")
    email = forms.EmailField(
        label=gettext_lazy("The e-mail address at which you were asked"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @cached_property
    def helper(self):
        """It is sent to one address, whatever link it stands under."""
        helper = super().helper
        helper.form_action = "new_link"
        return helper

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["website"])
