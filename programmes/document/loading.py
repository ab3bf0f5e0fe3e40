"""Everything a document is made of, read in a fixed number of queries whatever its length."""

from collections.abc import Callable
from functools import partial

from programmes.models import Programme
from programmes.models.kinds import KINDS


def records_of(programme: Programme) -> dict[str, Callable[..., list]]:
    """Kind → what reads its records, once for this object: all kinds that the document is made of, phase by phase, from
    the programme itself to the seats of its group. With `bare=True` it reads no rows that they are tied to.
    """
    kinds = sorted((kind for kind in KINDS.values() if kind.is_printed), key=lambda kind: kind.phase.number)
    return {kind.name: partial(kind.records, programme) for kind in kinds} | {
        "seat": lambda bare=False: programme.seats
    }
