"""What measures cost: a row a year and a source of money, and exact sums of such rows."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.figures import format_number
from integration_programme.translations import TranslatedField
from programmes.enums import MoneySource, Phase
from programmes.models.kinds import kind
from programmes.models.objectives import Measure
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme

Key = TypeVar("Key", bound=Hashable)

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_EUROS = 1_000_000_000


@kind(
    "cost",
    Phase.OBJECTIVES,
    "objectives.means",
    prefetch=("measure",),
    within="measure",
    under=("measure",),
    called=gettext_lazy("Cost"),
)
class Cost(PartRecord):
    """What a measure is planned to cost in a year, from one source of money.

    `amount`: whole euros; None while it is not known yet, which is not zero.
    """

    ordered_within = "measure"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="costs", editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="costs", verbose_name=gettext_lazy("measure"))
    year = models.PositiveSmallIntegerField(
        gettext_lazy("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    source = models.CharField(
        gettext_lazy("source of the money"), max_length=20, choices=MoneySource, default=MoneySource.OWN_BUDGET
    )
    source_name = TranslatedField(gettext_lazy("name of the source"))
    amount = models.PositiveIntegerField(
        gettext_lazy("euros"), null=True, blank=True, validators=[MaxValueValidator(MOST_EUROS)]
    )
    note = TranslatedField(gettext_lazy("note"))

    class Meta(PartRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="cost_in_a_year"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__lte=MOST_EUROS), name="cost_of_so_many_euros"),
        ]

    def unnamed(self):
        """Measure, year, source and amount: a cost has no other name."""
        code = [self.measure.shown_code] if self.measure_id else []  # a row of a version knows only its own words
        facts = ", ".join([*code, str(self.year), str(self.get_source_display())])
        return _("%(facts)s: %(amount)s") % {"facts": facts, "amount": Sum.of([self]).words()}


@dataclass(frozen=True)
class Sum:
    """Some costs together. `euros`: of those whose amount is known, exactly; `known` and `unknown` count the rows."""

    euros: int = 0
    known: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, costs: Iterable[Cost]) -> "Sum":
        amounts = [cost.amount for cost in costs]
        known = [amount for amount in amounts if amount is not None]
        return cls(sum(known), len(known), len(amounts) - len(known))

    def words(self, language: str = "") -> str:
        """For a reader: "12 000 €", "at least 12 000 €" while some amounts are not known yet, "not known yet" while none
        is; '' where there is no cost at all."""
        if not self.known:
            return _("not known yet") if self.unknown else ""
        words = f"{format_number(self.euros, language or get_language() or 'en')}\N{NO-BREAK SPACE}€"
        return _("at least %(sum)s") % {"sum": words} if self.unknown else words


def current_costs(programme: Programme) -> list[Cost]:
    """Those of current measures, measure by measure and year by year."""
    order = {measure.pk: at for at, measure in enumerate(programme.rows("measures", bare=True))}
    rows = [cost for cost in programme.rows("costs") if cost.measure_id in order]
    sources = list(MoneySource)
    return sorted(rows, key=lambda cost: (order[cost.measure_id], cost.year, sources.index(MoneySource(cost.source))))


def gathered(costs: Iterable[Cost], key: Callable[[Cost], Key]) -> dict[Key, list[Cost]]:
    """Costs that have the same key, in the order in which the keys come."""
    found: dict[Key, list[Cost]] = {}
    for cost in costs:
        found.setdefault(key(cost), []).append(cost)
    return found


def by_source(costs: Iterable[Cost]) -> dict[MoneySource, list[Cost]]:
    """Costs by the kind of their source, in the order of the choices."""
    found = gathered(costs, lambda cost: MoneySource(cost.source))
    return {source: found[source] for source in MoneySource if source in found}


def sums(costs: Iterable[Cost], years: Iterable[int]) -> list[Sum]:
    """A sum for each of the years, and at the end that of all costs."""
    costs = list(costs)
    return [*(Sum.of(cost for cost in costs if cost.year == year) for year in years), Sum.of(costs)]


def years_of(costs: Iterable[Cost]) -> list[int]:
    """The years in which there are costs, each once."""
    return sorted({cost.year for cost in costs})
