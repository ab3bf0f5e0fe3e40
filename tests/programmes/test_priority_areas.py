"""Priority areas: objectives gathered under titles of the municipality's own, wherever they are read."""

import re

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.partners import withdraw_consent
from programmes.actions.records import StillNeeded, archive_record, move_record
from programmes.document import assemble
from programmes.export import pages
from programmes.models import Objective, PriorityArea, Programme
from programmes.models.objectives import by_area
from tests.programmes.factories import (
    change,
    fresh,
    make_area,
    make_indicator,
    make_measure,
    make_objective,
    make_partner,
    words,
)
from tests.programmes.reading import page, read, sentences
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def grouped(programme) -> list[tuple[str, list[str]]]:
    """Codes of the areas ('' for none), each with those of its objectives."""
    programme = fresh(programme)
    groups = by_area(programme.rows("priority_areas"), programme.rows("objectives"))
    return [(area.code if area else "", [objective.code for objective in own]) for area, own in groups]


def headings(document) -> list:
    """The parts of the chapter of objectives: anchor, title and the same of what is in them."""
    (chapter,) = [section for section in document.sections if section.anchor == "objectives"]
    return [(part.anchor, part.title, [each.anchor for each in part.sections]) for part in chapter.sections]


def test_areas_come_in_their_own_order_and_objectives_of_none_last(programme):
    first, second = make_area(programme, "Work"), make_area(programme, "School")
    for area in (None, second, first, second):
        make_objective(programme, area=area)
    move_record(second, up=True, by=SYSTEM)

    assert grouped(programme) == [("P2", ["O2", "O4"]), ("P1", ["O3"]), ("", ["O1"])]


def test_a_programme_without_areas_is_one_group(programme):
    make_objective(programme)
    make_objective(programme)

    assert grouped(programme) == [("", ["O1", "O2"])]


def test_areas_that_are_read_with_the_programme_are_what_they_are_alone(programme, django_assert_num_queries):
    make_area(programme, "Work", colour="teal", about=words(programme, "”Ä”\n{1}"), part=make_partner(programme))
    archive_record(make_area(programme, "Old"), by=SYSTEM)
    make_area(programme, "School")
    told = Programme.objects.with_told().get(pk=programme.pk)
    told.rows("links")

    with django_assert_num_queries(0):
        found = [*told.rows("priority_areas"), *told.rows("priority_areas", archived=True)]

    alone = fresh(programme)
    rows = [*alone.rows("priority_areas"), *alone.rows("priority_areas", archived=True)]
    fields = [field.attname for field in PriorityArea._meta.concrete_fields]
    assert [[getattr(row, name) for name in fields] for row in found] == [
        [getattr(row, name) for name in fields] for row in rows
    ]
    assert [row.code for row in found] == ["P1", "P3", "P2"]


def test_an_objective_moves_among_those_of_its_area(programme):
    area = make_area(programme)
    for each in (area, None, area):
        make_objective(programme, area=each)

    move_record(programme.objectives.get(code="O3"), up=True, by=SYSTEM)

    assert grouped(programme) == [("P1", ["O3", "O1"]), ("", ["O2"])]


def test_an_area_with_objectives_stays_out_of_the_archive_and_the_sentence_names_them(programme):
    area = make_area(programme)
    objective = make_objective(programme, area=area)

    with pytest.raises(StillNeeded) as refused:
        archive_record(area, by=SYSTEM)
    assert str(refused.value) == (
        "Priority area P1 cannot be archived while it has objectives: O1. "
        "Move them to another priority area or to none, or archive them first."
    )

    change(objective, area=None)
    archive_record(area, by=SYSTEM)
    assert grouped(programme) == [("", ["O1"])]


def test_the_area_of_a_municipality_that_has_withdrawn_gathers_nothing(programme, coordinator):
    link = make_partner(programme)
    objective = make_objective(programme, area=make_area(programme, part=link))

    withdraw_consent(link, by=SYSTEM)

    assert grouped(programme) == [("", ["O1"])]
    assert headings(assemble(fresh(programme), "sv")) == [("MÅ1", f"MÅ1 {objective.title.text('sv')}", [])]


# On screen


@pytest.mark.parametrize("tail", ["objectives/", "item/objectives.areas/"])
def test_the_lists_gather_objectives_and_offer_a_new_one_in_the_area(visitor, programme, tail):
    area = make_area(programme)
    inside, outside = make_objective(programme, "Inside", area=area), make_objective(programme, "Outside")

    html = read(visitor, programme, tail)

    from_area = html.split(f'<section class="listing" id="{area.key}">')[1]
    of_area, of_none = from_area.split("Objectives in no priority area", 1)
    assert f'<a href="{page(programme, f"priority-area/{area.key}/")}">' in of_area
    assert f'href="{page(programme, f"objective/{inside.key}/")}"' in of_area
    assert f'{page(programme, "objective/add/")}?area={area.pk}"' in of_area
    assert f'href="{page(programme, f"objective/{outside.key}/")}"' in of_none
    assert f'{page(programme, "objective/add/")}"' in of_none


MARK = '<span class="area"><span class="area-mark colour-plum"></span>'
WORK = '<span lang="sv">Work (sv)</span> <span class="text-mark">(in Swedish)</span>'
AREA = f"{MARK}P1 {WORK}</span>"


@pytest.fixture
def plum(programme):
    """A priority area in a colour of its own, with an objective, a measure and an indicator; and ones in no area."""
    area = make_area(programme, "Work", colour="plum")
    for each in (area, None):
        objective = make_objective(programme, area=each)
        make_measure(objective)
        make_indicator(programme, objective=objective)
    return area


@pytest.mark.parametrize("tail", ["measures/", "indicators/", "monitoring/", "item/objectives.means/", "thread/"])
def test_lists_in_which_areas_meet_tell_that_of_each_line_with_its_colour(visitor, programme, plum, tail):
    html = read(visitor, programme, tail)

    assert html.count(AREA) == html.count("area-mark") == 1


@pytest.mark.parametrize("tail", ["objectives/", "item/objectives.areas/"])
def test_where_objectives_are_gathered_the_heading_has_the_colour_and_no_line_says_it_again(
    visitor, programme, plum, tail
):
    html = read(visitor, programme, tail)

    address = page(programme, f"priority-area/{plum.key}/")
    heading = f'<h2>{MARK}<span class="code">P1</span> <a href="{address}">{WORK}</a></span>'
    assert (html.count(heading), html.count("area-mark")) == (1, 1)


def test_the_pages_of_an_area_an_objective_and_a_measure_show_the_colour_once(visitor, programme, plum):
    objective, measure = programme.objectives.get(area=plum), programme.measures.get(objective__area=plum)

    of_area, of_objective, of_measure = (
        read(visitor, programme, f"{name}/{record.key}/")
        for name, record in [("priority-area", plum), ("objective", objective), ("measure", measure)]
    )

    assert f'<h1>{MARK}<span class="code">P1</span> {WORK}</span>' in of_area
    assert of_area.count("area-mark") == 1
    for html in (of_objective, of_measure):
        assert f"<dd>{AREA}" in html
        assert html.count("area-mark") == 1


def test_the_page_of_an_area_has_its_objectives_only(visitor, programme):
    area = make_area(programme, about=words(programme, "Everybody works"))
    inside, outside = make_objective(programme, "Inside", area=area), make_objective(programme, "Outside")

    html = read(visitor, programme, f"priority-area/{area.key}/")

    assert "Everybody works (sv)" in html
    assert f'href="{page(programme, f"objective/{inside.key}/")}"' in html
    assert f'href="{page(programme, f"objective/{outside.key}/")}"' not in html
    assert f'{page(programme, "objective/add/")}?area={area.pk}"' in html


def test_without_areas_the_page_has_no_heading_of_them_and_the_form_no_question(visitor, programme):
    objective = make_objective(programme)

    html = read(visitor, programme, "item/objectives.areas/")

    assert "Objectives in no priority area" not in html
    assert "area" not in opened(visitor, page(programme, f"objective/{objective.key}/edit/")).fields


def test_the_form_puts_an_objective_in_an_area_and_takes_it_out(visitor, programme):
    area, objective = make_area(programme), make_objective(programme)
    url = page(programme, f"objective/{objective.key}/edit/")

    visitor.post(url, as_sent(opened(visitor, url), area=str(area.pk)))
    assert Objective.objects.get().area == area

    visitor.post(url, as_sent(opened(visitor, url), area=""))
    assert Objective.objects.get().area is None


# In the document


def test_the_document_gathers_by_area_and_prints_no_area_without_objectives(programme):
    work = make_area(programme, "Work", colour="plum")
    make_area(programme, "Empty")
    make_measure(make_objective(programme, area=work))
    make_objective(programme)

    document = assemble(fresh(programme), "sv")

    assert headings(document) == [
        ("P1", "P1 Work (sv)", ["MÅ1"]),
        ("other-objectives", "Övriga mål", ["MÅ2"]),
    ]
    html = pages.body_of(document)
    assert '<h3 class="area colour-plum" id="P1">' in html
    assert html.count('id="O1"') == html.count('id="O2"') == html.count('id="other-objectives"') == 1
    (contents,) = re.findall(r'<section class="contents">.*?</section>', pages.html_of(document), re.DOTALL)
    assert contents.count(">More people in work (sv)</a>") == 2


# What lacks


def test_objectives_in_no_area_are_told_once_there_are_others_in_one(programme):
    area = make_area(programme)
    make_objective(programme, area=area)
    assert not any("priority area" in each for each in sentences(programme, "objectives"))

    make_objective(programme)
    make_objective(programme)
    assert "These objectives are in no priority area, while others are: O2, O3." in sentences(programme, "objectives")


def test_an_area_without_objectives_is_told(programme):
    make_area(programme)

    assert "Priority area P1 has no objective." in sentences(programme, "objectives")
