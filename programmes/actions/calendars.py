"""The address at which a person's calendar program reads their days: made, renewed, ended. It is nobody else's matter."""

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.translations import alike
from programmes.models import CalendarAddress
from stakeholders import history
from stakeholders.models import User, new_token


@transaction.atomic
def renew_calendar(person: User, *, by: Actor) -> CalendarAddress:
    """Make an address, or another one: the one before opens nothing any more."""
    address, _is_new = CalendarAddress.objects.update_or_create(person=person, defaults={"token": new_token()})
    _tell("renew_calendar", person, by=by)
    return address


@transaction.atomic
def end_calendar(person: User, *, by: Actor) -> None:
    """There is no address any more. A second click changes nothing."""
    gone, _of_each = CalendarAddress.objects.filter(person=person).delete()
    if gone:
        _tell("end_calendar", person, by=by)


def _tell(verb: str, person: User, *, by: Actor) -> None:
    names = alike(person.name)
    history.record(verb, by=by, kind="account", subject=str(person.pk), fields=["calendar_address"], names=names)
