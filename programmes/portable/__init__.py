"""A whole programme as plain JSON, and back: what a version keeps, what a file carries, what a copy is made from.

`dump(programme)` gives a dict, `load(data, by=…)` a programme. Both know no field by name: what there is, the registry
of kinds tells (`models/kinds.py`), so a new field or kind is in the next dump without a line here. `read(data)` is the
one way in: whatever somebody made of a file, it gives a programme that can be loaded, or a Fault that names the place.
"""

from programmes.portable.comparing import Difference, compared, moved
from programmes.portable.dumping import dump
from programmes.portable.following import beginning
from programmes.portable.loaded import Loaded
from programmes.portable.loading import load, load_record
from programmes.portable.losses import Loss, what_is_not_taken
from programmes.portable.reading import Fault, Reading, read
from programmes.portable.schemas import SCHEMA
from programmes.portable.texts import LARGEST, from_text, to_text

__all__ = [
    "LARGEST",
    "SCHEMA",
    "Difference",
    "Fault",
    "Loaded",
    "Loss",
    "Reading",
    "beginning",
    "compared",
    "dump",
    "from_text",
    "load",
    "load_record",
    "moved",
    "read",
    "to_text",
    "what_is_not_taken",
]
