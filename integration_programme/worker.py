"""The processes that do jobs: one for each queue, under a parent that starts again what died.

    supervise(QUEUES)       the parent; returns after SIGTERM or SIGINT, when each child has done its current job
    work_off(QUEUES)        everything that is due now, in this process; for tests, commands and cron
    Worker(QUICK).run()     one queue in this process

Signals never reach a job: the first makes the worker leave after it, a second changes nothing. Only SIGKILL cuts a job
off, and then another worker takes it over (`jobs.take_over`).
"""

import gc
import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs
from integration_programme.apart import be_patient, fork_helpers
from integration_programme.cores import a_core

POLL = 0.5  # seconds between two looks into an empty queue
LOOK = 2  # seconds between two looks after workers that died
WITHOUT_DATABASE = 2  # seconds until the database is tried again
HELD_UP = 1  # seconds that a look into the queue takes only where the database kept everybody waiting
#: seconds without a job after which a child that has done some leaves its place to a new one; long jobs leave most
IDLE = {jobs.QUICK: 10, jobs.MAIL: 10, jobs.LONG: 1}
STARTED_AGAIN_AFTER = 1  # seconds, so that a child that cannot live does not take the machine with it

logger = logging.getLogger(__name__)


def this_worker() -> str:
    """A name that no other worker has or had: host, process, and a number drawn."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


@contextmanager
def beating(job: DBTaskResult, worker: str) -> Iterator[None]:
    """Give signs of life while a job is done; one that is quick needs none."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(jobs.BEAT):
            try:
                jobs.beat(job, worker)
            except Error:
                logger.warning("No sign of life could be given for job %s", job.pk)
                connections.close_all()
        connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class Worker:
    """Does the jobs of one queue, one after the other, until it is told to stop or the parent it has is gone."""

    def __init__(self, queue: str, parent: int | None = None, *, is_alone: bool = False):
        self.queue = queue
        self.parent = parent
        self.needs_helpers = is_alone and queue == jobs.LONG  # only where nothing else runs in this process
        self.name = this_worker()
        self.is_stopping = threading.Event()
        self.looked_at = 0.0
        self.did_at = float("inf")  # when it had a job last
        self.has_core = True  # else whatever it could do waits for others
        self.turns_seen: dict[str, datetime] = {}
        self.ended: tuple[DBTaskResult, Exception | None] | None = None  # what is not noted yet

    def stop(self, *signal_and_frame) -> None:
        self.is_stopping.set()

    def run(self) -> None:
        if self.queue == jobs.LONG:
            be_patient()
        logger.info("Worker %s does the jobs of %r", self.name, self.queue)
        while not self.is_stopping.is_set() and self.parent in (None, os.getppid()) and not self.is_replaced:
            try:
                close_old_connections()
                did_something = self.step()
            except Error as error:
                logger.warning("Worker %s waits for the database (%s)", self.name, type(error).__name__)
                connections.close_all()
                self.looked_at = time.monotonic() + jobs.BEAT  # others give their signs of life first when it is back
                self.is_stopping.wait(WITHOUT_DATABASE)
            else:
                if did_something:
                    gc.collect()  # rings of what a job has read would else stand for many jobs
                    self.did_at = time.monotonic()
                else:
                    self.is_stopping.wait(POLL)
        connections.close_all()

    @property
    def is_replaced(self) -> bool:
        """Whether it may go, and what its jobs left in memory with it: the parent then starts another at once."""
        return self.parent is not None and self.ended is None and time.monotonic() - self.did_at > IDLE[self.queue]

    def step(self) -> bool:
        """Look after the dead, queue what recurs, do one job; whether there was one."""
        self._note()
        began = time.monotonic()
        if began - self.looked_at > LOOK:
            jobs.take_over()
            self.looked_at = time.monotonic()
        jobs.queue_turns(self.queue, self.turns_seen)
        if self.needs_helpers:
            # a job that comes this very moment is seen in the next turn, and has its helpers
            if not jobs.are_due(self.queue):
                return False
            self._fork_helpers()
        with a_core() if self.queue == jobs.LONG else nullcontext(True) as self.has_core:
            job = jobs.claim(self.queue, self.name) if self.has_core else None
            if time.monotonic() - began > HELD_UP:
                self.looked_at = time.monotonic()  # others give their signs of life first
            if job is None:
                return False
            with beating(job, self.name):
                self.ended = job, jobs.attempt(job)
                self._note()
        return True

    def _fork_helpers(self) -> None:
        """Have helpers for the jobs that are about to come, before a core is held: a helper would hold it too."""
        connections.close_all()  # none may be shared
        fork_helpers()
        self.needs_helpers = False

    def _note(self) -> None:
        """Write down what ended; while the database is away it is kept, so that the job is not done again."""
        if self.ended:
            job, error = self.ended
            jobs.note(job, self.name, error)
            self.ended = None


def find_tasks() -> None:
    """Load each app's `tasks`, which say what recurs."""
    autodiscover_modules("tasks")


def work_off(queues: list[str]) -> int:
    """Do all that is due in these queues; how many jobs that were."""
    find_tasks()
    done = 0
    for queue in queues:
        worker = Worker(queue)
        while (did_something := worker.step()) or not worker.has_core:
            done += did_something
            if not did_something:
                time.sleep(POLL)
    return done


def work_on(queues: list[str]) -> None:
    """All queues in threads of this process, which Django's reloader ends when code changes; for developers."""
    find_tasks()
    threads = [threading.Thread(target=Worker(queue).run, daemon=True) for queue in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def load_everything() -> None:
    """Load what jobs need, for this process and its children, and set it aside from the collector."""
    find_tasks()
    for model in apps.get_models():
        model._meta.get_fields()  # what a first query makes: each child would else write over memory that all share
    str(DBTaskResult.objects.all().query)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("language")  # loads all its words
    gc.collect()
    gc.freeze()


def supervise(queues: list[str]) -> None:
    """A process for each queue, started again when it dies, until this one is told to stop."""
    load_everything()
    _Supervisor(queues).run()


class _Supervisor:
    def __init__(self, queues: list[str]):
        self.queues = queues
        self.children: dict[int, str] = {}
        self.is_stopping = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        for queue in self.queues:
            self.start(queue)
        while self.children:
            process, status = os.wait()
            queue = self.children.pop(process, None)
            if queue is None or self.is_stopping:
                continue
            if code := os.waitstatus_to_exitcode(status):
                logger.error("The worker of %r ended (%s); starting it again", queue, code)
                time.sleep(STARTED_AGAIN_AFTER)
            self.start(queue)

    def start(self, queue: str) -> None:
        both = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, both)  # a child is known before it can be told to stop
        try:
            if self.is_stopping:
                return
            connections.close_all()  # none may be shared
            parent = os.getpid()
            process = os.fork()
            if process == 0:
                _be_worker(queue, parent, lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, both))
            self.children[process] = queue
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, both)

    def stop(self, *signal_and_frame) -> None:
        """Have each child leave after its current job; may be called again."""
        self.is_stopping = True
        for process in self.children:
            with suppress(ProcessLookupError):  # it has left, and is about to be struck off
                os.kill(process, signal.SIGTERM)


def _be_worker(queue: str, parent: int, listen: Callable[[], object]) -> None:
    """What a child does for all its life; never returns."""
    code = 1
    try:
        run(queue, parent=parent, listen=listen)
        code = 0
    except BaseException:
        logger.exception("The worker of %r broke", queue)
    finally:
        logging.shutdown()
        os._exit(code)


def run(queue: str, *, parent: int | None = None, listen: Callable[[], object] = lambda: None) -> None:
    """One queue in this process, until it is told to stop."""
    worker = Worker(queue, parent, is_alone=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    listen()
    worker.run()
