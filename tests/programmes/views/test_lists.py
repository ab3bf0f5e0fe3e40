"""The lists of all measures and of all indicators: narrowed by what one chooses."""

import re

import pytest

from tests.programmes.factories import make_area, make_indicator, make_measure, make_objective, make_organisation
from tests.programmes.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def facts(programme) -> dict[str, str]:
    """What the first of two measures, and the first of two indicators, has and the second has not, as it is chosen."""
    area, library = make_area(programme), make_organisation(programme, "Library")
    first, second = make_objective(programme, area=area, theme="education"), make_objective(programme, theme="other")
    make_measure(first, owner=library, status="under_way")
    make_measure(second, status="planned")
    make_indicator(programme, objective=first, owner=library, kind="number")
    make_indicator(programme, objective=second)
    return {
        "area": str(area.pk),
        "theme": "education",
        "objective": str(first.pk),
        "owner": str(library.pk),
        "status": "under_way",
    }


def codes(html: str) -> list[str]:
    """The codes of the lines of a list."""
    return re.findall(r'<div class="row-main"><span class="code">([^<]+)</span>', html)


@pytest.mark.parametrize("name", ["area", "theme", "objective", "owner", "status"])
def test_measures_are_narrowed_by_each_choice(visitor, programme, facts, name):
    assert codes(read(visitor, programme, "measures/")) == ["M1.1", "M2.1"]

    html = read(visitor, programme, f"measures/?{name}={facts[name]}")

    assert codes(html) == ["M1.1"]
    assert "1 of 2" in html
    assert "(1 choice in force)" in html


@pytest.mark.parametrize("name", ["area", "theme", "objective", "owner"])
def test_indicators_too(visitor, programme, facts, name):
    assert codes(read(visitor, programme, "indicators/")) == ["I1", "I2"]
    assert codes(read(visitor, programme, f"indicators/?{name}={facts[name]}")) == ["I1"]


def test_those_without_an_owner_and_those_that_lack_something_can_be_looked_for(visitor, programme, facts):
    html = read(visitor, programme, "measures/?owner=none&lacks=yes")

    assert codes(html) == ["M2.1"]
    assert "(2 choices in force)" in html


def test_choices_that_nothing_fits_leave_a_way_back(visitor, programme, facts):
    html = read(visitor, programme, "measures/?owner=none&status=under_way")

    assert codes(html) == []
    assert "None fits what you have chosen." in html
    assert '<a href="?">Show everything</a>' in html


def test_an_old_address_with_what_is_no_choice_any_more_shows_everything_and_is_no_error(visitor, programme, facts):
    html = read(visitor, programme, "measures/?owner=999&status=bygone")

    assert codes(html) == ["M1.1", "M2.1"]
    assert "<title>Measures – " in html
    assert "in force" not in html and "Show everything" not in html
