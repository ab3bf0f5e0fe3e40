"""Who hears of meetings, as soon as somebody is invited."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from programmes import notices
from programmes.models import Meeting, MeetingInvitation, item_place, place_of
from programmes.models.kinds import kind_of
from stakeholders.models import User


def _meetings(keys: Collection[str]) -> dict[str, Meeting]:
    """Those to which somebody was invited: of a draft nobody reads anything."""
    found = Meeting.objects.filter(key__in=keys, invited_at__isnull=False)
    return {str(meeting.key): meeting for meeting in found}


MEETING = notices.kind(
    "meeting",
    label=gettext_lazy("Invitation to a meeting"),
    sentence=gettext_lazy("%(who)s invites you to a meeting on %(day)s: %(what)s."),
    waits=True,
    find=_meetings,
)
MEETING_DEPUTY = notices.kind(
    "meeting_deputy",
    label=gettext_lazy("Deputy in a meeting"),
    sentence=gettext_lazy("%(who)s asks you to come as deputy to a meeting on %(day)s: %(what)s."),
    waits=True,
    find=_meetings,
)
MEETING_WITHOUT_DEPUTY = notices.kind(
    "meeting_without_deputy",
    label=gettext_lazy("Meeting without you as deputy"),
    sentence=gettext_lazy("%(who)s no longer asks you to come as deputy to a meeting on %(day)s: %(what)s."),
    waits=True,
    find=_meetings,
)
MEETING_MOVED = notices.kind(
    "meeting_moved",
    label=gettext_lazy("Meeting that was moved"),
    sentence=gettext_lazy(
        "A meeting has another time or place; earlier answers no longer hold, please answer anew. It is on %(day)s: %(what)s."
    ),
    waits=True,
    find=_meetings,
)
MEETING_CANCELLED = notices.kind(
    "meeting_cancelled",
    label=gettext_lazy("Meeting that was cancelled"),
    sentence=gettext_lazy("A meeting is cancelled: %(what)s."),
    waits=True,
    find=_meetings,
)


def meeting_called(meeting: Meeting, invited: Iterable[MeetingInvitation], *, by: Actor) -> None:
    """Invite those who sit on the seats."""
    _tell_of_meeting(meeting, invited, MEETING, once=str(meeting.key), by=by)


def deputy_is_to_come(invitation: MeetingInvitation, *, by: Actor) -> None:
    """Tell the deputy of a seat who is to come instead."""
    _tell(invitation.meeting, invitation.deputies, MEETING_DEPUTY, once=_answer(invitation), by=by)


def deputy_need_not_come(invitation: MeetingInvitation, *, by: Actor) -> None:
    """Tell the deputy that the answer by which they were to come holds no longer; no mail asks them to come any more."""
    notices.take_back(MEETING_DEPUTY, _answer(invitation))
    _tell(invitation.meeting, invitation.deputies, MEETING_WITHOUT_DEPUTY, once=_answer(invitation), by=by)


def _answer(invitation: MeetingInvitation) -> str:
    return f"{invitation.key}:{invitation.answered_at.isoformat()}"


def meeting_moved(meeting: Meeting, invited: Iterable[MeetingInvitation]) -> None:
    """Tell those who were invited when and where it is now."""
    _tell_of_meeting(meeting, invited, MEETING_MOVED, once=f"{meeting.key}:{meeting.row_version}")


def meeting_called_off(meeting: Meeting, invited: Iterable[MeetingInvitation], *, by: Actor) -> None:
    """Tell those who were invited that there is no meeting; no mail asks them to come any more."""
    notices.take_back(MEETING, str(meeting.key))
    _tell_of_meeting(meeting, invited, MEETING_CANCELLED, once=f"{meeting.key}:{meeting.row_version}", by=by)


def _tell_of_meeting(
    meeting: Meeting, invited: Iterable[MeetingInvitation], kind: notices.NoticeKind, **about: Any
) -> None:
    _tell(meeting, [person for invitation in invited for person in invitation.people], kind, **about)


def _tell(meeting: Meeting, people: Iterable[User], kind: notices.NoticeKind, **about: Any) -> None:
    told = {"subject": str(meeting.key), "names": meeting.names, "day": meeting.held_on}
    is_gone = meeting.archived_at is not None  # from its page: then the notice leads to the list of meetings
    place = item_place(meeting.programme, kind_of(meeting).item) if is_gone else place_of(meeting)
    notices.tell(people, kind, meeting.programme, place=place, **told, **about)
