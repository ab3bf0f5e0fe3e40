"""The log of events: one line an act, written by the action itself; and the sentences that tell this app's events."""

from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from stakeholders.models import Event


def record(
    verb: str, *, by: Actor, scope: str = "", subject: str = "", subject_text: str = "", data: dict | None = None
) -> Event:
    """Write the event of an act; `by` is the one responsible."""
    return Event.objects.create(
        verb=verb,
        actor_id=by.account.pk if by.account else None,
        actor_name=str(by)[:150],
        scope=scope,
        subject=subject,
        subject_text=subject_text[:300],
        data=data or {},
    )


def sentence(event: Event) -> str:
    """What happened, for a reader; '' for the events of other apps."""
    sentences = {
        "invite": _("%(actor)s invited %(what)s."),
        "resend_invitation": _("%(actor)s sent the invitation again: %(what)s."),
        "cancel_invitation": _("%(actor)s took back the invitation: %(what)s."),
        "accept_invitation": _("%(actor)s accepted the invitation: %(what)s."),
        "give_role": _("%(actor)s gave the role: %(what)s."),
        "set_role_end": _("%(actor)s changed when the role ends: %(what)s."),
        "end_role": _("%(actor)s ended the role: %(what)s."),
        "request_access": _("%(what)s asked for access."),
        "decline_access_request": _("%(actor)s declined the request of %(what)s."),
        "save_group": _("%(actor)s saved the group: %(what)s."),
        "save_seat": _("%(actor)s saved the seat: %(what)s."),
        "archive_seat": _("%(actor)s archived the seat: %(what)s."),
        "restore_seat": _("%(actor)s brought back the seat: %(what)s."),
        "release_seat": _("%(actor)s took the account off the seat: %(what)s."),
    }
    words = {"actor": event.actor_name or _("The system"), "what": event.subject_text}
    return sentences[event.verb] % words if event.verb in sentences else ""
