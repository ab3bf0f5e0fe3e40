"""States of a programme and of a comment, and the moves between them. Nobody else assigns `.state`."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes.completeness import missing
from programmes.enums import Access, Audience, CommentState, DerivedState, ProgrammeState
from programmes.models import Programme


class Move(models.TextChoices):
    PROPOSE = "propose", gettext_lazy("Propose for decision")
    TABLE = "table", gettext_lazy("Record that it was tabled")
    RETURN = "return", gettext_lazy("Record that it was returned for preparation")
    TAKE_BACK = "take_back", gettext_lazy("Take back the proposal")
    APPROVE = "approve", gettext_lazy("Record the approval")
    REOPEN = "reopen", gettext_lazy("Withdraw the approval")


def lacking(programme: Programme) -> str | None:
    """Why a programme cannot be decided on yet."""
    if any(fact.is_block for fact in missing(programme, Audience.WRITERS)):
        return _("Something that must be there is still missing: see what blocks the approval on the task list.")
    return None


def shown_to_all(programme: Programme) -> str | None:
    """Why an approval cannot be withdrawn: everybody reads that it was given."""
    if programme.public:
        return _("What was approved is public. Hide it on the public pages first, then withdraw the approval.")
    return None


class Step(NamedTuple):
    """A row of the table: a move from one stored state to another. `who` may make it, `unless` there is a reason."""

    state: ProgrammeState
    move: Move
    to: ProgrammeState
    unless: Callable[[Programme], str | None] = lambda programme: None
    who: tuple[Access, ...] = (Access.COORDINATOR,)


class Follows(NamedTuple):
    """A row of the table: what is true of a programme beside its state, in these states, and from what it follows. Nobody
    moves it and nothing stores it (`Programme.derived_states`)."""

    states: tuple[ProgrammeState, ...]
    to: DerivedState
    because: str | Promise


PREPARING, PROPOSED, TABLED, RETURNED, APPROVED = ProgrammeState
EVERY_STATE = tuple(ProgrammeState)

#: All states, how each comes about, who brings it about and what stands against it. An approval may be recorded from any
#: state: the body decides, the table only keeps count. A later decision may approve a changed programme anew. Of a joint
#: programme each municipality decides by itself: its decisions stand on the decision path, and move no state.
TABLE: tuple[Step | Follows, ...] = (
    Step(PREPARING, Move.PROPOSE, PROPOSED, unless=lacking),
    Step(PREPARING, Move.APPROVE, APPROVED, unless=lacking),
    Step(PROPOSED, Move.TABLE, TABLED),
    Step(PROPOSED, Move.RETURN, RETURNED),
    Step(PROPOSED, Move.TAKE_BACK, PREPARING),
    Step(PROPOSED, Move.APPROVE, APPROVED, unless=lacking),
    Step(TABLED, Move.PROPOSE, PROPOSED, unless=lacking),
    Step(TABLED, Move.RETURN, RETURNED),
    Step(TABLED, Move.TAKE_BACK, PREPARING),
    Step(TABLED, Move.APPROVE, APPROVED, unless=lacking),
    Step(RETURNED, Move.PROPOSE, PROPOSED, unless=lacking),
    Step(RETURNED, Move.APPROVE, APPROVED, unless=lacking),
    Step(APPROVED, Move.APPROVE, APPROVED, unless=lacking),
    Step(APPROVED, Move.REOPEN, PREPARING, unless=shown_to_all),
    Follows(EVERY_STATE, DerivedState.SHARED, gettext_lazy("somebody else than its writers reads something of it")),
    Follows(EVERY_STATE, DerivedState.OUT_FOR_COMMENTS, gettext_lazy("a round can be answered today")),
    Follows((APPROVED,), DerivedState.IN_FORCE, gettext_lazy("its period has begun and has not ended")),
    Follows((APPROVED,), DerivedState.SUPERSEDED, gettext_lazy("a later approved programme has begun")),
)

STEPS = {(row.state, row.move): row for row in TABLE if isinstance(row, Step)}


def moves_from(state: str) -> set[Move]:
    """The moves that the table knows from a state."""
    return {move for start, move in STEPS if start == state}


def who_moves(move: Move) -> set[Access]:
    """What those are to a programme who may make a move."""
    return {access for row in STEPS.values() if row.move == move for access in row.who}


def refusal(programme: Programme, move: Move) -> str | None:
    """Why a move cannot be made now, as a sentence; None where it can."""
    return _no_step(programme, move) or STEPS[ProgrammeState(programme.state), move].unless(programme)


def _no_step(programme: Programme, move: Move) -> str | None:
    if (programme.state, move) in STEPS:
        return None
    sentence = _("This cannot be done now. The state of the programme is: %(state)s.")
    return sentence % {"state": ProgrammeState(programme.state).label}


def check(programme: Programme, move: Move) -> None:
    """Raise Refused with the reason why a move cannot be made now, if there is one."""
    if reason := refusal(programme, move):
        raise Refused(reason)


class CommentMove(models.TextChoices):
    ANSWER = "answer", gettext_lazy("Mark as answered")
    CLOSE = "close", gettext_lazy("Close")
    REOPEN = "reopen", gettext_lazy("Open again")


#: of a comment: a writer answers; who wrote it or a coordinator closes, answered or not; any of them opens it again
COMMENT_MOVES: dict[str, dict[str, str]] = {
    CommentState.OPEN: {CommentMove.ANSWER: CommentState.ANSWERED, CommentMove.CLOSE: CommentState.CLOSED},
    CommentState.ANSWERED: {CommentMove.CLOSE: CommentState.CLOSED, CommentMove.REOPEN: CommentState.OPEN},
    CommentState.CLOSED: {CommentMove.REOPEN: CommentState.OPEN},
}


def move(programme: Programme, move: Move, *, by: Actor, approved_on=None) -> None:
    """Take one step on the newest row, inside the caller's transaction. Raises Refused where the table has no such step;
    what else stands against it, the act has asked (`check`), for that takes long to find."""
    fresh = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if reason := _no_step(fresh, move):
        raise Refused(reason)
    fresh.state = STEPS[ProgrammeState(fresh.state), move].to
    fresh.approved_on = approved_on if fresh.state == ProgrammeState.APPROVED else None
    fresh.row_version += 1
    fresh._history_user = by.account
    fresh.save()
    programme.state, programme.approved_on, programme.row_version = fresh.state, fresh.approved_on, fresh.row_version
