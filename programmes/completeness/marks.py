"""What people's marks on the checklist items lack: a language in which they are read."""

from programmes.completeness.facts import Missing, missing_translations
from programmes.enums import Audience, ItemStatus, Phase
from programmes.models import ItemMark, Programme


def missing_in_marks(programme: Programme, phase: Phase, marks: list[ItemMark]) -> list[Missing]:
    """A warning for each of a phase's marks whose words are not in every content language; a writer's matter."""
    if programme.audience != Audience.WRITERS:
        return []
    return [
        fact
        for mark in marks
        for fact in missing_translations(programme, phase, mark.item, [mark], _shown(mark), mark.item)
    ]


def _shown(mark: ItemMark) -> list[str]:
    """The texts that readers see: a reason only while the item does not apply."""
    reason = ["reason"] if mark.status == ItemStatus.NOT_APPLICABLE else []
    return [*reason, "turn", "next_step"]
