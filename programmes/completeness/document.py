"""What phase 5 lacks: elements that are open, or that say where or why without saying it; chapters without content."""

from django.utils.translation import gettext_lazy as _

from integration_programme import richtext
from programmes.completeness.facts import Missing, missing_translations, named, tell
from programmes.enums import ElementState, Phase
from programmes.models import Chapter, Element, Picture, Programme, place_of
from programmes.models.kinds import kind_of

PHASE = Phase.DOCUMENT

OPEN = tell("element-open", _("“%(element)s” is open: write it, say where it is covered, or why it is left out."))
NO_TEXT = tell("element-without-text", _("“%(element)s” is marked as written, but has no text."))
NOT_WHERE = tell("element-nowhere", _("“%(element)s” is covered elsewhere, but it is not said where."))
NO_REASON = tell("element-without-reason", _("“%(element)s” is left out without a reason."))
EMPTY = tell("chapter-without-text", _("The chapter “%(chapter)s” is empty: write it, or move it to the archive."))


def missing_in_document(programme: Programme) -> list[Missing]:
    elements = [fact for element in programme.rows("elements") for fact in _missing_of(programme, element)]
    return elements + _missing_in_chapters(programme) + _missing_in_pictures(programme)


def _missing_in_pictures(programme: Programme) -> list[Missing]:
    """What a picture shows and whose it is, in each language; of one that decorates only the latter."""
    item, pictures = kind_of(Picture).item, programme.rows("pictures")
    fields = [(picture, ["credit"] if picture.is_decorative else ["alt", "credit"]) for picture in pictures]
    return [
        fact for picture, shown in fields for fact in missing_translations(programme, PHASE, item, [picture], shown)
    ]


def _missing_in_chapters(programme: Programme) -> list[Missing]:
    kind, chapters = kind_of(Chapter), programme.rows("chapters")
    empty = [
        Missing(
            code=EMPTY,
            place=place_of(chapter, "text"),
            values=named(programme, "chapter", chapter),
            phase=PHASE,
            item=kind.item,
            anchor=str(chapter.key),
        )
        for chapter in chapters
        if not chapter.has_content
    ]
    return empty + missing_translations(programme, PHASE, kind.item, chapters)


def _missing_of(programme: Programme, element: Element) -> list[Missing]:
    element.programme = programme
    code, field, is_said = {
        ElementState.OPEN: (OPEN, "text", False),
        ElementState.WRITTEN: (NO_TEXT, "text", bool(element.text)),
        ElementState.ELSEWHERE: (NOT_WHERE, "elsewhere", bool(element.elsewhere or element.link)),
        ElementState.NOT_RELEVANT: (NO_REASON, "reason", bool(element.reason)),
    }[ElementState(element.state)]
    item, fields = element.element, ["title", field] if is_said else ["title"]
    lacking = missing_translations(programme, PHASE, item, [element], fields, item)
    if is_said:
        return lacking
    place, values = place_of(element, field), named(programme, "element", element)
    return [Missing(code=code, place=place, values=values, phase=PHASE, item=item, anchor=item), *lacking]


def words_over(element: Element, language: str) -> tuple[int, bool]:
    """How many words an element's text has in a language, and whether that is far over its budget: a hint."""
    words = richtext.word_count(element.text.text(language))
    return words, bool(element.word_budget) and words > 1.5 * element.word_budget
