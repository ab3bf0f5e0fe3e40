"""The pages of comments: on a subject, in the list, by themselves, and the forms that lead there."""

import csv
from io import StringIO

import pytest
from django.test import Client

from integration_programme.translations import Translations
from programmes.actions import comments as actions
from programmes.actions.programmes import archive_programme, share_programme
from programmes.enums import Audience
from programmes.models import Comment, Place, place_of
from programmes.models.places import item_url, subject_url
from programmes.models.sharing import SWITCHED
from tests.integration_programme.test_kept import left_open, sign_in
from tests.programmes.factories import change, element_of, fresh, make_chosen_group, make_comment, make_objective
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened, send
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_editor,
    make_member,
    make_municipality,
)

pytestmark = pytest.mark.django_db

SECRET = "Confidential-91370"


@pytest.fixture
def member(programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator), name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    return member


@pytest.fixture
def objective(programme, coordinator):
    return make_objective(programme, by=coordinator)


@pytest.fixture
def element(programme, coordinator):
    element = element_of(programme, "strategy")
    words = "<p>Kommunen ger lite pengar.</p><p>Byarna bestämmer själva.</p>"
    change(element, text=Translations({"sv": words}), by=coordinator)
    return element


def asked(programme, place: Place) -> str:
    return page(programme, f"comments/write/?place={str(place).replace('#', '%23')}")


def paragraph_of(element, number: int = 0) -> Place:
    key = element.text["sv"].split('data-paragraph="')[number + 1].partition('"')[0]
    return place_of(element, "text", "sv", key)


def as_person(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_member_comments_on_words_of_a_paragraph(client, programme, element, member):
    client.force_login(member)
    url = asked(programme, paragraph_of(element))
    assert "Kommunen ger lite pengar." in client.get(url).content.decode()

    answer = send(client, url, text="How much is a little?", quote="lite pengar", follow=True)

    comment = Comment.objects.get()
    assert (comment.place, comment.quote, comment.author) == (paragraph_of(element), "lite pengar", member)
    said = answer.content.decode()
    assert "Your comment is saved. It is shown to: Writers, Mona." in said
    assert "<p>lite pengar</p>" in said and "How much is a little?" in said


def test_another_part_can_be_chosen_in_the_form(client, programme, element, coordinator):
    client.force_login(coordinator)
    form = opened(client, asked(programme, place_of(element)))
    offered = [label for _group, choices in form.fields["about"].choices[1:] for _value, label in choices]
    assert offered == ["The whole text", "“Kommunen ger lite pengar.”", "“Byarna bestämmer själva.”"]

    client.post(asked(programme, place_of(element)), as_sent(form, about=str(paragraph_of(element, 1)), text="Yes"))

    assert Comment.objects.get().place == paragraph_of(element, 1)


def test_words_that_do_not_stand_there_are_refused_with_what_was_written(client, programme, element, member):
    client.force_login(member)

    answer = send(client, asked(programme, paragraph_of(element)), text="How much?", quote="mycket pengar")

    assert "These words do not stand there." in answer.content.decode()
    assert answer.context["form"]["text"].value() == "How much?"
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    "place",
    [
        "objective",
        "nothing:1",
        "item:nothing.there",
        "element:{key}/text.fi",
        "element:{key}/row_version",
        "\x00",
    ],
)
def test_what_is_no_place_is_not_found(place, client, programme, element, coordinator):
    client.force_login(coordinator)

    assert client.get(page(programme, "comments/write/"), {"place": place.format(key=element.key)}).status_code == 404


def test_comment_stands_on_the_page_of_its_record_and_of_its_item(client, programme, element, objective, coordinator):
    client.force_login(coordinator)
    on_record = make_comment(objective, "On the objective", by=coordinator)
    make_comment(element, "On the element", by=coordinator)
    actions.add_comment(
        fresh(programme), Place(programme.slug, "item", "objectives.areas"), "On the item", by=coordinator
    )

    pages = {
        name: client.get(url).content.decode()
        for name, url in (
            ("objective", subject_url(programme.slug, "objective", objective.key)),
            ("element", item_url(programme.slug, "document.strategy")),
            ("item", item_url(programme.slug, "objectives.areas")),
            ("other", item_url(programme.slug, "objectives.means")),
        )
    }

    told = {
        name: [said for said in ("objective", "element", "item") if f"On the {said}" in html]
        for name, html in pages.items()
    }
    assert told == {"objective": ["objective"], "element": ["element"], "item": ["item"], "other": []}
    assert "Comments (1)" in pages["objective"] and f"/comments/{on_record.key}/" in pages["objective"]


def test_answer_of_a_writer_asks_each_time_who_reads_it(client, objective, member, coordinator, programme):
    comment = actions.add_comment(fresh(programme), place_of(objective), "Why?", by=member)
    client.force_login(coordinator)
    url = page(programme, f"comments/{comment.key}/")

    refused = send(client, url, text="Because")
    send(client, url, text="Because", shown_to="all", settles="on")
    send(client, url, text=SECRET, shown_to="writers")

    assert "Choose who reads the answer." in refused.content.decode()
    html = as_person(member).get(url).content.decode()
    assert "Because" in html and SECRET not in html and "Answered" in html
    assert SECRET in client.get(url).content.decode()


def test_showing_it_to_more_people_says_who_they_are(client, objective, coordinator, member, programme):
    make_adviser(make_centre("08"), name="Arto Neuvoja")
    comment = make_comment(objective, by=coordinator, shown_to=[])
    client.force_login(coordinator)
    url = page(programme, f"comments/{comment.key}/show/")

    html = client.get(url).content.decode()
    client.post(url, {"audiences": ["adviser"]})

    assert "Mona" in html and "Arto Neuvoja" in html
    assert Comment.objects.get().audiences == [Audience.ADVISER]


def test_audience_to_which_the_programme_is_closed_is_not_offered(client, objective, coordinator, member, programme):
    make_adviser(make_centre("08"), name="Arto Neuvoja")
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    comment = make_comment(objective, by=coordinator, shown_to=[])
    client.force_login(coordinator)

    answer = client.post(page(programme, f"comments/{comment.key}/show/"), {"audiences": ["adviser"]})

    assert answer.status_code == 200 and "Arto Neuvoja" not in answer.content.decode()
    assert Comment.objects.get().audiences == []


def test_withdrawn_comment_says_so_and_nothing_else(client, objective, coordinator, programme):
    comment = make_comment(objective, SECRET, by=coordinator)
    client.force_login(coordinator)

    answer = client.post(page(programme, f"comments/{comment.key}/withdraw/"), follow=True)

    assert SECRET not in answer.content.decode()
    assert "by its writer." in answer.content.decode()


def test_earlier_wordings_are_shown_to_those_who_read_the_comment(client, objective, coordinator, programme):
    comment = make_comment(objective, "First wording", by=coordinator)
    client.force_login(coordinator)
    send(client, page(programme, f"comments/{comment.key}/change/"), text="Second wording")

    html = client.get(page(programme, f"comments/{comment.key}/")).content.decode()

    assert "Second wording" in html and "Earlier wordings" in html and "First wording" in html


def test_comment_whose_passage_is_gone_is_listed_with_its_words(client, programme, element, coordinator):
    actions.add_comment(programme, paragraph_of(element), "How much?", quote="lite pengar", by=coordinator)
    change(element, text=Translations({"sv": "<p>Byarna bestämmer själva.</p>"}), by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme, "comments/?which=detached")

    assert "Detached: the passage has been changed" in html and "<p>lite pengar</p>" in html and "How much?" in html


def test_list_is_narrowed_by_state_part_and_for_whom(client, programme, objective, element, coordinator):
    editor = make_editor(make_municipality("545"))
    first, second = make_comment(objective, "First", by=coordinator), make_comment(element, "Second", by=editor)
    actions.mark_comment_answered(first, by=coordinator)
    actions.assign_comment(second, coordinator, by=editor)
    client.force_login(coordinator)

    found = {
        query: [
            said for said in ("First", "Second") if f"<p>{said}</p>" in read(client, programme, f"comments/{query}")
        ]
        for query in (
            "",
            "?state=open",
            "?state=answered",
            "?section=document",
            "?which=mine",
            "?which=private",
            "?state=x",
        )
    }

    assert found == {
        "": ["First", "Second"],
        "?state=open": ["Second"],
        "?state=answered": ["First"],
        "?section=document": ["Second"],
        "?which=mine": ["Second"],
        "?which=private": [],
        "?state=x": ["First", "Second"],
    }


def test_text_is_shown_as_text(client, objective, coordinator, programme):
    comment = make_comment(objective, "<script>alert(1)</script> & more", by=coordinator)
    client.force_login(coordinator)

    for tail in ("comments/", f"comments/{comment.key}/", f"objective/{objective.key}/"):
        html = read(client, programme, tail)
        assert "<script>alert" not in html and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_session_that_has_ended_keeps_what_was_written(objective, member, programme):
    browser, url = left_open(member), asked(programme, place_of(objective))
    form = as_sent(opened(as_person(member), url), text="A long thought")

    answer = browser.post(url, form)
    back = sign_in(browser, member, answer)

    assert back.context["form"]["text"].value() == "A long thought"


def test_history_leads_to_the_comment(client, objective, coordinator, programme):
    comment = make_comment(objective, by=coordinator, shown_to=[])
    actions.answer_comment(comment, "Because", by=coordinator)
    client.force_login(coordinator)

    assert read(client, programme, "history/").count(f"/comments/{comment.key}/") == 2
    assert f"/comments/{comment.key}/" in read(client, programme, "")


# How many statements


def test_subject_without_comments_is_read_with_the_same_statements_and_with_them_with_one_more(
    client, objective, coordinator, programme
):
    client.force_login(coordinator)
    url = page(programme, f"objective/{objective.key}/")
    asked = [statements(lambda: client.get(url))]
    for number in range(3):
        make_comment(objective, f"Comment {number}", by=coordinator)
        asked.append(statements(lambda: client.get(url)))

    assert asked[1] == asked[3] == asked[0] + 1
    assert asked[3] <= LIST_OR_PAGE
    elsewhere = make_objective(programme, by=coordinator)
    before = statements(lambda: client.get(page(programme, f"objective/{elsewhere.key}/")))
    assert before == asked[0]


def test_pages_of_comments_ask_the_same_for_one_and_for_three(client, objective, coordinator, member, programme):
    client.force_login(coordinator)
    asked = []
    for number in range(3):
        comment = make_comment(objective, f"Comment {number}", by=coordinator)
        actions.answer_comment(comment, "Yes", by=coordinator)
        urls = [page(programme, "comments/"), page(programme, f"comments/{comment.key}/")]
        asked.append([statements(lambda url=url: client.get(url)) for url in urls])

    assert asked[0] == asked[2]
    assert max(asked[2]) <= LIST_OR_PAGE


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_comment_is_saved_in_twelve_statements(who, client, objective, coordinator, member, programme):
    client.force_login({"coordinator": coordinator, "member": member}[who])
    url = asked(programme, place_of(objective))
    form = as_sent(opened(client, url), text="Why?")

    assert statements(lambda: client.post(url, form), 302) <= 12


# Beside the document


def preview(client, programme, language="sv") -> str:
    """The body of the document on screen."""
    return (
        client.get(page(programme, f"preview/?language={language}")).content.decode().split('class="document-body"')[1]
    )


def test_each_paragraph_and_heading_of_the_draft_leads_to_a_comment_on_it(client, programme, element, member):
    client.force_login(member)

    html = preview(client, programme)

    for place in (paragraph_of(element), paragraph_of(element, 1), place_of(element)):
        asking = f'href="../comments/write/?place={str(place).replace("#", "%23")}"'
        assert html.count(asking) == 1
        assert client.get(asked(programme, place)).status_code == 200
    assert "Kommentera</a></p>" in html


def test_what_was_said_stands_after_its_paragraph_once_for_those_who_read_it(
    client, programme, element, coordinator, member
):
    place = paragraph_of(element)
    comment = actions.add_comment(programme, place, SECRET, by=coordinator)
    shown = actions.add_comment(programme, place, "How much is a little?", quote="lite pengar", by=member)

    client.force_login(coordinator)
    html = preview(client, programme)
    first, said, second = (html.index(words) for words in ("ger lite pengar", "How much is a little?", "Byarna best"))
    assert first < said < second
    assert (html.count(SECRET), html.count(f'id="said-{comment.key}"'), html.count(f'id="said-{shown.key}"')) == (
        1,
        1,
        1,
    )

    client.force_login(member)
    assert [words in preview(client, programme) for words in (SECRET, "How much is a little?")] == [False, True]
    client.force_login(make_adviser(make_centre("08")))
    assert [words in preview(client, programme) for words in (SECRET, "How much is a little?")] == [False, False]


def test_comment_moves_with_its_words_and_stands_at_the_heading_when_they_are_gone(
    client, programme, element, coordinator
):
    for number, quote in enumerate(("Kommunen ger lite pengar", "Byarna bestämmer själva")):
        actions.add_comment(programme, paragraph_of(element, number), f"On {quote}", quote=quote, by=coordinator)
    words = "<p>Först: Kommunen ger lite pengar varje år, och mer därtill, sade byborna vid mötet i mars.</p>"
    change(element, text=Translations({"sv": words}), by=coordinator)
    client.force_login(coordinator)

    html = preview(client, programme)

    assert html.index("Först: Kommunen") < html.index("On Kommunen ger")
    assert html.index("Detached: the passage") < html.index("On Byarna") < html.index("Först: Kommunen")


def test_archived_programme_asks_for_no_comments(client, programme, element, coordinator):
    archive_programme(fresh(programme), by=coordinator)
    client.force_login(coordinator)

    assert "comments/write" not in preview(client, programme)
    assert "comments/write" not in read(client, programme, "item/document.strategy/")
    assert client.get(asked(programme, place_of(element))).status_code == 403


# As a table, and on the home


def table(client, programme, query: str = "") -> list[list[str]]:
    written = client.get(page(programme, f"comments.csv{query}")).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(written), delimiter=";"))


def test_table_holds_what_its_reader_may_read_of_what_is_chosen(client, programme, objective, coordinator, member):
    comment = make_comment(objective, "Why?", by=coordinator, shown_to=[Audience.GROUP])
    actions.answer_comment(comment, SECRET, is_private=True, by=coordinator)
    actions.answer_comment(comment, "Because", by=coordinator)
    make_comment(objective, SECRET, by=coordinator, shown_to=[])

    client.force_login(member)
    assert [row[2:4] for row in table(client, programme)] == [
        ["What was said", "Answer to"],
        ["Why?", ""],
        ["Because", "Aino Alanen"],
    ]
    client.force_login(coordinator)
    assert [row[2] for row in table(client, programme)[1:]] == ["Why?", SECRET, "Because", SECRET]
    assert [row[2] for row in table(client, programme, "?state=closed")[1:]] == []


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "|x", "%0A=1", "\u200b=1", "  =cmd|' /C calc'!A0"])
def test_no_cell_of_the_table_is_a_formula(words, client, programme, objective, coordinator):
    make_comment(objective, words, by=coordinator)
    client.force_login(coordinator)

    cell = table(client, programme)[1][2]

    assert cell.lstrip("\u200b ")[:1] not in tuple("=+-@|%") and words.strip() in cell


def test_home_tells_each_reader_what_waits_for_them(client, programme, objective, coordinator, member):
    comment = make_comment(objective, by=member)
    other = make_comment(objective, by=coordinator)
    actions.assign_comment(other, member, by=coordinator)

    def waits(person) -> list[bool]:
        client.force_login(person)
        html = read(client, programme, "").split("What happened lately")[0]
        return [f"/comments/{each.key}/" in html for each in (comment, other)]

    assert (waits(coordinator), waits(member)) == ([False, False], [False, True])
    actions.answer_comment(comment, "Because", by=coordinator)
    assert (waits(coordinator), waits(member)) == ([False, False], [True, True])
    for each in (comment, other):
        actions.mark_comment_answered(each, by=coordinator)
        actions.close_comment(each, by=coordinator)
    assert waits(member) == [False, False]
