"""What phase 1 lacks."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.checklist import LANGUAGES
from programmes.completeness.attachments import missing_in_attachments
from programmes.completeness.decisions import mandate_of, without_decision
from programmes.completeness.facts import Missing, long_day, missing_translations, named, tell
from programmes.enums import DocumentType, Outcome, Phase
from programmes.models import Place, Programme, place_of
from programmes.models.periods import years, years_named
from programmes.models.timetable import DECISION, milestone_name
from stakeholders.models import Event, today

REPEALED = date(2025, 1, 1)  # from this day on Act 681/2023 has been in force, and Act 1386/2010 no longer

YEAR = timedelta(days=366)
PHASE = Phase.RESPONSIBILITY
DECIDING = ["start_body_name", "approving_body_name"]
HEADING = PHASE.value
BODY, DECISIONS = "responsibility.coordinating_body", "responsibility.decision_makers"
ADVISER, EXPERTS = "responsibility.adviser", "responsibility.experts"


NO_PERIOD = tell("no-period", _("The period of the programme is not set: write when it begins and when it ends."))
NO_TITLE = tell("no-title", _("The programme has no title."))
TITLE_OF_OTHER_YEARS = tell(
    "title-of-other-years",
    _("The title names the years %(years)s, but the period of the programme is %(period)s."),
)
REVIEW_OF_FORMER_PERIOD = tell(
    "review-of-former-period",
    _("The review date %(day)s is from an earlier period: the period ends on %(end)s now."),
    day=long_day,
    end=long_day,
)
NO_OTHER_DOCUMENT = tell("no-other-document", _("The programme is part of another document: write which one."))
OF_REPEALED_ACT = tell(
    "of-repealed-act",
    _(
        "The programme is of the repealed Act 1386/2010, but its period begins after that: consider following today's checklist."
    ),
)
NO_BODY = tell(
    "no-coordinating-body",
    _("The coordinating body is not named: somebody must be responsible for the preparation."),
)
NO_COORDINATOR = tell("no-coordinator", _("No coordinator is named."))
NO_DEPUTY = tell("no-deputy", _("No deputy is named: who carries on when the coordinator is away?"))
NO_APPROVING_BODY = tell(
    "no-approving-body", _("The approving body is not chosen: which body decides on the programme?")
)
NO_START = tell("start-without-date", _("The decision to start has no date."))
#: the same of one municipality of a joint programme
NO_BODY_IN = tell("no-coordinating-body-in", _("%(municipality)s: the coordinating body is not named."))
NO_COORDINATOR_IN = tell("no-coordinator-in", _("%(municipality)s: no coordinator is named."))
NO_DEPUTY_IN = tell("no-deputy-in", _("%(municipality)s: no deputy is named."))
NO_START_IN = tell("start-without-date-in", _("%(municipality)s: the decision to start has no date."))
NO_STEP = tell("municipality-without-step", _("%(municipality)s has no step on the decision path."))
NO_DECISION_IN = tell(
    "municipality-without-decision",
    _("%(municipality)s: no decision of its approving body is planned or made."),
)
STEP_WITHOUT_DATE = tell("step-without-date", _("“%(step)s” on the decision path has no planned date."))
STEP_PAST = tell(
    "step-past",
    _("“%(step)s” was planned for %(day)s: write what was decided, or a new date."),
    day=long_day,
)
MILESTONE_PAST = tell(
    "milestone-past",
    _("“%(milestone)s” was due on %(day)s: mark it done, or move the date."),
    day=long_day,
)
TIMETABLE_AFTER_START = tell(
    "timetable-after-start",
    _("“%(milestone)s” is due on %(day)s, after the period begins on %(start)s: move the date, or the period."),
    day=long_day,
    start=long_day,
)
TIMETABLE_LONG_BEFORE = tell(
    "timetable-long-before",
    _(
        "The timetable ends with “%(milestone)s” on %(day)s, more than a year before the period begins on %(start)s: "
        "move the date, or the period."
    ),
    day=long_day,
    start=long_day,
)
DECISION_OF_OTHER_BODIES = tell(
    "decision-of-other-bodies",
    _("The timetable says “%(milestone)s”, but the bodies here are called “%(bodies)s”: change the name."),
)
NO_ADVISER = tell(
    "adviser-not-contacted",
    _("The adviser of the regional centre has not been contacted: early advice saves work."),
)


def missing_in_responsibility(programme: Programme) -> list[Missing]:
    return [
        *_missing_frame(programme),
        *_missing_mandate(programme),
        *_missing_of_partners(programme),
        *_missing_decisions(programme),
        *_missing_dates(programme),
        *_missing_adviser(programme),
    ]


def _fact(fact: str, item: str, place: Place, anchor: str = "", *, is_block: bool = False, **values: Any) -> Missing:
    return Missing(
        code=fact, place=place, values=values, phase=PHASE, item=item, anchor=anchor or item, is_block=is_block
    )


def _missing_frame(programme) -> list[Missing]:
    found, place = [], place_of(programme)
    if not (programme.period_start and programme.period_end):
        found.append(_fact(NO_PERIOD, HEADING, place.narrowed("period_start"), is_block=True))
    if not programme.title:
        found.append(_fact(NO_TITLE, HEADING, place.narrowed("title")))
    if programme.document_type == DocumentType.PART_OF_ANOTHER and not programme.other_document:
        found.append(_fact(NO_OTHER_DOCUMENT, HEADING, place.narrowed("other_document")))
    if (
        programme.document_type == DocumentType.OLD_LAW
        and programme.period_start
        and programme.period_start >= REPEALED
    ):
        found.append(_fact(OF_REPEALED_ACT, HEADING, place.narrowed("document_type")))
    found += _left_from_former_period(programme)
    return found + missing_translations(programme, PHASE, HEADING, [programme], anchor=HEADING)


def _left_from_former_period(programme) -> list[Missing]:
    """What was made from the period once, and did not follow when it became another."""
    if not (programme.period_start and programme.period_end):
        return []
    found, place, period = [], place_of(programme), years(programme.period_start, programme.period_end)
    if named := [each for each in years_named(programme.title) if each != period]:
        values = {"years": ", ".join(named), "period": period}
        found.append(_fact(TITLE_OF_OTHER_YEARS, HEADING, place.narrowed("title"), **values))
    if _reviewed_by_former_end(programme):
        days = {"day": str(programme.review_by), "end": str(programme.period_end)}
        found.append(_fact(REVIEW_OF_FORMER_PERIOD, HEADING, place.narrowed("review_by"), **days))
    return found


def _reviewed_by_former_end(programme) -> bool:
    """Whether the review date was the last day of the period before the period became another."""
    day = programme.review_by
    if not day or day == programme.period_end:
        return False
    return day < programme.period_start or programme.history.filter(period_end=day).exists()


def _missing_mandate(programme) -> list[Missing]:
    mandate, found = programme.responsibility, []
    if not mandate.coordinating_body:
        found.append(_fact(NO_BODY, BODY, place_of(mandate, "coordinating_body"), is_block=True))
    if not mandate.coordinator_name:
        found.append(_fact(NO_COORDINATOR, BODY, place_of(mandate, "coordinator_name")))
    if not mandate.deputy_name:
        found.append(_fact(NO_DEPUTY, BODY, place_of(mandate, "deputy_name")))
    fields = ["coordinating_body", "administrative_regulation", "coordinator_office", "deputy_office", "resources"]
    return found + missing_translations(programme, PHASE, BODY, [mandate], fields, BODY)


def _missing_of_partners(programme) -> list[Missing]:
    """What each partner municipality has not written of its own responsibility, by name."""
    asked = [
        (NO_BODY_IN, "coordinating_body"),
        (NO_COORDINATOR_IN, "coordinator_name"),
        (NO_DEPUTY_IN, "deputy_name"),
        (NO_START_IN, "start_decided_on"),
    ]
    found: list[Missing] = []
    for link in programme.rows("links"):
        own = mandate_of(programme, link)
        if link.is_lead:
            continue
        if own is None:
            found.append(_fact(NO_BODY_IN, BODY, place_of(link), **named(programme, "municipality", link)))
            continue
        for fact, name in asked:
            if not getattr(own, name):
                values = named(programme, "municipality", link)
                found.append(_fact(fact, BODY, place_of(own, name), str(own.key), **values))
    own_texts = programme.rows("partner_responsibilities") if len(programme.rows("links")) > 1 else []
    return found + missing_translations(programme, PHASE, BODY, own_texts)


def _missing_decisions(programme) -> list[Missing]:
    mandate, found = programme.responsibility, []
    if not mandate.approving_body:
        found.append(_fact(NO_APPROVING_BODY, DECISIONS, place_of(mandate, "approving_body"), is_block=True))
    if not mandate.start_decided_on:
        found.append(_fact(NO_START, DECISIONS, place_of(mandate, "start_decided_on")))
    with_steps = {step.part_id for step in programme.rows("decision_steps")}
    waiting = [link for link in without_decision(programme) if not link.is_lead]
    for link in programme.rows("links"):
        if link.pk not in with_steps:
            found.append(_fact(NO_STEP, DECISIONS, place_of(link), **named(programme, "municipality", link)))
        elif link in waiting:
            found.append(_fact(NO_DECISION_IN, DECISIONS, place_of(link), **named(programme, "municipality", link)))
    found += missing_translations(programme, PHASE, DECISIONS, [mandate], DECIDING, DECISIONS)
    found += missing_translations(programme, PHASE, DECISIONS, programme.rows("decision_steps"))
    return found + missing_in_attachments(programme, PHASE, DECISIONS, programme.rows("decision_steps"))


def _missing_dates(programme) -> list[Missing]:
    """Steps without a date, and dates that have passed without a word of what came of them."""
    found = []
    for step in programme.rows("decision_steps"):
        place, key = place_of(step, "planned_on"), str(step.key)
        if not (step.planned_on or step.decided_on):
            found.append(_fact(STEP_WITHOUT_DATE, DECISIONS, place, key, **named(programme, "step", step)))
        elif step.outcome == Outcome.PENDING and step.planned_on and step.planned_on < today():
            values = named(programme, "step", step) | {"day": step.planned_on.isoformat()}
            found.append(_fact(STEP_PAST, DECISIONS, place, key, **values))
    for milestone in programme.rows("milestones"):
        if milestone.due_on and not milestone.done_on and milestone.due_on < today():
            values = named(programme, "milestone", milestone) | {"day": milestone.due_on.isoformat()}
            place = place_of(milestone, "due_on")
            found.append(_fact(MILESTONE_PAST, DECISIONS, place, str(milestone.key), **values))
    found += _timetable_of_another_period(programme) + _decision_of_other_bodies(programme)
    return found + missing_translations(programme, PHASE, DECISIONS, programme.rows("milestones"))


def _timetable_of_another_period(programme) -> list[Missing]:
    """Whether the timetable that the programme began with still leads to its period; a milestone that somebody has
    written since is theirs, and right as it is."""
    start = programme.period_start
    to_come = [each for each in programme.rows("milestones") if each.due_on and not each.done_on]
    last = max(to_come, key=lambda each: each.due_on, default=None)
    if not start or last is None or last.row_version > 1:
        return []
    if last.due_on > start:
        fact = TIMETABLE_AFTER_START
    elif last.due_on < start - YEAR:
        fact = TIMETABLE_LONG_BEFORE
    else:
        return []
    if not _is_of_here(programme):
        return []
    values = named(programme, "milestone", last) | {"day": last.due_on.isoformat(), "start": start.isoformat()}
    return [_fact(fact, DECISIONS, place_of(last, "due_on"), str(last.key), **values)]


def _is_of_here(programme) -> bool:
    """Whether its timetable was made with its period, or the period has become another since; what came whole, by a file
    or as a copy, is as somebody wrote it."""
    begun = Event.objects.filter(scope=programme.slug, verb="start_programme")
    return begun.exists() or programme.history.exclude(period_start=programme.period_start).exists()


def _decision_of_other_bodies(programme) -> list[Missing]:
    """Milestones that still bear the name which a start wrote, where the municipality has since been said to be a city,
    or none."""
    in_city, found = programme.lead.municipality.is_city, []
    former, today_s = (
        milestone_name(DECISION[False], list(LANGUAGES), in_city=each) for each in (not in_city, in_city)
    )
    for milestone in programme.rows("milestones"):
        if not milestone.done_on and any(former.get(language) == text for language, text in milestone.name.items()):
            values = named(programme, "milestone", milestone) | {"bodies": dict(today_s)}
            place = place_of(milestone, "name")
            found.append(_fact(DECISION_OF_OTHER_BODIES, DECISIONS, place, str(milestone.key), **values))
    return found


def _missing_adviser(programme) -> list[Missing]:
    """Åland has no adviser's item, so nobody is reminded of it there."""
    found, mandate = [], programme.responsibility
    if ADVISER in programme.checklist:
        if not mandate.adviser_contacted_on:
            found.append(_fact(NO_ADVISER, ADVISER, place_of(mandate, "adviser_contacted_on")))
        found += missing_translations(programme, PHASE, ADVISER, [mandate], ["adviser_advice"], ADVISER)
    return found + missing_translations(programme, PHASE, EXPERTS, [mandate], ["external_experts"], EXPERTS)
