"""What phase 3 lacks."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes.checklist import Kind
from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.situation import figures_of, worded_question

PHASE = Phase.SITUATION


def missing_in_situation(programme: Programme) -> list[Missing]:
    return [
        *_missing_findings(programme),
        *_missing_answers(programme),
        *_missing_own_figures(programme),
        *_missing_services(programme),
        *_missing_sources(programme),
    ]


def _missing_findings(programme: Programme) -> list[Missing]:
    item, findings, found = "situation.both_sides", programme.rows("findings"), []
    if not findings:
        sentence = _("No finding has been written down: say what the figures and the words tell together.")
        found.append(Missing(PHASE, item, sentence, item))
    for finding in findings:
        if not (finding.questions or finding.evidence or finding.consultations.all()):
            sentence = _("Finding %(code)s names no evidence: a question, a consultation or words.")
            found.append(Missing(PHASE, item, sentence % {"code": finding.code}, str(finding.key)))
    return found + missing_translations(programme, PHASE, item, findings, ["text", "evidence"])


def _missing_answers(programme: Programme) -> list[Missing]:
    """A question needs words; figures alone leave open what they mean, words alone may be enough."""
    answers = {answer.question: answer for answer in programme.rows("answers")}
    counted = {question for figure in figures_of(programme) for question in figure.statistic.questions}
    counted |= {figure.question for figure in programme.rows("own_figures")}
    found = []
    for question in programme.checklist.of(phase=PHASE, kind=Kind.QUESTION):
        answer = answers.get(question.key)
        if answer is None or not answer.text:
            if question.key in counted:
                sentence = _("“%(question)s” has figures but no words: say what they mean here.")
            else:
                sentence = _("“%(question)s” has neither figures nor words.")
            words = {"question": worded_question(programme, question.key, get_language() or "")}
            found.append(Missing(PHASE, question.key, sentence % words, question.key))
        if answer is not None:
            fields = ["text", "sources"]
            found += missing_translations(programme, PHASE, question.key, [answer], fields, question.key)
    return found


def _missing_own_figures(programme: Programme) -> list[Missing]:
    found = []
    for figure in programme.rows("own_figures"):
        name = {"figure": figure.label(get_language() or "", programme.original_language)}
        if figure.counts_few_persons:
            sentence = _("“%(figure)s” counts under 10 persons: do not publish it, group it with others.")
            found.append(Missing(PHASE, figure.question, sentence % name, str(figure.key)))
        if figure.value is None:
            sentence = _("“%(figure)s” has no value yet.")
            found.append(Missing(PHASE, figure.question, sentence % name, str(figure.key)))
        elif not (figure.period and figure.population):
            sentence = _("“%(figure)s” does not say of which year it is, or whom it counts.")
            found.append(Missing(PHASE, figure.question, sentence % name, str(figure.key)))
        fields = ["name", "unit", "period", "population", "source", "owner", "licence"]
        found += missing_translations(programme, PHASE, figure.question, [figure], fields)
    return found


def _missing_services(programme: Programme) -> list[Missing]:
    item, services = "situation.services", programme.rows("services")
    if not services:
        sentence = _("No service has been listed: name the main ones, for whom they are and what is lacking.")
        return [Missing(PHASE, item, sentence, item)]
    return missing_translations(programme, PHASE, item, services, ["name", "provider", "for_whom", "remark"])


def _missing_sources(programme: Programme) -> list[Missing]:
    item, sources = "situation.sources", programme.rows("sources_used")
    if not sources:
        sentence = _("No source has been listed: say which ones you used.")
        return [Missing(PHASE, item, sentence, item)]
    return missing_translations(programme, PHASE, item, sources, ["name"])
