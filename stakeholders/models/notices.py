"""What people are told: one row a person and thing, read in the workbench, mailed as each has chosen."""

import uuid
from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from integration_programme.translations import TranslatedField
from stakeholders.enums import MailRhythm
from stakeholders.models.people import User

MAILED_AT = time(7, 0)  # Finnish time: no change of the clock lies there
MONDAY = 0
DAYS_BEFORE = (14, 7, 3, 1)


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def due(self, now: datetime):
        """Those of which a mail is due, to people with an open account."""
        return self.filter(mail_due__lte=now, person__is_active=True)


class Notice(models.Model):
    """Something that a person is told. Nobody is told twice of the same: `once` names it among those of its `kind`.

    It is about a `place` in the programme with the slug `programme`, and about `subject`, where the kind knows a thing by
    a key (a comment); `names` is what that was called then, `day` the one that comes near. Plain data, as events are:
    what it says is made for each reader, who may no longer be allowed to read it. `mail_due`: when a mail tells of it,
    empty when none does (any more).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    once = models.CharField(max_length=120)
    programme = models.CharField(max_length=80)
    place = models.CharField(max_length=180, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    who = models.CharField(max_length=150, blank=True)
    names = TranslatedField()
    day = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=200, blank=True)  # the key of the outgoing mail that tells of it

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "once"], name="notice_once_a_person")]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["mail_due"], condition=models.Q(mail_due__isnull=False), name="notice_mail_due"),
            models.Index(fields=["programme", "-made_at"], name="notice_of_programme"),
            models.Index(fields=["person", "-made_at"], name="notice_of_person"),
        ]

    def __str__(self):
        return f"{self.kind}:{self.once} to {self.person_id}"


def default_days() -> list[int]:
    return [7, 1]


class NoticeSettings(models.Model):
    """What a person has chosen; who has no row gets at once what waits for them, and the rest once a day."""

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="notice_settings")
    waiting = models.CharField(max_length=10, choices=MailRhythm, default=MailRhythm.AT_ONCE)
    other = models.CharField(max_length=10, choices=MailRhythm, default=MailRhythm.DAILY)
    days_before = models.JSONField(default=default_days)

    def __str__(self):
        return f"{self.person_id}: {self.waiting}, {self.other}"

    def rhythm(self, *, waits: bool) -> str:
        return self.waiting if waits else self.other


def settings_of(people: list[User]) -> dict[int, NoticeSettings]:
    """What each of these has chosen, by id."""
    chosen = NoticeSettings.objects.in_bulk([person.pk for person in people])
    return {person.pk: chosen.get(person.pk) or NoticeSettings(person=person) for person in people}


def next_mail(rhythm: str, now: datetime) -> datetime | None:
    """When the mail leaves that tells of what is noticed now; None where none does."""
    if rhythm == MailRhythm.NEVER:
        return None
    if rhythm == MailRhythm.AT_ONCE:
        return now
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=0 if local.time() < MAILED_AT else 1)
    if rhythm == MailRhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, MAILED_AT))
