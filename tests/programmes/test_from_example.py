"""Whoever writes sees how the example says it, and can begin with that: told to be the example's until somebody has
looked through it, and never over what is written."""

import re

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, archive_record, keep_record, take_example
from programmes.completeness import missing
from programmes.completeness.forgotten import forgotten
from programmes.enums import Audience, ElementState
from programmes.models import Chapter, Element
from stakeholders.models import Event
from tests.programmes.factories import change, element_of, fresh, make_chapter, make_example, make_programme, words
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_adviser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
SAYS, TAKE = "How the example says it", "Take this text over as a start"
HERE_ALREADY = "Something is written here already. Nothing was changed."


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def example():
    """What it says in Swedish, and in English, which the programme is not made in."""
    other = make_programme("599")
    said = {"strategy": "<p>Exempelby växer.</p>", "needs": "<p>Ett hem.</p>", "foreword": "<p>Bästa läsare</p>"}
    make_example(other, change="<p>Fler deltar.</p>", **said)
    make_example(other, language="en", strategy="<p>Exempelby grows.</p>")


@pytest.fixture
def element(programme) -> Element:
    return element_of(programme, "strategy")


def answer_of(programme, question: str):
    return programme.answers.get(question=question)


def foreword(programme) -> Chapter:
    return add_record(Chapter(programme=programme, sort="foreword"), by=SYSTEM)


def address(programme, record, tail: str, name: str = "element") -> str:
    return page(programme, f"{name}/{record.key}/{tail}")


def facts(programme) -> list:
    return [fact for fact in missing(fresh(programme)) if fact.code == "still-of-example"]


# What stands beside the writing


def test_the_form_shows_the_examples_words_in_the_programmes_language_and_leads_to_their_place(
    visitor, programme, element, example
):
    html = read(visitor, programme, f"element/{element.key}/edit/")

    _before, fold = html.split('<details class="from-example">')
    fold = fold.split("</details>")[0]
    assert SAYS in fold
    assert "Made up: the municipality and everything that is told of it." in fold
    assert '<div class="rich-text" lang="sv">' in fold
    assert "<p>Exempelby växer.</p>" in fold
    assert 'href="/en/example/?language=sv#strategy"' in fold
    assert f'action="{address(programme, element, "take-example/")}"' in fold


@pytest.mark.parametrize(
    ("name", "record", "says"),
    [
        ("answer", lambda programme: answer_of(programme, "situation.needs"), "Ett hem."),
        ("objectives-answer", lambda programme: answer_of(programme, "objectives.change"), "Fler deltar."),
        ("chapter", lambda programme: foreword(programme), "Bästa läsare"),
    ],
)
def test_answers_and_chapters_of_ones_own_have_it_too(visitor, programme, example, name, record, says):
    record = record(programme)

    html = read(visitor, programme, f"{name}/{record.key}/edit/")

    assert f"<p>{says}</p>" in html
    assert f'action="{address(programme, record, "take-example/", name)}"' in html


def test_nothing_is_offered_where_something_is_written_and_the_example_stays_to_read(
    visitor, programme, element, example
):
    change(element, text=words(programme, "<p>We grow.</p>"))

    html = read(visitor, programme, f"element/{element.key}/edit/")

    assert (SAYS in html, TAKE in html) == (True, False)


def test_a_chapter_that_is_not_there_yet_has_it_to_read_and_a_button_that_sends_its_form(visitor, programme, example):
    html = read(visitor, programme, "chapter/add/?sort=foreword")

    (form,) = re.findall(r'<form [^>]*id="([^"]+)"', html)
    assert "<p>Bästa läsare</p>" in html
    assert f'form="{form}" name="take_example" value="1">{TAKE}</button>' in html
    assert SAYS not in read(visitor, programme, "chapter/add/")


def test_pages_to_which_it_says_nothing_have_no_fold(visitor, programme, example):
    silent = element_of(programme, "relations")
    appendix = make_chapter(programme, "appendix")
    figures = answer_of(programme, "situation.needs")

    pages = [("element", silent), ("chapter", appendix), ("figures", figures)]
    assert [SAYS in read(visitor, programme, f"{name}/{row.key}/edit/") for name, row in pages] == [False] * 3


def test_before_one_is_loaded_no_form_speaks_of_it(visitor, programme, element):
    assert SAYS not in read(visitor, programme, f"element/{element.key}/edit/")


@pytest.mark.parametrize(
    ("item", "anchor"),
    [
        ("document.strategy", "strategy"),
        ("situation.needs", "situation-needs"),
        ("objectives.plans", "strategy"),
        ("objectives.means", "objectives"),
        ("cooperation.group", "cooperation"),
    ],
)
def test_the_pages_of_items_lead_to_where_it_tells_of_them(visitor, programme, item, anchor):
    html = read(visitor, programme, f"item/{item}/")

    assert f'<a href="/en/example/#{anchor}">{SAYS}</a>' in html


def test_who_only_reads_is_led_nowhere(client, programme):
    share_programme(programme, [Audience.ADVISER], by=SYSTEM)
    client.force_login(make_adviser(programme.lead.municipality.centre))

    assert SAYS not in read(client, programme, "item/document.strategy/")


# Taking it over


def test_it_is_taken_over_in_the_programmes_languages_with_one_event_and_one_row_of_history(
    visitor, programme, element, example
):
    saves = element.history.count()

    answered = visitor.post(address(programme, element, "take-example/"))

    element = fresh(programme).elements.get(pk=element.pk)
    assert answered.url == address(programme, element, "edit/")
    assert {code: text.partition(">")[2] for code, text in element.text.items()} == {"sv": "Exempelby växer.</p>"}
    assert (element.state, element.row_version) == (ElementState.WRITTEN, 2)
    assert element.history.count() == saves + 1
    (event,) = Event.objects.filter(verb="take_example")
    assert (event.fields, event.version) == (["state", "text"], 2)


def test_the_second_click_takes_nothing_over(visitor, programme, element, example):
    for _click in range(2):
        answered = visitor.post(address(programme, element, "take-example/"), follow=True)

    assert HERE_ALREADY in answered.content.decode()
    assert element_of(programme, "strategy").row_version == 2
    assert Event.objects.filter(verb="take_example").count() == 1


def test_an_old_page_overwrites_nothing(visitor, programme, element, example):
    change(element, text=Translations({"fi": "<p>Kasvamme.</p>"}))

    answered = visitor.post(address(programme, element, "take-example/"), follow=True)

    assert HERE_ALREADY in answered.content.decode()
    assert list(element_of(programme, "strategy").text) == ["fi"]


def test_what_is_told_elsewhere_left_out_or_archived_begins_with_nothing(programme, element, example):
    change(element, state=ElementState.NOT_RELEVANT, reason=words(programme, "No"))
    chapter = foreword(programme)
    archive_record(chapter, by=SYSTEM)

    assert [take_example(each, by=SYSTEM) for each in (element, chapter)] == [False, False]
    chapter.refresh_from_db()
    assert [element_of(programme, "strategy").text, chapter.text] == [{}, {}]


def test_a_form_that_was_opened_before_is_not_saved_over_it(visitor, programme, element, example):
    url = address(programme, element, "edit/")
    sent = as_sent(opened(visitor, url), text_sv="<p>Vi växer.</p>")
    visitor.post(address(programme, element, "take-example/"))

    assert visitor.post(url, sent).status_code == 409

    assert "Exempelby" in element_of(programme, "strategy").text.text("sv")


def begun(visitor, programme, **written) -> list[Chapter]:
    """The programme's chapters after a click on the button beside a chapter that was not there yet."""
    url = page(programme, "chapter/add/?sort=foreword")
    sent = as_sent(opened(visitor, url), take_example="1", **written)
    for _click in range(2):
        visitor.post(url, sent)
    return list(programme.chapters.all())


def test_a_chapter_that_was_not_there_begins_with_it_and_with_what_was_written_beside_it(visitor, programme, example):
    (chapter,) = begun(visitor, programme, title_sv="Hälsning", signer="Aino Virta")

    assert chapter.text.text("sv").endswith("Bästa läsare</p>")
    assert (chapter.sort, chapter.title, chapter.signer) == ("foreword", {"sv": "Hälsning"}, "Aino Virta")
    assert "This text is the example's" in read(visitor, programme, f"chapter/{chapter.key}/edit/")
    told = Event.objects.filter(kind="chapter").order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["add_record", "take_example"]


def test_what_somebody_has_written_in_it_is_saved_and_stays(visitor, programme, example):
    (chapter,) = begun(visitor, programme, text_sv="<p>Välkommen</p>")

    assert chapter.text.text("sv").endswith("Välkommen</p>")
    assert "It is saved. The example&#x27;s text was not taken over" in read(
        visitor, programme, f"chapter/{chapter.key}/edit/"
    )


@pytest.mark.parametrize("name", ["figures", "own-figure", "objective"])
def test_no_other_page_has_such_an_address(visitor, programme, example, name):
    answer = answer_of(programme, "situation.needs")

    assert visitor.post(address(programme, answer, "take-example/", name)).status_code == 404


# Until somebody has looked through it


def test_it_is_told_to_be_the_examples_and_asked_about_before_the_decision(programme, element, example):
    take_example(element, by=SYSTEM)
    take_example(answer_of(programme, "objectives.change"), by=SYSTEM)

    told = facts(programme)

    says = "“%s” says what the example of a made-up municipality says, and has not been looked through yet."
    assert [(fact.phase, fact.item, fact.sentence) for fact in told] == [
        ("objectives", "objectives.change", says % "What change does the municipality aim for?"),
        ("document", "document.strategy", says % "Link to municipal and regional strategies"),
    ]
    assert [fact in forgotten(missing(fresh(programme))) for fact in told] == [True, True]


def test_a_save_ends_that(visitor, programme, element, example):
    take_example(element, by=SYSTEM)
    url = address(programme, element, "edit/")
    assert "This text is the example's" in visitor.get(url).content.decode()

    visitor.post(url, as_sent(opened(visitor, url), text_sv="<p>Vi växer.</p>"))

    assert facts(programme) == []
    assert "This text is the example's" not in visitor.get(url).content.decode()


def test_and_so_does_the_word_that_it_fits(visitor, programme, example):
    chapter = foreword(programme)
    take_example(chapter, by=SYSTEM)
    html = read(visitor, programme, f"chapter/{chapter.key}/")
    assert "From the example of a made-up municipality" in html
    assert "It fits us as it is" in html

    visitor.post(address(programme, chapter, "keep/", "chapter"))

    assert facts(programme) == []
    assert "From the example" not in read(visitor, programme, f"chapter/{chapter.key}/")
    chapter.refresh_from_db()
    assert keep_record(chapter, by=SYSTEM) is False
