"""Forms about the people of a municipality."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, PageForm
from stakeholders.enums import InvitationKind
from stakeholders.forms.fields import MunicipalityField
from stakeholders.models import today


class ChooseMunicipalityForm(PageForm):
    """Which municipality's people an administrator wants to see."""

    submit_label = gettext_lazy("Show people")
    code = MunicipalityField(label=gettext_lazy("Municipality"))


class EndDateForm(PageForm):
    """The last day of a role."""

    valid_to = forms.DateField(
        label=gettext_lazy("Last day of the role"),
        help_text=gettext_lazy("Leave empty when no end is agreed on."),
        required=False,
        widget=DateInput,
    )

    def clean_valid_to(self):
        value = self.cleaned_data["valid_to"]
        if value and value < today():
            raise ValidationError(_("The day has passed. Choose today or a later day, or end the role at once."))
        return value


class AnswerRequestForm(PageForm):
    """Which role an access request is answered with."""

    kind = forms.ChoiceField()

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, InvitationKind(kind).label) for kind in kinds]
