"""Where exactly: the one way to name a thing in a programme, down to a paragraph in a language.

Blocks of the document, missing facts and events name their place; whatever is pinned to something names it so too.

    place_of(objective, "change", "sv")      Objective O2, what changes, in Swedish
    item_place(programme, "cooperation.group")
    Place.parse("narpes-2026", "objective:3f…/change.sv#a1b2c3d4")
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.db.models import Field
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.translations import TranslatedField, Translations, in_language
from programmes.checklist import LANGUAGES
from programmes.enums import Phase
from programmes.models.codes import code_in
from programmes.models.counts import FEWER, CountingRecord
from programmes.models.kinds import KINDS, Kind, kind_of

#: the kind of an item of the checklist, and of what people say of it (an `ItemMark`, which may not be there yet)
ITEM, MARK = "item", "mark"
FORM = re.compile(
    r"(?P<kind>[a-z]+(?:-[a-z]+)*)(?::(?P<key>[\w.-]+))?"
    r"(?:/(?P<field>[a-z]\w*)(?:\.(?P<language>[a-z]{2,3})(?:#(?P<paragraph>[\w-]+))?)?)?"
)
LONGEST_NAME = 80  # characters of a record's name or a paragraph in a label


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a programme, `programme` being its slug.

    `kind` is the name of a kind of record with the row's `key`, or "item" with an item of the checklist; without a kind
    it is the programme as a whole. `field` is one of the kind's, `language` and `paragraph` (an id in rich text) narrow
    it further. Its text form (`str`) leaves the programme out, which is always known; '' is the whole programme.
    Raises ValueError where a narrower part stands without the wider one, or the text form could not be read again.
    """

    programme: str
    kind: str = ""
    key: str = ""
    field: str = ""
    language: str = ""
    paragraph: str = ""

    def __post_init__(self):
        if self.kind and self.kind != ITEM and (self.kind not in KINDS or self.kind == MARK):
            raise ValueError(f"no kind of record is called {self.kind!r}")
        parts = (self.kind, self.key, self.field, self.language, self.paragraph)
        if any(parts) and _parts(str(self)) != parts:
            raise ValueError(f"no place: {self!r}")

    def __str__(self):
        key = f":{self.key}" if self.key else ""
        field = f"/{self.field}" if self.field else ""
        language = f".{self.language}" if self.language else ""
        paragraph = f"#{self.paragraph}" if self.paragraph else ""
        return f"{self.kind}{key}{field}{language}{paragraph}"

    @classmethod
    def parse(cls, programme: str, text: str) -> "Place":
        """The place whose text form this is. Raises ValueError for what is none."""
        return cls(programme, *_parts(text)) if text else cls(programme)

    @property
    def whole(self) -> "Place":
        """The record or item that this is a part of."""
        return replace(self, field="", language="", paragraph="")

    def narrowed(self, field: str, language: str = "", paragraph: str = "") -> "Place":
        """A field of this record, a language of it, a paragraph of that."""
        return replace(self, field=field, language=language, paragraph=paragraph)

    @property
    def is_subject(self) -> bool:
        """Whether it is a record with a page of its own, or a part of one."""
        return bool(self.kind) and self._kind.is_subject

    # What stands there

    def record(self, programme) -> Any | None:
        """The row, archived ones too; None where it is not there (any more), or nobody has marked the item yet."""
        if not self.kind or self._kind.name == "programme":
            return programme
        if self._is_one:
            return getattr(programme, self._kind.rows)
        rows = [
            row
            for old in (False, True)
            for row in programme.rows(self._kind.rows, archived=old, bare=True, waiting=True)
        ]
        return next((row for row in rows if self._names(row)), None)

    @property
    def _kind(self) -> Kind:
        return KINDS[MARK if self.kind == ITEM else self.kind or "programme"]

    @property
    def _is_one(self) -> bool:
        """Whether a programme has exactly one record of the kind."""
        return self._kind.is_single and bool(self._kind.rows)

    def _names(self, row) -> bool:
        return self.key == (row.item if self.kind == ITEM else str(row.key))

    def item(self, programme) -> str:
        """The key of the checklist's item that it belongs to; '' for the programme as a whole."""
        if self.kind == ITEM or not self.kind:
            return self.key
        record = self.record(programme)
        return self._kind.item_of(record) if record is not None else self._kind.item

    # In words

    def label(self, programme) -> str:
        """What it is, for the reader: "Objective O2, what changes, in Swedish"."""
        parts = [self._called(programme)]
        if self.field:
            parts.append(str(self._field.verbose_name))
        if self.language:
            parts.append(in_language(self.language))
        if self.paragraph:
            words = Truncator(self.text(programme)).chars(LONGEST_NAME)
            parts.append(_("“%(words)s”") % {"words": words} if words else _("a paragraph that is not there any more"))
        return ", ".join(parts)

    def _called(self, programme) -> str:
        if self.kind == ITEM:
            return worded(programme, self.key)
        record = self.record(programme)
        if record is programme or record is None or self._is_one:
            return str(self._kind.called)
        if code := getattr(record, "shown_code", ""):
            return f"{self._kind.called} {code}"
        name = Truncator(record.label(get_language() or "", programme.original_language)).chars(LONGEST_NAME)
        return _("%(kind)s: “%(name)s”") % {"kind": self._kind.called, "name": name}

    @property
    def _field(self) -> Field:
        return self._kind.model._meta.get_field(self.field)

    # Its text

    def text(self, programme) -> str:
        """Its words today: of a field, of a paragraph, or what the record is called; '' where nothing stands there."""
        if self.kind == ITEM and not self.field:
            return worded(programme, self.key)
        record = self.record(programme)
        if record is None:
            return ""
        if not self.field:
            return record.label(get_language() or "", programme.original_language)
        if self._field.is_relation:
            return ", ".join(_name(row, programme) for row in _rows_of(record, self._field))
        if isinstance(record, CountingRecord) and record.hides(self.field):
            return str(FEWER)
        return self._words(getattr(record, self.field), programme.original_language)

    def text_in(self, dump: Mapping[str, Any]) -> str:
        """Its words in a dump of a programme (`portable.dump`): what `text` said when that was made."""
        row = next((row for row in _dumped(dump, self._kind.name) if self._names_plain(row)), {})
        name = self.field or getattr(self._kind.model, "main_text", "title")
        if not row or not name:
            return ""
        field = self._kind.model._meta.get_field(name)
        if field.is_relation:
            return ", ".join(self._linked_in(dump, field, row.get(name)))
        if self._hidden_in(row):
            return str(FEWER)
        original = _dumped(dump, "programme")[0].get("original_language", "")
        words = replace(self, field=name)._words(field.to_python(row.get(name, field.get_default())), original)
        code = "" if self.field else code_in(row.get("code", ""), get_language() or "")
        return f"{code} {words}".strip()

    def _hidden_in(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of a dump has in the field a count of so few persons that it is not said."""
        model = self._kind.model
        if not issubclass(model, CountingRecord) or self.field not in model.numbers:
            return False
        return model(counts=row.get("counts", ""), **{self.field: row.get(self.field)}).hides(self.field)

    def _names_plain(self, row: Mapping[str, Any]) -> bool:
        return self.key == row.get("item" if self.kind == ITEM else "key", "")

    def _linked_in(self, dump: Mapping[str, Any], field: Field, keys: list[str] | str | None) -> list[str]:
        """What the records are called that a record was tied to; what lies outside the programme is left out."""
        names = {kind.model: kind.name for kind in KINDS.values()}
        if field.related_model not in names:
            return []
        kind, found = names[field.related_model], [keys] if isinstance(keys, str) else keys or []
        order = {row["key"]: at for at, row in enumerate(_dumped(dump, kind))}
        places = (Place(self.programme, kind, key) for key in sorted(found, key=lambda key: order.get(key, 0)))
        return [words for place in places if (words := place.text_in(dump))]

    def _words(self, value: Any, original: str) -> str:
        field = self._field
        if isinstance(field, TranslatedField):
            text = value.text(self.language) if self.language else value.first(get_language() or "", original)[1]
            if not field.rich:
                return text
            return richtext.paragraphs(text).get(self.paragraph, "") if self.paragraph else richtext.plain_text(text)
        return shown(field, value)

    # On screen

    def phase(self, programme) -> Phase | None:
        """The phase to which it belongs; None for the programme as a whole, and for what no phase asks."""
        item = self.item(programme)
        if item and item in programme.checklist:
            return programme.checklist.item(item).phase
        return self._kind.phase if self.kind else None

    def url(self, programme) -> str:
        """Where it is read: the page of a record that has one, else that of its item; or the programme's home."""
        if not self.kind:
            return reverse("programme", kwargs={"slug": self.programme})
        if self._kind.is_subject:
            return subject_url(self.programme, self._kind.name, self.key)
        if self._kind.within and (owner := getattr(self.record(programme), self._kind.within, None)):
            return f"{place_of(owner).url(programme).partition('#')[0]}#{self.key}"
        if self._kind.page:
            return f"{reverse(self._kind.page, kwargs={'slug': self.programme})}#{self.key}"
        if (item := self.item(programme)) not in programme.checklist:
            return reverse("programme", kwargs={"slug": self.programme})
        is_row = self.kind != ITEM and self._kind.is_list
        return item_url(self.programme, item, self.key if is_row else "")


def subject_url(slug: str, kind: str, key) -> str:
    """The page of a record of a kind that has pages (`Kind.is_subject`)."""
    return reverse("record", kwargs={"slug": slug, "page": kind, "key": key})


def item_url(slug: str, item: str, anchor: str = "") -> str:
    """The page of an item of the checklist, at a spot of it."""
    url = reverse("item", kwargs={"slug": slug, "item": item})
    return f"{url}#{anchor}" if anchor and anchor != item else url


def place_of(record, field: str = "", language: str = "", paragraph: str = "") -> Place:
    """The place of a record, or of a part of it. What is said of an item of the checklist stands at the item."""
    kind = kind_of(record)
    slug = record.slug if kind.name == "programme" else record.programme.slug
    if kind.name == MARK:
        return Place(slug, ITEM, record.item, field, language, paragraph)
    return Place(slug, kind.name, str(record.key), field, language, paragraph)


def item_place(programme, item: str) -> Place:
    """The place of an item of the checklist, whether or not anybody has written anything there."""
    return Place(programme.slug, ITEM, item)


def worded(programme, item: str) -> str:
    """An item of the checklist in the reader's language, as the programme's edition words it; '' if it has none such."""
    language = get_language() or ""
    checklist = programme.checklist
    return checklist.words(item, language if language in LANGUAGES else "en").title if item in checklist else ""


def item_names(programme, item: str) -> Translations:
    """An item of the checklist in every language, as the programme's edition words it."""
    return Translations({language: programme.checklist.words(item, language).title for language in LANGUAGES})


def _dumped(dump: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return [dump["programme"]] if kind == "programme" else dump["records"].get(kind, [])


def _parts(text: str) -> tuple[str, ...]:
    """Kind, key, field, language and paragraph of a text form."""
    if not (match := FORM.fullmatch(text)):
        raise ValueError(f"no place: {text!r}")
    return match.groups("")


def _rows_of(record, field: Field) -> list:
    value = getattr(record, field.name)
    if field.many_to_many:
        return list(value.all())
    return [] if value is None else [value]


def _name(row, programme) -> str:
    return row.label(get_language() or "", programme.original_language) if hasattr(row, "label") else str(row)


def shown(field: Field, value: Any) -> str:
    """A fact as it is read, whatever it belongs to."""
    if value is None or value == "":
        return ""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, time):
        return time_format(value)
    if isinstance(value, Translations | dict | list):
        return ", ".join(map(str, value))
    return str(value)
