"""Comments on a programme: on a record, a field or a passage, with their answers, each shown to those it is meant for.

Kept apart from the rows that a programme consists of: no dump, version or document holds them, and no save of the
programme hangs on them.
"""

import functools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from integration_programme.translations import TranslatedField
from programmes.enums import WRITERS, Access, Audience, CommentState
from programmes.models.advising import StandardComment
from programmes.models.dispositions import OPEN, WITHDRAWN, Disposition
from programmes.models.places import Place
from programmes.models.programme import Programme
from programmes.models.reviews import Review
from programmes.models.versions import Version
from stakeholders.models import Seat, User

LONGEST, LONGEST_QUOTE, LONGEST_PASSAGE = 5_000, 300, 1_000  # characters
UNSEEN = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160)))) | frozenset("\u2028\u2029\ufeff")


def cleaned(text: str) -> str:
    """A text as it is kept: paragraphs parted by one empty line, no signs that nobody sees, no half of a sign."""
    text = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in "".join(sign for sign in text if sign not in UNSEEN).split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


class CommentQuerySet(models.QuerySet):
    def with_people(self):
        """Each with what is shown of it beside its own words."""
        return self.select_related("version", "assigned_to", "disposition").defer("version__dump")

    def for_somebody(self, account: User):
        """The same, each saying whether somebody is asked by it to look at it (`asks`)."""
        asked = Comment.mentioned.through.objects.filter(comment=OuterRef("pk"), user=account)
        return self.with_people().annotate(asks=Exists(asked))

    def owed(self):
        """Those to which a response is owed (`Comment.is_owed`)."""
        return self.filter(answer_to=None).exclude(author_access__in=WRITERS)

    def at(self, place: Place):
        """Those on a record, or on the programme as a whole, or on any part of it."""
        return self.filter(kind=place.kind, subject=place.key)


class CommentManager(models.Manager.from_queryset(CommentQuerySet)):
    """All but the points of statements in the archive, which are nowhere."""

    def get_queryset(self):
        return super().get_queryset().filter(archived_at=None)


class Comment(models.Model):
    """What somebody says of a place in a programme, or (`answer_to`) to such a comment: answers have no answers.

    Its place is kept as an event keeps it, with `quote`, the words that were marked ('' for all of the place), and
    `passage`, what stood there then; `item` is the item of the checklist on whose page it stands. `draft_of` is the date
    of the draft that it was made on, `version` the newest version that had been kept by then.

    Writers read it, and whoever wrote it. `to_group` and `to_adviser` show it to these too, each by itself; an answer is
    shown to nobody who does not read what it answers, and with `to_starter` to the one who began.

    `disposition` is what becomes of it, proposed or settled; `told_at` is when its author was told what was settled.
    `is_responded`: it is answered by that alone, and open again when it is taken back.

    With `statement` it is a point of that: in its words, by whoever made it, seen to by `assigned_to` until `due_on`; with
    its statement it goes to the archive (`archived_at`) and comes back.

    `review`: it came with an adviser's review; `standard`: from a comment that the centre keeps for use again.

    `author_name`, `author_access` and `on_behalf` are those of that day; the account may go. A withdrawn comment has no
    text any more, for anybody.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="comments")
    answer_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=3, blank=True)
    paragraph = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=60, blank=True)
    quote = models.CharField(max_length=LONGEST_QUOTE, blank=True)
    passage = models.TextField(blank=True)
    draft_of = models.DateTimeField()
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="comments")
    author_name = models.CharField(max_length=150)
    author_access = models.CharField(max_length=20, choices=Access, blank=True)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, related_name="comments")
    on_behalf = TranslatedField()
    text = models.TextField(blank=True)
    to_group = models.BooleanField(default=False)
    to_adviser = models.BooleanField(default=False)
    to_starter = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=CommentState, default=CommentState.OPEN)
    state_at = models.DateTimeField(null=True)
    state_by = models.CharField(max_length=150, blank=True)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_comments")
    mentioned = models.ManyToManyField(User, related_name="mentioned_in")
    said_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    disposition = models.ForeignKey(Disposition, models.SET_NULL, null=True, related_name="comments")
    told_at = models.DateTimeField(null=True)
    is_responded = models.BooleanField(default=False)
    statement = models.ForeignKey("programmes.Statement", models.CASCADE, null=True, related_name="points")
    due_on = models.DateField(null=True)
    archived_at = models.DateTimeField(null=True)
    review = models.ForeignKey(Review, models.SET_NULL, null=True, related_name="comments")
    standard = models.ForeignKey(StandardComment, models.SET_NULL, null=True, related_name="comments")

    objects = CommentManager()
    also_archived = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]
        indexes = [models.Index(fields=["programme", "kind", "subject"], name="comment_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(text=""), name="withdrawn_comment_has_no_text"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(state_at__isnull=False), name="comment_settled_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(answer_to=None, to_starter=False) | Q(answer_to__isnull=False, state="open"),
                name="answer_has_no_state",
            ),
        ]

    def __str__(self):
        return str(self.key)

    @functools.cached_property
    def place(self) -> Place:
        return Place(self.programme.slug, self.kind, self.subject, self.field, self.language, self.paragraph)

    @property
    def audiences(self) -> list[Audience]:
        """To whom it is shown beside the writers."""
        shown = {Audience.GROUP: self.to_group, Audience.ADVISER: self.to_adviser}
        return [audience for audience, is_shown in shown.items() if is_shown]

    @property
    def is_private(self) -> bool:
        """Whether nobody but the writers reads it: a note of the municipality."""
        is_of_writers = self.author_access not in (Access.MEMBER, Access.ADVISER)
        return is_of_writers and not self.statement_id and not self.audiences and not self.to_starter

    @property
    def is_owed(self) -> bool:
        """Whether it is owed a response: those who write the programme owe themselves none, nor is an answer owed one."""
        return not self.answer_to_id and self.author_access not in WRITERS

    @property
    def standing(self) -> str:
        """What has become of it: a `Result`, or OPEN, or WITHDRAWN. Of these each has exactly one at any time."""
        if self.withdrawn_at is not None:
            return WITHDRAWN
        is_settled = self.disposition_id and self.disposition.settled_at is not None
        return self.disposition.result if is_settled else OPEN

    def is_shown_to(self, audience: Audience, account) -> bool:
        """Whether somebody who sees its place reads it, being of this audience and having this account (or None)."""
        if self.answer_to_id and not self.answer_to.is_shown_to(audience, account):
            return False
        if audience == Audience.WRITERS or (account is not None and self.author_id == account.pk):
            return True
        began = self.to_starter and account is not None and self.answer_to.author_id == account.pk
        return began or audience in self.audiences


class CommentWording(models.Model):
    """What a comment said before it was changed: shown to those who read the comment, gone when it is withdrawn."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="wordings")
    text = models.TextField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self):
        return f"{self.comment} until {self.until}"


@dataclass
class Discussion:
    """A comment with those of its answers that its reader may read."""

    comment: Comment
    answers: list[Comment] = field(default_factory=list)


def discussions(rows: Iterable[Comment], audience: Audience, account) -> list[Discussion]:
    """Comments with their answers, in the order in which they were begun: those that somebody may read, as this audience
    and with this account."""
    found, answers = {}, []
    for row in rows:
        if row.answer_to_id:
            answers.append(row)
        elif row.is_shown_to(audience, account):
            found[row.pk] = Discussion(row)
    for row in answers:
        if began := found.get(row.answer_to_id):
            row.answer_to = began.comment
            if row.is_shown_to(audience, account):
                began.answers.append(row)
    return list(found.values())
