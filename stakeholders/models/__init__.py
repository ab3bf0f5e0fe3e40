"""People, municipalities, bodies as dated data, cooperation groups, invitations, what people are told, and the log."""

from stakeholders.models.bodies import ALAND_REGION, Municipality, Organisation
from stakeholders.models.contacts import CentreContact
from stakeholders.models.dates import DatedQuerySet, today
from stakeholders.models.events import Event
from stakeholders.models.groups import CooperationGroup, GroupOfficer, Seat
from stakeholders.models.invitations import INVITATION_DAYS, AccessRequest, Invitation, invitation_end, new_token
from stakeholders.models.notices import Notice, NoticeSettings
from stakeholders.models.people import Role, User
from stakeholders.models.provider import DAYS_TO_ANSWER, THE_ONE, Feedback, Provider, answer_due

__all__ = [
    "ALAND_REGION",
    "DAYS_TO_ANSWER",
    "INVITATION_DAYS",
    "THE_ONE",
    "AccessRequest",
    "CentreContact",
    "CooperationGroup",
    "DatedQuerySet",
    "Event",
    "Feedback",
    "GroupOfficer",
    "Invitation",
    "Municipality",
    "Notice",
    "NoticeSettings",
    "Organisation",
    "Provider",
    "Role",
    "Seat",
    "User",
    "answer_due",
    "invitation_end",
    "new_token",
    "today",
]
