"""What phase 3 lacks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.checklist import LANGUAGES, Kind
from programmes.completeness.facts import Missing, missing_translations, named, tell
from programmes.enums import Phase
from programmes.models import OwnFigure, Place, Programme, item_place, place_of
from programmes.models.situation import figures_at, worded_question

PHASE = Phase.SITUATION
FINDINGS, SERVICES, SOURCES = "situation.both_sides", "situation.services", "situation.sources"

NO_FINDING = tell(
    "no-finding", _("No finding has been written down: say what the figures and the words tell together.")
)
NO_EVIDENCE = tell(
    "finding-without-evidence", _("Finding %(code)s names no evidence: a question, a consultation or words.")
)
NO_WORDS = tell("question-without-words", _("“%(question)s” has figures but no words: say what they mean here."))
NOTHING_SAID = tell("question-without-anything", _("“%(question)s” has neither figures nor words."))
FEW_PERSONS = tell(
    "figure-of-few-persons",
    _("“%(figure)s” counts fewer than 5 persons: the number is shown to nobody. Group it with others."),
)
NO_VALUE = tell("figure-without-value", _("“%(figure)s” has no value yet."))
NOT_WHEN = tell("figure-incomplete", _("“%(figure)s” does not say of which year it is, or whom it counts."))
NO_SERVICE = tell(
    "no-service", _("No service has been listed: name the main ones, for whom they are and what is lacking.")
)
NO_SOURCE = tell("no-source", _("No source has been listed: say which ones you used."))


def missing_in_situation(programme: Programme) -> list[Missing]:
    return [
        *_missing_findings(programme),
        *_missing_answers(programme),
        *_missing_own_figures(programme),
        *_missing_services(programme),
        *_missing_sources(programme),
    ]


def _fact(fact: str, item: str, place: Place, anchor: str = "", **values: Any) -> Missing:
    return Missing(code=fact, place=place, values=values, phase=PHASE, item=item, anchor=anchor or item)


def _missing_findings(programme: Programme) -> list[Missing]:
    findings, found = programme.rows("findings"), []
    if not findings:
        found.append(_fact(NO_FINDING, FINDINGS, item_place(programme, FINDINGS)))
    for finding in findings:
        if not (finding.questions or finding.evidence or finding.consultations.all()):
            place = place_of(finding, "evidence")
            found.append(_fact(NO_EVIDENCE, FINDINGS, place, str(finding.key), code=finding.code))
    return found + missing_translations(programme, PHASE, FINDINGS, findings)


def _missing_answers(programme: Programme) -> list[Missing]:
    """A question needs words; figures alone leave open what they mean, words alone may be enough."""
    answers = {answer.question: answer for answer in programme.rows("answers")}
    questions = programme.checklist.of(phase=PHASE, kind=Kind.QUESTION)
    counted = {question.key for question in questions if figures_at(programme, question.key)}
    counted |= {figure.question for figure in programme.rows("own_figures")}
    found = []
    for question in questions:
        key, answer = question.key, answers.get(question.key)
        if answer is None or not answer.text:
            code = NO_WORDS if key in counted else NOTHING_SAID
            names = {language: worded_question(programme, key, language) for language in LANGUAGES}
            found.append(_fact(code, key, item_place(programme, key), question=names))
        if answer is not None:
            found += missing_translations(programme, PHASE, key, [answer], anchor=key)
    return found


def _missing_own_figures(programme: Programme) -> list[Missing]:
    found = []
    for figure in programme.rows("own_figures"):
        for code, field in _lacking(figure):
            names = named(programme, "figure", figure)
            found.append(_fact(code, figure.question, place_of(figure, field), str(figure.key), **names))
        found += missing_translations(programme, PHASE, figure.question, [figure])
    return found


def _lacking(figure: OwnFigure) -> list[tuple[str, str]]:
    """What is to be put right in a figure, and in which field."""
    found = [(FEW_PERSONS, "value")] if figure.hides("value") else []
    if figure.value is None:
        return [*found, (NO_VALUE, "value")]
    return found if figure.period and figure.population else [*found, (NOT_WHEN, "period")]


def _missing_services(programme: Programme) -> list[Missing]:
    services = programme.rows("services")
    if not services:
        return [_fact(NO_SERVICE, SERVICES, item_place(programme, SERVICES))]
    return missing_translations(programme, PHASE, SERVICES, services)


def _missing_sources(programme: Programme) -> list[Missing]:
    sources = programme.rows("sources_used")
    if not sources:
        return [_fact(NO_SOURCE, SOURCES, item_place(programme, SOURCES))]
    return missing_translations(programme, PHASE, SOURCES, sources)
