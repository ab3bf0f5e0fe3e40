"""How far a programme is: the marks that people set on the tasks of each phase."""

from programmes.checklist import Edition
from programmes.enums import ItemStatus, Phase


def phase_states(checklist: Edition, marks: dict[str, str]) -> list[dict]:
    """Of each phase: how many of its tasks are done, and its state in all. `marks`: item → status."""
    states = []
    for phase in Phase:
        found = [marks.get(item.key, ItemStatus.OPEN) for item in checklist.tasks(phase)]
        done = sum(status in (ItemStatus.DONE, ItemStatus.NOT_APPLICABLE) for status in found)
        begun = any(status != ItemStatus.OPEN for status in found)
        state = ItemStatus.DONE if done == len(found) else ItemStatus.IN_PROGRESS if begun else ItemStatus.OPEN
        states.append({"phase": phase, "done": done, "of": len(found), "state": state})
    return states
