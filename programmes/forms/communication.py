"""Forms of phase 7: messages to the four audiences."""

from crispy_forms.bootstrap import InlineCheckboxes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.layouts import Fold
from programmes.forms.base import NotInFuture, ProgrammeForm, RecordPage, SpokenLanguagesField
from programmes.models import CommunicationAction


class CommunicationActionForm(NotInFuture, ProgrammeForm):
    past_dates = ("done_on",)

    languages = SpokenLanguagesField(
        label=_("Languages"),
        help_text=_("The languages in which this message is told, not those that the audience speaks."),
    )

    class Meta:
        model = CommunicationAction
        fields = ["part", "audience", "message", "channel", "languages", "when", "due_on", "who", "done_on"]
        help_texts = {
            "message": _(
                "What they should know or do, in a sentence. For example: “You can tell us until 15 May what works and "
                "what does not.”"
            ),
            "channel": _(
                "For example “newsletter of the municipality, notice boards of the libraries, groups in integration training”."
            ),
            "when": _("For example “when the draft goes out for comments”."),
            "due_on": _("If the day is known."),
            "who": _("A unit or an office, for example “communications officer”."),
        }

    def layout_fields(self):
        return [
            *("audience", "message", "channel", "who", "when", "due_on", "done_on"),
            Fold(gettext("Languages"), InlineCheckboxes("languages")),
            self.whose,
        ]


PAGES: tuple[RecordPage, ...] = (
    RecordPage("communication-action", CommunicationActionForm, _("Message"), _("Add a message")),
)
