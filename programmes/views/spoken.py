"""The words of pages for residents in the languages in which residents are asked, beyond those of the workbench.

A file of `programmes/spoken/` is a language. One without a file is asked in that language all the same; the words around
its questions are then English.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from programmes.enums import SpokenLanguage, direction

FOLDER = Path(__file__).parent.parent / "spoken"
INSTEAD = "en"
#: what those who speak them call them
OWN_NAMES: Mapping[str, str] = {
    SpokenLanguage.FINNISH: "suomi",
    SpokenLanguage.SWEDISH: "svenska",
    SpokenLanguage.ENGLISH: "English",
    SpokenLanguage.NORTHERN_SAMI: "davvisámegiella",
    SpokenLanguage.RUSSIAN: "русский",
    SpokenLanguage.UKRAINIAN: "українська",
    SpokenLanguage.ESTONIAN: "eesti",
    SpokenLanguage.ARABIC: "العربية",
    SpokenLanguage.SOMALI: "Soomaali",
    SpokenLanguage.PERSIAN: "فارسی",
    SpokenLanguage.KURDISH: "Kurdî",
    SpokenLanguage.SORANI: "کوردی (سۆرانی)",
    SpokenLanguage.VIETNAMESE: "Tiếng Việt",
    SpokenLanguage.THAI: "ไทย",
    SpokenLanguage.CHINESE: "中文",
    SpokenLanguage.SPANISH: "español",
    SpokenLanguage.FRENCH: "français",
    SpokenLanguage.GERMAN: "Deutsch",
    SpokenLanguage.TURKISH: "Türkçe",
}


@dataclass(frozen=True)
class Words:
    """What a page says in a language: `words["until"]`, or with something put in, `words.with_("until", day=…)`."""

    language: str
    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    @property
    def direction(self) -> str:
        return direction(self.language)

    def with_(self, name: str, **values: date | datetime | int) -> str:
        return self.texts[name].format(**{each: _written(value) for each, value in values.items()})


def _written(value: date | datetime | int) -> str:
    """A day, a time or a number, kept together from left to right in any script."""
    if isinstance(value, datetime):
        written = f"{timezone.localtime(value):%H.%M}"
    elif isinstance(value, date):
        written = f"{value.day}.{value.month}.{value.year}"
    else:
        written = str(value)
    return f"\u2066{written}\u2069"


@functools.cache
def words_in(language: str) -> Words:
    """The words of a language; those of English where there is no file of it."""
    known = language if language in with_words() else INSTEAD
    return Words(known, tomllib.loads((FOLDER / f"{known}.toml").read_text("utf-8")))


@functools.cache
def with_words() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))
