"""Reading notices, choosing which mails come, and the mails that tell of many notices at once."""

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from integration_programme import mail
from integration_programme.actors import Actor
from integration_programme.translations import alike
from programmes import notices
from programmes.enums import Audience
from programmes.models import Programme
from programmes.models.readers import audiences_of
from stakeholders import history
from stakeholders.models import Notice, NoticeSettings, User
from stakeholders.models.notices import next_mail

AT_A_TIME = 200  # people whose mails are written in one transaction
MOST_LINES = 40  # of one mail
KEPT = timedelta(days=400)  # a reminder of a day is not made again while the day is near

logger = logging.getLogger(__name__)


def read_notices(person: User, keys: Collection | None = None) -> int:
    """A person has read these of their notices, or all; no mail tells of them any more. Nobody else hears of it."""
    unread = person.notices.unread()
    return (unread if keys is None else unread.filter(key__in=keys)).update(read_at=timezone.now(), mail_due=None)


def clear_notices() -> None:
    """Delete what was made over a year ago, read or not: what still waits then waits on a page of its own."""
    Notice.objects.filter(made_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def choose_mails(person: User, *, waiting: str, other: str, days_before: list[int], by: Actor) -> None:
    """Choose when mails come. What waits for a mail comes with the new choice; a second click changes nothing."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    stored = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
    given = {"waiting": waiting, "other": other, "days_before": sorted(days_before, reverse=True)}
    changed = [field for field, value in given.items() if getattr(stored, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(stored, field, given[field])
    stored.save()
    for what in notices.KINDS.values():
        due = next_mail(stored.rhythm(waits=what.waits), timezone.now())
        person.notices.filter(kind=what.name, mail_due__isnull=False).update(mail_due=due)
    history.record(
        "choose_mails", by=by, kind="account", subject=str(person.pk), fields=changed, names=alike(person.name)
    )


# Many in one mail


def are_mails_due() -> bool:
    return Notice.objects.due(timezone.now()).exists()


def send_digests() -> int:
    """Write to everybody to whom it is due, one mail each; gives how many. May run at any time, and twice at once."""
    now, seen = timezone.now(), _Seen()
    due = list(Notice.objects.due(now).order_by("person").values_list("person", flat=True).distinct())
    return sum(_send(due[at : at + AT_A_TIME], now, seen) for at in range(0, len(due), AT_A_TIME))


class _Seen:
    """Programmes as their readers see them today, each asked once a run."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Programme, dict[int, Audience]] | None] = {}

    def learn(self, slugs: Iterable[str]) -> None:
        """Read those that are not known yet, in one statement."""
        new = set(slugs) - set(self._known)
        found = Programme.objects.with_aland().with_switches().filter(slug__in=new) if new else ()
        self._known |= dict.fromkeys(new)
        for programme in found:
            self._known[programme.slug] = (programme, audiences_of(programme))

    def by(self, person: User, slug: str) -> Programme | None:
        known = self._known[slug]
        if known is None or person.pk not in known[1]:
            return None
        return known[0].seen_by(known[1][person.pk])


@transaction.atomic
def _send(ids: Collection[int], now: datetime, seen: _Seen) -> int:
    """Write to some people, in one transaction: who runs at the same time finds their notices done."""
    rows = Notice.objects.select_related("person").select_for_update(of=("self",)).due(now).filter(person__in=ids)
    found = list(rows.order_by("person", "programme", "made_at", "pk"))
    seen.learn({notice.programme for notice in found})
    legible = notices.legible((notice, seen.by(notice.person, notice.programme)) for notice in found)
    gone = [notice.pk for notice in found if notice.key not in legible]
    Notice.objects.filter(pk__in=gone).update(mail_due=None)
    told = [notice for notice in found if notice.key in legible]
    return sum(_write(list(group), now, seen) for _person, group in groupby(told, key=lambda notice: notice.person_id))


def _write(found: list[Notice], now: datetime, seen: _Seen) -> int:
    """One mail to one person; what cannot be written keeps back nobody else's."""
    person, key = found[0].person, f"{found[0].person_id}:{max(notice.pk for notice in found)}"
    try:
        with translation.override(person.language):
            context = _context(found, person, seen)
    except Exception:
        logger.exception("The mail of account %s about its notices could not be written", person.pk)
        return 0
    mail.write(person.email, "digest", context, key=key, language=person.language)
    pks = [notice.pk for notice in found]
    Notice.objects.filter(pk__in=pks).update(mail_due=None, mailed_at=now, mail=f"digest:{key}")
    return 1


def _context(found: list[Notice], person: User, seen: _Seen) -> dict:
    """What a mail says, by programme. Of one notice it leads to the very place, of more to the list."""
    first = found[0]
    where = notices.url(first, seen.by(person, first.programme)) if len(found) == 1 else reverse("notices")
    return {
        "number": len(found),
        "programmes": list(_by_programme(found[:MOST_LINES], person, seen)),
        "left": len(found[MOST_LINES:]),
        "url": settings.BASE_URL.rstrip("/") + where,
    }


def _by_programme(found: list[Notice], person: User, seen: _Seen) -> Iterator[tuple[str, list[str]]]:
    for slug, of_programme in groupby(found, key=lambda notice: notice.programme):
        yield seen.by(person, slug).label(person.language), [notices.sentence(notice) for notice in of_programme]
