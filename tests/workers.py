"""Real worker processes on the database of a test, and that database as it goes away and comes back."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection, connections

from integration_programme import jobs
from tests.threads import in_thread

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 120  # seconds: far more than anything here takes, so that a busy machine fails nothing
TASKS = "tests.integration_programme.errands.tasks"


class Workers:
    """Starts workers, asks for jobs and tells what became of them. The database must be one for threads."""

    def __init__(self, folder: Path, **environment: str):
        self.folder = folder
        self.done, self.log = folder / "done.txt", folder / "log.txt"
        self.done.touch()
        name = connections.settings["default"]["NAME"]
        scheme = "sqlite" if connection.vendor == "sqlite" else "postgres"
        self.environment = os.environ | {
            "DATABASE_URL": f"{scheme}:///{name}",
            "MEDIA_ROOT": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "tests.integration_programme.errands.settings",
            "ERRANDS": str(self.done),
            "PATIENCE": "0.5",
            **environment,
        }
        self.started: list[subprocess.Popen] = []

    def start(self, *arguments: str) -> subprocess.Popen:
        """`manage.py worker` with these arguments, in a session of its own: no signal of ours reaches it by accident."""
        command = [sys.executable, "manage.py", "worker", *arguments]
        with self.log.open("a") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.started.append(process)
        return process

    def start_all(self) -> subprocess.Popen:
        """The parent with a process for each queue, all of them at work."""
        parent = self.start()
        self.wait_for(lambda: len(below(parent.pid)) == len(jobs.QUEUES))
        for queue in jobs.QUEUES:
            self.run(f"first of {queue}", queue)
        return parent

    def end(self) -> None:
        for process in self.started:
            for each in [process.pid, *below(process.pid)]:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            process.wait()

    def ask_for(self, task: str, *arguments: str, **how) -> None:
        in_thread(lambda: jobs.enqueue(f"{TASKS}.{task}", *arguments, **how))

    def run(self, name: str, queue: str) -> int:
        """Have a job done, and tell in which process."""
        self.ask_for("run", name, queue=queue)
        self.wait_for(lambda: self.lines(f"ran {name}"))
        return int(self.lines(f"ran {name}")[0].split()[-1])

    def lines(self, beginning: str = "") -> list[str]:
        """What tasks have written that begins so: words, and the process."""
        return [line for line in self.done.read_text().splitlines() if line.startswith(f"{beginning} ".lstrip())]

    def wait_for(self, holds: Callable[[], object]) -> None:
        until = time.monotonic() + LONGEST
        while not holds():
            assert time.monotonic() < until, f"in vain:\n{self.done.read_text()}\n{self.log.read_text()}"
            time.sleep(0.05)


def below(process: int) -> list[int]:
    """Processes that this one has started."""
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def is_alive(process: int) -> bool:
    """Whether a process still runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def database_gone() -> Iterator[None]:
    """PostgreSQL ends all connections and accepts none; SQLite is locked by somebody who writes and writes."""
    name = connections.settings["default"]["NAME"]
    if connection.vendor == "sqlite":
        other = sqlite3.connect(name, timeout=60, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()
        return
    connection.close()
    _of_another_database(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
    _of_another_database(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        yield
    finally:
        _of_another_database(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def _of_another_database(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
