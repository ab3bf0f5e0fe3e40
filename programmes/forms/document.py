"""Forms of phase 5: an element of the document, and recording the approval."""

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import richtext
from integration_programme.forms import DateInput, PageForm
from programmes.document.assembled import told
from programmes.enums import ElementState, Phase
from programmes.forms.base import ProgrammeForm, RecordKind
from programmes.models import Element
from stakeholders.models import today


class ElementForm(ProgrammeForm):
    """One of the ten elements: text, or where it is covered, or why it is left out."""

    allows_empty = True

    class Meta:
        model = Element
        fields = ["state", "text", "elsewhere", "link", "reason", "word_budget"]
        widgets = {"state": forms.RadioSelect}
        help_texts = {
            "state": gettext_lazy(
                "Each element is written here, covered in another document, or left out with a reason. "
                "Text that you write while the element is open makes it written."
            ),
            "text": gettext_lazy(
                "A few paragraphs are enough: what comes from other phases is printed after this text by itself. "
                "For example: “The programme carries out the second aim of the municipal strategy, …”"
            ),
            "elsewhere": gettext_lazy(
                "Only if it is covered elsewhere: document and chapter, for example “Wellbeing plan 2026–2029, chapter 4”."
            ),
            "link": gettext_lazy("Only if it is covered elsewhere: the address of that document."),
            "reason": gettext_lazy(
                "Only if it is not relevant here, for example “No reception centre, and no quota refugees are expected”."
            ),
            "word_budget": gettext_lazy("About how long the text may be. A hint, never a limit."),
        }

    def layout_fields(self):
        fields = [HTML(_as_it_is(self._given()))]
        for name in self.fields:
            fields.append(name)
            if name in self.translated["text"]:
                fields.append(HTML(self._word_count(name)))
        return fields

    def _word_count(self, name: str) -> str:
        """The line under a text that counts while one writes."""
        context = {
            "words": richtext.word_count(self.initial.get(name) or ""),
            "budget": self.instance.word_budget,
            "field_id": self[name].id_for_label,
        }
        return _as_it_is(render_to_string("components/word_count.html", context))

    def _given(self) -> str:
        """What the document gets from other phases by itself, so that nobody types it again."""
        sentences = told(self.programme).get(self.instance.element, [])
        return render_to_string("programmes/document/given.html", {"sentences": sentences})

    def clean(self):
        cleaned = super().clean()
        state, budget = cleaned.get("state"), cleaned.get("word_budget")
        if budget is None and "word_budget" not in self.errors:
            cleaned["word_budget"] = Element._meta.get_field("word_budget").default
        has_text = any(cleaned.get(name) for name in self.translated["text"])
        if has_text and state == ElementState.OPEN and "state" not in self.changed_data:
            cleaned["state"] = ElementState.WRITTEN
        has_place = cleaned.get("link") or any(cleaned.get(name) for name in self.translated["elsewhere"])
        if state == ElementState.ELSEWHERE and not has_place and "link" not in self.errors:
            self._ask("elsewhere", _("Say where the element is covered, or give the address of the document."))
        if state == ElementState.NOT_RELEVANT and not any(cleaned.get(name) for name in self.translated["reason"]):
            self._ask("reason", _("Say in a sentence why the element is not relevant in the municipality."))
        return cleaned

    def _ask(self, field: str, sentence: str) -> None:
        self.add_error(next(iter(self.translated[field])), sentence)


def _as_it_is(html: str) -> str:
    """Finished HTML in a layout, where it would be read as a template."""
    return "{% verbatim %}" + html + "{% endverbatim %}"


class ApprovalForm(PageForm):
    """The day on which the programme was approved."""

    submit_label = gettext_lazy("Record the approval")
    approved_on = forms.DateField(
        label=gettext_lazy("Date of the approval"),
        help_text=gettext_lazy("The date of the decision in the minutes."),
        widget=DateInput,
    )

    def clean_approved_on(self):
        day = self.cleaned_data["approved_on"]
        if day > today():
            raise ValidationError(_("The date is in the future. Record the approval when the decision has been made."))
        return day


KINDS: tuple[RecordKind, ...] = (
    RecordKind(
        "element",
        Phase.DOCUMENT,
        "document",
        ElementForm,
        gettext_lazy("Element of the programme document"),
        item_field="element",
    ),
)
