"""What phase 5 lacks: elements that are open, or that say where or why without saying it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import richtext
from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import ElementState, Phase
from programmes.models import Element, Programme

PHASE = Phase.DOCUMENT


def missing_in_document(programme: Programme) -> list[Missing]:
    return [fact for element in programme.rows("elements") for fact in _missing_of(programme, element)]


def _missing_of(programme: Programme, element: Element) -> list[Missing]:
    element.programme = programme
    sentence, fields = "", []
    if element.state == ElementState.OPEN:
        sentence = _("“%(element)s” is open: write it, say where it is covered, or why it is left out.")
    elif element.state == ElementState.WRITTEN:
        fields = ["text"]
        if not element.text:
            sentence = _("“%(element)s” is marked as written, but has no text.")
    elif element.state == ElementState.ELSEWHERE:
        fields = ["elsewhere"]
        if not (element.elsewhere or element.link):
            sentence = _("“%(element)s” is covered elsewhere, but it is not said where.")
    elif element.state == ElementState.NOT_RELEVANT:
        fields = ["reason"]
        if not element.reason:
            sentence = _("“%(element)s” is left out without a reason.")
    if sentence:
        label = element.label(get_language() or "", programme.original_language)
        return [Missing(PHASE, element.element, sentence % {"element": label}, element.element)]
    return missing_translations(programme, PHASE, element.element, [element], fields, element.element)


def words_over(element: Element, language: str) -> tuple[int, bool]:
    """How many words an element's text has in a language, and whether that is far over its budget: a hint."""
    words = richtext.word_count(element.text.text(language))
    return words, bool(element.word_budget) and words > 1.5 * element.word_budget
