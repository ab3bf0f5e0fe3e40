"""Those who are asked in a round, and their personal links."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme import outbox
from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import Meanwhile, Refused, check_says_same, written
from integration_programme.translations import Translations
from programmes import history, notifications
from programmes.actions.rounds import UNSENT, must_be, newest
from programmes.enums import RoundState
from programmes.models import Participant, Round
from stakeholders.models import Seat, new_token

MOST = 500  # participants of a round
MOST_LINKS = 20  # sent again to one address at once


@transaction.atomic
def add_seats(asked: Round, seats: Iterable[Seat], *, by: Actor) -> list[Participant]:
    """Ask these seats of the group, each in the language of whoever sits there; one that is asked already stays."""
    fresh, found = newest(asked, by=by)
    must_be(found, *UNSENT, RoundState.OPEN)
    known = set(found.participants.exclude(seat=None).values_list("seat_id", flat=True))
    new = [
        Participant(
            round=found,
            seat=seat,
            body=Translations(seat.names),
            name=seat.person_name,
            language=seat.person.language if seat.person else fresh.original_language,
        )
        for seat in seats
        if seat.pk not in known
    ]
    _check_room(found, len(new))
    if new:
        Participant.objects.bulk_create(new)
        history.record_round("add_participants", found, ["participants"], by=by, data={"number": len(new)})
    return new


@transaction.atomic
def add_participant(added: Participant, *, by: Actor) -> Participant:
    """Ask somebody by name and address, or an organisation. A second click finds the first one's participant. Raises
    Refused, and SentBefore."""
    _fresh, found = newest(added.round, by=by)
    must_be(found, *UNSENT, RoundState.OPEN)
    if already := found.participants.filter(key=added.key).first():
        check_says_same(already, written(added))
        return already
    _check_room(found, 1)
    _named(added)
    _save(added)
    history.record_round("add_participants", found, ["participants"], by=by, data={"number": 1})
    return added


@transaction.atomic
def change_participant(participant: Participant, values: Mapping[str, Any], *, row_version: int, by: Actor) -> None:
    """Change name, address or language of somebody who is asked. Another address ends the link that was sent to the one
    before, and is asked, unless they have answered already. A second click changes nothing. Raises Refused, and Meanwhile
    where somebody has saved it since the form was opened."""
    _fresh, found = newest(participant.round, by=by)
    must_be(found, *UNSENT, RoundState.OPEN)
    fresh = found.participants.with_seats().select_related("organisation").get(pk=participant.pk)
    before = {name: getattr(fresh, name) for name in values}
    if before == dict(values):
        return
    if fresh.row_version != row_version:
        raise Meanwhile(fresh)
    for name, value in values.items():
        setattr(fresh, name, value)
    if before.get("organisation") is not None:
        fresh.body = Translations()  # of a person who speaks for nobody else by now; or of another
    _named(fresh)
    fresh.round, fresh.row_version = found, row_version + 1
    if fresh.email != before.get("email", fresh.email):
        notifications.link_is_gone(fresh)
        fresh.token, fresh.link_of = new_token(), None
        if fresh.asked_at is not None and fresh.revoked_at is None and not fresh.statements.sent().exists():
            fresh.link_of = fresh.reader
            notifications.round_asked([fresh])
    _save(fresh)
    history.record_round("change_participant", found, sorted(values), by=by)


@transaction.atomic
def remove_participant(participant: Participant, *, by: Actor) -> None:
    """Take out somebody who has not been asked yet. A second click changes nothing. Raises Refused."""
    _fresh, found = newest(participant.round, by=by)
    fresh = found.participants.filter(pk=participant.pk).first()
    if fresh is None:
        return
    if fresh.asked_at is not None:
        raise Refused(_("This participant has been asked already. You can revoke the personal link."))
    fresh.delete()
    history.record_round("remove_participant", found, ["participants"], by=by)


@transaction.atomic
def revoke_link(participant: Participant, *, by: Actor) -> None:
    """End a personal link; who had it is not asked any more. A second click changes nothing."""
    _fresh, found = newest(participant.round, by=by)
    fresh = found.participants.get(pk=participant.pk)
    if fresh.revoked_at is not None:
        return
    fresh.round, fresh.revoked_at, fresh.was_silent = found, timezone.now(), False
    _save(fresh)
    notifications.link_is_gone(fresh)
    history.record_round("revoke_link", found, ["participants"], by=by)


@transaction.atomic
def renew_link(participant: Participant, *, by: Actor, seen: str = "") -> None:
    """Send a new personal link, which ends the one before; also to somebody whose link was revoked. `seen` names the link
    that the person saw: where it is another by now, for a first click has renewed it, nothing more is sent. Raises
    Refused."""
    _fresh, found = newest(participant.round, by=by)
    must_be(found, RoundState.OPEN)
    fresh = found.participants.with_seats().get(pk=participant.pk)
    if seen and seen != link_seen(fresh):
        return
    if not fresh.address:
        raise Refused(_("There is no mail address to send a link to. Write the address first."))
    fresh.round = found
    notifications.link_is_gone(fresh)
    fresh.give_link()
    fresh.token, fresh.revoked_at, fresh.asked_at = new_token(), None, fresh.asked_at or timezone.now()
    _save(fresh)
    notifications.round_asked([fresh])
    history.record_round("renew_link", found, ["participants"], by=by)


def link_seen(participant: Participant) -> str:
    """A name of today's link that says nothing of it."""
    return outbox.digest(participant.token)


def send_link_again(email: str) -> None:
    """Somebody whose link does not work asks for it: who is asked in an open round under this address gets the link once
    more, once a day; whoever has got on a seat meanwhile, a link of their own. Nobody learns whether there is one."""
    # a person on the seat is asked before the deputy
    of_deputy = Q(seat__person=None, seat__deputy__email__iexact=email)
    asked = Q(email__iexact=email) | Q(seat__person__email__iexact=email) | of_deputy
    found = list(Participant.objects.filter(asked).working()[:MOST_LINKS])
    notifications.round_link(each for each in found if each.link_works)
    for each in found:
        if not each.link_works:
            with suppress(Refused):  # the round has ended at this moment
                renew_link(each, by=SYSTEM, seen=link_seen(each))


def _named(participant: Participant) -> None:
    """For whom they answer, as it is called today."""
    if participant.organisation is not None:
        participant.body = participant.organisation.called


def _check_room(found: Round, number: int) -> None:
    if found.participants.count() + number > MOST:
        raise Refused(_("A round has at most %(most)s participants.") % {"most": MOST})


def _save(participant: Participant) -> None:
    try:
        with transaction.atomic():
            participant.save()
    except IntegrityError:
        raise Refused(_("Somebody with this e-mail address is asked already.")) from None
