"""The address at which a person's calendar program reads their days: made, renewed, ended. It is nobody else's matter."""

from django.db import transaction

from integration_programme import outbox
from integration_programme.actors import Actor
from integration_programme.translations import alike
from programmes.models import CalendarAddress
from stakeholders import history
from stakeholders.models import User, new_token


@transaction.atomic
def renew_calendar(person: User, *, by: Actor, seen: str | None = None) -> CalendarAddress:
    """Make an address, or another one: the one before opens nothing any more. `seen` names the address that the person
    saw ('' for none): where it is another by now, for a first click has renewed it, that one stays."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = CalendarAddress.objects.filter(person=person).first()
    if before is not None and seen is not None and seen != calendar_seen(before):
        return before
    address, _is_new = CalendarAddress.objects.update_or_create(person=person, defaults={"token": new_token()})
    _tell("renew_calendar", person, by=by)
    return address


def calendar_seen(address: CalendarAddress | None) -> str:
    """A name of today's address that says nothing of it."""
    return outbox.digest(address.token) if address else ""


@transaction.atomic
def end_calendar(person: User, *, by: Actor) -> None:
    """There is no address any more. A second click changes nothing."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    gone, _of_each = CalendarAddress.objects.filter(person=person).delete()
    if gone:
        _tell("end_calendar", person, by=by)


def _tell(verb: str, person: User, *, by: Actor) -> None:
    names = alike(person.name)
    history.record(verb, by=by, kind="account", subject=str(person.pk), fields=["calendar_address"], names=names)
