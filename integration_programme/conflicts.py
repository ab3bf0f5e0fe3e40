"""Two people change one record at the same time: what can be put together is, and what collides is shown to them.

Nothing is overwritten in silence. A form carries the count of saves (`row_version`) it was made from; when the row has
been saved since, the changes made in the form are put on top of theirs, and where both changed the same field, people
choose.
"""

import datetime
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.formats import date_format, localize
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import richtext
from integration_programme.alphabet import alphabetical
from integration_programme.merging import Merge, Together, merge
from integration_programme.records import StaleRecord, links_at, record_at
from integration_programme.widgets import RichTextWidget

#: more than people can be saving one row at once; each try that fails means that somebody else's has held
TRIES = 100
#: what begins the value of a row that is only named yet, where others are known by their ids
NEW = "+"
MERGED = gettext_lazy("Somebody else had saved other parts of this meanwhile. Both changes are kept; have a look.")


@dataclass(frozen=True)
class Difference:
    """One field on which two people wrote different things."""

    label: str
    yours: str
    saved: str


def save_merging(form: "ConflictsMixin", write: Callable[["ConflictsMixin", int], None], new=None) -> str:
    """Save a valid form by `write(form, row_version)`. Gives a sentence for the person when it was put together with
    what others saved meanwhile, and '' when it need not be.

    It is tried until it holds, on the newest row each time: how many save at once makes no difference. `new` is the row
    as a form shows it that nobody has saved, for rows that come into being with their first save.

    Raises StaleRecord, and writes nothing, when both changed the same field; the form then shows both.
    """
    row_version = form.cleaned_data["row_version"]
    try:
        write(form, row_version)
    except StaleRecord as stale:
        fresh = stale.fresh
    else:
        return ""
    base = new if row_version == 0 else record_at(fresh, row_version)
    for _try in range(TRIES):
        merged = form.merged(base, fresh)
        if merged is None:
            break
        if not merged.differs_from(fresh):
            return ""
        try:
            write(merged, fresh.row_version)
        except StaleRecord as stale:
            fresh = stale.fresh
        else:
            return merged.told
    form.show_conflict(fresh, base)
    raise StaleRecord(fresh)


class ConflictsMixin:
    """What a form of a record knows of the same row as others have saved it.

    In the methods `base` is the row as this form had shown it, None when that is not known; `fresh` is the row as it is
    now.
    """

    #: what a person must look at before saving again
    differences: list[Difference] = []
    #: what a person is told of how this form came about
    told: str = ""

    def merged(self, base, fresh) -> "ConflictsMixin | None":
        """The changes made in this form, on top of theirs.

        None when both changed the same field, or when the two changes do not go together: then people must choose.
        """
        found = self._merge(base, fresh)
        if found.conflicts:
            return None
        data = self.data.copy()
        data[self.add_prefix("row_version")] = fresh.row_version
        merged = self._same_form(copy(fresh), data=data)
        merged.told = self._in_a_sentence(found)
        for name in found.theirs:
            if chooses_rows(merged.fields[name]):
                merged._fill_in(name, found.values[name])
            else:
                merged.fields[name].disabled = True  # it then keeps the value of the row, whatever was sent
        for name in found.together:
            merged._fill_in(name, found.values[name])
        return merged if merged.is_valid() else None

    def differs_from(self, record) -> bool:
        """Whether saving this valid form would change anything in the row."""
        return self._typed_values() != self._same_form(record)._stored_values()

    def show_conflict(self, fresh, base) -> None:
        """Keep what was typed, show both where they collide, and let the next save mean "take mine".

        Fields that only the others changed are shown as they saved them, and what was put together as it is together,
        so that the next save takes nothing back.
        """
        theirs, found = self._same_form(fresh), self._merge(base, fresh)
        saved = {name: theirs.get_initial_for_field(theirs.fields[name], name) for name in self.content_fields}
        self.data = self.data.copy()
        self.data[self.add_prefix("row_version")] = fresh.row_version
        for name in found.theirs:
            self._fill_in(name, saved[name])
        for name in found.together:
            self._fill_in(name, found.values[name])
        asked = found.conflicts or (*found.mine, *found.together)  # nothing collides: then it does not go together
        self.differences = [
            Difference(
                str(self.fields[name].label),
                in_words(self.fields[name], self.cleaned_data.get(name)),
                in_words(theirs.fields[name], saved[name]),
            )
            for name in asked
        ]

    def _merge(self, base, fresh) -> Merge:
        """This form's change of the row and the others', name by name."""
        theirs = self._same_form(fresh)
        before = None if base is None else self._same_form(base)
        known = None if before is None else before._values_then(base)
        ways = {} if before is None else self._ways(before, theirs)
        return merge(known, self._typed_values(), theirs._stored_values(), ways)

    def _ways(self, before, theirs) -> dict[str, Together]:
        """How two changes of one rich text are put together: paragraph by paragraph, by the ids that they keep."""
        return {
            name: partial(
                _texts_together, *(form.get_initial_for_field(field, name) for form in (before, theirs)), sent
            )
            for name, field in self.fields.items()
            if isinstance(field.widget, RichTextWidget) and (sent := self.cleaned_data.get(name)) is not None
        }

    def _values_then(self, base) -> dict:
        """The values of an earlier state of the row; links to many rows come from its history, as far as it tells."""
        values = self._stored_values()
        lists = [name for name in values if chooses_rows(self.fields[name])]
        if base.pk is None or not lists:
            return values
        then = links_at(base, base.row_version)
        known = {name: frozenset(str(key) for key in then[name]) for name in lists if name in then}
        return {name: value for name, value in values.items() if name not in lists} | known

    def _in_a_sentence(self, found: Merge) -> str:
        if not found.together:
            return str(MERGED)
        names = ", ".join(f"“{self.fields[name].label}”" for name in found.together)
        return _(
            "Somebody else had changed this meanwhile too, and both changes are put together: %(fields)s. Have a look."
        ) % {"fields": names}

    def _same_form(self, record, **options):
        """A form of the same kind for another state of the row."""
        return type(self)(instance=record, languages=self.languages, prefix=self.prefix, **self.context, **options)

    def _fill_in(self, name: str, value) -> None:
        """Put a value into what was sent, as the browser would have sent it."""
        field, key = self.fields[name], self.add_prefix(name)
        sent = field.widget.format_value(field.prepare_value(value))
        if isinstance(field, forms.BooleanField):
            self.data[key] = str(bool(value)).lower()
        elif isinstance(sent, list | tuple | set | frozenset):
            self.data.setlist(key, sorted(str(each) for each in sent))
        else:
            self.data[key] = sent or ""

    def _typed_values(self) -> dict:
        return {name: comparable(self.fields[name], self.cleaned_data.get(name)) for name in self.content_fields}

    def _stored_values(self) -> dict:
        return {
            name: comparable(self.fields[name], self.get_initial_for_field(self.fields[name], name))
            for name in self.content_fields
        }


def _texts_together(before: str, theirs: str, mine: str, *_compared: Any) -> str | None:
    """The two changes of a rich text in one; None where both changed the same paragraph, or both wrote another in its
    place: one of the two would have been too many."""
    before, theirs = before or "", theirs or ""
    known = set(richtext.paragraphs(before))
    ours = [set(richtext.paragraphs(richtext.clean(text, before))) for text in (mine, theirs)]
    if all(text - known for text in ours) and known.difference(*ours):
        return None
    return richtext.merge_texts(before, mine, theirs)


def _known_by(row: Any) -> str:
    """A row's id, as the row or as the id itself; of one that is not saved yet, what it is called."""
    pk = getattr(row, "pk", row)
    return f"{NEW}{row}" if pk is None else str(pk)


def chooses_rows(field: forms.Field) -> bool:
    """Whether a field ties its record to several rows."""
    return isinstance(field, forms.ModelMultipleChoiceField) or getattr(field, "chooses_rows", False)


def comparable(field: forms.Field, value):
    """A field's value, stored or typed, in a form in which equal values are equal; None, or no rows, when there is nothing."""
    if chooses_rows(field):
        return frozenset(map(_known_by, value or ()))
    if value in (None, "", [], ()):
        return None
    if isinstance(field.widget, RichTextWidget):
        return richtext.without_ids(richtext.clean(str(value))) or None
    if isinstance(field, forms.ModelChoiceField):
        return _known_by(value)
    if isinstance(field, forms.MultipleChoiceField) and isinstance(value, str):
        return [value]  # as a link names the first choice
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def _one_by_one(choices) -> Iterator[tuple]:
    """Choices with those that stand in groups among them."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


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
        keys = set(map(_known_by, chosen))
        labels = [label for key, label in field.choices if str(key) in keys]
        labels += [key.removeprefix(NEW) for key in keys if key.startswith(NEW)]
        labels.sort(key=lambda each: alphabetical(str(each)))
        return format_html_join(", ", "{}", ((label,) for label in labels))  # a label may mark its language
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(label) for key, label in _one_by_one(field.choices) if key in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(localize(value)) if isinstance(value, Decimal) else str(field.prepare_value(value))
