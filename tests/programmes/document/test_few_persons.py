"""Fewer than five persons are told as that in every output; the file of the municipality's own keeps the number."""

import json
from decimal import Decimal

import pytest
from django.db.models import DecimalField

from integration_programme.translations import Translations
from programmes.document import assemble
from programmes.models import Place
from programmes.models.counts import CountingRecord
from programmes.models.kinds import KINDS
from programmes.portable import dump
from tests.programmes.factories import followable, fresh, make_indicator, make_own_figure
from tests.programmes.reading import page, read

pytestmark = pytest.mark.django_db

#: numbers that stand nowhere else
FIGURE, BASELINE, INTERIM, TARGET = "3.71", "2.82", "1.93", "0.64"


@pytest.fixture
def few(programme):
    values = {"baseline_value": BASELINE, "interim_value": INTERIM, "target_value": TARGET}
    numbers = {name: Decimal(value) for name, value in values.items()}
    make_own_figure(programme, value=Decimal(FIGURE), unit=Translations({"sv": "elever", "fi": "oppilasta"}))
    make_indicator(programme, **followable(programme, counts="persons") | numbers)
    return fresh(programme)


def numbers_in(text: str) -> list[str]:
    return [number for number in (FIGURE, BASELINE, INTERIM, TARGET) if number in text.replace(",", ".")]


def test_the_document_says_that_they_are_few(few):
    told = json.dumps(assemble(few, "sv").as_data(), ensure_ascii=False)

    assert numbers_in(told) == []
    assert "färre än 5 elever" in told
    assert told.count("färre än 5") == 4


@pytest.mark.parametrize(
    "address",
    [
        "situation/",
        "item/situation.needs/",
        "monitoring/",
        "item/monitoring.indicators/",
        "indicators/",
        "preview/?language=sv",
    ],
)
def test_no_page_says_the_number(client, coordinator, few, address):
    client.force_login(coordinator)

    html = read(client, few, address)

    assert numbers_in(html) == []


def test_the_page_of_the_indicator_does_not_say_the_number(client, coordinator, few):
    client.force_login(coordinator)

    html = read(client, few, f"indicator/{few.indicators.get().key}/")

    assert numbers_in(html) == []
    assert html.count("fewer than 5") >= 3


def test_the_form_of_those_who_write_it_shows_the_number(client, coordinator, few):
    client.force_login(coordinator)

    html = read(client, few, f"own-figure/{few.own_figures.get().key}/edit/")

    assert f'value="{FIGURE}"' in html


def test_a_place_says_that_they_are_few_now_and_in_a_version(few):
    key = str(few.own_figures.get().key)
    place = Place(few.slug, "own-figure", key, "value")

    assert (place.text(few), place.text_in(dump(few))) == ("fewer than 5", "fewer than 5")


def test_the_file_of_ones_own_keeps_the_number(few):
    (row,) = dump(few)["records"]["own-figure"]

    assert (row["value"], row["counts"]) == (FIGURE, "persons")


def test_a_number_needs_the_choice_of_what_it_counts(client, coordinator, programme):
    client.force_login(coordinator)
    sent = {
        "question": "situation.needs",
        "name_sv": "Elever",
        "value": "7",
        "unit_sv": "elever",
        "source_sv": "Skolan",
    }

    response = client.post(page(programme, "own-figure/add/"), sent)

    assert "Choose what the number counts: persons, or something else." in response.content.decode()
    assert programme.own_figures.count() == 0


def test_every_number_of_a_kind_may_be_hidden():
    for kind in KINDS.values():
        found = {field.name for field in kind.model._meta.concrete_fields if isinstance(field, DecimalField)}
        assert found == set(kind.model.numbers if issubclass(kind.model, CountingRecord) else ())
