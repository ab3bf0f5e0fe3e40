"""The demo: a complete programme of a made-up municipality, the two before it, and one just begun by a real one.

What it says is data (`content/`, in three languages); this room walks it through the actions. All of it is marked
as demo, on screen and in print; its figures have the source "demo, invented".
"""

from programmes.demo.people import DEMO_PASSWORD, PEOPLE, Cast, make_cast
from programmes.demo.programmes import DEMO_SLUG, IN_FORCE_SLUG, REAL_SLUG, SUPERSEDED_SLUG, seed

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_SLUG",
    "IN_FORCE_SLUG",
    "PEOPLE",
    "REAL_SLUG",
    "SUPERSEDED_SLUG",
    "Cast",
    "make_cast",
    "seed",
]
