"""What comes in: an answer of a participant in a round, and statements that the writers enter."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Meanwhile, Refused, stands_already, written
from programmes import history
from programmes.actions.rounds import newest
from programmes.actions.turns import take_turn
from programmes.enums import StatementStance, StatementWay
from programmes.models import Comment, Participant, Programme, Statement
from programmes.models.comments import cleaned
from programmes.models.statements import LONGEST_ANSWER, LONGEST_TEXT
from stakeholders.models import today


class LinkEnded(Refused):
    """The round is over, or the link does not work any more."""


@dataclass
class Answer:
    """What a participant says."""

    stance: str
    text: str = ""
    answers: list[str] = field(default_factory=list)
    language: str = "fi"
    contributor_name: str = ""
    supporting_bodies: list[str] = field(default_factory=list)
    supporting_persons: list[str] = field(default_factory=list)
    supporters_beside: int = 0

    def cleaned(self) -> "Answer":
        """As it is kept. Raises Refused for what is too long."""
        text, answers = cleaned(self.text), [cleaned(each) for each in self.answers]
        if len(text) > LONGEST_TEXT or any(len(each) > LONGEST_ANSWER for each in answers):
            raise Refused(_("The text is too long. Shorten it, or send it to the municipality as a file."))
        return replace(self, text=text, answers=answers, contributor_name=self.contributor_name[:150])

    def missing(self) -> str:
        """Why it cannot be sent as it is; '' where it can."""
        if not self.stance:
            return _("Choose what you answer.")
        said = bool(self.text or any(self.answers))
        if self.stance == StatementStance.NO_REMARKS and self.text:
            return _("You have written a text: choose “Comments”, or take the text away.")
        if self.stance != StatementStance.NO_REMARKS and not said:
            return _("Write what you want to say, or choose “No remarks”.")
        return ""


@transaction.atomic
def send_answer(participant: Participant, answer: Answer, *, row_version: int, by: Actor) -> Statement:
    """Send the answer of a participant, for the first time or changed. A second click finds the first one's. Raises
    LinkEnded, Meanwhile and Refused."""
    answer = answer.cleaned()
    statement = _own(participant, by=by)
    if _holds(statement, answer) and statement.sent_at is not None:
        return statement
    if reason := answer.missing():
        raise Refused(reason)
    _check_version(statement, row_version)
    _write(statement, answer, by=by)
    if statement.sent_at is None:
        statement.give_number()
        statement.sent_at, statement.received_on = timezone.now(), today()
    else:
        statement.changed_at = timezone.now()
    _save(statement)
    _tell_points(statement)
    history.record_round("send_answer", statement.round, ["stance", "text"], by=by)
    return statement


@transaction.atomic
def keep_answer(participant: Participant, answer: Answer, row_version: int, author: Actor) -> Statement:
    """Keep the draft of an answer, for the participant alone: no event tells of it. What has been sent is changed by sending
    it anew. Raises as `send_answer`."""
    answer = answer.cleaned()
    statement = _own(participant, by=author)
    if statement.sent_at is not None:
        raise _answered_meanwhile(statement)
    if not _holds(statement, answer):
        _check_version(statement, row_version)
        _write(statement, answer, by=author)
        _save(statement)
    return statement


def _own(participant: Participant, *, by: Actor) -> Statement:
    """The participant's statement, sent or not, or a new one; while nobody else acts on the programme."""
    fresh, found = newest(participant.round, by=by)
    asked = found.participants.asked().with_seats().filter(pk=participant.pk).first()
    if asked is None or not asked.opens_to(by.account) or not found.is_open or fresh.archived_at is not None:
        raise LinkEnded(_("The round is over, or the link does not work any more."))
    statement = asked.statements.filter(archived_at=None).order_by(F("sent_at").desc(nulls_last=True)).first()
    statement = statement or Statement(programme=fresh, participant=asked, body=asked.body, row_version=0)
    if statement.sent_at is not None and statement.is_entered:
        raise Refused(_("The municipality has entered an answer of yours that came by mail or on paper."))
    statement.round, statement.programme, statement.seat_id = found, fresh, asked.seat_id
    return statement


def _holds(statement: Statement, answer: Answer) -> bool:
    return bool(statement.pk) and all(getattr(statement, name) == value for name, value in vars(answer).items())


def _check_version(statement: Statement, row_version: int) -> None:
    if statement.row_version != row_version:
        raise _answered_meanwhile(statement)


def _answered_meanwhile(saved: Statement) -> Meanwhile:
    words = _(
        "The answer was saved in another window or by a colleague meanwhile. What you wrote is below, not yet saved."
    )
    return Meanwhile(saved, words)


def _write(statement: Statement, answer: Answer, *, by: Actor) -> None:
    for name, value in vars(answer).items():
        setattr(statement, name, value)
    _leave_out_name(statement, statement)
    statement.author = by.account
    statement.way = StatementWay.LINK if by.account is None else StatementWay.APPLICATION


def _save(statement: Statement) -> None:
    statement.row_version += 1
    statement.save()


def _tell_points(statement: Statement) -> None:
    """What stands beside its points, who co-signs it, may be other now: in the annex too."""
    if statement.points.exists():
        history.count_comments(statement.programme)


# Entered by those who write the programme


@transaction.atomic
def add_statement(statement: Statement, *, by: Actor, row_version: int = 0) -> Statement:
    """Enter what came by mail or on paper. A second click finds the first one's statement; other words correct it, where
    `row_version` says that it was seen to be there. Raises Refused, and Meanwhile where it was not."""
    fresh = take_turn(statement.programme, by=by)
    if already := Statement.objects.select_related("participant").filter(programme=fresh, key=statement.key).first():
        already.programme = fresh
        _write_again(already, statement, row_version, by=by)
        return already
    _of_participant(statement)
    _check_entered(statement)
    statement.give_number()
    statement.sent_at, statement.entered_by_name, statement.author = timezone.now(), str(by)[:150], by.account
    statement.save(force_insert=True)
    history.record_round("add_statement", statement, ["text"], by=by)
    return statement


def _write_again(already: Statement, statement: Statement, row_version: int, *, by: Actor) -> None:
    """Nothing, where the first click wrote the same words."""
    if statement.participant is not None:
        statement.body = statement.participant.body
    _check_entered(statement)
    changed = {name: value for name, value in written(statement).items() if value != getattr(already, name)}
    if not changed:
        return
    if row_version != already.row_version:
        raise Meanwhile(already)
    for name, value in changed.items():
        setattr(already, name, value)
    change_statement(already, row_version=row_version, by=by)


@transaction.atomic
def change_statement(statement: Statement, *, row_version: int, by: Actor) -> None:
    """Correct what was entered; a second click changes nothing. Raises Refused, and Meanwhile where somebody has saved it
    since the form was opened."""
    take_turn(statement.programme, by=by)
    found = Statement.objects.get(pk=statement.pk)
    if found.archived_at is not None:
        raise Refused(_("The statement has been archived since you opened it. Nothing was saved."))
    if not found.is_entered:
        raise Refused(_("The contributor wrote this here. Nobody else changes it."))
    if statement.participant_id != found.participant_id or not statement.body:
        _of_participant(statement)
    _leave_out_name(statement, found)
    _check_entered(statement)
    if stands_already(statement, found, row_version):
        return
    statement.changed_at = timezone.now()
    _save(statement)
    _tell_points(statement)
    history.record_round("change_statement", statement, ["text"], by=by)


@transaction.atomic
def archive_statement(statement: Statement, *, by: Actor) -> None:
    """Take away what was entered by mistake, with its points: it counts nowhere. A second click changes nothing. Raises
    Refused."""
    found = _newest(statement, by=by)
    if not found.is_entered:
        raise Refused(_("The contributor wrote this here. Nobody else takes it away."))
    if found.archived_at is None:
        _set_archived(found, timezone.now())
        history.record_round("archive_statement", found, ["archived_at"], by=by)


@transaction.atomic
def restore_statement(statement: Statement, *, by: Actor) -> None:
    """Bring it back with its points. A second click changes nothing. Raises Refused where its participant has answered
    meanwhile."""
    found = _newest(statement, by=by)
    if found.archived_at is not None:
        _of_participant(found)
        _set_archived(found, None)
        history.record_round("restore_statement", found, ["archived_at"], by=by)


def _newest(statement: Statement, *, by: Actor) -> Statement:
    take_turn(statement.programme, by=by)
    return Statement.objects.select_related("participant", "programme").get(pk=statement.pk)


def _set_archived(found: Statement, at: datetime | None) -> None:
    """It and its points; whoever shows comments counts anew."""
    found.archived_at = at
    _save(found)
    points = Comment.also_archived.filter(statement=found)
    points.filter(assigned_to__is_active=False).update(assigned_to=None)  # who has left meanwhile sees to none of them
    points.update(archived_at=at)
    Programme.objects.filter(pk=found.programme_id).update(comments_revision=F("comments_revision") + 1)


@transaction.atomic
def remove_supporter(statement: Statement, name: str, *, by: Actor) -> None:
    """Take the name of a supporter away; that somebody co-signed stays in the number. A second click changes nothing."""
    fresh = take_turn(statement.programme, by=by)
    found = Statement.objects.get(pk=statement.pk)
    names = next((names for names in (found.supporting_bodies, found.supporting_persons) if name in names), None)
    if names is None:
        return
    names.remove(name)
    found.programme, found.supporters_beside = fresh, found.supporters_beside + 1
    _save(found)
    _tell_points(found)
    history.record_round("remove_supporter", found, ["supporters"], by=by)


def _of_participant(statement: Statement) -> None:
    """It is said on behalf of whoever was asked. Raises Refused where they have answered already."""
    if statement.participant is None:
        return
    if statement.participant.statements.sent().exclude(pk=statement.pk).exists():
        raise Refused(_("This participant has answered already."))
    statement.body, statement.seat = statement.participant.body, statement.participant.seat


def _leave_out_name(statement: Statement, found: Statement) -> None:
    """A name that was withdrawn is not written again."""
    if found.name_withdrawn_at is not None:
        statement.contributor_name, statement.name_withdrawn_at = "", found.name_withdrawn_at


def _check_entered(statement: Statement) -> None:
    statement.text = cleaned(statement.text)
    statement.answers = [cleaned(each) for each in statement.answers]
    said = bool(statement.text or statement.sha256 or any(statement.answers))
    if statement.stance != StatementStance.NO_REMARKS and not said:
        raise Refused(_("Write what it says, or bring its file."))
