"""Two wordings of a text, compared by words: what was put in, what was taken out, what stands elsewhere now.

A rich text is compared paragraph by paragraph, by the ids that stay with the words; a plain one as a whole. However long
two texts are, comparing them takes a bounded time: what is too much to look through is shown as replaced.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from integration_programme import richtext

#: pairs of equal words that are looked at in two passages; beyond, whole sentences are compared, or nothing is
MOST_PAIRS = 20_000
#: lines that stay as they were and are still shown between changed ones
SHOWN_BETWEEN = 1
WORD = re.compile(r"\n|[^\s.,;:!?()]+(?:[.,:;!?()]+[^\s.,;:!?()]+)*|[.,;:!?()]")
SENTENCE = re.compile(r"\n|\S[^\n]*?(?:[.!?]+(?=\s)|(?=\n)|\Z)")


class How(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stand side by side and had the same fate."""

    how: How
    words: str

    @property
    def is_apart(self) -> bool:
        """Whether a space stands before it."""
        return self.words.startswith(" ")

    @property
    def bare(self) -> str:
        """The words without that space."""
        return self.words.removeprefix(" ")


@dataclass(frozen=True)
class Line:
    """A paragraph, or a line of a plain text. `is_moved`: it stands elsewhere than it did."""

    pieces: tuple[Piece, ...]
    is_moved: bool = False

    @property
    def is_changed(self) -> bool:
        return self.is_moved or any(piece.how != How.SAME for piece in self.pieces)


@dataclass(frozen=True)
class Part:
    """Neighbouring lines that are shown, or the number of those that are as they were and are not."""

    lines: tuple[Line, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Wording:
    """What became of a text. `form_only`: its words are the same, and their form (bold, a heading, a link) is not."""

    lines: tuple[Line, ...] = ()
    form_only: bool = False

    @property
    def is_changed(self) -> bool:
        return self.form_only or any(line.is_changed for line in self.lines)

    @property
    def added(self) -> int:
        """How many passages were put in."""
        return self._number(How.ADDED)

    @property
    def removed(self) -> int:
        return self._number(How.REMOVED)

    @property
    def moved(self) -> int:
        return sum(line.is_moved for line in self.lines)

    def _number(self, how: How) -> int:
        return sum(piece.how == how for line in self.lines for piece in line.pieces)

    @property
    def parts(self) -> list[Part]:
        """The lines as they are shown: long runs of unchanged ones are only counted."""
        found = []
        for is_changed, lines in groupby(self.lines, key=lambda line: line.is_changed):
            run = tuple(lines)
            left_out = 0 if is_changed or len(run) <= SHOWN_BETWEEN else len(run)
            found.append(Part(left_out=left_out) if left_out else Part(run))
        return found


def of_plain(before: str, after: str) -> Wording:
    """Two plain texts; line ends part them into lines."""
    return Wording(_in_lines(_pieces(before, after)))


def of_rich(before: str, after: str) -> Wording:
    """Two states of a rich text, cleaned."""
    if richtext.without_ids(before) == richtext.without_ids(after):
        return Wording()
    then, now = _paragraphs(before), _paragraphs(after)
    if list(then.items()) == list(now.items()):
        return Wording(form_only=True)
    return Wording(tuple(_lines_of(then, now)))


@functools.lru_cache(maxsize=2)
def _paragraphs(html: str) -> dict[str, str]:
    """In a history each state of a text is compared twice: with the one before it and with the one after."""
    return richtext.paragraphs(html)


def of_value(before: str, after: str) -> Wording:
    """Two values, each of which is one thing: a date, a number, a choice."""
    if before == after:
        return Wording()
    pieces = (Piece(How.REMOVED, before), Piece(How.ADDED, f" {after}" if before else after))
    return Wording((Line(tuple(piece for piece in pieces if piece.words.strip())),))


def of_list(before: Iterable[str], after: Iterable[str]) -> Wording:
    """Two lists of names, a line each: those that are gone, then those of today."""
    then, now = list(before), list(after)
    gone = [Piece(How.REMOVED, name) for name in then if name not in now]
    kept = [Piece(How.SAME if name in then else How.ADDED, name) for name in now]
    return Wording(tuple(Line((piece,)) for piece in (*gone, *kept)))


def _lines_of(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Line]:
    """Paragraphs by their ids in the order of today; those that are gone stand where they stood."""
    old, new = list(then), list(now)
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (Line((Piece(How.REMOVED, then[name]),)) for name in old[first:last] if name not in now)
        for name in new[start:end]:
            pieces = tuple(_pieces(then.get(name, ""), now[name]))
            yield Line(pieces, is_moved=tag != "equal" and name in then)


def _in_lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.words.split("\n")
        lines[-1].append(Piece(piece.how, first))
        lines += [[Piece(piece.how, each)] for each in others]
    shown = (tuple(piece for piece in line if piece.words.strip()) for line in lines)
    return tuple(Line(line) for line in shown if line)


@dataclass(frozen=True)
class _Word:
    """A word with the space before it, which is compared with nothing."""

    word: str
    space: str

    def __eq__(self, other):
        return self.word == other.word

    def __hash__(self):
        return hash(self.word)


def _pieces(before: str, after: str) -> list[Piece]:
    """Two passages in pieces, what was taken out before what was put in."""
    runs = _readable(_runs(_split(before, WORD), _split(after, WORD), before, after))
    return [Piece(how, words) for how, run in runs if (words := _said(run))]


def _split(text: str, by: re.Pattern) -> list[_Word]:
    found, end = [], 0
    for match in by.finditer(text):
        found.append(_Word(match[0], text[end : match.start()] and " "))
        end = match.end()
    return found


def _said(words: list[_Word]) -> str:
    return "".join(each.space + each.word for each in words)


Run = tuple[How, list[_Word]]


def _runs(old: list[_Word], new: list[_Word], before: str, after: str) -> list[Run]:
    if _pairs(old, new) <= MOST_PAIRS:
        return _matched(old, new)
    found: list[Run] = []
    sentences = [_split(text, SENTENCE) for text in (before, after)]
    if _pairs(*sentences) > MOST_PAIRS:
        return [(How.REMOVED, old), (How.ADDED, new)]
    for how, run in _matched(*sentences):
        found.append((how, [word for sentence in run for word in _words_of(sentence)]))
    return [each for run in _neighbours(found) for each in _closer(run)]


def _words_of(sentence: _Word) -> list[_Word]:
    first, *others = _split(sentence.word, WORD) or [sentence]
    return [_Word(first.word, sentence.space), *others]


def _neighbours(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs that are the same, each by itself, and changed ones with those beside them."""
    for is_same, group in groupby(runs, key=lambda run: run[0] == How.SAME):
        if is_same:
            yield from ([run] for run in group)
        else:
            yield list(group)


def _closer(runs: list[Run]) -> list[Run]:
    """The words of sentences that were replaced by others."""
    old, new = ([word for how, run in runs if how == each for word in run] for each in (How.REMOVED, How.ADDED))
    return _matched(old, new) if old and new and _pairs(old, new) <= MOST_PAIRS else runs


def _pairs(old: list[_Word], new: list[_Word]) -> int:
    """How much there is to look through, at most."""
    of_old, of_new = (Counter(each.word for each in words) for words in (old, new))
    return sum(number * of_new[word] for word, number in of_old.items())


def _matched(old: list[_Word], new: list[_Word]) -> list[Run]:
    found: list[Run] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((How.SAME, new[start:end]))
            continue
        found += [(How.REMOVED, old[first:last])] if first < last else []
        found += [(How.ADDED, new[start:end])] if start < end else []
    return found


def _readable(runs: list[Run]) -> list[Run]:
    """Without the crumbs that two wordings have in common by chance: words between two changes that are both longer."""
    groups: list[tuple[list[_Word], list[_Word], list[_Word]]] = [([], [], [])]  # taken out, put in, the same after it
    for how, run in runs:
        removed, added, same = groups[-1]
        if how == How.SAME:
            groups[-1] = (removed, added, same + run)
            continue
        if same:
            groups.append(([], [], []))
        groups[-1][how == How.ADDED].extend(run)
    joined = [groups[0]]
    for removed, added, same in groups[1:]:
        before = joined[-1]
        if _is_crumb(before[2], _longer(before), _longer((removed, added, same))):
            joined[-1] = ([*before[0], *before[2], *removed], [*before[1], *before[2], *added], same)
        else:
            joined.append((removed, added, same))
    parts = ((How.REMOVED, How.ADDED, How.SAME), joined)
    return [(how, words) for group in parts[1] for how, words in zip(parts[0], group, strict=True) if words]


def _longer(group: tuple[list[_Word], list[_Word], list[_Word]]) -> int:
    return max(len(_said(group[0])), len(_said(group[1])))


def _is_crumb(same: list[_Word], before: int, after: int) -> bool:
    length = len(_said(same).strip())
    return "\n" not in (each.word for each in same) and length <= before and length <= after
