"""Work for tests of what is done apart."""

import os
import signal
import time

IS_READY = []
LOADED = ["by nobody"]


def ready() -> None:
    IS_READY.append(True)


def count(most: int, tell) -> str:
    for number in range(1, most + 1):
        tell(str(number))
    return "done by a child that was ready" if IS_READY else "done"


def process(argument, tell) -> int:
    return os.getpid()


def lose(what: str, tell) -> None:
    raise LookupError(what)


def sleep(seconds: float, tell) -> None:
    time.sleep(seconds)


def crash_or_not(is_crash: bool, tell) -> str:
    if is_crash:
        os.kill(os.getpid(), signal.SIGSEGV)
    return "well"


def fill(size: int, tell) -> bytes:
    return b"x" * size


def loaded(argument, tell) -> list[str]:
    return LOADED
