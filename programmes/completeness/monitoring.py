"""What phase 6 lacks."""

from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, before_period, missing_translations
from programmes.enums import Direction, Phase
from programmes.models import Indicator, Programme

PHASE = Phase.MONITORING
MANY_INDICATORS = 25


def missing_in_monitoring(programme: Programme) -> list[Missing]:
    indicators = programme.rows("indicators", bare=True)
    fields = ["name", "definition", "unit", "source", "owner"]
    return [
        *_missing_list(programme, indicators),
        *(fact for indicator in indicators for fact in _missing_of(indicator, programme)),
        *missing_translations(programme, PHASE, "monitoring.indicators", indicators, fields),
        *_missing_reporting(programme),
        *_missing_updating(programme),
    ]


def _missing_list(programme, indicators) -> list[Missing]:
    item, found = "monitoring.indicators", []
    served = {indicator.objective_id for indicator in indicators}
    objectives = programme.rows("objectives", bare=True)
    if not indicators and not objectives:
        found.append(Missing(PHASE, item, _("There is no indicator yet."), item))
    for objective in objectives:
        if objective.pk not in served:
            sentence = _("Objective %(code)s has no indicator.") % {"code": objective.code}
            found.append(Missing(PHASE, item, sentence, item))
    if len(indicators) > MANY_INDICATORS:
        sentence = _(
            "There are %(number)s indicators. Above 25 nobody follows them: three to five an objective are enough."
        )
        found.append(Missing(PHASE, item, sentence % {"number": len(indicators)}, item))
    return found


def _missing_of(indicator: Indicator, programme: Programme) -> list[Missing]:
    """What one indicator lacks: the gate that it must pass before anybody can follow it."""
    serves = {objective.pk for objective in programme.rows("objectives", bare=True)}
    by_measuring = indicator.baseline_value is None and indicator.baseline_by
    lacks = {
        _("Indicator %(code)s has no source."): not (indicator.source or indicator.statistic),
        _("Indicator %(code)s has no baseline. Give its value and date, or the date by which it is measured."): (
            indicator.baseline_value is None and not by_measuring
        ),
        _("The baseline of indicator %(code)s has no date."): (
            indicator.baseline_value is not None and not indicator.baseline_date
        ),
        _("Indicator %(code)s has no target."): indicator.target_value is None,
        _("The target of indicator %(code)s has no date."): (
            indicator.target_value is not None and not indicator.target_date
        ),
        _("The interim target of indicator %(code)s lacks its value or its date."): (
            (indicator.interim_value is None) != (indicator.interim_date is None)
        ),
        _("The target of indicator %(code)s is dated before the programme's period begins."): (
            before_period(programme, indicator.target_date)
        ),
        _("Indicator %(code)s has no owner."): not indicator.owner,
        _("Indicator %(code)s serves no objective."): indicator.objective_id not in serves,
        _("The target of indicator %(code)s lies in the other direction than the one chosen."): _turned(indicator),
        _("The interim target of indicator %(code)s is not between its baseline and its target."): _aside(indicator),
    }
    return [
        Missing(
            PHASE,
            "monitoring.sources" if at == 0 else "monitoring.indicators",
            sentence % {"code": indicator.code},
            str(indicator.key),
        )
        for at, (sentence, does_lack) in enumerate(lacks.items())
        if does_lack
    ]


def _turned(indicator: Indicator) -> bool:
    """Whether the indicator should rise and its target lies below its baseline, or the other way round."""
    baseline, target = indicator.baseline_value, indicator.target_value
    if baseline is None or target is None:
        return False
    return (indicator.direction == Direction.UP and target < baseline) or (
        indicator.direction == Direction.DOWN and target > baseline
    )


def _aside(indicator: Indicator) -> bool:
    """Whether the interim target is no step on the way from the baseline to the target."""
    ends = (indicator.baseline_value, indicator.target_value)
    if indicator.interim_value is None or None in ends:
        return False
    return not min(ends) <= indicator.interim_value <= max(ends)


def _missing_reporting(programme) -> list[Missing]:
    item, found = "monitoring.reporting", []
    plan, recipients = programme.monitoring, programme.rows("recipients")
    if not plan.who_monitors:
        sentence = _("Nobody has been named who monitors the programme.")
        found.append(Missing(PHASE, item, sentence, item))
    if not recipients:
        sentence = _("Nobody has been named who receives reports on the programme.")
        found.append(Missing(PHASE, item, sentence, item))
    found += missing_translations(programme, PHASE, item, [plan], ["who_monitors"], item)
    return found + missing_translations(programme, PHASE, item, recipients, ["recipient", "what", "when"])


def _missing_updating(programme) -> list[Missing]:
    item, plan = "monitoring.updating", programme.monitoring
    if not plan.update_triggers:
        sentence = _("It has not been said when the programme is updated before its period ends.")
        return [Missing(PHASE, item, sentence, item)]
    return missing_translations(programme, PHASE, item, [plan], ["update_triggers"], item)
