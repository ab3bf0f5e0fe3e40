"""Phase 5 on screen: the ten elements, each with what is written and what comes from other phases."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info

from integration_programme import richtext
from integration_programme.access import guarded
from programmes import rules
from programmes.completeness.document import words_over
from programmes.document.assembled import told
from programmes.enums import ElementState, Phase
from programmes.models import Element, Programme
from programmes.views.base import Body, load_with_guidance, phase_page, record_url

EXCERPT_WORDS = 60
#: how a state of an element looks
LOOKS = {
    ElementState.OPEN: "open",
    ElementState.WRITTEN: "done",
    ElementState.ELSEWHERE: "done",
    ElementState.NOT_RELEVANT: "not_applicable",
}


@guarded(load_with_guidance, rules.read_programme)
def document(request, programme):
    can_edit = rules.edit_programme.allows(request.actor, programme)
    bodies = _bodies(programme, can_edit)
    bodies[Phase.DOCUMENT] = Body(template="programmes/document/opening.html", data=_opening(programme))
    return phase_page(request, programme, Phase.DOCUMENT, bodies)


def _opening(programme: Programme) -> dict:
    """How far the elements are, and where the whole can be seen."""
    elements = programme.rows("elements")
    original = programme.original_language
    return {
        "settled": sum(element.state != ElementState.OPEN for element in elements),
        "of": len(elements),
        "words": sum(richtext.word_count(element.text.text(original)) for element in elements),
        "budget": sum(element.word_budget for element in elements if element.state == ElementState.WRITTEN),
        "preview_url": reverse("preview", kwargs={"slug": programme.slug}),
    }


def _bodies(programme: Programme, can_edit: bool) -> dict[str, Body]:
    given = told(programme)
    bodies = {}
    for element in programme.rows("elements"):
        data = _element(programme, element, can_edit) | {"given": given.get(element.element, [])}
        bodies[element.element] = Body(template="programmes/document/element.html", data=data)
    return bodies


def _element(programme: Programme, element: Element, can_edit: bool) -> dict:
    reader, original = get_language() or "en", programme.original_language
    language, html = element.text.first(reader, original)
    return {
        "element": element,
        "name": element.label(reader, original),
        "look": LOOKS[ElementState(element.state)],
        "language": language,
        "excerpt": Truncator(richtext.plain_text(html)).words(EXCERPT_WORDS) if html else "",
        "counts": [_count(element, code) for code in programme.languages if element.text.text(code)],
        "edit_url": record_url(programme, "element", element) if can_edit else "",
    }


def _count(element: Element, language: str) -> dict:
    words, is_over = words_over(element, language)
    name = get_language_info(language)["name_translated"]
    return {"language": name, "words": words, "budget": element.word_budget, "is_over": is_over}
