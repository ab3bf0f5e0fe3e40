"""The home of a programme: where it stands, what comes next, its seven phases, what lacks and what happened lately."""

from collections import Counter
from itertools import compress

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.completeness import Missing, missing
from programmes.completeness.dates import dates_ahead
from programmes.completeness.progress import ENDED, phase_states
from programmes.document import changed_languages
from programmes.enums import Audience, DerivedState, MeasureStatus, Phase, ProgrammeState, Public
from programmes.forms.programmes import GroupForm, ShareForm
from programmes.models import Programme
from programmes.models.duties import Duty, by_day
from programmes.models.places import item_url
from programmes.views.base import load_programme
from programmes.views.comments import for_me
from programmes.views.duties import title_of, told_until
from programmes.views.history import lately
from programmes.views.reviews import offers_review, whose_turn
from programmes.views.round_rows import open_rounds
from programmes.views.sharing import readers_of
from programmes.views.steps import first_step, said_of
from stakeholders.models import today

DATES_SHOWN = 6


@guarded(load_programme, rules.read_programme)
def programme(request, programme):
    """The home of the work: what to do next, how far each phase is, what lacks, the dates ahead."""
    prefetch_related_objects([programme], "sharings")  # which its state and its form both tell
    facts, states = missing(programme, programme.audience), phase_states(programme)
    derived = derived_states(programme)
    context = {
        "programme": programme,
        "municipalities": [link.label(get_language() or "en") for link in programme.rows("links")],
        "changed_in": [str(get_language_info(each)["name_translated"]) for each in changed_languages(programme)],
        "next": first_step(programme, states, facts, derived, request.actor),
        "phases": [_phase_row(programme, state) for state in states],
        "done": sum(state["done"] for state in states),
        "of": sum(state["of"] for state in states),
        "lately": lately(programme) if rules.read_history.allows(request.actor, programme) else [],
        "edit_reason": rules.edit_programme.reason(request.actor, programme),
        "derived": [state.label for state in derived],
        "readers": readers_of(programme),
        "for_me": for_me(request.actor, programme),
        "open_rounds": open_rounds(programme, request.actor),
        "duties": _duties(programme),
        "turn": whose_turn(request.actor, programme),
        "offers_review": offers_review(request.actor, programme),
    }
    parts = _lacking(facts) | _ahead(programme) | _managed(request.actor, programme)
    if programme.state == ProgrammeState.APPROVED:
        parts |= {"followed": _followed(programme, request.actor)}
    return render(request, "programmes/programme.html", context | parts)


OPEN_DUTIES = Prepared(lambda: Duty.objects.filter(programme=SOME_ID).open().select_related("person"))


def _duties(programme: Programme) -> list[dict]:
    """Who sees to which section that is not done, for those who write; the earliest day first."""
    if not programme.duties_revision or programme.audience != Audience.WRITERS:
        return []
    return [
        {
            "url": reverse("duty", kwargs={"slug": programme.slug, "key": duty.key}),
            "title": title_of(programme, duty.item),
            "told": told_until(duty),
            "label": duty.get_state_display(),
        }
        for duty in by_day(OPEN_DUTIES.all(None, {SOME_ID: programme.pk}))
        if duty.item in programme.checklist
    ]


def _lacking(facts: list[Missing]) -> dict:
    """What blocks the approval, and what is worth a look, by phase."""
    warnings = [fact for fact in facts if not fact.is_block]
    return {
        "blocks": [fact for fact in facts if fact.is_block],
        "warnings": by_phase(warnings),
        "number_of_warnings": len(warnings),
    }


def by_phase(facts: list[Missing]) -> list[tuple[Phase, list[Missing]]]:
    """Facts under the phases in which something lacks."""
    found = [(phase, [fact for fact in facts if fact.phase == phase]) for phase in Phase]
    return [(phase, of_phase) for phase, of_phase in found if of_phase]


def _ahead(programme: Programme) -> dict:
    """The dates ahead, the first few of them; the very next one that is not late."""
    dates = dates_ahead(programme)
    return {
        "next_date": next((due for due in dates if not due.is_late), None),
        "dates": dates[:DATES_SHOWN],
        "later": len(dates[DATES_SHOWN:]),
    }


def _followed(programme: Programme, actor) -> list[dict]:
    """What is followed up once the programme is decided: how the measures go, what is measured, who is told."""
    measures = Counter(MeasureStatus(measure.status) for measure in programme.rows("measures", bare=True))
    indicators = programme.rows("indicators", bare=True)
    recipients = programme.rows("recipients", bare=True)
    told = [f"{measures[status]} {status.label.lower()}" for status in MeasureStatus if measures[status]]
    rows = [
        (reverse("measures", args=[programme.slug]), _("Measures"), ", ".join(told)),
        (reverse("indicators", args=[programme.slug]), _("Indicators"), _numbered(len(indicators))),
        (item_url(programme.slug, "monitoring.reporting"), _("Reports"), _recipients(len(recipients))),
    ]
    items = ("objectives.means", "monitoring.indicators", "monitoring.reporting")
    there = [item in programme.checklist for item in items]
    shown = [*_public_page(programme, actor), *compress(rows, there)]
    return [{"url": url, "label": label, "said": said} for url, label, said in shown]


def _public_page(programme: Programme, actor) -> list[tuple[str, str, str]]:
    """Where everybody reads it; for a coordinator where that is decided."""
    if rules.archive_programme.allows(actor, programme):
        address = reverse("published", args=[programme.slug]) if programme.public else ""
        said = ": ".join(part for part in (str(Public(programme.public).label), address) if part)
        return [(reverse("publishing", args=[programme.slug]), _("Public page"), said)]
    return [(reverse("published", args=[programme.slug]), _("Public page"), "")] if programme.public else []


def _numbered(number: int) -> str:
    return ngettext("%(number)s indicator", "%(number)s indicators", number) % {"number": number}


def _recipients(number: int) -> str:
    return ngettext("%(number)s recipient", "%(number)s recipients", number) % {"number": number}


def _managed(actor, programme: Programme) -> dict:
    """What stands there for those who write or manage it."""
    can_manage = rules.manage_programme.allows(actor, programme)
    return {
        "tools": tools(programme, can_manage=can_manage),
        "can_edit": rules.edit_programme.allows(actor, programme),
        "can_manage": can_manage,
        "can_archive": rules.archive_programme.allows(actor, programme),
        "exceptions": len({row.place for row in programme.sharings.all() if row.place}) if can_manage else 0,
        "share_form": ShareForm(programme=programme) if can_manage else None,
        "group_form": GroupForm(programme=programme, initial={"group": programme.group_id}) if can_manage else None,
    }


# The seven phases, and what lacks in them


def _phase_row(programme: Programme, state: dict) -> dict:
    """One line: how many parts are done, a cell for each, and whose turn it is where somebody wrote it."""
    said = said_of(programme)
    turns = (
        text(said[key].turn, programme.original_language)
        for key, status in state["tasks"].items()
        if status not in ENDED and key in said and said[key].turn
    )
    return state | {
        "url": reverse(state["phase"].value, kwargs={"slug": programme.slug}),
        "label": state["state"].label,
        "turn": next(turns, ""),
        "cells": ["full" if status in ENDED else status.value for status in state["tasks"].values()],
    }


# Beside them


def tools(programme: Programme, *, can_manage: bool) -> list[dict]:
    """Pages about the whole programme."""
    is_approved = programme.state == ProgrammeState.APPROVED
    pages = [
        *([("approved_documents", _("The documents as they were approved"))] if is_approved else ()),
        ("preview", _("Preview of the document")),
        ("exports", _("PDF of the programme")),
        ("thread", _("Evidence thread")),
        ("breaks", _("Breaks of the thread")),
        *(
            [("comments", _("Comments")), ("responses", _("What became of the comments"))]
            if programme.comments_revision
            else ()
        ),
    ]
    if can_manage:
        pages.append(("approve_programme", _("Approval of the programme")))
        pages.append(("versions", _("Versions, and the whole programme as a file")))
    return [{"label": label, "url": reverse(name, kwargs={"slug": programme.slug})} for name, label in pages]


WITH_DERIVED_STATES = Prepared(
    lambda: Programme.objects.with_derived_states().only("state", "period_start", "period_end").filter(pk=SOME_ID)
)


def derived_states(programme: Programme) -> list[DerivedState]:
    """What is true of a programme beside its state: shared, out for comments, in force, superseded."""
    return WITH_DERIVED_STATES.first(today(), {SOME_ID: programme.pk}).derived_states()
