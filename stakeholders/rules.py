"""Who may do what with people, invitations and groups. A rule gives nothing, or the reason it refuses.

Administrators care for people anywhere. A coordinator cares for the people of the own municipality, except that other
coordinators are invited and ended by an administrator. Groups belong to the coordinators of their municipalities.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration_programme.access import Rule
from stakeholders.enums import InvitationKind, RoleKind
from stakeholders.models import Role, today


@Rule
def see_people(actor, municipality):
    if actor.is_administrator or municipality.code in actor.works_for:
        return None
    return _("Only people who work for the municipality see who else does.")


@Rule
def manage_people(actor, municipality):
    if actor.is_administrator or municipality.code in actor.coordinates:
        return None
    return _("Only a coordinator of the municipality or an administrator can do this.")


@Rule
def administer(actor, *objects):
    return None if actor.is_administrator else _("Only an administrator can do this.")


@Rule
def keep_contacts(actor, centre, *contact):
    if actor.is_administrator or centre.pk in actor.advises_for:
        return None
    return _("Only the centre's advisers and administrators keep its contacts.")


@Rule
def change_contact(actor, centre, contact):
    if reason := keep_contacts.reason(actor, centre):
        return reason
    return _("This contact was taken back before it began. Add a new one.") if contact.archived_at else None


def invited_kinds(actor, municipality) -> list[str]:
    """The roles of a municipality that a person may invite others to."""
    if actor.is_administrator:
        return [InvitationKind.COORDINATOR, InvitationKind.EDITOR]
    return [InvitationKind.EDITOR] if municipality.code in actor.coordinates else []


@Rule
def change_role(actor, role):
    """Whose end date a person may set: editors' as coordinator, everybody's as administrator, one's own."""
    if actor.is_administrator:
        return None
    if role.kind == RoleKind.EDITOR and role.municipality_id in actor.coordinates:
        return None
    if role.kind == RoleKind.COORDINATOR and role.municipality_id in actor.coordinates:
        return (
            None
            if role.user_id == actor.account.pk
            else _("Only an administrator can end the role of another coordinator.")
        )
    return _("Only a coordinator of the municipality or an administrator can do this.")


@Rule
def end_role(actor, role):
    return change_role.reason(actor, role) or refusal_to_end_the_last(actor, role)


def refusal_to_end_the_last(actor, role) -> str | None:
    """Somebody must be administrator, and somebody coordinator: why the last one's role cannot end."""
    if is_last(role):
        if role.kind == RoleKind.ADMINISTRATOR:
            return _("This is the last administrator. Somebody else must be one first.")
        if not actor.is_administrator:
            return _(
                "You are the last coordinator of the municipality. Ask an administrator to invite another one first."
            )
    return None


def is_last(role) -> bool:
    """Nobody else is administrator, or coordinator of this municipality, without an end date."""
    if role.kind not in (RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR):
        return False
    others = Role.objects.valid().filter(
        kind=role.kind, municipality=role.municipality_id, valid_to=None, user__is_active=True
    )
    return not others.exclude(pk=role.pk).exclude(user=role.user_id).exists()


@Rule
def close_account(actor, role):
    """The account of the person who has this role; nobody's while somebody must have a role of theirs."""
    if reason := administer.reason(actor):
        return reason
    return next(filter(None, (refusal_to_end_the_last(actor, each) for each in role.user.valid_roles)), None)


@Rule
def open_account(actor, role):
    return administer.reason(actor)


@Rule
def handle_invitation(actor, invitation):
    """Send again or take back."""
    if actor.is_administrator:
        return None
    if invitation.seat_id:
        return manage_group.reason(actor, invitation.seat.group)
    if invitation.centre_id or invitation.kind not in invited_kinds(actor, invitation.municipality):
        return _("Only an administrator can do this.")
    return None


def refusal_to_take(invitation) -> str | None:
    """Why an invitation that waits can no longer be taken: its time is over, or that of what it gives, or the role of
    whoever sent it."""
    day = invitation.role_valid_to
    if day and day < today():
        return _("The role was to end on %(day)s. That day has passed.") % {"day": date_format(day, "DATE_FORMAT")}
    if (invitation.seat_id and not _stands(invitation.seat)) or (
        invitation.centre_id and not _exists(invitation.centre)
    ):
        return _("What the invitation is for no longer exists, or its term is over.")
    if invitation.expires_on < today():
        return _("The link worked until %(day)s.") % {"day": date_format(invitation.expires_on, "DATE_FORMAT")}
    return None if may_still_invite(invitation) else _("Whoever sent the invitation no longer has the role for it.")


def _stands(seat) -> bool:
    """Whether somebody who takes the seat has it, today or later."""
    is_there = seat.archived_at is None and seat.group.archived_at is None
    return is_there and (seat.valid_to or today()) >= today()


def _exists(organisation) -> bool:
    return (organisation.valid_to or today()) >= today()


def may_still_invite(invitation) -> bool:
    """Whether the person who sent it could send it today."""
    inviter = invitation.invited_by
    return inviter is not None and inviter.is_active and handle_invitation.allows(inviter, invitation)


@Rule
def handle_access_request(actor, access_request):
    return manage_people.reason(actor, access_request.municipality)


@Rule
def create_group(actor):
    return None if actor.coordinates else _("Only the coordinator of a municipality can set up a cooperation group.")


@Rule
def see_group(actor, group):
    return None


@Rule
def manage_group(actor, group):
    if any(municipality.code in actor.coordinates for municipality in group.municipalities.all()):
        return None
    return _("Only a coordinator of one of the group's municipalities can do this.")


@Rule
def manage_seat(actor, group, seat):
    if reason := manage_group.reason(actor, group):
        return reason
    return _("This seat is archived. Bring it back first.") if seat.archived_at else None


@Rule
def manage_officer(actor, group, officer):
    return manage_group.reason(actor, group)


@Rule
def restore_seat(actor, group, seat):
    return manage_group.reason(actor, group)


@Rule
def accept_invitation(actor, invitation):
    """Whoever was sent the mail; to others the link says nothing more than that."""
    if invitation.is_for(actor):
        return None
    return _("This invitation was sent to another address. Sign out and open the link again.")
