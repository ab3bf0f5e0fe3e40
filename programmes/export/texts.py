"""What people wrote, made fit for print: known elements only, headings in order, regular tables, marked charts.

The model layer has cleaned these texts already. Here they are rebuilt element by element from a list, so that a text
that came in another way can do no harm either, and so that the tagged PDF conforms (docs/adr/0010).
"""

import copy
import html as html_entities
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from integration_programme import richtext
from integration_programme.richtext import grammar, tables
from integration_programme.richtext.ids import NAME
from integration_programme.richtext.links import ADDRESS
from integration_programme.whole import MONTH, NO_BREAK, whole
from programmes.document.blocks import Illustration
from programmes.export.breaks import lines_of, ways_to_break

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ENDLESS = re.compile(r"[^\s\u200b]{60}(?=[^\s\u200b])")
NOT_FOR_PRINT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]")
NUMBER = re.compile(r"[\d.,:/–+−%€§-]*\d[\d.,:/–+−%€§-]*")  # a date too
TEXT, HIGHEST = 141, 110  # millimetres that a picture in a text may take
PAGE = 210  # millimetres of its width
WIDEST_WHOLE = 30  # per cent of a table's width for a number or a date that stays whole
BROAD = 1.6  # times as wide as high
COARSEST = 100  # pixels an inch of a printed picture
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


class Printable:
    """Makes rich texts fit for print, under headings of whatever level.

    `anchors`: paragraphs keep their ids as anchors, each once, as a page on screen wants them; `taken` are the ids that
    stand on the page already. `one_head`: headings of tables are put into one row, for an engine that cannot tag more.
    """

    def __init__(self, *, anchors: bool = False, one_head: bool = False, taken: Iterable[str] = ()):
        self.anchors, self.one_head = anchors, one_head
        self.taken = set(taken)

    def takes(self, name: str) -> bool:
        """Whether an id may stand here, being one and none that stands on the page already; then it is taken."""
        if not name or name in self.taken:
            return False
        self.taken.add(name)
        return True

    def html(self, written: str, above: int, pictures: Iterable[Illustration] = ()) -> SafeString:
        """Rich text for print, under a heading of level `above`, with its pictures; others are left out."""
        self.pictures = {each.key: each for each in pictures}
        printed = Element("div")
        for child in _blocks_of(_tree(written)):
            self._block(child, printed)
        _order_headings(printed, above)
        inner = ElementTree.tostring(printed, encoding="unicode", method="html")
        return mark_safe(inner.removeprefix("<div>").removesuffix("</div>"))  # noqa: S308 - built from known elements

    def _block(self, source: Element, into: Element) -> None:
        if source.tag == "figure":
            return self._figure(source, into)
        if not _has_words(source):
            return
        if source.tag in grammar.LISTS:
            self._list(source, into)
        elif source.tag == "table":
            _table(source, into, self._place(source), one_head=self.one_head)
        elif source.tag == "blockquote":
            inner = SubElement(into, "blockquote")
            for child in _blocks_of(source):
                self._block(child, inner)
        else:
            name = source.tag if source.tag in HEADINGS else "p"
            _inline(source, SubElement(into, name, self._place(source) | _spoken(source)))

    def _figure(self, source: Element, into: Element) -> None:
        """A picture with its caption, and who made it; one that is not here leaves its caption."""
        shown = self.pictures.get(source.get(grammar.PICTURE, ""))
        if shown is None:
            if _has_words(source):
                _inline(source, SubElement(into, "p", self._place(source)))
            return
        figure = SubElement(into, "figure", self._place(source))
        figure.append(illustration(shown, on_screen=self.anchors, widest=TEXT, highest=HIGHEST))
        if not _has_words(source) and not shown.credit:
            return
        caption = SubElement(figure, "figcaption")
        _inline(source, caption)
        if shown.credit:
            _say(caption, " ")
            SubElement(caption, "small").text = breakable(NOT_FOR_PRINT.sub("", shown.credit))

    def _list(self, source: Element, into: Element) -> None:
        """A list whose items hold words and lists, no paragraphs: several paragraphs become lines."""
        made = SubElement(into, source.tag, _start(source))
        for child in source:
            if child.tag != "li" or not _has_words(child):
                continue
            item = SubElement(made, "li", self._place(child) | _spoken(child))
            for part in _blocks_of(child):
                if part.tag in grammar.LISTS:
                    self._list(part, item)
                elif _has_words(part):
                    if len(item) and item[-1].tag in grammar.LISTS:
                        item = SubElement(made, "li", {"class": "goes-on"})
                    elif len(item) or item.text:
                        SubElement(item, "br")
                    _inline(part, item)
        if not len(made):
            into.remove(made)

    def _place(self, source: Element) -> dict[str, str]:
        name = source.get(grammar.PARAGRAPH_ID, "")
        if not self.anchors or not NAME.fullmatch(name) or not self.takes(anchor_of(name)):
            return {}
        return {"id": anchor_of(name)}


def anchor_of(paragraph: str) -> str:
    """The id under which a paragraph stands on the page of its document."""
    return f"p-{paragraph}"


def _start(source: Element) -> dict[str, str]:
    """Where a list begins to count. The engine does not read the attribute: the class has a rule in the page's style."""
    start = source.get("start", "")
    if source.tag != "ol" or not (start.isascii() and start.isdecimal() and len(start) < 5):
        return {}
    return {"start": start, "class": f"from{int(start)}"}


def printed_name(sha256: str) -> str:
    """What a document calls one of its pictures, when it is printed."""
    return f"app:/pictures/{sha256}"


def illustration(shown: Illustration, *, on_screen: bool, widest: float, highest: float) -> Element:
    """A picture, within so many millimetres where it is printed; a broad one over a whole page's width fills it.

    What only decorates is no picture to a reader: on screen its alternative is empty, and a PDF has it as background.
    """
    if on_screen:
        size = {"width": str(shown.width), "height": str(shown.height), "loading": "lazy"}
        return Element("img", {"src": shown.address, "alt": shown.alt, **size})
    width, height = sized(shown, widest, highest)
    if shown.width >= BROAD * shown.height and widest >= PAGE:
        width, height = widest, min(highest, widest * shown.height / shown.width)  # what is too high is cut off
    name = printed_name(shown.sha256)
    if shown.alt:
        style = f"width: {width:.1f}mm; height: {height:.1f}mm; object-fit: cover"
        return Element("img", {"src": name, "alt": NOT_FOR_PRINT.sub("", shown.alt), "style": style})
    style = f"width: {width:.1f}mm; height: {height:.1f}mm; background: url({name}) center / cover no-repeat"
    return Element("div", {"class": "decoration", "style": style})


def sized(shown: Illustration, widest: float, highest: float) -> tuple[float, float]:
    """Width and height in millimetres: as large as there is room, but no coarser than 100 pixels an inch."""
    width = min(widest, shown.width / COARSEST * 25.4, highest * shown.width / shown.height)
    return width, width * shown.height / shown.width


def illustration_html(shown: Illustration | None, *, widest: float, highest: float) -> SafeString:
    """The same as HTML for print; nothing where there is none."""
    if shown is None:
        return SafeString("")
    made = illustration(shown, on_screen=False, widest=widest, highest=highest)
    return mark_safe(ElementTree.tostring(made, encoding="unicode", method="html"))  # noqa: S308 - made just here


def picture(svg: str) -> SafeString:
    """A chart as inline SVG of known elements; its description joins the title, which is all that a PDF can hold."""
    try:
        # what has declarations is not read
        root = ElementTree.fromstring(NOT_FOR_PRINT.sub("", svg)) if "<!" not in svg else Element("none")  # nosec B314
    except ElementTree.ParseError:
        root = Element("none")
    if root.tag.removeprefix(SVG) != "svg":
        return SafeString("")
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
    """The elements of a text; one that did not come out of our cleaning is cleaned first."""
    markup = NOT_FOR_PRINT.sub("", html.replace("&nbsp;", "\u00a0").replace("<br>", "<br/>"))
    try:
        # no declaration can stand within an element
        root = ElementTree.fromstring(f"<body>{markup}</body>")  # nosec B314
        if all(element.tag in grammar.TAGS for element in root.iter() if element is not root):
            return root
    except ElementTree.ParseError:
        pass
    try:
        cleaned = richtext.clean(html)
    except ValidationError:
        words = re.sub(r"<[^<>]*>", " ", markup)
        cleaned = f"<p>{html_entities.escape(html_entities.unescape(words), quote=False)}</p>"
    return richtext.tree(cleaned)


def _has_words(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _blocks_of(parent: Element) -> Iterator[Element]:
    """The blocks in an element; loose words between them become paragraphs."""
    loose: Element | None = None
    if parent.text and parent.text.strip():
        loose = Element("p")
        loose.text = parent.text
    for child in parent:
        if child.tag in grammar.BLOCKS:
            if loose is not None:
                yield loose
                loose = None
            yield child
        else:
            loose = loose if loose is not None else Element("p")
            bare = copy.copy(child)
            bare.tail = None
            loose.append(bare)
        if child.tail and child.tail.strip():
            loose = loose if loose is not None else Element("p")
            _say(loose, child.tail)
    if loose is not None:
        yield loose


def _inline(source: Element, into: Element, link: str = "") -> None:
    """Words with their emphasis. A link holds words only, so emphasis within it is put around it."""
    _say(into, source.text, link)
    for child in source:
        if child.tag == grammar.BREAK:
            SubElement(into, "br")
        elif child.tag == "a":
            address = child.get("href", "")
            _inline(child, into, address if ADDRESS.fullmatch(address) else "")
        elif child.tag == "span":
            spoken = _spoken(child)
            _inline(child, SubElement(into, "span", spoken) if spoken else into, link)
        elif child.tag in grammar.MARKS:
            _inline(child, SubElement(into, child.tag), link)
        else:
            _say(into, " ")
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
    if source.get("lang") in grammar.LANGUAGES:
        found["lang"] = source.get("lang", "")
    if source.get("dir") in grammar.DIRECTIONS:
        found["dir"] = source.get("dir", "")
    return found


def _table(source: Element, into: Element, attributes: dict[str, str], *, one_head: bool) -> None:
    """A table in which every place is covered once; its heading rows stand at the top, to be repeated on each page."""
    rows = [row for row in tables.rows_of(source) if row]
    grid = tables.grid_of(rows)
    if not grid.rows:
        return
    if one_head and (grid.heads > 1 or any(placed.height > 1 for placed in grid.cells)):
        grid = _with_one_head(grid)
    crowded = {"class": "written crowded" if grid.width > 6 else "written"}
    made = SubElement(into, "table", crowded | attributes)
    columns = SubElement(made, "colgroup")
    widths = shares([""] * grid.width, _said(grid))
    for share in widths:
        SubElement(columns, "col", {"class": f"w{share}"})
    lines = tables.rebuilt(grid, lambda placed: _cell(placed, grid))
    for line, way in zip(lines[grid.heads :], ways_to_break(_heights(grid, widths)[grid.heads :]), strict=True):
        line.attrib.update({"class": way} if way else {})
    if grid.heads:
        SubElement(made, "thead").extend(lines[: grid.heads])
    SubElement(made, "tbody").extend(lines[grid.heads :])


def _said(grid: tables.Grid) -> list[list[str]]:
    """The words of every place; those of a cell over several columns say nothing of how wide one is."""
    lines = [[""] * grid.width for _row in grid.rows]
    for placed in grid.cells:
        if placed.width == 1:
            lines[placed.row][placed.column] = "".join(placed.cell.itertext())
    return lines


def _heights(grid: tables.Grid, widths: list[int]) -> list[int]:
    """The lines of each row; those of a cell over several rows are divided among them."""
    heights = [1] * len(grid.rows)
    for placed in grid.cells:
        words = "\n".join("".join(part.itertext()) for part in _blocks_of(placed.cell))
        lines = lines_of(words, sum(widths[column] for column in placed.columns))
        for row in placed.rows:
            heights[row] = max(heights[row], -(-lines // placed.height))
    return heights


def _cell(placed: tables.Placed, grid: tables.Grid) -> Element:
    is_head = placed.row < grid.heads
    is_heading = is_head or placed.is_heading
    printed = Element("th", {"scope": _scope(placed, grid)}) if is_heading else Element("td")
    _cell_words(placed.cell, printed)
    if not _has_words(printed):
        printed.text = "\u2013" if is_head else "\u00a0"
    return printed


def _scope(placed: tables.Placed, grid: tables.Grid) -> str:
    """What a heading is said of: its column or columns, its row or rows."""
    if placed.row < grid.heads:
        return "colgroup" if placed.width > 1 else "col"
    return "rowgroup" if placed.height > 1 or placed.width == grid.width else "row"


def _with_one_head(grid: tables.Grid) -> tables.Grid:
    """The same with the headings of each column in one cell, "2025: Miehet", and no cell over several rows."""
    places: list[list[Element]] = [[Element("td")] * grid.width for _row in grid.rows]
    for placed in grid.cells:
        for row in placed.rows:
            for column in placed.columns:
                places[row][column] = placed.cell
    heads = []
    for column in range(grid.width):
        said = dict.fromkeys(" ".join("".join(row[column].itertext()).split()) for row in places[: grid.heads])
        head = Element("th")
        head.text = ": ".join(words for words in said if words)
        heads.append(head)
    body = [[copy.copy(cell) for cell in row] for row in places[grid.heads :]]
    for cell in (cell for row in body for cell in row):
        cell.attrib.clear()
    return tables.grid_of([heads, *body] if grid.heads else body)


def shares(names: list[str], rows: list[list[str]], room: float = 100) -> list[int]:
    """Widths of columns in per cent: room for a longest word, more where there is much to say.

    Given beforehand, they spare the engine to measure every cell, which takes it very long in big tables.
    """
    weights = []
    for at, name in enumerate(names):
        texts = [row[at] for row in rows if at < len(row)]
        words = [word for text in (name, *texts) for word in text[:200].split()]
        weights.append(max([6, *(min(16, len(word)) for word in words), *(min(34, len(text)) for text in texts)]))
    widths = with_room([weight * room / sum(weights) for weight in weights], [names, *rows])
    return [max(1, round(width)) for width in widths]


def with_room(widths: Sequence[float], rows: list[list[str]]) -> list[float]:
    """The widths, where a column was narrower than its widest number or date made as wide; the others give way."""
    room = sum(widths)
    floors = [min(WIDEST_WHOLE, _widest_whole(row[at] for row in rows if at < len(row))) for at in range(len(widths))]
    scale = min(1.0, 0.9 * room / (sum(floors) or 1))
    floors = [floor * scale for floor in floors]
    spare = room - sum(floors)
    beyond = [max(0.0, width - floor) for width, floor in zip(widths, floors, strict=True)]
    total = sum(beyond) or 1
    return [floor + over * spare / total for floor, over in zip(floors, beyond, strict=True)]


def _widest_whole(texts: Iterable[str]) -> float:
    """What the widest of the numbers and dates that no line end parts takes, in per cent."""
    parts = [part for text in texts for part in re.split(r"[ \t\r\n]+", whole(text[:200]))]
    kept = [part for part in parts if NUMBER.fullmatch(part.replace(NO_BREAK, "")) or MONTH.search(part)]
    return max(map(width_of, kept), default=0)


def width_of(number: str) -> float:
    """What a number takes with the space beside it, in per cent of the page's width; figures are of one width."""
    return 1.2 * len(number) + 2.2


def _cell_words(source: Element, into: Element) -> None:
    parts = [part for part in _blocks_of(source) if _has_words(part)]
    for number, part in enumerate(parts):
        if number:
            SubElement(into, "br")
        if part.tag in grammar.LISTS:
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
