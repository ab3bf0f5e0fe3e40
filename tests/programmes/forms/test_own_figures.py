"""A figure of one's own says its year in each language, and may say who keeps it, on which terms, from when."""

from datetime import timedelta

import pytest

from integration_programme.layouts import Fold, holds, placed
from programmes.forms.situation import OwnFigureForm
from stakeholders.models import today

pytestmark = pytest.mark.django_db

GIVEN = {
    "row_version": "0",
    "question": "situation.needs",
    "name_sv": "Elever",
    "value": "124",
    "counts": "persons",
    "source_sv": "Register",
}


def form_of(programme, **sent) -> OwnFigureForm:
    return OwnFigureForm(GIVEN | sent, programme=programme)


@pytest.mark.parametrize(
    ("name", "text"), [("period", "2025"), ("period", "2021–2025"), ("unit", "%"), ("licence", "CC BY 4.0")]
)
def test_what_is_no_languages_own_is_taken_over_to_the_others(programme, name, text):
    form = form_of(programme, **{f"{name}_fi": text})

    assert form.is_valid()
    assert getattr(form.instance, name) == {"sv": text, "fi": text}


def test_words_are_not_taken_over(programme):
    form = form_of(programme, period_sv="höstterminen 2025", unit_sv="personer", licence_sv="med tillstånd")

    assert form.is_valid()
    assert form.instance.period == {"sv": "höstterminen 2025"}
    assert form.instance.unit == {"sv": "personer"} and form.instance.licence == {"sv": "med tillstånd"}


def test_what_a_language_says_itself_stays(programme):
    form = form_of(programme, period_sv="2025", period_fi="vuosi 2025")

    assert form.is_valid()
    assert form.instance.period == {"sv": "2025", "fi": "vuosi 2025"}


def test_a_figure_is_not_retrieved_tomorrow(programme):
    form = form_of(programme, retrieved_on=str(today() + timedelta(days=1)))

    assert form.errors == {"retrieved_on": ["This date is still to come. Write the date when it has happened."]}


def test_its_origin_is_folded_away_and_told(programme):
    sent = form_of(programme, retrieved_on="2026-02-10", licence_sv="CC BY 4.0")
    assert sent.is_valid()

    (fold, *_whose) = [part for part in OwnFigureForm(programme=programme).layout_fields() if isinstance(part, Fold)]

    assert fold.fields == ["link", "owner", "licence", "retrieved_on"]
    opened = OwnFigureForm(programme=programme, instance=sent.instance)
    assert holds(opened, placed([fold], opened)) == ["CC BY 4.0", "Retrieved on: 10 February 2026"]
