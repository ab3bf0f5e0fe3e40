"""Tasks for tests of jobs: they note what they did, or fail."""

import weakref

from django.db import OperationalError

from integration_programme import jobs

DONE: list[str] = []
HEARD: list[tuple[str, bool]] = []
RINGS: list[weakref.ref] = []
IS_BROKEN = False


class Ring:
    """An object that holds itself."""

    def __init__(self):
        self.itself = self


def hear(word: str, *, is_last: bool) -> None:
    HEARD.append((word, is_last))


@jobs.task()
def note(word: str) -> None:
    DONE.append(word)


@jobs.task()
def leave_a_ring() -> None:
    RINGS.append(weakref.ref(Ring()))


@jobs.task(queue=jobs.LONG)
def note_at_length(word: str) -> None:
    DONE.append(word)


@jobs.task(interrupted=hear)
def fail(word: str) -> None:
    DONE.append(word)
    raise RuntimeError(word)


@jobs.task(interrupted=hear)
def find_the_disk_full(word: str) -> None:
    DONE.append(word)
    if IS_BROKEN:
        raise OperationalError("database or disk is full")


@jobs.task(interrupted=hear)
def fail_for_good(word: str) -> None:
    raise jobs.GiveUp(word)


@jobs.task()
def tick() -> None:
    DONE.append("tick")


@jobs.task()
def give_up_over_a_reason() -> None:
    raise jobs.GiveUp from ZeroDivisionError("division by zero")


@jobs.task()
def fail_for_good_each_time() -> None:
    raise jobs.GiveUp


@jobs.task()
def fail_or_not() -> None:
    if IS_BROKEN:
        raise RuntimeError
