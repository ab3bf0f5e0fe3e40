"""Commenting on a programme, answering, and settling what was said. No act here changes the programme itself."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.anchoring import holds
from integration_programme.records import Meanwhile, Refused, SentBefore, check_says_same
from integration_programme.translations import Translations
from programmes import history, notifications, rules
from programmes.actions.turns import take_turn
from programmes.enums import Access, Audience, CommentState
from programmes.models import Comment, CommentWording, Place, Programme
from programmes.models.access import standing
from programmes.models.comments import LONGEST, LONGEST_PASSAGE, LONGEST_QUOTE, cleaned
from programmes.models.readers import people
from programmes.workflow import COMMENT_MOVES, CommentMove
from stakeholders.enums import RoleKind
from stakeholders.models import Event, Organisation, Role, Seat, User

__all__ = ["Refused", "add_comment", "answer_comment"]


@transaction.atomic
def add_comment(
    programme: Programme,
    place: Place,
    text: str,
    *,
    by: Actor,
    quote: str = "",
    mentions: Collection[User] = (),
    key: UUID | None = None,
) -> Comment:
    """Say something of a place, to the writers alone until its writer shows it to others; `quote` are words that stand
    there. A second click finds the first one's comment (`key`). Raises Refused, and SentBefore.

    `mentions`: people who may read it, who are told.
    """
    fresh, quote = take_turn(programme, by=by), " ".join(cleaned(quote).split())
    said = {
        "kind": place.kind,
        "subject": place.key,
        "field": place.field,
        "language": place.language,
        "paragraph": place.paragraph,
        "quote": quote,
    }
    already, key = _already(key, programme, said | {"text": checked(text)}, mentions, by=by)
    if already:
        return already
    passage = cleaned(place.text(programme))
    if quote and (len(quote) > LONGEST_QUOTE or not holds(passage, quote)):
        raise Refused(_("These words do not stand there any more. Copy them from the text as it is now."))
    item, passage = page_item(programme, place), _around(passage, quote)
    comment = Comment(programme=programme, item=item, passage=passage, **said)
    _say(comment, fresh, text, key, by=by)
    _mention(comment, mentions, by=by)
    history.record_comment("add_comment", comment, ["text"], by=by, pages=commented(fresh, comment))
    notifications.comment_is_for(comment, mentions, by=by)
    return comment


@transaction.atomic
def answer_comment(
    comment: Comment,
    text: str,
    *,
    by: Actor,
    is_private: bool = False,
    settles: bool = False,
    mentions: Collection[User] = (),
    key: UUID | None = None,
) -> Comment:
    """Answer a comment: to those who read it today, or (`is_private`) to the writers alone. `settles`: it is answered by
    this, which those who write say. Raises Refused, and SentBefore."""
    fresh, began = _newest(comment, by=by)
    said = {"answer_to": began, "to_starter": not is_private}
    already, key = _already(key, comment.programme, said | {"text": checked(text)}, mentions, by=by)
    if already:
        return already
    if settles:
        rules.manage_comment.check(by, fresh, began)
    answer = Comment(programme=comment.programme, **said)
    for name in ("kind", "subject", "field", "language", "paragraph", "item"):
        setattr(answer, name, getattr(began, name))
    if not is_private:
        answer.to_group, answer.to_adviser = began.to_group, began.to_adviser
    _say(answer, fresh, text, key, by=by)
    _mention(answer, mentions, by=by)
    changed = ["text"]
    if settles and began.state == CommentState.OPEN:
        move_comment(began, CommentMove.ANSWER, by=by)
        changed.append("state")
    history.record_comment("answer_comment", answer, changed, by=by)
    notifications.comment_is_for(answer, mentions, by=by)
    notifications.comment_is_answered(answer, by=by)
    return answer


@transaction.atomic
def change_comment(
    comment: Comment, text: str, *, row_version: int, by: Actor, mentions: Collection[User] | None = None
) -> None:
    """Write it otherwise; what it said before is kept, and those who read it can read that too. Raises Refused when it has
    been withdrawn, Meanwhile when it was changed since the form was opened (`row_version`). `mentions`: None leaves them as
    they are."""
    _fresh, newest = _newest(comment, by=by)
    words, known = checked(text), set(newest.mentioned.all())
    added = [] if mentions is None else [person for person in mentions if person not in known]
    if newest.withdrawn_at is None and newest.text == words and not added:
        return
    if newest.withdrawn_at is not None:
        raise Refused(_("The comment has been withdrawn since you opened it. Nothing was saved."))
    if newest.row_version != row_version:
        raise Meanwhile(newest)
    if newest.text != words:
        CommentWording.objects.create(comment=newest, text=newest.text)
        newest.text, newest.edited_at = words, timezone.now()
    _save(newest)
    _mention(newest, added, by=by)
    history.record_comment("change_comment", newest, ["text"], by=by)
    notifications.comment_is_for(newest, added, by=by)


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: Actor) -> None:
    """Take its words away, those of before too, for everybody; that it was there stays. A second click changes nothing."""
    _fresh, newest = _newest(comment, by=by)
    if newest.withdrawn_at is not None:
        return
    newest.wordings.all().delete()
    newest.text, newest.withdrawn_at = "", timezone.now()
    _save(newest)
    notifications.comment_is_gone(newest)
    history.record_comment("withdraw_comment", newest, ["text"], by=by)


@transaction.atomic
def show_comment(comment: Comment, audiences: Collection[Audience], *, by: Actor) -> None:
    """Choose who reads it beside the writers. An answer is shown to no audience that does not read what it answers."""
    _fresh, newest = _newest(comment, by=by)
    wanted = set(audiences) & set(newest.answer_to.audiences if newest.answer_to else Audience)
    if newest.withdrawn_at is not None:
        raise Refused(_("The comment has been withdrawn. Nothing was changed."))
    if wanted == set(newest.audiences):
        return
    newest.to_group, newest.to_adviser = Audience.GROUP in wanted, Audience.ADVISER in wanted
    _save(newest)
    shown = [audience.value for audience in newest.audiences]
    history.record_comment("show_comment", newest, ["to_group", "to_adviser"], by=by, data={"audiences": shown})


@transaction.atomic
def mark_comment_answered(comment: Comment, *, by: Actor) -> None:
    """Those who write say that it is answered. A second click changes nothing."""
    _settle("mark_comment_answered", comment, CommentMove.ANSWER, by=by)


@transaction.atomic
def close_comment(comment: Comment, *, by: Actor) -> None:
    """Who wrote it, or a coordinator, ends it, whether or not it was answered. A second click changes nothing."""
    _settle("close_comment", comment, CommentMove.CLOSE, by=by)


@transaction.atomic
def reopen_comment(comment: Comment, *, by: Actor) -> None:
    _settle("reopen_comment", comment, CommentMove.REOPEN, by=by)


@transaction.atomic
def assign_comment(comment: Comment, person: User | None, *, by: Actor) -> None:
    """Choose who sees to it, of those who may read it, or nobody any more; who is chosen is told. Raises Refused."""
    _fresh, newest = _newest(comment, by=by)
    if newest.assigned_to == person:
        return
    if person is not None:
        _check_readers(newest, [person])
    newest.assigned_to = person
    _save(newest)
    history.record_comment("assign_comment", newest, ["assigned_to"], by=by)
    notifications.comment_is_for(newest, [person] if person else [], by=by)


def commented(programme: Programme, comment: Comment) -> dict[str, list[str]]:
    """The pages on which something was said, where this comment is the first on one of its own."""
    new = {comment.item, comment.subject} - {"", *programme.commented}
    return {"commented": [*programme.commented, *sorted(new)]} if new else {}


def page_item(programme: Programme, place: Place) -> str:
    """The item of the checklist on whose page a place is read; '' for the programme as a whole."""
    item = place.item(programme)
    return programme.checklist.subject_of(item).key if item and item in programme.checklist else ""


def readers_of(comment: Comment) -> list[User]:
    """Who may read a comment today, by name: those who can be asked to look at it."""
    programme = comment.programme
    return people(
        programme, [each for each in comment.audiences if rules.sees_place(programme.seen_by(each), comment.place)]
    )


def _newest(comment: Comment, *, by: Actor) -> tuple[Programme, Comment]:
    """The programme and the comment as they are now, while nobody else acts on them."""
    fresh = take_turn(comment.programme, by=by)
    newest = Comment.objects.select_related("answer_to", "assigned_to").get(pk=comment.pk)
    newest.programme = comment.programme
    return fresh, newest


def _already(
    key: UUID | None, programme: Programme, said: Mapping[str, Any], mentions: Iterable[User], *, by: Actor
) -> tuple[Comment | None, UUID]:
    """What the first click of a double click has made, and the key for a new one: nobody is given the comment, or the key,
    of another person or another programme. Raises SentBefore where other words were said first, or fewer people asked."""
    found = Comment.objects.filter(key=key).first() if key else None
    if found is None:
        return None, key or uuid4()
    is_own = found.programme_id == programme.pk and found.author_id == getattr(by.account, "pk", 0)
    if not is_own:
        return None, uuid4()
    check_says_same(found, said)
    if set(mentions) - set(found.mentioned.all()):
        raise SentBefore(found)
    return found, found.key


def checked(text: str) -> str:
    """What is said, as it is kept. Raises Refused for nothing, and for too much."""
    words = cleaned(text)
    if not words:
        raise Refused(_("Write something first."))
    if len(words) > LONGEST:
        raise Refused(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
    return words


def passage_of(place: Place, programme: Programme) -> str:
    """What stands at a place today, as far as it is kept with what is said of it."""
    return _around(cleaned(place.text(programme)), "")


def _around(passage: str, quote: str) -> str:
    """As much of a passage as is kept, with the words that were marked in it."""
    start = max(0, passage.find(quote) - LONGEST_PASSAGE // 3) if len(passage) > LONGEST_PASSAGE else 0
    return passage[start : start + LONGEST_PASSAGE]


def _say(comment: Comment, programme: Programme, text: str, key: UUID, *, by: Actor) -> None:
    """Save a new comment as somebody's, of today."""
    comment.key = key
    comment.text, comment.draft_of = checked(text), programme.written_at
    comment.version_id = programme.versions.order_by("-number").values_list("pk", flat=True).first()
    comment.author, comment.author_name = by.account, str(by)[:150]
    comment.author_access = rules.role_of(by, comment.programme)
    comment.seat, comment.on_behalf = on_behalf(comment.programme, comment.author_access, by)
    comment.save(force_insert=True)


def on_behalf(programme: Programme, access: str, by: Actor) -> tuple[Seat | None, Translations]:
    """For whom somebody speaks: a seat of the group with its organisation, a regional centre, a municipality."""
    if access == Access.MEMBER:
        own = Q(person=by.account) | Q(deputy=by.account)
        seat = Seat.objects.current().valid().filter(own, group=programme.group_id).first()
        return seat, seat.names if seat else Translations()
    if access == Access.ADVISER:
        centre = Organisation.objects.filter(pk__in=by.advises_for).first()
        return None, centre.names if centre else Translations()
    roles = Role.objects.valid().filter(user=by.account, kind__in=[RoleKind.COORDINATOR, RoleKind.EDITOR])
    links = programme.links.filter(standing(), municipality__in=roles.values("municipality"))
    link = links.select_related("municipality").order_by("-is_lead", "pk").first()
    return None, link.municipality.names if link else Translations()


def _save(comment: Comment) -> None:
    comment.row_version += 1
    comment.save()


def _mention(comment: Comment, mentions: Iterable[User], *, by: Actor) -> None:
    if mentions := list(mentions):
        _check_readers(comment, mentions)
        comment.mentioned.add(*mentions)


def _check_readers(comment: Comment, chosen: Iterable[User]) -> None:
    """Nobody is led to a comment that is not shown to them."""
    may_read = {person.pk for person in readers_of(comment)}
    began = comment.answer_to or comment
    may_read |= {began.author_id} if comment.to_starter or began is comment else set()
    if any(person.pk not in may_read for person in chosen):
        raise Refused(_("Only people who may read the comment can be asked to look at it."))


def _settle(verb: str, comment: Comment, move: CommentMove, *, by: Actor) -> Event | None:
    _fresh, newest = _newest(comment, by=by)
    if move not in COMMENT_MOVES[newest.state]:
        if newest.state in {moves.get(move) for moves in COMMENT_MOVES.values()}:
            return None  # the second click finds it done
        raise Refused(_("This cannot be done now. The comment is: %(state)s.") % {"state": newest.get_state_display()})
    move_comment(newest, move, by=by)
    return history.record_comment(verb, newest, ["state"], by=by)


def move_comment(comment: Comment, move: CommentMove, *, by: Actor, responds: bool = False) -> None:
    """Take a step of its state, within the act that does; `responds`: a response does."""
    comment.state, comment.is_responded = COMMENT_MOVES[comment.state][move], responds
    comment.state_at, comment.state_by = timezone.now(), str(by)[:150]
    _save(comment)
