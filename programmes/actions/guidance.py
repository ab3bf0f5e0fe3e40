"""What centres and municipalities say beside the questions."""

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.records import become, save_record
from programmes import history
from programmes.models import Guidance


@transaction.atomic
def write_guidance(guidance: Guidance, *, row_version: int, by: Actor) -> None:
    """Save what an owner says about an item; an emptied text says nothing any more. Raises StaleRecord."""
    body = guidance.centre or guidance.municipality
    type(body).objects.select_for_update(of=("self",)).get(pk=body.pk)  # who writes in its name takes turns
    if guidance.pk is None:
        owner = {"centre": guidance.centre_id, "municipality": guidance.municipality_id}
        become(guidance, Guidance.objects.filter(**owner, item=guidance.item).first())
    changed = save_record(guidance, row_version=row_version, by=by)
    history.record_guidance(guidance, changed, by=by)
