"""What is prepared for a meeting and what came of it: its agenda, who was invited, and what they answered.

None of these is a record of the programme: no dump, version or document holds them (docs/adr/0028-meetings.md). Acts on
them count `programme.meetings_revision`.
"""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField
from programmes.enums import Coming, PointState
from programmes.models.comments import Comment
from programmes.models.cooperation import Meeting
from programmes.models.places import Place
from stakeholders.models import Seat, User, new_token

LONGEST_TEXT, LONGEST_OUTCOME = 3_000, 3_000  # characters


class AgendaPoint(models.Model):
    """A point of an agenda, and what was decided.

    `place` is the text form of what it is about in the programme, '' for nothing in particular; `comment`: what somebody
    said, whose response is discussed. `presenter` is written as the agenda is to say it. `moved_to`: the point of a later
    meeting as which it goes on.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    title = TranslatedField(_("point"), max_length=200)
    text = TranslatedField(_("what it is about"), multiline=True, max_length=LONGEST_TEXT)
    place = models.CharField(max_length=180, blank=True, editable=False)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, editable=False, related_name="+")
    presenter = models.CharField(_("who presents it"), max_length=150, blank=True)
    state = models.CharField(_("what became of it"), max_length=20, choices=PointState, default=PointState.OPEN)
    outcome = TranslatedField(_("decision"), multiline=True, max_length=LONGEST_OUTCOME)
    moved_to = models.OneToOneField("self", models.SET_NULL, null=True, editable=False, related_name="moved_from")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """What it is called, in the first of these languages that it has, marked if that is not the first one."""
        return self.title.marked(*languages)

    def place_in(self, programme) -> Place | None:
        """What it is about; None where that is nothing in particular, or of a kind that there is no more."""
        try:
            return Place.parse(programme.slug, self.place) if self.place else None
        except ValueError:
            return None

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet, here or in a later meeting."""
        return self.state == PointState.OPEN and self.moved_to_id is None


class MeetingInvitation(models.Model):
    """A seat that was invited to a meeting, and what whoever sits on it, or the deputy, has answered.

    `answered_for`: when and where the meeting was then (`Meeting.when_and_where`): moved, it is asked anew. `earlier`: what
    they had answered for another time or place.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Coming, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_for = models.CharField(max_length=32, blank=True)
    earlier = models.CharField(max_length=10, choices=Coming, blank=True)

    class Meta:
        ordering = ["seat__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="meeting_seat_invited_once")]

    def __str__(self):
        return f"{self.meeting}: {self.seat}"

    def is_for(self, account: Any) -> bool:
        """Whether somebody with this account answers for the seat."""
        return account is not None and account.pk in (self.seat.person_id, self.seat.deputy_id)

    @property
    def standing(self) -> str:
        """The answer, as long as the meeting is when and where it was, as people know it or as it is now."""
        stands = self.answered_for in (self.meeting.told, self.meeting.when_and_where)
        return self.answer if stands else ""

    @property
    def before(self) -> str:
        """What was answered for another time or place; '' where nothing was."""
        return self.earlier if self.standing or not self.answer else self.answer

    @property
    def people(self) -> list[User]:
        """Who hears of the meeting: whoever sits on the seat; where nobody does, or the deputy comes, the deputy."""
        seated, deputy = self.seat.person, self.seat.deputy
        if self.answer == Coming.DEPUTY and seated and deputy:
            return [seated, deputy]
        return [each for each in (seated or deputy,) if each]

    @property
    def deputies(self) -> list[User]:
        """The deputy of the seat who has an account, where there is one."""
        return [self.seat.deputy] if self.seat.deputy else []


class CalendarAddress(models.Model):
    """The address at which a person's calendar program reads their days. Whoever has it reads them: it can be renewed."""

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="calendar_address")
    token = models.CharField(max_length=60, unique=True, default=new_token)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"calendar of {self.person_id}"
