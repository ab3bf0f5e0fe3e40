"""Cooperation groups and their seats."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from integration_programme import revisions
from integration_programme.actors import Actor
from integration_programme.records import archive_record, restore_record, save_record
from stakeholders import history
from stakeholders.models import CooperationGroup, Invitation, Seat, User


def _tell(verb: str, record: CooperationGroup | Seat, *, by: Actor, fields: Iterable[str] = ()) -> None:
    """An event of a group, or of one of its seats; both are looked for under the group."""
    is_seat = isinstance(record, Seat)
    revisions.count(revisions.GROUP, record.group_id if isinstance(record, Seat) else record.pk)
    history.record(
        verb,
        by=by,
        scope=str(record.group.key if is_seat else record.key),
        kind="seat" if is_seat else "group",
        subject=str(record.key),
        fields=fields,
        version=record.row_version,
        names=record.names if is_seat else record.all_names,
    )


@transaction.atomic
def save_group(group: CooperationGroup, *, municipalities, row_version: int, by: Actor) -> CooperationGroup:
    """Create or change a group; a second click finds the first one's row. Raises StaleRecord when somebody saved
    meanwhile."""
    if group.pk is None and (already := CooperationGroup.objects.filter(key=group.key).first()):
        return already
    changed = save_record(group, row_version=row_version, by=by, links={"municipalities": municipalities})
    _tell("save_group", group, by=by, fields=changed)
    return group


@transaction.atomic
def save_seat(seat: Seat, *, row_version: int, by: Actor) -> Seat:
    """Create or change a seat; a second click finds the first one's row.

    An account leaves the seat when another person's name is put in its place. Raises StaleRecord.
    """
    if seat.pk is None:
        if already := Seat.objects.filter(key=seat.key).first():
            if already.group_id == seat.group.pk:
                return already
            seat.key = uuid.uuid4()  # nobody is given another group's key
        seat.position = seat.group.seats.count() + 1
    else:
        stored = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if seat.person_name != stored.person_name:
            seat.person = None
        if seat.deputy_name != stored.deputy_name:
            seat.deputy = None
    changed = save_record(seat, row_version=row_version, by=by)
    _tell("save_seat", seat, by=by, fields=changed)
    return seat


@transaction.atomic
def archive_seat(seat: Seat, *, by: Actor) -> None:
    """Archive a seat; whoever holds it no longer sees the group, and open invitations to it end."""
    Invitation.objects.waiting().filter(seat=seat).update(cancelled_at=timezone.now())
    archive_record(seat, by=by)
    _tell("archive_seat", seat, by=by)


@transaction.atomic
def restore_seat(seat: Seat, *, by: Actor) -> None:
    restore_record(seat, by=by)
    _tell("restore_seat", seat, by=by)


@transaction.atomic
def release_seat(seat: Seat, *, as_deputy: bool, by: Actor) -> None:
    """Take the account off a seat; the name stays until it is changed."""
    if as_deputy:
        seat.deputy = None
    else:
        seat.person = None
    changed = save_record(seat, row_version=seat.row_version, by=by)
    _tell("release_seat", seat, by=by, fields=changed)


def seat_person(seat: Seat, user: User, *, as_deputy: bool) -> None:
    """Put the account of a person who accepted into the seat, inside the caller's transaction."""
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if as_deputy:
        seat.deputy, seat.deputy_name = user, user.name
    else:
        seat.person, seat.person_name = user, user.name
    save_record(seat, row_version=seat.row_version, by=user)
    revisions.count(revisions.GROUP, seat.group_id)
