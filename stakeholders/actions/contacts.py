"""Whom municipalities ask at a regional centre."""

import uuid
from datetime import timedelta

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.records import archive_record, become, save_record
from stakeholders import history
from stakeholders.models import CentreContact, Organisation, today


def _tell(verb: str, contact: CentreContact, fields: list[str], *, by: Actor) -> None:
    history.record(
        verb,
        by=by,
        scope=contact.centre.code,
        kind="contact",
        subject=str(contact.key),
        fields=fields,
        version=contact.row_version,
        names=contact.names,
        data={"place": dict(contact.centre.names)},
    )


@transaction.atomic
def save_contact(contact: CentreContact, *, row_version: int, by: Actor) -> CentreContact:
    """Add or change a contact; a second click finds the first one's row. Raises StaleRecord."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=contact.centre_id)
    if contact.pk is None and (already := CentreContact.objects.filter(key=contact.key).first()):
        is_own = already.centre_id == contact.centre_id
        become(contact, already if is_own else None)
        contact.key = already.key if is_own else uuid.uuid4()  # nobody is given another centre's key
    _tell("save_contact", contact, save_record(contact, row_version=row_version, by=by), by=by)
    return contact


@transaction.atomic
def end_contact(contact: CentreContact, *, by: Actor) -> None:
    """End it at once: its last day was yesterday. One that had not begun by then never was, and is archived. A second
    click changes nothing."""
    fresh = CentreContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    fresh.centre = contact.centre
    if fresh.has_ended:
        return
    yesterday = today() - timedelta(days=1)
    if fresh.valid_from and fresh.valid_from > yesterday:
        archive_record(fresh, by=by)
        _tell("end_contact", fresh, ["archived_at"], by=by)
    else:
        fresh.valid_to = yesterday
        _tell("end_contact", fresh, save_record(fresh, row_version=fresh.row_version, by=by), by=by)
