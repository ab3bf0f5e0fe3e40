"""A document in short, for its first page on the web: what is promised, by which measures, measured how. It says nothing
that the document does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from integration_programme import richtext
from programmes.document.blocks import Document, Entries, Section, Table, Text
from programmes.enums import ChapterSort
from programmes.models.codes import kept_code

LEAD = 420  # letters of what stands first
#: chapters that say it all in a few words, the best first
SAYING = (ChapterSort.SUMMARY, ChapterSort.STARTING_POINTS, ChapterSort.INTRODUCTION, ChapterSort.FOREWORD)


@dataclass
class Measure:
    """What is done, by whom and when."""

    name: str
    owner: str
    schedule: str


@dataclass
class Aim:
    """What is measured, from where to where; the days may lack."""

    name: str
    baseline: str
    since: str
    target: str
    until: str


@dataclass
class Promise:
    """An objective: what shall change, what is done for it, and by what it is known."""

    anchor: str
    title: str
    change: str
    measures: list[Measure] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Its place in the document on screen, the same in every language."""
        return kept_code(self.anchor)


@dataclass
class InShort:
    lead: str
    promises: list[Promise]
    measures: int
    indicators: int


def in_short(document: Document) -> InShort:
    with translation.override(document.language):
        parts = [part for section in document.sections for part in _parts(section)]
        promises = [_promise(part) for part in parts if part.place.startswith("objective:")]
        indicators = _indicators(parts)
        for promise in promises:
            promise.aims = [aim for codes, aim in indicators if promise.anchor in codes]
        measures = sum(len(promise.measures) for promise in promises)
        return InShort(_lead(document), promises, measures, len(indicators))


def decided(document: Document, day: date) -> str:
    """Which body approved it on this day, and the section of its minutes, as the handling tells; '' where it does not."""
    path = document.cover.decision_path
    if path is None:
        return ""
    with translation.override(document.language):
        columns = [_("Body"), _("Date"), _("Section (§)")]
        rows = [[_cell(path, row, column)[0] for column in columns] for row in path.rows]
        body, _on, section = next((row for row in reversed(rows) if row[1] == date_format(day)), ("", "", ""))
        return ", ".join(part for part in (body, section and (section if "§" in section else f"§ {section}")) if part)


def _parts(section: Section) -> Iterator[Section]:
    yield section
    for part in section.sections:
        yield from _parts(part)


def _lead(document: Document) -> str:
    """The first words of the chapter that says it best; '' where there is none."""
    chapters = {section.key: section for section in document.sections}
    for sort in SAYING:
        blocks = chapters[sort].blocks if sort in chapters else []
        for text in (block for block in blocks if isinstance(block, Text)):
            return Truncator(" ".join(richtext.plain_text(text.html).split())).chars(LEAD, truncate=" …")
    return ""


def _promise(section: Section) -> Promise:
    promise = Promise(section.anchor, section.title.removeprefix(section.anchor).strip(), "")
    for block in section.blocks:
        if isinstance(block, Entries):
            changes = [entry.text for entry in block.items if re.match(r"objective:[\w-]+/change\b", entry.place)]
            promise.change = promise.change or "".join(changes)
        if isinstance(block, Table):
            promise.measures += [
                Measure(*(_cell(block, row, column)[0] for column in (None, _("Owner"), _("Schedule"))))
                for row in block.rows
                if row.place.startswith("measure:")
            ]
    return promise


def _indicators(parts: list[Section]) -> list[tuple[list[str], Aim]]:
    """Each indicator, with the codes of what it serves."""
    tables = [block for part in parts for block in part.blocks if isinstance(block, Table)]
    return [
        ([code for cell in row.cells for code in cell.codes], _aim(table, row))
        for table in tables
        for row in table.rows
        if row.code and row.place.startswith("indicator:")
    ]


def _aim(table: Table, row) -> Aim:
    (baseline, since), (target, until) = (_cell(table, row, column) for column in (_("Baseline"), _("Target")))
    return Aim(row.cells[0].text, baseline, since, target, until)


def _cell(table: Table, row, column: str | None) -> tuple[str, str]:
    """What stands under a column of this name, and under that; of the first column where no name is given."""
    at = 0 if column is None else table.columns.index(column) if column in table.columns else None
    return (row.cells[at].text, row.cells[at].quiet) if at is not None and at < len(row.cells) else ("", "")
