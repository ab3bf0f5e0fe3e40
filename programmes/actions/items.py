"""What people say of checklist items."""

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.records import become, save_record
from programmes import history
from programmes.actions.turns import take_turn
from programmes.models import ItemMark
from programmes.models.places import item_names


@transaction.atomic
def mark_item(mark: ItemMark, *, row_version: int, by: Actor) -> None:
    """Save a person's mark on an item: state, reason, whose turn, next step. Raises StaleRecord."""
    take_turn(mark.programme, by=by)
    if mark.pk is None:
        become(mark, ItemMark.objects.filter(programme=mark.programme, item=mark.item).first())
    changed = save_record(mark, row_version=row_version, by=by)
    names = item_names(mark.programme, mark.item)
    history.record(
        "mark_item", mark.programme, by=by, record=mark, fields=changed, names=names, data={"state": mark.status}
    )
