"""States of a programme and of a comment, and the moves between them. Nobody else assigns `.state`."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes.enums import CommentState, ProgrammeState
from programmes.models import Programme


class Move(models.TextChoices):
    PROPOSE = "propose", gettext_lazy("Propose for decision")
    TABLE = "table", gettext_lazy("Record that it was tabled")
    RETURN = "return", gettext_lazy("Record that it was returned for preparation")
    TAKE_BACK = "take_back", gettext_lazy("Take back the proposal")
    APPROVE = "approve", gettext_lazy("Record the approval")
    REOPEN = "reopen", gettext_lazy("Withdraw the approval")


#: state → move → the state it leads to. An approval may be recorded from any state: the body decides, this table only
#: keeps count. A later decision may approve a changed programme anew.
MOVES: dict[str, dict[str, str]] = {
    ProgrammeState.PREPARING: {Move.PROPOSE: ProgrammeState.PROPOSED, Move.APPROVE: ProgrammeState.APPROVED},
    ProgrammeState.PROPOSED: {
        Move.TABLE: ProgrammeState.TABLED,
        Move.RETURN: ProgrammeState.RETURNED,
        Move.TAKE_BACK: ProgrammeState.PREPARING,
        Move.APPROVE: ProgrammeState.APPROVED,
    },
    ProgrammeState.TABLED: {
        Move.PROPOSE: ProgrammeState.PROPOSED,
        Move.RETURN: ProgrammeState.RETURNED,
        Move.TAKE_BACK: ProgrammeState.PREPARING,
        Move.APPROVE: ProgrammeState.APPROVED,
    },
    ProgrammeState.RETURNED: {Move.PROPOSE: ProgrammeState.PROPOSED, Move.APPROVE: ProgrammeState.APPROVED},
    ProgrammeState.APPROVED: {Move.APPROVE: ProgrammeState.APPROVED, Move.REOPEN: ProgrammeState.PREPARING},
}


class CommentMove(models.TextChoices):
    ANSWER = "answer", gettext_lazy("Mark as answered")
    CLOSE = "close", gettext_lazy("Close")
    REOPEN = "reopen", gettext_lazy("Open again")


#: of a comment: a writer answers, who wrote it or a coordinator closes, any of them opens it again
COMMENT_MOVES: dict[str, dict[str, str]] = {
    CommentState.OPEN: {CommentMove.ANSWER: CommentState.ANSWERED},
    CommentState.ANSWERED: {CommentMove.CLOSE: CommentState.CLOSED, CommentMove.REOPEN: CommentState.OPEN},
    CommentState.CLOSED: {CommentMove.REOPEN: CommentState.OPEN},
}


def move(programme: Programme, move: Move, *, by: Actor, approved_on=None) -> None:
    """Take one step on the newest row, inside the caller's transaction. Raises Refused."""
    fresh = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if move not in MOVES[fresh.state]:
        sentence = _("This cannot be done now. The state of the programme is: %(state)s.")
        raise Refused(sentence % {"state": fresh.get_state_display()})
    if move == Move.REOPEN and fresh.public:
        raise Refused(_("What was approved is public. Hide it on the public pages first, then withdraw the approval."))
    fresh.state = MOVES[fresh.state][move]
    fresh.approved_on = approved_on if fresh.state == ProgrammeState.APPROVED else None
    fresh.row_version += 1
    fresh._history_user = by.account
    fresh.save()
    programme.state, programme.approved_on, programme.row_version = fresh.state, fresh.approved_on, fresh.row_version
