"""Forms of questions to residents: the coordinator's, the resident's, and what is found by number and code."""

import time
import uuid
from collections.abc import Mapping

from django import forms
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm
from integration_programme.layouts import Fold, Row
from programmes.enums import SpokenLanguage, direction
from programmes.forms.rounds import RoundForm
from programmes.models import Round
from programmes.models.statements import LONGEST_WHY

LONGEST_OF_A_RESIDENT = 3_000  # characters
SALT = "programmes.residents"
#: seconds that somebody takes at least to write, and for which a page may stand open
SOONEST, LATEST = 3, 12 * 60 * 60


class ResidentsForm(RoundForm):
    """Questions to residents. `languages`: those beside the programme's; each has its fields once it has been chosen."""

    languages_chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Save, and each language that you have chosen has fields of its own."),
    )

    class Meta(RoundForm.Meta):
        model = Round
        fields = ["title", "message", "questions", "opens_on", "closes_on"]
        labels = {"message": gettext_lazy("introduction")}
        help_texts = {
            "title": gettext_lazy("For example: What helped you when you moved here?"),
            "message": gettext_lazy("What it is about, and what becomes of the answers. Use short sentences."),
            "questions": gettext_lazy("One question a line, in the same order in each language."),
            "opens_on": gettext_lazy("The page is public from this day, once you have said that it may be."),
            "closes_on": gettext_lazy("The last day on which residents can answer."),
        }

    def __init__(self, *args, languages: list[str], **kwargs):
        super().__init__(*args, languages=[*languages, *kwargs["instance"].languages], **kwargs)
        choices = [(code, label) for code, label in SpokenLanguage.in_alphabet() if code not in languages]
        self.fields["languages_chosen"].choices = choices
        self.initial["languages_chosen"] = self.instance.languages
        self.initial.pop("remind_on", None)
        self.fields["sections"].help_text = _(
            "Residents read these as they are on the day on which the questions open. With none chosen they read the questions alone."
        )

    def called(self, language: str) -> str:
        return str(SpokenLanguage(language).label)

    def _language_field(self, field, language: str) -> forms.Field:
        made = super()._language_field(field, language)
        made.widget.attrs["dir"] = direction(language)
        return made

    def layout_fields(self) -> list:
        return [
            "title",
            "message",
            "questions",
            Row("opens_on", "closes_on"),
            Fold(gettext_lazy("Other languages"), "languages_chosen", empty=_("None yet")),
            Fold(gettext_lazy("Chapters that residents read"), "sections", empty=_("None")),
        ]

    def _check_questions(self, found: dict) -> None:
        """Whoever reads the name in a language reads the questions in it, and the other way round."""
        super()._check_questions(found)
        if self.errors:
            return
        title, questions = (
            {language: name for name, language in self.translated[each].items() if found.get(name)}
            for each in ("title", "questions")
        )
        if self.languages[0] not in title:
            self.add_error(f"title_{self.languages[0]}", _("Give the questions a name in this language."))
        elif not questions and not found.get("sections"):
            words = _("Write at least one question, or choose a chapter to read.")
            self.add_error(f"questions_{self.languages[0]}", words)
        for language in sorted(set(title) ^ set(questions)) if questions else ():
            lacks = "questions" if language in title else "title"
            self.add_error(f"{lacks}_{language}", _("Write the name and the questions in each language, or neither."))

    def _post_clean(self):
        super()._post_clean()
        if "languages_chosen" in self.cleaned_data:
            self.instance.languages = self.cleaned_data["languages_chosen"]


class HideForm(PageForm):
    """Why an answer of a resident is hidden."""

    submit_label = gettext_lazy("Hide the answer")
    why = forms.CharField(
        label=gettext_lazy("Why it is hidden"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("The resident reads this by number and code. For example: it names another person."),
        widget=forms.Textarea({"rows": 3}),
    )


class ResidentAnswerForm(forms.Form):
    """The answer of a resident, in the words of the page (`views/spoken.py`). `website` is a trap: people do not see it,
    programs fill it in; `begun` says, signed, when the page was opened. Neither loses what somebody wrote."""

    text = forms.CharField(required=False)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    begun = forms.CharField(required=False, widget=forms.HiddenInput)
    record_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str] | None, *, questions: list[str], words):
        super().__init__(data)
        self.words = words
        self.initial |= {"begun": begun(), "record_key": uuid.uuid4()}
        names = [f"answer_{number}" for number in range(len(questions))]
        labels = dict(zip(names, questions, strict=True)) | {"text": words["anything_else"]}
        most = {"max_length": words.with_("error_long", most=LONGEST_OF_A_RESIDENT)}
        for name in (*names, "text"):
            self.fields[name] = forms.CharField(
                label=labels[name],
                required=False,
                max_length=LONGEST_OF_A_RESIDENT,
                error_messages=most,
                widget=forms.Textarea({"rows": 4, "dir": "auto", "class": "form-control"}),
            )
        self.asked = names

    @cached_property
    def written(self) -> list:
        """The fields in which somebody writes."""
        return [self[name] for name in (*self.asked, "text")]

    @property
    def key(self) -> uuid.UUID:
        """The key of the answer, the same for every click: whoever reads it in an address cannot send this form anew."""
        sent = self.cleaned_data["record_key"] or uuid.uuid4()
        return uuid.UUID(salted_hmac(SALT, str(sent)).hexdigest()[:32])

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.asked]

    def clean(self):
        found = super().clean()
        if not self.errors and not any(found[name] for name in (*self.asked, "text")):
            self.add_error(self.written[0].name, self.words["error_empty"])
        is_of_a_person = not found.get("website") and _is_of_a_person(found.get("begun", ""))
        if not self.errors and not is_of_a_person:
            self.add_error(None, self.words["error_again"])
        return found

    def begin_anew(self) -> None:
        """It goes on with what was written, on a page that was opened now."""
        self.data = self.data.copy()
        self.data["begun"], self.data["website"] = begun(), ""


def begun() -> str:
    return signing.dumps(int(time.time()), salt=SALT)


def _is_of_a_person(stamp: str) -> bool:
    """Whether the page was opened by us, and neither just now nor long ago."""
    try:
        return SOONEST <= time.time() - signing.loads(stamp, salt=SALT) <= LATEST
    except signing.BadSignature:
        return False


class ReceiptForm(forms.Form):
    """The number and the code of an answer, however they were written down."""

    number = forms.CharField(max_length=40)
    code = forms.CharField(max_length=40)

    def clean_number(self) -> str:
        return "".join(sign for sign in self.cleaned_data["number"] if sign.isdecimal() and sign.isascii())

    def clean_code(self) -> str:
        return "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())
