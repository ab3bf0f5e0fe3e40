"""The form for a person's mark on a checklist item."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.enums import ItemStatus
from programmes.forms.base import ProgrammeForm
from programmes.models import ItemMark


class MarkForm(ProgrammeForm):
    class Meta:
        model = ItemMark
        fields = ["status", "reason", "turn", "next_step"]
        help_texts = {
            "turn": gettext_lazy(
                "Who carries on, for example “planner” or “the education services”. Shown to all readers."
            ),
            "next_step": gettext_lazy(
                "What is to be done next, for example “ask the schools for their figures by May”."
            ),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == ItemStatus.NOT_APPLICABLE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the item does not apply here."))
        return cleaned
