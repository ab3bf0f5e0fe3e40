"""Phase 5 on screen: the order of the whole, and the ten elements, each with what is written and what comes from elsewhere."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.access import guarded
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.completeness.document import words_over
from programmes.document.assembled import told
from programmes.enums import ChapterSort, ElementState, Phase
from programmes.forms.chapters import name_in_document
from programmes.models import Chapter, Element, Picture, Programme
from programmes.models.document import AT_THE_END, order_of
from programmes.views.base import Body, card, load_phase, phase_page, record_url, with_part

EXCERPT_WORDS = 60
#: how a state of an element looks
LOOKS = {
    ElementState.OPEN: "open",
    ElementState.WRITTEN: "done",
    ElementState.ELSEWHERE: "done",
    ElementState.NOT_RELEVANT: "not_applicable",
}


@guarded(load_phase, rules.read_programme)
def document(request, programme):
    can_edit = rules.edit_programme.allows(request.actor, programme)
    bodies = _bodies(programme, can_edit)
    opening = _opening(programme, can_edit) | _pictures(programme, can_edit)
    bodies[Phase.DOCUMENT] = Body(template="programmes/document/opening.html", data=opening)
    return phase_page(request, programme, Phase.DOCUMENT, bodies)


def _opening(programme: Programme, can_edit: bool) -> dict:
    """How far the elements are, in which order the whole stands, and where it can be seen."""
    elements = programme.rows("elements")
    original = programme.original_language
    texts = [each.text.text(original) for each in (*elements, *programme.rows("chapters"))]
    return {
        "lines": _lines(programme, can_edit),
        "adds": _adds(programme) if can_edit else [],
        "settled": sum(element.state != ElementState.OPEN for element in elements),
        "of": len(elements),
        "words": sum(map(richtext.word_count, texts)),
        "budget": sum(element.word_budget for element in elements if element.state == ElementState.WRITTEN),
        "preview_url": reverse("preview", kwargs={"slug": programme.slug}),
    }


def _lines(programme: Programme, can_edit: bool) -> list[dict]:
    """All that the document consists of, a line each, in the order in which it is printed."""
    elements = {element.element: element for element in programme.rows("elements")}
    own: dict[str, list[dict]] = {}
    for chapter in programme.rows("chapters"):
        own.setdefault(chapter.listed_in, []).append(_own_line(programme, chapter, can_edit))
    lines = own.get("", [])
    for key in order_of(programme.checklist):
        element = elements.get(key)
        lines.append(_element_line(programme, element) if element else _other_line(programme, key))
        lines += own.get(key, [])
    lines.append({"title": _("Where each element is dealt with, and terms used"), "note": _("Printed by itself.")})
    return lines + [line for sort in AT_THE_END for line in own.get(sort, [])]


def _element_line(programme: Programme, element: Element) -> dict:
    title = text(element.title, programme.original_language)
    return {
        "title": title or name_in_document(programme, element.element),
        "url": f"#{element.element}",
        "note": name_in_document(programme, element.element) if title else "",
        "look": LOOKS[ElementState(element.state)],
        "state": element.get_state_display(),
    }


def _other_line(programme: Programme, key: str) -> dict:
    phase = Phase(key.partition(".")[0])
    note = _("Comes from phase %(number)s by itself.") % {"number": phase.number}
    url = reverse(phase.value, kwargs={"slug": programme.slug})
    return {"title": name_in_document(programme, key), "url": url, "note": note}


def _own_line(programme: Programme, chapter: Chapter, can_edit: bool) -> dict:
    shown = card(programme, "chapter", chapter, can_edit=can_edit)
    words = richtext.word_count(chapter.text.text(programme.original_language))
    counted = ngettext("%(number)s word", "%(number)s words", words) % {"number": words}
    parts = [chapter.get_sort_display(), counted] if chapter.title else [counted]
    state = ElementState.WRITTEN if chapter.has_content else ElementState.OPEN
    return shown | {
        "title": with_part(chapter, shown["title"]),
        "note": ", ".join([_("Chapter of one's own"), *parts]),
        "look": LOOKS[state],
        "state": state.label,
    }


def _adds(programme: Programme) -> list[dict]:
    """Where a chapter of each sort is begun."""
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "chapter"})
    return [{"url": f"{url}?sort={sort}", "label": sort.label} for sort in ChapterSort]


def _pictures(programme: Programme, can_edit: bool) -> dict:
    """The pictures of the document, and where one is added."""
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "picture"}) if can_edit else ""
    return {"pictures": [_picture(programme, each, can_edit) for each in programme.rows("pictures")], "add_url": url}


def _picture(programme: Programme, picture: Picture, can_edit: bool) -> dict:
    original = programme.original_language
    shows = _("decoration") if picture.is_decorative else text(picture.alt, original)
    meta = [
        (_("Where it stands"), picture.get_use_display()),
        (_("Shows"), shows),
        (_("Credit"), text(picture.credit, original)),
    ]
    body = _("The file itself is not here. Choose it again.")
    if picture.sha256:
        url = reverse("picture", kwargs={"key": picture.key})
        body = format_html('<a href="{}"><img class="thumbnail" src="{}" alt="{}"></a>', url, url, picture.unnamed())
    meta = [(name, value) for name, value in meta if value]
    return card(programme, "picture", picture, can_edit=can_edit, meta=meta, body=body)


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
