"""How far a programme is: of each task what people have marked, or that something is written there."""

from integration_programme.remembered import Remembered
from programmes.checklist import Item
from programmes.completeness.written import written_in_phase
from programmes.enums import ItemStatus, Phase
from programmes.models import Programme
from programmes.models.rows import Made

ENDED = (ItemStatus.DONE, ItemStatus.NOT_APPLICABLE)
WRITTEN = Remembered[Made](300_000)


def task_states(programme: Programme, phase: Phase) -> dict[str, ItemStatus]:
    """The state of each task of a phase, by its key."""
    return _states(programme, phase, programme.checklist.tasks(phase))


def item_states(programme: Programme, phase: Phase) -> dict[str, ItemStatus]:
    """The same of everything that the checklist says in a phase, questions that help among it."""
    return _states(programme, phase, programme.checklist.of(phase))


def _states(programme: Programme, phase: Phase, items: tuple[Item, ...]) -> dict[str, ItemStatus]:
    """A person's mark, else in progress where something is written."""
    marks = {mark.item: ItemStatus(mark.status) for mark in programme.rows("marks")}
    written = programme.remembered_by_kind(WRITTEN, lambda: written_in_phase(programme, phase), phase)
    states = {}
    for item in items:
        state = marks.get(item.key, ItemStatus.OPEN)
        states[item.key] = ItemStatus.IN_PROGRESS if state == ItemStatus.OPEN and item.key in written else state
    return states


def phase_states(programme: Programme) -> list[dict]:
    """Of each phase that is shown: the states of its tasks, how many are done, and its state in all."""
    checklist = programme.checklist
    return [phase_state(phase, task_states(programme, phase)) for phase in Phase if phase.value in checklist]


def phase_state(phase: Phase, tasks: dict[str, ItemStatus]) -> dict:
    found = list(tasks.values())
    done = sum(status in ENDED for status in found)
    begun = any(status != ItemStatus.OPEN for status in found)
    state = ItemStatus.DONE if found and done == len(found) else ItemStatus.IN_PROGRESS if begun else ItemStatus.OPEN
    return {"phase": phase, "tasks": tasks, "done": done, "of": len(found), "state": state}
