"""Under which part of the programme something that was said is counted: a section of the document, else a phase."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from programmes.enums import Phase
from programmes.models.comments import Comment
from programmes.models.places import worded
from programmes.models.programme import Programme
from programmes.models.sharing import phase_of


def part_of(comment: Comment) -> str:
    """The key of the part; '' for the programme as a whole."""
    phase = phase_of(comment.item)
    return comment.item if phase == Phase.DOCUMENT else phase


def part_label(programme: Programme, part: str) -> str:
    if not part:
        return _("On the programme as a whole")
    if part in Phase.values:
        return f"{Phase(part).number} {Phase(part).label}"
    return worded(programme, part) or str(Phase.DOCUMENT.label)


def in_order(programme: Programme, parts: Iterable[str]) -> list[str]:
    """As the checklist has them, the programme as a whole first."""
    order = {"": -1} | {item.key: at for at, item in enumerate(programme.checklist)}
    return sorted(parts, key=lambda part: (order.get(part, len(order)), part))
