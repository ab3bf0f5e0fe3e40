"""What a municipality calls itself."""

from django.db import transaction

from integration_programme import revisions
from integration_programme.actors import Actor
from stakeholders import history
from stakeholders.models import Municipality


@transaction.atomic
def call_city(municipality: Municipality, *, is_city: bool, by: Actor) -> None:
    """Say whether a municipality calls itself a city, after which its bodies are named; a second click changes nothing."""
    fresh = Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
    if fresh.is_city == is_city:
        return
    fresh.is_city = is_city
    fresh.save(update_fields=["is_city"])
    revisions.count(revisions.BODIES)
    history.record(
        "call_city",
        by=by,
        scope=fresh.code,
        kind="municipality",
        subject=fresh.code,
        fields=["is_city"],
        names=fresh.names,
        data={"is_city": is_city},
    )
