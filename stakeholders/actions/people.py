"""Accounts and roles."""

from datetime import timedelta

from django.db import transaction

from integration_programme.actors import SYSTEM, Actor
from stakeholders import history
from stakeholders.enums import RoleKind
from stakeholders.models import Municipality, Organisation, Role, User, today


def place_of(role: Role) -> str:
    return role.municipality_id or (role.centre.code if role.centre_id else "")


def _tell(verb: str, role: Role, *, by: Actor, **data) -> None:
    history.record(
        verb,
        by=by,
        scope=place_of(role),
        subject=f"role:{role.pk}",
        subject_text=str(role),
        data={"kind": role.kind, **data},
    )


@transaction.atomic
def create_account(*, email: str, name: str, password: str | None, language: str, by: Actor | None = None) -> User:
    """A new person; without a password they set one through "forgotten password"."""
    user = User.objects.create_user(email, password, name=name, language=language)
    history.record("create_account", by=by or user, subject=f"user:{user.pk}", subject_text=user.name)
    return user


@transaction.atomic
def save_account(user: User, *, name: str, language: str, by: Actor) -> None:
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    history.record("save_account", by=by, subject=f"user:{user.pk}", subject_text=user.name)


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
    """Give a role; somebody who has it already keeps the one row, with the new end date."""
    roles = Role.objects.not_ended().filter(user=user, kind=kind, municipality=municipality, centre=centre)
    role = roles.first() or Role(user=user, kind=kind, municipality=municipality, centre=centre)
    role.valid_to = valid_to
    role.save()
    user.__dict__.pop("valid_roles", None)
    _tell("give_role", role, by=by, valid_to=str(valid_to or ""))
    return role


@transaction.atomic
def make_administrator(user: User, *, by: Actor = SYSTEM) -> Role:
    return give_role(user, RoleKind.ADMINISTRATOR, by=by)


@transaction.atomic
def set_role_end(role: Role, *, valid_to, by: Actor) -> None:
    """Set the last day of a role, or take the end date off."""
    role.valid_to = valid_to
    role.save(update_fields=["valid_to"])
    _tell("set_role_end", role, by=by, valid_to=str(valid_to or ""))


@transaction.atomic
def end_role(role: Role, *, by: Actor) -> None:
    """End a role at once: its last day was yesterday. One that began today never was, and only the log tells of it."""
    _tell("end_role", role, by=by)
    yesterday = today() - timedelta(days=1)
    if role.valid_from > yesterday:
        role.delete()
    else:
        role.valid_to = yesterday
        role.save(update_fields=["valid_to"])
