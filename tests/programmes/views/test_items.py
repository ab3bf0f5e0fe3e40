"""Items of the checklist: the lines of a phase's list, and the page of each with what it asks, says and lacks."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape, strip_tags

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.checklist import EDITIONS, Kind
from programmes.enums import Audience, ItemStatus, Phase
from tests.programmes.factories import (
    fresh,
    make_chosen_group,
    make_finding,
    make_mark,
    make_objective,
    make_programme,
    make_recipient,
)
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_member

pytestmark = pytest.mark.django_db

GROUP = "cooperation.group"


@pytest.fixture
def writer(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def reader(client, coordinator, programme):
    """A member of the group, with whom the programme is shared."""
    member = make_member(make_chosen_group(programme, by=coordinator))
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    client.force_login(member)
    return client


def item(client, programme, key: str) -> str:
    return read(client, programme, f"item/{key}/")


def heading(html: str) -> str:
    return " ".join(strip_tags(html.split("<h1>")[1].split("</h1>")[0]).split())


def missing(html: str) -> dict[str, str]:
    """What the page says that is missing, with where each leads."""
    found = html.split('id="lacks-title"')[1].split("</ul>")[0] if 'id="lacks-title"' in html else ""
    return {words: url for url, words in re.findall(r'<a href="([^"]+)">(.*?)</a>', found)}


def beside(html: str, rel: str) -> list[str]:
    """Where the item before (`prev`) or after (`next`) is."""
    return re.findall(rf'<a href="([^"]+)" rel="{rel}">', html)


# The list of a phase


@pytest.mark.parametrize("phase", list(Phase))
def test_a_phase_lists_its_items_in_their_order_and_each_leads_to_its_page(writer, programme, phase):
    checklist = programme.checklist
    kinds = (Kind.ITEM, Kind.ELEMENT, Kind.QUESTION)
    keys = [each.key for each in checklist.of(phase) if each.kind in kinds]

    html = read(writer, programme, f"{phase}/").split('id="parts-title"')[1].split("</ol>")[0]

    lines = re.findall(r'<a class="row-link" href="([^"]+)">(.*?)</a>', html)
    expected = [(page(programme, f"item/{key}/"), escape(checklist.words(key, "en").title)) for key in keys]
    assert [line for line in lines if line[0] != page(programme, f"item/{phase}/")] == expected


def test_a_line_tells_how_its_item_stands_and_whose_turn_it_is(writer, programme):
    make_mark(programme, GROUP, status="in_progress", turn=Translations({"en": "Coordinator"}))

    line = read(writer, programme, "cooperation/").split(f'id="{GROUP}"')[1].split("</li>")[0]

    assert str(ItemStatus.IN_PROGRESS.label) in line and "Whose turn: Coordinator" in line


def test_an_item_is_marked_as_done_on_its_line_by_those_who_write(writer, programme):
    finish = page(programme, f"item/{GROUP}/finish/")
    assert f'action="{finish}?from=list"' in read(writer, programme, "cooperation/")

    make_mark(programme, GROUP, status="done")

    assert finish not in read(writer, programme, "cooperation/")


def test_a_reader_of_the_list_marks_nothing_and_is_led_on_to_nothing(reader, programme):
    html = read(reader, programme, "cooperation/")

    assert ("/finish/" in html, "Continue:" in html, "/add/" in html) == (False, False, False)
    assert page(programme, f"item/{GROUP}/") in html


def test_the_first_item_that_is_not_done_is_the_one_to_continue_with(writer, programme):
    first, second = programme.checklist.tasks(Phase.COOPERATION)[:2]
    make_mark(programme, first.key, status="done")

    html = read(writer, programme, "cooperation/")

    title = escape(programme.checklist.words(second.key, "en").title)
    assert f'href="{page(programme, f"item/{second.key}/")}">Continue: {title}</a>' in html


# The page of an item


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_item_and_question_has_a_page_that_says_what_it_asks(writer, coordinator, edition):
    programme = make_programme(by=coordinator, edition_key=edition)
    checklist = programme.checklist
    asked = [each for each in checklist.items if each.phase and each.kind in (Kind.ITEM, Kind.ELEMENT, Kind.QUESTION)]

    for each in asked:
        html, words = item(writer, programme, each.key), checklist.words(each.key, "en")

        assert (each.key, heading(html)) == (each.key, escape(words.title))
        assert (each.key, [part for part in (words.help, words.done) if escape(part) not in html]) == (each.key, [])
        assert f'<li><a href="{page(programme, f"{each.phase}/")}">' in html


def test_the_state_stands_under_the_title_with_whose_turn_and_the_next_step(writer, programme):
    before = item(writer, programme, GROUP)
    words = {"turn": Translations({"en": "Coordinator"}), "next_step": Translations({"en": "Ask the schools"})}
    make_mark(programme, GROUP, status="in_progress", **words)

    said = item(writer, programme, GROUP).split('<p class="standing">')[1].split('<div class="subject">')[0]

    assert str(ItemStatus.OPEN.label) in before.split('<p class="standing">')[1].split("</p>")[0]
    assert str(ItemStatus.IN_PROGRESS.label) in said
    assert "Whose turn: Coordinator" in said and "Next step: Ask the schools" in said


def test_a_writer_finishes_an_item_and_takes_it_up_again_on_its_page(writer, programme):
    finish, take_up = (page(programme, f"item/{GROUP}/{act}/") for act in ("finish", "take-up"))
    offered = []

    for act in (finish, take_up, None):
        html = item(writer, programme, GROUP)
        offered.append([f'action="{each}"' in html for each in (finish, take_up)])
        if act:
            assert writer.post(act).url == page(programme, f"item/{GROUP}/")

    assert offered == [[True, False], [False, True], [True, False]]


def test_what_does_not_apply_is_neither_finished_nor_taken_up(writer, programme):
    make_mark(programme, GROUP, status="not_applicable", reason=Translations({"en": "We are few"}))

    html = item(writer, programme, GROUP)

    assert "Not applicable: We are few" in html and "This part does not apply" in html
    assert ("/finish/" in html, "/take-up/" in html) == (False, False)
    assert page(programme, f"item/{GROUP}/mark/") in html


def test_a_reader_of_the_page_has_no_button_and_no_form(reader, programme):
    html = item(reader, programme, GROUP)

    assert heading(html) == escape(programme.checklist.words(GROUP, "en").title)
    assert [act for act in ("/finish/", "/take-up/", "/mark/", "/add/", "/edit/") if act in html] == []


# The items beside it


def test_the_items_of_the_phase_stand_beside_it_with_their_states(writer, programme):
    tasks = [each.key for each in programme.checklist.tasks(Phase.COOPERATION)]
    make_mark(programme, tasks[1], status="done")

    html = item(writer, programme, GROUP).split('<nav class="neighbours"')[1].split("</nav>")[0]

    assert re.findall(r'<a href="([^"]+)"', html) == [page(programme, f"item/{key}/") for key in tasks]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', html) == [page(programme, f"item/{GROUP}/")]
    done = [str(ItemStatus.DONE.label) in line for line in html.split("<li>")[1:]]
    assert done == [key == tasks[1] for key in tasks]


@pytest.mark.parametrize("at", [0, 1, -1])
def test_the_item_before_and_the_one_after_are_a_click_away(writer, programme, at):
    keys = [each.key for each in programme.checklist.tasks(Phase.COOPERATION)]
    at %= len(keys)

    html = item(writer, programme, keys[at])

    before, after = keys[at - 1 : at] if at else [], keys[at + 1 : at + 2]
    assert beside(html, "prev") == [page(programme, f"item/{key}/") for key in before]
    assert beside(html, "next") == [page(programme, f"item/{key}/") for key in after]
    assert f"Part {at + 1} of {len(keys)}" in html


def test_beside_a_question_stand_the_questions_of_its_item(writer, programme):
    questions = [each.key for each in programme.checklist.of(Phase.SITUATION, Kind.QUESTION)]

    html = item(writer, programme, questions[1])

    lines = html.split('<nav class="neighbours"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)"', lines) == [page(programme, f"item/{key}/") for key in questions]
    assert f"Question 2 of {len(questions)}" in html
    assert [beside(html, rel) for rel in ("prev", "next")] == [
        [page(programme, f"item/{questions[0]}/")],
        [page(programme, f"item/{questions[2]}/")],
    ]


# What lacks


def test_what_lacks_in_an_item_is_said_on_its_page_and_on_no_other(writer, programme):
    said = missing(item(writer, programme, "responsibility.adviser"))

    assert list(said) == ["The adviser of the regional centre has not been contacted: early advice saves work."]
    assert not said.keys() & missing(item(writer, programme, "responsibility.coordinating_body")).keys()


def test_what_lacks_in_a_record_leads_to_its_page(writer, programme):
    finding, objective = make_finding(programme), make_objective(programme)

    findings, means = (missing(item(writer, programme, key)) for key in ("situation.both_sides", "objectives.means"))

    assert set(findings.values()) == {page(programme, f"finding/{finding.key}/")}
    assert means["Objective O1 has no measure."] == page(programme, f"objective/{objective.key}/")


def test_what_lacks_in_a_row_of_the_page_leads_to_the_row(writer, programme):
    row = make_recipient(programme, recipient=Translations({"sv": "Styrelsen"}))

    html = item(writer, programme, "monitoring.reporting")

    assert page(programme, f"item/monitoring.reporting/#{row.key}") in missing(html).values()
    assert f'id="{row.key}"' in html


def test_nothing_is_said_to_be_missing_where_nothing_is(writer, programme):
    assert "What is missing" not in item(writer, programme, "responsibility.experts")


# Points without a page of their own


@pytest.mark.parametrize(
    ("point", "above"),
    [
        ("situation.source.dvv", "situation.sources"),
        ("monitoring.source.surveys", "monitoring.sources"),
        ("monitoring.indicator.neet", "monitoring.indicators"),
    ],
)
def test_sources_and_suggested_indicators_are_read_on_the_page_of_their_item(writer, programme, point, above):
    response = writer.get(page(programme, f"item/{point}/"))

    assert (response.status_code, response.url) == (302, page(programme, f"item/{above}/#{point}"))
    assert f'id="{point}"' in item(writer, programme, above)


@pytest.mark.parametrize("phase", [Phase.COOPERATION, Phase.SITUATION, Phase.OBJECTIVES, Phase.MONITORING])
def test_the_heading_of_a_phase_without_a_page_of_its_own_is_the_phase(writer, programme, phase):
    response = writer.get(page(programme, f"item/{phase}/"))

    assert (response.status_code, response.url) == (302, page(programme, f"{phase}/"))


@pytest.mark.parametrize(
    ("phase", "title"),
    [(Phase.RESPONSIBILITY, "The programme in short"), (Phase.DOCUMENT, "The document in its order")],
)
def test_what_concerns_a_phase_as_a_whole_has_a_page_and_no_state(writer, programme, phase, title):
    html = item(writer, programme, phase)

    assert heading(html) == title
    assert ("/finish/" in html, '<nav class="neighbours"' in html) == (False, False)
    assert f'href="{page(programme, f"item/{phase}/")}">{title}</a>' in read(writer, programme, f"{phase}/")


def test_what_the_checklist_does_not_know_or_no_phase_asks_has_no_page(writer, programme):
    keys = ["no.such.item", programme.checklist.principles[0].key, "situation.no_such_question"]

    assert [writer.get(page(programme, f"item/{key}/")).status_code for key in keys] == [404] * 3


def test_an_item_of_another_edition_has_no_page(writer, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    url = reverse("item", kwargs={"slug": programme.slug, "item": "cooperation.wellbeing_county"})

    assert writer.get(url).status_code == 404
