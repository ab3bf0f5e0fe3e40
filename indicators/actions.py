"""Writes figures. They are public facts that a command loads, so no person and no event stands behind them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from indicators.models import Observation
from integration_programme import revisions

IDENTITY = ("area_code", "statistic", "period")
FACTS = ("value", "status", "source", "table", "content_code", "table_updated", "retrieved", "licence")


@dataclass(frozen=True)
class Loaded:
    new: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged


@transaction.atomic
def load_observations(rows: Iterable[Observation]) -> Loaded:
    """Insert or update in bulk; what is already so is left alone, so a second run writes nothing."""
    wanted = {_identity(row): row for row in rows}
    there = {
        values[:3]: values[3:]
        for values in Observation.objects.of_areas({code for code, _, _ in wanted}).values_list(*IDENTITY, *FACTS)
    }
    differing = [row for key, row in wanted.items() if there.get(key) != tuple(getattr(row, fact) for fact in FACTS)]
    Observation.objects.bulk_create(
        differing, batch_size=1000, update_conflicts=True, unique_fields=IDENTITY, update_fields=FACTS
    )
    if differing:
        revisions.count(revisions.FIGURES)
    new = sum(_identity(row) not in there for row in differing)
    return Loaded(new=new, changed=len(differing) - new, unchanged=len(wanted) - len(differing))


def _identity(row: Observation) -> tuple[str, str, str]:
    return row.area_code, row.statistic, row.period
