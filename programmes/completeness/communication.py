"""What the phase of this name lacks."""

from programmes.completeness.facts import Missing
from programmes.models import Programme


def missing_in_communication(programme: Programme) -> list[Missing]:
    return []
