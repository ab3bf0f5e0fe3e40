"""Measures that are called planned though their time is over."""

from datetime import date

import pytest
from django.utils import translation

from programmes.completeness import missing_in_phase
from programmes.enums import Phase
from programmes.models import place_of
from tests.programmes.factories import fresh, make_measure, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def today_is(monkeypatch):
    """Sets what day it is for the facts of phase 4."""
    return lambda day: monkeypatch.setattr("programmes.completeness.objectives.today", lambda: day)


def told(programme):
    return [
        each for each in missing_in_phase(fresh(programme), Phase.OBJECTIVES) if each.code == "measure-still-planned"
    ]


def test_a_planned_measure_whose_time_is_over_is_told_with_its_place(programme, today_is):
    measure = make_measure(make_objective(programme), ends_on=date(2027, 6, 30))

    today_is(date(2027, 7, 1))

    (fact,) = told(programme)
    assert (fact.place, fact.is_block) == (place_of(measure, "status"), False)
    assert (
        fact.sentence == "Measure M1.1 is still planned, though its time ended on 30 June 2027. Say what became of it."
    )
    with translation.override("fi"):
        assert fact.sentence.startswith("Toimenpide TP1.1 on yhä suunniteltu, vaikka sen aika päättyi 30.6.2027.")


@pytest.mark.parametrize(
    ("status", "ends_on"),
    [
        ("planned", date(2027, 7, 1)),
        ("planned", None),
        ("under_way", date(2027, 6, 30)),
        ("done", date(2027, 6, 30)),
        ("dropped", date(2027, 6, 30)),
    ],
)
def test_others_are_not(programme, today_is, status, ends_on):
    make_measure(make_objective(programme), ends_on=ends_on, status=status)

    today_is(date(2027, 7, 1))

    assert told(programme) == []
