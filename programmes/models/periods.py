"""The years of a programme's period, and titles that name them: "2027–2030"."""

import re
from datetime import date

from integration_programme.translations import Translations

YEARS = re.compile(r"(?<![\d–-])(\d{4})\s?[–-]\s?(\d{4})(?![\d–-])")


def years(start: date, end: date) -> str:
    """The years of a period as titles write them."""
    return "–".join(dict.fromkeys((str(start.year), str(end.year))))


def years_named(title: Translations) -> list[str]:
    """The years that a title names, in all its languages, each once."""
    found = [f"{first}–{last}" for text in title.values() for first, last in YEARS.findall(text)]
    return list(dict.fromkeys(found))


def retitled(title: Translations, before: str, after: str) -> Translations:
    """A title with other years in the place of those that it names; languages that do not name them stay."""
    renamed = {
        language: YEARS.sub(lambda found: after if "–".join(found.groups()) == before else found[0], text)
        for language, text in title.items()
    }
    return Translations(renamed)
