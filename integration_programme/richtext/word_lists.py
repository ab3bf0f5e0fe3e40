"""Lists as Word puts them on the clipboard: paragraphs that bear their level in the style and their mark as words."""

import re
from xml.etree.ElementTree import Element, SubElement

LEVEL = re.compile(r"mso-list:[^;]*?level([1-9])", re.IGNORECASE)
OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])", re.IGNORECASE)
NUMBER = re.compile(r"[\s(]*(\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):]\s*")


LONGEST_STYLE = 1000  # letters; what is longer is none that Word writes


def style_of(element: Element) -> str:
    """The style attribute in small letters, no more of it than a style may have."""
    return element.get("style", "")[:LONGEST_STYLE].lower()


def with_real_lists(parent: Element) -> None:
    """Turn each run of such paragraphs into lists inside one another, in place; headings that Word only styles too."""
    for child in parent:
        if len(child):
            with_real_lists(child)
    if not any(_level(child) or _is_heading(child) for child in parent):
        return
    children = list(parent)
    for child in children:
        parent.remove(child)
    lists: list[Element] = []
    for child in children:
        level = _level(child)
        if not level:
            lists = []
            parent.append(_with_its_heading(child))
            continue
        mark = _mark(child)
        _append(parent, lists, min(level, len(lists) + 1), mark, child)


def _append(parent: Element, lists: list[Element], level: int, mark: str, paragraph: Element) -> None:
    del lists[level:]
    number = NUMBER.fullmatch(mark)
    kind = "ol" if number else "ul"
    if len(lists) == level and lists[-1].tag != kind:
        lists.pop()
    if len(lists) < level:
        made = SubElement(lists[-1][-1] if lists else parent, kind)
        if number and number[1].isdecimal() and number[1] not in ("0", "1"):
            made.set("start", number[1])
        lists.append(made)
    item = SubElement(lists[-1], "li")
    item.text = paragraph.text
    item.extend(list(paragraph))


def _level(element: Element) -> int:
    """The level of a paragraph in a list of Word, 0 when it is in none."""
    if element.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "div"):
        return 0
    found = LEVEL.search(style_of(element))
    return int(found[1]) if found else 0


def _is_heading(element: Element) -> bool:
    return element.tag == "p" and (bool(OUTLINE.search(style_of(element))) or "MsoTitle" in element.get("class", ""))


def _with_its_heading(element: Element) -> Element:
    if _is_heading(element):
        level = OUTLINE.search(style_of(element))
        element.tag = f"h{level[1] if level else 1}"
    return element


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
