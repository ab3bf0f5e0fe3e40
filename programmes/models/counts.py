"""Numbers that may count persons: how few of them are shown to nobody, and how few ask for caution."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.enums import Counts

#: below this number of persons no output says the number
FEWEST_SHOWN = 5
#: below this number of persons whoever writes is cautioned
FEWEST_FREE_OF_CAUTION = 30
#: what stands in place of a number that is not shown; its unit follows
FEWER = _("fewer than 5")


class CountingRecord(models.Model):
    """A record with numbers that the municipality collected. `counts` is chosen; until it is, they may be persons.

    `numbers`: names of the fields that hold them.
    """

    numbers: tuple[str, ...] = ()

    counts = models.CharField(_("what is counted"), max_length=20, choices=Counts, blank=True)

    class Meta:
        abstract = True

    def hides(self, name: str) -> bool:
        """Whether a field counts so few persons that only those who write it see the number."""
        return 0 < self._persons(name) < FEWEST_SHOWN

    @property
    def hidden_numbers(self) -> list[str]:
        return [name for name in self.numbers if self.hides(name)]

    @property
    def cautioned_numbers(self) -> list[str]:
        """Fields that count so few persons that a further division of them would point at somebody."""
        return [name for name in self.numbers if FEWEST_SHOWN <= self._persons(name) < FEWEST_FREE_OF_CAUTION]

    def _persons(self, name: str) -> Decimal:
        """How many persons a field counts; 0 where it counts none, or something else."""
        if name not in self.numbers or self.counts == Counts.OTHER:
            return Decimal(0)
        return abs(Decimal(getattr(self, name) or 0))
