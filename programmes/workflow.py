"""States of a programme and the moves between them. Nobody else assigns `.state`."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes.enums import ProgrammeState
from programmes.models import Programme


class Move(models.TextChoices):
    APPROVE = "approve", gettext_lazy("Record the approval")
    REOPEN = "reopen", gettext_lazy("Withdraw the approval")


#: state → move → the state it leads to. A later decision may approve a changed programme anew.
MOVES: dict[str, dict[str, str]] = {
    ProgrammeState.DRAFT: {Move.APPROVE: ProgrammeState.APPROVED},
    ProgrammeState.APPROVED: {Move.APPROVE: ProgrammeState.APPROVED, Move.REOPEN: ProgrammeState.DRAFT},
}


def move(programme: Programme, move: Move, *, by: Actor, approved_on=None) -> None:
    """Take one step on the newest row, inside the caller's transaction. Raises Refused."""
    fresh = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if move not in MOVES[fresh.state]:
        raise Refused(_("The programme is already: %(state)s.") % {"state": fresh.get_state_display()})
    fresh.state = MOVES[fresh.state][move]
    fresh.approved_on = approved_on if fresh.state == ProgrammeState.APPROVED else None
    fresh.row_version += 1
    fresh._history_user = by.account
    fresh.save()
    programme.state, programme.approved_on, programme.row_version = fresh.state, fresh.approved_on, fresh.row_version
