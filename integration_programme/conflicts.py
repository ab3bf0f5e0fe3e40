"""Two people change one record at the same time: what can be put together is, and what collides is shown to them.

Nothing is overwritten in silence. A form carries the count of saves (`row_version`) it was made from; when the row has
been saved since, the changes made in the form are put on top of theirs, and where both changed the same field, people
choose.
"""

import datetime
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.formats import date_format, localize
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import richtext
from integration_programme.records import StaleRecord, record_at
from integration_programme.widgets import RichTextWidget

MINE, THEIRS, BOTH = "mine", "theirs", "both"
MERGED = gettext_lazy("Somebody else had saved other parts of this meanwhile. Both changes are kept; have a look.")


@dataclass(frozen=True)
class Difference:
    """One field on which two people wrote different things."""

    label: str
    yours: str
    saved: str


def save_merging(form: "ConflictsMixin", write: Callable[["ConflictsMixin", int], None], new=None) -> bool:
    """Save a valid form by `write(form, row_version)`; gives whether it had to be merged with what somebody saved meanwhile.

    `new` is the row as a form shows it that nobody has saved, for rows that come into being with their first save.

    Raises StaleRecord, and writes nothing, when both changed the same field; the form then shows both.
    """
    row_version = form.cleaned_data["row_version"]
    try:
        write(form, row_version)
    except StaleRecord as stale:
        fresh = stale.fresh
    else:
        return False
    base = new if row_version == 0 else record_at(fresh, row_version)
    if merged := form.merged(base, fresh):
        if not merged.differs_from(fresh):
            return False
        try:
            write(merged, fresh.row_version)
        except StaleRecord as stale:
            fresh = stale.fresh
        else:
            return True
    form.show_conflict(fresh, base)
    raise StaleRecord(fresh)


class ConflictsMixin:
    """What a form of a record knows of the same row as others have saved it.

    In the methods `base` is the row as this form had shown it, None when that is not known; `fresh` is the row as it is
    now.
    """

    #: what a person must look at before saving again
    differences: list[Difference] = []

    def merged(self, base, fresh) -> "ConflictsMixin | None":
        """The changes made in this form, on top of theirs.

        None when both changed the same field, or when the two changes do not go together: then people must choose.
        """
        changes = self._changes(base, fresh)
        if BOTH in changes.values():
            return None
        data = self.data.copy()
        data[self.add_prefix("row_version")] = fresh.row_version
        merged = self._same_form(copy(fresh), data=data)
        for name, who in changes.items():
            if who == THEIRS:
                merged.fields[name].disabled = True  # the field then keeps the value of the row, whatever was sent
        return merged if merged.is_valid() else None

    def differs_from(self, record) -> bool:
        """Whether saving this valid form would change anything in the row."""
        return self._typed_values() != self._same_form(record)._stored_values()

    def show_conflict(self, fresh, base) -> None:
        """Keep what was typed, show both where they collide, and let the next save mean "take mine".

        Fields that only the others changed are shown as they saved them, so that the next save takes nothing back.
        """
        theirs, changes = self._same_form(fresh), self._changes(base, fresh)
        saved = {name: theirs.get_initial_for_field(theirs.fields[name], name) for name in changes}
        self.data = self.data.copy()
        self.data[self.add_prefix("row_version")] = fresh.row_version
        for name, who in changes.items():
            if who == THEIRS:
                self._fill_in(name, saved[name])
        asked = BOTH if BOTH in changes.values() else MINE  # mine alone: it does not go together with theirs
        self.differences = [
            Difference(
                str(self.fields[name].label),
                in_words(self.fields[name], self.cleaned_data.get(name)),
                in_words(theirs.fields[name], saved[name]),
            )
            for name, who in changes.items()
            if who == asked
        ]

    def _changes(self, base, fresh) -> dict[str, str]:
        """The fields in which this form differs from the row, and who changed them: MINE, THEIRS or BOTH.

        Links to many rows are not in the history, so that nobody knows who changed them: they count as both.
        """
        mine, theirs = self._typed_values(), self._same_form(fresh)._stored_values()
        before = self._same_form(base)._stored_values() if base is not None else {}
        links = {field.name for field in self._meta.model._meta.many_to_many}
        changes = {}
        for name in self.content_fields:
            if mine[name] == theirs[name]:
                continue
            if base is None or name in links:
                changes[name] = BOTH
            elif mine[name] == before[name]:
                changes[name] = THEIRS
            else:
                changes[name] = MINE if theirs[name] == before[name] else BOTH
        return changes

    def _same_form(self, record, **options):
        """A form of the same kind for another state of the row."""
        return type(self)(instance=record, languages=self.languages, prefix=self.prefix, **self.context, **options)

    def _fill_in(self, name: str, value) -> None:
        """Put a value into what was sent, as the browser would have sent it."""
        field, key = self.fields[name], self.add_prefix(name)
        sent = field.widget.format_value(field.prepare_value(value))
        if isinstance(field, forms.BooleanField):
            self.data[key] = str(bool(value)).lower()
        elif isinstance(sent, list):
            self.data.setlist(key, sent)
        else:
            self.data[key] = sent or ""

    def _typed_values(self) -> dict:
        return {name: comparable(self.fields[name], self.cleaned_data.get(name)) for name in self.content_fields}

    def _stored_values(self) -> dict:
        return {
            name: comparable(self.fields[name], self.get_initial_for_field(self.fields[name], name))
            for name in self.content_fields
        }


def comparable(field: forms.Field, value):
    """A field's value, stored or typed, in a form in which equal values are equal; None when there is nothing."""
    if value in (None, "", [], ()):
        return None
    if isinstance(field.widget, RichTextWidget):
        return richtext.without_ids(richtext.clean(str(value))) or None
    if isinstance(field, forms.ModelMultipleChoiceField):
        return {str(getattr(one, "pk", one)) for one in value} or None
    if isinstance(field, forms.ModelChoiceField):
        return str(getattr(value, "pk", value))
    if isinstance(field, forms.MultipleChoiceField) and isinstance(value, str):
        return [value]  # as a link names the first choice
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def in_words(field: forms.Field, value) -> str:
    """A field's value as a reader would see it."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return ""
    if isinstance(field.widget, RichTextWidget):
        return richtext.plain_text(richtext.clean(str(value)))
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        keys = {str(getattr(one, "pk", one)) for one in chosen}
        labels = sorted(label for key, label in field.choices if str(key) in keys)
        return format_html_join(", ", "{}", ((label,) for label in labels))  # a label may mark its language
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(label) for key, label in field.choices if key in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(localize(value)) if isinstance(value, Decimal) else str(field.prepare_value(value))
