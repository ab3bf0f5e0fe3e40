"""The log of events: one line an act, written by the action itself; and the sentences that tell this app's events."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.translations import Translations
from stakeholders.enums import InvitationKind, RoleKind
from stakeholders.models import Event

SENTENCES = {
    "create_account": gettext_lazy("%(what)s began an account."),
    "save_account": gettext_lazy("%(actor)s changed the account of %(what)s."),
    "choose_mails": gettext_lazy("%(actor)s chose which mails come to %(what)s."),
    "renew_calendar": gettext_lazy("%(actor)s made a calendar address for %(what)s."),
    "end_calendar": gettext_lazy("%(actor)s ended the calendar address of %(what)s."),
    "hand_over": gettext_lazy("%(actor)s handed over what waits for a person to another: %(what)s."),
    "close_account": gettext_lazy("%(actor)s closed the account of %(what)s."),
    "open_account": gettext_lazy("%(actor)s opened the account of %(what)s again."),
    "sign_in": gettext_lazy("%(what)s signed in."),
    "give_wrong_password": gettext_lazy("A wrong password was given for the account of %(what)s."),
    "name_no_account": gettext_lazy("A password was given for an address that has no account."),
    "change_password": gettext_lazy("%(what)s chose a new password."),
    "invite": gettext_lazy("%(actor)s invited %(what)s."),
    "resend_invitation": gettext_lazy("%(actor)s sent the invitation again: %(what)s."),
    "cancel_invitation": gettext_lazy("%(actor)s took back the invitation: %(what)s."),
    "accept_invitation": gettext_lazy("%(actor)s accepted the invitation: %(what)s."),
    "give_role": gettext_lazy("%(actor)s gave the role: %(what)s."),
    "set_role_end": gettext_lazy("%(actor)s changed when the role ends: %(what)s."),
    "call_city": gettext_lazy("%(actor)s changed whether the municipality calls itself a city: %(what)s."),
    "end_role": gettext_lazy("%(actor)s ended the role: %(what)s."),
    "request_access": gettext_lazy("%(what)s asked for access."),
    "decline_access_request": gettext_lazy("%(actor)s declined the request of %(what)s."),
    "save_group": gettext_lazy("%(actor)s saved the group: %(what)s."),
    "save_seat": gettext_lazy("%(actor)s saved the seat: %(what)s."),
    "save_officer": gettext_lazy("%(actor)s saved who leads or writes for the group: %(what)s."),
    "archive_seat": gettext_lazy("%(actor)s archived the seat: %(what)s."),
    "restore_seat": gettext_lazy("%(actor)s brought back the seat: %(what)s."),
    "release_seat": gettext_lazy("%(actor)s took the account off the seat: %(what)s."),
    "save_contact": gettext_lazy("%(actor)s saved the contact: %(what)s."),
    "end_contact": gettext_lazy("%(actor)s ended the contact: %(what)s."),
    "save_provider": gettext_lazy("%(actor)s changed what is told of the provider."),
    "give_feedback": gettext_lazy("Feedback was given about: %(what)s."),
    "answer_feedback": gettext_lazy("%(actor)s answered feedback about: %(what)s."),
    "retry_job": gettext_lazy("%(actor)s had a job tried again: %(what)s."),
    "retry_mail": gettext_lazy("%(actor)s had a mail tried again: %(what)s."),
}
#: the scope of acts on jobs and mails, which administrators look under
BACKGROUND = "background"
#: what the kind of an invitation or a role is called
KINDS = {"personal-invitation": InvitationKind, "role": RoleKind}


def record(
    verb: str,
    *,
    by: Actor,
    scope: str = "",
    programme: str = "",
    kind: str = "",
    subject: str = "",
    fields: Iterable[str] = (),
    version: int | None = None,
    names: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write the event of an act; `by` is the one responsible. See `Event` for what the others are."""
    return Event.objects.create(
        verb=verb,
        actor=by.identity,
        actor_name=str(by)[:150],
        scope=scope,
        programme=programme,
        kind=kind,
        subject=subject,
        fields=list(fields),
        version=version,
        names=dict(names or {}),
        data=dict(data or {}),
    )


def actor_of(event: Event) -> str:
    """Who acted, for the reader."""
    return event.actor_name or _("The system")


def name_of(event: Event) -> str:
    """What the subject was called when it was acted on, in the reader's language or marked."""
    return Translations(event.names).marked(get_language() or "")


def sentence(event: Event) -> str:
    """What happened, for a reader in the reader's language; '' for the events of other apps."""
    if event.verb not in SENTENCES:
        return ""
    return with_one_stop(str(SENTENCES[event.verb]) % {"actor": actor_of(event), "what": _told(event)})


#: a stop of what stands last in a sentence, in a link or not, and then the sentence's own
TWO_STOPS = re.compile(r"([.!?…](?:</a>)?)\.$")


def with_one_stop(sentence: str) -> str:
    """The sentence as it is; where it ends with a name that has a stop of its own, without a second one."""
    return TWO_STOPS.sub(r"\1", sentence)


def latest(scope: str, most: int = 20, **of: str) -> list[tuple[datetime, str]]:
    """When and what happened last under a scope of this app, the newest first; `of`: to one `kind` of things alone."""
    return [(event.at, sentence(event)) for event in Event.objects.filter(scope=scope, **of)[:most]]


def _told(event: Event) -> str:
    """The subject with what makes it plain: a role is somebody's, somewhere, until a day."""
    parts = [name_of(event)]
    if event.kind in KINDS:
        parts.append(str(KINDS[event.kind](event.data["kind"]).label))
    if place := Translations(event.data.get("place")).marked(get_language() or ""):
        parts.append(place)
    if until := event.data.get("valid_to"):
        parts.append(_("until %(day)s") % {"day": date_format(date.fromisoformat(until), "SHORT_DATE_FORMAT")})
    return ", ".join(parts)
