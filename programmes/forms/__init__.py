"""Forms of programmes, a file a phase, and the kinds of records they are for."""

from programmes.forms import (
    communication,
    cooperation,
    document,
    monitoring,
    objectives,
    responsibility,
    situation,
)
from programmes.forms.base import RecordKind

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for phase in (responsibility, cooperation, situation, objectives, document, monitoring, communication)
    for kind in phase.KINDS
}
