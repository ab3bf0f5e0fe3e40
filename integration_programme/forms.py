"""Forms clean input and know their layout; they save nothing.

`PageForm` gives every page its buttons, error summary and hidden fields. `RecordForm` adds what records need: the
row_version the form was made from, the key a new record will bear, and a field a language for texts per language.
"""

import re
import uuid
from collections.abc import Mapping
from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.conflicts import ConflictsMixin, comparable
from integration_programme.fields import validate_year
from integration_programme.layouts import placed
from integration_programme.records import Meanwhile, Refused, SentBefore
from integration_programme.richtext.told import left_out
from integration_programme.translations import TranslatedFormField
from integration_programme.widgets import LineWidget, RichTextWidget

#: characters of a text that stand in a field of a third of the form's width
SHORT_LINE = 60


def number_in(text: str) -> int | None:
    """The whole number that a button or link of ours wrote there; None for what no database could hold."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


class DateInput(forms.DateInput):
    """A date field the browser helps with; always ISO inside, as the input type demands."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The same for a time of day."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class PageForm(forms.Form):
    """The base of all forms that fill a page."""

    submit_label = gettext_lazy("Save")
    #: texts in several languages: the field of each, with its language
    translated: dict[str, dict[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.validators.append(validate_year)

    def refuse(self, field: str, refused: Refused) -> None:
        """Say beside a field why nothing was saved. Where somebody else had saved meanwhile, what was typed is kept, and
        the next save goes on from what stands there; what is new is saved by itself then, under a key of its own."""
        if isinstance(refused, Meanwhile):
            self.data = self.data.copy()
            self.data[self.add_prefix("row_version")] = str(refused.saved.row_version)
        if isinstance(refused, SentBefore):
            self.data[self.add_prefix("record_key")] = str(uuid.uuid4())
        self.add_error(field, str(refused))

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.attrs = {"novalidate": "novalidate"}
        helper.include_media = False  # pages name a form's files once, where files are named
        hidden = [name for name, field in self.fields.items() if field.widget.is_hidden]
        helper.layout = Layout(*placed(self.layout_fields(), self), *hidden, Submit("save", self.submit_label))
        return helper

    def layout_fields(self) -> list:
        """What stands in the form, in order: names of fields as the model has them, or objects of a layout. What is
        hidden is borne along by itself."""
        texts = {field: name for name, fields in self.translated.items() for field in fields}
        shown = [texts.get(name, name) for name, field in self.fields.items() if not field.widget.is_hidden]
        return list(dict.fromkeys(shown))


class RichTextField(forms.CharField):
    """A rich text in one language; too long or too deeply nested text is refused with what to do.

    `stored`: the text as it was, so that what comes back from the field without the editor is not poorer than before.
    `dropped`: after cleaning, the kinds of things that were left out.
    """

    widget = RichTextWidget
    stored = ""
    dropped: tuple[str, ...] = ()

    def __init__(self, *, max_length: int = richtext.LONGEST, **options):
        super().__init__(**options)  # what counts is the length of the cleaned text, without ids
        self.max_length = max_length

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        html = value if richtext.is_markup(value) else richtext.from_plain(value, self.stored)
        cleaned = richtext.cleaned(html, longest=self.max_length)
        self.dropped = cleaned.dropped
        return cleaned.html


class RecordsField(forms.ModelMultipleChoiceField):
    """A choice of several records. A number that no row can have is no choice either; SQLite would stumble over it."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class VersionField(forms.IntegerField):
    """The row_version a form was made from. One that nobody can have been given counts as none at all."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, min_value=0, max_value=2_000_000_000)

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


class RecordForm(ConflictsMixin, PageForm, forms.ModelForm):
    """A form for one record, in the content languages of its programme.

    `languages` are codes in the order shown; the first is the original language.
    """

    row_version = VersionField()
    record_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, languages: list[str], **kwargs):
        if (args[0] if args else kwargs.get("data")) is not None:
            self._leave_links_unread()
        super().__init__(*args, **kwargs)
        self.languages = languages
        self.translated, self.texts = {}, {}
        self._expand_translated_fields()
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput()
        self.fields["row_version"].initial = self.instance.row_version if self.instance.pk else 0
        self.fields["record_key"].initial = self.instance.key if self.instance.pk else uuid.uuid4()

    def _leave_links_unread(self) -> None:
        """A form that was sent shows what was sent: reading what was linked before would be a query a list for nothing."""
        links = {field.name for field in self._meta.model._meta.many_to_many}
        self._meta = copy(self._meta)
        self._meta.fields = [name for name in self._meta.fields if name not in links]

    def _get_validation_exclusions(self):
        """The form has already looked up the records that were chosen; the model need not ask for them again."""
        chosen = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        return super()._get_validation_exclusions() | chosen

    def _expand_translated_fields(self) -> None:
        fields = {}
        for name, field in self.fields.items():
            if not isinstance(field, TranslatedFormField):
                fields[name] = field
                continue
            texts = getattr(self.instance, name)
            self.texts[name] = field
            self.translated[name] = {f"{name}_{language}": language for language in self.languages}
            for field_name, language in self.translated[name].items():
                fields[field_name] = self._language_field(field, language)
                self.initial[field_name] = texts.text(language)
                fields[field_name].stored = texts.text(language)
        self.fields = fields

    def called(self, language: str) -> str:
        """What a language of its texts is called, in the reader's language."""
        return get_language_info(language)["name_translated"]

    def _language_field(self, field: TranslatedFormField, language: str) -> forms.Field:
        """The field of a language; the first one says for all what is to be written."""
        label, is_first = capfirst(str(field.label)), language == self.languages[0]
        if len(self.languages) > 1:
            label = _("%(field)s (%(language)s)") % {"field": label, "language": self.called(language)}
        help_text = field.help_text if is_first else ""
        options = {"label": label, "help_text": help_text, "required": False, "max_length": field.max_length}
        attrs = {"lang": language}
        if field.rich:
            widget = RichTextWidget(attrs=attrs)
            widget.shows_hint = is_first
            return RichTextField(**options, widget=widget)
        if field.multiline:
            return forms.CharField(**options, widget=forms.Textarea({**attrs, "rows": 4}), validators=field.checks)
        if len(self.languages) > 1 and field.max_length > SHORT_LINE:
            return forms.CharField(**options, widget=LineWidget({**attrs, "rows": 2}), validators=field.checks)
        return forms.CharField(**options, widget=forms.TextInput(attrs), validators=field.checks)

    def full_clean(self):
        if self.is_bound:
            self._keep_what_was_not_sent()
        super().full_clean()

    def _keep_what_was_not_sent(self) -> None:
        """A field that stood on no page keeps the row's value: what nobody saw, nobody emptied.

        Boxes that are ticked are the browser's exception: those without a tick are never sent.
        """
        left_out = [
            name
            for name in self.content_fields
            if self.fields[name].widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))
        ]
        if left_out:
            self.data = _to_change(self.data)
        for name in left_out:
            self._fill_in(name, self.get_initial_for_field(self.fields[name], name))

    def clean(self):
        cleaned = super().clean()
        if not self.allows_empty and not self.errors and not any(map(self._is_written, self.content_fields)):
            raise ValidationError(_("The form is empty. Write at least one thing before saving."))
        self._check_dates(cleaned)
        return cleaned

    def _is_written(self, name: str) -> bool:
        """Whether somebody put something there. A choice that is made beforehand, by default or by the link that led to
        a new record, says nothing yet."""
        field = self.fields[name]
        value = comparable(field, self.cleaned_data.get(name))
        if not isinstance(field, forms.ChoiceField | forms.BooleanField):
            return value is not None
        made_beforehand = [each.get_default() for each in self._meta.model._meta.concrete_fields if each.name == name]
        if self.instance.pk is None:
            made_beforehand.append(self.get_initial_for_field(field, name))
        return value not in (None, frozenset(), *(comparable(field, each) for each in made_beforehand))

    allows_empty = False
    #: pairs of field names: the first date must not be after the second
    dates_in_order: tuple[tuple[str, str], ...] = ()

    def _check_dates(self, cleaned) -> None:
        for first, second in self.dates_in_order:
            start, end = cleaned.get(first), cleaned.get(second)
            if start and end and start > end:
                labels = {"second": self.fields[second].label, "first": self.fields[first].label}
                self.add_error(second, _("“%(second)s” is before “%(first)s”. Check the two dates.") % labels)

    def sent_with(self, name: str, value: str, *, row_version: int):
        """This form as a browser would send it, unchanged but for one text, from a page of this count of saves."""
        sent = self._same_form(copy(self.instance), data=MultiValueDict())
        for each in self.content_fields:
            sent._fill_in(each, self.get_initial_for_field(self.fields[each], each))
        sent.data[sent.add_prefix(name)] = value
        sent.data[sent.add_prefix("row_version")] = str(row_version)
        return sent

    def _post_clean(self):
        """Put the texts per language on the instance; languages that are not in the form keep theirs."""
        for name, fields in self.translated.items():
            texts = {language: self.cleaned_data.get(field, "") for field, language in fields.items()}
            setattr(self.instance, name, getattr(self.instance, name).with_texts(texts))
        super()._post_clean()

    @property
    def links(self) -> dict[str, list]:
        """The many-to-many choices, which the action sets after it has saved the row."""
        names = [field.name for field in self._meta.model._meta.many_to_many]
        return {name: list(self.cleaned_data[name]) for name in names if name in self.cleaned_data}

    @property
    def left_out(self) -> str:
        """A sentence that names what had to be left out of the rich texts of a valid form; '' when nothing was."""
        return left_out(kind for field in self.fields.values() for kind in getattr(field, "dropped", ()))

    @property
    def content_fields(self) -> list[str]:
        """Names of the fields that people fill in."""
        return [name for name in self.fields if name not in ("row_version", "record_key")]

    @property
    def context(self) -> dict:
        """Further arguments that forms of this class need, for making a second one of the same kind."""
        return {}


def _to_change(data: Mapping) -> MultiValueDict:
    """A copy of what was sent, to put values into."""
    if isinstance(data, MultiValueDict):
        return data.copy()
    return MultiValueDict({name: value if isinstance(value, list | tuple) else [value] for name, value in data.items()})
