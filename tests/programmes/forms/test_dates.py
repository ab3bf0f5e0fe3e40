"""What has happened is not still to come, and what is aimed at is not over before the programme begins."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from programmes.forms import PAGES
from programmes.forms.communication import CommunicationActionForm
from programmes.forms.cooperation import ConsultationForm, MeetingForm
from programmes.forms.document import ApprovalForm
from programmes.forms.monitoring import IndicatorForm
from programmes.forms.objectives import ObjectiveForm
from programmes.forms.situation import SourceForm
from stakeholders.forms import account, groups, invitations, people, public
from stakeholders.models import today
from tests.programmes.factories import make_chosen_group
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db

TO_COME = "This date is still to come. Write the date when it has happened."


def errors(form_class, programme, **sent) -> dict[str, list[str]]:
    return form_class({"row_version": "0", **sent}, programme=programme).errors


def later() -> str:
    return str(today() + timedelta(days=30))


@pytest.mark.parametrize(
    ("form_class", "name"),
    [(CommunicationActionForm, "done_on"), (SourceForm, "retrieved_on")],
)
def test_what_has_happened_is_refused_on_a_day_to_come(programme, form_class, name):
    assert errors(form_class, programme, **{name: later()})[name] == [TO_COME]
    assert name not in errors(form_class, programme, **{name: str(today())})


@pytest.mark.parametrize(
    ("form_class", "name", "result", "told"),
    [
        (ConsultationForm, "held_on", {"what_was_said_sv": "<p>För få kurser</p>"}, "What was said"),
        (ConsultationForm, "held_on", {"what_changed_fi": "<p>Uusi tavoite</p>"}, "What changed because of it"),
        (ConsultationForm, "held_on", {"reached_immigrant_residents": "5-19"}, "Groups reached"),
        (MeetingForm, "held_on", {"minutes_link": "https://example.org/1"}, "Link to the minutes"),
        (IndicatorForm, "baseline_date", {"baseline_value": "0", "counts": "other"}, "Baseline"),
    ],
)
def test_results_belong_to_a_day_that_has_been(programme, form_class, name, result, told):
    refused = f"This date is still to come, but this is filled in already: {told}. Check the date."

    assert errors(form_class, programme, **{name: later()}, **result)[name] == [refused]
    assert name not in errors(form_class, programme, **{name: str(today())}, **result)


def test_those_present_belong_to_a_meeting_that_was_held(coordinator, programme):
    seat = make_seat(make_chosen_group(programme, by=coordinator), by=coordinator)

    found = errors(MeetingForm, programme, held_on=later(), present=[str(seat.pk)])

    assert "this is filled in already: Present, by seat." in found["held_on"][0]


@pytest.mark.parametrize("form_class", [MeetingForm, ConsultationForm])
def test_a_meeting_or_consultation_may_be_planned_ahead(programme, form_class):
    assert "held_on" not in errors(form_class, programme, held_on=later())


@pytest.mark.parametrize(("form_class", "name"), [(ObjectiveForm, "by_when"), (IndicatorForm, "target_date")])
def test_an_aim_is_not_dated_before_the_period(programme, form_class, name):
    programme.period_start = date(2027, 1, 1)
    refused = "This is before the programme's period, which begins on 1 January 2027. Check the date."

    assert errors(form_class, programme, **{name: "1999-12-31"})[name] == [refused]
    assert name not in errors(form_class, programme, **{name: "2027-01-01"})
    programme.period_start = None
    assert name not in errors(form_class, programme, **{name: "1999-12-31"})


# How a date is written where the browser offers no calendar


def date_fields() -> dict[str, forms.DateField]:
    """Every date field of every form of ours."""
    of_people = (each for room in (account, groups, invitations, people, public) for each in vars(room).values())
    classes = [*(page.form for page in PAGES.values()), ApprovalForm, *of_people]
    return {
        f"{each.__name__}.{name}": field
        for each in classes
        if isinstance(each, type) and issubclass(each, forms.Form | forms.ModelForm)
        for name, field in each.base_fields.items()
        if isinstance(field, forms.DateField)
    }


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("written", ["1.2.2027", "01.02.2027", "2027-02-01", " 1.2.2027 "])
def test_every_language_reads_a_date_as_finland_and_as_machines_write_it(written, language):
    with translation.override(language):
        read = {name: field.clean(written) for name, field in date_fields().items()}

    assert len(read) >= 20
    assert set(read.values()) == {date(2027, 2, 1)}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("written", ["1/2/2027", "02/01/2027", "1.2.27", "1/2/27", "27-02-01", "20270201", "1-2-2027"])
def test_no_language_reads_a_date_that_could_be_another(written, language):
    taken = []
    with translation.override(language):
        for name, field in date_fields().items():
            with suppress(ValidationError):
                taken.append((name, field.clean(written)))

    assert taken == []


@pytest.mark.parametrize("written", ["0027-02-01", "1.2.0027", "1899-12-31", "2200-01-01", "20.7.2207"])
@pytest.mark.parametrize(("form_class", "name"), [(ObjectiveForm, "by_when"), (ConsultationForm, "held_on")])
def test_a_year_that_nobody_means_is_refused(programme, form_class, name, written):
    """Browsers send "27" in their calendar's year as 0027."""
    assert (
        "Write the year with four digits, for example 2027." in errors(form_class, programme, **{name: written})[name]
    )


def test_so_it_is_in_forms_about_people():
    for written, told in (("0027-06-30", ["Write the year with four digits, for example 2027."]), ("30.6.2199", [])):
        form = people.EndDateForm({"valid_to": written})

        assert form.errors.get("valid_to", []) == told
