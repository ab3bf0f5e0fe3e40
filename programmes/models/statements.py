"""Statements: what came in about a programme, in a round or without one, by whichever way."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_programme.brought import ENDINGS
from integration_programme.brought.facts import LONGEST_NAME
from integration_programme.edge import LETTERS
from integration_programme.translations import TranslatedField, Translations, alike
from programmes.enums import Moderation, SpokenLanguage, StatementStance, StatementWay
from programmes.models.contents import Content
from programmes.models.programme import Programme
from programmes.models.rounds import Participant, Round
from stakeholders.models import Seat, User, today

LONGEST_TEXT, LONGEST_ANSWER, LONGEST_WHY = 20_000, 5_000, 300  # characters
MOST_SUPPORTERS, MOST_NAMES, LONGEST_SUPPORTER = 1_000_000, 200, 150
#: ways by which others have to enter it
ENTERED = (StatementWay.MAIL, StatementWay.PAPER)


class StatementQuerySet(models.QuerySet):
    def sent(self):
        """What has come in and counts: what was entered by mistake is archived."""
        return self.come_in().filter(archived_at=None)

    def come_in(self):
        """That with the archive. What a participant is still writing is theirs alone, and what a resident has sent is for
        those who moderate until it is let in."""
        return self.filter(sent_at__isnull=False, moderation__in=("", Moderation.LET_IN))


class Statement(models.Model):
    """What a body or a person says of a programme. What a participant writes is theirs alone until they send it.

    `contributor_name` and `body`: who says it and for whom, as they were called then. `answers`: to the questions of the
    round, in their order. `section` and `case_number` are those of a body's minutes. `entered_by_name`: who has entered
    what came by mail or on paper; '' where the contributor wrote it here. `number` and `code`: by both together the
    contributor finds what became of it, without an account. `moderation`: of what a resident has sent, '' of all other;
    `why_hidden` is what the resident reads, `flagged_by` who asks a coordinator to look. Who co-signs it:
    `supporting_bodies` and `supporting_persons` by name, and `supporters_beside` without.
    `archived_at`: it was entered by mistake; it counts nowhere, nor do its points.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="statements", editable=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, editable=False, related_name="statements")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="statements")
    contributor_name = models.CharField(_("who signs it"), max_length=150, blank=True)
    body = TranslatedField(_("on whose behalf"), max_length=400)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, editable=False, related_name="statements")
    way = models.CharField(_("how it came"), max_length=20, choices=StatementWay, default=StatementWay.MAIL)
    received_on = models.DateField(_("received on"), default=today)
    section = models.CharField(_("section (§)"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=80, blank=True)
    stance = models.CharField(_("what it says"), max_length=20, choices=StatementStance)
    language = models.CharField(_("language"), max_length=3, choices=SpokenLanguage, default="fi")
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    answers = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    file_type = models.CharField(max_length=100, blank=True, choices=ENDINGS)
    file_size = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="statements")
    entered_by_name = models.CharField(max_length=150, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    number = models.CharField(max_length=8, blank=True, editable=False)
    code = models.CharField(max_length=8, blank=True, editable=False)
    moderation = models.CharField(max_length=20, choices=Moderation, blank=True, editable=False)
    why_hidden = models.CharField(max_length=LONGEST_WHY, blank=True, editable=False)
    flagged_by = models.CharField(max_length=150, blank=True, editable=False)
    name_withdrawn_at = models.DateTimeField(null=True, editable=False)
    supporting_bodies = models.JSONField(default=list)
    supporting_persons = models.JSONField(default=list)
    supporters_beside = models.PositiveIntegerField(default=0)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant=None) | Q(round__isnull=False), name="statement_of_a_participant_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(sent_at__isnull=False, archived_at=None),
                name="statement_sent_once",
            ),
            models.UniqueConstraint(fields=["participant"], condition=Q(sent_at=None), name="statement_written_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(participant__isnull=False), name="statement_entered_is_sent"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="statement_number_once"),
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """On whose behalf it is, or who says it; never empty."""
        return self.body.marked(*languages) or self.contributor_name or str(_("No name"))

    @property
    def names(self) -> Translations:
        return self.body or alike(self.contributor_name or str(_("No name")))

    @property
    def is_entered(self) -> bool:
        """Whether those who write the programme have entered it for somebody."""
        return self.way in ENTERED

    @property
    def has_remarks(self) -> bool:
        """Whether there is anything that waits for an answer."""
        return self.stance != StatementStance.NO_REMARKS

    @property
    def answered(self) -> list[tuple[str, str]]:
        """The questions that were answered, each with its answer, in the language of the statement where they are in it."""
        asked = self.round.asked(self.language, self.programme.original_language) if self.round_id else []
        return [(question, answer) for question, answer in zip(asked, self.answers, strict=False) if answer]

    @property
    def supporters(self) -> int:
        """How many co-sign it, by name or without."""
        return len(self.supporting_bodies) + len(self.supporting_persons) + self.supporters_beside

    def give_number(self) -> None:
        """A number and a code for whoever made it, once: the number can be told to anybody, the code is theirs."""
        while not self.number or Statement.objects.filter(number=self.number).exclude(pk=self.pk).exists():
            self.number = "".join(secrets.choice("0123456789") for _ in range(8))
            self.code = "".join(secrets.choice(LETTERS) for _ in range(8))

    @property
    def parted_number(self) -> str:
        return f"{self.number[:4]}\u00a0{self.number[4:]}"

    @property
    def parted_code(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"

    def take(self, content: Content, name: str) -> None:
        """Be of this file."""
        self.sha256, self.file_name = content.sha256, name
        self.file_type, self.file_size = content.content_type, content.size
