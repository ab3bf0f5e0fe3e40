"""Real workers: what they do when the database goes, when one of them is killed, and when they are told to leave."""

import os
import re
import signal
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs
from tests.threads import database_for_threads, in_thread
from tests.workers import TASKS, Workers, below, database_gone, is_alive

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workers(tmp_path):
    with database_for_threads(tmp_path):
        started = Workers(tmp_path)
        yield started
        started.end()


def ends(task: str) -> list[tuple[str, int]]:
    """How the jobs of a task stand, and how many workers were at each."""
    found = DBTaskResult.objects.filter(task_path=f"{TASKS}.{task}").order_by("enqueued_at")
    return in_thread(lambda: [(job.status, len(job.worker_ids)) for job in found])


def without_database(workers: Workers) -> set[str]:
    """Names of the workers that have noticed that the database does not answer."""
    return set(re.findall(r"Worker (\S+) waits for the database", workers.log.read_text()))


def command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()


# The database


def test_workers_wait_while_the_database_is_gone_and_go_on_when_it_is_back(workers, tmp_path):
    parent, go = workers.start_all(), tmp_path / "go"
    children = below(parent.pid)
    workers.ask_for("wait", "meanwhile", str(go), queue=jobs.LONG)
    workers.wait_for(lambda: workers.lines("began meanwhile"))
    for queue in jobs.QUEUES:
        workers.ask_for("run", f"due while it is gone {queue}", queue=queue, due=timezone.now() + timedelta(seconds=5))

    with database_gone():
        go.touch()
        workers.wait_for(lambda: workers.lines("ended meanwhile"))
        workers.wait_for(lambda: len(without_database(workers)) == len(jobs.QUEUES))
        ticks = len(workers.lines("tick"))

    workers.wait_for(lambda: len(workers.lines("ran due while it is gone")) == len(jobs.QUEUES))
    workers.wait_for(lambda: ends("wait") == [(TaskResultStatus.SUCCESSFUL, 1)])
    workers.wait_for(lambda: len(workers.lines("tick")) > ticks)
    assert (len(workers.lines("began")), below(parent.pid)) == (1, children)


def test_a_worker_that_begins_without_a_database_waits_for_it(workers):
    workers.ask_for("run", "x")

    with database_gone():
        process = workers.start("--queue", "quick")
        workers.wait_for(lambda: without_database(workers))

    workers.wait_for(lambda: workers.lines("ran x"))
    assert process.poll() is None


@pytest.mark.parametrize("patience", ["0.5", "20"])
def test_a_long_job_is_done_once_though_nobody_could_give_a_sign_of_life(workers, tmp_path, patience):
    workers.environment["PATIENCE"], go = patience, tmp_path / "go"
    workers.start_all()
    workers.ask_for("wait", "x", str(go), queue=jobs.LONG)
    workers.wait_for(lambda: workers.lines("began x"))

    with database_gone():
        sleep(jobs.SILENT.total_seconds() + jobs.BEAT)
    ticks = len(workers.lines("tick"))
    workers.wait_for(lambda: len(workers.lines("tick")) > ticks + 5)
    go.touch()

    workers.wait_for(lambda: ends("wait")[0][0] == TaskResultStatus.SUCCESSFUL)
    assert (ends("wait"), len(workers.lines("began x"))) == ([(TaskResultStatus.SUCCESSFUL, 1)], 1)


# Death


@pytest.mark.parametrize("queue", jobs.QUEUES)
def test_a_queue_whose_process_is_killed_is_started_again(workers, queue):
    parent = workers.start_all()
    killed = workers.run("one", queue)
    others = set(below(parent.pid)) - {killed}

    os.kill(killed, signal.SIGKILL)

    after = workers.run("two", queue)
    assert (after == killed, after in others, others < set(below(parent.pid))) == (False, False, True)


def test_long_jobs_have_a_helper_that_shares_their_memory_and_ends_with_them(workers):
    parent = workers.start_all()
    long, quick = workers.run("one", jobs.LONG), workers.run("two", jobs.QUICK)
    (helper,) = below(long)
    commands = {command(each) for each in (parent.pid, long, helper)}

    os.kill(long, signal.SIGKILL)

    workers.wait_for(lambda: not is_alive(helper))
    assert (len(commands), below(quick)) == (1, [])


def test_a_job_whose_worker_was_killed_is_done_by_another_though_nobody_buried_the_first(workers, tmp_path):
    go = tmp_path / "go"
    workers.ask_for("wait", "x", str(go), queue=jobs.LONG)
    first = workers.start("--queue", "long")
    workers.wait_for(lambda: workers.lines("began x"))

    os.kill(first.pid, signal.SIGKILL)  # a zombie: nobody waits for it
    second = workers.start("--queue", "long")
    workers.wait_for(lambda: len(workers.lines("began x")) == 2)
    go.touch()

    workers.wait_for(lambda: ends("wait") == [(TaskResultStatus.SUCCESSFUL, 2)])
    assert workers.lines("ended x") == [f"ended x {second.pid}"]


def test_a_job_whose_worker_dies_between_its_effect_and_the_note_is_done_again_and_noted_once(workers, tmp_path):
    workers.start_all()

    workers.ask_for("die_once", "x", str(tmp_path / "died"))

    workers.wait_for(lambda: ends("die_once") == [(TaskResultStatus.SUCCESSFUL, 2)])
    assert len(set(workers.lines("did x"))) == 2


def test_children_whose_parent_was_killed_leave_after_their_job(workers, tmp_path):
    parent, go = workers.start_all(), tmp_path / "go"
    children = below(parent.pid)
    workers.ask_for("wait", "x", str(go), queue=jobs.LONG)
    workers.wait_for(lambda: workers.lines("began x"))
    busy = int(workers.lines("began x")[0].split()[-1])

    os.kill(parent.pid, signal.SIGKILL)

    workers.wait_for(lambda: [each for each in children if is_alive(each)] == [busy])
    go.touch()
    workers.wait_for(lambda: not is_alive(busy))
    assert ends("wait") == [(TaskResultStatus.SUCCESSFUL, 1)]


# Leaving


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_makes_workers_leave_after_their_job_and_a_second_changes_nothing(workers, tmp_path, number):
    parent, go = workers.start_all(), tmp_path / "go"
    workers.ask_for("wait", "x", str(go), queue=jobs.LONG)
    workers.wait_for(lambda: workers.lines("began x"))
    (busy,) = {int(line.split()[-1]) for line in workers.lines("began x")}

    os.kill(parent.pid, number)
    workers.wait_for(lambda: [each for each in below(parent.pid) if is_alive(each)] == [busy])
    for process in (parent.pid, busy, parent.pid):
        os.kill(process, number)
    workers.ask_for("run", "for the next worker", queue=jobs.LONG)
    is_still_at_it = (is_alive(busy), workers.lines("ended"))
    go.touch()

    assert (is_still_at_it, parent.wait(60), is_alive(busy)) == ((True, []), 0, False)
    assert (ends("wait"), ends("run")[-1]) == ([(TaskResultStatus.SUCCESSFUL, 1)], (TaskResultStatus.READY, 0))


# What helps


def test_long_jobs_have_a_helper_only_once_there_is_one_of_them(workers):
    process = workers.start("--queue", jobs.LONG)
    workers.wait_for(lambda: "does the jobs of" in workers.log.read_text())
    before = below(process.pid)

    workers.run("x", jobs.LONG)

    assert (len(before), len(below(process.pid))) == (0, 1)


# What recurs


def test_each_turn_of_what_recurs_is_done_once_by_two_workers_and_by_the_one_that_is_left(workers):
    processes = {process.pid: process for process in (workers.start("--queue", "quick") for _worker in range(2))}
    workers.wait_for(lambda: len(workers.lines("tick")) > 5)

    last = int(workers.lines("tick")[-1].split()[-1])
    processes.pop(last).terminate()
    ((left, _process),) = processes.items()
    workers.wait_for(lambda: len([line for line in workers.lines("tick") if line.endswith(f" {left}")]) > 5)

    turns = [line.split()[1] for line in workers.lines("tick")]
    assert len(turns) == len(set(turns))
