"""Who may do what with people, invitations and groups. A rule gives nothing, or the reason it refuses.

Administrators care for people anywhere. A coordinator cares for the people of the own municipality, except that other
coordinators are invited and ended by an administrator. Groups belong to the coordinators of their municipalities.
"""

from django.utils.translation import gettext as _

from integration_programme.access import Rule
from stakeholders.enums import InvitationKind, RoleKind
from stakeholders.models import Role


@Rule
def see_people(user, municipality):
    if user.is_administrator or municipality.code in user.works_for:
        return None
    return _("Only people who work for the municipality see who else does.")


@Rule
def manage_people(user, municipality):
    if user.is_administrator or municipality.code in user.coordinates:
        return None
    return _("Only a coordinator of the municipality or an administrator can do this.")


@Rule
def administer(user, *objects):
    return None if user.is_administrator else _("Only an administrator can do this.")


def invited_kinds(user, municipality) -> list[str]:
    """The roles of a municipality that a person may invite others to."""
    if user.is_administrator:
        return [InvitationKind.COORDINATOR, InvitationKind.EDITOR]
    return [InvitationKind.EDITOR] if municipality.code in user.coordinates else []


@Rule
def change_role(user, role):
    """Whose end date a person may set: editors' as coordinator, everybody's as administrator, one's own."""
    if user.is_administrator:
        return None
    if role.kind == RoleKind.EDITOR and role.municipality_id in user.coordinates:
        return None
    if role.kind == RoleKind.COORDINATOR and role.municipality_id in user.coordinates:
        return None if role.user_id == user.pk else _("Only an administrator can end the role of another coordinator.")
    return _("Only a coordinator of the municipality or an administrator can do this.")


@Rule
def end_role(user, role):
    if reason := change_role.reason(user, role):
        return reason
    if is_last(role):
        if role.kind == RoleKind.ADMINISTRATOR:
            return _("This is the last administrator. Somebody else must be one first.")
        if not user.is_administrator:
            return _(
                "You are the last coordinator of the municipality. Ask an administrator to invite another one first."
            )
    return None


def is_last(role) -> bool:
    """Nobody else is administrator, or coordinator of this municipality, without an end date."""
    if role.kind not in (RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR):
        return False
    others = Role.objects.valid().filter(kind=role.kind, municipality=role.municipality_id, valid_to=None)
    return not others.exclude(pk=role.pk).exclude(user=role.user_id).exists()


@Rule
def handle_invitation(user, invitation):
    """Send again or take back."""
    if user.is_administrator:
        return None
    if invitation.seat_id:
        return manage_group.reason(user, invitation.seat.group)
    if invitation.kind not in invited_kinds(user, invitation.municipality):
        return _("Only an administrator can do this.")
    return None


@Rule
def handle_access_request(user, access_request):
    return manage_people.reason(user, access_request.municipality)


@Rule
def create_group(user):
    return None if user.coordinates else _("Only the coordinator of a municipality can set up a cooperation group.")


@Rule
def see_group(user, group):
    return None


@Rule
def manage_group(user, group):
    if any(municipality.code in user.coordinates for municipality in group.municipalities.all()):
        return None
    return _("Only a coordinator of one of the group's municipalities can do this.")


@Rule
def manage_seat(user, group, seat):
    if reason := manage_group.reason(user, group):
        return reason
    return _("This seat is archived. Bring it back first.") if seat.archived_at else None


@Rule
def restore_seat(user, group, seat):
    return manage_group.reason(user, group)


@Rule
def accept_invitation(user, invitation):
    """Whoever was sent the mail; to others the link says nothing more than that."""
    if invitation.is_for(user):
        return None
    return _("This invitation was sent to another address. Sign out and open the link again.")
