"""Everything a document is made of, read in a fixed number of queries whatever its length."""

from programmes.models import Programme
from programmes.models.kinds import KINDS


def records_of(programme: Programme) -> list:
    """The programme and everything in it that the document is made of, phase by phase, read once for this object."""
    kinds = sorted((kind for kind in KINDS.values() if kind.is_printed), key=lambda kind: kind.phase.number)
    printed = [record for kind in kinds for record in kind.records(programme)]
    return [*printed, *programme.seats]
