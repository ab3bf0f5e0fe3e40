"""Finding bodies and municipalities by any of their names, old ones too, with or without dots and rings.

Some hundreds of rows are read and compared here, because databases fold letters beyond ASCII each in their own way.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language

from integration_programme.alphabet import alphabetical
from stakeholders.models import Municipality, Organisation, today


def folded(text: str) -> str:
    """Lower case, without dots, rings, hyphens and double spaces: "Närpiö" and "narpio" are the same."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(" " if letter in "-–—/,." else letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


def named(body) -> str:
    """A body's name in the language of the page, or in the one it has."""
    return body.names.first(get_language() or "fi")[1]


def by_name(body) -> tuple[str, str]:
    """A key that sorts bodies by their names in the language of the page."""
    return alphabetical(named(body))


def both_names(municipality: Municipality, language: str) -> str:
    """Its name in this language, and the other official one where it differs: "Närpes (Närpiö)"."""
    name = municipality.names.first(language)[1]
    others = [other for code in ("fi", "sv") if (other := municipality.names.text(code)) not in ("", name)]
    return f"{name} ({', '.join(dict.fromkeys(others))})" if others else name


def fits(query: str, words: Iterable[str]) -> int:
    """How well a query fits one of the words, all of them folded: 3 the same, 2 the beginning, 1 every part of it, 0 not at all.

    Written together is the same: "elykeskus" is "ELY-keskus". A part fits where a word begins; from four letters on also
    within one, as Finnish and Swedish compounds want.
    """
    best = 0
    for word in words:
        if word == query or word.replace(" ", "") == query.replace(" ", ""):
            return 3
        if word.startswith(query):
            best = max(best, 2)
        elif all(f" {part}" in f" {word}" or (len(part) >= 4 and part in word) for part in query.split()):
            best = max(best, 1)
    return best


@dataclass
class Found:
    """A body of today, and the former bodies under whose names it was found."""

    organisation: Organisation
    formerly: list[Organisation] = field(default_factory=list)
    fit: int = 0


def find_organisations(query: str, on: date | None = None) -> list[Found]:
    """The bodies in force on a day that fit the words; a former body's name leads to those that replaced it."""
    on = on or today()
    query = folded(query)
    if not query:
        return []
    hits = []
    for organisation in Organisation.objects.prefetch_related("replaced_by__replaced_by"):
        if fit := fits(query, map(folded, [*organisation.names.values(), *organisation.aliases])):
            hits += [(fit, organisation, current) for current in _in_force(organisation, on)]
    # Where a name was written in full, bodies that merely contain its words are not meant.
    least = 2 if any(fit == 3 for fit, *_bodies in hits) else 1
    found: dict[int, Found] = {}
    for fit, organisation, current in hits:
        if fit >= least:
            one = found.setdefault(current.pk, Found(current))
            one.fit = max(one.fit, fit)
            if current.pk != organisation.pk:
                one.formerly.append(organisation)
    return sorted(found.values(), key=lambda one: (-one.fit, by_name(one.organisation)))


def _in_force(organisation: Organisation, on: date) -> list[Organisation]:
    """The body itself while it exists, else those that took over."""
    begun = organisation.valid_from is None or organisation.valid_from <= on
    if begun and (organisation.valid_to is None or organisation.valid_to >= on):
        return [organisation]
    if not begun:
        return []
    return [heir for successor in organisation.replaced_by.all() for heir in _in_force(successor, on)]


def find_municipalities(query: str) -> list[Municipality]:
    """Municipalities by name in any language or by official code, the best fit first."""
    query = folded(query)
    if not query:
        return []
    scored = [
        (fits(query, map(folded, [*municipality.names.values(), municipality.code])), municipality)
        for municipality in Municipality.objects.select_related(*AROUND)
    ]
    return [one for fit, one in sorted(scored, key=lambda pair: (-pair[0], by_name(pair[1]))) if fit]


AROUND = ("region", "wellbeing_services_county", "employment_area", "centre")


def municipalities_by_name() -> dict[str, Municipality]:
    """Every municipality under its folded names in all languages and under its code."""
    return {
        folded(word): municipality
        for municipality in Municipality.objects.all()
        for word in (*municipality.names.values(), municipality.code)
    }
