"""The diary as a document: of the same parts as the programme's own, so that it is printed, tagged and kept in the same way."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.document.blocks import DIARY, Cell, Document, Paragraph, Row, Section
from programmes.document.cover import title_of
from programmes.document.diary import Entry, diary_of
from programmes.document.paper import paper
from programmes.document.writer import Writer, table
from programmes.enums import DiaryPart
from programmes.models import Programme


def diary_paper(programme: Programme, part: DiaryPart, language: str) -> Document:
    """How a programme was made, or what is chosen of it, a chapter a month."""
    writer = Writer(programme, language)
    with translation.override(language):
        months = [_month(writer, month, lines) for month, lines in diary_of(programme, part)]
        return paper(
            writer,
            DIARY,
            _("Diary of the programme"),
            # another part that says the same is another document
            slug=f"{programme.slug}/diary/{part.value}",
            about=title_of(writer),
            date="" if part == DiaryPart.EVERYTHING else str(part.label),
            sections=months or [Section("", "nothing", "", "", [Paragraph(_("Nothing has happened yet."))])],
        )


def _month(writer: Writer, month: date, lines: list[Entry]) -> Section:
    title = capfirst(date_format(month, "YEAR_MONTH_FORMAT"))
    rows = [Row([Cell(writer.day(each.day)), Cell(each.sentence, quiet=each.more)]) for each in lines]
    return Section("", f"{month:%Y-%m}", "", title, table(title, [_("Day"), _("What happened")], rows, [18, 82]))
