"""What a fact is: a stable code, a place and plain values, said for each reader in the reader's language.

Facts hold no sentence: whoever shows one asks for it. Each module of this package says what its codes mean:

    tell("objective-without-measure", _("Objective %(code)s has no measure."))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import Translations
from programmes.enums import Phase
from programmes.models import Place, Programme, ProgrammeRecord, item_place, place_of
from programmes.models.codes import CodedRecord, code_in
from programmes.models.kinds import kind_of
from programmes.models.places import item_url, subject_url


@dataclass(frozen=True)
class Sentence:
    """The words of a code. `holes`: how a value is said that is neither a text, a number nor a name per language."""

    pattern: str | Promise
    holes: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def say(self, values: Mapping[str, Any]) -> str:
        """The sentence with these values, in the reader's language."""
        return self.pattern % {name: self._said(name, value, values) for name, value in values.items()}

    def _said(self, name: str, value: Any, values: Mapping[str, Any]) -> Any:
        if hole := self.holes.get(name):
            return hole(value)
        if name == "code":  # of a record, as it is kept
            return code_in(value, get_language() or "")
        if isinstance(value, dict):  # a name per language
            words = Translations(value).marked(get_language() or "", values.get("original", ""))
            own = values.get("coded")
            return f"{code_in(own, get_language() or '')} {words.partition(' ')[2]}" if own else words
        return value


#: every code of the package, and how it is said
SENTENCES: dict[str, Sentence] = {}


def tell(code: str, pattern: str | Promise, **holes: Callable[[Any], str]) -> str:
    """Say what a code means; gives the code. Raises ValueError for one that means something already."""
    if code in SENTENCES:
        raise ValueError(f"two sentences for the code {code!r}")
    SENTENCES[code] = Sentence(pattern, holes)
    return code


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that can be said of a programme. `values` are JSON-ready; names are texts per language.

    `about` tells facts apart that have the same code and place, for example the audience that no message reaches.
    """

    code: str
    place: Place
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    about: str = ""

    @property
    def key(self) -> str:
        """What knows it again tomorrow; no two facts of a programme have the same one."""
        return f"{self.code} {self.place} {self.about}".rstrip()

    @property
    def sentence(self) -> str:
        """For the reader, in the reader's language."""
        return SENTENCES[self.code].say(self.values)


@dataclass(frozen=True, kw_only=True)
class Missing(Fact):
    """A fact that lacks. `item` is a checklist key; `anchor` the spot on its page where it is put right."""

    phase: Phase
    item: str
    anchor: str = ""
    is_block: bool = False

    @property
    def url(self) -> str:
        """Where it is put right: the page of the record that lacks something, or of the item."""
        if self.place.is_subject:
            return subject_url(self.place.programme, self.place.kind, self.place.key)
        return item_url(self.place.programme, self.item, self.anchor)


def named(programme: Programme, name: str, record) -> dict[str, Any]:
    """The values by which a record is called in a sentence: its name in every language, and the original language.

    `coded`: the code of a record that has one, which follows the reader even where the name is in another language.
    """
    coded = {"coded": record.code} if isinstance(record, CodedRecord) else {}
    return {name: dict(record.names), "original": programme.original_language, **coded}


def before_period(programme: Programme, day: date | None) -> bool:
    """Whether an aim's date is past before the programme begins, for example because the period was moved later."""
    return bool(day and programme.period_start and day < programme.period_start)


def short_day(day: str) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")


def long_day(day: str) -> str:
    return date_format(date.fromisoformat(day), "DATE_FORMAT")


def language_names(codes: list[str]) -> str:
    return ", ".join(str(get_language_info(code)["name_translated"]) for code in codes)


def untranslated(programme: Programme, record: Any, fields: Iterable[str]) -> list[str]:
    """Codes of the languages that lack some text which the original language, or another one, has."""
    return [
        language
        for language in programme.content_languages
        if any(getattr(record, field) and not getattr(record, field).text(language) for field in fields)
    ]


LACKS_LANGUAGE = tell("text-not-in-language", _("“%(record)s” lacks text in: %(languages)s."), languages=language_names)


def missing_translations(
    programme: Programme,
    phase: Phase,
    item: str,
    records: list,
    fields: Iterable[str] | None = None,
    anchor: str = "",
) -> list[Missing]:
    """A warning for each record with texts that are not in every content language.

    `fields` are those that belong to the item, where that is not all texts of the record's kind.
    """
    return [
        Missing(
            code=LACKS_LANGUAGE,
            place=_place(programme, item, record),
            values={**named(programme, "record", record), "languages": languages},
            about=_about(item, record),
            phase=phase,
            item=item,
            anchor=anchor or str(record.key),
        )
        for record in records
        if (languages := untranslated(programme, record, kind_of(record).texts if fields is None else fields))
    ]


def _about(item: str, record) -> str:
    """A record that answers several items may lack a language at each; seats share a place."""
    return item if isinstance(record, Programme | ProgrammeRecord) else str(record.key)


def _place(programme: Programme, item: str, record) -> Place:
    """A seat is the group's, and stands in the programme at the group's item."""
    return place_of(record) if isinstance(record, Programme | ProgrammeRecord) else item_place(programme, item)
