"""How much waits for somebody in each programme of theirs, for the list: one statement, and none where nobody ever said or
gave anything."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programmes.enums import CommentState
from programmes.models import Comment, Duty

#: where it stands in a line, which is kept for everybody
MARK = "<!--mine-->"


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
    by_it = Comment.mentioned.through.objects.filter(user=account)
    answers = Comment.objects.filter(answer_to=OuterRef("pk"))
    asked = Exists(by_it.filter(comment=OuterRef("pk"))) | Exists(answers.filter(mentioned=account))
    answered = Q(author=account) & Exists(answers.exclude(author=account))
    comments = Comment.objects.filter(programme__in=programmes, answer_to=None, withdrawn_at=None)
    comments = comments.exclude(state=CommentState.CLOSED).filter(Q(assigned_to=account) | asked | answered)
    duties = Duty.objects.of(account).open().filter(programme__in=programmes)
    parts = [rows.order_by().values("programme").annotate(number=Count("pk")) for rows in (comments, duties)]
    found = parts[0].values_list("programme", "number").union(parts[1].values_list("programme", "number"), all=True)
    waiting: Counter = Counter()
    for pk, number in found:
        waiting[pk] += number
    return waiting
