"""A chapter moves through the whole document: among its neighbours, and past the elements."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.records import move_record
from programmes.models import Chapter
from programmes.models.document import order_of
from stakeholders.models import Event
from tests.programmes.factories import change, fresh, make_chapter

pytestmark = pytest.mark.django_db

FIRST, SECOND = "document.strategy", "document.population"


def order(programme) -> list[tuple[str, str]]:
    """Where chapters stand, and which, from the beginning to the end."""
    places = ["", *order_of(fresh(programme).checklist), "appendix", "imprint"]
    rows = sorted(fresh(programme).rows("chapters"), key=lambda row: (places.index(row.listed_in), row.position))
    return [(row.listed_in, row.sort) for row in rows]


def move(chapter, way: str, **options) -> None:
    chapter.refresh_from_db()
    move_record(chapter, up=way == "up", by=SYSTEM, **options)


def test_a_chapter_passes_an_element_and_stands_right_behind_it(programme):
    foreword = make_chapter(programme)
    make_chapter(programme, "summary", after=FIRST)

    move(foreword, "down")

    assert order(programme) == [(FIRST, "foreword"), (FIRST, "summary")]


def test_a_chapter_goes_up_before_an_element_and_stands_right_before_it(programme):
    make_chapter(programme)
    vision = make_chapter(programme, "starting_points", after=FIRST)

    move(vision, "up")

    assert order(programme) == [("", "foreword"), ("", "starting_points")]


def test_chapters_between_the_same_elements_change_places(programme):
    make_chapter(programme)
    summary = make_chapter(programme, "summary")

    move(summary, "up")

    assert order(programme) == [("", "summary"), ("", "foreword")]


def test_a_chapter_goes_through_the_whole_document_and_stays_at_its_ends(programme):
    foreword = make_chapter(programme)
    keys = order_of(programme.checklist)

    visited = []
    for _step in range(len(keys) + 1):
        move(foreword, "down")
        visited.append(order(programme)[0][0])

    assert visited == [*keys, keys[-1]]
    for _step in range(len(keys) + 1):
        move(foreword, "up")
    assert order(programme) == [("", "foreword")]


def test_a_second_click_moves_it_no_further(programme):
    foreword = make_chapter(programme)
    seen_at = foreword.position

    move(foreword, "down", seen_at=seen_at)
    move(foreword, "down", seen_at=seen_at)

    assert order(programme) == [(FIRST, "foreword")]


def test_appendices_move_among_themselves_and_never_away_from_the_end(programme):
    make_chapter(programme, "appendix", after=SECOND)
    second, imprint = make_chapter(programme, "appendix"), make_chapter(programme, "imprint")

    for way in ("up", "up"):
        move(second, way)
    move(imprint, "up")

    assert order(programme) == [("appendix", "appendix"), ("appendix", "appendix"), ("imprint", "imprint")]
    assert Chapter.objects.filter(sort="appendix").first() == second


def test_a_move_past_an_element_is_a_save_of_the_chapter_and_told_as_a_move(programme):
    foreword = make_chapter(programme)

    move(foreword, "down")

    event = Event.objects.filter(verb="move_record").get()
    assert (event.subject, event.fields) == (str(foreword.key), ["after", "position"])
    foreword.refresh_from_db()
    assert (foreword.row_version, foreword.history.count()) == (2, 2)


def test_a_chapter_after_an_element_that_the_checklist_has_no_more_stands_last(programme):
    change(make_chapter(programme), after="document.poetry")

    assert order(programme) == [("communication.inform", "foreword")]
