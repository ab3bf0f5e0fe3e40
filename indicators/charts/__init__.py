"""Charts as inline SVG: geometry here, marks in `templates/indicators/*.svg`.

No style sheet and no script take part, so the same picture serves the page under a strict content security policy and the
print. Series differ by dash and marker as well as by colour, and carry their names beside them.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from indicators.catalogue import WORDS, status_label
from indicators.charts.layout import (
    LINE_HEIGHT,
    NOT_IN_XML,
    Scale,
    nice_ticks,
    period_marks,
    places_of,
    spread,
    stacked,
    text_width,
    wrapped,
)
from indicators.enums import Status, Unit
from indicators.figures import DECIMALS, Figure, format_number, format_period, format_value

WIDTH = 640
MOST_SERIES = 8
COLOURS = ("#1b3a6b", "#a8431a", "#1f6f4a", "#6b3a8c", "#0b6580", "#7a5900", "#9b2347", "#4b5563")
DASHES = ("", "8 4", "2 3", "10 3 2 3", "14 4", "5 5", "1 4", "12 3 2 3 2 3")
CIRCLE, SQUARE = "m-4 0c0-2.2 1.8-4 4-4s4 1.8 4 4-1.8 4-4 4-4-1.8-4-4z", "m-3.6-3.6h7.2v7.2h-7.2z"
DIAMOND, TRIANGLE = "m0-5l5 5-5 5-5-5z", "m0-4.8l4.8 8.4h-9.6z"
# A path each, and whether it is filled.
MARKERS = tuple((shape, filled) for filled in (True, False) for shape in (CIRCLE, SQUARE, DIAMOND, TRIANGLE))

Number = Decimal | float | int


@dataclass(frozen=True)
class Series:
    label: str
    points: Sequence[tuple[str, Number | None]]


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number | None
    status: str = ""


def line_chart(
    series: Sequence[Series],
    title: str,
    description: str,
    unit_label: str,
    language: str,
    *,
    unit: Unit = Unit.PERCENT,
    decimals: int | None = None,
) -> SafeString | str:
    """A line a series, broken where a value lacks; nothing when there is no value at all."""
    if len(series) > MOST_SERIES:
        raise ValueError(f"A line chart shows at most {MOST_SERIES} series.")
    values = [float(value) for each in series for _, value in each.points if value is not None]
    if not values:
        return ""
    periods = sorted({period for each in series for period, _ in each.points})
    names = [wrapped(each.label, 22) for each in series]
    last = [next((point for point in reversed(each.points) if point[1] is not None), None) for each in series]
    alone = len(series) == 1 and len(values) <= 12
    for lines, point in zip(names, last, strict=True):
        if point and not alone:
            lines.append(format_value(point[1], unit, language, decimals))

    smallest_step = 10.0 ** -(DECIMALS[unit] if decimals is None else decimals)
    height = max(300, 96 + sum(len(lines) * LINE_HEIGHT + 6 for lines in names))
    ticks = nice_ticks(min(values), max(values), smallest_step)
    vertical = Scale(ticks, height - 36, 40)
    marks = [format_number(tick, language, vertical.decimals) for tick in ticks]
    left = 16 + max(text_width(mark) for mark in marks)
    gap = 12 if alone else 22
    right = WIDTH - 10 - gap - max(text_width(line) for lines in names for line in lines)
    widest = max(text_width(format_value(value, unit, language, decimals)) for value in values)
    places = places_of(periods, left + (10 + widest / 2 if alone else 16), right - 6)

    drawn = []
    for index, each in enumerate(series):
        known = {period: float(value) for period, value in each.points if value is not None}
        dots = [(places[period], vertical.place(known[period])) if period in known else None for period in periods]
        marker, filled = MARKERS[index]
        shown = [dot for dot in dots if dot]
        drawn.append(
            {
                "colour": COLOURS[index],
                "dash": DASHES[index],
                "path": _path(dots),
                "markers": [f"M{x:.1f} {y:.1f}{marker}" for x, y in shown],
                "fill": COLOURS[index] if filled else "#ffffff",
                "end": shown[-1] if shown else None,
                "lines": names[index],
                "values": _values_above(known, places, vertical, unit, language, decimals) if alone else [],
            }
        )
    _place_names(drawn, right + gap, height)
    context = {
        "width": WIDTH,
        "height": height,
        "left": f"{left:.1f}",
        "right": f"{right:.1f}",
        "tick_right": f"{left - 8:.1f}",
        "ticks": [
            {"y": f"{y:.1f}", "text_y": f"{y + 4:.1f}", "label": mark, "zero": tick == 0}
            for tick, mark in zip(ticks, marks, strict=True)
            for y in [vertical.place(tick)]
        ],
        "periods": period_marks(periods, places, height - 14),
        "period_tick": (f"{height - 36}", f"{height - 31}"),
        "series": drawn,
        "unit_label": unit_label,
        "axis_note": WORDS[language]["notes"]["axis_not_from_zero"] if ticks[0] > 0 else "",
    }
    return _rendered("indicators/line_chart.svg", context, title, description, language)


def bar_chart(
    bars: Sequence[Bar],
    title: str,
    description: str,
    unit_label: str,
    language: str,
    *,
    unit: Unit = Unit.PERCENT,
    decimals: int | None = None,
) -> SafeString | str:
    """Horizontal bars from zero in the order given; where a value lacks stands its word."""
    values = [float(bar.value) for bar in bars if bar.value is not None]
    if not values:
        return ""
    texts = [format_value(bar.value, unit, language, decimals, bar.status) for bar in bars]
    names = [wrapped(bar.label, 30) for bar in bars]
    ticks = nice_ticks(
        min(0.0, *values), max(0.0, *values), 10.0 ** -(DECIMALS[unit] if decimals is None else decimals)
    )
    left = 12 + max(text_width(line) for lines in names for line in lines)
    room = 12 + max(text_width(text) for text in texts)
    across = Scale(ticks, left + (room if ticks[0] < 0 else 4), WIDTH - 8 - room)
    zero = across.place(0)
    rows, top = [], 34.0
    for bar, text, lines in zip(bars, texts, names, strict=True):
        tall = max(30, len(lines) * LINE_HEIGHT + 10)
        end = across.place(float(bar.value)) if bar.value is not None else zero
        negative = end < zero
        rows.append(
            {
                "x": f"{min(zero, end):.1f}",
                "y": f"{top + tall / 2 - 9:.1f}",
                "width": f"{max(abs(end - zero), 0.5):.1f}" if bar.value is not None else "",
                "lines": stacked(lines, left - 8, top + tall / 2),
                "value": {"x": f"{end + (-6 if negative else 6):.1f}", "y": f"{top + tall / 2 + 4:.1f}", "text": text},
                "anchor": "end" if negative else "start",
                "lacking": bar.value is None,
            }
        )
        top += tall
    marks = [format_number(tick, language, across.decimals) for tick in ticks]
    context = {
        "width": WIDTH,
        "height": f"{top + 28:.0f}",
        "top": "30",
        "bottom": f"{top + 2:.1f}",
        "mark_y": f"{top + 18:.1f}",
        "start": f"{left + 4:.1f}",
        "zero": f"{zero:.1f}",
        "ticks": [
            {"x": f"{across.place(tick):.1f}", "label": mark, "zero": tick == 0}
            for tick, mark in zip(ticks, marks, strict=True)
        ],
        "bars": rows,
        "colour": COLOURS[0],
        "unit_label": unit_label,
    }
    return _rendered("indicators/bar_chart.svg", context, title, description, language)


def chart_of(figure: Figure, area_names: Mapping[str, str], language: str) -> SafeString | str:
    """Lines from three periods on, bars where areas are compared in one, nothing where a number says it all."""
    return _chart_of(figure, tuple(area_names.get(area.area_code, area.area_code) for area in figure.areas), language)


@functools.lru_cache(maxsize=500)
def _chart_of(figure: Figure, names: tuple[str, ...], language: str) -> SafeString | str:
    """The same numbers make the same picture: a page has several, and drawing one takes as long as asking for them."""
    statistic, periods = figure.statistic, figure.periods
    named = list(zip(names, figure.areas, strict=True))
    how = {"unit": statistic.unit, "decimals": statistic.decimals}
    if len(periods) >= 3 and len(named) <= MOST_SERIES:
        series = [Series(name, [(point.period, point.value) for point in area.points]) for name, area in named]
        years = f"{format_period(periods[0])}\N{EN DASH}{format_period(periods[-1])}"
        return line_chart(
            series,
            f"{statistic.label(language)}, {', '.join(name for name, _ in named)}, {years}",
            " ".join(
                f"{name}: {', '.join(_told(point, statistic, language) for point in area.points)}."
                for name, area in named
            ),
            statistic.unit_label(language),
            language,
            **how,
        )
    if len(named) < 2 or not periods:
        return ""
    newest = {name: next((point for point in area.points if point.period == periods[-1]), None) for name, area in named}
    bars = [Bar(name, point.value if point else None, point.status if point else "") for name, point in newest.items()]
    return bar_chart(
        bars,
        f"{statistic.label(language)}, {format_period(periods[-1])}",
        " ".join(
            f"{bar.label}: {format_value(bar.value, statistic.unit, language, statistic.decimals, bar.status)}."
            for bar in bars
        ),
        statistic.unit_label(language),
        language,
        **how,
    )


def _path(dots: Sequence[tuple[float, float] | None]) -> str:
    parts, pen_down = [], False
    for dot in dots:
        if dot:
            parts.append(f"{'L' if pen_down else 'M'}{dot[0]:.1f} {dot[1]:.1f}")
        pen_down = dot is not None
    return "".join(parts)


def _values_above(known, places, vertical, unit, language, decimals) -> list[dict]:
    digits = DECIMALS[unit] if decimals is None else decimals
    return [
        {
            "x": f"{places[period]:.1f}",
            "y": f"{vertical.place(value) - 11:.1f}",
            "text": format_number(value, language, digits),
        }
        for period, value in known.items()
    ]


def _place_names(drawn: list[dict], x: float, height: float) -> None:
    """Names stand at the ends of their lines, moved apart where they would cover each other."""
    named = sorted((each for each in drawn if each["end"]), key=lambda each: each["end"][1])
    halves = [len(each["lines"]) * LINE_HEIGHT / 2 + 3 for each in named]
    middles = spread([each["end"][1] for each in named], halves, 20, height - 20)
    for each, middle in zip(named, middles, strict=True):
        from_x, from_y = each["end"]
        each["name"] = stacked(each["lines"], x, middle)
        if abs(middle - from_y) > 5 or from_x < x - 34:
            each["leader"] = f"M{from_x + 7:.1f} {from_y:.1f}L{x - 3:.1f} {middle:.1f}"


def _told(point, statistic, language) -> str:
    if point.value is None:
        return f"{format_period(point.period)} {status_label(point.status or Status.NOT_AVAILABLE, language)}"
    return f"{format_period(point.period)} {format_value(point.value, statistic.unit, language, statistic.decimals)}"


def _rendered(template: str, context: dict, title: str, description: str, language: str) -> SafeString:
    words = {"title": title, "description": description, "language": language}
    return render_to_string(template, context | {key: NOT_IN_XML.sub("", word) for key, word in words.items()})
