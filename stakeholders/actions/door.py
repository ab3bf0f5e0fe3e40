"""What the log tells of signing in and of passwords. `network` is the wider network that somebody came from."""

from collections.abc import Iterable

from django.db import transaction

from integration_programme.actors import SYSTEM, Actor
from integration_programme.translations import alike
from stakeholders import history
from stakeholders.models import User


def sign_in(user: User, *, network: str, by: Actor) -> None:
    """Somebody has come in."""
    _tell("sign_in", user, network, by=by)


def give_wrong_password(user: User | None, *, network: str) -> None:
    """Somebody has not; who named an address without an account is not told of it, and the address is kept nowhere."""
    if user is None:
        history.record("name_no_account", by=SYSTEM, kind="account", data={"network": network})
    else:
        _tell("give_wrong_password", user, network, by=SYSTEM)


@transaction.atomic
def change_password(user: User, password: str, *, network: str, by: Actor) -> None:
    """A new password, which ends the sessions that began with the old one. A second click changes nothing."""
    stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if stored.check_password(password):
        user.password = stored.password
        return
    user.set_password(password)
    user.save(update_fields=["password"])
    _tell("change_password", user, network, ["password"], by=by)


def _tell(verb: str, user: User, network: str, fields: Iterable[str] = (), *, by: Actor) -> None:
    names, data = alike(user.name), {"network": network}
    history.record(verb, by=by, kind="account", subject=str(user.pk), fields=fields, names=names, data=data)
