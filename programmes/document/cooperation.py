"""With whom: organisations and rough groups, never persons."""

from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Cell, Entries, Entry, Paragraph, Row, Section
from programmes.document.writer import Writer, table
from programmes.enums import Band, InvitationStatus, ReachedGroup, SpokenLanguage
from programmes.models import Consultation
from stakeholders.models import Seat

CONSULTATIONS = "cooperation.immigrants"


def cooperation_blocks(writer: Writer) -> list[Block]:
    plan = getattr(writer.programme, "cooperation", None)
    blocks: list[Block] = []
    if plan is not None:
        blocks += writer.lines(plan, "immigrants_involved")
        if not _seats(writer):
            blocks += writer.lines(plan, "no_group_reason")
    return [*blocks, *_group(writer), *_bodies(writer)]


def _seats(writer: Writer) -> list[Seat]:
    return [seat for seat in writer.programme.seats if seat.is_valid]


def _group(writer: Writer) -> list[Block]:
    """Who leads the group, and the organisations that sit in it; who sits for them is left out, a resident who has not
    allowed it too."""
    once = {str(seat): seat for seat in _seats(writer)}
    place = writer.item("cooperation.group")  # where a seat, which is the group's, stands in the programme
    rows = [
        Row([Cell(writer.plain(seat.names)), Cell(str(seat.get_sector_display()))], place=place)
        for seat in once.values()
    ]
    columns = [_("Organisation"), _("Kind of organisation")]
    return [*_officers(writer, place), *table(_("Cooperation group"), columns, rows, [55, 45], place=place)]


def _officers(writer: Writer, place: str) -> list[Block]:
    items = [
        Entry(writer.plain(officer.printed), label=str(officer.get_kind_display()), place=place)
        for officer in writer.programme.officers
        if officer.printed
    ]
    return [Entries(items, place=place)] if items else []


def _bodies(writer: Writer) -> list[Block]:
    rows = [
        Row(
            [Cell(invitation.get_body_group_display()), Cell(writer.plain(invitation.called))],
            place=writer.place(invitation),
        )
        for invitation in writer.rows("invitations")
        if invitation.status == InvitationStatus.JOINED
    ]
    return table(
        _("Bodies that take part"),
        [_("Invited body"), _("Which one")],
        rows,
        [40, 60],
        place=writer.item("cooperation.organisations"),
    )


def consultations_sections(writer: Writer) -> list[Section]:
    """Who was heard and how, then what each of the consultations said and changed."""
    consultations = writer.rows("consultations")
    if not consultations:
        return []
    parts = [
        Section("", f"consultation-{number}", "", _name(writer, consultation), blocks, place=writer.place(consultation))
        for number, consultation in enumerate(consultations, 1)
        if (blocks := _outcome(writer, consultation))
    ]
    heard, place = _heard(writer, consultations), writer.item(CONSULTATIONS)
    return [Section("", "consultations", "", _("Consultations"), heard, parts, place)]


def _heard(writer: Writer, consultations: list[Consultation]) -> list[Block]:
    columns = [_("Consultation"), _("Date"), _("Languages"), _("Groups reached")]
    rows = [
        Row(
            [
                Cell(_name(writer, consultation), url=consultation.link, quiet=_minutes(consultation)),
                Cell(_days(writer, consultation)),
                Cell(_languages(consultation)),
                Cell(reached(consultation)),
            ],
            place=writer.place(consultation),
        )
        for consultation in consultations
    ]
    return table(_("Who was heard"), columns, rows, [35, 15, 20, 30], place=writer.item(CONSULTATIONS))


def _days(writer: Writer, consultation: Consultation) -> str:
    """The day, or the first and the last one."""
    first, last = consultation.held_on, consultation.ended_on
    return (
        f"{writer.day(first)} – {writer.day(last)}" if first and last and first != last else writer.day(first or last)
    )


def _minutes(consultation: Consultation) -> str:
    """The section and the case number of a statement."""
    return ", ".join(filter(None, consultation.minutes))


def _outcome(writer: Writer, consultation: Consultation) -> list[Block]:
    """What was said, and what changed because of it."""
    return [
        *_told(writer, _("What was said"), consultation, "what_was_said"),
        *_told(writer, _("What changed because of it"), consultation, "what_changed"),
    ]


def _told(writer: Writer, label: str, consultation: Consultation, field: str) -> list[Block]:
    """A rich text with what it tells."""
    texts, place = getattr(consultation, field), writer.place(consultation, field)
    if html := texts.text(writer.language):
        return [writer.text(html, label, place=place)]
    return [Paragraph(f"{label}: {writer.lacking}", quiet=True, place=place)] if texts else []


def _name(writer: Writer, consultation: Consultation) -> str:
    kind = str(consultation.get_kind_display())
    title = writer.plain(consultation.title)
    return writer.of_part(consultation, f"{kind}: {title}" if title else kind)


def _languages(consultation: Consultation) -> str:
    names = SpokenLanguage.named(consultation.languages)
    if consultation.interpretation:
        names.append(_("interpretation was available"))
    return ", ".join(names)


def reached(consultation: Consultation) -> str:
    """Groups with the band of how many were reached, as it is stored."""
    parts = []
    for group, band in consultation.reached.items():
        if group in ReachedGroup.values and band in Band.values:
            name = str(ReachedGroup(group).label)
            parts.append(f"{name} ({Band(band).label})" if band else name)
    return ", ".join(parts)
