"""Renewing what lists show of programmes. The worker does it; nobody stands behind it, so it leaves no event."""

from django.db import transaction
from django.db.models import F

from programmes.completeness import missing
from programmes.completeness.dates import dates_ahead
from programmes.completeness.progress import phase_states
from programmes.document import changed_after_approval
from programmes.enums import Audience, ItemStatus, ProgrammeState
from programmes.models import Programme, Standing
from stakeholders.models import today

AUDIENCES = (Audience.WRITERS, Audience.GROUP, Audience.ADVISER)
AT_ONCE = 20  # programmes in one job of the quick queue: about half a second
FACTS = ["blocks", "warnings", "phases", "municipalities", "turn", "next_date", "derived", "has_changed"]
STATE = ["revision", "outside", "day", "renewals"]


def stale():
    """Programmes whose standing is not of their last act, of what they show today, or not there."""
    return Programme.objects.with_revisions().with_derived_states().exclude(Standing.objects.is_fresh())


def some_are_stale() -> bool:
    return stale().exists()


def renew_standings(most: int = AT_ONCE) -> int:
    """Renew those that are stale, so many at once; how many programmes these were.

    One that cannot be renewed keeps back no other: what was wrong with the first of them is raised at the end.
    """
    found, problems = list(stale().with_counters().order_by("pk")[:most]), []
    for programme in found:
        try:
            renew_standing(programme)
        except Exception as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    return len(found)


@transaction.atomic
def renew_standing(programme: Programme) -> None:
    """Write how a programme that was read `with_revisions` and `with_derived_states` stands, for each audience."""
    known = {each.audience: each for each in programme.standings.all()}
    rows = [standing_of(programme, audience) for audience in AUDIENCES]
    for row in rows:
        if before := known.get(row.audience):
            row.renewals = before.renewals + 1
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["programme", "audience"], update_fields=[*FACTS, *STATE]
    )
    _renew_others(programme)


def _renew_others(programme: Programme) -> None:
    """Whether it is in force or superseded may have changed for other programmes of its lead municipality, though no act
    was done on them."""
    others = Programme.objects.with_derived_states().filter(
        state=ProgrammeState.APPROVED,
        links__is_lead=True,
        links__municipality__links__is_lead=True,
        links__municipality__links__programme=programme,
    )
    for other in others.exclude(pk=programme.pk).prefetch_related("standings"):
        derived = _derived(other)
        told_otherwise = [row.pk for row in other.standings.all() if row.derived != derived]
        Standing.objects.filter(pk__in=told_otherwise).update(derived=derived, renewals=F("renewals") + 1)


def standing_of(programme: Programme, audience: Audience) -> Standing:
    """How it stands now, not saved; for programmes read `with_derived_states`."""
    seen = programme.seen_by(audience)
    facts = missing(seen)
    marks = {mark.item: mark for mark in seen.rows("marks")}
    turns = (mark.turn for mark in marks.values() if mark.status == ItemStatus.IN_PROGRESS and mark.turn)
    return Standing(
        programme=programme,
        audience=audience,
        blocks=sum(fact.is_block for fact in facts),
        warnings=sum(not fact.is_block for fact in facts),
        phases=[_in_short(state) for state in phase_states(seen)],
        municipalities=[dict(link.municipality.names) for link in seen.rows("links")],
        turn=dict(next(turns, {})),
        next_date=next((due.day for due in dates_ahead(seen) if not due.is_late), None),
        derived=_derived(programme),
        has_changed=changed_after_approval(seen),
        revision=getattr(programme, "revision", 0),
        outside=getattr(programme, "outside", 0),
        day=today(),
    )


def _in_short(state: dict) -> dict:
    return {name: value for name, value in state.items() if name != "tasks"}


def _derived(programme: Programme) -> list[str]:
    return [state.value for state in programme.derived_states()]
