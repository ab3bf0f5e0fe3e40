"""Who hears of what, in which language. Mails come with the transaction of the act; the worker sends them."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_programme import mail, outbox
from stakeholders.enums import InvitationKind, RoleKind
from stakeholders.models import AccessRequest, Feedback, Invitation, Municipality, Role, User, today

KIND_NAMES = {
    "feedback": gettext_lazy("Feedback"),
    "feedback_answered": gettext_lazy("Answer to feedback"),
    "invitation": gettext_lazy("Invitation"),
    "access_request": gettext_lazy("Request for access"),
    "access_declined": gettext_lazy("Answer to a request for access"),
}


def name_of_kind(kind: str) -> str:
    """What a mail is about, for administrators; those of the library are about passwords and accounts."""
    return str(KIND_NAMES.get(kind, _("About a password")))


def address(name: str, language: str, *args) -> str:
    """The full address of a page in one language, for a mail."""
    with translation.override(language):
        return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


def coordinators_of(municipality_id: str) -> list[User]:
    """Its coordinators of today, each once."""
    return _people(_roles(Q(kind=RoleKind.COORDINATOR, municipality=municipality_id)))


def has_coordinator(municipality: Municipality) -> bool:
    """Whether somebody coordinates it, or has been invited to."""
    waiting = Invitation.objects.waiting().filter(kind=InvitationKind.COORDINATOR, municipality=municipality)
    return bool(coordinators_of(municipality.code)) or waiting.exists()


def answering_for(municipality_id: str) -> list[User]:
    """Who answers what a municipality is asked: its coordinators; where there is none, the administrators."""
    coordinates = Q(kind=RoleKind.COORDINATOR, municipality=municipality_id)
    roles = _roles(coordinates | Q(kind=RoleKind.ADMINISTRATOR))
    return _people([role for role in roles if role.kind == RoleKind.COORDINATOR]) or _people(roles)


def _roles(which: Q) -> list[Role]:
    """Today's roles of people with an open account."""
    return list(Role.objects.valid().filter(which, user__is_active=True).select_related("user").order_by("user_id"))


def _people(roles: list[Role]) -> list[User]:
    return list({role.user_id: role.user for role in roles}.values())


def invited(invitation: Invitation) -> None:
    """Write to the person who is invited, in the language that the inviter chose; an older link leaves no more."""
    withdraw_invitation(invitation)
    language = invitation.language
    context = {
        "invitation": invitation,
        "place": invitation.place(language),
        "inviter": invitation.invited_by,
        "url": address("invitation", language, invitation.token),
        "explainer_url": address("explainer", language),
    }
    key = f"{invitation.pk}:{outbox.digest(invitation.token)}"
    mail.write(invitation.email, "invitation", context, key=key, language=language)


def withdraw_invitation(invitation: Invitation) -> None:
    """A mail whose link no longer works need not leave."""
    outbox.withdraw(f"invitation:{invitation.pk}:")


def access_requested(reader: User, requests: list[AccessRequest]) -> bool:
    """Tell somebody of these requests, unless they have had a mail about requests today; whether it was written."""
    key = f"{reader.pk}:{today().isoformat()}"
    if outbox.is_written(f"access_request:{key}"):
        return False
    rows = [(each, address("municipality_people", reader.language, each.municipality_id)) for each in requests]
    context = {"first": requests[0], "rows": rows}
    mail.write(reader.email, "access_request", context, key=key, language=reader.language)
    return True


def access_declined(access_request: AccessRequest) -> None:
    """Tell the person who asked."""
    context, language = {"access_request": access_request}, access_request.language
    mail.write(access_request.email, "access_declined", context, key=str(access_request.pk), language=language)


def feedback_given(feedback: Feedback) -> None:
    """Tell the administrators that somebody waits for an answer."""
    for reader in _people(_roles(Q(kind=RoleKind.ADMINISTRATOR))):
        context = {"feedback": feedback, "url": address("feedback", reader.language)}
        mail.write(reader.email, "feedback", context, key=f"{feedback.key}:{reader.pk}", language=reader.language)


def feedback_answered(feedback: Feedback) -> None:
    """Send the answer to whoever gave an address, in the language of the page they wrote on."""
    context = {"feedback": feedback}
    mail.write(feedback.email, "feedback_answered", context, key=str(feedback.key), language=feedback.language)
