"""What the catalogue says of an indicator stands in the document too: the newest value, of the programme's own places."""

import pytest

from indicators.actions import load_observations
from indicators.models import Observation
from programmes.document import assemble
from tests.programmes.factories import (
    change,
    followable,
    fresh,
    make_figure,
    make_indicator,
    make_objective,
    make_partner,
)
from tests.programmes.reading import page

pytestmark = pytest.mark.django_db

CONFIDENTIAL = {"value": None, "status": "confidential", "source": "statistics_finland", "table": "11ra"}
SHARE, POPULATION = "share_foreign_language_speakers", "population"
CAPTIONS = {
    "fi": "Mittareiden uusimmat arvot",
    "sv": "Mätarnas senaste värden",
    "en": "Newest values of the indicators",
}


def blocks(sections: list[dict]):
    for section in sections:
        yield from section["blocks"]
        yield from blocks(section["sections"])


def table_in(data: dict) -> dict | None:
    told = [each for each in blocks(data["sections"]) if each.get("caption") in CAPTIONS.values()]
    return told[0] if told else None


def told(programme, language: str = "en") -> dict | None:
    """The table as it is in the data of the document."""
    return table_in(assemble(fresh(programme), language).as_data())


def rows(table: dict) -> list[list]:
    return [[cell["text"] or cell["codes"] for cell in row["cells"]] for row in table["rows"]]


@pytest.mark.parametrize(
    ("language", "label", "code", "value", "year", "source"),
    [
        ("fi", "Vieraskielisten osuus väestöstä (%)", "MT1", "10,3\N{NO-BREAK SPACE}%", "2025", "Lähde: Tilastokeskus"),
        (
            "sv",
            "Andelen personer med främmande språk som modersmål (%)",
            "MT1",
            "10,3\N{NO-BREAK SPACE}%",
            "2025",
            "Källa: Statistikcentralen",
        ),
        ("en", "Share of foreign-language speakers (%)", "I1", "10.3%", "2025", "Source: Statistics Finland"),
    ],
)
def test_the_newest_value_its_year_and_its_source_stand_in_each_language(
    programme, language, label, code, value, year, source
):
    change(programme, content_languages=["sv", "fi", "en"])
    for period, number in (("2024", "9.1"), ("2025", "10.3")):
        make_figure(SHARE, period, number)
    make_indicator(programme, **followable(programme, statistic=SHARE))
    make_indicator(programme, "Of our own", **followable(programme))

    table = told(programme, language)

    assert table["caption"] == CAPTIONS[language]
    assert rows(table) == [[label, [code], year, value]]
    assert table["source"].startswith(source)


def test_a_value_that_is_not_told_gives_way_to_the_newest_that_is(programme):
    make_figure(POPULATION, "2024", "9500")
    load_observations([Observation(area_code="545", statistic=POPULATION, period="2025", **CONFIDENTIAL)])
    make_indicator(programme, **followable(programme, statistic=POPULATION))

    assert rows(told(programme)) == [["Population (persons)", ["I1"], "2024", "9,500"]]


def test_in_a_joint_programme_each_own_municipality_is_told_and_a_part_has_its_own_alone(programme):
    link = make_partner(programme, "893")
    for code, number in (("545", "10.3"), ("893", "12.4"), ("905", "11.1")):
        make_figure(SHARE, "2025", number, code)
        make_figure(POPULATION, "2025", "9500", code)
    make_indicator(programme, **followable(programme, statistic=SHARE))
    make_indicator(programme, "Of one", part=link, **followable(programme, statistic=POPULATION))

    share = "Share of foreign-language speakers (%)"
    assert rows(told(programme)) == [
        [share, ["I1"], "Närpes", "2025", "10.3%"],
        [share, ["I1"], "Nykarleby", "2025", "12.4%"],
        ["Population (persons)", ["I2"], "Nykarleby", "2025", "9,500"],
    ]


@pytest.mark.parametrize("statistic", ["", SHARE])
def test_nothing_stands_where_no_figure_is_tied_or_none_is_known(programme, statistic):
    make_figure(POPULATION, "2025", "9500")
    make_indicator(programme, **followable(programme, statistic=statistic))

    assert told(programme) is None


def test_the_data_and_the_preview_tell_it_and_lead_to_the_indicator(client, coordinator, programme):
    make_figure(SHARE, "2025", "10.3")
    make_indicator(programme, objective=make_objective(programme), **followable(programme, statistic=SHARE))
    client.force_login(coordinator)

    data = client.get(page(programme, "document.json"), {"language": "sv"}).json()
    html = client.get(page(programme, "preview/"), {"language": "sv"}).content.decode()

    assert rows(table_in(data)) == [
        ["Andelen personer med främmande språk som modersmål (%)", ["MT1"], "2025", "10,3\N{NO-BREAK SPACE}%"]
    ]
    table = html.split(f"<caption>{CAPTIONS['sv']}", 1)[1].split("</table>")[0]
    assert 'href="#I1"' in table


def test_a_figure_that_is_loaded_later_is_told_then(programme):
    make_figure(SHARE, "2024", "9.1")
    make_indicator(programme, **followable(programme, statistic=SHARE))
    assert rows(told(programme))[0][2:] == ["2024", "9.1%"]

    make_figure(SHARE, "2025", "10.3")

    assert rows(told(programme))[0][2:] == ["2025", "10.3%"]
