"""Rounds: a frozen version of a programme is sent to those who are asked, for comments or for a statement, until a day.

A round, who was asked and what came in are no records of the programme: no dump, version or document holds them.
"""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField, Translations
from programmes.enums import RoundKind, RoundState, StatementStance
from programmes.models.organisations import ProgrammeOrganisation
from programmes.models.programme import Programme
from programmes.models.versions import AppendOnly, Version
from stakeholders.models import Seat, User, new_token, today

LONGEST_MESSAGE, LONGEST_QUESTIONS = 3_000, 2_000  # characters


class RoundQuerySet(models.QuerySet):
    def opened(self):
        """Those that were sent and not cancelled."""
        return self.filter(opened_at__isnull=False, cancelled_at=None)

    def open(self):
        """Those that can be answered today."""
        return self.opened().filter(closed_at=None, closes_on__gte=today())


class Round(models.Model):
    """A round of comments, a request for statements, or questions to residents, who answer on a public page.

    `languages`: other languages than the programme's in which residents are asked. `sections` are chapters of the document
    by the text form of their place, none for all of it; for residents none means that they read no text. `questions` stand
    one a line in each language. `confirmed_at`: a person has said that it may be sent on its day; `opened_at`: it was, of
    `version`. Its state follows from these and from the days: nobody assigns it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rounds", editable=False)
    kind = models.CharField(_("what is asked for"), max_length=20, choices=RoundKind, default=RoundKind.COMMENTS)
    title = TranslatedField(_("name"), max_length=150)
    message = TranslatedField(_("message to those who are asked"), multiline=True, max_length=LONGEST_MESSAGE)
    questions = TranslatedField(_("questions"), multiline=True, max_length=LONGEST_QUESTIONS)
    sections = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    opens_on = models.DateField(_("opens on"))
    remind_on = models.DateField(_("reminder on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"))
    version = models.ForeignKey(Version, models.PROTECT, null=True, editable=False, related_name="rounds")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="round_days_in_order"),
            models.CheckConstraint(
                condition=Q(opened_at=None, version=None) | Q(opened_at__isnull=False, version__isnull=False),
                name="round_opened_with_its_version",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="round_closed_if_opened"
            ),
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """Its name in the first of these languages that it has, marked if that is not the first one; never empty."""
        return self.title.marked(*languages) or str(self.get_kind_display())

    @property
    def names(self) -> Translations:
        """Its name in the languages of the workbench."""
        return Translations({language: self.title.text(language) for language, _name in settings.LANGUAGES})

    @property
    def state(self) -> RoundState:
        """How far it is, today."""
        if self.cancelled_at is not None:
            return RoundState.CANCELLED
        if self.closed_at is not None or (self.opened_at is not None and self.closes_on < today()):
            return RoundState.CLOSED
        if self.opened_at is not None:
            return RoundState.OPEN
        return RoundState.DRAFT if self.confirmed_at is None else RoundState.WAITING

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def is_public(self) -> bool:
        """Whether everybody may answer, on a public page."""
        return self.kind == RoundKind.RESIDENTS

    @property
    def written_in(self) -> list[str]:
        """The languages in which residents are asked: those of the programme first. An address that was told once goes on
        to work: of what is open, or was, a language stays when the programme gives it up."""
        told = self.title if self.was_opened else ()
        known = dict.fromkeys((*self.programme.languages, *self.languages, *told))
        return [language for language in known if language in self.title]

    @property
    def has_text(self) -> bool:
        """Whether those who are asked read chapters of the document."""
        return bool(self.sections) or not self.is_public

    @property
    def was_opened(self) -> bool:
        return self.opened_at is not None

    def counts(self) -> dict[str, int]:
        """How many were asked, have answered, had no remarks and have said nothing, in one statement."""
        sent = Q(statements__sent_at__isnull=False, statements__archived_at=None)
        counted = self.participants.asked().aggregate(
            asked=Count("pk", distinct=True),
            answered=Count("pk", filter=sent, distinct=True),
            no_remarks=Count("pk", filter=sent & Q(statements__stance=StatementStance.NO_REMARKS), distinct=True),
        )
        return counted | {"silent": counted["asked"] - counted["answered"]}

    def asked(self, *languages: str) -> list[str]:
        """Its questions, in the first of these languages that has any."""
        return questions_in(self.questions.first(*languages)[1])


def questions_in(text: str) -> list[str]:
    """The questions of a text, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class RoundDocument(AppendOnly):
    """What a round asks about, in one language: the chapters of the document as they were when it opened, and no others."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="documents")
    language = models.CharField(max_length=2)
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "language"], name="round_document_once_a_language")]

    def __str__(self):
        return f"{self.round} ({self.language})"


class ParticipantQuerySet(models.QuerySet):
    def asked(self):
        """Those who were asked, and still are."""
        return self.filter(asked_at__isnull=False, revoked_at=None)

    def silent(self):
        """Those of them from whom nothing has come."""
        came = self.model._meta.get_field("statements").related_model.objects.sent()
        return self.asked().filter(~Exists(came.filter(participant=OuterRef("pk"))))

    def with_seats(self):
        """Each with whoever sits on its seat."""
        return self.select_related("seat__person", "seat__deputy", "link_of")

    def working(self):
        """Those whose link opens something today, each with its round and programme, and for whom: `opens_to`."""
        rows = self.asked().filter(round__in=Round.objects.open(), round__programme__archived_at=None)
        return rows.with_seats().select_related("round__programme")


class Participant(models.Model):
    """Who is asked: a seat of the group, an organisation of the programme, or a person by name and address.

    `body`: for whom they answer, as it was called when they were added; empty for a person who speaks for none. `token`:
    what the personal link ends with; it works while the round is open and until it is revoked. `link_of`: of a seat, the
    person to whom the link was mailed; None where it went to an address that was written, or nowhere. `reminders`: the
    days on which a reminder was written. `was_silent`: nothing had come from them when the round closed. `row_version`
    counts saves of what people write of them.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="participants", editable=False)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, editable=False, related_name="+")
    organisation = models.ForeignKey(
        ProgrammeOrganisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    body = TranslatedField(_("body"), max_length=400, editable=False)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fi")
    token = models.CharField(max_length=60, unique=True, default=new_token, editable=False)
    link_of = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    asked_at = models.DateTimeField(null=True, editable=False)
    reminders = models.JSONField(default=list, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    was_silent = models.BooleanField(default=False, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="participant_seat_once"),
            models.UniqueConstraint("round", Lower("email"), condition=~Q(email=""), name="participant_address_once"),
        ]

    def __str__(self):
        return self.label()

    def label(self, *languages: str) -> str:
        """For whom they answer and who they are, as far as that is known; never empty."""
        return ", ".join(filter(None, [self.body.marked(*languages), self.name])) or self.email or str(_("No name"))

    @property
    def names(self) -> Translations:
        return Translations({language: self.label(language) for language in self.body}) if self.body else Translations()

    @property
    def account(self) -> User | None:
        """Whoever sits on the seat, if they have an account: the person before the deputy."""
        return (self.seat.person or self.seat.deputy) if self.seat_id else None

    @property
    def reader(self) -> User | None:
        """Whoever gets the mail on the seat; None where an address was written, or nobody does."""
        return self.account if not self.email and self.account and self.account.is_active else None

    @property
    def address(self) -> str:
        """Where mail reaches them; '' where it does not."""
        return self.email or (self.reader.email if self.reader else "")

    def is_for(self, account: Any) -> bool:
        """Whether somebody with this account answers by it: whoever sits on the seat, or is the deputy."""
        return bool(self.seat_id and account and account.pk) and account.pk in (
            self.seat.person_id,
            self.seat.deputy_id,
        )

    @property
    def link_works(self) -> bool:
        """Whether its link opens anything by itself: not where the person to whom it was mailed has left the seat."""
        return not self.seat_id or bool(self.email) or self.is_for(self.link_of)

    def opens_to(self, account: Any) -> bool:
        """Whether somebody with this account, or None, answers at the address of its link."""
        return self.link_works or self.is_for(account)

    def give_link(self) -> None:
        """The link is for whoever gets the mail now; one that another person on the seat got is renewed."""
        if self.asked_at is not None and self.link_of != self.reader:
            self.token = new_token()
            if self.reader is not None:
                self.name, self.language = self.reader.name, self.reader.language
                self.row_version += 1
        self.link_of = self.reader

    def reminded_on(self) -> list[datetime.date]:
        return [datetime.date.fromisoformat(day) for day in self.reminders]
