"""Recording the approval of a programme: what was approved is kept as it was, in each language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Refused, save_record
from programmes import history, workflow
from programmes.actions.approved import request_frozen_pdf
from programmes.actions.correcting import open_everything
from programmes.actions.sharing import keep_readable
from programmes.actions.turns import take_turn
from programmes.actions.versions import keep_version
from programmes.completeness.decisions import approving_step, decision_of
from programmes.completeness.forgotten import kept, left_open
from programmes.document import assemble, changed_after_approval, changed_languages
from programmes.enums import Outcome, ProgrammeState, Public, VersionPurpose
from programmes.models import DecisionStep, Programme, ProgrammeMunicipality, VersionDocument
from programmes.models.sharing import SWITCHED

__all__ = [
    "Decision",
    "Refused",
    "already_approved",
    "approve_programme",
    "propose_programme",
    "reopen_programme",
    "return_programme",
    "table_programme",
    "take_back_programme",
]


@dataclass(frozen=True)
class Decision:
    """The approving body's decision in one municipality, to be written on the decision path with the approval."""

    link: ProgrammeMunicipality
    section: str = ""
    case_number: str = ""


@transaction.atomic
def approve_programme(
    programme: Programme, *, approved_on: date, by: Actor, decisions: Iterable[Decision] = (), why_open: str = ""
) -> list[VersionDocument]:
    """Approve the programme as it is now: a version with its document in each content language; PDFs follow at once.

    `decisions` are written on the decision path first, so that the document's cover tells them. Raises Refused while
    something blocks it, while something may have been forgotten and `why_open` does not say why it is decided all the
    same, and when nothing has changed since it was approved: a second click is not a second approval.
    """
    fresh = take_turn(programme, by=by)
    workflow.check(fresh, workflow.Move.APPROVE)
    left_open = _left_open(fresh, why_open)
    was_approved = fresh.approved_on
    steps = [_write_decision(fresh, decision, approved_on, by=by) for decision in decisions]
    fresh = Programme.objects.get(pk=programme.pk)  # with the steps that were just written
    workflow.move(fresh, workflow.Move.APPROVE, by=by, approved_on=approved_on)
    documents = [assemble(fresh, language, at_approval=True) for language in fresh.languages]
    if was_approved and not changed_languages(fresh, documents):
        raise Refused(_already(was_approved))
    version = keep_version(
        fresh, purpose=VersionPurpose.APPROVAL, approved_on=approved_on, documents=documents, left_open=left_open, by=by
    )
    keep_readable([version], [each for each in SWITCHED if fresh.seen_by(each).sight.is_whole])
    data = {
        "version": version.number,
        "approved_on": approved_on.isoformat(),
        "decisions": [str(step.key) for step in steps],
        "lacking": [link.municipality_id for link in fresh.rows("links") if decision_of(fresh, link) is None],
    } | _told(left_open)
    history.record("approve_programme", fresh, by=by, fields=["state", "approved_on"], data=data)
    open_everything(fresh, by=by)
    if fresh.public == Public.NEWEST:  # what is public stays so, and is the newest no longer
        Programme.objects.filter(pk=fresh.pk).update(public=Public.EARLIER)
    programme.state, programme.approved_on, programme.row_version = fresh.state, fresh.approved_on, fresh.row_version
    approved = sorted(version.documents.all(), key=lambda each: fresh.languages.index(each.language))
    for each in approved:
        request_frozen_pdf(each)
    return approved


def _left_open(programme: Programme, why: str) -> dict[str, Any]:
    """What is open when the programme is brought to a decision, and why it is all the same; {} where nothing is.

    Raises Refused where nobody has said why.
    """
    left = left_open(programme)
    if left and not why:
        raise Refused(_("Something may have been forgotten: put it right, or say why it is decided with it open."))
    return {"why": why, "facts": kept(left)} if left else {}


def _told(left_open: dict[str, Any]) -> dict[str, Any]:
    """The same in few words, for the log."""
    return {"why_open": left_open["why"], "number": len(left_open["facts"])} if left_open else {}


def _write_decision(programme: Programme, decision: Decision, day: date, *, by: Actor) -> DecisionStep:
    """The approving body's step that was waiting for its meeting, or a new one at the end of the path. A decision that
    stands there already, for a second click has written it, is not written twice."""
    step = approving_step(programme, decision.link)
    if step.pk is None:
        same = DecisionStep.objects.current().filter(
            programme=programme,
            part=decision.link,
            body=step.body,
            outcome=Outcome.APPROVED,
            decided_on=day,
        )
        if already := same.first():
            return already
        step.position = (programme.decision_steps.aggregate(last=Max("position"))["last"] or 0) + 1
    step.outcome, step.decided_on = Outcome.APPROVED, day
    step.section = decision.section or step.section
    step.case_number = decision.case_number or step.case_number
    save_record(step, row_version=step.row_version, by=by)
    return step


def already_approved(programme: Programme) -> str:
    """The sentence that refuses a second approval of the same; '' when there is something to approve."""
    if programme.state != ProgrammeState.APPROVED or changed_after_approval(programme):
        return ""
    return _already(programme.approved_on)


def _already(day: date) -> str:
    words = {"day": date_format(day, "SHORT_DATE_FORMAT")}
    return _("The programme is already approved as it is now, on %(day)s. Nothing was recorded.") % words


@transaction.atomic
def reopen_programme(programme: Programme, *, by: Actor) -> None:
    """Withdraw the approval: the programme is in preparation again, and what was approved is kept."""
    workflow.check(take_turn(programme, by=by), workflow.Move.REOPEN)
    workflow.move(programme, workflow.Move.REOPEN, by=by)
    history.record("reopen_programme", programme, by=by, fields=["state", "approved_on"])


@transaction.atomic
def propose_programme(programme: Programme, *, by: Actor, why_open: str = "") -> None:
    """Bring the programme to the body that decides, for the first time or again; `why_open` as for the approval.

    Raises Refused.
    """
    fresh = take_turn(programme, by=by)
    workflow.check(fresh, workflow.Move.PROPOSE)
    left_open = _left_open(fresh, why_open)
    workflow.move(programme, workflow.Move.PROPOSE, by=by)
    history.record("propose_programme", programme, by=by, fields=["state"], data=_told(left_open))
    open_everything(fresh, by=by)


@transaction.atomic
def table_programme(programme: Programme, *, by: Actor) -> None:
    """Record that a body left it on the table until a later meeting. Raises Refused."""
    take_turn(programme, by=by)
    workflow.move(programme, workflow.Move.TABLE, by=by)
    history.record("table_programme", programme, by=by, fields=["state"])


@transaction.atomic
def return_programme(programme: Programme, reason: str, *, by: Actor) -> None:
    """Record that a body returned it for preparation, and why. Raises Refused."""
    take_turn(programme, by=by)
    workflow.move(programme, workflow.Move.RETURN, by=by)
    history.record("return_programme", programme, by=by, fields=["state"], data={"reason": reason})


@transaction.atomic
def take_back_programme(programme: Programme, *, by: Actor) -> None:
    """Take back a proposal before anything was decided: the programme is in preparation again. Raises Refused."""
    take_turn(programme, by=by)
    workflow.move(programme, workflow.Move.TAKE_BACK, by=by)
    history.record("take_back_programme", programme, by=by, fields=["state"])
