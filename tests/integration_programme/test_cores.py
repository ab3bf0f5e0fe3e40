"""Long jobs of all workers of a machine together take one core each at most."""

import subprocess
import sys
from contextlib import ExitStack

import pytest

from integration_programme import cores, jobs, worker
from tests.integration_programme import chores

HOLDING = """
import sys
from pathlib import Path
from integration_programme import cores
cores.FOLDER = Path(sys.argv[1])
with cores.a_core() as has_one:
    print(has_one, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch, tmp_path):
    monkeypatch.setattr(cores, "FOLDER", tmp_path / "cores")
    monkeypatch.setattr(cores, "number_of_cores", lambda: 2)


def taken(number: int) -> tuple[ExitStack, list[bool]]:
    """So many more cores that are held, and which of them there were."""
    held = ExitStack()
    return held, [held.enter_context(cores.a_core()) for _core in range(number)]


def test_there_are_as_many_as_the_machine_has():
    held, found = taken(3)

    with held:
        assert found == [True, True, False]


def test_what_was_let_go_can_be_taken_again():
    held, _found = taken(2)
    held.close()

    again, found = taken(3)

    with again:
        assert found == [True, True, False]


def test_another_process_holds_one_until_it_is_killed(monkeypatch):
    monkeypatch.setattr(cores, "number_of_cores", lambda: 1)
    command = [sys.executable, "-c", HOLDING, str(cores.FOLDER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "True\n"

        with cores.a_core() as while_it_lives:
            holder.kill()
            holder.wait()
        with cores.a_core() as when_it_is_dead:
            pass

    assert (while_it_lives, when_it_is_dead) == (False, True)


def test_where_no_file_can_be_made_nobody_waits(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(cores, "FOLDER", tmp_path / "file" / "cores")
    held, found = taken(3)

    with held:
        assert found == [True, True, True]


# Workers


@pytest.fixture
def done(monkeypatch):
    worker.find_tasks()
    monkeypatch.setattr(chores, "DONE", [])
    monkeypatch.setattr(jobs, "RECURRING", {})
    return chores.DONE


@pytest.mark.django_db
def test_a_long_job_waits_while_every_core_is_taken_and_quick_ones_do_not(done):
    jobs.enqueue(chores.note_at_length, "long")
    jobs.enqueue(chores.note, "quick")
    long, quick = worker.Worker(jobs.LONG), worker.Worker(jobs.QUICK)
    held, _found = taken(2)

    with held:
        did = long.step(), quick.step()
        meanwhile = list(done)

    assert (did, meanwhile) == ((False, True), ["quick"])
    assert (long.step(), done) == (True, ["quick", "long"])


@pytest.mark.django_db
def test_a_batch_waits_for_a_core_and_then_does_all(done, monkeypatch):
    jobs.enqueue(chores.note_at_length, "one")
    jobs.enqueue(chores.note_at_length, "two")
    held, _found = taken(2)
    monkeypatch.setattr(worker.time, "sleep", lambda seconds: held.close())

    assert (worker.work_off([jobs.LONG]), done) == (2, ["one", "two"])


@pytest.mark.django_db
def test_an_idle_worker_holds_no_core(done):
    worker.Worker(jobs.LONG).step()
    held, found = taken(2)

    with held:
        assert found == [True, True]
