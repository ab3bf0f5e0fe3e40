"""Where compounds are joined, so that no line ends one or two letters beside a joint: "työllisyys-alue", not "työllisyy-salue".

Patterns of hyphenation know letters, not words. `compounds.fi.txt` and `compounds.sv.txt` are lists of our own, a
compound a line, "työllisyys|alue", made from the words of the product's texts. Their parts are known in other compounds
too: what comes first as it stands, what follows by its first letters, for it is inflected. A line without a bar is the
beginning of words that only look like compounds: "kouluilta" is no evening.
"""

import functools
import re
from pathlib import Path

from integration_programme.whole import MONTH

STEM = 5  # letters by which a following part is known
NEAR = 2  # letters beside a joint where no line may end


class Compounds:
    """The joints of words, as far as a list of compounds tells."""

    def __init__(self, listed: list[list[str]]):
        self.firsts = {part for parts in listed for part in parts[:-1]}
        self.stems = {part[:STEM] for parts in listed for part in parts[1:]}
        self.longest = max(map(len, self.firsts))
        self.simple = tuple(parts[0] for parts in listed if len(parts) == 1)

    def joints(self, word: str) -> list[int]:
        """How many letters stand before each joint of a word in small letters."""
        found: list[int] = []
        at = len(word) if word.startswith(self.simple) else 0
        while end := self._end_of_part(word, at):
            if at == 0 or end - at > NEAR:  # "kommun-invånare", not "kommunin-vånare"
                found.append(end)
            at = end
        return found

    def _end_of_part(self, word: str, start: int) -> int:
        """Where the longest known part ends that another one follows; 0 where there is none."""
        for end in range(min(len(word), start + self.longest), start + 1, -1):
            if word[start:end] in self.firsts and any(
                word[end : end + size] in self.stems for size in range(STEM, 1, -1)
            ):
                return end
        return 0


@functools.cache
def compounds(language: str) -> Compounds:
    """Those of "fi" or "sv"."""
    lines = Path(__file__).with_name(f"compounds.{language}.txt").read_text("utf-8").split()
    return Compounds([line.split("|") for line in lines])


class AtJoints:
    """Patterns of hyphenation, corrected where a compound is joined; stands in for pyphen's own.

    The engine asks anew for what is left of a word on the next line: its joints are those of the whole word.
    """

    def __init__(self, patterns, language: str):
        self.patterns, self.language = patterns, language
        self.left_over: dict[str, list[int]] = {}  # the joints of what may be left of words that were asked for

    def positions(self, word: str) -> list:
        """Where a word may be parted, in pyphen's numbers."""
        from pyphen import DataInt  # noqa: PLC0415 - comes with WeasyPrint, which only the process that prints loads

        if MONTH.fullmatch(word):  # mostly a date's, and a date is on one line
            return []
        letters = word.lower()
        joints = self.left_over.get(letters) or self._joints(letters)
        beside = {*joints, *(at for found in re.finditer("-", letters) for at in found.span())}
        kept = [at for at in self.patterns.positions(word) if all(abs(at - joint) > NEAR for joint in beside)]
        found = sorted([*kept, *map(DataInt, joints)])
        for at in found:
            if further := [joint - at for joint in joints if joint > at]:
                self.left_over[letters[at:]] = further
        return found

    def _joints(self, letters: str) -> list[int]:
        """Those of each part of a word that has hyphens of its own: at these a line ends without our help."""
        return [
            part.start() + joint
            for part in re.finditer("[^-]+", letters)
            for joint in compounds(self.language).joints(part[0])
        ]
