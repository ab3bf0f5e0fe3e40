"""Background work: what a killed worker left is taken up again, and not for ever."""

import os
import signal
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

from integration_programme import jobs, worker
from integration_programme.actors import SYSTEM
from integration_programme.models import Beat
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


def left_running(export: Export, *, attempts: int = 1) -> DBTaskResult:
    """The export's job as a worker leaves it that was killed in the middle."""
    job = DBTaskResult.objects.get()
    job.worker_ids = ["elsewhere:1:1"] * (attempts - 1)
    job.save()
    job = jobs.claim(jobs.LONG, "elsewhere:1:1")
    Beat.objects.update(at=timezone.now() - timedelta(seconds=11))
    Export.objects.update(state=ExportState.RUNNING, step="layout:3", started_at=timezone.now())
    return job


def states(job: DBTaskResult, export: Export) -> tuple[str, str]:
    job.refresh_from_db()
    export.refresh_from_db()
    return job.status, export.state


def test_an_export_whose_worker_died_waits_again(export):
    job = left_running(export)

    assert jobs.take_over() == (1, 0)
    assert states(job, export) == (TaskResultStatus.READY, ExportState.WAITING)


def test_after_three_attempts_it_is_given_up_and_said(export):
    job = left_running(export, attempts=3)

    assert jobs.take_over() == (0, 1)
    assert states(job, export) == (TaskResultStatus.FAILED, ExportState.FAILED)
    assert export.error == "interrupted"


def test_the_command_tells_what_it_did(export):
    left_running(export)
    told = StringIO()

    call_command("reap_tasks", silent=9, stdout=told)

    assert told.getvalue() == "1 queued again, 0 given up\n"


def test_an_export_whose_task_is_gone_can_be_asked_for_again(export):
    DBTaskResult.objects.all().delete()
    assert exports.is_lost(export)

    again = exports.request_export(export.programme, "sv", by=SYSTEM)

    assert again == export and not exports.is_lost(again)
    assert DBTaskResult.objects.count() == 1


def test_a_task_may_run_twice_and_works_once(export, monkeypatch):
    printed = []
    monkeypatch.setattr(
        printing, "pdf_of", lambda html, tell, pictures: printed.append(1) or printing.Pdf(b"%PDF-1.7", 3, 0.1)
    )

    tasks.render_export.call(export.pk)
    tasks.render_export.call(export.pk)

    export.refresh_from_db()
    assert (export.state, export.attempts, len(printed)) == (ExportState.READY, 1, 1)


def test_a_task_of_something_that_is_gone_does_nothing(db):
    tasks.render_export.call(987654)


def test_a_pdf_that_was_taken_away_while_it_was_made_is_not_kept(export, monkeypatch):
    def taken_away(html, tell, pictures):
        Export.objects.all().delete()
        return printing.Pdf(b"%PDF-1.7", 3, 0.1)

    monkeypatch.setattr(printing, "pdf_of", taken_away)

    worker.work_off([jobs.LONG])

    assert (Export.objects.count(), DBTaskResult.objects.get().status) == (0, TaskResultStatus.SUCCESSFUL)


def test_an_unexpected_error_fails_the_export_and_reaches_the_log(export, monkeypatch):
    def broken(html, tell, pictures):
        raise RuntimeError("no ink")

    monkeypatch.setattr(printing, "pdf_of", broken)

    worker.work_off([jobs.LONG])

    export.refresh_from_db()
    assert (export.state, export.error) == (ExportState.FAILED, exports.UNEXPECTED)
    job = DBTaskResult.objects.get()
    assert (job.status, "RuntimeError: no ink" in job.traceback) == (TaskResultStatus.FAILED, True)


#: makes the tables from the models, which is quicker than to migrate, and asks for a long PDF
PREPARE = """
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from integration_programme.actors import SYSTEM
from programmes.actions.exports import request_export
from programmes.actions.programmes import start_programme
from programmes.models import Finding
from programmes.actions.records import add_record
from tests.stakeholders.factories import make_municipality
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
with transaction.atomic():
    programme = start_programme(make_municipality(), by=SYSTEM)
    for number in range(300):
        add_record(Finding(programme=programme, text={"sv": f"Behov {number}"}), by=SYSTEM)
    request_export(programme, "sv", by=SYSTEM)
"""


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_pdf_is_followed_by_one_that_finishes_it(tmp_path):
    """Real workers, a real SIGKILL; on a database of their own, so that the processes meet."""
    database = tmp_path / "db.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    manage = [sys.executable, "manage.py"]

    def start_worker() -> subprocess.Popen:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([*manage, "worker", "--queue", "long"], cwd=ROOT, env=environment, **quiet)

    def ask(question: str):
        connection = sqlite3.connect(database, timeout=20)
        try:
            return connection.execute(question).fetchone()
        finally:
            connection.close()

    def wait_until(holds, seconds: float) -> float:
        began = time.monotonic()
        while not holds() and time.monotonic() < began + seconds:
            time.sleep(0.02)
        return time.monotonic() - began

    prepare = [*manage, "shell", "--verbosity", "0", "--command", PREPARE]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    first = start_worker()
    wait_until(lambda: ask("SELECT step FROM programmes_export")[0].startswith("layout"), 60)
    os.kill(first.pid, signal.SIGKILL)  # and nobody waits for it yet: a zombie does not count as alive
    second = start_worker()
    try:
        took = wait_until(lambda: ask("SELECT attempts FROM programmes_export") == (2,), 30)
        wait_until(lambda: ask("SELECT state FROM programmes_export") == ("ready",), 60)
    finally:
        second.terminate()
        second.wait(60)
        first.wait()

    state, file, attempts, pages = ask("SELECT state, file, attempts, pages FROM programmes_export")
    assert (state, attempts, took < 15) == ("ready", 2, True)
    assert (tmp_path / "media" / file).read_bytes().startswith(b"%PDF-1.7") and pages > 10
    assert ask(f"SELECT status FROM {DBTaskResult._meta.db_table}") == ("SUCCESSFUL",)
