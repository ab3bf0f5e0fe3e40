"""What phase 4 lacks."""

from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, before_period, missing_translations, named, short_day, tell
from programmes.enums import InBudget, MeasureStatus, MoneySource, Phase
from programmes.models import Objective, Place, Plan, Programme, item_place, place_of
from programmes.models.codes import code_in
from programmes.models.costs import current_costs
from programmes.models.objectives import by_area
from stakeholders.models import today

PHASE = Phase.OBJECTIVES
MANY_OBJECTIVES = 8
MANY_MEASURES = 40

#: The five questions of an objective's quality: field and what to ask.
QUALITY = ("change", "for_whom", "from_state", "to_state", "by_when")
CLOSING = " .,;:!…"
HINTS = {
    "change": gettext_lazy("Say what changes."),
    "for_whom": gettext_lazy("Say for whom it changes."),
    "from_state": gettext_lazy("Say from which starting point."),
    "to_state": gettext_lazy("Say to which aim."),
    "by_when": gettext_lazy("Say by when."),
}

AREAS, MEANS, PLANS = "objectives.areas", "objectives.means", "objectives.plans"

NONE_YET = tell("no-objective", gettext_lazy("There is no objective yet: a programme needs at least one."))
TOO_MANY = tell(
    "many-objectives",
    gettext_lazy(
        "There are %(number)s objectives. Programmes that are followed have 3–8; choose the ones that matter."
    ),
)
WITHOUT_AREA = tell(
    "objectives-without-area",
    gettext_lazy("These objectives are in no priority area, while others are: %(codes)s."),
    codes=lambda codes: ", ".join(code_in(code, get_language() or "") for code in codes),
)
EMPTY_AREA = tell("area-without-objective", gettext_lazy("Priority area %(code)s has no objective."))
OPEN_QUESTIONS = tell(
    "objective-with-open-questions",
    gettext_lazy("Objective %(code)s answers %(number)s of five questions. %(hints)s"),
    hints=lambda fields: " ".join(str(HINTS[field]) for field in fields),
)
BEFORE_PERIOD = tell(
    "objective-before-period",
    gettext_lazy("The date of objective %(code)s is before the programme's period begins."),
)
NO_MEASURE = tell("objective-without-measure", gettext_lazy("Objective %(code)s has no measure."))
MANY_OF_THEM = tell(
    "many-measures",
    gettext_lazy("There are %(number)s measures. Above 40 nobody follows them: keep the ones that change something."),
)
NO_OWNER = tell("measure-without-owner", gettext_lazy("Measure %(code)s has no owner."))
NO_SCHEDULE = tell("measure-without-schedule", gettext_lazy("Measure %(code)s has no schedule."))
STILL_PLANNED = tell(
    "measure-still-planned",
    gettext_lazy("Measure %(code)s is still planned, though its time ended on %(day)s. Say what became of it."),
    day=short_day,
)
NOT_IN_BUDGET = tell(
    "cost-not-in-budget",
    gettext_lazy("Measure %(code)s has costs from the municipality's own budget, but is said not to be in the budget."),
)
OUTSIDE_PERIOD = tell(
    "cost-outside-period",
    gettext_lazy("Measure %(code)s has a cost for the year %(year)s, which is outside the programme's period."),
)
NO_PLAN = tell("no-plan", gettext_lazy("No link to the municipal strategy or another plan has been made."))
PLAN_ENDED = tell(
    "plan-ended",
    gettext_lazy("The plan “%(plan)s” ended on %(day)s. Link to the one that followed, or archive this link."),
    day=short_day,
)
NOT_ANSWERED = tell("answer-without-text", gettext_lazy("This question is not answered yet: “%(question)s”"))


def quality(objective: Objective) -> tuple[int, list[str]]:
    """How many of the five questions are answered, and the hints for the others."""
    lacking = _open_questions(objective)
    return len(QUALITY) - len(lacking), [str(HINTS[field]) for field in lacking]


def _open_questions(objective: Objective) -> list[str]:
    return [field for field in QUALITY if not getattr(objective, field)]


def proposed_sentence(objective: Objective, language: str) -> str:
    """The objective in a line, assembled from the five answers in a language; '' while one lacks there.

    The answers stand behind labels as they were written, words or sentences, so that no case ending has to be guessed.
    """
    answers = {name: getattr(objective, name).text(language).strip().rstrip(CLOSING) for name in QUALITY[:4]}
    if not all(answers.values()) or not objective.by_when:
        return ""
    with translation.override(language):
        if (objective.by_when.month, objective.by_when.day) == (12, 31):
            pattern = _(
                "%(change)s. For whom: %(for_whom)s. Now: %(from_state)s. Aim by the end of %(when)s: %(to_state)s."
            )
            return pattern % {**answers, "when": objective.by_when.year}
        pattern = _("%(change)s. For whom: %(for_whom)s. Now: %(from_state)s. Aim by %(when)s: %(to_state)s.")
        return pattern % {**answers, "when": date_format(objective.by_when, "SHORT_DATE_FORMAT")}


def ended(plan: Plan) -> str:
    """That a plan's validity is over, in words; '' while it is in force."""
    if not plan.valid_to or plan.valid_to >= today():
        return ""
    return _("Ended on %(day)s") % {"day": date_format(plan.valid_to, "SHORT_DATE_FORMAT")}


def missing_in_objectives(programme: Programme) -> list[Missing]:
    objectives, measures = programme.rows("objectives", bare=True), programme.rows("measures", bare=True)
    plans = programme.rows("plans")
    return [
        *_missing_areas(programme, objectives),
        *_missing_objectives(programme, objectives, measures),
        *_missing_measures(programme, measures),
        *_missing_costs(programme, measures),
        *_missing_plans(programme, plans),
        *_missing_answers(programme),
    ]


def _fact(fact: str, item: str, place: Place, anchor: str = "", *, is_block: bool = False, **values: Any) -> Missing:
    return Missing(
        code=fact, place=place, values=values, phase=PHASE, item=item, anchor=anchor or item, is_block=is_block
    )


def _missing_areas(programme, objectives) -> list[Missing]:
    """That some objectives are in a priority area and others not, and areas in which there is none."""
    areas, found = programme.rows("priority_areas", bare=True), []
    groups = by_area(areas, objectives)
    in_none = [objective.code for area, own in groups if area is None for objective in own]
    if in_none and len(in_none) < len(objectives):
        found.append(_fact(WITHOUT_AREA, AREAS, item_place(programme, AREAS), codes=in_none))
    for area, own in groups:
        if area and not own:
            found.append(_fact(EMPTY_AREA, AREAS, place_of(area), str(area.key), code=area.code))
    return found + missing_translations(programme, PHASE, AREAS, areas)


def _missing_objectives(programme, objectives, measures) -> list[Missing]:
    found, at_item = [], item_place(programme, AREAS)
    if not any(objective.title for objective in objectives):
        found.append(_fact(NONE_YET, AREAS, at_item, is_block=True))
    if len(objectives) > MANY_OBJECTIVES:
        found.append(_fact(TOO_MANY, AREAS, at_item, number=len(objectives)))
    with_measures = {measure.objective_id for measure in measures}
    for objective in objectives:
        place, code, key = place_of(objective), objective.code, str(objective.key)
        if lacking := _open_questions(objective):
            number = len(QUALITY) - len(lacking)
            found.append(_fact(OPEN_QUESTIONS, AREAS, place, key, code=code, number=number, hints=lacking))
        if before_period(programme, objective.by_when):
            found.append(_fact(BEFORE_PERIOD, AREAS, place.narrowed("by_when"), key, code=code))
        if objective.pk not in with_measures:
            found.append(_fact(NO_MEASURE, MEANS, place, f"measures-{key}", code=code))
    return found + missing_translations(programme, PHASE, AREAS, objectives)


def _missing_measures(programme, measures) -> list[Missing]:
    organisations = programme.by_id("organisations")
    found = missing_translations(programme, PHASE, MEANS, list(organisations.values()), anchor=MEANS)
    if len(measures) > MANY_MEASURES:
        found.append(_fact(MANY_OF_THEM, MEANS, item_place(programme, MEANS), number=len(measures)))
    for measure in measures:
        key, code = str(measure.key), measure.code
        if measure.owner_id not in organisations:
            found.append(_fact(NO_OWNER, MEANS, place_of(measure, "owner"), key, code=code))
        if not (measure.starts_on or measure.ends_on):
            found.append(_fact(NO_SCHEDULE, MEANS, place_of(measure, "starts_on"), key, code=code))
        if measure.status == MeasureStatus.PLANNED and measure.ends_on and measure.ends_on < today():
            day = measure.ends_on.isoformat()
            found.append(_fact(STILL_PLANNED, MEANS, place_of(measure, "status"), key, code=code, day=day))
    return found + missing_translations(programme, PHASE, MEANS, measures)


def _missing_costs(programme, measures) -> list[Missing]:
    """Costs that do not go together with what is said of their measures or of the programme's years."""
    found, by_key = [], {measure.pk: measure for measure in measures}
    costs = current_costs(programme)
    paid_by_itself = {cost.measure_id for cost in costs if cost.source == MoneySource.OWN_BUDGET and cost.amount}
    for pk in sorted(paid_by_itself, key=list(by_key).index):
        if (measure := by_key[pk]).in_budget == InBudget.NO:
            place = place_of(measure, "in_budget")
            found.append(_fact(NOT_IN_BUDGET, MEANS, place, str(measure.key), code=measure.code))
    for cost in costs:
        if programme.period_start and not programme.period_start.year <= cost.year <= programme.period_end.year:
            code = by_key[cost.measure_id].code
            found.append(_fact(OUTSIDE_PERIOD, MEANS, place_of(cost, "year"), str(cost.key), code=code, year=cost.year))
    return found + missing_translations(programme, PHASE, MEANS, costs)


def _missing_plans(programme, plans) -> list[Missing]:
    if not plans:
        return [_fact(NO_PLAN, PLANS, item_place(programme, PLANS))]
    found = []
    for plan in plans:
        if ended(plan):
            values = named(programme, "plan", plan) | {"day": plan.valid_to.isoformat()}
            found.append(_fact(PLAN_ENDED, PLANS, place_of(plan, "valid_to"), str(plan.key), **values))
    return found + missing_translations(programme, PHASE, PLANS, plans)


def _missing_answers(programme) -> list[Missing]:
    found = []
    for answer in programme.rows("answers"):
        if not answer.question.startswith("objectives."):
            continue
        if not answer.text:
            values = named(programme, "question", answer)
            found.append(_fact(NOT_ANSWERED, answer.question, place_of(answer, "text"), **values))
        found += missing_translations(programme, PHASE, answer.question, [answer], anchor=answer.question)
    return found
