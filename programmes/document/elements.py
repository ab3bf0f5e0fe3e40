"""The ten elements as chapters: what was written, what stands elsewhere, and what other phases give."""

from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext as _

from programmes.checklist import Kind
from programmes.document.blocks import Block, Cell, Entries, Paragraph, Row, Section, Table, Text, placed
from programmes.document.chapters import own_chapter, own_chapters
from programmes.document.communication import communication_table
from programmes.document.cooperation import consultations_sections, cooperation_blocks
from programmes.document.monitoring import monitoring_sections
from programmes.document.objectives import objectives_sections, relations_objectives
from programmes.document.responsibility import bodies_blocks, resources_sections
from programmes.document.service_tables import services_table
from programmes.document.situation import situation_sections
from programmes.document.strategy import plans_table
from programmes.document.writer import Writer, anchor_of, table
from programmes.enums import ElementState, Phase
from programmes.models import Element
from programmes.models.document import COMMUNICATION, OBJECTIVES, order_of

#: What other phases give to an element: blocks after its text, and parts of their own.
ASSEMBLED_BLOCKS = {
    "document.strategy": plans_table,
    "document.bodies": bodies_blocks,
    "document.cooperation": cooperation_blocks,
    "document.general_services": lambda writer: services_table(writer, special=False),
    "document.special_services": lambda writer: services_table(writer, special=True),
    "document.relations": relations_objectives,
}
ASSEMBLED_SECTIONS = {
    "document.population": situation_sections,
    "document.bodies": resources_sections,
    "document.cooperation": consultations_sections,
    "document.monitoring": monitoring_sections,
}


def element_of(writer: Writer, key: str) -> Element:
    """The element of a key of the checklist; one that has no row yet is open."""
    found = (element for element in writer.rows("elements") if element.element == key)
    return next(found, None) or Element(programme=writer.programme, element=key)


def keys_of(writer: Writer) -> list[str]:
    """The elements in the checklist's order."""
    return [item.key for item in writer.checklist.of(phase=Phase.DOCUMENT, kind=Kind.ELEMENT)]


def chapters(writer: Writer) -> list[Section]:
    """All chapters of the document, numbered; the save of an element leaves those of the others as they are."""
    own, found, number = own_chapters(writer), list[Section](), 1
    for key in ("", *order_of(writer.checklist)):
        made = [_kept_chapter(writer, element_of(writer, key), number)] if key in writer.checklist else []
        number += sum(bool(section) for section in made)
        for chapter in own.get(key, []):
            made.append(section := own_chapter(writer, chapter, number))
            number += bool(section and section.number)
        found += filter(None, made)
    return found


def _kept_chapter(writer: Writer, element: Element, number: int) -> Section | None:
    return writer.kept(partial(_chapter, writer, element, str(number)), element.element, number, given=[element])


def _chapter(writer: Writer, element: Element, number: str) -> Section | None:
    made = {OBJECTIVES: _objectives_chapter, COMMUNICATION: _communication_chapter}.get(element.element)
    chapter = made(writer) if made else element_chapter(writer, element)
    if chapter:
        chapter.number = number
        _number(chapter.sections, f"{number}.")
    return chapter


def element_chapter(writer: Writer, element: Element) -> Section:
    key = element.element
    blocks = ASSEMBLED_BLOCKS[key](writer) if key in ASSEMBLED_BLOCKS else []
    sections = ASSEMBLED_SECTIONS[key](writer) if key in ASSEMBLED_SECTIONS else []
    if element.state in (ElementState.ELSEWHERE, ElementState.NOT_RELEVANT):
        blocks, sections = _pointed_at(blocks), _sections_pointed_at(sections)
    blocks = [*said(writer, element, has_more=bool(blocks or sections)), *blocks]
    place, own = _place(writer, element), element.title.text(writer.language)
    title = own or writer.words(key).title
    return Section(key, anchor_of(key), "", title, placed(blocks, place), sections, place, bool(own))


def _place(writer: Writer, element: Element) -> str:
    return writer.place(element) if element.pk else writer.item(element.element)


def said(writer: Writer, element: Element, *, has_more: bool) -> list[Block]:
    """What people said of an element themselves."""
    if element.state == ElementState.ELSEWHERE:
        return [_elsewhere(writer, element)]
    if element.state == ElementState.NOT_RELEVANT:
        reason = writer.plain(element.reason)
        if not reason:
            return [Paragraph(_("This is not relevant in the municipality."))]
        return [Paragraph(_("This is not relevant in the municipality: %(reason)s") % {"reason": reason})]
    written = writer.rich(element, "text")
    if written or element.state == ElementState.WRITTEN:
        return written
    if writer.is_draft:
        return [Paragraph(_("This element is open."), quiet=True)]
    return [] if has_more else [Paragraph(_("This programme does not deal with this."), quiet=True)]


def _elsewhere(writer: Writer, element: Element) -> Block:
    """A sentence with the place, as a link where there is an address."""
    where = writer.plain(element.elsewhere) or element.link or "–"
    place = format_html('<a href="{}">{}</a>', element.link, where) if element.link else where
    sentence = format_html(_("This is dealt with in another document: {place}."), place=place)
    return Text(format_html("<p>{}</p>", sentence))


def _pointed_at(blocks: list[Block]) -> list[Block]:
    """Blocks that hold records which other chapters point at: they stay wherever an element is dealt with."""
    return [
        block
        for block in blocks
        if (isinstance(block, Entries) and any(item.code for item in block.items))
        or (isinstance(block, Table) and any(row.code for row in block.rows))
    ]


def _sections_pointed_at(sections: list[Section]) -> list[Section]:
    for section in sections:
        section.blocks = _pointed_at(section.blocks)
    return [section for section in sections if section.blocks]


def _objectives_chapter(writer: Writer) -> Section:
    sections = objectives_sections(writer)
    blocks: list[Block] = []
    if not writer.rows("objectives") and writer.is_draft:
        blocks.append(Paragraph(_("There are no objectives yet."), quiet=True))
    place = writer.item(Phase.OBJECTIVES)
    return Section(OBJECTIVES, OBJECTIVES, "", _("Objectives and measures"), placed(blocks, place), sections, place)


def _communication_chapter(writer: Writer) -> Section | None:
    if not (blocks := communication_table(writer)):
        return None
    return Section("communication", "communication", "", _("Communication"), blocks, place=writer.item(COMMUNICATION))


def _number(sections: list[Section], before: str) -> None:
    for number, section in enumerate(sections, 1):
        section.number = f"{before}{number}"
        _number(section.sections, f"{section.number}.")


def coverage(writer: Writer, numbered: list[Section]) -> Table | None:
    """Where each element is dealt with; none for readers to whom no element is shown."""
    numbers = {section.key: section for section in numbered}
    rows = []
    for element in (element_of(writer, key) for key in keys_of(writer)):
        chapter = numbers[element.element]
        rows.append(
            Row(
                [
                    Cell(writer.words(element.element).text),
                    Cell(str(element.get_state_display())),
                    _where(writer, element, chapter),
                ],
                place=_place(writer, element),
            )
        )
    columns = [_("Element"), _("State"), _("Where")]
    caption, place = _("Where each element is dealt with"), writer.item(Phase.DOCUMENT)
    made = table(caption, columns, rows, [50, 16, 34], place=place)
    return made[0] if made else None


def _where(writer: Writer, element: Element, chapter: Section) -> Cell:
    if element.state == ElementState.ELSEWHERE:
        return Cell(writer.plain(element.elsewhere) or element.link, url=element.link)
    if element.state == ElementState.NOT_RELEVANT:
        return Cell(writer.plain(element.reason))
    where = _("Chapter %(number)s") % {"number": chapter.number}
    return Cell(f"{where}, {chapter.title}" if chapter.own_title else where, url=f"#{chapter.anchor}")
