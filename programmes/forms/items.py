"""The form for a person's mark on a checklist item."""

from django.utils.translation import gettext as _

from programmes.enums import ItemStatus
from programmes.forms.base import ProgrammeForm
from programmes.models import ItemMark


class MarkForm(ProgrammeForm):
    class Meta:
        model = ItemMark
        fields = ["status", "reason", "turn", "next_step"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == ItemStatus.NOT_APPLICABLE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the item does not apply here."))
        return cleaned
