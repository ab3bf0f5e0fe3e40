"""Ids by which paragraphs are known through every edit: they stay with their words.

The editor carries the ids; what it sends is a hint. The words decide: the same words anywhere in the text first, then
likeness of sequence, which is the share of pairs of neighbouring words that two paragraphs have in common. Letters
alone never count, for two texts in one language have most of them in common.
"""

import re
import secrets
from collections import Counter, defaultdict
from itertools import pairwise
from xml.etree.ElementTree import Element

from integration_programme.richtext import grammar

LIKE_ENOUGH = 0.3  # share of pairs of words in common, of all that both have
SHORT = 4  # words; shorter paragraphs have too few pairs to tell, so their words are counted
LIKE_ENOUGH_IF_SHORT = 0.66
MOST_CANDIDATES = 8  # old paragraphs that a pair of words may point at; what stands everywhere points nowhere
WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+"
)  # Thai to Han: no spaces
NAME = re.compile(r"[0-9a-f]{8}")


def blocks_of(root: Element) -> list[Element]:
    """The paragraphs of a text in reading order: a list item or table counts as one, what stands in it does not."""
    found: list[Element] = []

    def walk(element: Element) -> None:
        for child in element:
            if child.tag in grammar.PARAGRAPHS:
                found.append(child)
            else:
                walk(child)

    walk(root)
    return found


def words_of(block: Element) -> list[str]:
    """The words of a paragraph, as far as they tell whether it is the same one."""
    return WORD.findall(" ".join(block.itertext()).casefold())


def name_paragraphs(root: Element, previous: Element | None) -> None:
    """Give every paragraph its id: that of the old paragraph it continues, else a new one.

    Without a previous text the ids that stand there already stay, each once.
    """
    new = blocks_of(root)
    claimed = [block.attrib.pop(grammar.PARAGRAPH_ID, "") for block in new]
    for inner in root.iter():
        inner.attrib.pop(grammar.PARAGRAPH_ID, None)
    if previous is None:
        ids = dict(enumerate(claimed))
    else:
        old = blocks_of(previous)
        names = [block.get(grammar.PARAGRAPH_ID, "") for block in old]
        place_of = {name: at for at, name in enumerate(names)}
        followed = continued(_texts(old), _texts(new), [place_of.get(name, -1) for name in claimed])
        ids = {at: names[before] for at, before in followed.items()}
    used: set[str] = set()
    for at, block in enumerate(new):
        name = ids.get(at, "")
        if not NAME.fullmatch(name) or name in used:
            name = secrets.token_hex(4)
        used.add(name)
        block.set(grammar.PARAGRAPH_ID, name)


def _texts(blocks: list[Element]) -> list[tuple[str, ...]]:
    """What each paragraph says; where there is no word, its signs."""
    return [
        (*picture, *words_of(block)) or ("".join(block.itertext()).strip(),)
        for block in blocks
        for picture in [[block.get(grammar.PICTURE, "")] if block.tag == "figure" else []]
    ]


def continued(old: list[tuple[str, ...]], new: list[tuple[str, ...]], claims: list[int]) -> dict[int, int]:
    """Which old paragraph each new one continues, by their places. `claims`: which one the editor says, -1 for none."""
    found = _same(old, new, claims)
    free_old = set(range(len(old))) - set(found.values())
    free_new = [at for at in range(len(new)) if at not in found]
    pairs = _alike(old, new, free_old, free_new, claims)
    for _likeness, _claimed, _length, at, before in sorted(pairs, reverse=True):
        if -at not in found and -before in free_old:
            found[-at] = -before
            free_old.discard(-before)
    return found


def _same(old, new, claims) -> dict[int, int]:
    """The same words, anywhere: those that the editor has followed first, then in their order."""
    places: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
    for before, words in enumerate(old):
        places[words][before] = None
    found = {}
    for at, words in enumerate(new):
        if claims[at] in places.get(words, ()):
            del places[words][claims[at]]
            found[at] = claims[at]
    for at, words in enumerate(new):
        if at not in found and places.get(words):
            found[at] = next(iter(places[words]))
            del places[words][found[at]]
    return found


def _alike(old, new, free_old, free_new, claims) -> list[tuple[float, bool, int, int, int]]:
    """Pairs that are alike enough; the more alike, claimed, the longer and the earlier ones sort last."""
    of_old = {before: _sequence(old[before]) for before in free_old}
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for before in sorted(free_old):
        for part in of_old[before]:
            where[part].append(before)
    pairs = []
    for at in free_new:
        of_new = _sequence(new[at])
        shared: Counter[int] = Counter()
        for part, count in of_new.items():
            holders = where.get(part, ())
            for before in holders if len(holders) <= MOST_CANDIDATES else ():
                shared[before] += min(count, of_old[before][part])
        if claims[at] in free_old:
            shared[claims[at]] = (of_new & of_old[claims[at]]).total()
        for before, common in shared.items():
            likeness = _likeness(old[before], new[at], 2 * common / (of_new.total() + of_old[before].total()))
            if likeness >= LIKE_ENOUGH:
                pairs.append((likeness, claims[at] == before, len(new[at]), -at, -before))
    return pairs


def _sequence(words: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Pairs of neighbouring words; a single word stands for itself."""
    return Counter(pairwise(words)) if len(words) > 1 else Counter([words])


def _likeness(old: tuple[str, ...], new: tuple[str, ...], of_pairs: float) -> float:
    """How alike they are, from 0 to 1; short paragraphs by their words, and only where these hardly differ."""
    if min(len(old), len(new)) >= SHORT:
        return of_pairs
    of_words = 2 * (Counter(old) & Counter(new)).total() / (len(old) + len(new))
    return of_words if of_words >= LIKE_ENOUGH_IF_SHORT else 0
