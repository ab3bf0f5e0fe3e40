"""The home of a programme: where it stands, what comes next, its seven phases, what lacks and what happened lately."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from integration_programme.access import guarded
from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.completeness import Missing, missing
from programmes.completeness.dates import dates_ahead
from programmes.completeness.progress import ENDED, phase_states
from programmes.document import changed_languages
from programmes.enums import Access, Audience, ItemStatus, Phase, ProgrammeState
from programmes.forms.programmes import GroupForm, ShareForm
from programmes.models import ItemMark, Programme
from programmes.models.places import item_url
from programmes.views.base import load_programme
from programmes.views.history import lately
from stakeholders.models import today

DATES_SHOWN = 6


@guarded(load_programme, rules.read_programme)
def programme(request, programme):
    """The home of the work: what to do next, how far each phase is, what lacks, the dates ahead."""
    prefetch_related_objects([programme], "sharings")  # which its state and its form both tell
    facts, states = missing(programme, programme.audience), phase_states(programme)
    context = {
        "programme": programme,
        "municipalities": [link.label(get_language() or "en") for link in programme.rows("links")],
        "changed_in": [str(get_language_info(each)["name_translated"]) for each in changed_languages(programme)],
        "next": _next(programme, states, facts, request.actor),
        "phases": [_phase_row(programme, state) for state in states],
        "done": sum(state["done"] for state in states),
        "of": sum(state["of"] for state in states),
        "lately": lately(programme) if rules.read_history.allows(request.actor, programme) else [],
        "edit_reason": rules.edit_programme.reason(request.actor, programme),
        "derived": derived_words(programme),
        "readers": readers_of(programme),
    }
    parts = _lacking(facts) | _ahead(programme) | _managed(request.actor, programme)
    return render(request, "programmes/programme.html", context | parts)


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


def _managed(actor, programme: Programme) -> dict:
    """What stands there for those who write or manage it."""
    can_manage = rules.manage_programme.allows(actor, programme)
    return {
        "tools": tools(programme, can_manage=can_manage),
        "can_edit": rules.edit_programme.allows(actor, programme),
        "can_manage": can_manage,
        "can_archive": rules.archive_programme.allows(actor, programme),
        "share_form": ShareForm(programme=programme) if can_manage else None,
        "group_form": GroupForm(programme=programme, initial={"group": programme.group_id}) if can_manage else None,
    }


# What comes next


@dataclass(frozen=True)
class Step:
    """The one thing to do next: where, what, why, and the words of the button that leads there."""

    eyebrow: str
    title: str
    note: str
    label: str
    url: str


def _next(programme: Programme, states: list[dict], facts: list[Missing], actor) -> Step | None:
    """The next step of this reader; an archived programme has none."""
    if programme.archived_at is not None:
        return None
    role = rules.role_of(actor, programme)
    if programme.state == ProgrammeState.APPROVED:
        return _read_approved(programme)
    if programme.audience != Audience.WRITERS:
        return _read_draft(programme)
    if programme.state in (ProgrammeState.PROPOSED, ProgrammeState.TABLED):
        return _decide(programme, can_record=role == Access.COORDINATOR)
    return _next_task(programme, states, facts) or _propose(programme, facts)


def _url(programme: Programme, name: str) -> str:
    return reverse(name, kwargs={"slug": programme.slug})


def _read_approved(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The programme has been approved"),
        title=_("Read the programme"),
        note=_("The document as it was approved, and its PDF in each language."),
        label=_("Open the approved documents"),
        url=_url(programme, "approved_documents"),
    )


def _read_draft(programme: Programme) -> Step:
    return Step(
        eyebrow=_("The draft is open to you"),
        title=_("Read the draft"),
        note=_("The whole document as it is today, on one page. It is not finished and not decided."),
        label=_("Read the draft"),
        url=_url(programme, "preview"),
    )


def _decide(programme: Programme, *, can_record: bool) -> Step:
    return Step(
        eyebrow=programme.get_state_display(),
        title=_("The decision comes next"),
        note=_("When the bodies have handled the programme, record what they decided."),
        label=_("Record the decision") if can_record else _("Preview of the document"),
        url=_url(programme, "approve_programme" if can_record else "preview"),
    )


def _next_task(programme: Programme, states: list[dict], facts: list[Missing]) -> Step | None:
    """The first task that is not done: in the first phase that has one, what somebody has begun before the others."""
    for state in states:
        left = [key for key, status in state["tasks"].items() if status not in ENDED]
        if not left:
            continue
        begun = [key for key in left if state["tasks"][key] == ItemStatus.IN_PROGRESS]
        key, phase = (begun or left)[0], state["phase"]
        return Step(
            eyebrow=_("Continue here: %(number)s %(phase)s") % {"number": phase.number, "phase": phase.label},
            title=programme.checklist.words(key, get_language() or "en").title,
            note=_note(programme, key, facts),
            label=_("Continue"),
            url=item_url(programme.slug, key),
        )
    return None


def _note(programme: Programme, key: str, facts: list[Missing]) -> str:
    """Why here: the next step where somebody wrote it, else what lacks first."""
    mark = _marks(programme).get(key)
    if mark and mark.next_step:
        return text(mark.next_step, programme.original_language)
    lacking = [fact for fact in facts if programme.checklist.task_of(fact.item).key == key]
    return lacking[0].sentence if lacking else ""


def _propose(programme: Programme, facts: list[Missing]) -> Step:
    blocks = [fact for fact in facts if fact.is_block]
    return Step(
        eyebrow=_("All parts are done"),
        title=_("Propose the programme for decision"),
        note=blocks[0].sentence if blocks else _("Look once more at what may have been forgotten, then propose it."),
        label=_("To the approval"),
        url=_url(programme, "approve_programme"),
    )


# The seven phases, and what lacks in them


def _marks(programme: Programme) -> dict[str, ItemMark]:
    return {mark.item: mark for mark in programme.rows("marks")}


def _phase_row(programme: Programme, state: dict) -> dict:
    """One line: how many parts are done, a cell for each, and whose turn it is where somebody wrote it."""
    marks = _marks(programme)
    turns = (
        text(marks[key].turn, programme.original_language)
        for key, status in state["tasks"].items()
        if status not in ENDED and key in marks and marks[key].turn
    )
    return state | {
        "url": _url(programme, state["phase"].value),
        "label": state["state"].label,
        "turn": next(turns, ""),
        "cells": ["full" if status in ENDED else status.value for status in state["tasks"].values()],
    }


# Beside them


def tools(programme: Programme, *, can_manage: bool) -> list[dict]:
    """Pages about the whole programme."""
    pages = [
        ("preview", _("Preview of the document")),
        ("exports", _("PDF of the programme")),
        ("thread", _("Evidence thread")),
        ("breaks", _("Breaks of the thread")),
    ]
    if can_manage:
        pages.append(("approve_programme", _("Approval of the programme")))
        pages.append(("versions", _("Versions, and the whole programme as a file")))
    return [{"label": label, "url": reverse(name, kwargs={"slug": programme.slug})} for name, label in pages]


WITH_DERIVED_STATES = Prepared(
    lambda: Programme.objects.with_derived_states().only("state", "period_start", "period_end").filter(pk=SOME_ID)
)


def derived_words(programme: Programme) -> list[str]:
    """What is true of a programme beside its state: shared, in force, superseded."""
    known = WITH_DERIVED_STATES.first(today(), {SOME_ID: programme.pk})
    return [str(state.label) for state in known.derived_states()]


def readers_of(programme: Programme) -> str:
    """Who may read a programme, in words: the writers, and those to whom they have opened it."""
    opened = [Audience(sharing.audience) for sharing in programme.sharings.all()]
    return ", ".join([str(Audience.WRITERS.label), *(str(audience.label) for audience in opened)])
