"""The small form that starts a programme."""

from datetime import date
from uuid import uuid4

import pytest

from programmes.forms import programmes as forms
from programmes.models import Programme
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db
SENT = {"municipality": "545", "edition": "act_681_2023", "record_key": str(uuid4())}


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(forms, "today", lambda: date(2026, 11, 24))


def test_periods_are_offered_around_the_one_that_follows_the_councils_decision(coordinator):
    form = forms.StartForm(actor=coordinator)

    assert [label for _year, label in form.fields["first_year"].choices] == ["2027–2030", "2028–2031", "2029–2032"]
    assert form["first_year"].value() == 2028
    assert "the council decides in September 2027." in form.fields["first_year"].help_text


@pytest.mark.parametrize(("sent", "begins"), [("2027", date(2027, 1, 1)), ("2029", date(2029, 1, 1))])
def test_the_chosen_period_is_the_programmes(client, sent, begins):
    client.force_login(make_coordinator())

    client.post("/en/programmes/start/", {**SENT, "first_year": sent})

    programme = Programme.objects.get()
    assert (programme.period_start, programme.period_end.year) == (begins, begins.year + 3)


def test_a_period_that_was_not_offered_is_refused_and_one_left_out_is_the_default(coordinator):
    assert "first_year" in forms.StartForm({**SENT, "first_year": "1999"}, actor=coordinator).errors
    form = forms.StartForm(SENT, actor=coordinator)
    assert form.is_valid() and form.period is None
