"""Phase 5 on screen: the order of the whole, and the ten elements, each with what is written and what comes from elsewhere."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from integration_programme import richtext
from integration_programme.templatetags.translations import rich_text, text
from programmes.checklist import DEFAULT_EDITION, Kind, edition
from programmes.completeness.document import words_over
from programmes.document.assembled import told
from programmes.enums import ChapterSort, ElementState, Phase
from programmes.forms.chapters import name_in_document, places_of
from programmes.models import Chapter, Element, Picture, Programme
from programmes.models.document import AT_THE_END, order_of
from programmes.models.places import item_url, subject_url
from programmes.views.base import card, record_url, with_part
from programmes.views.subjects import Body, Contents, Detail, Reader

#: how a state of an element looks
LOOKS = {
    ElementState.OPEN: "open",
    ElementState.WRITTEN: "done",
    ElementState.ELSEWHERE: "done",
    ElementState.NOT_RELEVANT: "not_applicable",
}


def _whole(programme: Programme, reader: Reader) -> Body:
    """The document as a whole: its order, chapters of one's own and pictures."""
    data = _opening(programme, reader.can_edit) | _pictures(programme, reader.can_edit)
    return Body("programmes/document/opening.html", data)


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
        if key in programme.checklist:
            lines.append(_element_line(programme, element) if element else _other_line(programme, key))
        lines += own.get(key, [])
    lines.append({"title": _("Where each element is dealt with, and terms used"), "note": _("Printed by itself.")})
    return lines + [line for sort in AT_THE_END for line in own.get(sort, [])]


def _element_line(programme: Programme, element: Element) -> dict:
    title = text(element.title, programme.original_language)
    return {
        "title": title or name_in_document(programme, element.element),
        "url": item_url(programme.slug, element.element),
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
        "url": subject_url(programme.slug, "chapter", chapter.key),
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


def _element(key: str):
    """The page of an element of the document."""

    def body(programme: Programme, reader: Reader) -> Body:
        element = _row_of(programme, key)
        if element is None:
            return Body()
        name = element.label(get_language() or "en", programme.original_language)
        data = {
            "element": element,
            "name": name,
            "look": LOOKS[ElementState(element.state)],
            "counts": [_count(element, code) for code in programme.languages if element.text.text(code)],
            "edit_url": record_url(programme, "element", element) if reader.can_edit else "",
            "given": told(programme).get(key, []),
            "preview_url": reverse("preview", kwargs={"slug": programme.slug}),
        }
        return Body("programmes/document/element.html", data)

    return body


def _row_of(programme: Programme, key: str) -> Element | None:
    return next((row for row in programme.rows("elements") if row.element == key), None)


def _told_of_element(key: str):
    def line(programme: Programme) -> str:
        element = _row_of(programme, key)
        if element is None or element.state == ElementState.OPEN:
            return ""
        if element.state != ElementState.WRITTEN:
            return element.get_state_display()
        words, _is_over = words_over(element, programme.original_language)
        return ngettext("%(number)s word", "%(number)s words", words) % {"number": words}

    return line


def _told_of_whole(programme: Programme) -> str:
    chapters, pictures = (len(programme.rows(name, bare=True)) for name in ("chapters", "pictures"))
    return " · ".join(
        [
            ngettext("%(number)s chapter of one's own", "%(number)s chapters of one's own", chapters)
            % {"number": chapters},
            ngettext("%(number)s picture", "%(number)s pictures", pictures) % {"number": pictures},
        ]
    )


def _chapter(programme: Programme, chapter: Chapter, reader: Reader) -> Detail:
    """A chapter of one's own to read, with the facts that its sort has."""
    original = programme.original_language
    facts = [(_("What it is"), chapter.get_sort_display()), (_("Where it stands"), _stands(programme, chapter))]
    signer = [part for part in (chapter.signer, text(chapter.signer_title, original)) if part]
    facts.append((_("Who signs it"), format_html_join(", ", "{}", ((part,) for part in signer))))
    for name in ("publisher", "published_in", "series", "isbn", "contact"):
        field = Chapter._meta.get_field(name)
        facts.append((capfirst(str(field.verbose_name)), text(getattr(chapter, name), original)))
    facts.append((_("E-mail address for questions"), chapter.contact_mail))
    body = rich_text(chapter.text, original) or format_html(
        '<p class="soft">{}</p>', _("Nothing has been written yet.")
    )
    return Detail(facts=facts, body=body)


def _stands(programme: Programme, chapter: Chapter) -> str:
    return _("At the end") if chapter.sort in AT_THE_END else dict(places_of(programme)).get(chapter.listed_in, "")


def _count(element: Element, language: str) -> dict:
    words, is_over = words_over(element, language)
    name = get_language_info(language)["name_translated"]
    return {"language": name, "words": words, "budget": element.word_budget, "is_over": is_over}


ELEMENTS = tuple(item.key for item in edition(DEFAULT_EDITION).of(Phase.DOCUMENT, Kind.ELEMENT))
CONTENTS = Contents(
    told={Phase.DOCUMENT.value: _told_of_whole, **{key: _told_of_element(key) for key in ELEMENTS}},
    bodies={Phase.DOCUMENT.value: _whole, **{key: _element(key) for key in ELEMENTS}},
    details={"chapter": _chapter},
    opening=gettext_lazy("The document in its order"),
)
