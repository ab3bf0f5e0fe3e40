"""What the ground floor itself keeps: mails that wait to leave, what workers tell of the jobs they are at, and counters.

None of these rows knows a person or a programme; docs/adr/0011-jobs-and-outbox.md.
"""

from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def given_up(self):
        return self.exclude(given_up_at=None)

    def due(self):
        """Those that may leave now, the one that has waited longest first."""
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")


class OutgoingMail(models.Model):
    """A mail that an act wrote in its own transaction. Its body goes when it has left: it may hold a token."""

    key = models.CharField(max_length=200, unique=True)  # the act and its reader: what is written twice is one mail
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=80, blank=True)  # what it is listed with, where it has no other line in a log
    to = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="mail_waiting",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["about", "-written_at"], name="mail_about", condition=~models.Q(about="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(body=""), name="no_body_of_a_mail_that_has_left"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"  # no address: this stands in logs


class Beat(models.Model):
    """Who is at a running job, and when that was last known: a worker that falls silent has died."""

    job = models.OneToOneField(DBTaskResult, models.CASCADE, primary_key=True, related_name="beat")
    worker = models.CharField(max_length=64)
    at = models.DateTimeField()  # by the clock of the database, which all machines share

    def __str__(self):
        return f"{self.worker} {self.at:%H:%M:%S}"


class Recurrence(models.Model):
    """The last turn that was queued of a job that recurs: whoever moves it on queues the turn, once."""

    task = models.CharField(max_length=200, unique=True)
    turn = models.DateTimeField()

    def __str__(self):
        return f"{self.task} {self.turn:%Y-%m-%d %H:%M:%S}"


class Try(models.Model):
    """One time that somebody did what may be done only so often (integration_programme/tries.py).

    `counts`: None while it is being looked at whether it failed, True if it did, False if it succeeded. The marks are
    digests.
    """

    act = models.CharField(max_length=20)
    at = models.DateTimeField()
    counts = models.BooleanField(null=True)
    account = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    network = models.CharField(max_length=32, blank=True)
    browser = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=[mark, "at"], name=f"try_of_{mark}")
            for mark in ("account", "address", "network", "browser")
        ]

    def __str__(self):
        return f"{self.act} {self.at:%H:%M:%S}"

    def succeed(self) -> None:
        """It did not fail, and takes the failures of the same account from the same place off what counts there."""
        self.counts = False
        self.save(update_fields=["counts"])
        here = models.Q(address=self.address)
        if self.browser:
            here |= models.Q(browser=self.browser)
        Try.objects.filter(here, act=self.act, account=self.account, counts=True).delete()


class KeptText(models.Model):
    """What somebody was sending when their session had ended (integration_programme/kept.py).

    `person` is the identity of an actor, `path` the page on which it is offered, `body` a form as browsers write it,
    without passwords. `to_copy`: it was sent to an address that shows no form, so its words stand on the page, to be copied.
    """

    LONGEST_PATH = 400

    person = models.CharField(max_length=80)
    path = models.CharField(max_length=LONGEST_PATH)
    body = models.TextField()
    to_copy = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "path", "digest"], name="kept_once")]

    def __str__(self):
        return f"{self.path} {self.at:%Y-%m-%d %H:%M}"


class SafetyCopy(models.Model):
    """A form that somebody has open, with what is written in it and not saved (integration_programme/safety_copies.py).

    `person` is the identity of an actor, `name` what they are called, `tab` the open page that wrote `body`, which is a
    form as browsers write it, or '' where nothing was written yet.
    """

    LONGEST_PLACE, LONGEST_TAB = 200, 40

    person = models.CharField(max_length=80)
    name = models.CharField(max_length=150)
    place = models.CharField(max_length=LONGEST_PLACE, db_index=True)
    tab = models.CharField(max_length=LONGEST_TAB, blank=True)
    body = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="one_safety_copy")]

    def __str__(self):
        return f"{self.place} {self.seen_at:%Y-%m-%d %H:%M}"


class Revision(models.Model):
    """A counter of changes (integration_programme/revisions.py)."""

    of = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField(default=0)
    within = models.CharField(max_length=30, blank=True)  # the part of the row that changed, '' for the row as a whole
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "row", "within"], name="one_counter_of_each")]

    def __str__(self):
        return f"{self.of} {self.row}: {self.number}"
