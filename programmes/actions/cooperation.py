"""The matrix of invitations, saved as one."""

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from integration_programme.actors import Actor
from integration_programme.records import StaleRecord
from programmes import history
from programmes.actions import organisations
from programmes.actions.turns import take_turn
from programmes.models import BodyInvitation, Programme
from programmes.models.kinds import kind_of

FIELDS = ["organisation", "status", "reason", "row_version", "updated_at"]


@transaction.atomic
def change_invitations(programme: Programme, changes: list[tuple[BodyInvitation, int]], *, by: Actor) -> None:
    """Save several rows, each with the count of saves it was made from, in as many statements as one.

    Raises StaleRecord, and writes nothing, when somebody has saved one of them since.
    """
    if not changes:
        return
    take_turn(programme, by=by, at=kind_of(BodyInvitation).item)
    stored = {row.pk: row for row in BodyInvitation.objects.filter(pk__in=[row.pk for row, _version in changes])}
    for row, row_version in changes:
        if stored[row.pk].row_version != row_version:
            raise StaleRecord(stored[row.pk])
        row.row_version, row.updated_at = row_version + 1, timezone.now()
    rows = [row for row, _version in changes]
    organisations.put_all_named(rows, by=by)
    bulk_update_with_history(rows, BodyInvitation, FIELDS, default_user=by.account)
    data = {"number": len(rows), "rows": {str(row.key): row.row_version for row in rows}}
    history.record("change_invitations", programme, by=by, fields=["invitations"], data=data)
