"""Words with their marks: passages in one normal form, and as elements."""

import re
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import grammar

Marks = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # name and attributes, from the outermost
BREAK: Marks = ((grammar.BREAK, ()),)  # of a run that is the end of a line
RANK = {name: at for at, name in enumerate(grammar.MARKS)}
MARK_OF = {other: name for name, others in grammar.MARKS.items() for other in (name, *others)}
SPACE = re.compile(r"[ \t\n\r\f]+")
#: Marks that other programs write as style.
STYLED = {
    "strong": re.compile(r"font-weight:(?:bold|[6-9]00)"),
    "em": re.compile(r"font-style:italic"),
    "s": re.compile(r"text-decoration(?:-line)?:[a-z-]*line-through"),
    "sup": re.compile(r"vertical-align:super"),
    "sub": re.compile(r"vertical-align:sub(?!p)"),
}
COLOURED = re.compile(r"(?:^|;)(?:background|mso-highlight|color:(?!black|windowtext|#000|inherit|rgb\(0,0,0\)))")


def marks_of_style(style: str) -> list[str]:
    """The marks that a style without spaces says."""
    return [name for name, sign in STYLED.items() if sign.search(style)]


def with_mark(marks: Marks, name: str, attributes: dict[str, str]) -> Marks:
    others = [mark for mark in marks if mark[0] != name]
    return tuple(sorted([*others, (name, tuple(attributes.items()))], key=lambda mark: RANK[mark[0]]))


def is_break(marks: Marks) -> bool:
    return marks[:1] == ((grammar.BREAK, ()),)


def normal(runs: list[tuple[str, Marks]]) -> list[tuple[str, Marks]]:
    """The words as a reader sees them: one space between two, none at the ends of a line, no empty line at the ends."""
    found: list[tuple[str, Marks]] = []
    after_space = True
    for words, marks in runs:
        if is_break(marks):
            _strip_end(found)
            found.append((words, marks))
            after_space = True
            continue
        words = SPACE.sub(" ", words)
        if after_space and words.startswith(" "):
            words = words[1:]
        if words:
            found.append((words, marks))
            after_space = words.endswith(" ")
    while found and (is_break(found[-1][1]) or not found[-1][0].strip(" ")):
        found.pop()
    _strip_end(found)
    start = next((at for at, run in enumerate(found) if not is_break(run[1])), len(found))
    found = found[start:]
    return found if any(words.strip() for words, _marks in found) else []


def _strip_end(found: list[tuple[str, Marks]]) -> None:
    while found and not is_break(found[-1][1]) and found[-1][0].endswith(" "):
        words, marks = found.pop()
        if words := words.rstrip(" "):
            found.append((words, marks))


def fill(block: Element, runs: list[tuple[str, Marks]]) -> None:
    """Write words with their marks into a block, each mark opened as rarely as can be."""
    opened: list[Element] = [block]
    current: Marks = ()
    for words, marks in runs:
        if is_break(marks):
            SubElement(opened[-1], grammar.BREAK)
            continue
        common = 0
        while common < min(len(current), len(marks)) and current[common] == marks[common]:
            common += 1
        del opened[common + 1 :]
        for name, attributes in marks[common:]:
            opened.append(SubElement(opened[-1], name, dict(attributes)))
        current = marks
        _put(opened[-1], words)


def _put(into: Element, words: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def runs_of(block: Element, marks: Marks = ()) -> list[tuple[str, Marks]]:
    """The words of a cleaned block again, with their marks."""
    found: list[tuple[str, Marks]] = [(block.text, marks)] if block.text else []
    for child in block:
        if child.tag == grammar.BREAK:
            found.append((" ", marks))
        elif child.tag in RANK:
            found += runs_of(child, with_mark(marks, child.tag, dict(child.attrib)))
        else:
            found += runs_of(child, marks)
        if child.tail:
            found.append((child.tail, marks))
    return found
