"""What phase 4 lacks."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, before_period, missing_translations
from programmes.enums import Phase
from programmes.models import Objective, Plan, Programme
from stakeholders.models import today

PHASE = Phase.OBJECTIVES
MANY_OBJECTIVES = 8
MANY_MEASURES = 40

#: The five questions of an objective's quality: field and what to ask.
QUALITY = ("change", "for_whom", "from_state", "to_state", "by_when")
CLOSING = " .,;:!…"


def quality(objective: Objective) -> tuple[int, list[str]]:
    """How many of the five questions are answered, and the hints for the others."""
    hints = {
        "change": _("Say what changes."),
        "for_whom": _("Say for whom it changes."),
        "from_state": _("Say from which starting point."),
        "to_state": _("Say to which aim."),
        "by_when": _("Say by when."),
    }
    open_questions = [hints[field] for field in QUALITY if not getattr(objective, field)]
    return len(QUALITY) - len(open_questions), open_questions


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
    objectives, measures = programme.rows("objectives", bare=True), programme.rows("measures")
    plans = programme.rows("plans")
    return [
        *_missing_objectives(programme, objectives, measures),
        *_missing_measures(programme, measures),
        *_missing_plans(programme, plans),
        *_missing_answers(programme),
    ]


def _missing_objectives(programme, objectives, measures) -> list[Missing]:
    found = []
    if not any(objective.title for objective in objectives):
        sentence = _("There is no objective yet: a programme needs at least one.")
        found.append(Missing(PHASE, "objectives.areas", sentence, "objectives.areas", is_block=True))
    if len(objectives) > MANY_OBJECTIVES:
        sentence = _(
            "There are %(number)s objectives. Programmes that are followed have 3–8; choose the ones that matter."
        )
        found.append(Missing(PHASE, "objectives.areas", sentence % {"number": len(objectives)}, "objectives.areas"))
    with_measures = {measure.objective_id for measure in measures}
    for objective in objectives:
        answered, hints = quality(objective)
        if hints:
            sentence = _("Objective %(code)s answers %(number)s of five questions. %(hints)s")
            words = {"code": objective.code, "number": answered, "hints": " ".join(hints)}
            found.append(Missing(PHASE, "objectives.areas", sentence % words, str(objective.key)))
        if before_period(programme, objective.by_when):
            sentence = _("The date of objective %(code)s is before the programme's period begins.")
            found.append(Missing(PHASE, "objectives.areas", sentence % {"code": objective.code}, str(objective.key)))
        if objective.pk not in with_measures:
            sentence = _("Objective %(code)s has no measure.") % {"code": objective.code}
            found.append(Missing(PHASE, "objectives.means", sentence, f"measures-{objective.code}"))
    fields = ["title", "change", "for_whom", "from_state", "to_state"]
    return found + missing_translations(programme, PHASE, "objectives.areas", objectives, fields)


def _missing_measures(programme, measures) -> list[Missing]:
    found = []
    if len(measures) > MANY_MEASURES:
        sentence = _(
            "There are %(number)s measures. Above 40 nobody follows them: keep the ones that change something."
        )
        found.append(Missing(PHASE, "objectives.means", sentence % {"number": len(measures)}, "objectives.means"))
    for measure in measures:
        if not measure.owner:
            sentence = _("Measure %(code)s has no owner.") % {"code": measure.code}
            found.append(Missing(PHASE, "objectives.means", sentence, str(measure.key)))
        if not (measure.starts_on or measure.ends_on):
            sentence = _("Measure %(code)s has no schedule.") % {"code": measure.code}
            found.append(Missing(PHASE, "objectives.means", sentence, str(measure.key)))
    fields = ["title", "owner", "partners", "resources"]
    return found + missing_translations(programme, PHASE, "objectives.means", measures, fields)


def _missing_plans(programme, plans) -> list[Missing]:
    if not plans:
        sentence = _("No link to the municipal strategy or another plan has been made.")
        return [Missing(PHASE, "objectives.plans", sentence, "objectives.plans")]
    found = []
    for plan in plans:
        if ended(plan):
            names = {
                "plan": plan.label(get_language() or "", programme.original_language),
                "day": date_format(plan.valid_to, "SHORT_DATE_FORMAT"),
            }
            sentence = _("The plan “%(plan)s” ended on %(day)s. Link to the one that followed, or archive this link.")
            found.append(Missing(PHASE, "objectives.plans", sentence % names, str(plan.key)))
    return found + missing_translations(programme, PHASE, "objectives.plans", plans, ["name", "owner", "passage"])


def _missing_answers(programme) -> list[Missing]:
    checklist, found = programme.checklist, []
    for answer in programme.rows("answers"):
        if not answer.question.startswith("objectives."):
            continue
        if not answer.text:
            question = checklist.words(answer.question, get_language() or "en").text
            sentence = _("This question is not answered yet: “%(question)s”") % {"question": question}
            found.append(Missing(PHASE, answer.question, sentence, answer.question))
        found += missing_translations(programme, PHASE, answer.question, [answer], ["text", "sources"], answer.question)
    return found
