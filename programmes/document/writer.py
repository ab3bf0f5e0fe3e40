"""How everything in a document is said: one language, its dates and numbers, and what it says when a text lacks."""

import functools
from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.figures import format_number
from integration_programme import richtext
from integration_programme.alphabet import alphabetical
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.checklist import Edition, Words
from programmes.document.blocks import Block, Cell, Illustration, Paragraph, Row, Table, Text
from programmes.enums import Phase, ProgrammeState
from programmes.models import Picture, Programme, item_place, place_of
from programmes.models.codes import CodedRecord, code_in
from programmes.models.counts import FEWER, CountingRecord
from programmes.models.kinds import kind_of
from programmes.models.organisations import ProgrammeOrganisation
from programmes.models.partners import PartRecord
from programmes.models.records import ProgrammeRecord
from programmes.models.rows import Made

#: chapters and smaller parts of about six documents
PARTS = Remembered[Made](3_000_000)


class Writer:
    """The programme whose document is put together, and the language it is put together in.

    Everything a writer gives is in that one language: use it under `translation.override(writer.language)`.
    """

    def __init__(self, programme: Programme, language: str):
        self.programme, self.language = programme, language
        self.is_draft = programme.state != ProgrammeState.APPROVED

    @functools.cached_property
    def checklist(self) -> Edition:
        return self.programme.checklist

    def words(self, key: str) -> Words:
        return self.checklist.words(key, self.language)

    def rows(self, name: str) -> list:
        return self.programme.rows(name)

    def kept(self, make: Callable[[], Any], *what: Hashable, given: Iterable[ProgrammeRecord] = ()) -> Any:
        """A part of the document, put together anew only after an act on what it is made of; nobody changes it after."""
        return self.programme.remembered_by_kind(PARTS, make, self.language, *what, given=given)

    def plain(self, texts: Translations) -> str:
        """A plain text; where it is written in other languages only, a remark that says so."""
        return texts.text(self.language) or (self.lacking if texts else "")

    def rich(self, record: ProgrammeRecord, field: str) -> list[Block]:
        """A rich text of a record as blocks; none where nothing is written in any language."""
        texts, place = getattr(record, field), self.place(record, field)
        if html := texts.text(self.language):
            return [self.text(html, place=place)]
        return [Paragraph(self.lacking, quiet=True, place=place)] if texts else []

    def text(self, html: str, label: str = "", *, place: str) -> Text:
        """A rich text in the document's language with the pictures in it."""
        keys = richtext.pictures(html)
        found = {str(each.key): each for each in self.rows("pictures")} if keys else {}
        shown = [self.illustration(found[key]) for key in keys if key in found and found[key].sha256]
        return Text(html, label, place, shown)

    def illustration(self, picture: Picture) -> Illustration:
        """A picture as it is now, with what it shows in this language, or else in another."""
        original = self.programme.original_language
        alt = "" if picture.is_decorative else picture.alt.first(self.language, original)[1] or picture.unnamed()
        credit = picture.credit.first(self.language, original)[1]
        return Illustration(str(picture.key), picture.sha256, picture.width, picture.height, alt, credit)

    def lines(self, record: ProgrammeRecord, field: str) -> list[Block]:
        """A plain text of a record with several lines: each line a paragraph."""
        texts, place = getattr(record, field), self.place(record, field)
        is_remark = not texts.text(self.language)
        lines = (line.strip() for line in self.plain(texts).splitlines())
        return [Paragraph(line, quiet=is_remark, place=place) for line in lines if line]

    def place(self, record: Any, field: str = "") -> str:
        """Where something comes from: a record or its field, in the language of the document where it has several."""
        language = self.language if field in kind_of(record).texts else ""
        return str(place_of(record, field, language))

    def item(self, key: str) -> str:
        """The place of an item of the checklist."""
        return str(item_place(self.programme, key))

    def organisation(self, key: int | None) -> str:
        """What tables call an organisation of the register, by its id; '' for one that has no part in it any more."""
        row = self.programme.by_id("organisations").get(key)
        return self.plain(row.called_short) if row else ""

    def organisations(self, rows: Iterable[ProgrammeOrganisation]) -> str:
        """What tables call several of them, in the order of their names."""
        return ", ".join(sorted((self.plain(row.called_short) for row in rows), key=alphabetical))

    def of_part(self, record: ProgrammeRecord, words: str) -> str:
        """The words of a record, with the municipality whose it is where it is not everybody's."""
        if not isinstance(record, PartRecord) or record.part_id is None:
            return words
        self.rows("links")  # of which the part is one: what is kept hangs on them
        return f"{words} ({record.part.label(self.language)})"

    def label(self, record: ProgrammeRecord) -> str:
        """What a record is called, with its code if it has one."""
        name = self.of_part(record, self.plain(getattr(record, record.main_text)) or record.unnamed())
        return f"{self.code(record)} {name}" if isinstance(record, CodedRecord) else name

    def code(self, record: CodedRecord) -> str:
        """The code of a record in the language of the document."""
        return code_in(record.code, self.language)

    @property
    def lacking(self) -> str:
        """The remark in place of a text that is not there in this language."""
        return remarks(self.language)[self.is_draft]

    def day(self, day: date | None, *, short: bool = False) -> str:
        """A day as it is written out; short where a narrow column holds it."""
        if day is None:
            return ""
        return date_format(day, "j M Y") if short and self.language == "en" else date_format(day)

    def period(self, start: date | None, end: date | None) -> str:
        """From when to when; whole years as years, whole months as months."""
        if not (start and end):
            return _("from %(day)s") % {"day": self.day(start)} if start else self.until(end)
        if (start.day, start.month, end.day, end.month) == (1, 1, 31, 12):
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        if start.day == 1 and (end + timedelta(days=1)).day == 1:
            return f"{self.month(start)}–{self.month(end)}"
        return f"{self.day(start)} – {self.day(end)}"

    def month(self, day: date) -> str:
        return date_format(day, "M Y") if self.language == "en" else f"{day.month}/{day.year}"

    def until(self, end: date | None) -> str:
        return _("until %(day)s") % {"day": self.day(end)} if end else ""

    def counted(self, record: CountingRecord, name: str) -> str:
        """A number of a record with its unit; of few persons no more than that they are few."""
        unit = record.unit.text(self.language)
        return f"{FEWER} {unit}".strip() if record.hides(name) else self.number(getattr(record, name), unit)

    def number(self, value: Decimal | None, unit: str = "") -> str:
        """A number with as many decimals as were written, and its unit; per cent as the language writes it."""
        if value is None:
            return ""
        number = format_number(value, self.language, max(0, -int(value.normalize().as_tuple().exponent)))
        return f"{number}%" if unit == "%" and self.language == "en" else f"{number} {unit}".strip()


def remarks(language: str) -> tuple[str, str]:
    """What stands in place of a text that is not there in the language: in a programme that is approved, in a draft."""
    with translation.override(language):
        return {
            "fi": (_("(not available in Finnish)"), _("(not yet available in Finnish)")),
            "sv": (_("(not available in Swedish)"), _("(not yet available in Swedish)")),
            "en": (_("(not available in English)"), _("(not yet available in English)")),
        }[language]


def anchor_of(key: str) -> str:
    """The place in the document that deals with a key of the checklist."""
    return key.removeprefix(f"{Phase.DOCUMENT}.").replace(".", "-").replace("_", "-")


def table(
    caption: str, columns: list[str], rows: list[Row], widths: list[int] | None = None, *, place: str = ""
) -> list[Block]:
    """A table without the columns in which no row says anything; no block at all when there are no rows."""
    if not rows:
        return []
    kept = [at for at in range(len(columns)) if at == 0 or any(_says_something(row.cells[at]) for row in rows)]
    for row in rows:
        row.cells = [row.cells[at] for at in kept]
    shared = _shared(widths, kept) if widths else []
    return [Table(caption, [columns[at] for at in kept], rows, shared, place=place)]


def _says_something(cell: Cell) -> bool:
    return bool(cell.text or cell.codes or cell.url or cell.quiet)


def _shared(widths: list[int], kept: list[int]) -> list[int]:
    """The widths of the columns that are kept, again a hundred together."""
    total = sum(widths[at] for at in kept)
    shared = [round(100 * widths[at] / total) for at in kept]
    shared[-1] += 100 - sum(shared)
    return shared
