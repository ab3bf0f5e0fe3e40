"""Forms of statements: the answer of a participant, and what the writers enter for others."""

import uuid
from collections.abc import Iterable

from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.brought import ENDINGS, PAPERS, Brought, name_with, paper, refuse_large
from integration_programme.forms import DateInput, PageForm, VersionField
from integration_programme.layouts import Fold, Row
from integration_programme.translations import Translations
from programmes.actions.statements import Answer
from programmes.enums import SpokenLanguage, StatementStance
from programmes.models import Participant, Programme, Round, Statement
from programmes.models.statements import (
    ENTERED,
    LONGEST_ANSWER,
    LONGEST_SUPPORTER,
    LONGEST_TEXT,
    MOST_NAMES,
    MOST_SUPPORTERS,
)
from stakeholders.models import today

STANCES = {
    StatementStance.NO_REMARKS: gettext_lazy("No remarks: we have read it and leave it as it is"),
    StatementStance.COMMENTS: gettext_lazy("Comments: we write below what should be otherwise"),
    StatementStance.DISCUSSION: gettext_lazy("It needs discussion: we write below what about"),
}


def languages_of_texts() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=SpokenLanguage.in_alphabet)


class QuestionsForm(PageForm):
    """A form with a field for each question of a round."""

    def _ask(self, questions: Iterable[str], answers: list[str]) -> None:
        self.questions = []
        for number, question in enumerate(questions):
            name = f"answer_{number}"
            self.questions.append(name)
            self.initial[name] = answers[number] if number < len(answers) else ""
            self.fields[name] = forms.CharField(
                label=question, required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 3})
            )

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data.get(name, "") for name in self.questions]


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:LONGEST_SUPPORTER] for line in text.splitlines() if line.strip()))


class SupportersForm(QuestionsForm):
    """A form with who co-signs: names one a line, and how many more."""

    supporting_bodies = forms.CharField(
        label=gettext_lazy("Organisations that support it"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One a line. They are named in the annex of responses."),
    )
    supporting_persons = forms.CharField(
        label=gettext_lazy("Persons who support it"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "One a line, only those who want to be named. In the annex they are counted, not named."
        ),
    )
    supporters_beside = forms.IntegerField(
        label=gettext_lazy("How many more support it, without their names"),
        required=False,
        min_value=0,
        max_value=MOST_SUPPORTERS,
    )

    def _begin_supporters(self, shown: Statement) -> None:
        for name in ("supporting_bodies", "supporting_persons"):
            self.initial.setdefault(name, "\n".join(getattr(shown, name)))
        self.initial.setdefault("supporters_beside", shown.supporters_beside or None)

    @staticmethod
    def supporters_fold() -> Fold:
        fields = ("supporting_bodies", "supporting_persons", "supporters_beside")
        return Fold(gettext_lazy("Who supports it"), *fields, empty=_("Nobody named"))

    def clean_supporting_bodies(self) -> list[str]:
        return self._names("supporting_bodies")

    def clean_supporting_persons(self) -> list[str]:
        return self._names("supporting_persons")

    def _names(self, field: str) -> list[str]:
        names = _lines(self.cleaned_data[field])
        if len(names) > MOST_NAMES:
            raise ValidationError(_("At most %(most)s names. Count the others below.") % {"most": MOST_NAMES})
        return names

    def clean_supporters_beside(self) -> int:
        return self.cleaned_data["supporters_beside"] or 0

    @property
    def supporters(self) -> dict:
        return {name: self.cleaned_data[name] for name in SupportersForm.base_fields}


class AnswerForm(SupportersForm):
    """The answer of a participant. With "keep" it is only kept; sent, it must say something."""

    submit_label = gettext_lazy("Send the answer")
    stance = forms.ChoiceField(
        label=gettext_lazy("What do you answer?"), choices=STANCES.items(), widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What you want to say"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy("Say which part you mean, what should be otherwise, and why."),
    )
    contributor_name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Those who write the programme see it. You may leave it out."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = languages_of_texts()
    row_version = VersionField()

    def __init__(self, *args, questions: list[str], statement: Statement, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_sent = statement.sent_at is not None
        for name in ("stance", "text", "contributor_name", "language", "row_version"):
            self.initial.setdefault(name, getattr(statement, name))
        self._begin_supporters(statement)
        self._ask(questions, statement.answers)

    @cached_property
    def helper(self):
        helper = super().helper
        if self.is_sent:
            helper.layout.fields[-1].value = str(_("Send the changed answer"))
        else:
            helper.layout.append(Submit("keep", _("Save as a draft"), css_class="btn-secondary"))
        return helper

    def layout_fields(self) -> list:
        return ["stance", *self.questions, "text", Row("contributor_name", "language"), self.supporters_fold()]

    @property
    def is_kept(self) -> bool:
        """Whether it is to be kept and not sent."""
        return "keep" in self.data and not self.is_sent

    def clean(self):
        found = super().clean()
        if not self.is_kept and not self.errors and (reason := self.answer.missing()):
            self.add_error("text" if found.get("stance") else "stance", reason)
        return found

    @property
    def answer(self) -> Answer:
        data = {name: self.cleaned_data[name] for name in ("stance", "text", "language", "contributor_name")}
        return Answer(**data, **self.supporters, answers=self.answers).cleaned()


class StatementForm(SupportersForm):
    """What came by mail or on paper, as those who write the programme enter it. `brought`: a file that may be kept."""

    submit_label = gettext_lazy("Save the statement")
    participant = forms.ChoiceField(
        label=gettext_lazy("Whose answer it is"),
        required=False,
        help_text=gettext_lazy("Of those who were asked and have not answered."),
    )
    body = forms.CharField(
        label=gettext_lazy("On whose behalf"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("The body or organisation. Not needed where you chose whose answer it is."),
    )
    contributor_name = forms.CharField(label=gettext_lazy("Who signs it"), required=False, max_length=150)
    way = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(each.value, each.label) for each in ENTERED],
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=DateInput)
    section = forms.CharField(label=gettext_lazy("Section (§)"), required=False, max_length=40)
    case_number = forms.CharField(label=gettext_lazy("Case number"), required=False, max_length=80)
    stance = forms.ChoiceField(label=gettext_lazy("What it says"), choices=StatementStance, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy("What it says, as it says it. It may be short where the file is here."),
    )
    language = languages_of_texts()
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".pdf,.docx,.xlsx"}),
        help_text=gettext_lazy("PDF, Word (DOCX) or Excel (XLSX), at most 10 MB. It is kept as it is."),
    )
    sha256 = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput)
    row_version = VersionField()
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    brought: Brought | None = None

    def __init__(
        self,
        *args,
        programme: Programme,
        statement: Statement,
        asked: Round | None,
        open_to: Iterable[Participant] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.programme, self.statement = programme, statement
        self.open_to = {str(each.key): each for each in open_to}
        names = ("contributor_name", "way", "received_on", "section", "case_number", "stance", "text", "language")
        for name in (*names, "sha256", "file_name", "row_version"):
            self.initial.setdefault(name, getattr(statement, name))
        self._begin_supporters(statement)
        original = programme.original_language
        self.initial |= {"body": statement.body.first(original)[1], "record_key": statement.key or uuid.uuid4()}
        self.initial["participant"] = str(statement.participant.key) if statement.participant else ""
        labels = [(key, each.label(original)) for key, each in self.open_to.items()]
        self.fields["participant"].choices = [("", _("Nobody who was asked")), *labels]
        self.fields["participant"].widget.attrs["class"] = "form-select"
        if asked is None:
            del self.fields["participant"]
        self.fields["sha256"].choices = lambda: list(
            programme.contents.filter(kept_at__isnull=False, content_type__in=PAPERS).values_list("sha256", "sha256")
        )
        self._ask(asked.asked(original) if asked else [], statement.answers)

    def layout_fields(self) -> list:
        more = Fold(gettext_lazy("Section, case number, language"), Row("section", "case_number"), "language")
        answers = [Fold(gettext_lazy("Answers to the questions"), *self.questions)] if self.questions else []
        return [
            "participant",
            Row("body", "contributor_name"),
            Row("way", "received_on"),
            "stance",
            "text",
            "file",
            *answers,
            self.supporters_fold(),
            more,
        ]

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("The day has not come yet."))
        return day

    def clean_file(self) -> None:
        upload = self.cleaned_data["file"]
        if not upload:
            return
        try:
            refuse_large(upload.size)
            upload.seek(0)
            self.brought = paper(upload.read(), upload.name)
        except ValidationError as error:
            raise ValidationError([*error.messages, _("What else you wrote is still here.")]) from error
        self.name_of_brought = name_with(upload.name, self.brought.content_type)

    def clean_file_name(self) -> str:
        name = self.cleaned_data["file_name"]
        known = {end: content_type for content_type, end in ENDINGS.items()}
        ending = name.rpartition(".")[2]
        return name_with(name, known[ending]) if ending in known else ""

    def clean(self):
        found = super().clean()
        named = found.get("participant") or found.get("body") or found.get("contributor_name")
        if not named and self.statement.name_withdrawn_at is None:
            self.add_error("body", _("Write on whose behalf it is, or who signs it."))
        said = found.get("text") or found.get("sha256") or self.brought or any(self.answers)
        if found.get("stance") not in (None, StatementStance.NO_REMARKS) and not said and "file" not in self.errors:
            self.add_error("text", _("Write what it says, or bring its file."))
        return found

    def go_on_with_brought(self) -> None:
        """The file has been kept: if the form is shown again, it is there."""
        self.data = self.data.copy()
        self.data["sha256"], self.data["file_name"] = self.brought.sha256, self.name_of_brought

    def filled(self) -> Statement:
        """The statement as the form has it."""
        found, statement = self.cleaned_data, self.statement
        for name in ("contributor_name", "way", "received_on", "section", "case_number", "stance", "text", "language"):
            setattr(statement, name, found[name])
        for name, value in self.supporters.items():
            setattr(statement, name, value)
        statement.answers = self.answers
        statement.participant = self.open_to.get(found.get("participant", ""))
        if found["body"] != self.initial["body"]:  # left as it is, it keeps its names in the other languages
            statement.body = Translations({self.programme.original_language: found["body"]})
        if content := self.programme.contents.filter(sha256=found["sha256"], kept_at__isnull=False).first():
            statement.take(content, found["file_name"])
        return statement
