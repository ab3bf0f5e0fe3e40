"""How much waits for somebody in each programme of theirs, for the list: one statement, and none where nobody ever said or
gave anything."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from integration_programme.prepared import SOME_ID, Prepared
from programmes.enums import CommentState
from programmes.models import Comment, Duty, Programme
from stakeholders.models import User

#: where it stands in a line, which is kept for everybody
MARK = "<!--mine-->"
#: stand in the prepared statement for the programmes of a page; of more, so many are asked for at a time
SOME_PROGRAMMES = range(-39, -9)


def with_mine(actor, rows: Iterable[dict], own: Collection[int]) -> list[dict]:
    """The lines of a list, those of programmes that somebody writes (`own`) each with how much waits for them there."""
    rows, written = list(rows), set(own)
    busy = [pk for row in rows if (pk := row["programme"].pk) in written and any(row["counts"])]
    waiting = _waiting(actor.account, busy) if busy and actor.account else Counter()
    return [
        row | {"html": SafeString(row["html"].replace(MARK, _told(number), 1)), "mine": number}
        if (number := waiting[row["programme"].pk])
        else row
        for row in rows
    ]


def _told(number: int) -> SafeString:
    return format_html(" <strong>{}</strong>", _("For you: %(number)s") % {"number": number})


def _waiting(account, programmes: Collection[int]) -> Counter:
    """By programme: comments that wait for this person (`views.comments.is_for`), and sections to answer for or to do."""
    left, waiting = list(programmes), Counter[int]()
    while left:
        some, left = left[: len(SOME_PROGRAMMES)], left[len(SOME_PROGRAMMES) :]
        given = {SOME_ID: account.pk} | dict(zip(SOME_PROGRAMMES, some, strict=False))
        waiting.update({row.pk: row.comments_waiting + row.duties_waiting for row in WAITING.all(None, given)})
    return waiting


def _made():
    person = User(pk=SOME_ID)
    by_it = Comment.mentioned.through.objects.filter(user=person)
    answers = Comment.objects.filter(answer_to=OuterRef("pk"))
    asked = Exists(by_it.filter(comment=OuterRef("pk"))) | Exists(answers.filter(mentioned=person))
    answered = Q(author=person) & Exists(answers.exclude(author=person))
    comments = Comment.objects.filter(answer_to=None, withdrawn_at=None).exclude(state=CommentState.CLOSED)
    comments = comments.filter(Q(assigned_to=person) | asked | answered)
    numbers = {"comments_waiting": _number_of(comments), "duties_waiting": _number_of(Duty.objects.of(person).open())}
    return Programme.objects.only("pk").filter(pk__in=SOME_PROGRAMMES).annotate(**numbers).order_by()


def _number_of(rows: QuerySet) -> Coalesce:
    of_it = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_it.values("number")), 0)


WAITING = Prepared(_made)
