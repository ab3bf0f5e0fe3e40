"""What phase 1 lacks."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import DocumentType, Outcome, Phase
from programmes.models import Programme
from stakeholders.models import today

REPEALED = date(2025, 1, 1)  # from this day on Act 681/2023 has been in force, and Act 1386/2010 no longer

PHASE = Phase.RESPONSIBILITY
HEADING = PHASE.value
BODY, DECISIONS = "responsibility.coordinating_body", "responsibility.decision_makers"
ADVISER, EXPERTS = "responsibility.adviser", "responsibility.experts"


def missing_in_responsibility(programme: Programme) -> list[Missing]:
    return [
        *_missing_frame(programme),
        *_missing_mandate(programme),
        *_missing_decisions(programme),
        *_missing_dates(programme),
        *_missing_adviser(programme),
    ]


def _fact(item: str, sentence: str, anchor: str = "", *, is_block: bool = False) -> Missing:
    return Missing(PHASE, item, sentence, anchor or item, is_block)


def _missing_frame(programme) -> list[Missing]:
    found = []
    if not (programme.period_start and programme.period_end):
        sentence = _("The period of the programme is not set: write when it begins and when it ends.")
        found.append(_fact(HEADING, sentence, is_block=True))
    if not programme.title:
        found.append(_fact(HEADING, _("The programme has no title.")))
    if programme.document_type == DocumentType.PART_OF_ANOTHER and not programme.other_document:
        found.append(_fact(HEADING, _("The programme is part of another document: write which one.")))
    if (
        programme.document_type == DocumentType.OLD_LAW
        and programme.period_start
        and programme.period_start >= REPEALED
    ):
        sentence = _(
            "The programme is of the repealed Act 1386/2010, but its period begins after that: consider following today's checklist."
        )
        found.append(_fact(HEADING, sentence))
    fields = ["title", "other_document", "legal_basis"]
    return found + missing_translations(programme, PHASE, HEADING, [programme], fields, HEADING)


def _missing_mandate(programme) -> list[Missing]:
    mandate, found = programme.responsibility, []
    if not mandate.coordinating_body:
        sentence = _("The coordinating body is not named: somebody must be responsible for the preparation.")
        found.append(_fact(BODY, sentence, is_block=True))
    if not mandate.coordinator_name:
        found.append(_fact(BODY, _("No coordinator is named.")))
    if not mandate.deputy_name:
        found.append(_fact(BODY, _("No deputy is named: who carries on when the coordinator is away?")))
    fields = ["coordinating_body", "administrative_regulation", "coordinator_office", "deputy_office", "resources"]
    return found + missing_translations(programme, PHASE, BODY, [mandate], fields, BODY)


def _missing_decisions(programme) -> list[Missing]:
    mandate, found = programme.responsibility, []
    if not mandate.approving_body:
        sentence = _("The approving body is not chosen: which body decides on the programme?")
        found.append(_fact(DECISIONS, sentence, is_block=True))
    if not mandate.start_decided_on:
        found.append(_fact(DECISIONS, _("The decision to start has no date.")))
    with_steps = {step.link_to_municipality_id for step in programme.rows("decision_steps")}
    for link in programme.rows("links"):
        if link.pk not in with_steps:
            sentence = _("%(municipality)s has no step on the decision path.")
            name = link.label(get_language() or "", programme.original_language)
            found.append(_fact(DECISIONS, sentence % {"municipality": name}))
    found += missing_translations(programme, PHASE, DECISIONS, [mandate], ["approving_body_name"], DECISIONS)
    return found + missing_translations(programme, PHASE, DECISIONS, programme.rows("decision_steps"), ["body_name"])


def _missing_dates(programme) -> list[Missing]:
    """Steps without a date, and dates that have passed without a word of what came of them."""
    found, reader, original = [], get_language() or "", programme.original_language
    for step in programme.rows("decision_steps"):
        names = {"step": step.label(reader, original)}
        if not (step.planned_on or step.decided_on):
            sentence = _("“%(step)s” on the decision path has no planned date.") % names
            found.append(_fact(DECISIONS, sentence, str(step.key)))
        elif step.outcome == Outcome.PENDING and step.planned_on and step.planned_on < today():
            names["day"] = date_format(step.planned_on, "DATE_FORMAT")
            sentence = _("“%(step)s” was planned for %(day)s: write what was decided, or a new date.") % names
            found.append(_fact(DECISIONS, sentence, str(step.key)))
    for milestone in programme.rows("milestones"):
        if milestone.due_on and not milestone.done_on and milestone.due_on < today():
            day = date_format(milestone.due_on, "DATE_FORMAT")
            names = {"milestone": milestone.label(reader, original), "day": day}
            sentence = _("“%(milestone)s” was due on %(day)s: mark it done, or move the date.") % names
            found.append(_fact(DECISIONS, sentence, str(milestone.key)))
    return found + missing_translations(programme, PHASE, DECISIONS, programme.rows("milestones"), ["name"])


def _missing_adviser(programme) -> list[Missing]:
    """Åland has no adviser's item, so nobody is reminded of it there."""
    found, mandate = [], programme.responsibility
    if ADVISER in programme.checklist:
        if not mandate.adviser_contacted_on:
            sentence = _("The adviser of the regional centre has not been contacted: early advice saves work.")
            found.append(_fact(ADVISER, sentence))
        found += missing_translations(programme, PHASE, ADVISER, [mandate], ["adviser_advice"], ADVISER)
    return found + missing_translations(programme, PHASE, EXPERTS, [mandate], ["external_experts"], EXPERTS)
