"""What people say of checklist items."""

from django.db import transaction

from integration_programme.actors import Actor
from integration_programme.records import become, save_record
from programmes import history
from programmes.actions.turns import take_turn
from programmes.enums import ItemStatus
from programmes.models import ItemMark, Programme
from programmes.models.places import item_names


@transaction.atomic
def mark_item(mark: ItemMark, *, row_version: int, by: Actor) -> None:
    """Save a person's mark on an item: state, reason, whose turn, next step. Raises StaleRecord."""
    take_turn(mark.programme, by=by, at=mark.item)
    if mark.pk is None:
        become(mark, ItemMark.objects.filter(programme=mark.programme, item=mark.item).first())
    changed = save_record(mark, row_version=row_version, by=by)
    names = item_names(mark.programme, mark.item)
    history.record(
        "mark_item", mark.programme, by=by, record=mark, fields=changed, names=names, data={"state": mark.status}
    )


@transaction.atomic
def finish_item(programme: Programme, item: str, *, by: Actor) -> bool:
    """Mark an item as done in one act, whatever else its mark says; whether it was not done already."""
    return _set_state(programme, item, ItemStatus.DONE, by=by)


@transaction.atomic
def take_up_item(programme: Programme, item: str, *, by: Actor) -> bool:
    """Take back that an item is done: it is in progress again. Whether it was done."""
    return _set_state(programme, item, ItemStatus.IN_PROGRESS, by=by)


def _set_state(programme: Programme, item: str, state: ItemStatus, *, by: Actor) -> bool:
    take_turn(programme, by=by, at=item)
    mark = ItemMark.objects.filter(programme=programme, item=item).first() or ItemMark(programme=programme, item=item)
    if (mark.status == ItemStatus.DONE) == (state == ItemStatus.DONE):
        return False
    mark.status = state
    mark_item(mark, row_version=mark.row_version, by=by)
    return True
