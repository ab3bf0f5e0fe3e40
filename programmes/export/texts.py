"""What people wrote, made fit for print: known elements only, headings in order, regular tables, marked charts.

The model layer has cleaned these texts already. Here they are rebuilt element by element from a list, so that a text
that came in another way can do no harm either, and so that the tagged PDF conforms (docs/adr/0010).
"""

import copy
import html as html_entities
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from integration_programme import richtext
from integration_programme.richtext import grammar

DROPPED = {"script", "style", "template", "iframe", "object", "embed", "svg", "math", "title", "head"}
INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "u", "s": "s", "sub": "sub", "sup": "sup"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
ENDLESS = re.compile(r"[^\s\u200b]{60}(?=[^\s\u200b])")
NOT_FOR_PRINT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]")
SVG = "{http://www.w3.org/2000/svg}"
SVG_ELEMENTS = {"svg", "g", "title", "desc", "path", "rect", "circle", "line", "polyline", "polygon", "text", "tspan"}
SVG_ATTRIBUTES = {
    *("width", "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d"),
    *("points", "transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
    *("stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "lang"),
}


def breakable(words: str) -> str:
    """The same words; very long ones may break now and then, for the engine tries every place of one line in turn."""
    return ENDLESS.sub(lambda found: f"{found[0]}\u200b", words) if len(words) > 60 else words


def printable(html: str, above: int) -> SafeString:
    """Rich text for print, under a heading of level `above`."""
    root = _tree(html)
    printed = Element("div")
    for child in _blocks_of(root):
        _block(child, printed)
    _order_headings(printed, above)
    inner = ElementTree.tostring(printed, encoding="unicode", method="html")
    return mark_safe(inner.removeprefix("<div>").removesuffix("</div>"))  # noqa: S308 - built above from known elements


def picture(svg: str) -> SafeString:
    """A chart as inline SVG of known elements; its description joins the title, which is all that a PDF can hold."""
    try:
        root = ElementTree.fromstring(NOT_FOR_PRINT.sub("", svg)) if "<!" not in svg else Element("none")
    except ElementTree.ParseError:
        root = Element("none")
    if root.tag.removeprefix(SVG) != "svg":
        return mark_safe("")
    drawn = _drawn(root)
    title = next((each for each in drawn if each.tag == "title"), None)
    if title is None:
        title = Element("title")
        drawn.insert(0, title)
    told = next((each for each in drawn if each.tag == "desc"), None)
    title.text = ". ".join(part.text.strip().rstrip(".") for part in (title, told) if part is not None and part.text)
    if told is not None:
        drawn.remove(told)
    drawn.set("xmlns", "http://www.w3.org/2000/svg")
    return mark_safe(ElementTree.tostring(drawn, encoding="unicode"))  # noqa: S308 - built from known elements


def _drawn(source: Element) -> Element:
    attributes = {
        name: value for name, value in source.attrib.items() if name in SVG_ATTRIBUTES and "url(" not in value.lower()
    }
    drawn = Element(source.tag.removeprefix(SVG), attributes)
    drawn.text, drawn.tail = source.text, source.tail
    drawn.extend(_drawn(child) for child in source if child.tag in {SVG + name for name in SVG_ELEMENTS})
    return drawn


def _tree(html: str) -> Element:
    markup = NOT_FOR_PRINT.sub("", html.replace("&nbsp;", "\u00a0").replace("<br>", "<br/>"))
    try:
        return ElementTree.fromstring(f"<body>{markup}</body>")
    except ElementTree.ParseError:
        pass
    try:
        cleaned = richtext.clean(html)
    except (ValidationError, ElementTree.ParseError, RecursionError):
        words = re.sub(r"<[^<>]*>", " ", markup)
        cleaned = f"<p>{html_entities.escape(html_entities.unescape(words), quote=False)}</p>"
    return ElementTree.fromstring(f"<body>{cleaned.replace('&nbsp;', chr(160)).replace('<br>', '<br/>')}</body>")


def _has_words(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _blocks_of(parent: Element) -> Iterator[Element]:
    """The blocks in an element; loose words between them become paragraphs."""
    loose: Element | None = None
    if parent.text and parent.text.strip():
        loose = Element("p")
        loose.text = parent.text
    for child in parent:
        if child.tag in DROPPED:
            inline = None
        elif child.tag in ("p", "ul", "ol", "table", "blockquote", "div", *HEADINGS):
            if loose is not None:
                yield loose
                loose = None
            yield child
            inline = None
        else:
            inline = child
        if inline is not None:
            loose = loose if loose is not None else Element("p")
            bare = copy.copy(inline)
            bare.tail = None
            loose.append(bare)
        if child.tail and child.tail.strip():
            loose = loose if loose is not None else Element("p")
            _say(loose, child.tail)
    if loose is not None:
        yield loose


def _block(source: Element, into: Element) -> None:
    if not _has_words(source):
        return
    if source.tag in ("ul", "ol"):
        _list(source, into)
    elif source.tag == "table":
        _table(source, into)
    elif source.tag in ("blockquote", "div"):
        inner = SubElement(into, "blockquote") if source.tag == "blockquote" else into
        for child in _blocks_of(source):
            _block(child, inner)
    else:
        made = SubElement(into, source.tag if source.tag in HEADINGS else "p", _spoken(source))
        _inline(source, made)


def _list(source: Element, into: Element) -> None:
    """A list whose items hold words and lists, no paragraphs: several paragraphs become lines."""
    made = SubElement(into, source.tag)
    for child in source:
        if child.tag != "li" or not _has_words(child):
            continue
        item = SubElement(made, "li", _spoken(child))
        for part in _blocks_of(child):
            if part.tag in ("ul", "ol"):
                _list(part, item)
            elif _has_words(part):
                if len(item) or item.text:
                    if len(item) and item[-1].tag in ("ul", "ol"):
                        item = SubElement(made, "li", {"class": "goes-on"})
                    else:
                        SubElement(item, "br")
                _inline(part, item)
    if not len(made):
        into.remove(made)


def _inline(source: Element, into: Element, link: str = "") -> None:
    """Words with their emphasis. A link holds words only, so emphasis within it is put around it."""
    _say(into, source.text, link)
    for child in source:
        if child.tag in DROPPED:
            pass
        elif child.tag == "br":
            SubElement(into, "br")
        elif child.tag == "a":
            address = child.get("href", "")
            _inline(child, into, address if ADDRESS.fullmatch(address) else "")
        elif child.tag in INLINE:
            _inline(child, SubElement(into, INLINE[child.tag]), link)
        elif child.tag == "span" and (spoken := _spoken(child)):
            _inline(child, SubElement(into, "span", spoken), link)
        elif child.tag in ("ul", "ol", "table"):
            _say(into, " ")
            _inline(child, into, link)
        else:
            _inline(child, into, link)
        _say(into, child.tail, link)


def _say(into: Element, words: str | None, link: str = "") -> None:
    if not words:
        return
    words = breakable(words)
    if link and words.strip():
        last = SubElement(into, "a", {"href": link})
        last.text = words
    elif len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def _spoken(source: Element) -> dict[str, str]:
    """The language and the direction of a passage."""
    found = {}
    if LANGUAGE.fullmatch(source.get("lang", "")):
        found["lang"] = source.get("lang", "")
    if source.get("dir") in ("ltr", "rtl"):
        found["dir"] = source.get("dir", "")
    return found


def _table(source: Element, into: Element) -> None:
    """A regular table: every row as wide as the widest, a header row at most, no cell over two rows."""
    caption = next((each for each in source.iter("caption") if _has_words(each)), None)
    rows = [_cells(row) for row in source.iter("tr") if _has_words(row)]
    if not rows:
        return
    width = max(len(row) for row in rows)
    made = SubElement(into, "table", {"class": "written crowded" if width > 6 else "written"})
    if caption is not None:
        _inline(caption, SubElement(made, "caption"))
    said = [["".join(cell.itertext()) if cell is not None else "" for cell in row] for row in rows]
    columns = SubElement(made, "colgroup")
    for share in shares([""] * width, said):
        SubElement(columns, "col", {"class": f"w{share}"})
    has_head = len(rows) > 1 and all(cell is not None and cell.tag == "th" for cell in rows[0])
    body: Element | None = None
    for number, row in enumerate(rows):
        is_head = has_head and number == 0
        if is_head:
            parent = SubElement(made, "thead")
        else:
            body = parent = body if body is not None else SubElement(made, "tbody")
        line = SubElement(parent, "tr")
        for at in range(width):
            cell = row[at] if at < len(row) else None
            is_header = is_head or (cell is not None and cell.tag == "th")
            scope = {"scope": "col" if is_head else "row"} if is_header else {}
            printed = SubElement(line, "th" if is_header else "td", scope)
            if cell is not None:
                _cell(cell, printed)
            if not _has_words(printed):
                printed.text = "\u00a0" if not is_head else "\u2013"


def shares(names: list[str], rows: list[list[str]], room: float = 100) -> list[int]:
    """Widths of columns in per cent: room for a longest word, more where there is much to say.

    Given beforehand, they spare the engine to measure every cell, which takes it very long in big tables.
    """
    weights = []
    for at, name in enumerate(names):
        texts = [row[at] for row in rows if at < len(row)]
        words = [len(word) for text in (name, *texts) for word in text[:200].split()]
        weights.append(max([6, *(min(16, length) for length in words), *(min(34, len(text)) for text in texts)]))
    return [max(1, round(weight * room / sum(weights))) for weight in weights]


def _cells(row: Element) -> list[Element | None]:
    """A row's cells; one that spanned several columns is followed by empty ones."""
    found: list[Element | None] = []
    for cell in row:
        if cell.tag in ("td", "th"):
            found.append(cell)
            span = cell.get("colspan", "1")
            found += [None] * (min(int(span), grammar.WIDEST) - 1 if span.isdecimal() and len(span) < 4 else 0)
    return found


def _cell(source: Element, into: Element) -> None:
    parts = [part for part in _blocks_of(source) if _has_words(part)]
    for number, part in enumerate(parts):
        if number:
            SubElement(into, "br")
        if part.tag in ("ul", "ol"):
            items = [item for item in part.iter("li") if _has_words(item)]
            for at, item in enumerate(items):
                if at:
                    SubElement(into, "br")
                _say(into, "\u2013 ")
                _inline(item, into)
        else:
            _inline(part, into)


def _order_headings(printed: Element, above: int) -> None:
    """Headings continue the chapter's level and skip none, whatever levels the writer chose."""
    found = [element for element in printed.iter() if element.tag in HEADINGS]
    ranks = {level: rank for rank, level in enumerate(sorted({HEADINGS[each.tag] for each in found}), 1)}
    before = above
    for element in found:
        level = min(above + ranks[HEADINGS[element.tag]], before + 1, 6)
        element.tag = f"h{level}"
        before = level
