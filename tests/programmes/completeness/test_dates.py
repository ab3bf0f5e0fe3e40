"""Facts about dates: aims from before the period, consultations that are planned ahead."""

from datetime import date, timedelta

import pytest

from programmes.completeness import missing
from stakeholders.models import today
from tests.programmes.factories import change, fresh, make_consultation, make_indicator, make_objective

pytestmark = pytest.mark.django_db


def sentences(programme) -> list[str]:
    return [fact.sentence for fact in missing(fresh(programme))]


def test_aims_that_a_later_period_left_behind_are_warned_of(programme):
    objective = make_objective(programme, by_when=date(2029, 12, 31))
    make_indicator(programme, objective=objective, target_date=date(2030, 12, 31))
    facts = {
        "The date of objective O1 is before the programme's period begins.",
        "The target of indicator I1 is dated before the programme's period begins.",
    }

    assert not facts & set(sentences(programme))
    change(programme, period_start=date(2031, 1, 1), period_end=date(2034, 12, 31))
    assert facts <= set(sentences(programme))


def test_nobody_asks_what_changed_before_a_consultation_was_held(programme):
    asked = "“Workshop (sv) (in Swedish)”: write what changed because of it."
    consultation = make_consultation(programme, held_on=today() + timedelta(days=30))

    assert asked not in sentences(programme)
    change(consultation, held_on=today())
    assert asked in sentences(programme)
