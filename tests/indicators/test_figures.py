from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.template.loader import render_to_string

from indicators.actions import load_observations
from indicators.catalogue import LANGUAGES
from indicators.figures import figures, format_number, format_period, format_value, table_of
from indicators.models import Observation
from indicators.shipped import shipped_observations

NAMES = {"545": "Närpiö", "035": "Brändö", "905": "Vaasa"}


def make_observation(area_code="545", statistic="population", period="2025", value=9538, **facts):
    facts = {"source": "statistics_finland", "table": "11ra"} | facts
    value = None if value is None else Decimal(str(value))
    return Observation(area_code=area_code, statistic=statistic, period=period, value=value, **facts)


@pytest.fixture
def real_figures(db):
    load_observations(each for each in shipped_observations() if each.area_code in NAMES)


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (9538, "persons", "fi", "9\u00a0538"),
        (9538, "persons", "sv", "9\u00a0538"),
        (9538, "persons", "en", "9,538"),
        (Decimal("22.50"), "percent", "fi", "22,5\u00a0%"),
        (Decimal("22.50"), "percent", "sv", "22,5\u00a0%"),
        (Decimal("22.50"), "percent", "en", "22.5%"),
        (-67, "moves", "fi", "\u221267"),
        (-1234567, "moves", "en", "\u22121,234,567"),
        (Decimal("46.4"), "years", "fi", "46,4\u00a0vuotta"),
        (Decimal("46.4"), "years", "sv", "46,4\u00a0år"),
        (0, "persons", "fi", "0"),
        (None, "persons", "fi", "ei saatavilla"),
    ],
)
def test_numbers_read_as_their_reader_writes_them(value, unit, language, text):
    assert format_value(value, unit, language) == text


def test_what_rounds_to_zero_has_no_sign():
    assert format_number(Decimal("-0.04"), "en", 1) == "0.0"


def test_a_month_is_written_as_a_month():
    assert format_period("2026M06") == "6/2026"
    assert format_period("2025") == "2025"


@pytest.mark.parametrize(("language", "withheld"), [("fi", "salattu"), ("sv", "sekretessbelagd"), ("en", "withheld")])
def test_a_withheld_value_is_a_word(language, withheld):
    assert format_value(None, "percent", language, status="confidential") == withheld


def test_figures_of_several_areas_take_one_query(real_figures, django_assert_num_queries):
    with django_assert_num_queries(1):
        one = figures(["545"])
    with django_assert_num_queries(1):
        three = figures(["545", "905", "035"])

    assert len(one) == len(three) == 16
    assert [area.area_code for area in three[0].areas] == ["545", "905", "035"]
    assert [(point.period, point.value) for point in three[0].areas[0].points] == [
        ("2020", Decimal("17.2")),
        ("2021", Decimal("18.3")),
        ("2022", Decimal("19.5")),
        ("2023", Decimal("20.9")),
        ("2024", Decimal("21.8")),
        ("2025", Decimal("22.5")),
    ]


def test_figures_of_chosen_statistics(real_figures):
    chosen = figures(["545"], ["mean_age", "population"])

    assert [figure.statistic.key for figure in chosen] == ["population", "mean_age"]


def test_an_area_without_figures_has_none(real_figures):
    assert figures(["999"]) == []


def test_source_lines_in_three_languages(real_figures):
    population = figures(["545"], ["population"])[0]

    assert [population.source_lines(language) for language in LANGUAGES] == [
        [
            "Lähde: Tilastokeskus, väestörakenne (taulukko 11ra), päivitetty 29.5.2026, haettu 8/2026, "
            "CC BY 4.0. Vain tämän kunnan luvut."
        ],
        [
            "Källa: Statistikcentralen, befolkningsstruktur (tabell 11ra), uppdaterad 29.5.2026, hämtad 8/2026, "
            "CC BY 4.0. Siffror endast för denna kommun."
        ],
        [
            "Source: Statistics Finland, population structure (table 11ra), updated 29 May 2026, retrieved in August "
            "2026, CC BY 4.0. Figures of this municipality only."
        ],
    ]


def test_source_line_says_what_was_not_recorded(real_figures):
    share = figures(["545", "905"], ["share_foreign_language_speakers"])[0]

    assert share.source_lines("fi") == [
        "Lähde: Tilastokeskus, väestörakenne (taulukko 159t), päivitys- ja hakupäivää ei ole kirjattu, CC BY 4.0. "
        "Vain näiden kuntien luvut."
    ]


def test_a_day_of_retrieval_is_told_as_a_day(db):
    load_observations([make_observation(retrieved="2026-08-12")])

    assert ", retrieved 12 August 2026. " in figures(["545"])[0].source_lines("en")[0]


def test_of_two_dates_the_one_that_lacks_is_named(db):
    load_observations([make_observation(retrieved="2026-08-12", table_updated=None)])

    assert "day of update not recorded, retrieved 12 August 2026" in figures(["545"])[0].source_lines("en")[0]


def test_invented_figures_say_so(db):
    load_observations([make_observation("998", source="demo", table="")])
    figure = figures(["998"])[0]

    assert figure.invented
    assert [figure.source_lines(language) for language in LANGUAGES] == [
        ["Lähde: esittelyaineisto, keksityt luvut."],
        ["Källa: demonstrationsmaterial, påhittade siffror."],
        ["Source: demo, invented."],
    ]


def test_table_marks_what_is_withheld_and_what_is_of_all_residents(real_figures):
    table = table_of(figures(["545", "035"], ["child_low_income_rate"])[0], NAMES, "fi")

    assert table.columns == ("2024",)
    assert table.rows == (("Närpiö", ("11,3\u00a0%",)), ("Brändö", ("salattu",)))
    assert table.note == "Luku koskee kunnan koko väestöä, ei vain maahan muuttaneita."
    assert table.status_notes == (
        "Salattu: luku perustuu niin pieneen henkilömäärään, ettei Tilastokeskus julkaise sitä. Se ei ole nolla.",
    )


def test_table_says_not_available_where_a_period_lacks(db):
    load_observations(
        [
            make_observation(period="2024", value=9554),
            make_observation(period="2025"),
            make_observation("905", period="2025", value=None, status="not_applicable"),
        ]
    )

    table = table_of(figures(["545", "905"])[0], NAMES, "en")

    assert table.rows == (
        ("Närpiö", ("9,554", "9,538")),
        ("Vaasa", ("not available", "not applicable")),
    )
    assert len(table.status_notes) == 2


def test_table_template_shows_every_text_once_escaped(real_figures):
    table = table_of(figures(["545"], ["population"])[0], {"545": "<script>"}, "en")

    html = render_to_string("indicators/figure_table.html", {"table": table})

    assert html.count("9,538") == 1
    assert html.count("&lt;script&gt;") == 1
    assert "<script>" not in html
    assert html.count(table.sources[0]) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"value": None},
        {"value": 1, "status": "confidential"},
        {"value": None, "status": "unheard of"},
        {"source": "hearsay"},
    ],
)
def test_the_database_refuses_what_must_never_be(db, facts):
    with pytest.raises(IntegrityError):
        make_observation(**facts).save()
