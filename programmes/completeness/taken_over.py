"""What came from the municipality's former programme, or from the example, and nobody has looked through since."""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from integration_programme.records import Record
from programmes.completeness.facts import Missing, named, tell
from programmes.enums import Audience, Phase
from programmes.models import HasExample, Programme, ProgrammeRecord, item_place, place_of
from programmes.models.kinds import KINDS, Kind, kind_of

#: names of bodies, and who takes part: nothing that grows old
NO_WORDS = {"organisation", "partner"}
#: kinds whose records stand in further phases
FURTHER = {"answer": (Phase.OBJECTIVES,)}
NOT_LOOKED_THROUGH = tell(
    "not-looked-through", _("From the programme %(years)s and not looked through yet: %(number)s.")
)
STILL_OF_EXAMPLE = tell(
    "still-of-example",
    _("“%(part)s” says what the example of a made-up municipality says, and has not been looked through yet."),
)


def missing_of_taken_over(programme: Programme, phase: Phase) -> list[Missing]:
    """For writers: a warning for each text that is still the example's, and for each item of a phase at which words of the
    former programme stand."""
    if programme.audience != Audience.WRITERS:
        return []
    return [*_of_example(programme, phase), *(_of_former(programme, phase) if programme.former_at else [])]


@functools.cache
def kinds_in_example() -> tuple[Kind, ...]:
    """The kinds of record whose texts the example may have."""
    return tuple(kind for kind in KINDS.values() if issubclass(kind.model, HasExample))


def _of_example(programme: Programme, phase: Phase) -> list[Missing]:
    return [
        Missing(
            code=STILL_OF_EXAMPLE,
            place=place_of(record, "text"),
            values=named(programme, "part", record),
            phase=phase,
            item=item,
            anchor=str(record.key) if kind_of(record).is_list else item,
        )
        for item, record in _records(programme, phase, kinds_in_example())
        if is_of_example(record)
    ]


def _of_former(programme: Programme, phase: Phase) -> list[Missing]:
    kinds = [kind for kind in KINDS.values() if kind.rows and kind.texts and kind.name not in NO_WORDS]
    number = Counter(item for item, record in _records(programme, phase, kinds) if is_of_former(programme, record))
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


def _records(programme: Programme, phase: Phase, kinds: Iterable[Kind]) -> Iterator[tuple[str, ProgrammeRecord]]:
    """The records of these kinds that stand in a phase, each with its item."""
    for kind in kinds:
        if phase in (kind.phase, *FURTHER.get(kind.name, ())):
            for record in kind.records(programme):
                item = kind.item_of(record)
                known = programme.checklist.item(item).phase if item in programme.checklist else None
                if (known or kind.phase) == phase:
                    yield item, record


def is_of_former(programme: Programme, record: Record) -> bool:
    """Whether a record came with the former programme, and nobody has saved it since; the frame is always new."""
    return (
        programme.former_at is not None
        and isinstance(record, ProgrammeRecord)
        and record.row_version == 1
        and record.created_at <= programme.former_at
        and any(getattr(record, name) for name in kind_of(record).texts)
    )


def is_of_example(record: Record) -> bool:
    """Whether a record's text is the example's, and nobody has saved it since."""
    return isinstance(record, HasExample) and record.example_version == record.row_version


def is_taken_over(programme: Programme, record: Record) -> bool:
    return is_of_former(programme, record) or is_of_example(record)
