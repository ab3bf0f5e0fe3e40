"""What people say of checklist items."""

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.records import become, save_record
from programmes import history
from programmes.models import ItemMark


@transaction.atomic
def mark_item(mark: ItemMark, *, row_version: int, by: Actor) -> None:
    """Save a person's mark on an item: state, reason, whose turn, next step. Raises StaleRecord."""
    if mark.pk is None:
        become(mark, ItemMark.objects.filter(programme=mark.programme, item=mark.item).first())
    save_record(mark, row_version=row_version, by=by)
    words = f"{mark.item}: {mark.get_status_display()}"
    history.record("mark_item", mark.programme, by=by, record=mark, text=words)
