"""What administrators do about the background: have tried again what was given up or waits."""

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, outbox
from integration_programme.actors import Actor
from integration_programme.models import OutgoingMail
from integration_programme.translations import Translations, in_every_language
from integration_programme.workload import masked
from stakeholders import history, notifications


@transaction.atomic
def retry_job(job: DBTaskResult, *, by: Actor) -> bool:
    """Have a job tried again that was given up; False when it is not given up (any more), and nothing is done."""
    is_queued = jobs.try_again(job)
    if is_queued:
        names = in_every_language(lambda language: jobs.name_of(job.task_path))
        _tell("retry_job", "job", job, names, by=by)
    return is_queued


@transaction.atomic
def retry_mail(mail: OutgoingMail, *, by: Actor) -> bool:
    """Have a mail tried now that was put off or given up; False when it has left or is due, and nothing is done."""
    is_queued = outbox.try_again(mail)
    if is_queued:
        names = in_every_language(lambda language: f"{notifications.name_of_kind(mail.kind)}, {masked(mail.to)}")
        _tell("retry_mail", "mail", mail, names, by=by)
    return is_queued


def _tell(verb: str, kind: str, subject: DBTaskResult | OutgoingMail, names: Translations, *, by: Actor) -> None:
    history.record(verb, by=by, scope=history.BACKGROUND, kind=kind, subject=str(subject.pk), names=names)
