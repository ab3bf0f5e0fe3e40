"""What waits, runs and was given up in the background, for administrators: no body, no token, no whole address."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs
from integration_programme.models import OutgoingMail

SHOWN = 50
QUEUE_NAMES = {
    jobs.QUICK: _("Quick: upkeep"),
    jobs.MAIL: _("Mails"),
    jobs.LONG: _("Long: PDFs"),
}
#: what is said of kinds of error that need no look into the log
PROBLEMS = {
    jobs.WorkerDied: _("The worker died at each attempt."),
    jobs.TaskIsGone: _("This version of the product does not know the job."),
    jobs.ArgumentsDoNotFit: _("The job was asked for with other data than it takes."),
}
WORDS = {f"{kind.__module__}.{kind.__qualname__}": words for kind, words in PROBLEMS.items()}


@dataclass
class JobRow:
    """A job as it is shown: `problem` is the kind of error, in words where we have some, never its text."""

    key: str
    name: str
    since: datetime
    attempts: int
    problem: str = ""


@dataclass
class QueueRow:
    """A queue: how many wait that are due, since when, and what runs."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    running: list[JobRow] = field(default_factory=list)


@dataclass
class MailRow:
    """A mail that has not left; `to` is the address with all but its first letter hidden."""

    pk: int
    kind: str
    to: str
    written_at: datetime
    attempts: int
    problem: str
    next_at: datetime | None  # None: given up


def queues() -> list[QueueRow]:
    """Each queue with what it is at."""
    found = {name: QueueRow(str(words)) for name, words in QUEUE_NAMES.items()}
    now = timezone.now()
    for job in DBTaskResult.objects.filter(status__in=jobs.UNFINISHED).order_by("run_after"):
        row = found.setdefault(job.queue_name, QueueRow(job.queue_name))
        if job.status == TaskResultStatus.RUNNING:
            row.running.append(_job(job, job.started_at))
        elif job.run_after <= now:
            row.waiting += 1
            row.oldest = row.oldest or job.run_after
    return list(found.values())


def given_up_jobs() -> list[JobRow]:
    """Jobs that nobody tries again by themselves, the newest first."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
    return [_job(job, job.finished_at) for job in failed[:SHOWN]]


def _job(job: DBTaskResult, since: datetime) -> JobRow:
    problem = WORDS.get(job.exception_class_path) or job.exception_class_path.rpartition(".")[2]
    return JobRow(str(job.pk), jobs.name_of(job.task_path), since, len(job.worker_ids), str(problem))


def mails() -> list[MailRow]:
    """Mails that have not left: those that were given up first, then those that were tried most often."""
    given_up_first = F("given_up_at").asc(nulls_last=True)
    waiting = OutgoingMail.objects.filter(sent_at=None).order_by(given_up_first, "-attempts", "written_at")
    return [
        MailRow(
            mail.pk,
            mail.kind,
            masked(mail.to),
            mail.written_at,
            mail.attempts,
            mail.last_error,
            None if mail.given_up_at else mail.due_at,
        )
        for mail in waiting.defer("body")[:SHOWN]
    ]


def masked(address: str) -> str:
    """An address that tells one reader from another and is nobody's to write to."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
