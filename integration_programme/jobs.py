"""Background jobs: asked for in the transaction of an act, done by `manage.py worker`, never lost.

A *task* is what can be done: a function in an app's `tasks` module. A *job* is one doing of it that was asked for.

    @task(queue=LONG, interrupted=exports.interrupted)      # in programmes/tasks.py
    def render_export(export_id: int) -> None: ...

    jobs.enqueue("programmes.tasks.render_export", export.pk)             # in an action, by path: tasks stand above
    jobs.enqueue(renew_one, programme.pk, due=timezone.now() + timedelta(minutes=5), queue=QUICK)
    jobs.recurring(renew_standings, every=timedelta(seconds=2), when=some_are_stale)   # in programmes/tasks.py
    jobs.recurring(renew_all_standings, at=time(0, 0))                    # when the day turns in Finland

`enqueue` writes one row, which comes and goes with the caller's transaction. A task may run again at any time and must
then find its work done. Arguments are plain JSON. Each queue is worked off in a process of its own, in the order in
which jobs are due: what stands in QUICK takes a second at most and begins within one; what takes longer is LONG; MAIL is for
what speaks to a mail server, which may hang.

A task that raises is tried again after 5 and after 60 seconds, then given up; GiveUp at once. What found a
database that is gone or full is tried again each minute until there is one. What recurs every few
seconds is given up at once too: its next turn comes, and takes the row of the failure away when it ends well. A worker that falls
silent has died: its job is taken over within 15 seconds, which counts as an attempt. `interrupted(*args, is_last=…)`
hears of every attempt that did not end well, in the transaction that notes it. No row stops a queue, whatever it holds.

Why our own worker and not the library's: docs/adr/0011-jobs-and-outbox.md.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from inspect import signature
from time import monotonic
from traceback import format_exception
from typing import Any

import django_tasks
from django.db import Error, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme.models import Beat, Recurrence
from integration_programme.outages import is_outage
from integration_programme.prepared import SOME_TEXT, Prepared

QUICK, MAIL, LONG = "quick", "mail", "long"
QUEUES = [QUICK, MAIL, LONG]
MOST_ATTEMPTS = 3
AGAIN_AFTER = [timedelta(seconds=5), timedelta(seconds=60)]  # after the first attempt and after the second
AFTER_OUTAGE = timedelta(seconds=60)
BEAT = 2  # seconds between two signs of life of a running job
SILENT = timedelta(seconds=10)  # a worker that gave none for so long has died; with one look, 13 s
LOCKED = 0.05  # seconds of waiting for SQLite's lock that tell that signs of life may have had to wait too
WRONG_CLOCK = timedelta(minutes=1)  # machines differ by less; a turn from later than that was queued by a wrong clock
KEPT_FAILED = timedelta(days=30)
UNFINISHED = [TaskResultStatus.READY, TaskResultStatus.RUNNING]

logger = logging.getLogger(__name__)


class GiveUp(Exception):
    """Raised by a task whose failure no other attempt would mend."""


class WorkerDied(Exception):
    """What is noted of a job whose workers died three times."""


class TaskIsGone(Exception):
    """What is noted of a job whose task this version of the product does not have."""


class ArgumentsDoNotFit(Exception):
    """What is noted of a job whose task takes other arguments than the job has."""


# Tasks


#: What hears of an attempt that did not end well, by the task's path.
INTERRUPTED: dict[str, Callable[..., None]] = {}


#: What administrators read of a task, by its path: lazy words.
NAMES: dict[str, Any] = {}


def task(
    *, queue: str = QUICK, name=None, interrupted: Callable[..., None] | None = None
) -> Callable[[Callable], Task]:
    """A decorator that makes a function of a module `tasks` a task of a queue; `name` is what administrators read."""

    def decorate(function: Callable) -> Task:
        made: Task = django_tasks.task(queue_name=queue)(function)
        NAMES[made.module_path] = name or made.name
        if interrupted is not None:
            INTERRUPTED[made.module_path] = interrupted
        return made

    return decorate


def enqueue(task: Task | str, *args, due: datetime | None = None, queue: str | None = None) -> DBTaskResult:
    """Ask for one doing of a task (or of the one at this path), now or when it is due; with the caller's transaction.

    Every job gets a time: django-tasks-db would let all that are due later overtake those that have none.
    """
    named: Task = import_string(task) if isinstance(task, str) else task
    asked = named.using(run_after=due or timezone.now(), queue_name=queue)
    return asked.enqueue(*args).db_result


# What recurs


def next_turn(every: timedelta, now: datetime) -> datetime:
    """When the next turn begins of what recurs `every` so long: the same for all who ask."""
    seconds = every.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, tz=now.tzinfo)


@dataclass
class Recurring:
    """A task with its rhythm."""

    task: Task
    every: timedelta | None
    at: time | None
    when: Callable[[], bool] | None

    def turn(self, now: datetime) -> datetime:
        """When the turn began that `now` is in: the same for every worker."""
        if self.every is not None:
            return next_turn(self.every, now) - self.every
        today = timezone.localtime(now).date()
        begun = timezone.make_aware(datetime.combine(today, self.at))
        return begun if begun <= now else timezone.make_aware(datetime.combine(today - timedelta(days=1), self.at))

    def next_turn(self, now: datetime) -> datetime:
        """When the next turn begins."""
        if self.every is not None:
            return next_turn(self.every, now)
        day = timezone.localtime(self.turn(now)).date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, self.at))


#: What recurs, by the task's path.
RECURRING: dict[str, Recurring] = {}


def recurring(
    task: Task, *, every: timedelta | None = None, at: time | None = None, when: Callable[[], bool] | None = None
) -> None:
    """Have a task done once a turn, however many workers there are: `every` so long, or daily `at` a Finnish time.

    `when` is asked first, once a turn and worker, and should cost one statement: nothing is queued if it says no. A turn
    during which the one before still waits or runs is left out; turns that passed while no worker ran are made up by one.
    """
    if (every is None) == (at is None):
        raise TypeError("a task recurs `every` so long or `at` a time of day")
    RECURRING[task.module_path] = Recurring(task, every, at, when)


def queue_turns(queue: str, seen: dict[str, datetime]) -> int:
    """Queue the tasks of a queue whose turn has come; how many that were. `seen`: the turns this worker knows of."""
    now, queued = timezone.now(), 0
    for path, each in RECURRING.items():
        turn = each.turn(now)
        if each.task.queue_name != queue or seen.get(path) == turn:
            continue
        if each.when is None or each.when():
            queued += _queue_turn(path, each, now)
        seen[path] = turn  # last: a turn at which the database was gone comes when it is back
    return queued


def _queue_turn(path: str, each: Recurring, now: datetime) -> bool:
    """Queue this turn, unless another worker has, or the one before is not done; whether it was queued."""
    if DBTaskResult.objects.filter(task_path=path, status__in=UNFINISHED).exists():
        return False
    turn = each.turn(now)
    is_new = Q(turn__lt=turn) | Q(turn__gt=each.next_turn(now) + WRONG_CLOCK)
    try:
        with transaction.atomic():
            is_first = Recurrence.objects.filter(is_new, task=path).update(turn=turn) == 1
            if not is_first and not Recurrence.objects.filter(task=path).exists():
                Recurrence.objects.create(task=path, turn=turn)
                is_first = True
            if is_first:
                enqueue(each.task)
    except IntegrityError:  # two workers met at the very first turn
        return False
    return is_first


# Doing


def are_due(queue: str) -> bool:
    """Whether a queue holds a job for whoever claims it first."""
    return DBTaskResult.objects.ready().filter(queue_name=queue).exists()


def claim(queue: str, worker: str) -> DBTaskResult | None:
    """The job that has been due longest, now this worker's; None if there is none."""
    waiting = DBTaskResult.objects.ready().filter(queue_name=queue).order_by("run_after", "enqueued_at")
    for job in waiting[:5]:  # the first may be taken while we reach for it
        mine = {"status": TaskResultStatus.RUNNING, "started_at": timezone.now()}
        with transaction.atomic():
            if (
                DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.READY).update(
                    worker_ids=[*job.worker_ids, worker], **mine
                )
                == 1
            ):
                Beat.objects.filter(job=job.pk).delete()
                Beat.objects.create(job_id=job.pk, worker=worker, at=Now())
                job.worker_ids = [*job.worker_ids, worker]
                return job
    return None


def beat(job: DBTaskResult, worker: str) -> bool:
    """A sign of life; False if another worker has taken the job over."""
    return Beat.objects.filter(job=job.pk, worker=worker).update(at=Now()) == 1


def attempt(job: DBTaskResult) -> Exception | None:
    """Do a job that was claimed; what kept it from ending well."""
    try:
        _call(_task_at(job.task_path), arguments(job))
    except Exception as error:
        logger.exception("Job %s (%s) failed at attempt %d", job.task_path, job.pk, len(job.worker_ids))
        return error
    return None


def _task_at(path: str) -> Task:
    """The task at a path. Raises TaskIsGone."""
    try:
        found = import_string(path)
    except (ImportError, TypeError, ValueError) as error:  # the last two: what stands there is no path at all
        raise TaskIsGone(path) from error
    if not isinstance(found, Task):
        raise TaskIsGone(path)
    return found


def _call(task: Task, args: list) -> None:
    try:
        signature(task.func).bind(*args)
    except TypeError as error:
        raise ArgumentsDoNotFit(str(error)) from error
    task.call(*args)


def note(job: DBTaskResult, worker: str, error: Exception | None) -> None:
    """Write down how an attempt ended, unless somebody else has taken the job over meanwhile."""
    with transaction.atomic():
        if not Beat.objects.filter(job=job.pk, worker=worker).delete()[0]:
            return
        if error is None and job.task_path in RECURRING:
            _given_up(job.task_path).delete()  # it works again
            DBTaskResult.objects.filter(pk=job.pk).delete()  # it comes again in seconds; nobody reads thousands of rows
        elif error is None:
            DBTaskResult.objects.filter(pk=job.pk).update(
                status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now(), exception_class_path="", traceback=""
            )
        else:
            _end_attempt(job, error)


def _end_attempt(job: DBTaskResult, error: Exception) -> bool:
    """Queue a job again after an attempt that did not end well, or give it up; whether it was given up."""
    workers = job.worker_ids[:-1] if is_outage(error) else job.worker_ids  # which is no attempt
    attempts = len(workers)
    is_last = attempts >= MOST_ATTEMPTS or isinstance(error, GiveUp) or _comes_again(job, error)
    kind = type(error.__cause__ if isinstance(error, GiveUp) and error.__cause__ else error)
    noted = {
        "exception_class_path": f"{kind.__module__}.{kind.__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if is_last:
        noted |= {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    else:
        waits = {"started_at": None, "run_after": timezone.now() + _wait(error, attempts), "worker_ids": workers}
        noted |= {"status": TaskResultStatus.READY, **waits}
    DBTaskResult.objects.filter(pk=job.pk).update(**noted)
    if is_last and job.task_path in RECURRING:  # it comes again at its next turn: one row tells administrators enough
        _given_up(job.task_path).exclude(pk=job.pk).delete()
    _tell_interrupted(job, is_last)
    return is_last


def _wait(error: Exception, attempts: int) -> timedelta:
    if is_outage(error):
        return AFTER_OUTAGE
    return timedelta() if isinstance(error, WorkerDied) else AGAIN_AFTER[attempts - 1]


def _comes_again(job: DBTaskResult, error: Exception) -> bool:
    """Whether the next turn is the next attempt: nothing else of its kind has to wait for that of this one."""
    each = RECURRING.get(job.task_path)
    return each is not None and each.every is not None and not isinstance(error, WorkerDied)


def _given_up(path: str) -> QuerySet:
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.FAILED)


def _tell_interrupted(job: DBTaskResult, is_last: bool) -> None:
    if hears := INTERRUPTED.get(job.task_path):
        try:
            with transaction.atomic():
                hears(*arguments(job), is_last=is_last)
        except Error:
            raise  # nothing can be noted now
        except Exception:  # what hears of a job must not stop the queue
            logger.exception("Job %s (%s) was interrupted, and so was what hears of it", job.task_path, job.pk)


def take_over(silent: timedelta = SILENT) -> tuple[int, int]:
    """Queue again what workers left that died, on whatever machine: (queued again, given up)."""
    lost = _lost(silent)
    if not lost.exists():  # a question that locks nothing, asked every two seconds
        return 0, 0
    given_up, began = [], monotonic()
    with transaction.atomic():
        if monotonic() - began > LOCKED:  # SQLite was locked, for signs of life too
            return 0, 0
        for job in lost.select_for_update(skip_locked=True, of=("self",)):
            Beat.objects.filter(job=job.pk).delete()
            given_up.append(_end_attempt(job, WorkerDied(f"no sign of life from {job.worker_ids[-1:]}")))
    return given_up.count(False), given_up.count(True)


def _lost(silent: timedelta) -> QuerySet:
    """Running jobs without a sign of life; one from the future was given before a clock was set back."""
    is_silent = Q(beat=None) | Q(beat__at__lt=Now() - silent) | Q(beat__at__gt=Now() + WRONG_CLOCK)
    return DBTaskResult.objects.filter(is_silent, status=TaskResultStatus.RUNNING)


# Asking about jobs


def name_of(path: str) -> str:
    """What administrators read of a task."""
    try:
        _task_at(path)
    except TaskIsGone:
        return _("Unknown job (%(path)s)") % {"path": path}
    return str(NAMES.get(path, path))


def arguments(job: DBTaskResult) -> list:
    """What a job was asked for with; nothing where the row holds no such list."""
    kept = job.args_kwargs
    args = kept.get("args") if isinstance(kept, dict) else None
    return args if isinstance(args, list) else []


UNDONE = Prepared(lambda: DBTaskResult.objects.filter(task_path=SOME_TEXT, status__in=UNFINISHED))


def unfinished(path: str) -> list[DBTaskResult]:
    """Jobs of a task that wait or run."""
    return UNDONE.all(None, {SOME_TEXT: path})


def is_unfinished(path: str, *args) -> bool:
    """Whether a task waits or runs with just these arguments."""
    return any(arguments(job) == list(args) for job in unfinished(path))


def try_again(job: DBTaskResult) -> bool:
    """Queue a job that was given up, with all its attempts before it; False when it is not given up (any more)."""
    again = {"status": TaskResultStatus.READY, "started_at": None, "finished_at": None, "worker_ids": []}
    return (
        DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED).update(run_after=timezone.now(), **again)
        == 1
    )


def ask_again(path: str, *args) -> None:
    """Have the job of a task with just these arguments that was given up done again, with all its attempts; where there is
    none, ask for one."""
    given_up = _given_up(path).order_by("-enqueued_at")
    newest = next((job for job in given_up if arguments(job) == list(args)), None)
    if newest is None or not try_again(newest):
        enqueue(path, *args)


def prune() -> None:
    """Delete finished jobs: those that succeeded after a day, those that were given up after thirty."""
    now = timezone.now()
    for status, kept in ((TaskResultStatus.SUCCESSFUL, timedelta(days=1)), (TaskResultStatus.FAILED, KEPT_FAILED)):
        DBTaskResult.objects.filter(status=status, finished_at__lt=now - kept).delete()
