"""The document as HTML: the page that WeasyPrint lays out, and the same body for the preview on screen."""

import functools
import hashlib
import pickle
import re
import textwrap
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from integration_programme.remembered import Remembered
from integration_programme.richtext.links import ADDRESS
from integration_programme.whole import bound_for_print
from programmes.document.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Entries,
    Entry,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from programmes.export.breaks import lines_of, ways_to_break
from programmes.export.illustrations import illustration_html, picture
from programmes.export.passages import NOT_FOR_PRINT
from programmes.export.tags import writes_headings
from programmes.export.texts import Printable, way_to_comment
from programmes.export.widths import shares, with_room
from programmes.models.codes import kept_code

CODE = re.compile(r"[A-ZÅÄÖ]{1,3}[0-9]+(\.[0-9]+)*")  # O1, TP1.1
LINE_BREAK = re.compile(r"\r\n|\r|\n")
CODE_NUMBER = re.compile(r"[0-9.]+")
STARTS = re.compile(r'<ol start="[0-9]+" class="from([0-9]+)"')
SOFT_HYPHEN = "\u00ad"  # where the engine meets one it parts no other word (findings/weasyprint-soft-hyphen.sh)
STYLE = Path(__file__).with_name("print.css")
CODE_COLUMN = 12.5  # per cent of a table's width that its codes take in the margin: 18 of 144 mm
WIDEST, WIDEST_OF_NUMBERS = 4, 8  # columns that find room beside the margin; those of numbers are narrower
LONG_ENTRY = 900  # letters, about a third of a page
CHAPTER = 2  # the level of a chapter's heading; the title on the cover is the only h1


@functools.cache
def style() -> str:
    """The print stylesheet, with a class for every width that a column can have (a style attribute would not pass the
    screens' content security policy)."""
    return STYLE.read_text("utf-8") + "".join(f".w{width}{{width:{width}%}}" for width in range(1, 101))


def lines_html(text: str) -> SafeString:
    """A text with its line breaks."""
    return mark_safe(LINE_BREAK.sub("<br>", escape(text)))  # noqa: S308 - escaped just here


@dataclass
class PrintedCell:
    text: str = ""
    url: str = ""
    codes: str = ""  # safe HTML
    is_header: bool = False
    numeric: bool = False
    quiet: str = ""

    @property
    def said(self) -> str:
        return "\n".join(part for part in (self.text, strip_tags(self.codes), self.quiet) if part)

    @property
    def html(self) -> str:
        """The cell as it stands in the table: made here, since a template takes five times as long and there are many.

        An empty cell holds a space, so that a reader of the tagged table meets a cell there.
        """
        text = lines_html(self.text)
        if self.url:
            text = f'<a href="{escape(self.url)}">{text or escape(self.url)}</a>'
        parts: list[str] = [part for part in (text, self.codes) if part]
        if self.quiet:
            parts.append(f'{"<br>" if text else ""}<span class="quiet">{escape(self.quiet)}</span>')
        name, scope = ("th", ' scope="row"') if self.is_header else ("td", "")
        numeric = ' class="numeric"' if self.numeric else ""
        return f"<{name}{scope}{numeric}>{' '.join(parts) or '&nbsp;'}</{name}>"


@dataclass
class PrintedRow:
    code: str
    anchor: str
    is_lead: bool
    cells: list[PrintedCell]
    place: str = ""
    way_to_break: str = ""

    @property
    def classes(self) -> str:
        return " ".join(name for name in ("lead" if self.is_lead else "", self.way_to_break) if name)

    def lines(self, widths: list[int]) -> int:
        """How many lines it takes with columns of these widths in per cent."""
        return max(lines_of(cell.said, width) for cell, width in zip(self.cells, widths, strict=True))

    def html(self, *, has_codes: bool) -> str:
        """The row as it stands in a table, after its code where others have one."""
        names = {"id": self.anchor, "data-place": self.place, "class": self.classes}
        said = "".join(f' {name}="{escape(value)}"' for name, value in names.items() if value)
        code = f'<td class="code-cell">{escape(self.code) or "&nbsp;"}</td>' if has_codes else ""
        return f"<tr{said}>{code}{''.join(cell.html for cell in self.cells)}</tr>\n"


@dataclass
class PrintedTable:
    """A table with, where its rows have codes, a first column of codes that stands in the margin."""

    caption: str
    columns: list[tuple[str, bool, int]]  # name, whether numbers stand under it, width in per cent or 0
    rows: list[PrintedRow]
    source: str
    code_heading: str  # empty: no row has a code
    is_wide: bool
    place: str = ""

    @property
    def body(self) -> SafeString:
        """Its rows: made here as their cells are."""
        rows = (row.html(has_codes=bool(self.code_heading)) for row in self.rows)
        return mark_safe("".join(rows))  # noqa: S308 - escaped above


@dataclass
class PrintedEntry:
    text: SafeString
    label: str
    code: str
    anchor: str
    codes: SafeString
    place: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG_ENTRY


@dataclass
class PrintedSection:
    level: int
    number: str
    title: str
    anchor: str
    blocks: list[dict] = field(default_factory=list)
    sections: list["PrintedSection"] = field(default_factory=list)
    place: str = ""
    is_annex: bool = False
    colour: str = ""
    ask_url: str = ""

    @property
    def holds_records(self) -> bool:
        """Whether its parts are records, as objectives are those of a priority area: the contents then name them too."""
        return bool(self.sections) and all(CODE.fullmatch(part.number) for part in self.sections)


class Printer:
    """Goes through a document once, from front to back, and hands each code its one anchor.

    `anchors`: all of the document, to which its codes lead. `texts.anchors`: for a page on screen, where all that has a
    place is known by it; paper knows none.
    """

    def __init__(self, anchors: frozenset[str], texts: Printable):
        self.anchors, self.texts = anchors, texts

    def section(self, section: Section, level: int = CHAPTER) -> PrintedSection:
        number, title = section.number, section.title
        if CODE.fullmatch(section.anchor) and title.startswith(f"{section.anchor} "):
            number, title = section.anchor, title.removeprefix(f"{section.anchor} ")  # a record is known by its code
        elif number and not number[0].isdigit():  # "Appendix 1" has no room in the margin
            number, title = "", ". ".join(part for part in (number, title) if part)
        printed = PrintedSection(min(level, 6), number, title, self._anchor(section.anchor), place=self._place(section))
        printed.colour = section.colour
        printed.ask_url = way_to_comment(section.place) if self.texts.asks and section.place else ""
        printed.blocks = [self._block(block, printed) for block in section.blocks]
        printed.sections = [self.section(part, level + 1) for part in section.sections]
        return printed

    def table(self, table: Table, heading: str = "") -> PrintedTable:
        """`heading`: what stands above it anyway and is not said twice."""
        columns, lines, widths = table.columns, [row.cells for row in table.rows], table.widths
        has_codes, code_heading = any(row.code for row in table.rows), gettext("Code")
        if has_codes and all(row.cells and row.cells[0].text == row.code for row in table.rows):
            code_heading, columns = columns[0], columns[1:]
            lines, widths = [cells[1:] for cells in lines], widths[1:]
        width = len(columns)
        kinds = [CODE_NUMBER.sub("", row.code) for row in table.rows]
        lead = kinds[0] if len(set(kinds)) > 1 else None
        rows = [
            PrintedRow(
                row.code,
                self._anchor(row.code),
                lead is not None and kind == lead,
                self._cells(cells, width),
                self._place(row),
            )
            for row, kind, cells in zip(table.rows, kinds, lines, strict=True)
        ]
        numeric = _numeric(rows, width)
        is_wide = has_codes or width > WIDEST_OF_NUMBERS or (width > WIDEST and numeric.count(False) > 1)
        room = 100 - CODE_COLUMN if has_codes else 100
        said = [[cell.text for cell in row.cells] for row in rows]
        if len(widths) == width and sum(widths):
            fitting = with_room([each * room / sum(widths) for each in widths], columns, said, is_wide=is_wide)
            widths = [max(1, int(each)) for each in fitting]  # never more than there is
        else:
            widths = shares(columns, said, room)
        ways = ways_to_break([row.lines(widths) for row in rows], [row.is_lead for row in rows])
        for row, way in zip(rows, ways, strict=True):
            row.way_to_break = way
        return PrintedTable(
            caption=table.caption if table.caption != heading else "",
            columns=list(zip(columns, numeric, widths, strict=True)),
            rows=rows,
            source=table.source,
            code_heading=code_heading if has_codes else "",
            is_wide=is_wide,
            place=self._place(table),
        )

    def _cells(self, cells: list[Cell], width: int) -> list[PrintedCell]:
        printed = [
            PrintedCell(cell.text, self._address(cell.url), self._codes(cell.codes), at == 0, cell.numeric, cell.quiet)
            for at, cell in enumerate(cells[:width])
        ]
        return printed + [PrintedCell() for _ in range(width - len(printed))]

    def _address(self, url: str) -> str:
        """An address that a reader may be led to: outside, or a place in this document."""
        return url if ADDRESS.fullmatch(url) or (url.startswith("#") and url[1:] in self.anchors) else ""

    def _block(self, block, section: PrintedSection) -> dict:
        match block:
            case Text():
                html = self.texts.html(block.html, section.level, block.pictures, block.place)
                return {"kind": "text", "label": block.label, "html": html, "place": self._place(block)}
            case Table():
                return {"kind": "table", "table": self.table(block, section.title)}
            case Chart():
                drawn = picture(block.svg)
                return {"kind": "chart", "svg": drawn, "source": block.source, "place": self._place(block)}
            case Entries():
                return {"kind": "entries", "entries": [self._entry(entry) for entry in block.items]}
            case Paragraph():
                place = self._place(block)
                return {"kind": "paragraph", "text": block.text, "quiet": block.quiet, "place": place}
            case _:
                raise TypeError(f"not a block of a document: {block!r}")

    def _entry(self, entry) -> PrintedEntry:
        codes = self._codes(entry.codes)
        anchor, place = self._anchor(entry.code), self._place(entry)
        return PrintedEntry(lines_html(entry.text), entry.label, entry.code, anchor, codes, place)

    def _codes(self, codes: list[str]) -> SafeString:
        """Codes, each a link where it has a place in the document."""
        links = [
            f'<a href="#{escape(_id(code))}">{escape(code)}</a>' if code in self.anchors else escape(code)
            for code in codes
        ]
        return mark_safe(f'<span class="codes">{", ".join(links)}</span>' if links else "")  # noqa: S308 - escaped

    def _place(self, part: Section | Row | Entry | Block) -> str:
        return part.place if self.texts.anchors else ""

    def _anchor(self, anchor: str) -> str:
        """The anchor, the first time it comes; an id may stand only once."""
        return anchor if self.texts.takes(anchor := _id(anchor)) else ""


def _id(anchor: str) -> str:
    """An anchor as an address has it: the same in every language of the document."""
    return kept_code(anchor) if CODE.fullmatch(anchor) else anchor


def _all_anchors(document: Document) -> frozenset[str]:
    return frozenset(anchor for section in [*document.sections, *document.back] for anchor in _anchors(section))


def _anchors(section: Section):
    yield section.anchor
    for block in section.blocks:
        if isinstance(block, Table):
            yield from (row.code for row in block.rows if row.code)
        elif isinstance(block, Entries):
            yield from (entry.code for entry in block.items if entry.code)
    for part in section.sections:
        yield from _anchors(part)


def _numeric(rows: list[PrintedRow], width: int) -> list[bool]:
    """Which columns hold numbers and nothing else."""
    columns = [[row.cells[at] for row in rows if row.cells[at].text] for at in range(width)]
    return [bool(column) and all(cell.numeric for cell in column) for column in columns]


def running_head(document: Document) -> str:
    """Municipality, short title and state, for the head of every page."""
    municipality = textwrap.shorten(", ".join(document.cover.municipalities), 40, placeholder=" \u2026")
    title = textwrap.shorten(document.title, 64, placeholder=" \u2026")
    return " \u00b7 ".join(part for part in (municipality, title) if part)


def _context(document: Document, texts: Printable) -> dict[str, Any]:
    printer = Printer(_all_anchors(document), texts)
    cover = document.cover
    return {
        "document": document,
        "language": document.language,
        "path": printer.table(cover.decision_path) if cover.decision_path and cover.decision_path.rows else None,
        "sections": [printer.section(section) for section in document.sections],
        "coverage": _coverage(printer, document),
        "terms": document.terms,
        "back": [replace(printer.section(section), is_annex=True) for section in document.back],
        "head": running_head(document),
    }


def _coverage(printer: Printer, document: Document) -> Any:
    return printer.table(document.coverage, document.coverage.caption) if document.coverage else None


def html_of(document: Document) -> str:
    """The whole document as one HTML page with its stylesheet, as it is laid out for print."""
    with translation.override(document.language):
        context = _context(document, Printable(one_head=not writes_headings()))
        context["arms"] = illustration_html(document.cover.arms, widest=30, highest=26)
        context["picture"] = illustration_html(document.cover.picture, widest=210, highest=78)
        context["style"] = mark_safe(style())  # noqa: S308 - our own file
        page = NOT_FOR_PRINT.sub("", render_to_string("programmes/print/document.html", context))
        return counted(bound_for_print(page.replace(SOFT_HYPHEN, "")))


def counted(html: str) -> str:
    """The page with a rule for every list that does not begin to count at one."""
    starts = sorted({int(start) for start in STARTS.findall(html)})
    rules = "".join(f"ol.from{start}{{counter-reset:list-item {start - 1}}}" for start in starts)
    return html.replace("</style>", f"{rules}</style>", 1)


SHOWN = Remembered[tuple[SafeString, frozenset[str]]](1_500_000)
PARTS = SafeString(f"<!--parts {uuid.uuid4()}-->")


def body_of(document: Document, *, asks: bool = False) -> SafeString:
    """Everything between cover and back, for a page on screen. `asks`: with the ways to comment on it, and marks where
    `with_said` puts what was said."""
    with translation.override(document.language):
        screen = Screen(_all_anchors(document), asks=asks)
        chapters, back = (
            [screen.section(section) for section in sections] for sections in (document.sections, document.back)
        )
        coverage = _coverage(Printer(screen.anchors, Printable(anchors=True)), document)
        annexes = _rendered("programmes/print/annexes.html", {"coverage": coverage, "terms": document.terms})
        return SafeString("".join([*chapters, annexes, *back]))


SAID_HERE = re.compile(r"<!--said:([^<>]*)-->")


def with_said(body: SafeString, said: Mapping[str, SafeString]) -> SafeString:
    """A body that asks, with what was said at its places, by their text forms."""
    if not said:
        return body
    left = dict(said)  # a place may be named by several sections: the first one holds what was said
    return SafeString(SAID_HERE.sub(lambda found: left.pop(found[1], ""), body))


class Screen:
    """A document on screen. What a section says itself is rendered once, whatever becomes of its parts and the others."""

    def __init__(self, anchors: frozenset[str], *, asks: bool = False):
        self.anchors, self.asks, self.taken = anchors, asks, set[str]()
        self._around = pickle.dumps((sorted(anchors), get_language(), asks))

    def section(self, section: Section, level: int = CHAPTER) -> str:
        own = replace(section, sections=[])
        digest = hashlib.sha256(self._around + pickle.dumps((own, level))).digest()
        html, ids = SHOWN.get(digest, lambda: self._rendered(own, level, set()))
        if not self.taken.isdisjoint(ids):  # an id may stand only once on a page
            html, ids = self._rendered(own, level, self.taken)
        self.taken |= ids
        return html.replace(PARTS, "".join(self.section(part, level + 1) for part in section.sections))

    def _rendered(self, section: Section, level: int, taken: set[str]) -> tuple[SafeString, frozenset[str]]:
        """A section with room for its parts, and the ids that stand in it; those that are `taken` do not."""
        printer = Printer(self.anchors, Printable(anchors=True, asks=self.asks, taken=taken))
        context = {"section": printer.section(section, level), "parts": PARTS}
        return _rendered("programmes/print/section.html", context), frozenset(printer.texts.taken - taken)


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    return SafeString(bound_for_print(NOT_FOR_PRINT.sub("", render_to_string(template, context))))
