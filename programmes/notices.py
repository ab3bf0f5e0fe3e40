"""What people are told of programmes: in the workbench, and by mail as each of them has chosen.

A kind is registered once, and an act tells of it in one line, in its own transaction:

    ROUND_OPENED = kind("round_opened", label=gettext_lazy("Comment round"), waits=True, page="round",
                        sentence=gettext_lazy("%(who)s asks for comments: %(what)s"))
    tell(people, ROUND_OPENED, programme, once=str(round.key), by=by, subject=str(round.key), names=round.names)
    take_back(ROUND_OPENED, str(round.key))     what was told holds no longer; a mail that has not left does not leave

Nobody is told twice of what has the same `once` (person, kind, once), nobody of what they did themselves (`by`), nobody
whose account is closed. `waits`: it waits for the person, who is mailed at once; anything else comes with the daily mail
(both are everybody's own choice). The demo's made-up people are told, and mailed nothing. `page` names the address to
which it leads, with the slug, and with `subject` as `key` where there is one; without a `page` it leads to the `place`.

What somebody may no longer see says nothing and leads nowhere: the place is asked anew whenever a notice is read or
mailed, at once too. A kind whose notices are about rows of their own finds them by their keys in one statement (`find`), and says
who reads one (`reads(programme, person, row)`, of somebody who reads the programme); a row that is gone says nothing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy

from integration_programme import mail, outbox
from integration_programme.actors import SYSTEM, Actor
from integration_programme.translations import Translations, in_every_language
from programmes import rules
from programmes.models import Place, Programme
from programmes.models.readers import audiences_of
from stakeholders import history
from stakeholders.enums import MailRhythm
from stakeholders.models import Notice, User
from stakeholders.models.notices import next_mail, settings_of
from stakeholders.notifications import KIND_NAMES

KIND_NAMES["digest"] = gettext_lazy("Notices of a day or a week")


@dataclass(frozen=True)
class NoticeKind:
    """What notices of a kind say, where they lead, and who may read what they are about."""

    name: str
    label: Any
    sentence: Any
    page: str = ""
    waits: bool = False
    find: Callable[[Collection[str]], Mapping[str, Any]] | None = None
    reads: Callable[[Programme, User, Any], bool] = lambda programme, person, row: True


KINDS: dict[str, NoticeKind] = {}


def kind(name: str, **facts: Any) -> NoticeKind:
    """Register a kind of notice."""
    KINDS[name] = made = NoticeKind(name, **facts)
    KIND_NAMES[name] = made.label
    return made


# Telling


def tell(
    people: Iterable[User],
    what: NoticeKind,
    programme: Programme,
    *,
    once: str,
    by: Actor = SYSTEM,
    place: Place | None = None,
    subject: str = "",
    names: Mapping[str, str] | None = None,
    day: date | None = None,
    who: str = "",
) -> list[User]:
    """Tell people, who may read it, something of a programme; gives those who had not heard of it yet."""
    chosen = {person.pk: person for person in people if person.is_active and person != by.account}
    about = Notice.objects.filter(kind=what.name, once=once)
    for pk in about.filter(person__in=chosen).values_list("person", flat=True):
        del chosen[pk]
    if not chosen:
        return []
    if names is None and place is not None:
        names = in_every_language(lambda _language: place.label(programme)) if place.kind else programme.names
    now, choices = timezone.now(), settings_of(list(chosen.values()))
    rows = [
        Notice(
            person=person,
            kind=what.name,
            once=once,
            programme=programme.slug,
            place=str(place or ""),
            subject=subject,
            who=(who or str(by))[:150],
            names=Translations(dict(names or {})),
            day=day,
            made_at=now,
        )
        for person in chosen.values()
    ]
    at_once = []
    for row in rows if not programme.is_demo else ():
        rhythm = choices[row.person_id].rhythm(waits=what.waits)
        if rhythm == MailRhythm.AT_ONCE:
            at_once.append(row)
        else:
            row.mail_due = next_mail(rhythm, now)
    for row in _legible_today(at_once, programme):
        row.mail, row.mailed_at = _mail(row, programme), now
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(chosen.values())


def _legible_today(rows: list[Notice], programme: Programme) -> list[Notice]:
    """Of notices of a programme, those whose people may read what they are about."""
    audiences = audiences_of(programme) if rows else {}
    readers = [(row, audiences.get(row.person_id)) for row in rows]
    readable = legible((row, programme.seen_by(audience) if audience else None) for row, audience in readers)
    return [row for row in rows if row.key in readable]


def take_back(what: NoticeKind, once: str) -> None:
    """No mail tells of it any more."""
    outbox.withdraw(f"notice:{what.name}:{once}:")
    Notice.objects.filter(kind=what.name, once=once, mailed_at=None).update(mail_due=None)


def _mail(notice: Notice, programme: Programme) -> str:
    """Write the mail that tells of one notice alone; gives its key."""
    person, what = notice.person, KINDS[notice.kind]
    key = f"{what.name}:{notice.once}:{person.pk}"
    with translation.override(person.language):
        where = settings.BASE_URL.rstrip("/") + url(notice, programme)
        said = sentence(notice)
        context = {"subject": said.removesuffix("."), "sentence": said, "url": where}
        context["title"] = programme.label(person.language)
    mail.write(person.email, "notice", context, key=key, language=person.language, kind=what.name)
    return f"notice:{key}"


# Reading


def sentence(notice: Notice) -> str:
    """What a notice says, in the reader's language."""
    day = date_format(notice.day, "SHORT_DATE_FORMAT") if notice.day else ""
    said = {"who": notice.who, "what": notice.names.marked(get_language() or ""), "day": day}
    return history.with_one_stop(str(KINDS[notice.kind].sentence) % said)


def url(notice: Notice, programme: Programme) -> str:
    """Where a notice leads, which may still be read."""
    what = KINDS[notice.kind]
    if not what.page:
        return Place.parse(notice.programme, notice.place).url(programme)
    return reverse(what.page, kwargs={"slug": notice.programme} | ({"key": notice.subject} if notice.subject else {}))


def legible(rows: Iterable[tuple[Notice, Programme | None]]) -> set[UUID]:
    """Of notices, each with its programme as the person sees it today (None: not at all), the keys of those that may be
    read."""
    known = [(notice, programme, KINDS.get(notice.kind)) for notice, programme in rows if programme is not None]
    found: dict[str, Mapping[str, Any]] = {}
    for what in {what for _notice, _programme, what in known if what and what.find}:
        found[what.name] = what.find({notice.subject for notice, _programme, each in known if each is what})
    return {notice.key for notice, programme, what in known if what and _reads(notice, programme, what, found)}


def _reads(notice: Notice, programme: Programme, what: NoticeKind, found: Mapping[str, Mapping[str, Any]]) -> bool:
    try:
        place = Place.parse(notice.programme, notice.place)
    except ValueError:  # of a kind of record that there is no more
        return False
    if not rules.sees_place(programme, place):
        return False
    if what.find is None:
        return True
    row = found[what.name].get(notice.subject)
    return row is not None and what.reads(programme, notice.person, row)
