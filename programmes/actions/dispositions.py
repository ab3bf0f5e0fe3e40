"""Responding to what was said: proposing what becomes of it, settling it, one response for several, taken apart again.

No act here changes the programme itself; where its document has the annex of responses, the document is another then.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Meanwhile, Refused
from programmes import history, notifications, rules
from programmes.actions.comments import move_comment
from programmes.actions.turns import take_turn
from programmes.enums import CommentState, Result
from programmes.models import Comment, Disposition, FormerDisposition, Programme
from programmes.models.dispositions import CLEAR
from programmes.models.statements import ENTERED
from programmes.workflow import CommentMove

__all__ = ["Refused", "respond"]

#: what was settled is told once nobody has changed it for so long: a correction is not told twice
SECOND_THOUGHTS = timedelta(hours=1)


@transaction.atomic
def respond(
    comment: Comment, said: Disposition, *, row_version: int, by: Actor, others: Collection[Comment] = ()
) -> Disposition:
    """Say what becomes of a comment, as `said` says it, and of others that say the same and have no response yet.

    A coordinator settles it by this, any other writer proposes it. A second click changes nothing. Raises Refused where
    it was changed since the form was opened (`row_version`), or has been settled and a writer would change it.
    """
    fresh = take_turn(comment.programme, by=by)
    newest = _newest(comment)
    settles = rules.settle_response.allows(by, fresh)
    found = newest.disposition or Disposition(programme=comment.programme, row_version=0)
    joining = [each for each in _rows(comment.programme, others) if each.disposition_id is None]
    is_same = found.pk and found.says() == said.says() and not joining
    if is_same and (found.settled_at or not settles):
        return found
    _check(newest, found, said, row_version, settles=settles)
    is_news = found.settled_at is None or found.result != said.result
    _keep_former(found, said)
    for name in Disposition.said:
        setattr(found, name, getattr(said, name))
    found.written_by, found.written_at = str(by)[:150], timezone.now()
    _save(found)
    bundle = [newest, *joining]
    Comment.objects.filter(pk__in=[each.pk for each in bundle]).update(disposition=found)
    if settles:
        _settle(found, by=by, is_news=is_news)
    _record("respond" if settles else "propose_response", newest, found, by=by)
    return found


@transaction.atomic
def settle_response(comment: Comment, *, row_version: int, by: Actor) -> None:
    """The second key: a coordinator settles what a writer has proposed, as it was read. A second click changes nothing."""
    take_turn(comment.programme, by=by)
    newest = _newest(comment)
    found = newest.disposition
    if found is None or found.settled_at is not None:
        return
    if found.row_version != row_version:
        raise Refused(_("The response was changed while you read it. Nothing was settled: read it once more."))
    _save(found)
    _settle(found, by=by)
    _record("settle_response", newest, found, by=by)


@transaction.atomic
def take_back_response(comment: Comment, *, by: Actor) -> None:
    """What was settled is a proposal again, for all whom it answered: they are open until it is settled anew, but for what
    somebody has answered or closed by itself."""
    take_turn(comment.programme, by=by)
    newest = _newest(comment)
    found = newest.disposition
    if found is None or found.settled_at is None:
        return
    _keep_former(found)
    found.settled_at, found.settled_by = None, ""
    _save(found)
    found.comments.update(told_at=None)
    for each in found.comments.filter(state=CommentState.ANSWERED, is_responded=True):
        move_comment(each, CommentMove.REOPEN, by=by)
    _record("take_back_response", newest, found, by=by)


@transaction.atomic
def take_apart(comment: Comment, *, by: Actor) -> None:
    """Give a comment a response of its own again, which says what the common one says, and what that said before."""
    take_turn(comment.programme, by=by)
    newest = _newest(comment)
    common = newest.disposition
    if common is None or common.comments.count() < 2:
        return
    own = Disposition(programme=comment.programme, settled_at=common.settled_at, settled_by=common.settled_by)
    _copy(common, own)
    own.save()
    for each in common.earlier.all():
        kept = FormerDisposition(disposition=own, was_settled=each.was_settled, until=each.until)
        _copy(each, kept)
        kept.save()
    Comment.objects.filter(pk=newest.pk).update(disposition=own)
    _record("take_apart", newest, own, by=by)


@transaction.atomic
def choose_annex(programme: Programme, has_annex: bool, *, by: Actor) -> None:
    """Put the annex that tells what was said and what became of it into the document, or leave it out."""
    fresh = take_turn(programme, by=by)
    if fresh.has_annex == has_annex:
        return
    Programme.objects.filter(pk=programme.pk).update(has_annex=has_annex)
    programme.has_annex = has_annex
    history.record("add_annex" if has_annex else "leave_out_annex", programme, by=by, fields=["has_annex"])


# Telling those who said it


def some_are_to_be_told() -> bool:
    return _untold().exists()


def tell_of_responses() -> None:
    """Tell each author what has got a response, once none of it was changed for a while."""
    rows = _untold().select_related("author", "disposition").order_by("programme_id", "author_id", "pk")
    quiet_since = timezone.now() - SECOND_THOUGHTS
    for (programme_id, _author), group in groupby(rows, key=lambda each: (each.programme_id, each.author_id)):
        comments = list(group)
        if max(each.disposition.settled_at for each in comments) <= quiet_since:
            _tell(programme_id, comments)


@transaction.atomic
def _tell(programme_id: int, comments: list[Comment]) -> None:
    """Whoever is told first notes it: a second worker finds nothing to tell."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme_id)
    left = list(_untold().filter(pk__in=[each.pk for each in comments]).select_related("author", "disposition"))
    Comment.objects.filter(pk__in=[each.pk for each in left]).update(told_at=timezone.now())
    notifications.responded(programme, left)


def _untold():
    """What has a response, and was said by somebody here: whoever entered a statement for others did not say its points."""
    settled = Comment.objects.filter(disposition__settled_at__isnull=False, told_at=None, withdrawn_at=None)
    own = settled.exclude(author=None).exclude(statement__way__in=ENTERED)
    return own.filter(programme__archived_at=None)


# What they share


def _newest(comment: Comment) -> Comment:
    """The comment as it is now. Raises Refused where its writer has withdrawn it."""
    newest = Comment.objects.select_related("disposition", "answer_to").get(pk=comment.pk)
    newest.programme = comment.programme
    if newest.withdrawn_at is not None:
        raise Refused(_("The comment has been withdrawn by its writer. It needs no response."))
    return newest


def _rows(programme: Programme, comments: Iterable[Comment]) -> list[Comment]:
    keys = [each.pk for each in comments]
    return list(programme.comments.owed().filter(pk__in=keys, withdrawn_at=None)) if keys else []


def _check(comment: Comment, found: Disposition, said: Disposition, row_version: int, *, settles: bool) -> None:
    if found.row_version != row_version:
        words = _("Somebody else has responded since you opened this. Nothing was saved: look at what they wrote.")
        raise Meanwhile(found, words)
    if found.settled_at is not None and not settles:
        raise Refused(_("A coordinator has settled this response. Only a coordinator changes it."))
    if said.result not in CLEAR and not said.reason:
        raise Refused(_("Say why, in a sentence: whoever said it reads the reason."))
    if said.result == Result.PASSED_ON and not said.passed_to:
        raise Refused(_("Say to whom it is passed on."))


def _keep_former(found: Disposition, said: Disposition | None = None) -> None:
    if found.pk and (said is None or found.says() != said.says()):
        former = FormerDisposition(disposition=found, was_settled=found.settled_at is not None)
        _copy(found, former)
        former.save()


def _copy(source: Any, target: Any) -> None:
    for name in (*Disposition.said, "written_by", "written_at"):
        setattr(target, name, getattr(source, name))


def _save(found: Disposition) -> None:
    found.row_version += 1
    found.save()


def _settle(found: Disposition, *, by: Actor, is_news: bool = True) -> None:
    """It holds from now on: what was open is answered by it, and those who wait for it are told in a while; other words
    for the same result are no news."""
    found.settled_at, found.settled_by = timezone.now(), str(by)[:150]
    found.save()
    if is_news:
        found.comments.update(told_at=None)
    for each in found.comments.filter(state=CommentState.OPEN):
        move_comment(each, CommentMove.ANSWER, by=by, responds=True)


def _record(verb: str, comment: Comment, found: Disposition, *, by: Actor) -> None:
    """One event, which names every comment that the response is for."""
    comment.refresh_from_db(fields=["row_version"])
    keys = [str(key) for key in found.comments.values_list("key", flat=True)]
    history.record_comment(verb, comment, ["disposition"], by=by, data={"result": found.result, "comments": keys})
