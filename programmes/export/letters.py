"""Letters that no font has: said in words or as a box, because a tagged PDF may not hold empty glyphs.

Nothing of that happens unseen: `unprintable` names the records and fields where such letters stand.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from integration_programme.translations import Translations
from programmes.export.fonts import has_letter

BOX = "\u25a1"
#: joiners, marks of direction and selectors are never drawn themselves
UNDRAWN = {"Cf", "Cc", "Zs", "Zl", "Zp"}
SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
SELECTORS = {0x34F, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
MOST_LETTERS = 20  # shown of one field


def drawable(text: str) -> str:
    """The text with every letter that can be drawn here; emoji that cannot are named, other letters become a box."""
    missing = lacking(text)
    return text.translate({ord(letter): _instead(letter) for letter in missing}) if missing else text


def lacking(text: str) -> set[str]:
    """The letters of a text that no font has."""
    strange = {letter for letter in set(text) if ord(letter) > 0x24F and unicodedata.category(letter) not in UNDRAWN}
    return {letter for letter in strange if ord(letter) not in SELECTORS and not has_letter(ord(letter))}


def _instead(letter: str) -> str:
    if unicodedata.category(letter).startswith("M") or letter in SKIN_TONES:
        return ""
    name = unicodedata.name(letter, "")
    return f"[{name.lower()}]" if name and unicodedata.category(letter) == "So" else BOX


@dataclass(frozen=True)
class Unprintable:
    """Letters of one field that the PDF cannot show. `language`: '' where the field is in none."""

    record: models.Model
    field: str
    language: str
    letters: str


def unprintable(records: Iterable[models.Model], languages: list[str]) -> list[Unprintable]:
    """Where people wrote letters that no font has, in these languages; every text of a record is looked at."""
    found = []
    for record in records:
        for field in record._meta.concrete_fields:
            for language, text in _texts(getattr(record, field.attname), languages):
                if missing := lacking(text):
                    letters = " ".join(sorted(missing)[:MOST_LETTERS])
                    found.append(Unprintable(record, str(field.verbose_name), language, letters))
    return found


def _texts(value, languages: list[str]) -> list[tuple[str, str]]:
    if isinstance(value, Translations):
        return [(language, value.text(language)) for language in languages]
    return [("", value)] if isinstance(value, str) else []
