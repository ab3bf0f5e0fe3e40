"""Forms of reviews: asking the advisers, a comment that is gathered, and sending all of them."""

import uuid
from collections.abc import Iterable

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.conflicts import Difference
from integration_programme.forms import DateInput, PageForm, VersionField
from integration_programme.records import Meanwhile, Refused
from programmes.models import StandardComment
from programmes.models.comments import LONGEST
from programmes.models.reviews import LONGEST_MESSAGE
from stakeholders.forms.fields import not_passed


class AskForm(PageForm):
    """What the advisers are asked, and until when an answer is wished."""

    submit_label = gettext_lazy("Ask the adviser")
    message = forms.CharField(
        label=gettext_lazy("Message to the adviser"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What you would most like to hear about, and what is still unfinished."),
    )
    wished_on = forms.DateField(
        label=gettext_lazy("Answer wished by"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("A wish, not a limit: for example two weeks before the group meets."),
    )

    def clean_wished_on(self):
        return not_passed(self.cleaned_data["wished_on"])


class DraftForm(PageForm):
    """One comment of a review: in words of one's own, or those that the centre keeps for use again."""

    submit_label = gettext_lazy("Keep the comment")
    standard = forms.ChoiceField(
        label=gettext_lazy("Standard comment of the centre"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Its words become the comment if you write none of your own."),
    )
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )
    row_version = VersionField()
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    #: two wordings of it, where it was kept elsewhere meanwhile
    differences: list[Difference] = []

    def __init__(self, *args, standards: Iterable[StandardComment], language: str, is_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.standards = {str(each.key): each for each in standards} if is_new else {}
        self.language = language
        self.fields["record_key"].initial = uuid.uuid4()
        if is_new:
            self.fields["text"].help_text = _(
                "What should be otherwise, and why; or what is good as it is. It is advice."
            )
        else:
            self.fields["text"].help_text = _("Empty it to take the comment away.")
        if not self.standards:
            del self.fields["standard"]
            return
        reader = get_language() or ""
        own = [(key, self._in_list(each, reader)) for key, each in self.standards.items()]
        self.fields["standard"].choices = [("", _("None")), *own]

    @staticmethod
    def _in_list(standard: StandardComment, reader: str) -> str:
        used = _("used: %(used)s, acted upon: %(acted)s") % {"used": standard.used, "acted": standard.acted_upon}
        language, words = standard.text.first(reader)
        shown = Truncator(" ".join(words.split())).chars(160)
        return format_html('<span lang="{}">{}</span> <span class="soft">({})</span>', language, shown, used)

    def refuse(self, field: str, refused: Refused) -> None:
        if isinstance(refused, Meanwhile):
            self.differences = [Difference(_("Comment"), self.cleaned_data["text"], refused.saved.text)]
        super().refuse(field, refused)

    def clean(self):
        found = super().clean()
        chosen = self.standards.get(found.get("standard", ""))
        if chosen and not found.get("text"):
            found["text"] = chosen.text.first(self.language)[1]
        if self.standards and not self.errors and not found.get("text"):
            self.add_error("text", _("Write something first."))
        return found


class SendForm(PageForm):
    """A few words to the municipality, with all that was gathered."""

    submit_label = gettext_lazy("Send to the municipality")
    words = forms.CharField(
        label=gettext_lazy("A few words to the municipality"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The whole in short: what stands well, and what matters most."),
    )
