"""Background work: what a killed worker left is taken up again, and not for ever."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme.actors import SYSTEM
from programmes import export as printing
from programmes import tasks
from programmes.actions import exports
from programmes.enums import ExportState
from programmes.models import Export
from tests.programmes.factories import make_programme

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def export(db):
    return exports.request_export(make_programme(), "sv", by=SYSTEM)


def left_running(export: Export, worker: str, *, minutes: float = 0, attempts: int = 1) -> DBTaskResult:
    """The export's task as a worker leaves it that is killed in the middle."""
    task = DBTaskResult.objects.get()
    task.status, task.worker_ids = TaskResultStatus.RUNNING, [worker] * attempts
    task.started_at = timezone.now() - timedelta(minutes=minutes)
    task.save()
    Export.objects.update(state=ExportState.RUNNING, step="layout:3", started_at=task.started_at)
    return task


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def states(task: DBTaskResult, export: Export) -> tuple[str, str]:
    task.refresh_from_db()
    export.refresh_from_db()
    return task.status, export.state


def test_a_task_of_a_worker_that_lives_is_left_alone(export):
    task = left_running(export, exports.this_worker())

    assert exports.reap_tasks() == (0, 0)
    assert states(task, export) == (TaskResultStatus.RUNNING, ExportState.RUNNING)


def test_a_task_of_a_worker_that_died_is_queued_again(export):
    task = left_running(export, f"{socket.gethostname()[:30]}:{dead_process()}:1")

    assert exports.reap_tasks() == (1, 0)
    assert states(task, export) == (TaskResultStatus.READY, ExportState.WAITING)


def test_another_process_with_the_same_number_is_not_taken_for_the_worker(export):
    task = left_running(export, f"{socket.gethostname()[:30]}:{os.getpid()}:1")

    assert exports.reap_tasks() == (1, 0)
    assert states(task, export)[0] == TaskResultStatus.READY


def test_of_other_machines_only_what_runs_for_too_long_is_lost(export):
    task = left_running(export, "elsewhere:1:1", minutes=3)

    assert exports.reap_tasks() == (0, 0)
    assert exports.reap_tasks(timedelta(minutes=2)) == (1, 0)
    assert states(task, export) == (TaskResultStatus.READY, ExportState.WAITING)


def test_after_three_attempts_it_is_given_up_and_said(export):
    task = left_running(export, "elsewhere:1:1", minutes=30, attempts=3)

    assert exports.reap_tasks() == (0, 1)
    assert states(task, export) == (TaskResultStatus.FAILED, ExportState.FAILED)
    assert export.error == "interrupted"


def test_the_command_tells_what_it_did(export):
    left_running(export, "elsewhere:1:1", minutes=3)
    told = StringIO()

    call_command("reap_tasks", older_than=2, stdout=told)

    assert told.getvalue() == "1 queued again, 0 given up\n"


def test_an_export_whose_task_is_gone_can_be_asked_for_again(export):
    DBTaskResult.objects.all().delete()
    assert exports.is_lost(export)

    again = exports.request_export(export.programme, "sv", by=SYSTEM)

    assert again == export and not exports.is_lost(again)
    assert DBTaskResult.objects.count() == 1


def test_a_task_may_run_twice_and_works_once(export, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell: printed.append(1) or printing.Pdf(b"%PDF-1.7", 3, 0.1))

    tasks.render_export.call(export.pk)
    tasks.render_export.call(export.pk)

    export.refresh_from_db()
    assert (export.state, export.attempts, len(printed)) == (ExportState.READY, 1, 1)


def test_a_task_of_something_that_is_gone_does_nothing(db):
    tasks.render_export.call(987654)


def test_an_unexpected_error_fails_the_export_and_reaches_the_log(export, monkeypatch):
    def broken(html, tell):
        raise RuntimeError("no ink")

    monkeypatch.setattr(printing, "pdf_of", broken)

    with pytest.raises(RuntimeError, match="no ink"):
        tasks.render_export.call(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == (ExportState.FAILED, exports.UNEXPECTED)


PREPARE = """
from programmes.actions.exports import request_export
from programmes.actions.programmes import start_programme
from programmes.models import Finding
from programmes.actions.records import add_record
from tests.stakeholders.factories import make_municipality
programme = start_programme(make_municipality(), by=SYSTEM)
for number in range(300):
    add_record(Finding(programme=programme, text={"sv": f"Behov {number}"}), by=SYSTEM)
request_export(programme, "sv", by=SYSTEM)
"""


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_pdf_is_followed_by_one_that_finishes_it(tmp_path):
    """A real worker, a real SIGKILL; on a database of its own, so that the processes meet."""
    database = tmp_path / "db.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    manage = [sys.executable, "manage.py"]
    worker = [*manage, "worker", "--no-startup-delay", "--no-reload", "--interval", "0.1"]

    def run(*command: str) -> None:
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)

    def ask(question: str):
        connection = sqlite3.connect(database, timeout=20)
        try:
            return connection.execute(question).fetchone()
        finally:
            connection.close()

    run("migrate", "--verbosity", "0")
    run("shell", "--verbosity", "0", "--command", PREPARE)
    first = subprocess.Popen(worker, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not ask("SELECT step FROM programmes_export")[0].startswith("layout") and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert ask("SELECT state FROM programmes_export") == ("running",)
    assert ask(f"SELECT status FROM {DBTaskResult._meta.db_table}") == ("RUNNING",)

    run("worker", "--batch", "--no-startup-delay")

    state, file, attempts, pages = ask("SELECT state, file, attempts, pages FROM programmes_export")
    assert (state, attempts) == ("ready", 2)
    assert (tmp_path / "media" / file).read_bytes().startswith(b"%PDF-1.7") and pages > 10
    assert ask(f"SELECT status FROM {DBTaskResult._meta.db_table}") == ("SUCCESSFUL",)
