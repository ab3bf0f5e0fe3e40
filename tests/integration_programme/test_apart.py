"""Work done apart comes back with its result or its reason, and never takes whoever asked with it."""

import os
import signal

import pytest

from integration_programme.apart import Apart, Died, TookTooLong
from tests.integration_programme import work as work_apart
from tests.workers import below

MEGABYTE = 1024**2


@pytest.fixture
def apart():
    made = []

    def make(name: str, **more) -> Apart:
        work = "tests.integration_programme.work"
        made.append(Apart(f"{work}.{name}", ready=f"{work}.ready", **more))
        return made[-1]

    yield make
    for each in made:
        each.close()


def do(work: Apart, argument, *, seconds: float = 30, memory: int = 500 * MEGABYTE):
    told = []
    return work.do(argument, told.append, seconds=seconds, memory=memory), told


def test_the_result_comes_back_with_what_was_told_on_the_way(apart):
    assert do(apart("count"), 3) == ("done by a child that was ready", ["1", "2", "3"])


def test_each_piece_of_work_has_a_process_of_its_own(apart):
    work = apart("process")

    assert do(work, None)[0] != do(work, None)[0]


def test_what_is_raised_there_is_raised_here(apart):
    with pytest.raises(LookupError, match="nowhere"):
        do(apart("lose"), "nowhere")


def test_work_that_takes_too_long_is_stopped(apart):
    with pytest.raises(TookTooLong):
        do(apart("sleep"), 60, seconds=0.2)


def test_work_that_crashes_is_missed_and_the_next_goes_on(apart):
    work = apart("crash_or_not")

    with pytest.raises(Died):
        do(work, True)
    assert do(work, False)[0] == "well"


def test_work_that_takes_too_much_memory_is_refused_it(apart):
    with pytest.raises(MemoryError):
        do(apart("fill"), 400 * MEGABYTE, memory=100 * MEGABYTE)


def test_more_than_a_pipe_holds_comes_back_whole(apart):
    assert len(do(apart("fill"), 20 * MEGABYTE)[0]) == 20 * MEGABYTE


def test_a_helper_that_nobody_asks_goes_and_another_comes(apart):
    work = apart("process", idle=0.05)
    do(work, None)
    first = work.helper

    assert first.wait(30) == 0
    do(work, None)
    assert work.helper.pid != first.pid


def test_a_helper_stays_while_a_child_works(apart):
    assert do(apart("sleep", idle=0.05), 0.5) == (None, [])


def test_a_helper_that_was_forked_shares_what_was_loaded_before(apart, monkeypatch):
    monkeypatch.setattr(work_apart, "LOADED", ["by whoever asks"])
    work = apart("loaded")
    work.fork_helper()
    monkeypatch.setattr(work_apart, "LOADED", ["too late"])

    assert do(work, None)[0] == ["by whoever asks"]


def test_a_forked_helper_that_was_killed_is_followed_by_another(apart):
    work, before = apart("process"), below(os.getpid())
    work.fork_helper()
    (forked,) = set(below(os.getpid())) - set(before)

    os.kill(forked, signal.SIGKILL)
    os.waitpid(forked, 0)
    do(work, None)

    assert work.helper.pid != forked
