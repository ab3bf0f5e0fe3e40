"""People, municipalities, bodies as dated data, cooperation groups, invitations, and the log of events."""

from stakeholders.models.bodies import ALAND_REGION, Municipality, Organisation
from stakeholders.models.contacts import CentreContact
from stakeholders.models.dates import DatedQuerySet, today
from stakeholders.models.events import Event
from stakeholders.models.groups import CooperationGroup, GroupOfficer, Seat
from stakeholders.models.invitations import INVITATION_DAYS, AccessRequest, Invitation, invitation_end, new_token
from stakeholders.models.people import Role, User

__all__ = [
    "ALAND_REGION",
    "INVITATION_DAYS",
    "AccessRequest",
    "CentreContact",
    "CooperationGroup",
    "DatedQuerySet",
    "Event",
    "GroupOfficer",
    "Invitation",
    "Municipality",
    "Organisation",
    "Role",
    "Seat",
    "User",
    "invitation_end",
    "new_token",
    "today",
]
