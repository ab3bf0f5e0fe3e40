"""Forms for what the advisers of a centre keep: a note about a municipality, a comment for use again."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.forms import DateInput, PageForm, VersionField
from programmes.checklist import DEFAULT_EDITION, edition
from programmes.enums import Phase
from programmes.models import StandardComment
from programmes.models.advising import LONGEST_NOTE
from stakeholders.forms.groups import NamedForm
from stakeholders.models import today


class NoteForm(PageForm):
    """What was said at a contact, on which day, and when to be in touch again."""

    submit_label = gettext_lazy("Save the note")
    day = forms.DateField(label=gettext_lazy("Day of the contact"), widget=DateInput)
    text = forms.CharField(
        label=gettext_lazy("Text of the note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Nothing about clients: facts about the work, for the next adviser of the centre."),
    )
    again_on = forms.DateField(label=gettext_lazy("In touch again on"), required=False, widget=DateInput)
    row_version = VersionField()
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record_key"].initial = uuid.uuid4()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > today():
            raise ValidationError(_("This day is still to come. Write it as the day to be in touch again."))
        return day

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("text", "day", "again_on")}


class StandardCommentForm(NamedForm):
    """A comment for use again, in each language of the screens."""

    name_field, unnamed = "text", gettext_lazy("Write the comment in at least one language.")

    class Meta:
        model = StandardComment
        fields = ["item", "text", "is_in_use"]
        help_texts = {
            "is_in_use": gettext_lazy("Without the tick it is kept, with its numbers, and no longer offered.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        checklist, language = edition(DEFAULT_EDITION), get_language() or "en"
        choices = [
            (item.key, f"{phase.number} {checklist.words(item.key, language).title}")
            for phase in Phase
            for item in checklist.tasks(phase)
        ]
        self.fields["item"] = forms.ChoiceField(
            label=self.fields["item"].label,
            required=False,
            choices=[("", _("Any part")), *choices],
            widget=forms.Select({"class": "form-select"}),
        )
