"""What the provider of the service tells of itself, and what it is told."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import become, save_record
from integration_programme.translations import in_every_language
from stakeholders import history, notifications
from stakeholders.enums import FeedbackKind
from stakeholders.models import THE_ONE, Feedback, Provider, answer_due, today

OPEN_AN_ADDRESS = 5
KEPT = timedelta(days=365)


@transaction.atomic
def save_provider(provider: Provider, *, row_version: int, by: Actor) -> Provider:
    """Write what the public pages tell; whoever is second finds the first one's row. Raises StaleRecord."""
    if provider.pk is None:
        become(provider, Provider.objects.select_for_update().first())
        provider.key = THE_ONE
    changed = save_record(provider, row_version=row_version, by=by)
    history.record(
        "save_provider",
        by=by,
        scope=history.BACKGROUND,
        kind="provider",
        subject=str(provider.key),
        fields=changed,
        version=provider.row_version,
        names=provider.names,
    )
    return provider


@transaction.atomic
def give_feedback(*, kind: str, text: str, email: str, language: str, key: UUID) -> None:
    """Note what somebody tells; the form's second click changes nothing, nor does the sixth open one of an address."""
    waiting = Feedback.objects.filter(answered_at=None)
    if Feedback.objects.filter(key=key).exists() or (
        email and waiting.filter(email__iexact=email).count() >= OPEN_AN_ADDRESS
    ):
        return
    feedback = Feedback.objects.create(
        key=key, kind=kind, text=text, email=email, language=language, due_on=answer_due(today())
    )
    _tell("give_feedback", feedback, ["kind", "text", "email", "language", "due_on"], by=SYSTEM)
    notifications.feedback_given(feedback)


@transaction.atomic
def answer_feedback(feedback: Feedback, answer: str, *, by: Actor) -> bool:
    """Note the answer, and send it where there is an address; whether nobody had answered before."""
    fresh = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if fresh.answered_at is not None:
        return False
    fresh.answer, fresh.answered_at = answer, timezone.now()
    fresh.save(update_fields=["answer", "answered_at"])
    _tell("answer_feedback", fresh, ["answer", "answered_at"], by=by)
    if fresh.email:
        notifications.feedback_answered(fresh)
    return True


def clear_feedback() -> int:
    """Delete what was answered long ago, as the privacy notice says; how much that was."""
    return Feedback.objects.filter(answered_at__lt=timezone.now() - KEPT).delete()[0]


def _tell(verb: str, feedback: Feedback, fields: list[str], *, by: Actor) -> None:
    history.record(
        verb,
        by=by,
        scope=history.BACKGROUND,
        kind="feedback",
        subject=str(feedback.key),
        fields=fields,
        names=in_every_language(lambda _language: str(FeedbackKind(feedback.kind).label)),
    )
