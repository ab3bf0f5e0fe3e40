"""What came from the municipality's former programme, and nobody has looked through since."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record
from programmes.completeness.facts import Missing, tell
from programmes.enums import Audience, Phase
from programmes.models import Programme, ProgrammeRecord, item_place
from programmes.models.kinds import KINDS, kind_of

#: names of bodies, and who takes part: nothing that grows old
NO_WORDS = {"organisation", "partner"}
NOT_LOOKED_THROUGH = tell(
    "not-looked-through", _("From the programme %(years)s and not looked through yet: %(number)s.")
)


def missing_of_former(programme: Programme, phase: Phase) -> list[Missing]:
    """A warning for each item of a phase at which such words stand, for writers."""
    if programme.former_at is None or programme.audience != Audience.WRITERS:
        return []
    number: Counter[str] = Counter()
    for kind in KINDS.values():
        if kind.phase == phase and kind.rows and kind.texts and kind.name not in NO_WORDS:
            number.update(kind.item_of(row) for row in kind.records(programme) if is_of_former(programme, row))
    return [
        Missing(
            code=NOT_LOOKED_THROUGH,
            place=item_place(programme, item),
            values={"years": programme.former_years, "number": number[item]},
            phase=phase,
            item=item,
            anchor=item,
        )
        for item in sorted(number)
    ]


def is_of_former(programme: Programme, record: Record) -> bool:
    """Whether a record came with the former programme, and nobody has saved it since; the frame is always new."""
    return (
        programme.former_at is not None
        and isinstance(record, ProgrammeRecord)
        and record.row_version == 1
        and record.created_at <= programme.former_at
        and any(getattr(record, name) for name in kind_of(record).texts)
    )
