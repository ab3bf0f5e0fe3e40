"""How long a document is, chapter by chapter: in words, as a share of the whole, and roughly in pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil

from integration_programme import richtext
from integration_programme.remembered import Remembered
from programmes.document.blocks import Block, Chart, Document, Entries, Paragraph, Section, Table, Text

SIGNS_A_PAGE = 1800
PAGES_AROUND = 5  # cover, contents, coverage, terms
CHART_SIGNS = 600  # a chart takes about as much room
SERVICES = ("document.general_services", "document.special_services")


@dataclass
class ChapterLength:
    """One chapter's share of the document."""

    number: str
    title: str
    anchor: str
    words: int
    percent: int


@dataclass
class Length:
    chapters: list[ChapterLength]
    words: int
    pages: int
    page_budget: int
    services_longer: bool

    @property
    def is_over(self) -> bool:
        return self.pages > self.page_budget

    @property
    def longest(self) -> list[ChapterLength]:
        return sorted(self.chapters, key=lambda chapter: -chapter.words)[:3]


def length_of(document: Document, page_budget: int) -> Length:
    """Counted from what will be printed; pages are a rough guess, the PDF knows better."""
    sections = [*document.sections, *document.back]
    counted = [(section, *COUNTED.of(section, partial(_counted, section))) for section in sections]
    total = sum(words for _section, words, _room in counted)
    room = sum(room for _section, _words, room in counted)
    by_key = {section.key: words for section, words, _room in counted}
    services = sum(by_key.get(key, 0) for key in SERVICES)
    return Length(
        chapters=[
            ChapterLength(
                section.number, section.title, section.anchor, words, round(100 * words / total) if total else 0
            )
            for section, words, _room in counted
        ],
        words=total,
        pages=ceil(room / SIGNS_A_PAGE) + PAGES_AROUND,
        page_budget=page_budget,
        services_longer=services > max(by_key.get("objectives", 0), 100),
    )


COUNTED = Remembered[tuple[int, int]](100_000)


def _counted(section: Section) -> tuple[int, int]:
    """The words of a chapter, and the room it takes, in signs."""
    texts = list(texts_in(section))
    return sum(len(text.split()) for text in texts), sum(map(len, texts)) + CHART_SIGNS * _charts(section)


def texts_in(section: Section) -> Iterator[str]:
    """Everything there is to read in a chapter."""
    yield section.title
    for block in section.blocks:
        yield from _texts(block)
    for part in section.sections:
        yield from texts_in(part)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield richtext.plain_text(block.html)
        case Paragraph():
            yield block.text
        case Table():
            yield from (block.caption, block.source, *block.columns)
            yield from (f"{cell.text} {cell.quiet}" for row in block.rows for cell in row.cells)
        case Entries():
            yield from (f"{item.label} {item.text}" for item in block.items)


def _charts(section: Section) -> int:
    own = sum(isinstance(block, Chart) for block in section.blocks)
    return own + sum(_charts(part) for part in section.sections)
