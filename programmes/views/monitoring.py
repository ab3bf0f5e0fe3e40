"""Phase 6 on screen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.catalogue import STATISTICS
from indicators.figures import Figure, format_number
from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from integration_programme.translations import Translations
from programmes.checklist import Kind
from programmes.checklist.addresses import ADDRESSES
from programmes.completeness.objectives import quality
from programmes.completeness.thread import current
from programmes.enums import Phase
from programmes.forms.thread import link, strip
from programmes.models import Indicator, Programme
from programmes.models.counts import FEWER
from programmes.models.monitoring import steps_of
from programmes.models.situation import figures_of
from programmes.views.base import card, organisation_named, record_url
from programmes.views.subjects import Body, Contents, Detail, Listing, Reader, Row, add_url, adding, areas_told, row_of


def _objectives(programme: Programme) -> list[dict[str, Any]]:
    """Of each objective: how concrete it is, and what shows whether it is reached."""
    found = []
    for objective in programme.rows("objectives"):
        answered, hints = quality(objective)
        serving = [row for row in programme.rows("indicators") if row.objective_id == objective.pk]
        indicators = [link(programme, row) for row in serving]
        found.append(link(programme, objective) | {"answered": answered, "hints": hints, "indicators": indicators})
    return found


def indicator_rows(programme: Programme, indicators: list[Indicator], areas: Mapping[int, dict]) -> list[Row]:
    """Lines of indicators: from where to where, who brings the value, and in which of these areas (`areas_told`)."""
    original, rows = programme.original_language, []
    for indicator in indicators:
        facts = dict(_of_steps(indicator, original) if indicator.has_steps else _of_numbers(indicator, original))
        told = format_html("{} → {}", facts[_("Baseline")], facts[_("Target")])
        parts = {"told": told, "beside": organisation_named(programme, indicator.owner_id)}
        rows.append(row_of(programme, indicator, **parts, area=areas.get(indicator.objective_id, {})))
    return rows


def _listing(programme: Programme, reader: Reader) -> Listing:
    indicators = programme.rows("indicators")
    return Listing(
        _("Indicators"),
        indicator_rows(programme, indicators, areas_told(programme)),
        id="indicators",
        empty=_("No indicators yet. Begin from a suggestion of the checklist, or add one of your own."),
        more_label=_("Choose by area, theme, owner or what is missing"),
        more_url=reverse("indicators", args=[programme.slug]) if indicators else "",
        **adding(programme, reader, "indicator"),
    )


def _indicators(programme: Programme, reader: Reader) -> Body:
    """The indicators, and the checklist's suggestions with those that began from them."""
    checklist, language = programme.checklist, get_language() or "en"
    indicators = programme.rows("indicators")
    suggestions = [
        {
            "key": item.key,
            "words": checklist.words(item.key, language),
            "used": [link(programme, row) for row in indicators if row.suggestion == item.key],
            "url": add_url(programme, "indicator", suggestion=item.key),
        }
        for item in checklist.of(phase=Phase.MONITORING, kind=Kind.INDICATOR)
    ]
    data = {"suggestions": suggestions, "has_indicators": bool(indicators)}
    return Body("programmes/monitoring/indicators.html", data, [_listing(programme, reader)])


def _indicator(programme: Programme, indicator: Indicator, reader: Reader) -> Detail:
    objectives = [row for row in programme.rows("objectives", bare=True) if row.pk == indicator.objective_id]
    thread = strip(
        programme,
        [*objectives, *current(indicator.measures.all())],
        why_gap=_("It serves no objective yet.") if programme.sight.is_whole else "",
        is_last=True,
    )
    figure = _figure(programme, indicator.statistic)
    body = part("programmes/monitoring/indicator.html", indicator=indicator, programme=programme, figure=figure)
    return Detail(facts=_indicator_meta(programme, indicator), body=body, thread=thread)


def _figure(programme: Programme, key: str) -> Figure | None:
    """The figure of the catalogue that gives an indicator its values; None if it has none."""
    return next((figure for figure in figures_of(programme) if figure.statistic.key == key), None) if key else None


def _indicator_meta(programme: Programme, indicator: Indicator) -> list[tuple[str, Any]]:
    reader, original = get_language() or "en", programme.original_language
    checklist = programme.checklist
    meta = [
        *(_of_steps(indicator, original) if indicator.has_steps else _of_numbers(indicator, original)),
        (_("How often"), indicator.get_frequency_display() if indicator.frequency else ""),
        (_("Owner"), organisation_named(programme, indicator.owner_id) or "–"),
        (_("Source"), text(indicator.source, original, "–")),
        (
            _("Kind of source"),
            checklist.words(indicator.source_type, reader).text if indicator.source_type in checklist else "",
        ),
        (
            _("Figure of the catalogue"),
            STATISTICS[indicator.statistic].label(reader) if indicator.statistic in STATISTICS else "",
        ),
    ]
    return [(name, value) for name, value in meta if value]


def _of_steps(indicator: Indicator, original: str) -> list[tuple[str, Any]]:
    """The scale, and the steps from and to which it is to go."""
    scale = Translations({language: " → ".join(steps_of(words)) for language, words in indicator.scale.items()})
    baseline, target = (
        _dated(text(indicator.step(name), original), getattr(indicator, f"{name}_date"))
        for name in ("baseline", "target")
    )
    return [
        (_("Steps"), text(scale, original)),
        (_("Baseline"), baseline or _by_measuring(indicator) or "–"),
        (_("Target"), target or "–"),
    ]


def _of_numbers(indicator: Indicator, original: str) -> list[tuple[str, Any]]:
    unit = text(indicator.unit, original)
    values = (indicator.baseline_value, indicator.interim_value, indicator.target_value)
    return [
        (_("Baseline"), _value(indicator, "baseline", unit) or _by_measuring(indicator) or "–"),
        (_("Interim target"), _value(indicator, "interim", unit)),
        (_("Target"), _value(indicator, "target", unit) or "–"),
        (_("Unit"), unit if values == (None, None, None) else ""),
        (_("Direction"), indicator.get_direction_display() if indicator.direction else ""),
    ]


def _by_measuring(indicator: Indicator) -> str:
    if not indicator.baseline_by:
        return ""
    return _("to be measured by %(day)s") % {"day": date_format(indicator.baseline_by, "SHORT_DATE_FORMAT")}


def _value(indicator: Indicator, name: str, unit: str) -> str:
    """A value with its unit and its date, as a reader writes them: "61 % (31.10.2029)". A unit may mark its language."""
    value, day = getattr(indicator, f"{name}_value"), getattr(indicator, f"{name}_date")
    if value is None:
        return ""
    decimals = max(0, -value.normalize().as_tuple().exponent)
    hidden = indicator.hides(f"{name}_value")
    number = str(FEWER) if hidden else format_number(value, get_language() or "en", decimals)
    if unit:
        number = format_html("{}\N{NO-BREAK SPACE}{}", number, unit)
    return _dated(number, day)


def _dated(words: str, day: date | None) -> str:
    """What holds on a day, with the day."""
    if not words or not day:
        return words
    return format_html(_("{value} ({day})"), value=words, day=date_format(day, "SHORT_DATE_FORMAT"))


def _sources(programme: Programme) -> list[dict[str, Any]]:
    """The kinds of source that the checklist names, with the indicators that rest on each."""
    checklist, language = programme.checklist, get_language() or "en"
    return [
        {
            "key": item.key,
            "words": checklist.words(item.key, language),
            "addresses": list(ADDRESSES.get(item.key, ())),
            "used": [link(programme, row) for row in programme.rows("indicators") if row.source_type == item.key],
        }
        for item in checklist.of(phase=Phase.MONITORING, kind=Kind.SOURCE)
    ]


def _reporting(programme: Programme, reader: Reader) -> Body:
    data = _plan(programme)
    cards = _recipients(programme, reader.can_edit)
    return Body("programmes/monitoring/reporting.html", data, cards=cards, kinds=["recipient"])


def _plan(programme: Programme) -> dict[str, Any]:
    plan = programme.monitoring
    return {"plan": plan, "url": record_url(programme, "monitoring-plan", plan)}


def _concrete(programme: Programme, reader: Reader) -> Body:
    return Body("programmes/monitoring/objectives.html", {"objectives": _objectives(programme)})


def _told_of_objectives(programme: Programme) -> str:
    serving = {row.objective_id for row in programme.rows("indicators", bare=True)}
    objectives = programme.rows("objectives", bare=True)
    shown = sum(row.pk in serving for row in objectives)
    if not objectives:
        return ""
    return _("%(number)s of %(of)s objectives have an indicator") % {"number": shown, "of": len(objectives)}


def _told_of_indicators(programme: Programme) -> str:
    number = len(programme.rows("indicators", bare=True))
    return ngettext("%(number)s indicator", "%(number)s indicators", number) % {"number": number} if number else ""


def _told_of_reporting(programme: Programme) -> str:
    return text(programme.monitoring.who_monitors, programme.original_language)


def _recipients(programme: Programme, can_edit: bool) -> list[dict]:
    original, cards = programme.original_language, []
    for row in programme.rows("recipients"):
        meta = [(_("What"), text(row.what, original)), (_("When"), text(row.when, original))]
        meta = [(name, value) for name, value in meta if value]
        cards.append(card(programme, "recipient", row, can_edit=can_edit, meta=meta))
    return cards


CONTENTS = Contents(
    told={
        "monitoring.objectives": _told_of_objectives,
        "monitoring.indicators": _told_of_indicators,
        "monitoring.reporting": _told_of_reporting,
    },
    bodies={
        "monitoring.objectives": _concrete,
        "monitoring.indicators": _indicators,
        "monitoring.sources": lambda programme, reader: Body(
            "programmes/monitoring/sources.html", {"sources": _sources(programme)}
        ),
        "monitoring.reporting": _reporting,
        "monitoring.updating": lambda programme, reader: Body("programmes/monitoring/updating.html", _plan(programme)),
    },
    listings=lambda programme, reader: [_listing(programme, reader)],
    details={"indicator": _indicator},
)
