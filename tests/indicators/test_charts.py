import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from indicators.catalogue import STATISTICS
from indicators.charts import COLOURS, Bar, Series, bar_chart, chart_of, line_chart
from indicators.charts.layout import Scale, nice_ticks, spread
from indicators.enums import Unit
from indicators.figures import AreaSeries, Figure, Point

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ("2020", "2021", "2022", "2023", "2024", "2025")


def make_series(label="Närpiö", values=(17.2, 18.3, 19.5, 20.9, 21.8, 22.5)):
    return Series(label, list(zip(YEARS, values, strict=False)))


def draw(*series, language="fi", **how):
    return line_chart(series, "Vieraskielisten osuus", "Osuus kasvoi.", "%", language, **how)


def texts(svg):
    return [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def line_paths(svg):
    return [
        each.get("d") for each in ElementTree.fromstring(svg).iter(f"{SVG}path") if each.get("stroke-width") == "2.25"
    ]


def test_a_chart_is_an_image_with_a_title_and_a_description():
    root = ElementTree.fromstring(draw(make_series()))

    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Vieraskielisten osuus"
    assert root.find(f"{SVG}desc").text == "Osuus kasvoi."


def test_a_chart_meets_a_strict_content_security_policy():
    for svg in (draw(make_series(), make_series("Vaasa")), bar_chart([Bar("A", 1)], "t", "d", "%", "fi")):
        assert "style=" not in svg
        assert "<style" not in svg
        assert "href" not in svg


def test_a_series_alone_shows_all_its_values():
    shown = texts(draw(make_series()))

    assert [text for text in shown if text in ("17,2", "18,3", "19,5", "20,9", "21,8", "22,5")] == [
        "17,2",
        "18,3",
        "19,5",
        "20,9",
        "21,8",
        "22,5",
    ]
    assert "Närpiö" in shown
    assert [text for text in shown if text in YEARS] == list(YEARS)


def test_series_differ_without_colour():
    svg = draw(*(make_series(f"Kunta {index}", [index + 1] * 6) for index in range(8)))
    paths = list(ElementTree.fromstring(svg).iter(f"{SVG}path"))
    markers = {
        (each.get("d").split("m", 1)[1], each.get("fill") == "#ffffff") for each in paths if "m" in each.get("d")
    }

    assert len(markers) == 8
    assert len({each.get("stroke-dasharray") for each in paths if each.get("stroke-width") == "2.25"}) == 8
    assert [f"Kunta {index}" in texts(svg) for index in range(8)] == [True] * 8


def test_more_than_eight_series_are_refused():
    with pytest.raises(ValueError, match="at most 8"):
        draw(*(make_series(str(index)) for index in range(9)))


def test_a_gap_breaks_the_line():
    path = line_paths(draw(make_series(values=(1, 2, None, 4, None, 6))))[0]

    assert re.sub(r"[\d. ]", "", path) == "MLMM"


def test_a_single_point_is_a_marker_in_the_middle():
    svg = line_chart([Series("Närpiö", [("2025", 9538)])], "t", "d", "henkilöä", "fi", unit=Unit.PERSONS)

    assert re.sub(r"[\d. ]", "", line_paths(svg)[0]) == "M"
    assert "9\u00a0538" in texts(svg)


def test_nothing_is_drawn_without_values():
    assert draw(make_series(values=(None, None))) == ""
    assert bar_chart([Bar("A", None, "confidential")], "t", "d", "%", "fi") == ""


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"' onload=x & </svg>", "\x00\x0b\ud800 hei"])
def test_hostile_text_is_harmless(hostile):
    line = line_chart([make_series(hostile), make_series("b")], hostile, hostile, hostile.strip("\x00\x0b\ud800"), "fi")
    bar = bar_chart([Bar(hostile, 1)], hostile, hostile, "%", "fi")

    for svg in (line, bar):
        assert "<script" not in svg
        assert {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(svg).iter()} <= {
            "svg",
            "title",
            "desc",
            "text",
            "path",
            "rect",
        }


def test_coordinates_keep_their_point_where_numbers_have_a_comma():
    with translation.override("fi"):
        svg = draw(make_series())

    assert not re.search(r' (x|y|width|height|d)="[^"]*,', svg)


def test_long_names_are_wrapped_and_cut():
    svg = draw(
        make_series("Kristiinankaupungin ja koko rannikkoseudun yhteinen kotoutumisen edistämisen alue"),
        make_series("b"),
    )
    name = [text for text in texts(svg) if text in svg and text.startswith(("Kristiinan", "koko", "yhteinen"))]

    assert len(name) == 3
    assert name[-1].endswith("\N{HORIZONTAL ELLIPSIS}")


def test_an_axis_that_does_not_start_at_zero_says_so():
    svg = line_chart([make_series(values=(9438, 9420, 9538))], "t", "d", "henkilöä", "fi", unit=Unit.PERSONS)

    assert texts(svg)[0] == "henkilöä · Asteikko ei ala nollasta."
    assert texts(draw(make_series()))[0] == "%"


@pytest.mark.parametrize(
    ("low", "high", "step", "ticks"),
    [
        (17.2, 22.5, 0.1, (0, 5, 10, 15, 20, 25)),
        (-120, 45, 1, (-150, -100, -50, 0, 50)),
        (9420, 9554, 1, (9400, 9450, 9500, 9550, 9600)),
        (5, 5, 0.1, (0, 1, 2, 3, 4, 5)),
        (0, 0, 1, (0, 1)),
        (1, 2, 1, (0, 1, 2)),
        (-3, -3, 1, (-3, -2, -1, 0)),
    ],
)
def test_ticks_are_round_and_hold_all_values(low, high, step, ticks):
    assert nice_ticks(low, high, step) == ticks


def test_scale_places_values_between_its_ends():
    scale = Scale((0, 5, 10), 200, 100)

    assert [scale.place(value) for value in (0, 5, 10)] == [200, 150, 100]


def test_names_move_apart_and_stay_inside():
    assert spread([50, 52], [10, 10], 0, 200) == [41, 61]
    assert spread([5, 100], [10, 10], 0, 200) == [10, 100]
    assert spread([195, 199], [10, 10], 0, 200) == [170, 190]


def test_bars_go_left_of_zero_for_negative_values_and_words_stand_for_lacking_ones():
    svg = bar_chart(
        [Bar("Närpiö", 89), Bar("Vaasa", -67), Bar("Brändö", None, "confidential")],
        "Nettomaahanmuutto",
        "Vertailu.",
        "muuttoa",
        "fi",
        unit=Unit.MOVES,
    )
    right, left = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))

    assert float(left.get("x")) + float(left.get("width")) == pytest.approx(float(right.get("x")), abs=0.2)
    assert float(left.get("width")) / float(right.get("width")) == pytest.approx(67 / 89, abs=0.01)
    assert {"89", "\u221267", "salattu"} <= set(texts(svg))


def test_colours_stand_out_on_white():
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert [colour for colour in COLOURS if 1.05 / (luminance(colour) + 0.05) < 4.5] == []


def make_figure(*areas, key="share_foreign_language_speakers"):
    series = (
        AreaSeries(code, tuple(Point(period, Decimal(value), "") for period, value in points)) for code, points in areas
    )
    return Figure(STATISTICS[key], tuple(series), ())


def test_three_periods_are_drawn_as_lines_and_told_in_words():
    figure = make_figure(("545", [("2023", "20.9"), ("2024", "21.8"), ("2025", "22.5")]))

    root = ElementTree.fromstring(chart_of(figure, {"545": "Närpiö"}, "fi"))

    assert root.find(f"{SVG}title").text == "Vieraskielisten osuus väestöstä, Närpiö, 2023–2025"
    assert root.find(f"{SVG}desc").text == "Närpiö: 2023 20,9\u00a0%, 2024 21,8\u00a0%, 2025 22,5\u00a0%."


def test_one_period_of_several_areas_is_drawn_as_bars():
    figure = make_figure(("545", [("2025", "9538")]), ("905", [("2025", "70361")]), ("035", []), key="population")

    svg = chart_of(figure, {"545": "Närpes", "905": "Vasa", "035": "Brändö"}, "sv")

    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == "Folkmängd, 2025"
    assert "uppgift saknas" in texts(svg)


def test_a_single_number_needs_no_chart():
    assert chart_of(make_figure(("545", [("2025", "9538")]), key="population"), {}, "fi") == ""
