"""A rich text as words: for excerpts, counts, comparisons and whatever cannot show marks.

A mark that would change what is read is set apart: "12 345 (1)", "80 m²", "~~struck~~".
"""

import re
from xml.etree.ElementTree import Element

from integration_programme.richtext import grammar, ids
from integration_programme.richtext.cleaning import tree

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
PICTURE = re.compile(rf'<figure[^<>]* {grammar.PICTURE}="([0-9a-f-]{{36}})"')
SMALL = {"sup": RAISED, "sub": LOWERED}


def plain_text(html: str) -> str:
    """The words of a rich text, a line a paragraph."""
    lines = (words(block) for block in ids.blocks_of(tree(html)))
    return "\n".join(line for line in lines if line)


def paragraphs(html: str) -> dict[str, str]:
    """The words of each paragraph by its id, in reading order."""
    return {block.get(grammar.PARAGRAPH_ID, ""): words(block) for block in ids.blocks_of(tree(html))}


def pictures(html: str) -> list[str]:
    """Keys of the pictures that stand in a cleaned text, in reading order, each once."""
    return list(dict.fromkeys(PICTURE.findall(html))) if "<figure" in html else []


def word_count(html: str) -> int:
    """How many words a reader sees."""
    return len(plain_text(html).split())


def words(block: Element) -> str:
    """The words of a block; what stands in inner blocks, cells or after a line break is parted by a space."""
    parts: list[str] = []
    _gather(block, parts)
    return " ".join("".join(parts).split())


def _gather(element: Element, parts: list[str]) -> None:
    if element.tag in SMALL:
        parts.append(_small("".join(element.itertext()), SMALL[element.tag], "".join(parts[-1:])))
        return
    is_apart = element.tag not in grammar.MARKS
    edge = " " if is_apart else "~~" if element.tag == "s" else ""
    parts.append(edge + (element.text or ""))
    for child in element:
        _gather(child, parts)
        parts.append(child.tail or "")
    parts.append(edge)


def _small(said: str, letters: dict[int, int], before: str) -> str:
    """Raised or lowered words: small signs after a letter (m², CO₂), else in brackets, for 12 345¹ is not 12 3451."""
    said = said.strip()
    if not said:
        return ""
    if before[-1:].isalpha() and all(ord(letter) in letters for letter in said):
        return said.translate(letters)
    return f"{'' if not before or before.endswith(' ') else ' '}({said})"
