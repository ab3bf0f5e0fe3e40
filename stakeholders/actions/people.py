"""Accounts and roles."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import Refused
from integration_programme.translations import alike
from stakeholders import history, rules
from stakeholders.enums import RoleKind
from stakeholders.models import Municipality, Organisation, Role, User, today


def place_of(role: Role) -> str:
    return role.municipality_id or (role.centre.code if role.centre_id else "")


def _tell(verb: str, role: Role, *, by: Actor) -> None:
    place = role.municipality or role.centre
    history.record(
        verb,
        by=by,
        scope=place_of(role),
        kind="role",
        subject=str(role.pk),
        fields=["valid_to"],
        names=alike(role.user.name),
        data={
            "kind": role.kind,
            "place": dict(place.names) if place else {},
            "valid_to": role.valid_to.isoformat() if role.valid_to else "",
        },
    )


@transaction.atomic
def create_account(*, email: str, name: str, password: str | None, language: str, by: Actor | None = None) -> User:
    """A new person; without a password they set one through "forgotten password"."""
    user = new_account(email=email, name=name, password=password, language=language)
    _tell_account("create_account", user, ["email", "name", "language"], by=by or user)
    return user


def new_account(*, email: str, name: str, password: str | None, language: str) -> User:
    """The row of a new person, inside the transaction of a caller who tells of it."""
    return User.objects.create_user(email, password, name=name, language=language)


def _tell_account(verb: str, user: User, fields: list[str], *, by: Actor) -> None:
    history.record(verb, by=by, kind="account", subject=str(user.pk), fields=fields, names=alike(user.name))


@transaction.atomic
def save_account(user: User, *, name: str, language: str, by: Actor) -> None:
    """Change the name or the language of a person; a second click changes nothing."""
    stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    given = {"name": name, "language": language}
    changed = [field for field, value in given.items() if getattr(stored, field) != value]
    user.name, user.language = name, language
    if not changed:
        return
    user.save(update_fields=["name", "language"])
    _tell_account("save_account", user, changed, by=by)


@transaction.atomic
def give_role(
    user: User,
    kind: str,
    *,
    by: Actor,
    municipality: Municipality | None = None,
    centre: Organisation | None = None,
    valid_to=None,
) -> Role:
    """Give a role; somebody who has it already keeps the one row, with the later end."""
    role = put_in_role(user, kind, municipality=municipality, centre=centre, valid_to=valid_to)
    _tell("give_role", role, by=by)
    return role


def put_in_role(
    user: User,
    kind: str,
    *,
    municipality: Municipality | None = None,
    centre: Organisation | None = None,
    valid_to=None,
) -> Role:
    """The row of a role, inside the transaction of a caller who tells of it. Who has the role for longer keeps it so
    long: what is given takes nothing away, and the last one of a kind never goes by it."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # a second click waits for the first
    roles = Role.objects.not_ended().filter(user=user, kind=kind, municipality=municipality, centre=centre)
    role = roles.first() or Role(user=user, kind=kind, municipality=municipality, centre=centre)
    is_longer = role.pk is not None and (role.valid_to is None or (valid_to and role.valid_to > valid_to))
    role.valid_to = role.valid_to if is_longer else valid_to
    role.save()
    user.__dict__.pop("valid_roles", None)
    return role


@transaction.atomic
def make_administrator(user: User, *, by: Actor = SYSTEM) -> Role:
    return give_role(user, RoleKind.ADMINISTRATOR, by=by)


def _in_turn(role: Role) -> Role | None:
    """The role as it is now, while nobody else ends one of its kind and place; None when it has ended."""
    kin = Role.objects.filter(kind=role.kind, municipality=role.municipality_id, centre=role.centre_id)
    list(kin.select_for_update(of=("self",)).order_by("pk"))
    return Role.objects.not_ended().select_related("user", "municipality", "centre").filter(pk=role.pk).first()


@transaction.atomic
def set_role_end(role: Role, *, valid_to, by: Actor) -> None:
    """Set the last day of a role, or take the end date off. Raises Refused when the day has passed, and when it is the
    last one of those that somebody must have."""
    fresh = _in_turn(role)
    if fresh is None:
        raise Refused(_("The role has ended already."))
    if valid_to and valid_to < max(today(), fresh.valid_from):
        raise Refused(_("The day has passed, or the role begins later. Choose another day, or end the role at once."))
    if valid_to and (reason := rules.refusal_to_end_the_last(by, fresh)):
        raise Refused(reason)
    if fresh.valid_to == valid_to:
        return
    fresh.valid_to = role.valid_to = valid_to
    fresh.save(update_fields=["valid_to"])
    _tell("set_role_end", fresh, by=by)


@transaction.atomic
def end_role(role: Role, *, by: Actor) -> None:
    """End a role at once: its last day was yesterday. One that began today never was, and only the log tells of it.

    A second click changes nothing. Raises Refused when it is the last one of those that somebody must have.
    """
    fresh = _in_turn(role)
    if fresh is None:
        return
    if reason := rules.refusal_to_end_the_last(by, fresh):
        raise Refused(reason)
    role = fresh
    end_sessions(User.objects.filter(pk=role.user_id))
    _tell("end_role", role, by=by)
    yesterday = today() - timedelta(days=1)
    if role.valid_from > yesterday:
        role.delete()
    else:
        role.valid_to = yesterday
        role.save(update_fields=["valid_to"])


def end_sessions(people) -> None:
    """Whoever of these is signed in anywhere is asked to sign in again."""
    people.update(sessions_ended=F("sessions_ended") + 1)


def end_sessions_of_the_day() -> None:
    """Of those who had a role until yesterday. What it opened is closed since midnight in any case."""
    end_sessions(User.objects.filter(roles__valid_to=today() - timedelta(days=1)))


@transaction.atomic
def close_account(user: User, *, by: Actor) -> None:
    """Nobody signs in with it any more, and who is signed in is out. What they wrote stays. A second click changes
    nothing. Raises Refused when they have a role that somebody must have."""
    list(Role.objects.filter(user=user).select_for_update(of=("self",)).order_by("pk"))
    stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not stored.is_active:
        return
    for role in stored.valid_roles:
        if reason := rules.refusal_to_end_the_last(by, role):
            raise Refused(reason)
    _set_active(stored, False)
    _tell_account("close_account", stored, ["is_active"], by=by)


@transaction.atomic
def open_account(user: User, *, by: Actor) -> None:
    """The person can sign in again, and must. A second click changes nothing."""
    stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if stored.is_active:
        return
    _set_active(stored, True)
    _tell_account("open_account", stored, ["is_active"], by=by)


def _set_active(user: User, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    end_sessions(User.objects.filter(pk=user.pk))
