"""The register of organisations: what is named in a form comes into it, and two rows of one organisation become one."""

import functools
import operator
from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from integration_programme.actors import Actor
from integration_programme.records import Refused, archive_record, save_record
from integration_programme.translations import in_every_language
from programmes import history
from programmes.actions.turns import take_turn
from programmes.models import BodyInvitation, Programme, ProgrammeOrganisation, ProgrammeRecord
from programmes.models.kinds import KINDS, Kind, kind_of
from programmes.models.organisations import BODY_OF_SECTOR, ties_to
from stakeholders.models import Seat


def put_named(record: ProgrammeRecord, links: Mapping[str, list] | None, *, by: Actor) -> dict[str, list]:
    """Put the organisations into the register that a record, or one of its `links`, only names; gives the links with
    the rows that they are now. Within the caller's transaction and turn."""
    many, kind = dict(links or {}), kind_of(record)
    single = [name for name in ties_to(kind, ProgrammeOrganisation) if name in record._state.fields_cache]
    named = [row for name in single if _is_named_only(row := getattr(record, name))]
    named += [row for rows in many.values() for row in rows if _is_named_only(row)]
    if not named:
        return many
    found = in_register(record.programme, named, by=by)
    for name in single:
        if _is_named_only(row := getattr(record, name)):
            setattr(record, name, found[str(row)])
    return {
        name: list(
            {row.pk: row for row in (found[str(each)] if _is_named_only(each) else each for each in rows)}.values()
        )
        for name, rows in many.items()
    }


def put_all_named(invitations: list[BodyInvitation], *, by: Actor) -> None:
    """The same of several rows of the matrix, all of them in as many statements as one."""
    named = [row for row in invitations if _is_named_only(row.organisation)]
    if named:
        found = in_register(named[0].programme, [row.organisation for row in named], by=by)
        for row in named:
            row.organisation = found[str(row.organisation)]


def _is_named_only(row) -> bool:
    return isinstance(row, ProgrammeOrganisation) and row.pk is None


def in_register(
    programme: Programme, named: Iterable[ProgrammeOrganisation], *, by: Actor
) -> dict[str, ProgrammeOrganisation]:
    """The register's row of each that is named: the one that is called so already, or a new one, all of them in as many
    statements as one. What sits in the programme's group is taken with all its names."""
    there = list(ProgrammeOrganisation.objects.filter(programme=programme, archived_at=None))
    last = ProgrammeOrganisation.objects.filter(programme=programme).aggregate(last=Max("position"))["last"] or 0
    found: dict[str, ProgrammeOrganisation] = {}
    new: list[ProgrammeOrganisation] = []
    for row in named:
        name = str(row)
        known = next((each for each in (*there, *new) if each.is_called(name)), None)
        if known is None:
            known = _of_seat(programme, row)
            known.position = last + len(new) + 1
            new.append(known)
        found[name] = known
    made = bulk_create_with_history(new, ProgrammeOrganisation, default_user=by.account) if new else []
    for row, saved in zip(new, made, strict=True):
        row.pk = saved.pk
    if new:
        called = in_every_language(lambda language: ", ".join(row.label(language) for row in new))
        data = {"called": called, "rows": {str(row.key): row.row_version for row in new}}
        history.record("add_organisations", programme, by=by, fields=["organisations"], data=data)
    return found


def _of_seat(programme: Programme, row: ProgrammeOrganisation) -> ProgrammeOrganisation:
    """A new row: as it is named, and with what the seat of the group tells that is called so."""
    seat = row.seat or next((each for each in programme.seats if _speaks_for(each, row)), None)
    fields = {"name": row.name, "body_group": row.body_group, "part": row.part, "seat": seat}
    if seat is not None:
        fields |= {"name": row.name.with_texts(seat.organisation), "body_group": row.body_group or body_of(seat)}
    return ProgrammeOrganisation(programme=programme, **fields)


def body_of(seat: Seat) -> str:
    """The body of the checklist that a seat speaks for, where its kind tells; '' else."""
    return BODY_OF_SECTOR.get(seat.sector, "")


def _speaks_for(seat: Seat, row: ProgrammeOrganisation) -> bool:
    return any(row.is_called(name) for name in seat.organisation.values())


@transaction.atomic
def take_group(programme: Programme, *, by: Actor) -> int:
    """Put the organisations of the programme's group into its register; those that are there stay. Gives how many came."""
    take_turn(programme, by=by, at="")
    taken = set(ProgrammeOrganisation.objects.filter(programme=programme).values_list("seat", flat=True))
    named = [
        ProgrammeOrganisation(programme=programme, name=seat.organisation, seat=seat)
        for seat in programme.seats
        if seat.pk not in taken and seat.organisation
    ]
    before = ProgrammeOrganisation.objects.filter(programme=programme).count()
    in_register(programme, named, by=by)
    return ProgrammeOrganisation.objects.filter(programme=programme).count() - before


@transaction.atomic
def merge_organisations(one: ProgrammeOrganisation, into: ProgrammeOrganisation, *, by: Actor) -> None:
    """Make two rows of one organisation one: all that was tied to the first is tied to the other, which takes what only
    the first tells, and the first goes to the archive. A second click finds it there and changes nothing.

    Raises Refused when the other one is in the archive, or the same.
    """
    programme = one.programme
    take_turn(programme, by=by, at="")
    one, into = (ProgrammeOrganisation.objects.get(pk=row.pk) for row in (one, into))
    if one.archived_at is not None:
        return
    if into.archived_at is not None or one.pk == into.pk or into.programme_id != one.programme_id:
        raise Refused(_("Choose another organisation of the register: this one cannot take the place of the first."))
    one.programme = into.programme = programme
    for kind in KINDS.values():
        if ties := [kind.model._meta.get_field(name) for name in ties_to(kind, ProgrammeOrganisation)]:
            _move_ties(kind, ties, one, into, by=by)
    for name in ("name", "unit", "short"):
        setattr(into, name, getattr(one, name).with_texts(getattr(into, name)))
    into.body_group, into.link = into.body_group or one.body_group, into.link or one.link
    into.seat_id, one.seat_id = into.seat_id or one.seat_id, None
    save_record(into, row_version=into.row_version, by=by)
    archive_record(one, by=by)
    data = {"called": one.names, "rows": {str(row.key): row.row_version for row in (one, into)}}
    history.record("merge_organisations", programme, by=by, record=into, fields=["name"], data=data)


def _move_ties(kind: Kind, ties: list[models.Field], one, into, *, by: Actor) -> None:
    """Rows of a kind name the second where they named the first, archived ones too. Whoever is tied twice to it then
    keeps the first of the ties, which says the most. Counts as a save of each row, so that no open form undoes it."""
    named = functools.reduce(operator.or_, (Q(**{tie.name: one.pk}) for tie in ties))
    rows = list(kind.model.objects.filter(named, programme=one.programme_id).order_by("pk").distinct())
    if not rows:
        return
    single, keys = [tie for tie in ties if not tie.many_to_many], [row.pk for row in rows]
    for row in rows:
        for tie in single:
            if getattr(row, tie.attname) == one.pk:
                setattr(row, tie.name, into)
        row.row_version, row.updated_at = row.row_version + 1, timezone.now()
    fields = [*(tie.name for tie in single), "row_version", "updated_at"]
    bulk_update_with_history(rows, kind.model, fields, default_user=by.account)
    tied = {row.pk for row in rows if any(getattr(row, tie.attname) == into.pk for tie in single)}
    for tie in ties:
        if tie.many_to_many:
            tied |= _move_many(tie, keys, tied, one, into)


def _move_many(tie: models.Field, keys: list[int], tied: set[int], one, into) -> set[int]:
    """The same of a list of ties: gives the rows that this list now ties to the second."""
    source, target = tie.m2m_column_name(), tie.m2m_reverse_name()
    ties = tie.remote_field.through.objects.filter(**{f"{source}__in": keys})
    named = set(ties.filter(**{f"{target}__in": [one.pk, into.pk]}).values_list(source, flat=True))
    ties.filter(**{f"{target}__in": [one.pk, into.pk]}).delete()
    left = sorted(named - tied)
    tie.remote_field.through.objects.bulk_create(
        tie.remote_field.through(**{source: key, target: into.pk}) for key in left
    )
    return set(left)
