"""The path of decisions: its steps in order, and what it says about the approval of the programme."""

from datetime import date

from integration_programme.translations import Translations
from programmes.enums import Body, Outcome, ProgrammeState
from programmes.models import DecisionStep, Programme, ProgrammeMunicipality
from programmes.models.responsibility import Mandate


def in_order(programme: Programme) -> list[DecisionStep]:
    """The steps in the order of time, a municipality at a time."""
    order = {link.pk: at for at, link in enumerate(programme.rows("links"))}
    return sorted(
        programme.rows("decision_steps"),
        key=lambda step: (
            order.get(step.part_id, len(order)),
            step.decided_on or step.planned_on or date.max,
            step.position,
        ),
    )


def without_decision(programme: Programme) -> list[ProgrammeMunicipality]:
    """Municipalities whose approving body has no step that is planned for a day, or approved."""
    found = {
        step.part_id
        for step in programme.rows("decision_steps")
        if _is_approving(programme, step) and _leads_to_approval(step)
    }
    return [link for link in programme.rows("links") if link.pk not in found]


def decision_of(programme: Programme, link: ProgrammeMunicipality) -> DecisionStep | None:
    """The decision by which a municipality has approved the programme: the newest of its approving body, or none.

    Another body's decision, such as the board's on its way to the council, is never it.
    """
    steps = [step for step in programme.rows("decision_steps") if step.part_id == link.pk]
    approved = [step for step in steps if _is_approved(step) and _is_approving(programme, step)]
    return max(approved, key=lambda step: (step.decided_on, step.position), default=None)


def mandate_of(programme: Programme, link: ProgrammeMunicipality) -> Mandate | None:
    """Who is responsible in a municipality, and which bodies decide there; None where a partner has not written it."""
    if link.is_lead:
        return programme.responsibility
    return next((own for own in programme.rows("partner_responsibilities") if own.part_id == link.pk), None)


def approving_body(programme: Programme, link: ProgrammeMunicipality) -> str:
    """The kind of body that approves in a municipality: its own, or the same as the lead municipality's."""
    own = mandate_of(programme, link)
    return (own and own.approving_body) or programme.responsibility.approving_body


def called(body: str, link: ProgrammeMunicipality) -> str:
    """What a kind of body is called in a municipality, in the language of the page; '' for none."""
    return str(Body(body).called(in_cities=link.municipality.is_city)) if body else ""


def _is_approving(programme: Programme, step: DecisionStep) -> bool:
    return step.body == approving_body(programme, step.part)


def _is_approved(step: DecisionStep) -> bool:
    return step.outcome == Outcome.APPROVED and step.decided_on is not None


def _leads_to_approval(step: DecisionStep) -> bool:
    return step.outcome == Outcome.APPROVED or (step.outcome == Outcome.PENDING and step.planned_on is not None)


def undecided(programme: Programme) -> list[ProgrammeMunicipality]:
    """Municipalities on whose path the decision that is now to be recorded as the approval does not stand.

    Another body's approval is never the approving body's; and after an approval only a later decision is one on the
    programme as it has been changed.
    """
    return [link for link in programme.rows("links") if not _has_decided(programme, link)]


def _has_decided(programme: Programme, link: ProgrammeMunicipality) -> bool:
    steps = [step for step in programme.rows("decision_steps") if step.part_id == link.pk]
    return bool(_decisions(programme, steps)) and not waiting_step(programme, link)


def waiting_step(programme: Programme, link: ProgrammeMunicipality) -> DecisionStep | None:
    """The approving body's next step in this municipality that has not been handled yet."""
    body = approving_body(programme, link)
    steps = (step for step in in_order(programme) if step.part_id == link.pk)
    return next((step for step in steps if step.outcome == Outcome.PENDING and step.body == body), None)


def approving_step(programme: Programme, link: ProgrammeMunicipality) -> DecisionStep:
    """The step on which the approving body of this municipality decides: the one that waits, or a new, unsaved one."""
    own = mandate_of(programme, link)
    return waiting_step(programme, link) or DecisionStep(
        programme=programme,
        part=link,
        body=approving_body(programme, link),
        body_name=own.approving_body_name if own else Translations(),
    )


def newest_decision(programme: Programme) -> date | None:
    """The day of the newest decision to approve that has not been recorded as an approval yet."""
    return max((step.decided_on for step in _decisions(programme, programme.rows("decision_steps"))), default=None)


def _decisions(programme: Programme, steps: list[DecisionStep]) -> list[DecisionStep]:
    recorded = programme.approved_on if programme.state == ProgrammeState.APPROVED else None
    return [
        step
        for step in steps
        if _is_approved(step) and (recorded is None or step.decided_on > recorded) and _is_approving(programme, step)
    ]
