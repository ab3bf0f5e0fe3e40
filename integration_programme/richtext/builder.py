"""What the grammar knows, built anew from any tree of elements; what it does not know is left out, and named."""

import re
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import from_word, grammar, markup, tables
from integration_programme.richtext.links import address_of
from integration_programme.richtext.marks import (
    BREAK,
    COLOURED,
    MARK_OF,
    Marks,
    fill,
    marks_of_style,
    normal,
    runs_of,
    with_mark,
)

#: Elements that go with all that is in them, and as what their going is told; '' is told to nobody.
DROPPED = {
    **dict.fromkeys(
        ["script", "style", "template", "noscript", "head", "title", "meta", "link", "xml", "colgroup"], ""
    ),
    **dict.fromkeys(["img", "svg", "picture", "canvas", "map"], "pictures"),
    **dict.fromkeys(["iframe", "object", "embed", "video", "audio", "frame", "applet", "math"], "embedded"),
    **dict.fromkeys(["input", "select", "textarea", "button", "progress", "meter", "datalist", "option"], "controls"),
    "del": "deletions",
}
#: Elements that are no blocks: their words stay in the paragraph they are in.
WITHIN_WORDS = grammar.names(
    "abbr acronym bdi bdo big cite code data dfn font ins kbd label mark nobr output q rb rp rt ruby samp small time tt"
    " var wbr"
)
HEADING = re.compile("h[1-6]")
KEY = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a picture


class _Place:
    """Where blocks are gathered: which ones may stand there, and the words that wait for the end of their paragraph."""

    def __init__(self, allowed: tuple[str, ...], depth: int):
        self.allowed, self.depth = allowed, depth
        self.blocks: list[Element] = []
        self.runs: list[tuple[str, Marks]] = []
        self.tag = "p"
        self.attributes: dict[str, str] = {}

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.end()
        self.tag, self.attributes = tag, attributes

    def end(self) -> None:
        """Make the words that wait into a block."""
        runs = normal(self.runs)
        if runs:
            block = Element(self.tag, self.attributes)
            fill(block, runs)
            self.blocks.append(block)
        self.runs, self.tag, self.attributes = [], "p", {}


class Builder:
    """Walks once through what was parsed. `told`: the kinds of things that were left out."""

    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self.count = 0

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(sorted(self.dropped - {""}))

    def body(self, root: Element) -> Element:
        place = _Place(("p", *grammar.HEADINGS, *grammar.LISTS, "blockquote", "table", "figure"), 0)
        self.walk(root, place, ())
        place.end()
        body = Element("body")
        body.extend(place.blocks)
        _order_headings(body)
        if _parts(body) > grammar.MOST:  # what was made must be read again
            raise markup.TooMany
        return body

    def walk(self, source: Element, place: _Place, marks: Marks) -> None:
        self.say(source.text, place, marks)
        for child in source:
            self.element(child, place, marks)
            self.say(child.tail, place, marks)

    def say(self, words: str | None, place: _Place, marks: Marks) -> None:
        if words:
            self.counted()
            place.runs.append((words, marks))

    def counted(self) -> None:
        self.count += 1
        if self.count > grammar.MOST:
            raise markup.TooMany

    def element(self, child: Element, place: _Place, marks: Marks) -> None:
        tag, style = child.tag, from_word.style_of(child)
        self.counted()
        dropped = DROPPED[tag] if tag in DROPPED else from_word.left_over(child, style)
        if dropped is not None:
            self.dropped.add(dropped)
        elif tag == "br":
            place.runs.append(("\n", BREAK))
        elif tag in MARK_OF or tag in WITHIN_WORDS:
            self.walk(child, place, self.marked(child, marks, style))
        elif tag in grammar.LISTS or tag in ("menu", "dir"):
            self.listed(child, place)
        elif tag == "blockquote" and "blockquote" in place.allowed:
            place.end()
            if inner := self.inside(child, "blockquote", place.depth + 1):
                place.blocks.append(_holding("blockquote", inner))
        elif tag == "table":
            self.table(child, place)
        elif tag == "figure" and KEY.fullmatch(child.get(grammar.PICTURE, "")):
            self.figure(child, place)
        else:
            self.block(child, place, marks)

    def block(self, child: Element, place: _Place, marks: Marks) -> None:
        """A paragraph, a heading, or something unknown that parts paragraphs."""
        tag = child.tag
        if ":" in tag:  # Word's own, within words
            return self.walk(child, place, marks)
        if (HEADING.fullmatch(tag) and "h3" not in place.allowed) or tag == "dt":
            place.begin("p", _spoken(child))
            marks = with_mark(marks, "strong", {})
        elif tag == "p" or HEADING.fullmatch(tag):
            place.begin(tag, _spoken(child) | _named(child))
        else:
            place.end()
        self.walk(child, place, marks)
        place.end()

    def marked(self, child: Element, marks: Marks, style: str) -> Marks:
        name = MARK_OF.get(child.tag, "")
        if name == "a":
            address = self.address(child)
            return with_mark(marks, "a", {"href": address}) if address else marks
        if name == "span":
            spoken = _spoken(child)
            marks = with_mark(marks, "span", spoken) if spoken else marks
        elif name and not ("font-weight:normal" in style.replace(" ", "") and name == "strong"):
            marks = with_mark(marks, name, {})
        return self.styled(style.replace(" ", ""), marks) if style else marks

    def styled(self, style: str, marks: Marks) -> Marks:
        for name in marks_of_style(style):
            marks = with_mark(marks, name, {})
        if COLOURED.search(style):
            self.dropped.add("colours")
        return marks

    def address(self, link: Element) -> str:
        written = link.get("href", "").strip()
        address = address_of(written)
        if not address and written and not written.startswith("#"):
            self.dropped.add("addresses")
        return address

    def inside(self, source: Element, tag: str, depth: int) -> list[Element]:
        """The blocks of an element, as far as they may stand in `tag`."""
        if depth > grammar.DEEPEST:
            raise markup.TooDeep
        inner = _Place(grammar.BLOCKS[tag], depth)
        self.walk(source, inner, ())
        inner.end()
        return inner.blocks

    def listed(self, source: Element, place: _Place) -> None:
        place.end()
        made = Element("ol" if source.tag == "ol" else "ul")
        start = source.get("start", "")
        if made.tag == "ol" and start.isascii() and start.isdecimal() and len(start) < 5 and int(start) > 1:
            made.set("start", str(int(start)))
        depth = place.depth + 1
        for child in self.items(source):
            inner = self.inside(child, "li", depth)
            if child.tag != "li" and len(made):  # a list or words that stand between items belong to the one before
                made[-1].extend(inner)
            elif inner:
                item = _holding("li", inner)
                item.attrib.update(_spoken(child) | (_named(child) if place.depth == 0 else {}))
                made.append(item)
        for item in made:
            _unwrap(item)
        if len(made):
            place.blocks.append(made)

    def items(self, source: Element) -> list[Element]:
        found = []
        if source.text and source.text.strip():
            found.append(_saying(source.text))
        for child in source:
            if child.tag in ("ul", "ol"):
                found.append(_around(child))
            elif child.tag == "li" or "".join(child.itertext()).strip():
                found.append(child)
            if child.tail and child.tail.strip():
                found.append(_saying(child.tail))
        return found

    def table(self, source: Element, place: _Place) -> None:
        place.end()
        for caption in source.findall("caption"):
            self.walk(caption, place, ())
            place.end()
        rows = tables.rows_of(source)
        heads = {id(cell) for row in source.findall("thead/tr") for cell in row}
        if "table" not in place.allowed:
            self.dropped.add("inner tables")
            return self.lines(rows, place)
        grid = tables.grid_of([row for row in rows if row])
        if not grid.rows:
            return
        made = {id(placed.cell): self.cell(placed.cell, place.depth + 1, heads) for placed in grid.cells}
        table = Element("table", _named(source))
        body = SubElement(table, "tbody")
        body.extend(tables.rebuilt(grid, lambda placed: made[id(placed.cell)]))
        if "".join(table.itertext()).strip():
            place.blocks.append(table)

    def cell(self, source: Element, depth: int, heads: set[int]) -> Element:
        self.counted()
        tag = "th" if source.tag == "th" or id(source) in heads else "td"
        cell = _holding(tag, self.inside(source, tag, depth))
        if len(cell) == 1:
            _unwrap(cell)
        return cell

    def figure(self, source: Element, place: _Place) -> None:
        """A picture with its caption; where none may stand, its caption alone."""
        place.end()
        runs = self.words_in(source, place.depth)
        if "figure" not in place.allowed:
            self.dropped.add("pictures")
            place.runs += runs
            return place.end()
        made = Element("figure", {grammar.PICTURE: source.get(grammar.PICTURE, "")} | _named(source))
        fill(made, normal(runs))
        place.blocks.append(made)

    def words_in(self, source: Element, depth: int) -> list[tuple[str, Marks]]:
        """The words of an element on one line, whatever blocks they stand in."""
        inner = _Place((), depth)
        self.walk(source, inner, ())
        inner.end()
        return [run for block in inner.blocks for run in (*runs_of(block), (" ", ()))]

    def lines(self, rows: list[list[Element]], place: _Place) -> None:
        """A table where none may stand: its rows as paragraphs."""
        for row in rows:
            for at, cell in enumerate(row):
                self.say(" \u2013 " if at else None, place, ())
                place.runs += self.words_in(cell, place.depth)
            place.end()


def _parts(body: Element) -> int:
    return sum(1 + bool(element.text) + bool(element.tail) for element in body.iter())


def _order_headings(body: Element) -> None:
    """Headings in the levels that there are, in order and skipping none, whatever levels they came in."""
    found = [block for block in body if HEADING.fullmatch(block.tag)]
    levels = sorted({block.tag for block in found} if {block.tag for block in found} - set(grammar.HEADINGS) else [])
    before = -1
    for block in found:
        rank = levels.index(block.tag) if levels else grammar.HEADINGS.index(block.tag)
        before = min(rank, before + 1, len(grammar.HEADINGS) - 1)
        block.tag = grammar.HEADINGS[before]


def _holding(tag: str, blocks: list[Element]) -> Element:
    made = Element(tag)
    made.extend(blocks)
    return made


def _saying(words: str) -> Element:
    made = Element("li")
    made.text = words
    return made


def _around(child: Element) -> Element:
    made = Element("div")
    made.append(child)
    return made


def _unwrap(holder: Element) -> None:
    """A first paragraph needs no element of its own where only lists follow it."""
    first = holder[0]
    if first.tag != "p" or any(other.tag == "p" for other in holder[1:]):
        return
    if (first.attrib and set(first.attrib) & set(holder.attrib)) or (first.attrib and holder.tag != "li"):
        return
    holder.attrib.update(first.attrib)
    rest = list(holder[1:])
    for child in list(holder):
        holder.remove(child)
    holder.text = first.text
    holder.extend([*first, *rest])


def _spoken(source: Element) -> dict[str, str]:
    """The language and the direction of a passage. That a block runs from left to right goes without saying."""
    language, direction = source.get("lang", ""), source.get("dir", "").lower()
    found = {"lang": language} if language in grammar.LANGUAGES else {}
    is_told = direction in grammar.DIRECTIONS and (direction != "ltr" or source.tag == "span")
    return found | ({"dir": direction} if is_told else {})


def _named(source: Element) -> dict[str, str]:
    name = source.get(grammar.PARAGRAPH_ID, "")
    return {grammar.PARAGRAPH_ID: name} if name else {}
