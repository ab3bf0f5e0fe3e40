"""The timetable and the period that a new programme begins with."""

from datetime import date, timedelta

import pytest

from programmes.actions.programmes import default_period, due_on, start_programme
from programmes.models.timetable import TIMETABLE
from tests.stakeholders.factories import make_coordinator, make_municipality

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365)]
JULY, SATURDAY = 7, 5


def timetable(start: date) -> list[date]:
    return [due_on(start, months) for months, _name in TIMETABLE]


def test_july_is_left_out_and_what_follows_is_due_later():
    assert timetable(date(2026, 11, 24)) == [
        date(2026, 12, 24),
        date(2027, 2, 22),
        date(2027, 4, 23),
        date(2027, 5, 24),
        date(2027, 6, 22),
        date(2027, 8, 23),
        date(2027, 9, 21),
    ]


@pytest.mark.parametrize("start", [date(2026, 7, 1), date(2026, 7, 31)])
def test_a_programme_started_in_july_counts_from_august(start):
    assert due_on(start, 1) == date(2026, 8, 31)


def test_no_milestone_is_in_july_or_at_a_weekend_and_their_order_is_kept_whenever_one_starts():
    for start in DAYS:
        days = timetable(start)
        assert days == sorted(set(days))
        assert not any(day.month == JULY or day.weekday() >= SATURDAY for day in days)


def test_the_period_begins_after_the_council_has_decided():
    assert default_period(date(2026, 11, 24)) == (date(2028, 1, 1), date(2031, 12, 31))
    assert default_period(date(2026, 1, 15)) == (date(2027, 1, 1), date(2030, 12, 31))
    assert all(timetable(start)[-1] < default_period(start)[0] for start in DAYS)


@pytest.mark.django_db
def test_a_new_programme_has_them_in_its_period_title_and_milestones():
    municipality = make_municipality()

    programme = start_programme(municipality, by=make_coordinator(municipality), start=date(2026, 11, 24))

    assert programme.title["sv"] == "Program för integrationsfrämjande 2028–2031"
    assert (programme.period_start, programme.review_by) == (date(2028, 1, 1), date(2031, 12, 31))
    assert [each.due_on for each in programme.milestones.all()] == timetable(date(2026, 11, 24))
