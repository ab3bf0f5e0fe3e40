"""Chapters of the municipality's own: in the body of the document, and behind all else."""

from collections.abc import Iterable
from functools import partial

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Entries, Entry, Paragraph, Section, Text, placed
from programmes.document.responses import responses_annex
from programmes.document.writer import Writer
from programmes.enums import ChapterSort
from programmes.models import Chapter
from programmes.models.document import AT_THE_END

#: what counts as a chapter among those of the elements
NUMBERED = (ChapterSort.INTRODUCTION, ChapterSort.STARTING_POINTS, ChapterSort.OTHER)
#: what has no name of its own beside its title
UNNAMED = (ChapterSort.APPENDIX, ChapterSort.OTHER)


def own_chapters(writer: Writer) -> dict[str, list[Chapter]]:
    """The chapters of one's own by what they follow (`Chapter.listed_in`)."""
    found: dict[str, list[Chapter]] = {}
    for chapter in writer.rows("chapters"):
        found.setdefault(chapter.listed_in, []).append(chapter)
    return found


def own_chapter(writer: Writer, chapter: Chapter, number: int) -> Section | None:
    """A chapter with its number where its sort is numbered; none where an approved programme has nothing in it."""
    shown = ""
    if chapter.sort == ChapterSort.APPENDIX:
        shown = _("Appendix %(number)s") % {"number": number}
    elif chapter.sort in NUMBERED:
        shown = str(number)
    return writer.kept(
        partial(_section, writer, chapter, shown), "chapter", str(chapter.key), shown, chapter.part_id, given=[chapter]
    )


def back_matter(writer: Writer) -> list[Section]:
    """What stands behind the tables at the end: appendices, numbered by themselves, the annex of responses after them
    where it was chosen, and the imprint."""
    own, found = own_chapters(writer), list[Section]()
    for sort in AT_THE_END:
        for chapter in own.get(sort, []):
            found += filter(None, [own_chapter(writer, chapter, len(found) + 1)])
        if sort == ChapterSort.APPENDIX and writer.programme.has_annex:
            found.append(responses_annex(writer, len(found) + 1))
    return found


def has_glossary(sections: Iterable[Section]) -> bool:
    """Whether the municipality explains its words itself in this language, so that nobody else does."""
    glossaries = (section for section in sections if section.key == ChapterSort.GLOSSARY)
    return any(isinstance(block, Text) for section in glossaries for block in section.blocks)


def _section(writer: Writer, chapter: Chapter, number: str) -> Section | None:
    blocks = [*_imprint(writer, chapter), *writer.rich(chapter, "text"), *_signature(writer, chapter)]
    if not blocks and not writer.is_draft:
        return None
    blocks = blocks or [Paragraph(_("Nothing is written in this chapter yet."), quiet=True)]
    place, own = writer.place(chapter), chapter.title.text(writer.language)
    anchor = f"chapter-{chapter.key.hex[:8]}"
    title = writer.of_part(chapter, own or _name(writer, chapter))
    return Section(chapter.sort, anchor, number, title, placed(blocks, place), place=place, own_title=bool(own))


def _name(writer: Writer, chapter: Chapter) -> str:
    """What a chapter without a title in this language is called; an appendix has its number at least."""
    if chapter.sort in UNNAMED and chapter.title:
        return writer.lacking
    return "" if chapter.sort == ChapterSort.APPENDIX else str(chapter.get_sort_display())


def _signature(writer: Writer, chapter: Chapter) -> list[Block]:
    office = writer.plain(chapter.signer_title)
    lines = [format_html("<strong>{}</strong>", chapter.signer)] if chapter.signer else []
    lines += [office] if office else []
    if not lines:
        return []
    html = format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)))
    return [Text(html, place=writer.place(chapter, "signer"))]


def _imprint(writer: Writer, chapter: Chapter) -> list[Block]:
    """The facts of publication, and whom to ask."""
    facts = [
        ("publisher", _("Publisher"), writer.plain(chapter.publisher)),
        ("published_in", _("Place of publication"), writer.plain(chapter.published_in)),
        ("series", _("Series"), writer.plain(chapter.series)),
        ("isbn", _("ISBN"), chapter.isbn.text(writer.language)),
    ]
    entries = [Entry(text, label=label, place=writer.place(chapter, field)) for field, label, text in facts if text]
    blocks: list[Block] = [Entries(entries, place=writer.place(chapter))] if entries else []
    return blocks + _contact(writer, chapter)


def _contact(writer: Writer, chapter: Chapter) -> list[Block]:
    parts = [format_html("{}", who)] if (who := writer.plain(chapter.contact)) else []
    if mail := chapter.contact_mail:
        parts.append(format_html('<a href="mailto:{}">{}</a>', mail, mail))
    if page := chapter.contact_page:
        parts.append(format_html('<a href="{}">{}</a>', page, page.removeprefix("mailto:")))
    if not parts:
        return []
    html = format_html("<p>{}</p>", format_html_join(", ", "{}", ((part,) for part in parts)))
    return [Text(html, label=_("Questions about the programme"), place=writer.place(chapter, "contact"))]
