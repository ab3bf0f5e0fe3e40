"""The checklist as data: two editions of the seven phases, worded in Finnish, Swedish and English.

edition("act_681_2023").words("cooperation.group", "sv").text
edition(programme.edition, aland=True).of(phase=Phase.RESPONSIBILITY, kind=Kind.ITEM)
"""

import functools

from programmes.checklist import act_681_2023, act_1386_2010
from programmes.checklist.editions import LANGUAGES, Duty, Edition, Item, Kind, Words

__all__ = [
    "DEFAULT_EDITION",
    "EDITIONS",
    "LANGUAGES",
    "SEED_EDITION",
    "SEED_HEADINGS",
    "SEED_POINTS",
    "Duty",
    "Edition",
    "Item",
    "Kind",
    "Words",
    "edition",
]

EDITIONS: dict[str, Edition] = {each.key: each for each in (act_1386_2010.EDITION, act_681_2023.EDITION)}
SEED_EDITION = "act_1386_2010"
DEFAULT_EDITION = "act_681_2023"

# The official checklist's points by their numbers: its 74 points, and the eight headings above them.
SEED_HEADINGS: tuple[str, ...] = ("1", "2", "3", "4", "5", "6", "7", "P")
SEED_POINTS: tuple[str, ...] = (
    *("1.1", "1.2", "1.3", "1.4", "1.5"),
    *("2.1", "2.2", "2.3", "2.4", "2.5"),
    *("3.1", "3.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.5", "3.2.6", "3.2.7", "3.2.8"),
    *("3.2.9", "3.2.10", "3.3", "3.3.1", "3.3.2", "3.3.3", "3.3.4"),
    *("4.1", "4.1.1", "4.1.2", "4.1.3", "4.2", "4.3", "4.4"),
    *("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "5.10"),
    *("6.1", "6.2", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7", "6.2.8"),
    *("6.2.9", "6.2.10", "6.2.11", "6.3", "6.3.1", "6.3.2", "6.3.3", "6.3.4", "6.3.5", "6.3.6"),
    *("6.3.7", "6.4", "6.5"),
    "7.1",
    *("P.1", "P.2", "P.3", "P.4", "P.5", "P.6"),
)


@functools.cache
def edition(key: str, aland: bool = False) -> Edition:
    """The edition with this key; with `aland`, as it is for the municipalities of Åland."""
    try:
        found = EDITIONS[key]
    except KeyError:
        known = ", ".join(EDITIONS)
        raise KeyError(f"No checklist edition {key!r}; there are: {known}") from None
    return found.in_aland() if aland else found
