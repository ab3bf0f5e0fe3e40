"""A child of the worker that has done jobs and finds no more leaves its place, with what they left in memory."""

import gc
import os
import threading

import pytest

from integration_programme import jobs, worker
from tests.integration_programme import chores

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    worker.find_tasks()
    monkeypatch.setattr(chores, "DONE", [])
    monkeypatch.setattr(jobs, "RECURRING", {})
    monkeypatch.setattr(worker, "POLL", 0.01)
    monkeypatch.setitem(worker.IDLE, jobs.QUICK, 0.05)


def test_a_child_leaves_when_its_jobs_are_done_and_none_comes():
    for word in ("one", "two"):
        jobs.enqueue(chores.note, word)

    worker.Worker(jobs.QUICK, parent=os.getppid()).run()

    assert chores.DONE == ["one", "two"]


@pytest.mark.parametrize("parent", [None, "its own"])
def test_whoever_did_nothing_or_has_no_parent_stays_until_told(parent):
    staying = worker.Worker(jobs.QUICK, parent=os.getppid() if parent else None)
    if parent is None:
        jobs.enqueue(chores.note, "one")
    told = threading.Timer(0.5, staying.stop)
    told.start()

    staying.run()

    assert staying.is_stopping.is_set()


def test_rings_of_objects_that_a_job_leaves_go_at_once(monkeypatch):
    monkeypatch.setattr(chores, "RINGS", [])
    jobs.enqueue(chores.leave_a_ring)
    gc.disable()  # only what is asked for is collected

    try:
        worker.Worker(jobs.QUICK, parent=os.getppid()).run()
        left = [ring() for ring in chores.RINGS]
    finally:
        gc.enable()

    assert left == [None]
