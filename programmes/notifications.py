"""Who hears of what becomes of a joint programme, of what is shared, of comments and of rounds.

A municipality that is asked, and its answer, are mails of their own; whatever else is told is a notice (`notices`). Both
come with the transaction of the act; the worker sends them.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, cast

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from integration_programme import mail, outbox
from integration_programme.actors import Actor
from programmes import notices
from programmes.enums import Audience, PartnerRight, RoundKind
from programmes.models import (
    Comment,
    Duty,
    HandOver,
    Meeting,
    MeetingInvitation,
    Participant,
    Programme,
    ProgrammeMunicipality,
    Review,
    Round,
    Statement,
    item_place,
    place_of,
)
from programmes.models.dispositions import OPEN
from programmes.models.kinds import kind_of
from programmes.models.places import item_names
from programmes.models.readers import people
from stakeholders.models import Event, User, today
from stakeholders.notifications import KIND_NAMES, address, answering_for, coordinators_of

KIND_NAMES |= {
    "partner_asked": gettext_lazy("Request to take part in a programme"),
    "partner_answered": gettext_lazy("Answer of a partner municipality"),
    "partner_right": gettext_lazy("What a partner municipality may do"),
    "round_asked": gettext_lazy("Request in a round of comments"),
    "round_link": gettext_lazy("Personal link of a round of comments"),
    "round_reminder": gettext_lazy("Reminder of a round of comments"),
    "round_cancelled": gettext_lazy("Cancelling of a round of comments"),
    "digest": gettext_lazy("Notices of a day or a week"),
}


def _comments(keys: Collection[str]) -> dict[str, Comment]:
    found = Comment.objects.select_related("answer_to", "disposition").filter(key__in=keys, withdrawn_at=None)
    return {str(comment.key): comment for comment in found}


def _reads(programme: Programme, person: User, comment: Comment) -> bool:
    return comment.is_shown_to(programme.audience, person)


def _duties(keys: Collection[str]) -> dict[str, Duty]:
    return {str(duty.key): duty for duty in Duty.objects.filter(key__in=keys)}


def _is_for(programme: Programme, person: User, duty: Duty) -> bool:
    return person.pk in (duty.person_id, duty.deputy_id)


COMMENT = notices.kind(
    "comment",
    label=gettext_lazy("Comment to look at"),
    sentence=gettext_lazy("%(who)s asks you to look at a comment: %(what)s."),
    page="comment",
    waits=True,
    find=_comments,
    reads=_reads,
)
COMMENT_ANSWERED = notices.kind(
    "comment_answered",
    label=gettext_lazy("Answer to a comment"),
    sentence=gettext_lazy("%(who)s answered your comment: %(what)s."),
    page="comment",
    find=_comments,
    reads=_reads,
)
RESPONDED = notices.kind(
    "responded",
    label=gettext_lazy("What became of a comment"),
    sentence=gettext_lazy("Your comment has a response: %(what)s."),
    page="comment",
    find=_comments,
    reads=lambda programme, person, comment: _reads(programme, person, comment) and comment.standing != OPEN,
)
COMMENTS = notices.kind(
    "comments",
    label=gettext_lazy("New comments"),
    sentence=gettext_lazy("%(who)s has commented on the programme."),
    page="comments",
)
SHARED = notices.kind(
    "programme_shared",
    label=gettext_lazy("Something to read in a programme"),
    sentence=gettext_lazy("%(what)s has shared its programme, or a part of it, with you."),
    page="programme",
    waits=True,
)
DUTY_ASKED = notices.kind(
    "duty_asked",
    label=gettext_lazy("Section to take on"),
    sentence=gettext_lazy("%(who)s asks you to see to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
    reads=_is_for,
)
DEPUTY_NAMED = notices.kind(
    "deputy_named",
    label=gettext_lazy("Deputy for a section"),
    sentence=gettext_lazy("%(who)s named you as deputy for: %(what)s."),
    page="duty",
    find=_duties,
    reads=_is_for,
)
DUTY_ACCEPTED = notices.kind(
    "duty_accepted",
    label=gettext_lazy("Section taken on"),
    sentence=gettext_lazy("%(who)s takes on: %(what)s."),
    page="duty",
    find=_duties,
)
DUTY_DECLINED = notices.kind(
    "duty_declined",
    label=gettext_lazy("Section not taken on"),
    sentence=gettext_lazy("%(who)s does not take on: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_NEAR = notices.kind(
    "duty_near",
    label=gettext_lazy("Day of your section"),
    sentence=gettext_lazy("Your section is due on %(day)s: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
    reads=_is_for,
)
DUTY_SILENT = notices.kind(
    "duty_silent",
    label=gettext_lazy("Section without an answer"),
    sentence=gettext_lazy("%(who)s has not answered whether to see to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_LATE = notices.kind(
    "duty_late",
    label=gettext_lazy("Section that is late"),
    sentence=gettext_lazy("The day of %(who)s has passed, %(day)s: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_GONE = notices.kind(
    "duty_gone",
    label=gettext_lazy("Section that nobody sees to"),
    sentence=gettext_lazy("%(who)s no longer writes the programme, and nobody sees to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
HANDED_OVER = notices.kind(
    "handed_over",
    label=gettext_lazy("What was handed over"),
    sentence=gettext_lazy("%(who)s gave you what %(what)s saw to in the programme."),
    page="handed_over",
    waits=True,
    find=lambda keys: {str(each.key): each for each in HandOver.objects.defer("documents").filter(key__in=keys)},
    reads=lambda programme, _person, _row: programme.audience == Audience.WRITERS,
)
REVIEWS_HANDED_OVER = notices.kind(
    "reviews_handed_over",
    label=gettext_lazy("What was handed over"),
    sentence=gettext_lazy("%(who)s gave you what %(what)s saw to in the programme."),
    page="programme",
    waits=True,
)
DAY_NEAR = notices.kind(
    "day_near",
    label=gettext_lazy("Day that comes near"),
    sentence=gettext_lazy("Due on %(day)s: %(what)s."),
    waits=True,
)


def _rounds(keys: Collection[str]) -> dict[str, Round]:
    return {str(found.key): found for found in Round.objects.filter(key__in=keys)}


RESIDENTS_ANSWERED = notices.kind(
    "residents_answered",
    label=gettext_lazy("Answers of residents"),
    sentence=gettext_lazy("Residents have answered, and what they wrote waits to be looked at: %(what)s."),
    page="resident_answers",
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)
ANSWER_FLAGGED = notices.kind(
    "answer_flagged",
    label=gettext_lazy("Answer of a resident to look at"),
    sentence=gettext_lazy("%(who)s asks you to look at an answer of a resident: %(what)s."),
    page="resident_answers",
    waits=True,
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)
ROUND_CLOSED = notices.kind(
    "round_closed",
    label=gettext_lazy("Round of comments closed"),
    sentence=gettext_lazy("A round has closed: %(what)s."),
    page="round",
    waits=True,
    find=_rounds,
    reads=lambda programme, person, found: programme.audience == Audience.WRITERS,
)


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
POINT_NEAR = notices.kind(
    "point_near",
    label=gettext_lazy("Day of a point of a statement"),
    sentence=gettext_lazy("A point of a statement waits for you until %(day)s: %(what)s."),
    page="comment",
    waits=True,
    find=_comments,
    reads=_reads,
)


def _reviews(keys: Collection[str]) -> dict[str, Review]:
    return {str(review.key): review for review in Review.objects.known().filter(key__in=keys)}


REVIEW_ASKED = notices.kind(
    "review_asked",
    label=gettext_lazy("Programme to go through"),
    sentence=gettext_lazy("%(what)s asks you to go through its programme."),
    page="review",
    waits=True,
    find=_reviews,
    reads=lambda programme, person, review: programme.audience == Audience.ADVISER and review.waits,
)
REVIEW_SENT = notices.kind(
    "review_sent",
    label=gettext_lazy("Comments of the adviser"),
    sentence=gettext_lazy("The adviser's comments on the programme have come (%(who)s)."),
    page="review",
    waits=True,
    find=_reviews,
    reads=lambda programme, person, review: programme.audience == Audience.WRITERS,
)


def programme_shared(programme: Programme, audience: Audience) -> None:
    """Tell those of an audience that something of a programme is open to them; each hears of it once a day at most."""
    writers = people(programme)
    readers = [each for each in people(programme, [audience]) if each not in writers]
    notices.tell(readers, SHARED, programme, once=f"{programme.pk}:{today():%Y-%m-%d}", names=programme.lead.names)


def review_asked(review: Review, advisers: Iterable[User], *, by: Actor) -> None:
    """Ask the advisers; what is asked they read after signing in."""
    names = review.programme.lead.names
    notices.tell(
        advisers, REVIEW_ASKED, review.programme, once=_asking(review), by=by, subject=str(review.key), names=names
    )


def review_is_not_asked(review: Review) -> None:
    """Nobody is asked any more by a mail that has not left."""
    notices.take_back(REVIEW_ASKED, _asking(review))


def review_sent(review: Review, *, by: Actor) -> None:
    """Tell the coordinators that a review has come: one mail, however many comments it has."""
    people = _coordinators(review.programme)
    notices.tell(people, REVIEW_SENT, review.programme, once=str(review.key), by=by, subject=str(review.key))


def _asking(review: Review) -> str:
    return f"{review.key}:{review.asked_at.isoformat()}"


def partner_asked(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Ask those who answer for the municipality."""
    _write("partner_asked", answering_for(link.municipality_id), link, event, by, ("partner_request", link.key))


def partner_right_changed(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell a municipality that takes part what its people may do from now on."""
    page = ("programme", link.programme.slug)
    _write("partner_right", coordinators_of(link.municipality_id), link, event, by, page)


def partner_answered(link: ProgrammeMunicipality, event: Event, *, by: Actor) -> None:
    """Tell the lead municipality that a partner has consented, declined or withdrawn."""
    page = ("responsibility", link.programme.slug)
    _write("partner_answered", coordinators_of(link.programme.lead.municipality_id), link, event, by, page)


def comment_is_for(comment: Comment, people: Iterable[User], *, by: Actor) -> None:
    """Tell people that somebody asks them to look at a comment: once a comment and person, whatever it is asked for. What
    it says they read after signing in, where its right to be read is asked anew."""
    _tell_of(comment, people, COMMENT, once=str(comment.key), by=by)


def comment_is_answered(answer: Comment, *, by: Actor) -> None:
    """Tell whoever began that they were answered, where they read it."""
    began = answer.answer_to
    if began and began.author and answer.to_starter:
        _tell_of(answer, [began.author], COMMENT_ANSWERED, once=str(answer.key), by=by)


def comment_was_said(comment: Comment) -> int:
    """Tell the coordinators that somebody who does not write the programme has commented on it: once a day and person,
    however much was said; gives how many heard of it."""
    once = f"{comment.programme_id}:{comment.author_id}:{localdate(comment.said_at):%Y-%m-%d}"
    return len(
        notices.tell(
            _coordinators(comment.programme), COMMENTS, comment.programme, once=once, by=cast(User, comment.author)
        )
    )


def comment_is_gone(comment: Comment) -> None:
    """Nobody is led to a comment that has been withdrawn."""
    for kind in (COMMENT, COMMENT_ANSWERED):
        notices.take_back(kind, str(comment.key))


def _tell_of(comment: Comment, people: Iterable[User], kind: notices.NoticeKind, *, once: str, by: Actor) -> None:
    place = comment.place.whole
    notices.tell(people, kind, comment.programme, once=once, by=by, place=place, subject=str(comment.key))


def duty_is_for(duty: Duty, *, by: Actor, is_new_person: bool, is_new_deputy: bool) -> None:
    """Ask who is to see to a section, and tell who is their deputy."""
    once = f"{duty.pk}:{duty.asked_at.isoformat()}"
    if is_new_person:
        tell_of_duty(duty, [duty.person], DUTY_ASKED, once=once, by=by, day=duty.due_on)
    if is_new_deputy and duty.deputy:
        tell_of_duty(duty, [duty.deputy], DEPUTY_NAMED, once=once, by=by)


def duty_is_answered(duty: Duty, *, by: Actor) -> None:
    """Tell the coordinators whether a section is taken on."""
    kind, once = DUTY_ACCEPTED if duty.is_taken_on else DUTY_DECLINED, f"{duty.pk}:{duty.asked_at.isoformat()}"
    tell_of_duty(duty, _coordinators(duty.programme), kind, once=once, by=by)


def duty_is_gone(duty: Duty) -> None:
    """Nobody is asked any more by a mail that has not left."""
    for kind in (DUTY_ASKED, DEPUTY_NAMED):
        notices.take_back(kind, f"{duty.pk}:{duty.asked_at.isoformat()}")


def tell_of_duty(duty: Duty, people: Iterable[User], kind: notices.NoticeKind, **about: Any) -> list[User]:
    """Tell people something of who sees to a section."""
    programme = duty.programme
    place, names = item_place(programme, duty.item), item_names(programme, duty.item)
    return notices.tell(people, kind, programme, place=place, subject=str(duty.key), names=names, **about)


def _coordinators(programme: Programme) -> list[User]:
    return coordinators_of(programme.lead.municipality_id)


#: mails that hold a personal link
TO_PARTICIPANTS = ("round_asked", "round_reminder", "round_link")


def round_asked(participants: Iterable[Participant]) -> None:
    """Send those who are asked their personal links, in one statement. The people of the demo are made up."""
    _write_to("round_asked", participants, lambda participant: outbox.digest(participant.token))


def round_reminder(participants: Iterable[Participant]) -> None:
    """Remind those who have not answered, once a day of a reminder."""
    _write_to("round_reminder", participants, lambda participant: f"{participant.round.remind_on:%Y-%m-%d}")


def round_link(participants: Iterable[Participant]) -> None:
    """Send personal links once more to somebody who has asked for them, once a day."""
    _write_to("round_link", participants, lambda participant: f"{today():%Y-%m-%d}")


def round_cancelled(participants: Iterable[Participant]) -> None:
    """Tell those who were asked that they need not answer, once each."""
    _write_to("round_cancelled", participants, lambda _participant: "")


def without_their_link(asked: Round) -> set[str]:
    """The keys of participants whose personal link has never left."""
    prefix = f"round_asked:{asked.key}:"
    written = {
        is_sent: {key.split(":")[2] for key in outbox.keys(prefix, is_sent=is_sent)} for is_sent in (True, False)
    }
    return written[False] - written[True]


def _write_to(kind: str, participants: Iterable[Participant], what: Callable[[Participant], str]) -> None:
    reached = [each for each in participants if each.address and not each.round.programme.is_demo]
    outbox.put(
        mail.drafted(
            each.address,
            kind,
            _told(each),
            key=f"{each.round.key}:{each.key}:{what(each)}",
            language=each.language,
            about=each.round.programme.slug,
        )
        for each in reached
    )


def _told(participant: Participant) -> dict[str, Any]:
    """What a mail says to whoever is asked, in their language where there is a text in it."""
    asked, language = participant.round, participant.language
    programme = asked.programme
    return {
        "lead": programme.lead.label(language),
        "programme": programme.label(language),
        "title": asked.label(language, programme.original_language),
        "message": asked.message.first(language, programme.original_language)[1],
        "body": participant.body.first(language, programme.original_language)[1],
        "is_statement": asked.kind == RoundKind.STATEMENT,
        "closes_on": asked.closes_on,
        "url": address("answer_round", language, participant.token),
    }


def round_is_over(asked: Round) -> None:
    """Nobody is led to a round that is over."""
    for kind in TO_PARTICIPANTS:
        outbox.withdraw(f"{kind}:{asked.key}:")


def link_is_gone(participant: Participant) -> None:
    """A mail whose link no longer works need not leave."""
    for kind in TO_PARTICIPANTS:
        outbox.withdraw(f"{kind}:{participant.round.key}:{participant.key}:")


def round_closed(asked: Round, *, by: Actor) -> None:
    """Tell the coordinators that a round has ended; once for each last day that it had."""
    once = f"{asked.key}:{asked.closes_on:%Y-%m-%d}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(_coordinators(asked.programme), ROUND_CLOSED, asked.programme, once=once, by=by, **told)


def residents_answered(asked: Round, *, by: Actor) -> None:
    """Tell the coordinators that answers of residents wait for them; once a day, however many there are."""
    once = f"{asked.key}:{today():%Y-%m-%d}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(_coordinators(asked.programme), RESIDENTS_ANSWERED, asked.programme, once=once, by=by, **told)


def answer_flagged(statement: Statement, *, by: Actor) -> None:
    """Tell the coordinators that a writer wants them to look at the answer of a resident."""
    asked, once = statement.round, f"{statement.key}:{statement.row_version}"
    told = {"subject": str(asked.key), "names": asked.names}
    notices.tell(_coordinators(asked.programme), ANSWER_FLAGGED, asked.programme, once=once, by=by, **told)


def meeting_called(meeting: Meeting, invited: Iterable[MeetingInvitation], *, by: Actor) -> None:
    """Invite those who sit on the seats."""
    _tell_of_meeting(meeting, invited, MEETING, once=str(meeting.key), by=by)


def deputy_is_to_come(invitation: MeetingInvitation, *, by: Actor) -> None:
    """Tell the deputy of a seat who is to come instead."""
    meeting = invitation.meeting
    _tell_of_meeting(meeting, [invitation], MEETING_DEPUTY, once=f"{meeting.key}:{meeting.told}", by=by)


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
    people = [person for invitation in invited for person in invitation.people]
    told = {"subject": str(meeting.key), "names": meeting.names, "day": meeting.held_on}
    is_gone = meeting.archived_at is not None  # from its page: then the notice leads to the list of meetings
    place = item_place(meeting.programme, kind_of(meeting).item) if is_gone else place_of(meeting)
    notices.tell(people, kind, meeting.programme, place=place, **told, **about)


def responded(programme: Programme, comments: Iterable[Comment]) -> None:
    """Tell those who made these comments that they have a response; whoever can no longer read it is led nowhere."""
    for comment in comments:
        comment.programme = programme
        once = f"{comment.key}:{comment.disposition.settled_at.isoformat()}"
        notices.tell(
            [comment.author], RESPONDED, programme, once=once, place=comment.place.whole, subject=str(comment.key)
        )


def _write(
    kind: str, people: list[User], link: ProgrammeMunicipality, event: Event, by: Actor, page: tuple[str, Any]
) -> None:
    """One mail to each, in the reader's language; nobody is told of what they have done themselves."""
    if not (readers := [user for user in people if user != by.account]):
        return
    for user in readers:
        context = {
            "name": link.label(user.language),
            "lead": link.programme.lead.label(user.language),
            "title": link.programme.label(user.language),
            "right": PartnerRight(link.right).label,
            "consent": link.consent,
            "url": address(page[0], user.language, page[1]),
        }
        once = {"key": f"{event.pk}:{user.pk}", "about": link.programme.slug}
        mail.write(user.email, kind, context, **once, language=user.language)
