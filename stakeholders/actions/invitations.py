"""Invitations and requests for access."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import Refused
from integration_programme.translations import Translations, alike
from stakeholders import history, notifications, rules
from stakeholders.actions.groups import seat_person
from stakeholders.actions.people import new_account, put_in_role
from stakeholders.enums import InvitationKind
from stakeholders.models import AccessRequest, Invitation, Municipality, User, new_token

REQUESTS_AN_ADDRESS = 5


class InvitationClosed(Exception):
    """Taken already, taken back, or no longer to be taken."""


def _tell(verb: str, invitation: Invitation, fields: list[str], *, by: Actor) -> None:
    history.record(
        verb,
        by=by,
        scope=invitation.scope,
        kind="personal-invitation",
        subject=str(invitation.pk),
        fields=fields,
        names=alike(invitation.name or invitation.email),
        data={"kind": invitation.kind, "place": dict(_place(invitation))},
    )


def _place(invitation: Invitation) -> Translations:
    """The municipality, the centre or the group, in every language."""
    if invitation.seat:
        return invitation.seat.group.all_names
    place = invitation.municipality or invitation.centre
    return place.names if place else Translations()


@transaction.atomic
def invite(
    *,
    email,
    kind,
    language,
    by: Actor,
    name="",
    municipality=None,
    centre=None,
    seat=None,
    as_deputy=False,
    role_valid_to=None,
    sending: UUID | None = None,
) -> Invitation:
    """Invite by mail; an open invitation of the same address to the same place is renewed instead.

    `sending` is the key that the form was made with: its second click sends nothing more. Raises Refused when nobody
    could take it.
    """
    for place in (municipality, centre, seat and seat.group):
        if place is not None:  # who invites to the same place takes turns
            type(place).objects.select_for_update(of=("self",)).get(pk=place.pk)
    places = {"kind": kind, "municipality": municipality, "centre": centre, "seat": seat, "as_deputy": as_deputy}
    waiting = Invitation.objects.waiting().select_for_update().filter(email__iexact=email, **places)
    invitation = waiting.first() or Invitation(email=email, **places)
    if invitation.pk and invitation.sending == sending:
        return invitation
    invitation.name, invitation.language = name, language
    invitation.role_valid_to = role_valid_to
    _renew(invitation, sending, by=by)
    _tell("invite", invitation, ["name", "language", "role_valid_to", "expires_on"], by=by)
    return invitation


def _renew(invitation: Invitation, sending: UUID | None = None, *, by: Actor) -> None:
    """A new link, which ends the old one, and a mail with it. Whoever sends it answers for it."""
    invitation.token, invitation.sending, invitation.invited_by = new_token(), sending or uuid4(), by.account
    invitation.give_time()
    if reason := rules.refusal_to_take(invitation):
        raise Refused(reason)
    invitation.save()
    notifications.invited(invitation)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Actor, role_valid_to=None, seen: str = "") -> None:
    """Send it once more, with this last day of the role. `seen` names the sending that the person saw: where there has
    been another since, for example by a first click, nothing more is sent. Raises InvitationClosed, and Refused when
    nobody could take it."""
    invitation = _locked(invitation)
    if seen and seen != str(invitation.sending):
        return
    changed = ["expires_on"] if invitation.role_valid_to == role_valid_to else ["role_valid_to", "expires_on"]
    invitation.role_valid_to = role_valid_to
    _renew(invitation, by=by)
    _tell("resend_invitation", invitation, changed, by=by)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: Actor) -> None:
    invitation = _locked(invitation)
    invitation.cancelled_at = timezone.now()
    invitation.save()
    notifications.withdraw_invitation(invitation)
    _tell("cancel_invitation", invitation, ["cancelled_at"], by=by)


def _locked(invitation: Invitation) -> Invitation:
    """The newest row, which a second click or a slower colleague finds no longer waiting."""
    fresh = Invitation.objects.waiting().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if fresh is None:
        raise InvitationClosed
    return fresh


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Make the person what the invitation says; it works once, and only for the address it was sent to."""
    invitation = _locked(invitation)
    if rules.refusal_to_take(invitation) or not invitation.is_for(by):
        raise InvitationClosed
    if invitation.kind == InvitationKind.SEAT:
        seat_person(invitation.seat, by.account, as_deputy=invitation.as_deputy)
    else:
        places = {"municipality": invitation.municipality, "centre": invitation.centre}
        put_in_role(by.account, invitation.kind, valid_to=invitation.role_valid_to, **places)
    invitation.accepted_at = timezone.now()
    invitation.save()
    _tell("accept_invitation", invitation, ["accepted_at"], by=by)


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """Begin an account with an invitation, and accept it."""
    invitation = _locked(invitation)
    if rules.refusal_to_take(invitation):
        raise InvitationClosed
    try:
        with transaction.atomic():
            user = new_account(email=invitation.email, name=name, password=password, language=language)
    except IntegrityError:  # the same person has begun an account by another invitation, at this very moment
        raise InvitationClosed from None
    accept_invitation(invitation, by=user)
    return user


@transaction.atomic
def request_access(*, name, email, municipality, message, language) -> None:
    """Note a request; one that is already open, or the sixth of an address, changes nothing and tells nobody."""
    Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)  # a second click waits for the first
    requests = AccessRequest.objects.open()
    own = [request.municipality_id for request in requests.filter(email__iexact=email)]
    if municipality.code in own or len(own) >= REQUESTS_AN_ADDRESS:
        return
    access_request = AccessRequest.objects.create(
        name=name, email=email, municipality=municipality, message=message, language=language
    )
    _tell_request("request_access", access_request, ["name", "email", "message", "language"], by=SYSTEM)
    tell_of_requests(AccessRequest.objects.filter(pk=access_request.pk))


@transaction.atomic
def tell_of_requests(requests=None) -> None:
    """Write to those who answer for the municipalities, once a day at most: who has had the day's mail hears of further
    requests on the next morning. Without arguments, all open requests that somebody has not heard of."""
    untold = (AccessRequest.objects.open().untold() if requests is None else requests).select_related("municipality")
    of_reader: dict[User, list[AccessRequest]] = {}
    for each in untold:
        for reader in notifications.answering_for(each.municipality_id):
            of_reader.setdefault(reader, []).append(each)
    late = {
        each.pk for reader, own in of_reader.items() if not notifications.access_requested(reader, own) for each in own
    }
    told = {each.pk for own in of_reader.values() for each in own} - late
    AccessRequest.objects.filter(pk__in=told).update(told_at=timezone.now())


def _tell_request(verb: str, access_request: AccessRequest, fields: list[str], *, by: Actor) -> None:
    history.record(
        verb,
        by=by,
        scope=access_request.municipality_id,
        kind="access-request",
        subject=str(access_request.pk),
        fields=fields,
        names=alike(access_request.name),
    )


def _handled(access_request: AccessRequest, by: Actor) -> AccessRequest | None:
    fresh = AccessRequest.objects.open().select_for_update(of=("self",)).filter(pk=access_request.pk).first()
    if fresh is not None:
        fresh.handled_at, fresh.handled_by = timezone.now(), by.account
        fresh.save()
    return fresh


@transaction.atomic
def invite_from_request(access_request: AccessRequest, *, kind: str, by: Actor) -> Invitation | None:
    """Answer a request with an invitation; None when somebody has answered it already."""
    fresh = _handled(access_request, by)
    if fresh is None:
        return None
    return invite(
        email=fresh.email, name=fresh.name, kind=kind, language=fresh.language, municipality=fresh.municipality, by=by
    )


@transaction.atomic
def decline_access_request(access_request: AccessRequest, *, by: Actor) -> None:
    fresh = _handled(access_request, by)
    if fresh is None:
        return
    _tell_request("decline_access_request", fresh, ["handled_at"], by=by)
    notifications.access_declined(fresh)
