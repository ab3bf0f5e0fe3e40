"""Figures on the pages of a programme: the shipped ones with chart and table, and own ones as words."""

import functools
from dataclasses import replace
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.charts import chart_of
from indicators.enums import Unit
from indicators.figures import AreaSeries, Figure, Point, format_number, format_period, format_value, table_of
from programmes.models import OwnFigure, Programme
from programmes.models.counts import FEWER

register = template.Library()


@register.filter
def number(value: int) -> str:
    """A count with the thousands parted as the reader writes them."""
    return format_number(value, get_language() or "en")


@register.filter
def percentage(value: int) -> str:
    """A whole percentage with its sign as the reader writes it."""
    return format_value(value, Unit.PERCENT, get_language() or "en", 0)


@register.filter
def file_size(size: int) -> str:
    """The size of a file in kilobytes."""
    return _("%(size)s kB") % {"size": format_number(max(1, round(size / 1000)), get_language() or "en")}


@register.simple_tag
def shown_figure(figure: Figure, programme: Programme, is_open: bool = False) -> SafeString:
    """`{% shown_figure figure programme %}`: the newest value in a line, the rest of it folded below."""
    language = get_language() or "en"
    names = tuple((link.municipality_id, link.label(language)) for link in programme.rows("links"))
    return _rendered(figure, names, language, is_open)


@functools.lru_cache(maxsize=500)
def _rendered(figure: Figure, area_names: tuple[tuple[str, str], ...], language: str, is_open: bool) -> SafeString:
    """Figures are the larger half of the situation picture, and the same for every reader until the next import."""
    names = dict(area_names)
    charts = [chart_of(figure, names, language)]
    if len(figure.areas) > 1 and len(figure.periods) > 2:
        charts.insert(0, chart_of(_newest_only(figure), names, language))
    context = {
        "label": figure.statistic.label(language),
        "newest": newest_words(figure, language),
        "several": len(figure.areas) > 1,
        "period": format_period(figure.periods[-1]),
        "whole_population": figure.statistic.whole_population,
        "invented": figure.invented,
        "charts": [chart for chart in charts if chart],
        "table": table_of(figure, names, language),
        "is_open": is_open and any(charts),
    }
    return render_to_string("programmes/situation/figure.html", context)


@register.simple_tag
def figure_label(figure: Figure) -> str:
    return figure.statistic.label(get_language() or "en")


@register.simple_tag
def own_value(figure: OwnFigure) -> str:
    """The number of an own figure as the reader writes it, without decimals that say nothing; of few persons, that."""
    if figure.value is None:
        return ""
    if figure.hides("value"):
        return str(FEWER)
    value = Decimal(figure.value).normalize()
    return format_number(value, get_language() or "en", max(0, -int(value.as_tuple().exponent)))


def newest_words(figure: Figure, language: str) -> list[tuple[str, str]]:
    """For one municipality, the newest value and the first one it can be compared with, each with its year."""
    if len(figure.areas) != 1:
        return []
    points = figure.areas[0].points
    known = [point for point in points if point.value is not None]
    shown = [points[-1]] + ([known[0]] if known and known[0] is not points[-1] else [])
    return [(_told(figure, point, language), format_period(point.period)) for point in shown]


def _told(figure: Figure, point: Point, language: str) -> str:
    statistic = figure.statistic
    return format_value(point.value, statistic.unit, language, statistic.decimals, point.status)


def _newest_only(figure: Figure) -> Figure:
    """The figure of its last period alone: municipalities side by side."""
    last = figure.periods[-1]
    areas = [AreaSeries(area.area_code, tuple(p for p in area.points if p.period == last)) for area in figure.areas]
    return replace(figure, areas=tuple(areas))
