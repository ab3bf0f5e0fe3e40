"""With whom: organisations and rough groups, never persons."""

from django.utils.translation import gettext as _

from integration_programme import richtext
from programmes.document.blocks import Block, Cell, Row
from programmes.document.writer import Writer, table
from programmes.enums import Band, InvitationStatus, ReachedGroup, SpokenLanguage
from programmes.models import Consultation


def cooperation_blocks(writer: Writer) -> list[Block]:
    plan = getattr(writer.programme, "cooperation", None)
    blocks: list[Block] = []
    if plan is not None:
        blocks += writer.lines(plan.immigrants_involved)
        if not _seats(writer):
            blocks += writer.lines(plan.no_group_reason)
    return [*blocks, *_group(writer), *_bodies(writer), *_consultations(writer)]


def _seats(writer: Writer) -> list:
    return writer.programme.group_seats if writer.programme.group_id else []


def _group(writer: Writer) -> list[Block]:
    """The organisations that sit in the group; who sits for them is left out."""
    kinds = {seat.organisation: seat.get_sector_display() for seat in _seats(writer)}
    rows = [Row([Cell(organisation), Cell(str(kind))]) for organisation, kind in kinds.items()]
    return table(_("Cooperation group"), [_("Organisation"), _("Kind of organisation")], rows, [55, 45])


def _bodies(writer: Writer) -> list[Block]:
    rows = [
        Row([Cell(invitation.get_body_group_display()), Cell(writer.plain(invitation.name))])
        for invitation in writer.rows("invitations")
        if invitation.status == InvitationStatus.JOINED
    ]
    return table(_("Bodies that take part"), [_("Body"), _("Which one")], rows, [40, 60])


def _consultations(writer: Writer) -> list[Block]:
    columns = [
        _("Consultation"),
        _("Date"),
        _("Languages"),
        _("Groups reached"),
        _("What was said"),
        _("What changed because of it"),
    ]
    rows = [
        Row(
            [
                Cell(_name(writer, consultation)),
                Cell(writer.day(consultation.held_on)),
                Cell(_languages(consultation)),
                Cell(reached(consultation)),
                Cell(_words(writer, consultation.what_was_said)),
                Cell(_words(writer, consultation.what_changed)),
            ]
        )
        for consultation in writer.rows("consultations")
    ]
    return table(_("Consultations"), columns, rows, [18, 11, 12, 15, 22, 22])


def _name(writer: Writer, consultation: Consultation) -> str:
    kind = str(consultation.get_kind_display())
    title = writer.plain(consultation.title)
    return f"{kind}: {title}" if title else kind


def _languages(consultation: Consultation) -> str:
    names = [str(SpokenLanguage(code).label) for code in consultation.languages if code in SpokenLanguage.values]
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


def _words(writer: Writer, texts) -> str:
    """A rich text as the plain words of a table cell."""
    html = texts.text(writer.language)
    return richtext.plain_text(html) if html else writer.plain(texts)
