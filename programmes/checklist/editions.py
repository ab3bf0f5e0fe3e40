"""What an edition of the checklist consists of: its structure, and its words in three languages.

Structure is Python, words are TOML beside it. An edition may build on an earlier one: it then
writes down only the words that differ, field by field.
"""

from __future__ import annotations

import enum
import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from programmes.enums import Phase

LANGUAGES = ("fi", "sv", "en")
FOLDER = Path(__file__).resolve().parent

# Åland has no regional centre of the state, so nobody to ask.
NOT_IN_ALAND = frozenset({"responsibility.adviser"})


class Kind(enum.StrEnum):
    HEADING = "heading"
    ITEM = "item"
    QUESTION = "question"
    ELEMENT = "element"
    INDICATOR = "indicator"
    SOURCE = "source"
    PRINCIPLE = "principle"


#: kinds of what is to be done; the others help with it
TASKS = (Kind.ITEM, Kind.ELEMENT)
#: kinds of what is written about: a page each; sources and suggested indicators stand on the page of the item above them
SUBJECTS = (*TASKS, Kind.QUESTION, Kind.HEADING)


class Duty(enum.StrEnum):
    """How binding a point is, as we read the edition's act and guidance."""

    DUTY = "duty"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True)
class Item:
    key: str
    kind: Kind
    phase: Phase | None
    points: tuple[str, ...]
    parent: str | None
    duty: Duty = Duty.RECOMMENDATION


@dataclass(frozen=True)
class Words:
    """What a reader sees of an item: `text` is the official sentence, `title` a short one for headings and lists (the
    sentence itself where it is short), `change` what changed in 2025 or 2026, as we read it."""

    text: str
    title: str
    help: str = ""
    done: str = ""
    change: str = ""


@dataclass(frozen=True, eq=False)
class Edition:
    key: str
    items: tuple[Item, ...]
    builds_on: str | None = None
    aland: bool = False
    repealed_act: str = ""  # "1386/2010" where what it calls a duty was one under an act that is no longer in force

    def __str__(self) -> str:
        return self.key

    def title(self, language: str) -> str:
        return self._about(language, "title")

    def choice(self, language: str) -> str:
        """What it is called where an edition is chosen: with its act, and whom it is for."""
        return self._about(language, "choice")

    def legal_basis(self, language: str) -> str:
        return self._about(language, "legal_basis_aland" if self.aland else "legal_basis")

    def note(self, language: str) -> str:
        """What the reader should know about this edition as a whole."""
        note = self._about(language, "note")
        return f"{note} {self._about(language, 'note_aland')}" if self.aland else note

    def item(self, key: str) -> Item:
        try:
            return _by_key(self)[key]
        except KeyError:
            raise KeyError(f"Checklist edition {self.key} has no item {key!r}") from None

    def __contains__(self, key: object) -> bool:
        return key in _by_key(self)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def of(self, phase: Phase | str | None = None, kind: Kind | None = None) -> tuple[Item, ...]:
        """The items of a phase, of a kind, or of both, in the checklist's order."""
        return tuple(
            item
            for item in self.items
            if (phase is None or item.phase == phase) and (kind is None or item.kind == kind)
        )

    def tasks(self, phase: Phase | str | None) -> tuple[Item, ...]:
        """The items of a phase that stand on the task list: what is to be done, not the questions that help."""
        return _tasks(self, phase)

    def task_of(self, key: str) -> Item:
        """The item of the task list that a point belongs to.

        That is itself, the one above it, or the first one of the phase for what concerns the whole phase.
        """
        item = self.item(key)
        while item.kind not in TASKS and item.parent:
            item = self.item(item.parent)
        return item if item.kind in TASKS else self.tasks(item.phase)[0]

    def subject_of(self, key: str) -> Item:
        """The item on whose page a point stands: itself, or the one above it."""
        item = self.item(key)
        return item if item.kind in SUBJECTS or not item.parent else self.item(item.parent)

    def siblings(self, item: Item) -> tuple[Item, ...]:
        """The items of the same kind beside one, itself among them: its phase's tasks, or the questions of its task."""
        return tuple(each for each in self.of(item.phase, item.kind) if each.parent == item.parent)

    def children(self, key: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.parent == key)

    @property
    def principles(self) -> tuple[Item, ...]:
        return self.of(kind=Kind.PRINCIPLE)

    def words(self, key: str, language: str) -> Words:
        self.item(key)
        return _all_words(self, language)[key]

    def in_aland(self) -> Edition:
        """The same edition for the municipalities of Åland: the state's acts bind nobody there."""
        items = tuple(replace(item, duty=Duty.RECOMMENDATION) for item in self.items if item.key not in NOT_IN_ALAND)
        return replace(self, items=items, aland=True)

    @property
    def whole(self) -> Edition:
        """The edition with all its items."""
        return self

    def without(self, keys: Iterable[str]) -> Edition:
        """The same edition for somebody from whom items are kept back: it lists none of them, nor holds them."""
        left_out = frozenset(keys)
        items = tuple(item for item in self.items if item.key not in left_out)
        return Part(self.key, items, self.builds_on, self.aland, self.repealed_act, whole_one=self)

    def _about(self, language: str, field: str) -> str:
        return str(read_words(self.key, language)["edition"][field])


@dataclass(frozen=True, eq=False, kw_only=True)
class Part(Edition):
    """Some items of an edition. What it says of any of them, and how it calls them, is the whole one's to say."""

    whole_one: Edition

    @property
    def whole(self) -> Edition:
        return self.whole_one

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    @functools.cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(item.key for item in self.items)

    def item(self, key: str) -> Item:
        return self.whole.item(key)

    def task_of(self, key: str) -> Item:
        return self.whole.task_of(key)

    def tasks(self, phase: Phase | str | None) -> tuple[Item, ...]:
        return tuple(item for item in self.of(phase) if item.kind in TASKS)

    def words(self, key: str, language: str) -> Words:
        return self.whole.words(key, language)


@functools.cache
def _by_key(edition: Edition) -> Mapping[str, Item]:
    return {item.key: item for item in edition.items}


@functools.cache
def _tasks(edition: Edition, phase: str | None) -> tuple[Item, ...]:
    return tuple(item for item in edition.of(phase) if item.kind in TASKS)


@functools.cache
def read_words(edition_key: str, language: str) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        raise KeyError(f"The checklist is not worded in {language!r}, only in {LANGUAGES}")
    with (FOLDER / edition_key / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _all_words(edition: Edition, language: str) -> Mapping[str, Words]:
    files = [read_words(key, language) for key in (edition.builds_on, edition.key) if key]
    if edition.aland:
        # What changed in the state's acts and bodies changed nothing in Åland.
        files += [file["aland"] for file in files]
        files.append({item.key: {"change": ""} for item in edition.items})
    return {item.key: _merged(item.key, files) for item in edition.items}


def _merged(key: str, files: list[Mapping[str, Any]]) -> Words:
    """An item's words, where each file may replace single fields of those before it."""
    fields: dict[str, str] = {}
    for file in files:
        fields |= file.get(key, {})
    return Words(**{"title": fields["text"], **fields})
