"""The form in which a person chooses when mails come."""

from django import forms
from django.utils.translation import gettext_lazy, ngettext_lazy

from integration_programme.forms import PageForm
from stakeholders.enums import MailRhythm
from stakeholders.models.notices import DAYS_BEFORE


class MailsForm(PageForm):
    """When mails come of what waits for somebody and of the rest, and how long before a day they are reminded."""

    waiting = forms.ChoiceField(
        label=gettext_lazy("What waits for you"),
        choices=MailRhythm.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Somebody asks you something, shares something with you, or a day of yours comes near."),
    )
    other = forms.ChoiceField(
        label=gettext_lazy("Everything else"),
        choices=[choice for choice in MailRhythm.choices if choice[0] != MailRhythm.AT_ONCE],
        widget=forms.RadioSelect,
    )
    days_before = forms.TypedMultipleChoiceField(
        label=gettext_lazy("When you are reminded of a day"),
        required=False,
        coerce=int,
        choices=[(days, ngettext_lazy("%d day before", "%d days before", days) % days) for days in DAYS_BEFORE],
        widget=forms.CheckboxSelectMultiple,
    )
