"""An indicator may have one interim target, between its baseline and its target."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from programmes.forms.monitoring import IndicatorForm
from tests.programmes.factories import followable, make_indicator

pytestmark = pytest.mark.django_db

GIVEN = {
    "row_version": "0",
    "name_sv": "Väntetid",
    "source_sv": "Register",
    "counts": "other",
    "baseline_value": "7",
    "baseline_date": "2025-12-31",
    "target_value": "2,5",
    "target_date": "2030-12-31",
}


def form_of(programme, **sent) -> IndicatorForm:
    return IndicatorForm(GIVEN | sent, programme=programme)


def test_an_interim_target_is_kept_with_its_day(programme):
    form = form_of(programme, interim_value="4,5", interim_date="2028-12-31")

    assert form.is_valid()
    assert (form.instance.interim_value, form.instance.interim_date) == (Decimal("4.50"), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "name", "refused"),
    [
        ("2031-01-01", "target_date", "“Date of the target” is before “Date of the interim target”."),
        ("2030-12-31", "interim_date", "This is the same day as “Date of the target”."),
        ("2026-12-31", "interim_date", "This is before the programme's period, which begins on 1 January 2027."),
    ],
)
def test_its_day_is_within_the_period_and_before_the_target(programme, day, name, refused):
    form = form_of(programme, interim_value="4,5", interim_date=day)

    assert form.errors == {name: [f"{refused} Check the {'date' if 'period' in refused else 'two dates'}."]}


def test_its_day_is_after_the_baseline(programme):
    programme.period_start = None

    before = form_of(programme, interim_date="2025-06-30")
    same = form_of(programme, interim_date="2025-12-31")
    unmeasured = form_of(programme, baseline_value="", baseline_date="", baseline_by="2027-06-30")

    assert before.errors == {
        "interim_date": ["“Date of the interim target” is before “Date of the baseline”. Check the two dates."]
    }
    assert same.errors == {"interim_date": ["This is the same day as “Date of the baseline”. Check the two dates."]}
    assert unmeasured.is_valid()


def test_it_needs_a_source_as_a_target_does(programme):
    form = form_of(programme, source_sv="", interim_value="4,5", interim_date="2028-12-31")

    assert list(form.errors) == ["source_sv"]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2030, 12, 31), date(2035, 1, 1)])
def test_the_database_refuses_a_day_that_is_not_between(programme, day):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_indicator(programme, **followable(programme, interim_value=Decimal(5), interim_date=day))
