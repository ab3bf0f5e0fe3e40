"""Where words that somebody marked stand today: on their paragraph, in another one, or nowhere any more.

    found = anchored("p1", "a little money", passage, {"p1": "…", "p2": "…"})

A pure function of words. Ids of paragraphs stay with their words (docs/adr/0005-rich-text.md), so the id decides first.
Words that have left their paragraph are looked for in the others, with what stood around them where they are too few to
be known by themselves; where that leads to no paragraph or to several, they are not found. So nothing is ever put on
words that it was not said of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

KNOWN_BY = 4  # words by which a passage is known anywhere; fewer are looked for with their neighbours


class Found(StrEnum):
    STAYS = "stays"
    MOVED = "moved"
    DETACHED = "detached"


@dataclass(frozen=True)
class Anchor:
    """Where it stands now; `paragraph` is '' where it is detached, or where the text has no paragraphs."""

    found: Found
    paragraph: str = ""


def anchored(paragraph: str, quote: str, passage: str, today: Mapping[str, str]) -> Anchor:
    """Where something stands that was said of a paragraph, or of words in it.

    `quote` are the words that were marked, '' where the paragraph as a whole was meant; `passage` what the paragraph said
    then; `today` the words of every paragraph by its id (a text without paragraphs has one of them, under '').
    """
    quote, passage = _plain(quote), _plain(passage)
    now = {each: _plain(words) for each, words in today.items()}
    if paragraph in now and _holds(now[paragraph], quote):
        return Anchor(Found.STAYS, paragraph)
    sought = _forms(quote, passage) if quote else [passage]
    matches = [each for each, words in now.items() if any(_holds(words, form) for form in sought if form)]
    if len(matches) != 1 or (not quote and now[matches[0]] != passage):
        return Anchor(Found.DETACHED)
    return Anchor(Found.MOVED, matches[0])


def holds(text: str, quote: str) -> bool:
    """Whether these words stand in a text as whole words, however its spaces and lines are broken."""
    return _holds(_plain(text), _plain(quote))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _holds(words: str, quote: str) -> bool:
    at = words.find(quote)
    while at >= 0:
        if not _is_within_word(words, at) and not _is_within_word(words, at + len(quote)):
            return True
        at = words.find(quote, at + 1)
    return False


def _is_within_word(words: str, at: int) -> bool:
    """Whether a cut there would part a word."""
    return 0 < at < len(words) and words[at - 1].isalnum() and words[at].isalnum()


def _forms(quote: str, passage: str) -> list[str]:
    """By what a quotation is known outside its paragraph: itself where it is long enough, else with the words before it or
    those after it; nothing where the passage has too few of them."""
    length = len(quote.split())
    if length >= KNOWN_BY:
        return [quote]
    before, _quote, after = passage.partition(quote)
    lacks = KNOWN_BY - length
    forms = []
    if len(before.split()) >= lacks:
        forms.append(_plain(f"{' '.join(before.split()[-lacks:])}{' ' if before[-1:].isspace() else ''}{quote}"))
    if len(after.split()) >= lacks:
        forms.append(_plain(f"{quote}{' ' if after[:1].isspace() else ''}{' '.join(after.split()[:lacks])}"))
    return forms
