"""What no field of a model says of itself: the shape of its JSON, and which keys of the checklist it may hold.

Each is asked only of dumps: a form offers choices, a file may hold anything. A test finds a JSON field without a shape.
"""

from collections.abc import Callable, Collection
from typing import Any

from indicators.catalogue import STATISTICS
from programmes.checklist import LANGUAGES, Edition
from programmes.checklist import Kind as ItemKind
from programmes.enums import Band, Phase, ReachedGroup, SpokenLanguage
from programmes.models.document import order_of

Shape = Callable[[Any, Edition], bool]


def _list_of(known: Callable[[Edition], Collection[str]], *, at_least: int = 0) -> Shape:
    def fits(value: Any, checklist: Edition) -> bool:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return False
        return len(value) == len(set(value)) >= at_least and set(value) <= set(known(checklist))

    return fits


def _questions(checklist: Edition) -> set[str]:
    return {item.key for item in checklist.of(kind=ItemKind.QUESTION)}


def _reached(value: Any, checklist: Edition) -> bool:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        return False
    return set(value) <= set(ReachedGroup) and set(value.values()) <= set(Band)


def _chosen(value: Any, checklist: Edition) -> bool:
    """Figures of the catalogue, or no choice yet; what is shipped no more is left out where figures are shown."""
    if value is None:
        return True
    return isinstance(value, list) and all(isinstance(each, str) and len(each) <= 60 for each in value)


SHAPES: dict[tuple[str, str], Shape] = {
    ("programme", "content_languages"): _list_of(lambda checklist: LANGUAGES, at_least=1),
    ("consultation", "languages"): _list_of(lambda checklist: list(SpokenLanguage)),
    ("consultation", "reached"): _reached,
    ("communication-action", "languages"): _list_of(lambda checklist: list(SpokenLanguage)),
    ("finding", "questions"): _list_of(_questions),
    ("answer", "figures"): _chosen,
}


def _of_kind(kind: ItemKind, phase: Phase | None = None) -> Callable[[Edition], Collection[str]]:
    return lambda checklist: {item.key for item in checklist.of(phase=phase, kind=kind)}


#: fields whose texts are keys, and which keys there are; a field that may be empty may be empty here too
KEYS: dict[tuple[str, str], Callable[[Edition], Collection[str]]] = {
    ("answer", "question"): _questions,
    ("chapter", "after"): order_of,
    ("element", "element"): _of_kind(ItemKind.ELEMENT),
    ("indicator", "source_type"): _of_kind(ItemKind.SOURCE),
    ("indicator", "statistic"): lambda checklist: STATISTICS,
    ("indicator", "suggestion"): _of_kind(ItemKind.INDICATOR),
    ("mark", "item"): lambda checklist: {item.key for item in checklist if item.phase is not None},
    ("own-figure", "question"): _questions,
    ("programme", "original_language"): lambda checklist: LANGUAGES,
    ("source", "source"): _of_kind(ItemKind.SOURCE),
}
