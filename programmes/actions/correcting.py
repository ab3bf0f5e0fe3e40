"""When the adviser's comments have come: whether editors write everywhere, or only where there is something to correct."""

from django.db import transaction
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes import history
from programmes.actions.turns import take_turn
from programmes.enums import CommentState
from programmes.models import Programme

__all__ = ["Refused", "leave_open_remarked", "open_everything"]


@transaction.atomic
def leave_open_remarked(programme: Programme, *, by: Actor) -> None:
    """Let others than coordinators write only where the adviser's comments that are not closed stand, until the advisers
    are asked anew or the programme is proposed. A second click changes nothing. Raises Refused where none is open."""
    fresh = take_turn(programme, by=by)
    if fresh.open_items is not None:
        return
    rows = fresh.comments.exclude(review=None).filter(withdrawn_at=None, answer_to=None)
    found = rows.exclude(state=CommentState.CLOSED)
    items = sorted(set(found.values_list("item", flat=True)))
    if not items:
        raise Refused(_("No comment of the adviser is open, so nothing would be left to write."))
    Programme.objects.filter(pk=fresh.pk).update(open_items=items)
    history.record("leave_open_remarked", fresh, by=by)


@transaction.atomic
def open_everything(programme: Programme, *, by: Actor) -> None:
    """Let all who write the programme write everywhere again. A second click changes nothing."""
    fresh = take_turn(programme, by=by)
    if fresh.open_items is None:
        return
    Programme.objects.filter(pk=fresh.pk).update(open_items=None)
    history.record("open_everything", fresh, by=by)
