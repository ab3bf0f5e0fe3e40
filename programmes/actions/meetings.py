"""Inviting to a meeting, answers, who was present, and telling those invited what has changed.

A draft sends nothing. When an invited meeting is moved, cancelled or put into the archive, by whichever act, those who
were invited are told by a job that compares what they know with what is so now (`tell_of_meetings`).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import SYSTEM, Actor
from integration_programme.records import Refused
from programmes import history, notifications, rules
from programmes.actions.records import change_record
from programmes.actions.turns import take_turn
from programmes.enums import Audience, Coming, MeetingState
from programmes.models import Meeting, MeetingInvitation, Programme, place_of
from stakeholders.models import Seat

__all__ = ["Refused", "invite_to_meeting"]

#: what was changed is told once nobody has changed it for so long: a slip of the pen is not told
SECOND_THOUGHTS = timedelta(minutes=5)


def free_seats(meeting: Meeting) -> list[Seat]:
    """Seats of the group whose term it is and that are not invited yet, each with its people."""
    if not meeting.programme.group_id:
        return []
    seats = Seat.objects.current().valid().filter(group=meeting.programme.group_id)
    known = meeting.invitations.values("seat")
    return list(seats.exclude(pk__in=known).select_related("person", "deputy"))


def why_not_invite(meeting: Meeting) -> str:
    """A sentence that says what still stands against inviting; '' for nothing."""
    if meeting.archived_at is not None or meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        return _("Nobody is invited to a meeting that was held or cancelled.")
    if meeting.held_on is None:
        return _("The meeting has no day yet. Write it first.")
    if not meeting.programme.group_id:
        return _("The programme has no cooperation group yet. Choose it first.")
    if not rules.sees_place(meeting.programme.seen_by(Audience.GROUP), place_of(meeting)):
        return _("The cooperation group does not see this page yet. Share the section with the group first.")
    return ""


@transaction.atomic
def invite_to_meeting(meeting: Meeting, *, by: Actor) -> int:
    """Invite every seat of the group that has not been invited yet; gives how many. A second click finds none. Raises
    Refused."""
    newest = _newest(meeting, by=by)
    if reason := why_not_invite(newest):
        raise Refused(reason)
    now = timezone.now()
    new = [MeetingInvitation(meeting=newest, seat=seat, invited_at=now) for seat in free_seats(newest)]
    if not new and newest.invited_at is None:
        raise Refused(_("The cooperation group has no seats yet: there is nobody to invite."))
    MeetingInvitation.objects.bulk_create(new)
    if newest.invited_at is None:
        told = {"invited_at": now, "told": newest.when_and_where, "told_at": now}
        Meeting.objects.filter(pk=newest.pk).update(**told)
    if new:
        data = {"number": len(new)}
        history.record_meeting("invite_to_meeting", newest, ["invited_at"], by=by, data=data)
        notifications.meeting_called(newest, new, by=by)
    return len(new)


@transaction.atomic
def answer_meeting(invitation: MeetingInvitation, answer: Coming, *, by: Actor) -> None:
    """Whoever sits on the seat, or the deputy, says who comes. It can be said anew until the meeting begins. A second click
    changes nothing. Raises Refused."""
    newest = _newest(invitation.meeting, by=by)
    found = MeetingInvitation.objects.select_related("seat__person", "seat__deputy").get(pk=invitation.pk)
    found.meeting = newest
    if not found.is_for(rules.account_of(by)):
        raise Refused(_("Only whoever sits on the seat answers for it."))
    if newest.state != MeetingState.INVITED:
        raise Refused(_("This cannot be answered now. The meeting is: %(state)s.") % {"state": newest.state.label})
    if found.standing == answer:
        return
    if found.answer == Coming.DEPUTY != answer:
        notifications.deputy_need_not_come(found, by=by)
    found.earlier, found.answered_for = found.before, newest.when_and_where
    found.answer, found.answered_by, found.answered_at = answer, str(by)[:150], timezone.now()
    found.save()
    history.record_meeting("answer_meeting", newest, ["answer"], by=by, data={"coming": answer.value})
    if answer == Coming.DEPUTY:
        notifications.deputy_is_to_come(found, by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Actor) -> None:
    """Cancel it, and tell those who were invited. A second click changes nothing. Raises Refused."""
    newest = _newest(meeting, by=by)
    if newest.cancelled_at is not None:
        return
    if newest.state == MeetingState.HELD:
        raise Refused(_("The meeting was held: it cannot be cancelled any more."))
    newest.cancelled_at = newest.told_at = timezone.now()
    Meeting.objects.filter(pk=newest.pk).update(cancelled_at=newest.cancelled_at, told_at=newest.told_at)
    history.record_meeting("cancel_meeting", newest, ["cancelled_at"], by=by)
    if newest.invited_at is not None:
        notifications.meeting_called_off(newest, invited_to(newest), by=by)


@transaction.atomic
def fill_attendance(meeting: Meeting, *, by: Actor) -> int:
    """Take into those present the seats that have answered that somebody comes; gives how many. Who came all the same, or
    did not, is set right in the form of the meeting. A second click finds none. Raises Refused."""
    newest = _newest(meeting, by=by)
    if not newest.has_come:
        raise Refused(_("Who was present is known on the day of the meeting."))
    coming = Seat.objects.filter(
        pk__in=[each.seat_id for each in invited_to(newest) if each.standing in (Coming.YES, Coming.DEPUTY)]
    )
    present = set(newest.present.all())
    added = [seat for seat in coming if seat not in present]
    if added:
        change_record(newest, {"present": [*present, *added]}, row_version=newest.row_version, by=by)
    return len(added)


def _newest(meeting: Meeting, *, by: Actor) -> Meeting:
    """The meeting as it is now, while nobody else acts on the programme."""
    take_turn(meeting.programme, by=by)
    newest = Meeting.objects.get(pk=meeting.pk)
    newest.programme = meeting.programme
    return newest


def invited_to(meeting: Meeting) -> list[MeetingInvitation]:
    """Who was invited, each with the people of the seat."""
    rows = list(meeting.invitations.select_related("seat__person", "seat__deputy"))
    for row in rows:
        row.meeting = meeting
    return rows


# Telling what has changed


def _changed() -> Q:
    """Invited meetings that were saved since those invited were last told, some time ago."""
    quiet = Q(updated_at__gt=F("told_at"), updated_at__lte=timezone.now() - SECOND_THOUGHTS)
    return quiet & Q(invited_at__isnull=False, cancelled_at=None, programme__archived_at=None)


def some_were_changed() -> bool:
    return Meeting.objects.filter(_changed()).exists()


def tell_of_meetings() -> None:
    """Tell those invited where a meeting was moved, or put into the archive before it was held. May run at any time, and
    twice at once."""
    for pk, programme in Meeting.objects.filter(_changed()).values_list("pk", "programme"):
        _tell(pk, programme)


@transaction.atomic
def _tell(pk: int, programme: int) -> None:
    """Whoever comes first notes that it was told."""
    known = Programme.objects.select_for_update(of=("self",)).get(pk=programme)
    meeting = Meeting.objects.filter(_changed(), pk=pk).first()
    if meeting is None:
        return
    meeting.programme = known
    was, now = meeting.told, meeting.when_and_where
    told = was if meeting.state == MeetingState.HELD else now  # what is set right afterwards asks nobody anew
    is_gone = meeting.archived_at is not None and not meeting.has_begun_by(meeting.archived_at)
    if is_gone:  # brought back, it is told and answered anew
        told = ""
        meeting.invitations.update(answered_for="")
    Meeting.objects.filter(pk=pk).update(told=told, told_at=timezone.now())
    if is_gone:
        notifications.meeting_called_off(meeting, invited_to(meeting), by=SYSTEM)
    elif was != now and meeting.held_on and meeting.state == MeetingState.INVITED:
        notifications.meeting_moved(meeting, invited_to(meeting))
