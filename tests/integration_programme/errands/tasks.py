"""Tasks that write what they did, and in which process, into the file that ERRANDS names."""

import os
import signal
import time
from pathlib import Path

from integration_programme import jobs
from integration_programme.models import Recurrence

TICK = f"{__name__}.tick"


def note(*words) -> None:
    with Path(os.environ["ERRANDS"]).open("a") as file:
        file.write(" ".join(map(str, [*words, os.getpid()])) + "\n")


@jobs.task()
def run(name: str) -> None:
    note("ran", name)


@jobs.task()
def wait(name: str, until: str) -> None:
    """Begin, and end when there is a file of that name."""
    note("began", name)
    while not Path(until).exists():
        time.sleep(0.05)
    note("ended", name)


@jobs.task()
def die_once(name: str, marker: str) -> None:
    """Have the effect, and the first time be killed before anybody can note it."""
    note("did", name)
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)


@jobs.task()
def tick() -> None:
    note("tick", Recurrence.objects.get(task=TICK).turn.timestamp())
