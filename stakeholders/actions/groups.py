"""Cooperation groups and their seats."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme import revisions
from integration_programme.actors import Actor
from integration_programme.records import Refused, archive_record, become, restore_record, save_record
from stakeholders import history
from stakeholders.models import CooperationGroup, GroupOfficer, Invitation, Seat, User

#: what the events call what they are of
KINDS = {CooperationGroup: "group", Seat: "seat", GroupOfficer: "officer"}


def _tell(verb: str, record: CooperationGroup | Seat | GroupOfficer, *, by: Actor, fields: Iterable[str] = ()) -> None:
    """An event of a group, of one of its seats or officers; all are looked for under the group."""
    group = record if isinstance(record, CooperationGroup) else record.group
    revisions.count(revisions.GROUP, group.pk)
    history.record(
        verb,
        by=by,
        scope=str(group.key),
        kind=KINDS[type(record)],
        subject=str(record.key),
        fields=fields,
        version=record.row_version,
        names=record.all_names if isinstance(record, CooperationGroup) else record.names,
    )


@transaction.atomic
def save_group(group: CooperationGroup, *, municipalities, row_version: int, by: Actor) -> CooperationGroup:
    """Create or change a group; a second click finds the first one's row. Raises StaleRecord when somebody saved
    meanwhile."""
    if group.pk is None:
        _take_turn(by)
        if already := CooperationGroup.objects.filter(key=group.key).first():
            is_own = already.municipalities.filter(code__in=by.coordinates).exists()
            become(group, already if is_own else None)
            group.key = already.key if is_own else uuid.uuid4()  # nobody is given another's key
    changed = save_record(group, row_version=row_version, by=by, links={"municipalities": municipalities})
    _tell("save_group", group, by=by, fields=changed)
    return group


@transaction.atomic
def save_seat(seat: Seat, *, row_version: int, by: Actor, same_person: bool = False, same_deputy: bool = False) -> Seat:
    """Create or change a seat; a second click finds the first one's row.

    An account leaves the seat when another person's name is put in its place, unless it is `same_person`'s new name.
    Raises StaleRecord.
    """
    CooperationGroup.objects.select_for_update(of=("self",)).get(pk=seat.group.pk)
    if seat.pk is None and (already := Seat.objects.filter(key=seat.key).first()):
        is_own = already.group_id == seat.group.pk
        become(seat, already if is_own else None)
        seat.key = already.key if is_own else uuid.uuid4()  # nobody is given another group's key
    if seat.pk is None:
        seat.position = (seat.group.seats.aggregate(last=Max("position"))["last"] or 0) + 1
    else:
        stored = Seat.objects.get(pk=seat.pk)
        if stored.archived_at is not None:
            raise Refused(_("This seat is archived. Bring it back first."))
        seat.person, seat.deputy = stored.person, stored.deputy
        if seat.person_name != stored.person_name and not same_person:
            seat.person = None
        if seat.deputy_name != stored.deputy_name and not same_deputy:
            seat.deputy = None
    changed = save_record(seat, row_version=row_version, by=by)
    _tell("save_seat", seat, by=by, fields=changed)
    return seat


@transaction.atomic
def archive_seat(seat: Seat, *, by: Actor) -> None:
    """Archive a seat; whoever holds it no longer sees the group, and open invitations to it end. A second click changes
    nothing."""
    seat = _newest(seat)
    if seat.archived_at is not None:
        return
    Invitation.objects.waiting().filter(seat=seat).update(cancelled_at=timezone.now())
    archive_record(seat, by=by)
    _tell("archive_seat", seat, by=by, fields=["archived_at"])


@transaction.atomic
def restore_seat(seat: Seat, *, by: Actor) -> None:
    """Bring a seat back; a second click changes nothing."""
    seat = _newest(seat)
    if seat.archived_at is None:
        return
    restore_record(seat, by=by)
    _tell("restore_seat", seat, by=by, fields=["archived_at"])


@transaction.atomic
def release_seat(seat: Seat, *, as_deputy: bool, by: Actor, holder_id: int | None = None) -> None:
    """Take the account off a seat; the name stays until it is changed. A second click changes nothing.

    `holder_id` is the account that the person saw in the seat. Raises Refused when another one holds it by now.
    """
    seat = _newest(seat)
    held_by = seat.deputy_id if as_deputy else seat.person_id
    if held_by is None:
        return
    if holder_id not in (None, held_by):
        raise Refused(_("Another person has the seat by now. Look at the group again."))
    if as_deputy:
        seat.deputy = None
    else:
        seat.person = None
    changed = save_record(seat, row_version=seat.row_version, by=by)
    _tell("release_seat", seat, by=by, fields=changed)


@transaction.atomic
def save_officer(officer: GroupOfficer, *, row_version: int, by: Actor) -> GroupOfficer:
    """Create or change the term of a chair, vice chair or secretary; a second click finds the first one's row.

    A new term that begins on a day ends the one before, the day before. Raises StaleRecord.
    """
    CooperationGroup.objects.select_for_update(of=("self",)).get(pk=officer.group.pk)
    if officer.pk is None and (already := GroupOfficer.objects.filter(key=officer.key).first()):
        is_own = already.group_id == officer.group.pk
        become(officer, already if is_own else None)
        officer.key = already.key if is_own else uuid.uuid4()  # nobody is given another group's key
    is_new = officer.pk is None
    changed = save_record(officer, row_version=row_version, by=by)
    if is_new and officer.valid_from:
        _end_those_before(officer, by=by)
    _tell("save_officer", officer, by=by, fields=changed)
    return officer


def _end_those_before(officer: GroupOfficer, *, by: Actor) -> None:
    """The terms of the same task that nobody has ended, and that began earlier."""
    others = GroupOfficer.objects.filter(group=officer.group, kind=officer.kind, valid_to=None).exclude(pk=officer.pk)
    for other in others.filter(Q(valid_from=None) | Q(valid_from__lt=officer.valid_from)):
        other.valid_to = officer.valid_from - timedelta(days=1)
        save_record(other, row_version=other.row_version, by=by)


def _take_turn(actor: Actor) -> None:
    """Two clicks of one person, on a form whose row is not there yet, one after the other."""
    if actor.account is not None:
        User.objects.select_for_update(of=("self",)).get(pk=actor.account.pk)


def _newest(seat: Seat) -> Seat:
    """The seat as it is now, while nobody else changes it."""
    fresh = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    fresh.group = seat.group
    return fresh


def seat_person(seat: Seat, user: User, *, as_deputy: bool) -> None:
    """Put the account of a person who accepted into the seat, inside the caller's transaction."""
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if as_deputy:
        seat.deputy, seat.deputy_name = user, user.name
    else:
        seat.person, seat.person_name = user, user.name
    save_record(seat, row_version=seat.row_version, by=user)
    revisions.count(revisions.GROUP, seat.group_id)
