"""What a programme lacks: the one source of task list, progress, readiness check and reminders.

Facts only, each a block or a warning. *Done* is another thing: a person's mark.
"""

from integration_programme.remembered import Remembered
from programmes.completeness.communication import missing_in_communication
from programmes.completeness.cooperation import missing_in_cooperation
from programmes.completeness.document import missing_in_document
from programmes.completeness.facts import Missing
from programmes.completeness.marks import missing_in_marks
from programmes.completeness.monitoring import missing_in_monitoring
from programmes.completeness.objectives import missing_in_objectives
from programmes.completeness.responsibility import missing_in_responsibility
from programmes.completeness.situation import missing_in_situation
from programmes.completeness.taken_over import missing_of_taken_over
from programmes.enums import Audience, ItemStatus, Phase
from programmes.models import ItemMark, Programme
from programmes.models.kinds import KINDS
from programmes.models.rows import Made

__all__ = ["Missing", "missing", "missing_in_phase"]

MISSING_IN = {
    Phase.RESPONSIBILITY: missing_in_responsibility,
    Phase.COOPERATION: missing_in_cooperation,
    Phase.SITUATION: missing_in_situation,
    Phase.OBJECTIVES: missing_in_objectives,
    Phase.DOCUMENT: missing_in_document,
    Phase.MONITORING: missing_in_monitoring,
    Phase.COMMUNICATION: missing_in_communication,
}


FACTS = Remembered[Made](1_000_000)


def missing_in_phase(programme: Programme, phase: Phase, audience: Audience | None = None) -> list[Missing]:
    """What one phase lacks, as far as an audience is told (else the one that sees this programme), blocks first."""
    seen = programme.seen_by(audience or programme.audience)
    return _all_missing_in_phase(seen, phase) if seen.sight.is_whole else _told_in_phase(seen, phase)


def _told_in_phase(programme: Programme, phase: Phase) -> list[Missing]:
    """To those from whom something is kept back: what follows from the rest and is true of the whole."""
    if phase.value not in programme.checklist:
        return []
    true = {fact.key: fact for fact in _all_missing_in_phase(programme.seen_by(Audience.WRITERS), phase)}
    facts = (fact for fact in _all_missing_in_phase(programme, phase) if true.get(fact.key) == fact)
    return [fact for fact in facts if _is_of_seen_row(fact) or programme.sight.sees_item(fact.item)]


def _is_of_seen_row(fact: Missing) -> bool:
    """Whether it is about a record of a list: no others than those that are seen were looked at."""
    return fact.place.kind in KINDS and KINDS[fact.place.kind].is_list


def _all_missing_in_phase(seen: Programme, phase: Phase) -> list[Missing]:
    items = {item.key for item in seen.checklist.of(phase)}
    marks = [mark for mark in seen.rows("marks") if mark.item in items]
    return seen.remembered_by_kind(FACTS, lambda: _missing_in_phase(seen, phase, marks), phase, given=marks)


def _missing_in_phase(programme: Programme, phase: Phase, marks: list[ItemMark]) -> list[Missing]:
    """An item marked as not applicable, with its reason, warns of nothing, and neither do the points below it; only the
    mark itself may lack a language.
    """
    silent = {mark.item for mark in marks if mark.status == ItemStatus.NOT_APPLICABLE}
    silent |= {item.key for item in programme.checklist.of(phase) if item.parent in silent}
    found = [*MISSING_IN[phase](programme), *missing_of_taken_over(programme, phase)]
    facts = [fact for fact in found if fact.is_block or fact.item not in silent]
    return sorted(facts + missing_in_marks(programme, phase, marks), key=lambda fact: not fact.is_block)


def missing(programme: Programme, audience: Audience | None = None) -> list[Missing]:
    """All that the programme lacks, phase by phase, as far as an audience is told. Everyone is told nothing of it."""
    programme = programme.seen_by(audience or programme.audience)
    if programme.audience == Audience.PUBLIC:
        return []
    return [fact for phase in Phase for fact in missing_in_phase(programme, phase)]
