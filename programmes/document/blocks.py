"""What a document consists of, as plain data: everything here becomes JSON as it is.

Preview, PDF and JSON are views of the same `Document`. Texts are in the document's one language; `html` is rich text
that was cleaned when it was saved; codes ("T1", "MÅ1", "O1") point at the anchor of the same name. `place` is the text form of the
`Place` that something tells of, '' where that is no single thing. Nobody reads a place, so it is not part of what is
compared, hashed and printed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass
class Illustration:
    """A picture as it was when the document was put together; `alt` is empty where it only decorates.

    `key` is its record's. The file itself is found by its hash, among those of the programme.
    """

    key: str
    sha256: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""

    #: where it is fetched that is no programme's, as those of the example; never kept
    own_address = ""

    @property
    def address(self) -> str:
        """Where it is fetched."""
        return self.own_address or reverse("picture", kwargs={"key": self.key})


@dataclass
class Text:
    """Rich text that somebody wrote. `label`: what it answers, where no heading above says so. `pictures`: those that
    stand in it."""

    html: str
    label: str = ""
    place: str = ""
    pictures: list[Illustration] = field(default_factory=list)
    kind: str = "text"


@dataclass
class Paragraph:
    """A sentence that the document itself says. `quiet`: a source line, a remark."""

    text: str
    quiet: bool = False
    place: str = ""
    kind: str = "paragraph"


@dataclass
class Cell:
    """A table cell: plain text, a second line that is `quiet`, links to coded records, an outside address."""

    text: str = ""
    codes: list[str] = field(default_factory=list)
    url: str = ""
    numeric: bool = False
    quiet: str = ""


@dataclass
class Row:
    """A table row; a row with a code is that record's place in the document (anchor = code)."""

    cells: list[Cell]
    code: str = ""
    place: str = ""


@dataclass
class Table:
    """A regular table with one header row; the first cell of a row is its header."""

    caption: str
    columns: list[str]
    rows: list[Row]
    widths: list[int] = field(default_factory=list)  # per cent, empty for automatic
    source: str = ""
    place: str = ""
    kind: str = "table"


@dataclass
class Chart:
    """A chart as finished SVG with <title>; its numbers stand in a table beside it."""

    svg: str
    source: str = ""
    place: str = ""
    kind: str = "chart"


@dataclass
class Entry:
    """A coded record in a list (a finding), with the codes it is tied to."""

    text: str
    code: str = ""
    label: str = ""
    codes: list[str] = field(default_factory=list)
    place: str = ""


@dataclass
class Entries:
    """A list of coded records."""

    items: list[Entry]
    place: str = ""
    kind: str = "entries"


Block = Text | Paragraph | Table | Chart | Entries


def placed(blocks: list[Block], place: str) -> list[Block]:
    """The blocks: what tells of no single thing is at this place, and a row of a table then where its table is."""
    for block in blocks:
        block.place = block.place or place
        for row in block.rows if isinstance(block, Table) else []:
            row.place = row.place or block.place
    return blocks


@dataclass
class Section:
    """A chapter or a part of one. `key`: a checklist key where it deals with an element, the sort of a chapter that is the
    municipality's own. `own_title`: people wrote its title. `colour`: of a priority area (`Colour`), '' for all others.
    """

    key: str
    anchor: str
    number: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    place: str = ""
    own_title: bool = False
    colour: str = ""


@dataclass
class Cover:
    """What the first page says."""

    municipalities: list[str]
    title: str
    period: str
    state: str
    date: str
    legal_basis: str
    decision_path: Table | None = None
    picture: Illustration | None = None
    arms: Illustration | None = None


#: the states of what a meeting has before it, of what it has decided, of a diary, and of what was handed over; no
#: programme has these
AGENDA, MINUTES, DIARY, HANDED_OVER = PAPERS = ("agenda", "minutes", "diary", "handed_over")


@dataclass
class Document:
    """One programme in one language."""

    language: str
    title: str
    slug: str
    edition: str
    state: str  # the programme's, or "changed_after_approval"
    mark: str  # the words of the mark on every page, '' when approved
    is_demo: bool
    demo_mark: str
    cover: Cover
    sections: list[Section]
    coverage: Table | None  # "where each element is dealt with"; none where no element is shown
    terms: list[tuple[str, str]]
    back: list[Section] = field(default_factory=list)  # behind all that: appendices, and the imprint
    format: int = 1

    @property
    def is_short(self) -> bool:
        """Whether it is a paper beside the programme, printed without a cover and a table of contents."""
        return self.state in PAPERS

    def as_data(self) -> dict:
        """The document as JSON-ready data."""
        return json.loads(self.as_json())

    def as_json(self) -> str:
        """The same as text."""
        return json.dumps(self, default=vars, ensure_ascii=False)

    def illustrations(self) -> list[Illustration]:
        """Every picture of it, those of the cover first."""
        of_cover = (each for each in (self.cover.picture, self.cover.arms) if each)
        return [*of_cover, *(each for _anchor, text in self.texts() for each in text.pictures)]

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every rich text of it, with the anchor of the section in which it stands."""
        for section in (*self.sections, *self.back):
            yield from _texts(section)

    @classmethod
    def from_data(cls, data: dict) -> "Document":
        """The document again, from what `as_data` gave (and JSON kept)."""
        cover = data["cover"]
        path = cover["decision_path"]
        shown = {name: Illustration(**cover[name]) if cover[name] else None for name in ("picture", "arms")}
        return cls(
            **data
            | {
                "cover": Cover(**cover | {"decision_path": _table(path) if path else None} | shown),
                "sections": [_section(section) for section in data["sections"]],
                "coverage": _table(data["coverage"]) if data["coverage"] else None,
                "terms": [(term, meaning) for term, meaning in data["terms"]],
                "back": [_section(section) for section in data["back"]],
            }
        )


def _texts(section: Section) -> Iterator[tuple[str, Text]]:
    yield from ((section.anchor, block) for block in section.blocks if isinstance(block, Text))
    for part in section.sections:
        yield from _texts(part)


def _section(data: dict) -> Section:
    blocks = [_block(block) for block in data["blocks"]]
    return Section(**data | {"blocks": blocks, "sections": [_section(part) for part in data["sections"]]})


def _block(data: dict) -> Block:
    match data["kind"]:
        case "table":
            return _table(data)
        case "entries":
            return Entries(**data | {"items": [Entry(**item) for item in data["items"]]})
        case "text":
            return Text(**data | {"pictures": [Illustration(**each) for each in data["pictures"]]})
        case "chart":
            return Chart(**data)
        case _:
            return Paragraph(**data)


def _table(data: dict) -> Table:
    rows = [Row(**row | {"cells": [Cell(**cell) for cell in row["cells"]]}) for row in data["rows"]]
    return Table(**data | {"rows": rows})
