"""What is let in: any characters become the elements of the grammar, in one normal form, and what went is named."""

import re
import threading
from dataclasses import dataclass
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_programme.richtext import grammar, markup, tables
from integration_programme.richtext.ids import name_paragraphs
from integration_programme.richtext.word_lists import style_of, with_real_lists

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
SPACE = re.compile(r"[ \t\n\r\f]+")
ADDRESS = re.compile(rf"(?:(?:{'|'.join(grammar.SCHEMES[:2])})://|mailto:)[^\s]+", re.IGNORECASE)
LONGEST_ADDRESS = 2000
MOST_LATEST = 12  # texts
NAME = re.compile(rf' {grammar.PARAGRAPH_ID}="[^"<>]*"')
HEADING = re.compile("h[1-6]")
Marks = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # name and attributes, from the outermost
RANK = {name: at for at, name in enumerate(grammar.MARKS)}
MARK_OF = {other: name for name, others in grammar.MARKS.items() for other in (name, *others)}

#: The last gate, which another parser holds: what it lets through is what goes into the database.
GATE = nh3.Cleaner(
    tags=set(grammar.TAGS),
    clean_content_tags={"script", "style"},
    attributes={tag: set(attributes) for tag, attributes in grammar.ATTRIBUTES.items()},
    url_schemes=set(grammar.SCHEMES),
    link_rel=grammar.RELATION,
    strip_comments=True,
)


@dataclass(frozen=True)
class Cleaned:
    """A clean text. `dropped`: the kinds of things that were left out, keys of `LEFT_OUT` in `told`."""

    html: str
    dropped: tuple[str, ...] = ()


class _Latest:
    """The texts that came out of the cleaner last: they are clean."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.texts: dict[str, None] = {}

    def holds(self, html: str) -> bool:
        return html in self.texts

    def add(self, html: str) -> None:
        with self.lock:
            self.texts[html] = None
            if len(self.texts) > MOST_LATEST:
                del self.texts[next(iter(self.texts))]


_latest = _Latest()


def clean(html: str, previous: str | None = None) -> str:
    """HTML that is safe to show and to print; paragraphs that were in `previous` keep their ids.

    Without `previous`, nothing is known of earlier ids: those that come with the text stay. Plain text (no tags) becomes
    paragraphs, an empty line between them. Raises ValidationError when the text is too long or nested too deeply.
    """
    return cleaned(html, previous).html


def cleaned(html: str, previous: str | None = None, *, longest: int = grammar.LONGEST) -> Cleaned:
    """The same, with what had to be left out. `longest`: characters of HTML, ids not counted."""
    _refuse_long(html, longest if _latest.holds(html) else grammar.LONGEST)
    if _latest.holds(html) and previous in (None, html):
        return Cleaned(
            html
        )  # a save cleans one text several times: in the form, to compare, for the row, for its history
    try:
        root = markup.parsed(html if markup.is_markup(html) else paragraphs_of(html))
        with_real_lists(root)
        cleaner = _Cleaner()
        body = cleaner.body(root)
    except markup.TooDeep as error:
        raise ValidationError(
            _("The text has lists or tables nested too deeply. Make the structure simpler.")
        ) from error
    except markup.TooMany as error:
        sentence = _("The text has too many paragraphs, list items or table cells. Move a part of it to another text.")
        raise ValidationError(sentence) from error
    except tables.TooBroad as error:
        sentence = _(
            "A table has too many columns or cells: at most %(columns)s columns. Divide it into smaller tables."
        )
        raise ValidationError(sentence % {"columns": grammar.BROADEST}) from error
    if not "".join(body.itertext()).strip():
        return Cleaned("", cleaner.told)
    name_paragraphs(body, tree(previous) if previous is not None else None)
    written = GATE.clean(markup.serialised(body))
    _refuse_long(written, longest)
    _latest.add(written)
    return Cleaned(written, cleaner.told)


def without_ids(html: str) -> str:
    """A cleaned text without the ids of its paragraphs: what it says, and nothing that only we know of it."""
    return NAME.sub("", html)


def tree(html: str) -> Element:
    """A cleaned text as a tree under "body"."""
    return markup.parsed(html)


def paragraphs_of(text: str) -> str:
    """Plain text as paragraphs: an empty line parts them, a line end stays one."""
    parts = re.split(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)+", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(
        f"<p>{escape(part.strip(), quote=False)}</p>".replace("\n", "<br>") for part in parts if part.strip()
    )


def _refuse_long(html: str, longest: int) -> None:
    if len(html) > longest:
        html = NAME.sub("", html)
    if len(html) > longest:
        raise ValidationError(
            _("The text is too long: %(length)s characters, at most %(longest)s. Move a part of it to another text.")
            % {"length": len(html), "longest": longest}
        )


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


class _Cleaner:
    """Walks once through what was parsed and builds anew what the grammar knows of it."""

    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self.count = 0

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(sorted(self.dropped - {""}))

    def body(self, root: Element) -> Element:
        place = _Place(("p", *grammar.HEADINGS, *grammar.LISTS, "blockquote", "table"), 0)
        self.walk(root, place, ())
        place.end()
        body = Element("body")
        body.extend(place.blocks)
        _order_headings(body)
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
        if self.count > grammar.MOST * 2:
            raise markup.TooMany

    def element(self, child: Element, place: _Place, marks: Marks) -> None:
        tag, style = child.tag, style_of(child)
        self.counted()
        if tag in DROPPED or "mso-element:comment" in style or "msodel" in child.get("class", "").lower():
            self.dropped.add(DROPPED.get(tag, "comments" if "mso-element:comment" in style else "deletions"))
        elif tag == "br":
            place.runs.append(("\n", ((grammar.BREAK, ()),)))
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
        else:
            self.block(child, place, marks)

    def block(self, child: Element, place: _Place, marks: Marks) -> None:
        """A paragraph, a heading, or something unknown that parts paragraphs."""
        tag = child.tag
        if ":" in tag:  # Word's own, within words
            return self.walk(child, place, marks)
        if (HEADING.fullmatch(tag) and "h3" not in place.allowed) or tag == "dt":
            place.begin("p", _spoken(child))
            marks = _with(marks, "strong", {})
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
            return _with(marks, "a", {"href": address}) if address else marks
        if name == "span":
            spoken = _spoken(child)
            marks = _with(marks, "span", spoken) if spoken else marks
        elif name and not ("font-weight:normal" in style.replace(" ", "") and name == "strong"):
            marks = _with(marks, name, {})
        return self.styled(style.replace(" ", ""), marks) if style else marks

    def styled(self, style: str, marks: Marks) -> Marks:
        """Marks that other programs write as style."""
        if re.search(r"font-weight:(?:bold|[6-9]00)", style):
            marks = _with(marks, "strong", {})
        if "font-style:italic" in style:
            marks = _with(marks, "em", {})
        if re.search(r"text-decoration(?:-line)?:[a-z-]*line-through", style):
            marks = _with(marks, "s", {})
        if found := re.search(r"vertical-align:(super|sub)", style):
            marks = _with(marks, "sup" if found[1] == "super" else "sub", {})
        if re.search(
            r"(?:^|;)(?:background|mso-highlight|color:(?!black|windowtext|#000|inherit|rgb\(0,0,0\)))", style
        ):
            self.dropped.add("colours")
        return marks

    def address(self, link: Element) -> str:
        """Where a link leads, '' where no reader may be led."""
        written = (
            "".join(link.get("href", "").split()) if "\n" in link.get("href", "") else link.get("href", "").strip()
        )
        address = quote(written, safe="%/:=&?~#+!$,;'@()*[]") if " " in written else written
        if ADDRESS.fullmatch(address) and len(address) <= LONGEST_ADDRESS:
            return address
        if address and not address.startswith("#"):
            self.dropped.add("addresses")
        return ""

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

    def lines(self, rows: list[list[Element]], place: _Place) -> None:
        """A table where none may stand: its rows as paragraphs."""
        for row in rows:
            for at, cell in enumerate(row):
                self.say(" \u2013 " if at else None, place, ())
                inner = _Place((), place.depth)
                self.walk(cell, inner, ())
                inner.end()
                for block in inner.blocks:
                    place.runs += [*_runs(block), (" ", ())]
            place.end()


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
    """The language and the direction of a passage."""
    language, direction = source.get("lang", ""), source.get("dir", "")
    found = {"lang": language} if language in grammar.LANGUAGES else {}
    return found | ({"dir": direction} if direction in grammar.DIRECTIONS else {})


def _named(source: Element) -> dict[str, str]:
    name = source.get(grammar.PARAGRAPH_ID, "")
    return {grammar.PARAGRAPH_ID: name} if name else {}


# Words and their marks


def _with(marks: Marks, name: str, attributes: dict[str, str]) -> Marks:
    others = [mark for mark in marks if mark[0] != name]
    return tuple(sorted([*others, (name, tuple(attributes.items()))], key=lambda mark: RANK[mark[0]]))


def _is_break(marks: Marks) -> bool:
    return marks[:1] == ((grammar.BREAK, ()),)


def normal(runs: list[tuple[str, Marks]]) -> list[tuple[str, Marks]]:
    """The words as a reader sees them: one space between two, none at the ends of a line, no empty line at the ends."""
    found: list[tuple[str, Marks]] = []
    after_space = True
    for words, marks in runs:
        if _is_break(marks):
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
    while found and (_is_break(found[-1][1]) or not found[-1][0].strip(" ")):
        found.pop()
    _strip_end(found)
    start = next((at for at, run in enumerate(found) if not _is_break(run[1])), len(found))
    found = found[start:]
    return found if any(words.strip() for words, _marks in found) else []


def _strip_end(found: list[tuple[str, Marks]]) -> None:
    while found and not _is_break(found[-1][1]) and found[-1][0].endswith(" "):
        words, marks = found.pop()
        if words := words.rstrip(" "):
            found.append((words, marks))


def fill(block: Element, runs: list[tuple[str, Marks]]) -> None:
    """Write words with their marks into a block, each mark opened as rarely as can be."""
    opened: list[Element] = [block]
    current: Marks = ()
    for words, marks in runs:
        if _is_break(marks):
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


def _runs(block: Element, marks: Marks = ()) -> list[tuple[str, Marks]]:
    """The words of a cleaned block again, with their marks."""
    found: list[tuple[str, Marks]] = [(block.text, marks)] if block.text else []
    for child in block:
        if child.tag == grammar.BREAK:
            found.append((" ", marks))
        elif child.tag in RANK:
            found += _runs(child, _with(marks, child.tag, dict(child.attrib)))
        else:
            found += _runs(child, marks)
        if child.tail:
            found.append((child.tail, marks))
    return found
