"""The log of events: one line an act, written by the action itself."""

from stakeholders.models import Event


def record(verb: str, *, by, scope: str = "", subject: str = "", subject_text: str = "", data: dict | None = None) -> Event:
    """Write the event of an act; `by` is the person responsible, or None for the system."""
    return Event.objects.create(
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=str(by)[:150] if by else "",
        scope=scope,
        subject=subject,
        subject_text=subject_text[:300],
        data=data or {},
    )
