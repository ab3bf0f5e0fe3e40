"""The form of a regional centre's contact."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.forms.groups import NamedForm
from stakeholders.models import CentreContact


class ContactForm(NamedForm):
    """Who is asked, and at least one way to do so."""

    dates_in_order = (("valid_from", "valid_to"),)
    name_field, unnamed = "names", gettext_lazy("Name the office or unit in at least one language.")

    class Meta:
        model = CentreContact
        fields = ["names", "role", "email", "telephone", "page", "valid_from", "valid_to"]
        help_texts = {
            "names": gettext_lazy("An office, a unit or a team: it stays when people change."),
            "role": gettext_lazy("A title rather than a person's name, for example “immigration contact person”."),
            "email": gettext_lazy("Preferably an address of the office, not one person's."),
            "valid_from": gettext_lazy("Leave empty when it has been so all along. A later day is told beforehand."),
            "valid_to": gettext_lazy("Leave empty when no end is known. After this day it is no longer shown."),
        }

    def clean(self):
        cleaned = super().clean()
        ways = ("email", "telephone", "page")
        if not self.errors.keys() & set(ways) and not any(cleaned.get(name) for name in ways):
            raise ValidationError(
                _("Write how the contact is reached: an e-mail address, a telephone number or a page.")
            )
        return cleaned
