"""Forms of a round: what is asked until when, whom, and more time."""

from collections.abc import Container, Iterable
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.forms import DateInput, PageForm, RecordForm, VersionField
from integration_programme.layouts import Fold, Row
from programmes.enums import RoundKind
from programmes.models import Participant, Programme, Round
from programmes.models.rounds import questions_in
from stakeholders.forms.fields import language_field, not_passed
from stakeholders.models import Seat, today

USUAL_LENGTH, USUAL_REMINDER = timedelta(days=28), timedelta(days=7)
MOST_QUESTIONS = 10


class RoundForm(RecordForm):
    """What a round asks, of which chapters, and its days. `chapters`: places of the document's chapters with their names."""

    submit_label = gettext_lazy("Save the draft")
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Chapters that it asks about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Those who are asked read these and nothing else. With none chosen they read all of them."
        ),
    )

    class Meta:
        model = Round
        fields = ["kind", "title", "message", "questions", "opens_on", "remind_on", "closes_on"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "kind": gettext_lazy("A statement is what a body decides and says in its own name."),
            "title": gettext_lazy("For example: Comments on the draft of the programme."),
            "message": gettext_lazy("What they are asked to look at, and what becomes of what they say."),
            "questions": gettext_lazy("One question a line, in the same order in each language. They may be left out."),
            "opens_on": gettext_lazy("It is sent on this day, once you have said that it may be."),
            "remind_on": gettext_lazy("Goes only to those who have not answered."),
            "closes_on": gettext_lazy("The last day. The personal links work until it is over."),
        }

    def __init__(self, *args, chapters: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [each for each in RoundKind if each != RoundKind.RESIDENTS]
            self.fields["kind"].choices = [(each.value, each.label) for each in kinds]
        self.fields["sections"].choices = list(chapters)
        self.initial["sections"] = self.instance.sections
        if not self.instance.pk:
            closes_on = today() + USUAL_LENGTH
            usual = {"opens_on": today(), "remind_on": closes_on - USUAL_REMINDER, "closes_on": closes_on}
            self.initial |= usual

    context: dict = {}

    def layout_fields(self) -> list:
        return [
            "kind",
            "title",
            "message",
            Row("opens_on", "closes_on"),
            "remind_on",
            "sections",
            Fold(gettext_lazy("Questions"), "questions", empty=_("None yet")),
        ]

    def clean_closes_on(self):
        return not_passed(self.cleaned_data["closes_on"])

    def clean(self):
        found = super().clean()
        opens, reminds, closes = (found.get(name) for name in ("opens_on", "remind_on", "closes_on"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It closes before it opens. Check the two dates."))
        elif reminds and opens and closes and not opens < reminds <= closes:
            self.add_error("remind_on", _("The reminder goes after the opening, on the last day at the latest."))
        if not any(found.get(name) for name in self.translated["title"]):
            self.add_error(next(iter(self.translated["title"])), _("Give the round a name in at least one language."))
        self._check_questions(found)
        return found

    def _check_questions(self, found: dict) -> None:
        """Each language asks the same questions, so that an answer belongs to one of them."""
        numbers = {name: len(questions_in(found.get(name) or "")) for name in self.translated["questions"]}
        asked = {name: number for name, number in numbers.items() if number}
        if len(set(asked.values())) > 1:
            told = ", ".join(
                f"{self.called(self.translated['questions'][name])} {number}" for name, number in asked.items()
            )
            self.add_error(
                list(asked)[-1], _("Each language asks the same questions. Now there are: %(told)s.") % {"told": told}
            )
        elif any(number > MOST_QUESTIONS for number in numbers.values()):
            self.add_error(next(iter(asked)), _("At most %(most)s questions.") % {"most": MOST_QUESTIONS})

    def _post_clean(self):
        super()._post_clean()
        if "sections" in self.cleaned_data:
            self.instance.sections = self.cleaned_data["sections"]


class SeatsForm(PageForm):
    """Which seats of the group are asked. Those that are `asked` already are not shown, but may come: a second click
    sends what the first one has added."""

    submit_label = gettext_lazy("Add those chosen")
    seats = forms.MultipleChoiceField(
        label=gettext_lazy("Seats of the cooperation group"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one seat.")},
    )

    def __init__(self, *args, seats: Iterable[tuple[Seat, str]], asked: Container[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat, _name in seats}
        field = self.fields["seats"]
        field.choices = [(str(seat.pk), name) for seat, name in seats]
        self.shown = [(str(seat.pk), name) for seat, name in seats if seat.pk not in asked]
        field.widget.choices = self.shown

    @property
    def chosen(self) -> list[Seat]:
        return [self.seats[pk] for pk in self.cleaned_data["seats"]]


class ParticipantForm(PageForm, forms.ModelForm):
    """Somebody who is asked by name and address. Of a seat, name and address may be written; whose it is stays."""

    submit_label = gettext_lazy("Save the participant")
    language = language_field(gettext_lazy("Language of the mail"))
    row_version = VersionField()
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Participant
        fields = ["organisation", "name", "email", "language"]
        help_texts = {
            "organisation": gettext_lazy(
                "On whose behalf they answer. A person who speaks for nobody else needs none."
            ),
            "email": gettext_lazy(
                "The personal link goes here. Without it nothing is mailed: ask them otherwise, and enter what they answer."
            ),
        }

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"record_key": self.instance.key, "row_version": self.instance.row_version}
        field = self.fields["organisation"]
        field.queryset = programme.organisations.current()
        field.empty_label = _("None")
        rows = sorted(programme.rows("organisations"), key=lambda row: row.label(*programme.languages).casefold())
        field.choices = [("", _("None")), *((row.pk, row.label(programme.original_language)) for row in rows)]
        if self.instance.seat_id:
            del self.fields["organisation"]

    def clean(self):
        found = super().clean()
        if not self.instance.seat_id and not any(found.get(name) for name in ("organisation", "name", "email")):
            self.add_error("name", _("Write who is asked: an organisation, a name or an address."))
        return found

    def validate_unique(self):
        """The action tells of an address that is asked already."""

    def validate_constraints(self):
        """The same."""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}


class ProlongForm(PageForm):
    """Another last day, and a day for one more reminder."""

    submit_label = gettext_lazy("Give more time")
    closes_on = forms.DateField(label=gettext_lazy("The new last day"), widget=DateInput)
    remind_on = forms.DateField(
        label=gettext_lazy("Reminder on"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Goes only to those who have not answered. Left empty, none is sent."),
    )

    def clean_closes_on(self):
        return not_passed(self.cleaned_data["closes_on"])

    def clean_remind_on(self):
        return not_passed(self.cleaned_data["remind_on"])

    def clean(self):
        found = super().clean()
        reminds, closes = found.get("remind_on"), found.get("closes_on")
        if reminds and closes and reminds > closes:
            self.add_error("remind_on", _("The reminder goes on the last day at the latest."))
        return found
