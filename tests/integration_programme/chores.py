"""Tasks for tests of jobs: they note what they did, or fail."""

from integration_programme import jobs

DONE: list[str] = []
HEARD: list[tuple[str, bool]] = []
IS_BROKEN = False


def hear(word: str, *, is_last: bool) -> None:
    HEARD.append((word, is_last))


@jobs.task()
def note(word: str) -> None:
    DONE.append(word)


@jobs.task(queue=jobs.LONG)
def note_at_length(word: str) -> None:
    DONE.append(word)


@jobs.task(interrupted=hear)
def fail(word: str) -> None:
    DONE.append(word)
    raise RuntimeError(word)


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
