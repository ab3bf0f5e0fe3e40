"""Phase 5 on screen: the order of the whole document, and chapters of the municipality's own in it."""

import re

import pytest
from django.utils.html import strip_tags

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.completeness import missing_in_phase
from programmes.enums import Audience, Phase
from programmes.models import Chapter
from tests.programmes.factories import change, element_of, fresh, make_chapter, make_chosen_group, words
from tests.programmes.reading import page, read, sentences
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_seat, make_user

pytestmark = pytest.mark.django_db
WHOLE = "item/document/"


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def lines(html: str) -> list[str]:
    """The lines of the order, as they are read."""
    found = html.split('<ol class="task-list">')[1].split("</ol>")[0].split("<li ")[1:]
    return [" ".join(strip_tags(f"<li {line}").split()) for line in found]


def titles(html: str) -> list[str]:
    found = html.split('<ol class="task-list">')[1].split("</ol>")[0]
    return [strip_tags(title) for title in re.findall(r'<span class="task-title">(.*?)</span>', found)]


def add_url(programme, sort: str) -> str:
    return page(programme, f"chapter/add/?sort={sort}")


def edit_url(programme, chapter) -> str:
    return page(programme, f"chapter/{chapter.key}/edit/")


def test_the_page_shows_the_document_in_its_order(visitor, programme):
    make_chapter(programme, "appendix", title=words(programme, "Survey"))
    make_chapter(programme, "summary", after="document.strategy")
    make_chapter(programme)
    change(element_of(programme, "population"), title=words(programme, "Our people"))

    html = read(visitor, programme, WHOLE)

    assert titles(html)[:5] == [
        "Foreword",
        "Link to municipal and regional strategies",
        "Summary",
        "Our people (sv)",
        "Objectives and measures",
    ]
    assert titles(html)[-2:] == ["Where each element is dealt with, and terms used", "Survey (sv)"]
    assert "Chapter of one&#x27;s own, 2 words" in lines(html)[0].replace("'", "&#x27;")


def test_a_chapter_is_begun_by_its_sort_and_stands_in_the_list_after_the_save(visitor, programme):
    url = add_url(programme, "foreword")
    assert url in read(visitor, programme, WHOLE)

    response = send(visitor, url, text_sv="<p>Hej</p>", signer="Maj Modig")

    chapter = Chapter.objects.get()
    assert response.url == page(programme, f"chapter/{chapter.key}/")
    assert (chapter.sort, chapter.after, chapter.signer) == ("foreword", "", "Maj Modig")
    assert f'id="{chapter.key}"' in read(visitor, programme, WHOLE)


def test_a_chapter_is_moved_with_a_button_past_an_element(visitor, programme):
    chapter = make_chapter(programme)
    (down,) = re.findall(r'formaction="([^"]+/move/down/[^"]+)"', read(visitor, programme, WHOLE))

    response = visitor.post(down.replace("&amp;", "&"))

    chapter.refresh_from_db()
    assert response.url == page(programme, f"chapter/{chapter.key}/")
    assert chapter.after == "document.strategy"
    assert titles(read(visitor, programme, WHOLE))[:2] == [
        "Link to municipal and regional strategies",
        "Foreword",
    ]


def test_a_chapter_is_put_anywhere_in_its_form(visitor, programme):
    chapter = make_chapter(programme)

    send(visitor, edit_url(programme, chapter), after="document.monitoring")

    assert titles(read(visitor, programme, WHOLE))[11] == "Foreword"


def test_a_form_that_was_open_while_the_chapter_moved_is_saved_with_the_place_that_it_has(visitor, programme):
    chapter = make_chapter(programme)
    form = as_sent(opened(visitor, edit_url(programme, chapter)), signer="Maj Modig")
    (down,) = re.findall(r'formaction="([^"]+/move/down/[^"]+)"', read(visitor, programme, WHOLE))
    visitor.post(down)

    assert visitor.post(edit_url(programme, chapter), form).status_code == 302

    chapter.refresh_from_db()
    assert (chapter.after, chapter.signer) == ("document.strategy", "Maj Modig")


def test_the_form_of_a_chapter_says_nothing_of_the_checklist(visitor, programme):
    html = visitor.get(add_url(programme, "foreword")).content.decode()

    assert "A few sentences in the words of whoever signs it, below." in html
    assert "Done when no element is open." not in html


def test_a_reader_sees_the_order_and_nothing_to_press(client, programme, coordinator):
    make_chapter(programme)
    member = make_user("member@example.org")
    make_seat(make_chosen_group(programme, by=coordinator), by=coordinator, person=member)
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    client.force_login(member)

    html = read(client, programme, WHOLE)

    assert titles(html)[0] == "Foreword"
    assert ("move/" in html, "chapter/add" in html) == (False, False)


def test_an_empty_chapter_and_a_title_in_one_language_are_missed_and_lead_to_their_line(programme):
    empty = make_chapter(programme, "introduction", Translations())
    half = make_chapter(programme, title=Translations({"sv": "Till läsaren"}))
    change(element_of(programme, "strategy"), title=Translations({"sv": "Egen rubrik"}))

    facts = [fact for fact in missing_in_phase(fresh(programme), Phase.DOCUMENT) if fact.code != "element-open"]

    assert [fact.sentence for fact in facts] == [
        "“Link to municipal and regional strategies” lacks text in: Finnish.",
        "The chapter “Introduction” is empty: write it, or move it to the archive.",
        "“Till läsaren (in Swedish)” lacks text in: Finnish.",
    ]
    assert [fact.anchor for fact in facts] == ["document.strategy", str(empty.key), str(half.key)]
    assert sentences(programme, Phase.DOCUMENT, blocks=True) == []


def test_words_of_chapters_count_among_ones_own(visitor, programme):
    change(element_of(programme, "strategy"), state="written", text=Translations({"sv": "<p>ett två</p>"}))
    make_chapter(programme, "introduction", Translations({"sv": "<p>tre fyra fem</p>"}))

    html = read(visitor, programme, WHOLE)

    assert "Your own texts have 5 words; the budgets of the elements are 250 together." in html
