"""Rounds: beginning one, sending it with the version that it is about, giving it more time, and closing it.

A draft sends nothing. What is sent is frozen: a version of the programme, and of its document the chapters that are asked
about, in each language, without what is kept back from the cooperation group.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import Refused, check_says_same, stands_already, written
from programmes import history, notifications
from programmes.actions.turns import take_turn
from programmes.actions.versions import keep_version
from programmes.document import assemble
from programmes.document.blocks import Document, Section
from programmes.enums import Audience, RoundState, VersionPurpose
from programmes.models import Participant, Programme, Round, RoundDocument
from stakeholders.models import today

UNSENT = (RoundState.DRAFT, RoundState.WAITING)
#: what `Participant.give_link` writes
LINK = ("token", "link_of", "name", "language", "row_version")

logger = logging.getLogger(__name__)


def newest(asked: Round, *, by: Actor) -> tuple[Programme, Round]:
    """The programme and the round as they are now, while nobody else acts on them."""
    fresh = take_turn(asked.programme, by=by)
    found = Round.objects.get(pk=asked.pk)
    found.programme = fresh
    return fresh, found


def must_be(found: Round, *states: RoundState) -> None:
    """Raise Refused for a round that is in none of these states."""
    if found.state not in states:
        raise Refused(_("This cannot be done now. The round is: %(state)s.") % {"state": found.state.label})


@transaction.atomic
def add_round(begun: Round, *, by: Actor) -> Round:
    """Begin a draft. A second click finds the first one's round. Raises SentBefore."""
    take_turn(begun.programme, by=by)
    if already := Round.objects.filter(programme=begun.programme, key=begun.key).first():
        check_says_same(already, written(begun))
        return already
    begun.save(force_insert=True)
    history.record_round("add_round", begun, ["title", "closes_on"], by=by)
    return begun


@transaction.atomic
def change_round(changed: Round, *, row_version: int, by: Actor) -> None:
    """Change a round that has not been sent; a second click changes nothing. Raises Refused, and Meanwhile where somebody
    has saved it since the form was opened."""
    _fresh, found = newest(changed, by=by)
    must_be(found, *UNSENT)
    changed.confirmed_at = found.confirmed_at
    if stands_already(changed, found, row_version):
        return
    _save(changed)
    history.record_round("change_round", changed, ["title", "message", "questions", "sections", "closes_on"], by=by)


@transaction.atomic
def send_round(asked: Round, *, by: Actor) -> Round:
    """Send it: at once where its day has come, else it waits for its day. Of one that is open, whoever has not been asked
    yet is. A second click finds nothing left to send. Raises Refused, whose words coordinators are told in each of their
    languages."""
    fresh, found = newest(asked, by=by)
    must_be(found, *UNSENT, RoundState.OPEN)
    if not found.is_public and not found.participants.exists():
        raise Refused(gettext_lazy("Nobody is asked yet. Choose the participants first."))
    if found.closes_on < today():
        raise Refused(_("The last day of the round has passed. Change its days first."))
    if found.is_open:
        _ask_further(found, by=by)
    elif found.opens_on > today():
        _confirm(found, by=by)
    else:
        _open(fresh, found, by=by)
    return found


def _confirm(found: Round, *, by: Actor) -> None:
    if found.state == RoundState.WAITING:
        return
    found.confirmed_at = timezone.now()
    _save(found)
    history.record_round("confirm_round", found, ["confirmed_at"], by=by)


def _open(programme: Programme, found: Round, *, by: Actor) -> None:
    documents = frozen(programme, found.sections) if found.has_text else []
    if found.has_text and not any(each.sections or each.back for each in documents):
        raise Refused(
            gettext_lazy("None of the chapters that it asks about is in the document any more. Choose them anew.")
        )
    name = found.label(programme.original_language)[:120]
    found.version = keep_version(programme, name=name, purpose=VersionPurpose.ROUND, by=by)
    found.opened_at = timezone.now()
    found.confirmed_at = found.confirmed_at or found.opened_at
    _save(found)
    RoundDocument.objects.bulk_create(
        RoundDocument(round=found, language=each.language, data=each.as_data()) for each in documents
    )
    asked = _ask(found)
    data = {"version": found.version.number, "number": asked}
    history.record_round("open_round", found, ["opened_at", "version"], by=by, data=data)


def frozen(programme: Programme, places: Iterable[str]) -> list[Document]:
    """The document in each language with the chapters at these places alone, all of them where none is named; without what
    is kept back from the cooperation group, cover and annexes."""
    opened, wanted = programme.opened_to(Audience.GROUP), set(places)

    def asked(sections: list[Section]) -> list[Section]:
        return [section for section in sections if not wanted or section.place in wanted]

    documents = [assemble(opened, language) for language in programme.languages]
    for each in documents:
        each.sections, each.back, each.coverage, each.terms = asked(each.sections), asked(each.back), None, []
        each.cover.decision_path = each.cover.picture = each.cover.arms = None
    return documents


def _ask_further(found: Round, *, by: Actor) -> None:
    if asked := _ask(found):
        history.record_round("ask_participants", found, by=by, data={"number": asked})


def _ask(found: Round) -> int:
    """Write to everybody who has not been asked yet; how many. Who has no address is asked otherwise."""
    new = list(found.participants.filter(asked_at=None, revoked_at=None).with_seats())
    for participant in new:
        participant.give_link()
        participant.round, participant.asked_at = found, timezone.now()
    notifications.round_asked(new)
    Participant.objects.bulk_update(new, [*LINK, "asked_at"])
    return len(new)


@transaction.atomic
def hold_round(asked: Round, *, by: Actor) -> None:
    """Take one that waits for its day back to be a draft. A second click changes nothing. Raises Refused."""
    _fresh, found = newest(asked, by=by)
    must_be(found, *UNSENT)
    if found.state == RoundState.WAITING:
        found.confirmed_at = None
        _save(found)
        history.record_round("hold_round", found, ["confirmed_at"], by=by)


@transaction.atomic
def close_round(asked: Round, *, by: Actor) -> None:
    """Close it, on its day or before: who has not answered is written down as silent, and the coordinators are told. A
    second click changes nothing. Raises Refused."""
    _fresh, found = newest(asked, by=by)
    must_be(found, RoundState.OPEN, RoundState.CLOSED)
    if found.closed_at is not None:
        return
    found.closed_at = timezone.now()
    _save(found)
    number = found.participants.filter(pk__in=list(found.participants.silent().values_list("pk", flat=True))).update(
        was_silent=True
    )
    history.record_round("close_round", found, ["closed_at"], by=by, data={"silent": number})
    notifications.round_is_over(found)
    notifications.round_closed(found, by=by)


@transaction.atomic
def cancel_round(asked: Round, *, by: Actor) -> None:
    """Cancel it: its links end, what came in stays, and whoever was asked is told, unless the link had not left yet. A
    second click changes nothing. Raises Refused."""
    _fresh, found = newest(asked, by=by)
    must_be(found, *UNSENT, RoundState.OPEN, RoundState.CANCELLED)
    if found.cancelled_at is not None:
        return
    found.cancelled_at = timezone.now()
    _save(found)
    unaware = notifications.without_their_link(found)
    notifications.round_is_over(found)
    told = [each for each in found.participants.asked().with_seats() if str(each.key) not in unaware]
    for each in told:
        each.round = found
    notifications.round_cancelled(told)
    history.record_round("cancel_round", found, ["cancelled_at"], by=by)


@transaction.atomic
def prolong_round(asked: Round, *, closes_on: date, remind_on: date | None, by: Actor) -> None:
    """Give it time until another day, also when it has closed: who was silent may answer after all. Raises Refused."""
    _fresh, found = newest(asked, by=by)
    must_be(found, RoundState.OPEN, RoundState.CLOSED)
    if (found.closes_on, found.remind_on) == (closes_on, remind_on) and found.is_open:
        return
    if min(closes_on, remind_on or closes_on) < max(today(), found.opens_on):
        raise Refused(_("The day has passed. Choose today or a later day."))
    found.closes_on, found.remind_on, found.closed_at = closes_on, remind_on, None
    _save(found)
    found.participants.filter(was_silent=True).update(was_silent=False)
    history.record_round("prolong_round", found, ["closes_on", "remind_on"], by=by)


def _save(found: Round) -> None:
    found.row_version = F("row_version") + 1
    found.save()
    found.refresh_from_db(fields=["row_version"])


# By the day


def due() -> Q:
    """Rounds with which something is to be done today: opened, reminded of or closed."""
    day = today()
    unsent = Q(confirmed_at__isnull=False, opened_at=None, opens_on__lte=day, closes_on__gte=day)
    is_open = Q(opened_at__isnull=False, closed_at=None)
    return Q(cancelled_at=None, programme__archived_at=None) & (
        unsent | is_open & (Q(closes_on__lt=day) | Q(remind_on__lte=day))
    )


def some_are_due() -> bool:
    return Round.objects.filter(due()).exists()


def follow_rounds() -> None:
    """Open, remind and close what is due. May be called at any time and again: each is done once; the coordinators are told
    of a round that cannot open."""
    for found in Round.objects.filter(due()).select_related("programme"):
        try:
            _follow(found)
        except Refused as refused:
            logger.warning("Round %s: %s", found.key, refused)
            if found.state == RoundState.WAITING:
                _tell_why_it_waits(found, refused)


@transaction.atomic
def _tell_why_it_waits(found: Round, refused: Refused) -> None:
    notifications.round_not_opened(found, refused)


def _follow(found: Round) -> None:
    if found.state == RoundState.WAITING:
        send_round(found, by=SYSTEM)
    elif found.is_open:
        remind_participants(found, by=SYSTEM)
    elif found.closed_at is None:
        close_round(found, by=SYSTEM)


@transaction.atomic
def remind_participants(asked: Round, *, by: Actor) -> int:
    """Remind those who were asked before the day of the reminder and have not answered, each once for that day; how many.
    Whoever has got on a seat meanwhile gets a link of their own by it."""
    _fresh, found = newest(asked, by=by)
    must_be(found, RoundState.OPEN)
    if found.remind_on is None or found.remind_on > today():
        return 0
    begins = timezone.make_aware(datetime.combine(found.remind_on, time()))
    day, reminded = found.remind_on.isoformat(), []
    for participant in found.participants.silent().filter(asked_at__lt=begins).with_seats():
        if day not in participant.reminders and participant.address:
            participant.give_link()
            participant.round, participant.reminders = found, [*participant.reminders, day]
            reminded.append(participant)
    notifications.round_reminder(reminded)
    Participant.objects.bulk_update(reminded, [*LINK, "reminders"])
    if reminded:
        history.record_round("remind_participants", found, by=by, data={"number": len(reminded)})
    return len(reminded)
