"""Who hears of comments, of answers to them, and of what became of them."""

from collections.abc import Collection, Iterable
from typing import cast

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from programmes import notices
from programmes.models import Comment, Programme
from programmes.models.dispositions import OPEN
from stakeholders.models import User
from stakeholders.notifications import coordinators_of


def _comments(keys: Collection[str]) -> dict[str, Comment]:
    found = Comment.objects.select_related("answer_to", "disposition").filter(key__in=keys, withdrawn_at=None)
    return {str(comment.key): comment for comment in found}


def _reads(programme: Programme, person: User, comment: Comment) -> bool:
    return comment.is_shown_to(programme.audience, person)


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
POINT_NEAR = notices.kind(
    "point_near",
    label=gettext_lazy("Day of a point of a statement"),
    sentence=gettext_lazy("A point of a statement waits for you until %(day)s: %(what)s."),
    page="comment",
    waits=True,
    find=_comments,
    reads=_reads,
)


def comment_is_for(comment: Comment, people: Iterable[User], *, by: Actor) -> None:
    """Tell people that somebody asks them to look at a comment: once a comment and person, whatever it is asked for. What
    it says they read after signing in, where its right to be read is asked anew."""
    _tell_of(comment, people, COMMENT, once=str(comment.key), by=by)


def comment_is_answered(answer: Comment, *, by: Actor) -> None:
    """Tell whoever began that they were answered, where they read it; not whoever entered it for somebody else."""
    began = answer.answer_to
    if began and began.author and answer.to_starter and not (began.statement and began.statement.is_entered):
        _tell_of(answer, [began.author], COMMENT_ANSWERED, once=str(answer.key), by=by)


def comment_was_said(comment: Comment) -> int:
    """Tell the coordinators that somebody who does not write the programme has commented on it: once a day and person,
    however much was said; gives how many heard of it."""
    once = f"{comment.programme_id}:{comment.author_id}:{localdate(comment.said_at):%Y-%m-%d}"
    return len(
        notices.tell(
            coordinators_of(comment.programme.lead.municipality_id),
            COMMENTS,
            comment.programme,
            once=once,
            by=cast(User, comment.author),
        )
    )


def comment_is_gone(comment: Comment) -> None:
    """Nobody is led to a comment that has been withdrawn."""
    for kind in (COMMENT, COMMENT_ANSWERED):
        notices.take_back(kind, str(comment.key))


def _tell_of(comment: Comment, people: Iterable[User], kind: notices.NoticeKind, *, once: str, by: Actor) -> None:
    place = comment.place.whole
    notices.tell(people, kind, comment.programme, once=once, by=by, place=place, subject=str(comment.key))


def responded(programme: Programme, comments: Iterable[Comment]) -> None:
    """Tell those who made these comments that they have a response; whoever can no longer read it is led nowhere."""
    for comment in comments:
        comment.programme = programme
        once = f"{comment.key}:{comment.disposition.settled_at.isoformat()}"
        notices.tell(
            [comment.author], RESPONDED, programme, once=once, place=comment.place.whole, subject=str(comment.key)
        )
