"""Two people's changes to one text, put together paragraph by paragraph."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError

from integration_programme.richtext import grammar
from integration_programme.richtext.cleaning import clean, tree
from integration_programme.richtext.ids import name_paragraphs
from integration_programme.richtext.limits import without_ids
from integration_programme.richtext.markup import serialised

Around = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # the lists and quotations about a paragraph


@dataclass(frozen=True)
class Part:
    """A paragraph with what stands around it. `begins`: it is the first in its list."""

    name: str
    html: str  # without its id
    around: Around
    begins: bool
    block: Element

    def says_the_same(self, other: "Part") -> bool:
        return (self.html, self.around) == (other.html, other.around)


class _Collision(Exception):
    """Both changed the same paragraph."""


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """One text with the changes that two people made to `base`, each in other paragraphs.

    Paragraphs may be changed, added, taken away and moved. None when both changed the same one, when nothing is known of
    what there was before, or when both together are more than a text may be.
    """
    mine, theirs = clean(mine), clean(theirs)
    if without_ids(mine) == without_ids(theirs):
        return theirs
    if not base:
        return None
    before = tree(clean(base))
    try:
        merged = _merged(_parts(before), _parts(_named(mine, before)), _parts(_named(theirs, before)))
        return clean(_put_together(merged), base)
    except (_Collision, ValidationError):
        return None


def _named(html: str, before: Element) -> Element:
    root = tree(html)
    name_paragraphs(root, before)
    return root


def _parts(root: Element) -> list[Part]:
    found: list[Part] = []
    _gather(root, (), found)
    return found


def _gather(element: Element, around: Around, found: list[Part]) -> None:
    for at, child in enumerate(element):
        if child.tag in grammar.PARAGRAPHS:
            name = child.get(grammar.PARAGRAPH_ID, "")
            holder = Element("body")
            holder.append(child)
            found.append(Part(name, without_ids(serialised(holder)), around, at == 0, child))
        else:
            _gather(child, (*around, (child.tag, tuple(child.attrib.items()))), found)


def _merged(base: list[Part], mine: list[Part], theirs: list[Part]) -> list[Part]:
    before = {part.name: part for part in base}
    of_mine = {part.name: part for part in mine}
    of_theirs = {part.name: part for part in theirs}
    chosen = {name: _choice(before[name], of_mine.get(name), of_theirs.get(name)) for name in before}
    moved_by_me, moved_by_them = _moved(base, mine), _moved(base, theirs)
    stayed = (before.keys() & of_mine.keys() & of_theirs.keys()) - moved_by_me - moved_by_them
    if clash := moved_by_me & moved_by_them:
        if _places(mine, clash, stayed) != _places(theirs, clash, stayed):
            raise _Collision
        moved_by_me = moved_by_me - clash
    order = [part for part in theirs if part.name not in before or chosen[part.name]]
    order = [part for part in order if part.name not in moved_by_me]
    order = _with_mine(order, mine, before, moved_by_me, stayed, chosen)
    return [chosen.get(part.name) or part for part in order]


def _choice(base: Part, mine: Part | None, theirs: Part | None) -> Part | None:
    """What becomes of one paragraph: as whoever changed it has it, None when somebody took it away."""
    if mine is None or theirs is None:
        left = mine or theirs
        if left is not None and not left.says_the_same(base):
            raise _Collision
        return None
    if mine.says_the_same(base):
        return theirs
    if theirs.says_the_same(base) or theirs.says_the_same(mine):
        return mine
    raise _Collision


def _moved(base: list[Part], side: list[Part]) -> set[str]:
    """The paragraphs that stand in another order: all but the longest run of those that stayed in theirs."""
    place = {part.name: at for at, part in enumerate(base)}
    names = [part.name for part in side if part.name in place]
    ends: list[int] = []  # the smallest place that ends an ordered run of each length
    last: list[int] = []  # which name that is
    came_from: list[int] = []
    for at, name in enumerate(names):
        length = bisect_left(ends, place[name])
        if length == len(ends):
            ends.append(place[name])
            last.append(at)
        ends[length], last[length] = place[name], at
        came_from.append(last[length - 1] if length else -1)
    stayed, at = set(), last[-1] if last else -1
    while at >= 0:
        stayed.add(names[at])
        at = came_from[at]
    return set(names) - stayed


def _places(side: list[Part], moved: set[str], stayed: Set[str]) -> list[tuple[str, str]]:
    """Moved paragraphs in their order, each with the one before it that nobody moved."""
    found, before = [], ""
    for part in side:
        if part.name in stayed:
            before = part.name
        elif part.name in moved:
            found.append((part.name, before))
    return found


def _with_mine(order: list[Part], mine: list[Part], before, moved: set[str], stayed: Set[str], chosen) -> list[Part]:
    """What I added behind what stands before it in my text, what I moved behind what nobody moved, and both behind what
    they added there."""
    theirs_added = {part.name for part in order if part.name not in before}
    added = {part.html for part in order if part.name in theirs_added}
    behind: dict[str, list[Part]] = defaultdict(list)
    anchor = still = ""
    for part in mine:
        if part.name not in before:
            if part.html not in added:
                behind[anchor].append(part)
        elif part.name in moved:
            if chosen[part.name]:
                behind[still].append(part)
        elif chosen[part.name]:
            anchor = part.name
            still = part.name if part.name in stayed else still
    merged: list[Part] = []
    anchor = ""
    for part in order:
        if part.name not in theirs_added:
            merged += behind[anchor]
            anchor = part.name
        merged.append(part)
    return merged + behind[anchor]


def _put_together(parts: list[Part]) -> str:
    """The text again: neighbours that stood in one list are in one list."""
    body = Element("body")
    opened: list[Element] = [body]
    around: Around = ()
    for part in parts:
        common = 0
        while common < min(len(around), len(part.around)) and around[common] == part.around[common]:
            common += 1
        if part.begins and part.around and common == len(part.around):
            common -= 1
        del opened[common + 1 :]
        for tag, attributes in part.around[common:]:
            made = Element(tag, dict(attributes))
            opened[-1].append(made)
            opened.append(made)
        around = part.around
        part.block.set(grammar.PARAGRAPH_ID, part.name)
        opened[-1].append(part.block)
    return serialised(body)
