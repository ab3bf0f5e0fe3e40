"""Forms of the phase of this name."""

from programmes.forms.base import RecordKind

KINDS: tuple[RecordKind, ...] = ()
