"""Who is responsible: bodies and offices, never names of persons."""

from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from programmes.completeness.decisions import approving_body, called, in_order
from programmes.document.blocks import Block, Cell, Entries, Entry, Row, Section
from programmes.document.writer import Writer, table
from programmes.enums import Outcome, ProgrammeState
from programmes.models import PartnerResponsibility, ProgrammeOrganisation


def bodies_blocks(writer: Writer) -> list[Block]:
    """The coordinating body, its office, the approving body, and who owns measures."""
    mandate = getattr(writer.programme, "responsibility", None)
    if mandate is None:
        return _owners(writer)
    approving = writer.plain(mandate.approving_body_name) or called(mandate.approving_body, writer.programme.lead)
    facts = [
        ("coordinating_body", _("Coordinating body"), writer.plain(mandate.coordinating_body)),
        ("coordinator_office", _("Coordinator's office"), writer.plain(mandate.coordinator_office)),
        ("deputy_office", _("Deputy's office"), writer.plain(mandate.deputy_office)),
        ("administrative_regulation", _("Administrative regulation"), writer.plain(mandate.administrative_regulation)),
        ("approving_body_name" if mandate.approving_body_name else "approving_body", _("Approving body"), approving),
    ]
    items = [Entry(str(text), label=name, place=writer.place(mandate, field)) for field, name, text in facts if text]
    blocks: list[Block] = [Entries(items, place=writer.place(mandate))] if items else []
    return [*blocks, *_partners(writer), *_owners(writer)]


def _partners(writer: Writer) -> list[Block]:
    """The same of each partner municipality, in a row."""
    if len(writer.rows("links")) < 2:
        return []
    rows = [
        Row(
            [Cell(own.part.label(writer.language)), *(Cell(text) for text in _own(writer, own))],
            place=writer.place(own),
        )
        for own in writer.rows("partner_responsibilities")
    ]
    columns = [_("Municipality"), _("Coordinating body"), _("Coordinator's office"), _("Deputy's office")]
    columns += [_("Administrative regulation"), _("Approving body")]
    return table(_("Responsible in the partner municipalities"), columns, rows, [16, 20, 16, 16, 16, 16])


def _own(writer: Writer, own: PartnerResponsibility) -> list[str]:
    kind = called(approving_body(writer.programme, own.part), own.part)
    texts = (own.coordinating_body, own.coordinator_office, own.deputy_office, own.administrative_regulation)
    return [*(writer.plain(text) for text in texts), writer.plain(own.approving_body_name) or kind]


def resources_sections(writer: Writer) -> list[Section]:
    mandate = getattr(writer.programme, "responsibility", None)
    blocks = writer.rich(mandate, "resources") if mandate else []
    return [Section("", "resources", "", _("Resources"), blocks, place=blocks[0].place)] if blocks else []


def _owners(writer: Writer) -> list[Block]:
    """Who answers for measures, each organisation once: as their owner, beside the owner, or as a partner."""
    organisations = writer.programme.by_id("organisations")
    found: dict[ProgrammeOrganisation, tuple[list[str], list[str], list[str]]] = {}
    for measure in writer.rows("measures"):
        for at, answering in enumerate(measure.answering(organisations)):
            for organisation in answering:
                found.setdefault(organisation, ([], [], []))[at].append(writer.code(measure))
    in_order = sorted(found, key=lambda row: alphabetical(writer.plain(row.called)))
    rows = [
        Row([Cell(writer.plain(row.called)), *(Cell(codes=codes) for codes in found[row])], place=writer.place(row))
        for row in in_order
    ]
    columns = [_("Organisation"), _("Owner"), _("Also responsible"), _("Partner")]
    return table(_("Who answers for the measures"), columns, rows, [40, 20, 20, 20])


def decision_path(writer: Writer) -> list[Block]:
    """Where and when the programme was handled, a municipality at a time.

    When it has been approved, what was never handled is not printed beside the approval; of a joint programme each
    municipality is named, with or without a decision.
    """
    programme, rows = writer.programme, []
    is_joint, is_approved = len(writer.rows("links")) > 1, programme.state == ProgrammeState.APPROVED
    silent = {link.pk: link for link in writer.rows("links")} if is_joint else {}
    for step in in_order(programme):
        if is_approved and step.outcome == Outcome.PENDING:
            continue
        silent.pop(step.part_id, None)
        body = writer.plain(step.body_name) or called(step.body, step.part)
        place = [Cell(step.part.label(writer.language))] if is_joint else []
        day = writer.day(step.decided_on) or (
            _("planned: %(day)s") % {"day": writer.day(step.planned_on)} if step.planned_on else ""
        )
        cells = [
            *place,
            Cell(str(body), url=step.link),
            Cell(day),
            Cell(step.section),
            Cell(step.case_number),
            Cell(step.get_outcome_display()),
        ]
        rows.append(Row(cells, place=writer.place(step)))
    columns, widths = [_("Body"), _("Date"), _("Section (§)"), _("Case number"), _("Outcome")], [26, 25, 11, 20, 18]
    if is_joint:
        columns, widths = [_("Municipality"), *columns], [14, 23, 15, 10, 20, 18]
        none = _("No decision on the path") if is_approved else _("No decision planned yet")
        rows += [
            Row(
                [Cell(link.label(writer.language)), *(Cell() for _column in columns[2:]), Cell(none)],
                place=writer.place(link),
            )
            for link in silent.values()
        ]
    place = writer.item("responsibility.decision_makers")
    return table(_("Handling of the programme"), columns, rows, widths, place=place)
