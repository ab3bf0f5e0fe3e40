"""What all forms of a programme's records share: its languages, and choices from its own records only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from django import forms
from django.db.models import Model, Q, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.access import Rule
from integration_programme.forms import RecordForm, RichTextField
from integration_programme.layouts import Fold
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.enums import Phase, PictureUse, SpokenLanguage
from programmes.forms.choosing import Offered, in_order, language_of_names
from programmes.models import Programme, ProgrammeMunicipality, ProgrammeOrganisation, ProgrammeRecord
from programmes.models.access import standing
from programmes.models.kinds import Kind, kind_of
from programmes.models.partners import PartRecord, part_stands
from programmes.models.rows import Made
from stakeholders.models import Seat, today

JOINT = Remembered[Made](100_000)


def _is_joint(programme: Programme) -> bool:
    """Whether several municipalities take part."""
    return programme.remembered_by_kind(JOINT, lambda: len(programme.rows("links")) > 1)


class SpokenLanguagesField(forms.MultipleChoiceField):
    """Languages to tick, in the reader's alphabet; kept in one order, whoever ticks them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(choices=SpokenLanguage.in_alphabet, required=False, **options)

    def clean(self, value) -> list[str]:
        chosen = super().clean(value)
        return [code for code in SpokenLanguage.values if code in chosen]


class ProgrammeForm(RecordForm):
    """A form for a record of a programme, in the programme's content languages."""

    def __init__(self, *args, programme: Programme, **kwargs):
        self.programme = programme
        kwargs.setdefault("languages", programme.languages)
        super().__init__(*args, **kwargs)
        self._offer_parts()
        self._offer_pictures()
        for name, field in self.fields.items():
            if isinstance(field, Offered):
                own = partial(self._own, name, ProgrammeOrganisation)
                language, chosen = language_of_names(self.languages), self._chosen(name, field)
                tied = self.instance._state.fields_cache.get(name)
                offered = chosen, self._label_of, lambda: self._organisations, own
                field.offer(self.programme, language, *offered, tied=tied, is_sent=self.is_bound)
            elif isinstance(field, forms.ModelChoiceField):
                self._limit_to_programme(name, field)
            elif isinstance(field, forms.TypedChoiceField) and field.choices[:1] == BLANK_CHOICE_DASH:
                field.choices = [("", _("Not chosen yet")), *field.choices[1:]]

    @cached_property
    def _organisations(self) -> list[tuple[str, str]]:
        rows = self.programme.rows("organisations", bare=True)
        return in_order((str(row.pk), self._label_of(row)) for row in rows)

    def _offer_parts(self) -> None:
        """In a joint programme a record is everybody's or one municipality's; nobody else is asked whose it is."""
        if not issubclass(self._meta.model, PartRecord) or "part" not in self.fields:
            return
        if self.instance.part_id is None and not _is_joint(self.programme):
            del self.fields["part"]
            return
        self.fields["part"].empty_label = _("All municipalities")

    def _limit_to_programme(self, name: str, field: forms.ModelChoiceField) -> None:
        """Offer only this programme's own records; another programme's id is an invalid choice."""
        model = field.queryset.model
        if issubclass(model, Seat | ProgrammeRecord):
            field.queryset = self._own(name, model)
        if field.empty_label and name != "part":
            field.empty_label = _("Not chosen yet")
        field.label_from_instance = self._label_of
        tied = self.instance._state.fields_cache.get(name)
        if self.is_bound and tied is not None and self._chosen(name, field) == {str(tied.pk)}:
            field.to_python = lambda value: tied  # as it was: the database need not be asked again

    def _own(self, name: str, model: type[Model]) -> QuerySet:
        """The rows that a field may tie the record to.

        What the record is tied to stays a choice when it has been archived: a save takes away no tie that nobody took
        away, and the tie is there when the archived row is brought back. So it is with what belongs to a municipality
        that takes no part any more, whose words are not shown.
        """
        if model is Seat:
            own = Q(group=self.programme.group_id, archived_at=None)
        else:
            own = Q(programme=self.programme, archived_at=None)
            own &= standing() if model is ProgrammeMunicipality else part_stands(model)
        rows = model._default_manager.filter(own | self._tied(name))
        return rows.select_related("part") if issubclass(model, PartRecord) else rows

    def _chosen(self, name: str, field: forms.Field) -> set[str]:
        """Ids of the rows that a field was opened or sent with."""
        values = [self.initial.get(name)]
        if self.is_bound:
            values.append(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
        rows = (row for value in values for row in (value if isinstance(value, list) else [value]))
        return {str(getattr(row, "pk", row)) for row in rows}

    def _tied(self, name: str) -> Q:
        """The rows that a field ties the saved record to, as one condition within the same statement."""
        field = self._meta.model._meta.get_field(name)
        if self.instance.pk is None:
            return Q(pk__in=[])
        if not field.many_to_many:
            return Q(pk=getattr(self.instance, field.attname))
        ties = field.remote_field.through.objects.filter(**{field.m2m_field_name(): self.instance.pk})
        return Q(pk__in=ties.values(field.m2m_reverse_field_name()))

    def _label_of(self, record) -> str:
        reader, original = get_language() or "", self.programme.original_language
        if isinstance(record, PartRecord) and not record.stands:
            return _("(of a municipality that takes no part)")
        name = record.label(reader, original) if hasattr(record, "label") else str(record)
        return self._with_state(record, name)

    @staticmethod
    def _with_state(record, name: str) -> str:
        if getattr(record, "archived_at", None) is None:
            return name
        return format_html(_("{} (in the archive)"), name)

    def _offer_pictures(self) -> None:
        """Pictures of the programme can be put into its texts; they are read when the form is shown."""
        for field in self.fields.values():
            if isinstance(field, RichTextField):
                field.widget.pictures = self._pictures

    def _pictures(self) -> list[dict[str, str]]:
        reader, original = get_language() or "", self.programme.original_language
        return [
            {
                "key": str(each.key),
                "name": each.alt.marked(reader, original) or each.unnamed(),
                "url": reverse("picture", kwargs={"key": each.key}),
            }
            for each in self.programme.rows("pictures", bare=True)
            if each.sha256 and each.use == PictureUse.TEXTS
        ]

    def clean(self):
        """A picture in a text is one of this programme; any other is left out, and that is told."""
        cleaned = super().clean()
        for name, field in self.fields.items():
            keys = richtext.pictures(cleaned.get(name) or "") if isinstance(field, RichTextField) else []
            known = {str(each.key) for each in self.programme.rows("pictures", bare=True)} if keys else set()
            if not known.issuperset(keys):
                cleaned[name] = richtext.with_pictures(cleaned[name], known)
                field.dropped = (*field.dropped, "pictures")
        return cleaned

    @property
    def context(self) -> dict:
        return {"programme": self.programme}

    def _same_form(self, record, **options):
        record.programme = self.programme  # already read; a row of the history has none
        return super()._same_form(record, **options)

    @property
    def whose(self) -> Fold:
        """Where several municipalities make the programme: whose record it is. Nobody else is asked."""
        return Fold(_("Whose it is"), "part", empty=str(getattr(self.fields.get("part"), "empty_label", "")))


class NotInFuture:
    """Some dates tell what has happened: always, or as soon as something came of it.

    `past_dates` are never still to come. `dates_of_results` are dates that may be planned ahead, each with the fields
    that can be filled in only afterwards.
    """

    past_dates: tuple[str, ...] = ()
    dates_of_results: Mapping[str, tuple[str, ...]] = {}

    def clean(self):
        cleaned = super().clean()
        for name in self.past_dates:
            if _is_to_come(cleaned.get(name)):
                self.add_error(name, _("This date is still to come. Write the date when it has happened."))
        for name, results in self.dates_of_results.items():
            if _is_to_come(cleaned.get(name)) and (known := self._filled_in(results, cleaned)):
                sentence = _("This date is still to come, but this is filled in already: %(fields)s. Check the date.")
                self.add_error(name, sentence % {"fields": ", ".join(known)})
        return cleaned

    def _filled_in(self, names: tuple[str, ...], cleaned: dict) -> list[str]:
        """Labels of those of the fields that have a value; a text per language counts once, under its plain name."""
        known = {name: [cleaned.get(field) for field in self.fields_of(name)] for name in names}
        return [
            capfirst(str(self._meta.model._meta.get_field(name).verbose_name))
            for name, values in known.items()
            if any(value or value == 0 for value in values)
        ]

    def fields_of(self, name: str) -> Iterable[str]:
        """The fields of the form that stand for one of the model."""
        return self.translated.get(name, [name])


def _is_to_come(day: date | None) -> bool:
    return day is not None and day > today()


class NotBeforePeriod:
    """Aims are of the programme's period: a date before its first day is a slip of the pen.

    A date that nobody changed is left in peace: when the period has been moved, `missing()` tells of it.
    """

    dates_in_period: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        begins = self.programme.period_start
        for name in self.dates_in_period:
            if begins and (day := cleaned.get(name)) and day < begins and name in self.changed_data:
                sentence = _("This is before the programme's period, which begins on %(day)s. Check the date.")
                self.add_error(name, sentence % {"day": date_format(begins, "SHORT_DATE_FORMAT")})
        return cleaned


class ChecklistChoiceField(forms.ChoiceField):
    """A choice among keys of the checklist, worded by the programme's edition."""


@dataclass(frozen=True)
class RecordPage:
    """A page on which people write records of a kind: all of a record, or some of its fields.

    `name` is its word in addresses, the kind's own where the page makes new records too; those have `add_title`.
    `own_item` is the checklist item that it belongs to where that is not its kind's; `is_asked`: what the checklist says
    there is about what is written here. `archives`: it offers the archive too, for records that have no card of their own.
    """

    name: str
    form: type[ProgrammeForm]
    title: str | Promise
    add_title: str | Promise = ""
    own_item: str = ""
    archives: bool = False
    rule: Rule = rules.edit_programme
    is_asked: bool = True

    @property
    def kind(self) -> Kind:
        return kind_of(self.form._meta.model)

    @property
    def phase(self) -> Phase:
        return Phase(self.item.partition(".")[0])

    @property
    def item(self) -> str:
        return self.own_item or self.kind.item

    def item_of(self, record) -> str:
        """The checklist item of a record on this page."""
        return self.kind.item_of(record) if self.kind.item_field else self.item

    def phase_of(self, record) -> Phase:
        """The phase of a record on this page: records of a list may stand in several."""
        item = self.item_of(record) if self.kind.is_list else ""
        return Phase(item.partition(".")[0]) if item else self.phase
