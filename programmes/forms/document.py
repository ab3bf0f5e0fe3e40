"""Forms of phase 5: an element of the document, and recording the approval."""

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.forms import DateInput, PageForm
from integration_programme.layouts import Fold, Languages, Row, When
from programmes.completeness.decisions import approving_step, newest_decision, undecided
from programmes.document.assembled import told
from programmes.enums import ElementState
from programmes.forms.base import ProgrammeForm, RecordPage
from programmes.forms.chapters import ChapterForm
from programmes.models import Element, Programme, ProgrammeMunicipality
from stakeholders.models import today


class ElementForm(ProgrammeForm):
    """One of the ten elements: text, or where it is covered, or why it is left out."""

    allows_empty = True

    class Meta:
        model = Element
        fields = ["title", "state", "text", "elsewhere", "link", "reason", "word_budget"]
        widgets = {"state": forms.RadioSelect}
        help_texts = {
            "title": gettext_lazy(
                "Empty: the chapter is called as in the checklist. The table of where each element stands keeps its words."
            ),
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
        return [
            HTML(_as_it_is(self._given())),
            "state",
            When("state", [ElementState.ELSEWHERE], "elsewhere", "link"),
            When("state", [ElementState.NOT_RELEVANT], "reason"),
            Languages("text", below=self._word_count),
            Fold(_("Title of your own, and how long the text may be"), "title", "word_budget"),
        ]

    def _word_count(self, name: str) -> str:
        """The line under a text that counts while one writes."""
        context = {
            "words": richtext.word_count(self.initial.get(name) or ""),
            "budget": self.instance.word_budget,
            "field_id": self[name].id_for_label,
        }
        return render_to_string("components/word_count.html", context)

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


#: where the decision of an approving body is recorded
HERE, ELSEWHERE = "here", "elsewhere"
RECORD_HERE = gettext_lazy("Record it here: it is then on the decision path and on the cover, with the date above")
RECORDED_ELSEWHERE = gettext_lazy("It is recorded elsewhere: the cover does not say what this body decided")


class ApprovalForm(PageForm):
    """The day of the approval, and in each municipality whose decision is not on its path yet, that decision."""

    submit_label = gettext_lazy("Record the approval")
    approved_on = forms.DateField(
        label=gettext_lazy("Date of the approval"),
        help_text=gettext_lazy("The date of the decision in the minutes."),
        widget=DateInput,
    )

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.newest, self.undecided = newest_decision(programme), undecided(programme)
        self.initial.setdefault("approved_on", self.newest)
        is_joint = len(programme.rows("links")) > 1
        for link in self.undecided:
            place = link.label(get_language() or "") if is_joint else ""
            body = ", ".join(part for part in (_approving_body(programme, link), place) if part)
            self.fields[f"decision_{link.key}"] = forms.ChoiceField(
                label=_("The decision of the approving body (%(body)s)") % {"body": body},
                choices=[(HERE, RECORD_HERE), (ELSEWHERE, RECORDED_ELSEWHERE)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose whether you record the decision here.")},
            )
            for name, label, longest in (("section", _("Section (§)"), 40), ("case_number", _("Case number"), 80)):
                label = ", ".join(part for part in (label, place) if part)
                self.fields[f"{name}_{link.key}"] = forms.CharField(label=label, max_length=longest, required=False)

    def layout_fields(self) -> list:
        """Section and number of a decision stand behind the choice that they depend on."""
        rows = {
            f"decision_{each.key}": Row(f"section_{each.key}", f"case_number_{each.key}") for each in self.undecided
        }
        in_rows = {name for row in rows.values() for name in row.fields}
        found: list = []
        for name in super().layout_fields():
            found += [] if name in in_rows else [name]
            found += [When(name, [HERE], rows[name])] if name in rows else []
        return found

    def recorded(self) -> list[tuple[ProgrammeMunicipality, str, str]]:
        """The decisions to write: municipality, section and case number."""
        given = self.cleaned_data
        return [
            (link, given[f"section_{link.key}"], given[f"case_number_{link.key}"])
            for link in self.undecided
            if given[f"decision_{link.key}"] == HERE
        ]

    def clean(self):
        cleaned = super().clean()
        for link in self.undecided:
            if cleaned.get(f"decision_{link.key}") != HERE:
                self._refuse_what_would_be_lost(link, cleaned)
        day = cleaned.get("approved_on")
        if day and self.newest and (day < self.newest or (day > self.newest and not self.undecided)):
            sentence = _(
                "The newest decision on the decision path is of %(day)s. Write that date, or correct the path first."
            )
            self.add_error("approved_on", sentence % {"day": date_format(self.newest, "SHORT_DATE_FORMAT")})
        return cleaned

    def _refuse_what_would_be_lost(self, link: ProgrammeMunicipality, cleaned: dict) -> None:
        for name in (f"section_{link.key}", f"case_number_{link.key}"):
            if cleaned.get(name):
                self.add_error(
                    name, _("This is kept only where the decision is recorded here: choose that, or empty it.")
                )

    def clean_approved_on(self):
        day = self.cleaned_data["approved_on"]
        if day > today():
            raise ValidationError(_("The date is in the future. Record the approval when the decision has been made."))
        return day


class ReturnForm(PageForm):
    """Why a body returned the programme for preparation."""

    submit_label = gettext_lazy("Record that it was returned for preparation")
    reason = forms.CharField(
        label=gettext_lazy("Why it was returned"),
        help_text=gettext_lazy("In a few words, as in the minutes. Those who write the programme read it."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    @property
    def helper(self):
        """It stands on the page of the approval, beside that one's form, and goes to an address of its own."""
        helper = super().helper
        helper.form_action = reverse("return_programme", kwargs={"slug": self.programme.slug})
        return helper


def _approving_body(programme: Programme, link: ProgrammeMunicipality) -> str:
    """What the step that the decision will be written on calls the body of this municipality."""
    return str(approving_step(programme, link).label(get_language() or "", programme.original_language))


PAGES: tuple[RecordPage, ...] = (
    RecordPage("element", ElementForm, gettext_lazy("Element of the programme document")),
    RecordPage(
        "chapter", ChapterForm, gettext_lazy("Chapter of one's own"), gettext_lazy("Add a chapter"), is_asked=False
    ),
)
