"""The checklist for Act 681/2023, section 45: "Planning the promotion of municipal integration".

Phases 1-3 follow the checklist as revised in 2025; its phases 4-7 were not readable and follow
the seed, with today's bodies. What binds is our reading of the act and of the revised checklist.
"""

from collections.abc import Iterator
from dataclasses import replace

from programmes.checklist.act_1386_2010 import EDITION as SEED
from programmes.checklist.editions import Duty, Edition, Item, Kind
from programmes.enums import Phase

WELLBEING_COUNTY = Item(
    "cooperation.wellbeing_county",
    Kind.ITEM,
    Phase.COOPERATION,
    ("2.3",),
    "cooperation",
    Duty.DUTY,
)

DUTIES = frozenset(
    {
        "cooperation.wellbeing_county",
        "objectives",
        "objectives.areas",
        "objectives.means",
        "communication",
        "communication.inform",
    }
)


def _items() -> Iterator[Item]:
    for item in SEED.items:
        yield replace(item, duty=Duty.DUTY if item.key in DUTIES else Duty.RECOMMENDATION)
        if item.key == "cooperation":
            yield WELLBEING_COUNTY


EDITION = Edition(key="act_681_2023", items=tuple(_items()), builds_on=SEED.key)
