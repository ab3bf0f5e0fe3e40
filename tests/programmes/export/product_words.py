"""The words of the product's own texts in Finnish and Swedish: screens, checklist, catalogue, demo, names of bodies."""

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache

from django.conf import settings

TRANSLATION = re.compile(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)
NO_WORDS = re.compile(r"%\(\w+\)s|<[^>]*>|https?://\S+|\S+@\S+|&\w+;|\\n")
WORD = re.compile(r"[^\W\d_]+")


@cache
def words_of(language: str) -> frozenset[str]:
    """Every word in small letters."""
    texts = (NO_WORDS.sub(" ", text) for text in _texts(language))
    return frozenset(word.lower() for text in texts for word in WORD.findall(text))


def _texts(language: str) -> Iterator[str]:
    root = settings.BASE_DIR
    catalogue = (root / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    for found in TRANSLATION.findall(catalogue):
        yield "".join(line[1:-1] for line in found.splitlines())
    for path in (*root.glob(f"programmes/checklist/*/{language}.toml"), root / f"indicators/catalogue/{language}.toml"):
        yield from _strings(tomllib.loads(path.read_text("utf-8")))
    for path in root.glob("programmes/demo/content/*.toml"):
        yield from _said_in(language, tomllib.loads(path.read_text("utf-8")))
    for name in ("organisations", "municipalities"):
        with (root / f"stakeholders/data/{name}.csv").open(encoding="utf-8") as file:
            yield from (row[f"name_{language}"] for row in csv.DictReader(file))


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _said_in(language: str, value) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _strings(value.get(language, ""))
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _said_in(language, inner)
