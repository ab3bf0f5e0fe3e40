"""The form of a chapter: what it asks of each sort, and the ISBN."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django.core.exceptions import ValidationError

from integration_programme.fields import validate_isbn
from integration_programme.layouts import Fold, When
from integration_programme.translations import Translations
from programmes.forms.chapters import ChapterForm
from programmes.models import Chapter
from programmes.models.document import COMMUNICATION
from tests.programmes.factories import make_chapter

pytestmark = pytest.mark.django_db

MISTYPED = "This ISBN has a mistyped digit: the last one does not fit the others. Compare them."
NOT_THIRTEEN = "An ISBN has 13 digits and begins with 978 or 979. Write it as you were given it."


def blank(programme, **initial) -> ChapterForm:
    return ChapterForm(instance=Chapter(programme=programme), programme=programme, initial=initial)


def sent(programme, **values) -> ChapterForm:
    return ChapterForm({"after": "", **values}, instance=Chapter(programme=programme), programme=programme)


def folds(form: ChapterForm) -> dict[str, bool]:
    """What is folded in the form, and whether it is open."""
    return {
        str(each.name): each.is_open
        for each in form.layout_fields()
        if isinstance(each, Fold) and "part" not in each.fields
    }


def reason(isbn: str) -> str:
    try:
        validate_isbn(isbn)
    except ValidationError as error:
        return error.message
    return ""


def test_an_isbn_is_checked_by_its_last_digit_with_or_without_hyphens():
    assert [
        reason(isbn) for isbn in ("978-0-00-000000-2", "9780000000002", "978 0 00 000000 2", "978‑0‑00‑000000‑2")
    ] == [""] * 4
    assert reason("978-0-00-000000-3") == reason("979-0-00-000000-2") == MISTYPED
    assert [reason(isbn) for isbn in ("0-00-000000-2", "977-0-00-000000-2", "978-0-00-000000-2-1", "ISBN")] == [
        NOT_THIRTEEN
    ] * 4


def test_a_form_with_a_wrong_isbn_says_so_in_its_language_and_one_that_fits_keeps_its_hyphens(programme):
    wrong = sent(programme, sort="imprint", isbn_sv="978-0-00-000000-3", isbn_fi="978-0-00-000000-2")
    right = sent(programme, sort="imprint", isbn_sv="978-0-00-000000-2")

    assert wrong.errors == {"isbn_sv": [MISTYPED]}
    assert right.is_valid()
    assert right.instance.isbn == {"sv": "978-0-00-000000-2"}


def test_a_chapter_that_is_nothing_known_needs_a_title(programme):
    untitled = sent(programme, sort="other", text_sv="<p>Ord</p>")

    assert untitled.errors == {"title_sv": ["Give the chapter a title: it has no other name."]}
    assert sent(programme, sort="other", title_fi="Visio", text_sv="<p>Ord</p>").is_valid()
    assert sent(programme, sort="foreword", text_sv="<p>Ord</p>").is_valid()


def test_a_new_chapter_is_offered_where_its_sort_mostly_stands(programme):
    begins = {sort: blank(programme, sort=sort)["after"].value() for sort in ("foreword", "introduction", "sources")}

    assert begins == {"foreword": "", "introduction": "", "sources": COMMUNICATION}
    assert blank(programme, sort="foreword", after="document.bodies")["after"].value() == "document.bodies"


def test_the_places_are_those_of_the_document_in_its_order(programme):
    places = [str(label) for _key, label in blank(programme).fields["after"].choices]

    assert (len(places), places[0], places[-1]) == (13, "At the beginning", "After “Communication”")
    assert places[3] == "After “Objectives and measures”"


@pytest.mark.parametrize(("sort", "facts"), [("foreword", False), ("imprint", True), ("summary", False)])
def test_what_few_sorts_have_is_folded_away_from_the_others(programme, sort, facts):
    assert folds(blank(programme, sort=sort)) == {
        "Facts of publication": facts,
        "Whom to ask": False,
    }


@pytest.mark.parametrize(
    ("sort", "asked"),
    [("foreword", ["signer", "signer_title", "after"]), ("summary", ["after"]), ("appendix", []), ("imprint", [])],
)
def test_the_sort_decides_what_else_is_asked(programme, sort, asked):
    form = blank(programme, sort=sort)

    parts = [part for part in form.layout_fields() if isinstance(part, When) and part.is_asked(form)]

    assert [name for part in parts for name in part.fields] == asked


def test_a_fold_says_what_it_holds(programme):
    chapter = make_chapter(programme, "imprint", contact=Translations({"sv": "Kommunens rådgivning"}))

    html = render_crispy_form(ChapterForm(instance=chapter, programme=programme))

    held = dict(re.findall(r'<span class="fold-name">([^<]*)<.*?<span class="fold-holds">([^<]*)<', html))
    assert held == {
        "Facts of publication": "None yet",
        "Whom to ask": "Kommunens rådgivning",
    }


def test_each_sort_is_helped_with_its_own_words_once(programme):
    hints = {
        sort: [blank(programme, sort=sort).fields[f"text_{language}"].help_text for language in ("sv", "fi")]
        for sort in ("sources", "introduction")
    }

    assert hints == {
        "sources": ["A list: who, what, when, with a link where there is one.", ""],
        "introduction": ["", ""],
    }
