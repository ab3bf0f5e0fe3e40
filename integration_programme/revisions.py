"""How often things changed of which pages are made: a counter for each.

    count(FIGURES)                    in the transaction that changes them
    count(PROGRAMME, programme.pk)
    count(PROGRAMME, programme.pk, "measure")    where the change was to its measures and to nothing else

Counters stand in rows of their own: no save of a record writes an old one back, and an act locks its counter last.
They only grow, so that a sum of them is another one as soon as any of them is.
"""

from collections.abc import Iterable

from django.db.models import F, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from integration_programme.aggregates import JSONArrayAgg
from integration_programme.models import Revision

PROGRAMME, GROUP = "programme", "group"  # with the row's id
FIGURES, BODIES = "figures", "bodies"  # as a whole
TRIES = "tries"  # counted for the turn that it gives, by whoever counts tries
PUBLISHED = "published"  # what everybody reads without an account
LISTED = "listed"  # whatever decides which programmes somebody finds in a list, and by which name


def count(of: str, row: int = 0, within: str = "") -> None:
    """One more change, in the caller's transaction."""
    counter = Revision.objects.filter(of=of, row=row, within=within)
    if not counter.update(number=F("number") + 1):
        Revision.objects.bulk_create([Revision(of=of, row=row, within=within)], ignore_conflicts=True)
        counter.update(number=F("number") + 1)


def begin(of: str, row: int, within: Iterable[str]) -> None:
    """The counters of a new row and of its parts, so that the first change of each costs no more than any other."""
    counters = [Revision(of=of, row=row, within=each) for each in ("", *within)]
    Revision.objects.bulk_create(counters, ignore_conflicts=True)


def counters(which: Q) -> Subquery:
    """These counters one by one, for a query that names its rows by OuterRef; `numbers` reads them."""
    each = JSONObject(within="within", number="number")
    found = Revision.objects.filter(which).order_by().values(all=Value(1)).annotate(each=JSONArrayAgg(each))
    return Subquery(found.values("each"))


def numbers(counters: list[dict] | None) -> dict[str, int]:
    """How often each part of a row has changed; '' is the row as a whole."""
    return {each["within"]: each["number"] for each in counters or ()}


def listed() -> int:
    """How often lists of programmes have changed, for whoever keeps one."""
    return Revision.objects.filter(of__in=[LISTED, BODIES, GROUP]).aggregate(total=Sum("number"))["total"] or 0


def published() -> int:
    """How often what everybody reads has changed."""
    return Revision.objects.filter(of=PUBLISHED).aggregate(total=Sum("number"))["total"] or 0


def counted(which: Q) -> Coalesce:
    """The sum of these counters, for a query that names its rows by OuterRef."""
    total = Revision.objects.filter(which).order_by().values(all=Value(1)).annotate(total=Sum("number"))
    return Coalesce(Subquery(total.values("total")), 0)
