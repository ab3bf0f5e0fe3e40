"""What may be done only so often: counted in rows, for all processes and over a restart.

    with trying(SIGN_IN, limits, account="account:7", address="192.0.2.7/32") as this:
        …                       # look whether the password is right
        this.succeed()          # if so; otherwise the try counts

    take(REQUEST, limits, address=…)      # what counts in any case

Both raise TooManyTries, and count nothing, when one of the limits is reached. Those who count take turns, so that many
at the same moment find the same room as one after the other. A try that is still being looked at may turn out either
way: who would be one too many if it failed, waits until it is known.

Rows hold digests that nobody can turn back without the secret key; the worker deletes them after a day.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from integration_programme import revisions
from integration_programme.models import Try

KEPT = timedelta(days=1)  # longer than any limit looks back
PATIENCE = 5  # seconds that a try waits for others to be decided
LOOK = 0.05  # seconds between two looks
UNDECIDED = timedelta(seconds=10)  # a try that nobody has decided by then has failed: its process died
SALT = "integration_programme.tries"


class TooManyTries(Exception):
    """Not now; `again_at` is when there is room again."""

    def __init__(self, again_at: datetime):
        super().__init__(again_at)
        self.again_at = again_at


@dataclass(frozen=True)
class Limit:
    """So many failures `within` a time for those who share all the marks that it is `of`.

    `or_half`: or half as many as accounts have succeeded there meanwhile. A room full of people may mistype more often
    than one person, and nobody can make accounts succeed without their passwords.
    """

    of: tuple[str, ...]
    most: int
    within: timedelta
    or_half: bool = False


@contextmanager
def trying(act: str, limits: Iterable[Limit], **marks: str) -> Iterator[Try]:
    """Count one try for the time of the block, and as a failure unless it calls `succeed()`."""
    this = _counted(Try(act=act, **_digests(marks)), list(limits))
    try:
        yield this
    finally:
        if this.counts is None:
            this.counts = True
            this.save(update_fields=["counts"])


def take(act: str, limits: Iterable[Limit], **marks: str) -> None:
    """Count one that is no question of failing, if there is room."""
    _counted(Try(act=act, counts=True, **_digests(marks)), list(limits))


def prune() -> None:
    Try.objects.filter(at__lt=timezone.now() - KEPT).delete()


def _digests(marks: dict[str, str]) -> dict[str, str]:
    return {mark: salted_hmac(SALT, value).hexdigest()[:32] for mark, value in marks.items() if value}


def _counted(this: Try, limits: list[Limit]) -> Try:
    patient_until = time.monotonic() + PATIENCE
    while True:
        with transaction.atomic():
            revisions.count(revisions.TRIES)  # locks the row of the counter: whoever else counts, waits
            this.at = timezone.now()
            if all(_has_room(limit, rows, this.at) for limit, rows in _sharing(this, limits)):
                this.save()
                return this
        if time.monotonic() > patient_until:
            raise TooManyTries(timezone.now() + UNDECIDED)
        time.sleep(LOOK)


def _sharing(this: Try, limits: list[Limit]) -> Iterator[tuple[Limit, list[Try]]]:
    """Each limit with the earlier tries that it counts, the oldest first: one statement for all."""
    asked, longest = Q(), max(limit.within for limit in limits)
    for limit in limits:
        asked |= Q(**{mark: getattr(this, mark) for mark in limit.of})
    rows = list(Try.objects.filter(asked, act=this.act, at__gt=this.at - longest).order_by("at", "pk"))
    for limit in limits:
        same = [row for row in rows if all(getattr(row, mark) == getattr(this, mark) for mark in limit.of)]
        yield limit, [row for row in same if row.at > this.at - limit.within]


def _has_room(limit: Limit, rows: list[Try], now: datetime) -> bool:
    """Whether one more may fail; False when that depends on those that are being looked at.

    Raises TooManyTries when it may not whatever becomes of them.
    """
    undecided = [row for row in rows if row.counts is None and row.at > now - UNDECIDED]
    failed = [row for row in rows if row.counts is not False and row not in undecided]
    most = limit.most
    if limit.or_half:
        most = max(most, len({row.account for row in rows if row.counts is False}) // 2)
    if len(failed) >= most:
        raise TooManyTries(failed[-most].at + limit.within)
    return len(failed) + len(undecided) < most
