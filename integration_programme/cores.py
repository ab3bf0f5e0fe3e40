"""Work that keeps a core busy: at most one piece a core of this machine, whichever workers do it.

    with a_core() as has_one:       # never waits; False when all are taken
        ...

A core is a locked file in the temporary folder. The system unlocks it when its holder ends, however it ends.
"""

import fcntl
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"integration-programme-{os.getuid()}"

logger = logging.getLogger(__name__)


def number_of_cores() -> int:
    """Those that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def a_core() -> Iterator[bool]:
    """Hold a core that nobody holds, if there is one; where no file can be made, work is not kept waiting for it."""
    with ExitStack() as held:
        try:
            FOLDER.mkdir(mode=0o700, exist_ok=True)
            has_one = any(_is_ours(held, FOLDER / f"core-{number}") for number in range(number_of_cores()))
        except OSError:
            logger.warning("Nothing can be locked in %s: jobs are not limited to one a core", FOLDER)
            has_one = True
        yield has_one


def _is_ours(held: ExitStack, core: Path) -> bool:
    """Lock the file of a core, unless another process has."""
    try:
        fcntl.flock(held.enter_context(core.open("w")), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
