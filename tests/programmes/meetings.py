"""Meetings for tests, built by walking the actions."""

from datetime import time, timedelta

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.agenda import add_point_of_agenda
from programmes.actions.meetings import invite_to_meeting
from programmes.models import AgendaPoint, Meeting, Place, Programme
from stakeholders.models import today
from tests.programmes.factories import fresh, make_meeting


def make_draft(programme: Programme, *, by=SYSTEM, days: int = 10, **fields) -> Meeting:
    """A meeting that is so many days from today, in the afternoon."""
    hours = {"begins_at": time(13), "ends_at": time(14, 30)}
    return make_meeting(programme, by=by, held_on=today() + timedelta(days=days), **(hours | fields))


def make_point(meeting: Meeting, title: str = "Language learning", *, by=SYSTEM, at: Place | None = None, **fields):
    """A point of its agenda."""
    point = AgendaPoint(meeting=meeting, title=Translations({"sv": title}), place=str(at or ""), **fields)
    return add_point_of_agenda(point, by=by)


def make_called(programme: Programme, *, by=SYSTEM, **fields) -> Meeting:
    """A meeting to which the seats of the group were invited."""
    meeting = make_draft(programme, by=by, **fields)
    make_point(meeting, by=by)
    invite_to_meeting(meeting, by=by)
    return anew(meeting)


def anew(meeting: Meeting) -> Meeting:
    """As it is in the database now, with its programme."""
    found = Meeting.objects.get(pk=meeting.pk)
    found.programme = fresh(meeting.programme)
    return found
