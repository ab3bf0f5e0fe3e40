"""What all forms of a programme's records share: its languages, and choices from its own records only."""

from dataclasses import dataclass

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.access import Rule
from integration_programme.forms import RecordForm
from programmes import rules
from programmes.enums import Phase
from programmes.models import Programme, ProgrammeRecord
from stakeholders.models import Seat


class ProgrammeForm(RecordForm):
    """A form for a record of a programme, in the programme's content languages."""

    def __init__(self, *args, programme: Programme, **kwargs):
        self.programme = programme
        kwargs.setdefault("languages", programme.languages)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                self._limit_to_programme(field)
            elif isinstance(field, forms.TypedChoiceField) and field.choices[:1] == BLANK_CHOICE_DASH:
                field.choices = [("", _("Not chosen yet")), *field.choices[1:]]

    def _limit_to_programme(self, field: forms.ModelChoiceField) -> None:
        """Offer only this programme's own records; another programme's id is an invalid choice."""
        model = field.queryset.model
        if model is Seat:
            field.queryset = model.objects.current().filter(group=self.programme.group_id)
        elif issubclass(model, ProgrammeRecord) or hasattr(model, "programme_id"):
            field.queryset = model.objects.current().filter(programme=self.programme)
        if field.empty_label:
            field.empty_label = _("Not chosen yet")
        reader, original = get_language() or "", self.programme.original_language
        field.label_from_instance = lambda record: (
            record.label(reader, original) if hasattr(record, "label") else str(record)
        )

    @property
    def context(self) -> dict:
        return {"programme": self.programme}

    def grouped(self, *groups: tuple[str | Promise, list[str]]) -> list:
        """Fieldsets with legends for a long form; a text per language stands for its field of each language."""
        sets = []
        for legend, names in groups:
            fields = [field for name in names for field in self.translated.get(name, [name]) if field in self.fields]
            sets.append(Fieldset(legend, *fields))
        return [*sets, "version", "record_key"]


class ChecklistChoiceField(forms.ChoiceField):
    """A choice among keys of the checklist, worded by the programme's edition."""


@dataclass(frozen=True)
class RecordKind:
    """A kind of record that people add and change on pages of their own.

    `name` is the word in addresses; `item` the checklist item it belongs to (records that answer one item each name
    it themselves, by the attribute `item_field`); `add_title` is empty for records that exist once a programme.
    """

    name: str
    phase: Phase
    item: str
    form: type[ProgrammeForm]
    title: str | Promise
    add_title: str | Promise = ""
    item_field: str = ""
    rule: Rule = rules.edit_programme

    @property
    def model(self) -> type[ProgrammeRecord]:
        return self.form._meta.model

    @property
    def rows(self) -> str:
        """The name of the programme's list of these records, for `programme.rows(...)`."""
        return self.model._meta.get_field("programme").remote_field.related_name

    def item_of(self, record) -> str:
        return getattr(record, self.item_field) if self.item_field else self.item
