"""How often things changed of which pages are made: a counter for each.

    count(FIGURES)                    in the transaction that changes them
    count(PROGRAMME, programme.pk)

Counters stand in rows of their own: no save of a record writes an old one back, and an act locks its counter last.
They only grow, so that a sum of them is another one as soon as any of them is.
"""

from django.db.models import F, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from integration_programme.models import Revision

PROGRAMME, GROUP = "programme", "group"  # with the row's id
FIGURES, BODIES = "figures", "bodies"  # as a whole
TRIES = "tries"  # counted for the turn that it gives, by whoever counts tries
LISTED = "listed"  # whatever decides which programmes somebody finds in a list, and by which name


def count(of: str, row: int = 0) -> None:
    """One more change, in the caller's transaction."""
    counter = Revision.objects.filter(of=of, row=row)
    if not counter.update(number=F("number") + 1):
        Revision.objects.bulk_create([Revision(of=of, row=row)], ignore_conflicts=True)
        counter.update(number=F("number") + 1)


def listed() -> int:
    """How often lists of programmes have changed, for whoever keeps one."""
    return Revision.objects.filter(of__in=[LISTED, BODIES, GROUP]).aggregate(total=Sum("number"))["total"] or 0


def counted(which: Q) -> Coalesce:
    """The sum of these counters, for a query that names its rows by OuterRef."""
    total = Revision.objects.filter(which).order_by().values(all=Value(1)).annotate(total=Sum("number"))
    return Coalesce(Subquery(total.values("total")), 0)
