"""How long a document is, chapter by chapter: in words, as a share of the whole, and roughly in pages."""

from dataclasses import dataclass
from math import ceil

from integration_programme import richtext
from programmes.document.blocks import Block, Chart, Document, Entries, Paragraph, Section, Table, Text

WORDS_A_PAGE = 300
PAGES_AROUND = 4  # cover, contents, coverage, terms
CHART_WORDS = 90  # a chart takes about this many words' room
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
    counted = [(section, words_in(section)) for section in document.sections]
    total = sum(words for _section, words in counted)
    room = total + CHART_WORDS * sum(_charts(section) for section in document.sections)
    by_key = {section.key: words for section, words in counted}
    services = sum(by_key.get(key, 0) for key in SERVICES)
    return Length(
        chapters=[
            ChapterLength(
                section.number, section.title, section.anchor, words, round(100 * words / total) if total else 0
            )
            for section, words in counted
        ],
        words=total,
        pages=ceil(room / WORDS_A_PAGE) + PAGES_AROUND,
        page_budget=page_budget,
        services_longer=services > max(by_key.get("objectives", 0), 100),
    )


def words_in(section: Section) -> int:
    own = sum(_words(block) for block in section.blocks)
    return len(section.title.split()) + own + sum(words_in(part) for part in section.sections)


def _words(block: Block) -> int:
    match block:
        case Text():
            return richtext.word_count(block.html)
        case Paragraph():
            return len(block.text.split())
        case Table():
            cells = [*block.columns, block.caption, *(cell.text for row in block.rows for cell in row.cells)]
            return sum(len(text.split()) for text in cells)
        case Entries():
            return sum(len(f"{item.label} {item.text}".split()) for item in block.items)
        case _:
            return 0


def _charts(section: Section) -> int:
    own = sum(isinstance(block, Chart) for block in section.blocks)
    return own + sum(_charts(part) for part in section.sections)
