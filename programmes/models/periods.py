"""The years of a programme's period, and titles that name them: "2027–2030"."""

import re
from datetime import date

from integration_programme.translations import Translations

DASH = "[-\u2010-\u2015\u2212]"  # as people type, paste and set them
TO = rf"\s?{DASH}\s?|/|\s(?:till|to)\s"
YEARS = re.compile(rf"(?<!\d)(?<!\d{DASH})(\d{{4}})(?:{TO})(\d{{4}})(?!\d|{DASH}\d)")


def years(start: date, end: date) -> str:
    """The years of a period as titles write them."""
    return "–".join(dict.fromkeys((str(start.year), str(end.year))))


def years_named(title: Translations) -> list[str]:
    """The years that a title names, in all its languages, each once."""
    found = [f"{first}–{last}" for text in title.values() for first, last in YEARS.findall(text)]
    return list(dict.fromkeys(found))


def retitled(title: Translations, before: str, after: str) -> Translations:
    """A title with other years in the place of those that it names; languages that do not name them stay."""
    one_year = re.compile(rf"(?<!\d)(?<!\d{DASH})({re.escape(before)})(?!\d|{DASH}\d)")
    named = YEARS if "–" in before else one_year
    renamed = {
        language: named.sub(lambda found: after if "–".join(found.groups()) == before else found[0], text)
        for language, text in title.items()
    }
    return Translations(renamed)
