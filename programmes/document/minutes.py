"""The agenda and the minutes of a meeting as a document: of the same parts as the programme's own, so that it is printed,
tagged and kept in the same way."""

from django.utils import translation
from django.utils.translation import gettext as _

from programmes import rules
from programmes.document.blocks import (
    AGENDA,
    MINUTES,
    Block,
    Cell,
    Document,
    Entries,
    Entry,
    Paragraph,
    Row,
    Section,
)
from programmes.document.cover import title_of
from programmes.document.paper import paper
from programmes.document.writer import Writer, table
from programmes.enums import MeetingState, PointState
from programmes.models import AgendaPoint, Meeting, Programme


def minutes(programme: Programme, meeting: Meeting, language: str) -> Document:
    """What a meeting has before it, and once it was held what was decided, as the readers of this programme may know it.

    Nothing in it comes from another language: where a text lacks, the document says so.
    """
    writer = Writer(programme, language)
    with translation.override(language):
        is_held = meeting.state == MeetingState.HELD
        called = _("Minutes") if is_held else _("Agenda")
        topic = writer.plain(meeting.topic)
        title = f"{called}: {topic}" if topic else called
        points = [_point(writer, row, number) for number, row in enumerate(meeting.agenda.all(), 1)]
        return paper(
            writer,
            MINUTES if is_held else AGENDA,
            title,
            slug=f"{programme.slug}/{meeting.key}",  # two meetings that say the same are two documents
            about=title_of(writer),
            date=_when(writer, meeting),
            where=writer.plain(meeting.venue),
            sections=[*_present(writer, meeting, is_held=is_held), *points],
        )


def _when(writer: Writer, meeting: Meeting) -> str:
    return ", ".join(filter(None, [writer.day(meeting.held_on), meeting.hours]))


def _present(writer: Writer, meeting: Meeting, *, is_held: bool) -> list[Section]:
    """Who was there, by seat; of a meeting still to come nobody was."""
    present = list(meeting.present.all()) if is_held else []
    if not present:
        return []
    title = _("Present")
    rows = [Row([Cell(writer.plain(seat.names)), Cell(seat.get_sector_display())]) for seat in present]
    return [Section("", "present", "", title, table(title, [_("Organisation"), _("Sector")], rows, [60, 40]))]


def _point(writer: Writer, row: AgendaPoint, number: int) -> Section:
    facts = [(_("Where in the programme"), _about(writer, row)), (_("Presented by"), row.presenter)]
    entries = [Entry(words, label=label) for label, words in facts if words]
    blocks: list[Block] = [Entries(entries)] if entries else []
    blocks += [Paragraph(line) for line in _lines(writer.plain(row.text))]
    if row.state != PointState.OPEN:
        blocks.append(Entries([Entry(line, label=label) for label, line in _outcome(writer, row)]))
    elif row.moved_to_id:
        blocks.append(Paragraph(_("Goes on in the next meeting."), quiet=True))
    return Section("", f"point-{number}", str(number), writer.plain(row.title), blocks)


def _about(writer: Writer, row: AgendaPoint) -> str:
    """What it points at, for those who see that."""
    place = row.place_in(writer.programme)
    return place.label(writer.programme) if place and rules.sees_place(writer.programme, place) else ""


def _outcome(writer: Writer, row: AgendaPoint) -> list[tuple[str, str]]:
    lines = _lines(writer.plain(row.outcome)) or [""]
    return [(row.get_state_display() if at == 0 else "", line) for at, line in enumerate(lines)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
