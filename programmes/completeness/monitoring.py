"""What phase 6 lacks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.completeness.facts import Missing, before_period, missing_translations, tell
from programmes.enums import Direction, Phase
from programmes.models import Indicator, Place, Programme, item_place, place_of

PHASE = Phase.MONITORING
MANY_INDICATORS = 25
INDICATORS, REPORTING, UPDATING = "monitoring.indicators", "monitoring.reporting", "monitoring.updating"

NONE_YET = tell("no-indicator", _("There is no indicator yet."))
NOT_MEASURED = tell("objective-without-indicator", _("Objective %(code)s has no indicator."))
TOO_MANY = tell(
    "many-indicators",
    _("There are %(number)s indicators. Above 25 nobody follows them: three to five an objective are enough."),
)
NOBODY_MONITORS = tell("nobody-monitors", _("Nobody has been named who monitors the programme."))
NOBODY_RECEIVES = tell("nobody-receives-reports", _("Nobody has been named who receives reports on the programme."))
NO_UPDATING = tell("no-updating", _("It has not been said when the programme is updated before its period ends."))

#: what an indicator may lack, and the field in which it is put right
OF_INDICATOR = {
    tell("indicator-without-source", _("Indicator %(code)s has no source.")): "source",
    tell(
        "indicator-without-baseline",
        _("Indicator %(code)s has no baseline. Give its value and date, or the date by which it is measured."),
    ): "baseline_value",
    tell("baseline-without-date", _("The baseline of indicator %(code)s has no date.")): "baseline_date",
    tell("indicator-without-target", _("Indicator %(code)s has no target.")): "target_value",
    tell("target-without-date", _("The target of indicator %(code)s has no date.")): "target_date",
    tell(
        "interim-target-incomplete", _("The interim target of indicator %(code)s lacks its value or its date.")
    ): "interim_value",
    tell(
        "target-before-period",
        _("The target of indicator %(code)s is dated before the programme's period begins."),
    ): "target_date",
    tell("indicator-without-owner", _("Indicator %(code)s has no owner.")): "owner",
    tell("indicator-without-objective", _("Indicator %(code)s serves no objective.")): "objective",
    tell(
        "target-in-other-direction",
        _("The target of indicator %(code)s lies in the other direction than the one chosen."),
    ): "direction",
    tell(
        "interim-target-aside",
        _("The interim target of indicator %(code)s is not between its baseline and its target."),
    ): "interim_value",
    tell(
        "target-step-below",
        _("The target of indicator %(code)s is not a higher step than its baseline."),
    ): "target_step",
    tell(
        "indicator-of-few-persons",
        _("Indicator %(code)s counts fewer than 5 persons: the number is shown to nobody. Group it with others."),
    ): "baseline_value",
}


def _fact(fact: str, item: str, place: Place, anchor: str = "", **values: Any) -> Missing:
    return Missing(code=fact, place=place, values=values, phase=PHASE, item=item, anchor=anchor or item)


def missing_in_monitoring(programme: Programme) -> list[Missing]:
    indicators = programme.rows("indicators", bare=True)
    return [
        *_missing_list(programme, indicators),
        *(fact for indicator in indicators for fact in _missing_of(indicator, programme)),
        *missing_translations(programme, PHASE, INDICATORS, indicators),
        *_missing_reporting(programme),
        *_missing_updating(programme),
    ]


def _missing_list(programme, indicators) -> list[Missing]:
    found, at_item = [], item_place(programme, INDICATORS)
    served = {indicator.objective_id for indicator in indicators}
    objectives = programme.rows("objectives", bare=True)
    if not indicators and not objectives:
        found.append(_fact(NONE_YET, INDICATORS, at_item))
    for objective in objectives:
        if objective.pk not in served:
            found.append(_fact(NOT_MEASURED, INDICATORS, place_of(objective), code=objective.code))
    if len(indicators) > MANY_INDICATORS:
        found.append(_fact(TOO_MANY, INDICATORS, at_item, number=len(indicators)))
    return found


def _missing_of(indicator: Indicator, programme: Programme) -> list[Missing]:
    """What one indicator lacks: the gate that it must pass before anybody can follow it."""
    organisations = programme.by_id("organisations")
    serves = {objective.pk for objective in programme.rows("objectives", bare=True)}
    has_baseline, has_target = indicator.is_known("baseline"), indicator.is_known("target")
    lacks = {
        "indicator-without-source": not (indicator.source or indicator.statistic),
        "indicator-without-baseline": not has_baseline and not indicator.baseline_by,
        "baseline-without-date": has_baseline and not indicator.baseline_date,
        "indicator-without-target": not has_target,
        "target-without-date": has_target and not indicator.target_date,
        "interim-target-incomplete": not indicator.has_steps
        and (indicator.interim_value is None) != (indicator.interim_date is None),
        "target-before-period": before_period(programme, indicator.target_date),
        "indicator-without-owner": indicator.owner_id not in organisations,
        "indicator-without-objective": indicator.objective_id not in serves,
        "target-in-other-direction": _turned(indicator),
        "interim-target-aside": _aside(indicator),
        "target-step-below": indicator.has_steps
        and has_baseline
        and has_target
        and indicator.target_step <= indicator.baseline_step,
        "indicator-of-few-persons": bool(indicator.hidden_numbers),
    }
    return [
        _fact(
            code,
            "monitoring.sources" if code == "indicator-without-source" else INDICATORS,
            place_of(indicator, _field(indicator, code)),
            str(indicator.key),
            code=indicator.code,
        )
        for code, does_lack in lacks.items()
        if does_lack
    ]


def _field(indicator: Indicator, code: str) -> str:
    """Where it is put right; by steps where the indicator has steps."""
    name = OF_INDICATOR[code]
    return name.replace("_value", "_step") if indicator.has_steps else name


def _turned(indicator: Indicator) -> bool:
    """Whether the indicator should rise and its target lies below its baseline, or the other way round."""
    baseline, target = indicator.baseline_value, indicator.target_value
    if indicator.has_steps or baseline is None or target is None:
        return False
    return (indicator.direction == Direction.UP and target < baseline) or (
        indicator.direction == Direction.DOWN and target > baseline
    )


def _aside(indicator: Indicator) -> bool:
    """Whether the interim target is no step on the way from the baseline to the target."""
    ends = (indicator.baseline_value, indicator.target_value)
    if indicator.has_steps or indicator.interim_value is None or None in ends:
        return False
    return not min(ends) <= indicator.interim_value <= max(ends)


def _missing_reporting(programme) -> list[Missing]:
    found, plan, recipients = [], programme.monitoring, programme.rows("recipients")
    if not plan.who_monitors:
        found.append(_fact(NOBODY_MONITORS, REPORTING, place_of(plan, "who_monitors")))
    if not recipients:
        found.append(_fact(NOBODY_RECEIVES, REPORTING, item_place(programme, REPORTING)))
    found += missing_translations(programme, PHASE, REPORTING, [plan], ["who_monitors"], REPORTING)
    return found + missing_translations(programme, PHASE, REPORTING, recipients)


def _missing_updating(programme) -> list[Missing]:
    plan = programme.monitoring
    if not plan.update_triggers:
        return [_fact(NO_UPDATING, UPDATING, place_of(plan, "update_triggers"))]
    return missing_translations(programme, PHASE, UPDATING, [plan], ["update_triggers"], UPDATING)
