"""What residents answer on the public page of their questions, and what a coordinator lets in or hides.

An answer is kept as a statement from the first moment, and counts as one, in words and in numbers, only once it has been
let in: what it says is then so many points, each of which is owed a response as comments are.
"""

import json
from datetime import datetime, time
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_programme.actors import Actor, LinkHolder
from integration_programme.records import Refused
from integration_programme.translations import Translations, in_every_language
from programmes import history, notifications
from programmes.actions.rounds import newest
from programmes.actions.turns import take_turn
from programmes.enums import Moderation, StatementStance, StatementWay
from programmes.models import Comment, CommentWording, Programme, Round, Statement
from programmes.models.comments import cleaned
from programmes.models.statements import LONGEST_WHY
from stakeholders.models import today

__all__ = ["Refused", "send_resident_answer"]


class Over(Refused):
    """The questions cannot be answered any more."""


def resident(asked: Round) -> LinkHolder:
    """Whoever answers on the public page: known by no more than what they answer to."""
    with translation.override(asked.programme.original_language):
        return LinkHolder(link=str(asked.key), name=_("A resident"))


def _residents_name() -> Translations:
    return in_every_language(lambda _language: _("A resident"))


@transaction.atomic
def send_resident_answer(
    asked: Round, answers: list[str], text: str, *, language: str, key: UUID, by: Actor
) -> Statement:
    """Keep what a resident has answered for those who moderate, with a number and a code. A second click finds the first
    one's answer, also where it was changed and sent again. Raises Over."""
    fresh, found = newest(asked, by=by)
    said = {"answers": [cleaned(each) for each in answers], "text": cleaned(text), "language": language}
    keys = [key, uuid5(key, json.dumps(said))]
    for already in found.statements.filter(key__in=keys, moderation__gt=""):
        if all(getattr(already, name) == value for name, value in said.items()):
            return already
    if not (found.is_public and found.is_open) or fresh.archived_at is not None:
        raise Over(_("The questions cannot be answered any more."))
    statement = Statement(
        key=_free(keys),
        programme=fresh,
        round=found,
        body=_residents_name(),
        way=StatementWay.PUBLIC,
        stance=StatementStance.COMMENTS,
        moderation=Moderation.WAITING,
        received_on=today(),
        sent_at=timezone.now(),
        **said,
    )
    statement.give_number()
    statement.save(force_insert=True)
    history.record_round("send_resident_answer", found, by=by)
    notifications.residents_answered(found, by=by)
    return statement


def _free(keys: list[UUID]) -> UUID:
    """The first of these that no statement has."""
    taken = set(Statement.objects.filter(key__in=keys).values_list("key", flat=True))
    return next((key for key in keys if key not in taken), None) or uuid4()


@transaction.atomic
def let_in_answer(statement: Statement, *, by: Actor) -> None:
    """Let an answer in: it counts from now on, and everything that it says is a point that is owed a response. A second
    click changes nothing."""
    fresh, answer = _newest(statement, by=by)
    if answer.moderation == Moderation.LET_IN and not answer.flagged_by:
        return
    if answer.moderation != Moderation.LET_IN:
        _make_points(fresh, answer)
    answer.moderation, answer.why_hidden, answer.flagged_by = Moderation.LET_IN, "", ""
    _save(answer)
    history.record_round("let_in_answer", answer.round, by=by)


@transaction.atomic
def hide_answer(statement: Statement, why: str, *, by: Actor) -> None:
    """Hide an answer, with a reason that the resident reads. What it said is taken out of the comments. A second click
    changes nothing. Raises Refused without a reason."""
    fresh, answer = _newest(statement, by=by)
    why = cleaned(why)[:LONGEST_WHY]
    if not why:
        raise Refused(_("Say why it is hidden: the resident reads the reason."))
    if (answer.moderation, answer.why_hidden) == (Moderation.HIDDEN, why):
        return
    _withdraw_points(fresh, answer)
    answer.moderation, answer.why_hidden, answer.flagged_by = Moderation.HIDDEN, why, ""
    _save(answer)
    history.record_round("hide_answer", answer.round, by=by)


@transaction.atomic
def flag_answer(statement: Statement, *, by: Actor) -> None:
    """Ask a coordinator to look at an answer (once more). A second click changes nothing."""
    _fresh, answer = _newest(statement, by=by)
    if answer.flagged_by:
        return
    answer.flagged_by = str(by)[:150]
    _save(answer)
    history.record_round("flag_answer", answer.round, by=by)
    notifications.answer_flagged(answer, by=by)


# What they share


def _newest(statement: Statement, *, by: Actor) -> tuple[Programme, Statement]:
    """The programme and the answer as they are now, while nobody else acts on them."""
    fresh = take_turn(statement.programme, by=by)
    found = Statement.objects.select_related("round").get(pk=statement.pk)
    found.programme = found.round.programme = fresh
    return fresh, found


def _save(statement: Statement) -> None:
    statement.row_version += 1
    statement.save()


def _make_points(programme: Programme, statement: Statement) -> None:
    """A point for everything that it says, with the question that it answers: everybody may read it."""
    came = timezone.make_aware(datetime.combine(statement.received_on, time(12)))
    said = [f"{question}\n\n{answer}" for question, answer in statement.answered]
    Comment.objects.bulk_create(
        Comment(
            programme=programme,
            statement=statement,
            text=text,
            draft_of=programme.written_at,
            version_id=statement.round.version_id,
            author_name=statement.parted_number,
            on_behalf=statement.body,
            to_group=True,
            to_adviser=True,
            said_at=came,
        )
        for text in [*said, statement.text]
        if text
    )
    history.count_comments(programme)


def _withdraw_points(programme: Programme, statement: Statement) -> None:
    """Take the words of its points away, those of before too; that they were there stays."""
    points = statement.points.filter(withdrawn_at=None)
    CommentWording.objects.filter(comment__in=points).delete()
    if points.update(text="", withdrawn_at=timezone.now()):
        history.count_comments(programme)
