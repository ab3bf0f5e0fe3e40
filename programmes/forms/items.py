"""The form for a person's mark on a checklist item."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.layouts import Fold, When
from programmes.enums import ItemStatus
from programmes.forms.base import ProgrammeForm
from programmes.models import ItemMark


class MarkForm(ProgrammeForm):
    allows_empty = True  # back to "open", with nothing else to say

    class Meta:
        model = ItemMark
        fields = ["status", "reason", "turn", "next_step"]
        help_texts = {
            "reason": gettext_lazy("Needed when you choose “Not applicable”. Shown to all readers."),
            "turn": gettext_lazy(
                "Who carries on, for example “planner” or “the education services”. Shown to all readers."
            ),
            "next_step": gettext_lazy(
                "What is to be done next, for example “ask the schools for their figures by May”."
            ),
        }

    def layout_fields(self):
        reason = When("status", [ItemStatus.NOT_APPLICABLE], "reason")
        return ["status", reason, Fold(_("Whose turn, and the next step"), "turn", "next_step")]

    @cached_property
    def helper(self):
        """Sent to the page that marks, wherever it stands."""
        helper = super().helper
        names = {"slug": self.programme.slug, "item": self.instance.item}
        helper.form_action = reverse("mark_item", kwargs=names)
        return helper

    def clean(self):
        cleaned = super().clean()
        reasons = self.translated["reason"]
        has_reason = any(cleaned.get(name) or name in self.errors for name in reasons)
        if cleaned.get("status") == ItemStatus.NOT_APPLICABLE and not has_reason:
            self.add_error(next(iter(reasons)), _("Say why the item does not apply here."))
        return cleaned
