"""Terms used, explained in a sentence each: our own words, a file a language."""

import functools
import tomllib
from pathlib import Path
from typing import Any

from programmes.checklist import Edition

FOLDER = Path(__file__).resolve().parent


@functools.cache
def _terms(language: str) -> tuple[dict[str, Any], ...]:
    with (FOLDER / f"terms_{language}.toml").open("rb") as file:
        return tuple(tomllib.load(file)["terms"])


def terms_of(checklist: Edition, language: str) -> list[tuple[str, str]]:
    """Terms and their meanings; some belong to one edition of the checklist only, some to the mainland."""
    return [
        (term["name"], term["meaning"])
        for term in _terms(language)
        if term.get("edition", checklist.key) == checklist.key and not (checklist.aland and term.get("mainland"))
    ]
