"""What Word alone writes, on the desktop and online: lists that are none, headings that only look so, tracked changes.

Desktop Word's lists are paragraphs that bear their level in the style and their mark as words. Word Online makes a list
of every item, with its level and number said in attributes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import grammar

LEVEL = re.compile(r"mso-list:[^;]*?level([1-9])")
OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])")
NUMBER = re.compile(r"[\s(]*(?:(?:\d{1,4}\.)*(\d{1,4})[.):]?|(?:[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):])\s*")
SAYS_SOMETHING = re.compile(r"\w\w|\w\W+\w")  # a mark of words, "Tavoite 1:"; "o", "§" and "Ø" are signs of some font
HEADINGS = tuple(f"h{level}" for level in range(1, 7))
LONGEST_STYLE = 1000  # letters; what is longer is none that Word writes


@dataclass(frozen=True)
class Item:
    """An item of a list. `number`: None where it just goes on."""

    level: int
    kind: str
    number: int | None
    words: Element


def style_of(element: Element) -> str:
    """The style attribute in small letters, no more of it than a style may have."""
    return element.get("style", "")[:LONGEST_STYLE].lower()


def left_over(element: Element, style: str) -> str | None:
    """What an element is that is kept beside the text: deletions, comments, or '' for what is not seen there either."""
    name = element.get("class", "")[:LONGEST_STYLE].lower()
    if "mso-element:comment" in style or "msocom" in name:
        return "comments"
    if "msodel" in name or "trackchangetextdeletion" in name:
        return "deletions"
    return "" if "eop" in name.split() or "display:none" in style.replace(" ", "") else None


def made_real(parent: Element) -> None:
    """Turn such lists and headings into real ones, in place."""
    for child in parent:
        if len(child):
            made_real(child)
    if not any(_is_heading(child) or _is_listed(child) for child in parent):
        return
    children = list(parent)
    del parent[:]
    lists: list[Element] = []
    for child in children:
        if _is_heading(child):
            child.tag = f"h{_level_of_heading(child)}"
            _say_mark(child)
        if not _is_listed(child):
            lists = []
            parent.append(child)
            continue
        for item in _items(child):
            _append(parent, lists, item)
        if child.tail and child.tail.strip():
            lists[0].tail = child.tail
            lists = []


def _append(parent: Element, lists: list[Element], item: Item) -> None:
    """Put an item where its level says; what has another kind or does not count on begins a list of its own."""
    level = min(item.level, len(lists) + 1)
    del lists[level:]
    if len(lists) == level and (lists[-1].tag != item.kind or item.number not in (None, _next(lists[-1]))):
        lists.pop()
    if len(lists) < level:
        made = SubElement(lists[-1][-1] if lists else parent, item.kind)
        if item.number and item.number > 1:
            made.set("start", str(item.number))
        lists.append(made)
    lists[-1].append(item.words)


def _next(numbers: Element) -> int:
    return int(numbers.get("start", "1")) + len(numbers)


def _is_listed(element: Element) -> bool:
    return bool(_level(element)) or _online(element) is not None


def _items(element: Element) -> Iterator[Item]:
    online = _online(element)
    if online is None:
        yield _desktop_item(element)
        return
    start = _whole(online.get("start"))
    for at, item in enumerate(online):
        number = _whole(_said(item, "posinset")) if start is None else start + at
        yield Item(_whole(_said(item, "level")) or 1, online.tag, number if online.tag == "ol" else None, item)


def _online(element: Element) -> Element | None:
    """Word Online's list with a single item or few, often alone in a division of its own."""
    if element.tag == "div" and len(element) == 1 and not (element.text or element[0].tail or "").strip():
        element = element[0]
    if element.tag in grammar.LISTS and len(element) and all(_is_online_item(item) for item in element):
        return element
    return None


def _is_online_item(item: Element) -> bool:
    return item.tag == "li" and "data-listid" in item.attrib and _said(item, "level") is not None


def _said(item: Element, name: str) -> str | None:
    return item.get(f"data-aria-{name}", item.get(f"aria-{name}"))


def _whole(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 5 else None


def _level(element: Element) -> int:
    """The level of a paragraph in a list of desktop Word, 0 when it is in none."""
    if element.tag not in ("p", "div"):
        return 0
    found = LEVEL.search(style_of(element))
    return int(found[1]) if found else 0


def _desktop_item(paragraph: Element) -> Item:
    mark = _mark(paragraph)
    number = NUMBER.fullmatch(mark)
    item = Element("li")
    item.text = paragraph.text
    item.extend(list(paragraph))
    if not number and SAYS_SOMETHING.search(mark):
        item.text = f"{mark} {item.text or ''}"
    return Item(_level(paragraph), "ol" if number else "ul", int(number[1]) if number and number[1] else None, item)


def _is_heading(element: Element) -> bool:
    return element.tag in HEADINGS or (element.tag == "p" and _level_of_heading(element) > 0)


def _level_of_heading(element: Element) -> int:
    """The level of a heading, 0 when it is none; Word Online says it for assistive technology only."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if outline := OUTLINE.search(style_of(element)):
        return int(outline[1])
    if element.get("role") == "heading":
        return min(_whole(element.get("aria-level")) or 1, 6)
    return 1 if "MsoTitle" in element.get("class", "") else 0


def _say_mark(heading: Element) -> None:
    """A heading's number belongs to its words: "2.1 Palvelut"."""
    if LEVEL.search(style_of(heading)) and (mark := _mark(heading)):
        heading.text = f"{mark} {heading.text or ''}"


def _mark(paragraph: Element) -> str:
    """Take the list's mark out of the paragraph, and give it."""
    for holder in paragraph.iter():
        for child in list(holder):
            if "mso-list:ignore" in style_of(child).replace(" ", ""):
                words = "".join(child.itertext())
                _take_out(holder, child)
                return words.replace("\u00a0", " ").strip()
    return ""


def _take_out(holder: Element, child: Element) -> None:
    at = list(holder).index(child)
    if at:
        holder[at - 1].tail = (holder[at - 1].tail or "") + (child.tail or "")
    else:
        holder.text = (holder.text or "") + (child.tail or "")
    holder.remove(child)
