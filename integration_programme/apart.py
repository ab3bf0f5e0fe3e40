"""Work done apart: in a child process with limits, forked by a helper that has everything loaded.

    press = Apart("programmes.export.engine.pdf_of", ready="programmes.export.engine.make_ready")
    pdf = press.do(html, tell, seconds=300, memory=2 * 1024**3)

The helper is a process of its own: it calls `ready` once and then forks a child for each piece of work, which begins
in milliseconds, has a low priority, and gives all its memory back when it ends. The child calls the function with the
argument and with `tell`, whose words arrive here while the work goes on. Argument, words and result are pickled. What
the function raises is raised here; a child that takes too long is killed (TookTooLong), one that is killed or crashes
is missed (Died), and neither harms whoever asked. Helper and children end when the process that asked has gone; a helper
that nobody has asked for a minute goes too, with its memory, and another comes when it is needed.

A process that is about to ask calls `fork_helpers()` while nothing else runs in it: the helper then shares what is loaded.
"""

import atexit
import gc
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IDLE = 60.0  # seconds that a helper waits for work
NICENESS = 10  # pages that somebody waits for come first
TOLD, DONE, RAISED = "told", "done", "raised"


class TookTooLong(Exception):
    """The work was stopped when its time was up."""


class Died(Exception):
    """The process that worked has gone without a word: it crashed, or the machine ended it."""


def be_patient() -> None:
    """Let everything that answers a reader go first; may be called again."""
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))


def fork_helpers() -> None:
    """Fork the helper of every `Apart` from this process, which must have no thread and no connection yet."""
    for each in _every:
        each.fork_helper()


_every: list["Apart"] = []


class Apart:
    """A function, by its dotted path, whose work is done apart; the helper gets ready with the first piece of work."""

    def __init__(self, function: str, *, ready: str, idle: float = IDLE):
        self.function = function
        self.ready = ready
        self.idle = idle
        self.lock = threading.Lock()
        self.helper: subprocess.Popen | None = None
        self.room: socket.socket | None = None
        self.owner = 0
        _every.append(self)

    def do(self, argument, tell: Callable[[str], object], *, seconds: float, memory: int) -> Any:
        """The function's result; `memory` is what the child may use beyond what it has when it begins, in bytes."""
        ours, theirs = Pipe()
        with ours:
            with theirs:
                self._hand_over(theirs)
            return _result(ours, (argument, memory), tell, time.monotonic() + seconds)

    def close(self) -> None:
        """End the helper."""
        if self.room is not None and self.owner == os.getpid():
            self.room.close()
            if self.helper is not None:
                self.helper.wait()
        self.room = self.helper = None

    def fork_helper(self) -> None:
        """Have the helper at hand, in a process that shares the memory of this one and ends with it."""
        self.room, theirs = socket.socketpair()
        self.owner = os.getpid()
        if os.fork() == 0:
            try:
                self.room.close()
                _help(theirs, self.function, self.ready, None)
            finally:
                os._exit(0)
        theirs.close()

    def _hand_over(self, connection: Connection) -> None:
        """Give the child's end of a pipe to the helper, which forks for it; to a new one if it has died."""
        with self.lock:
            if self.room is None or self.owner != os.getpid():
                self._start()
            try:
                self._send(connection)
            except OSError:
                self.close()
                self._start()
                self._send(connection)

    def _send(self, connection: Connection) -> None:
        assert self.room is not None
        socket.send_fds(self.room, [b"."], [connection.fileno()])

    def _start(self) -> None:
        self.room, theirs = socket.socketpair()
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        asked = [str(theirs.fileno()), self.function, self.ready, str(self.idle)]
        self.helper = subprocess.Popen(
            [sys.executable, "-m", "integration_programme.apart", *asked],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )
        theirs.close()
        self.owner = os.getpid()
        atexit.register(self.close)


def _result(child: Connection, asked: tuple, tell: Callable[[str], object], until: float) -> Any:
    """Hear what a child tells until its result comes; kill it when its time is up."""
    process = _heard(child)
    with suppress(OSError):
        child.send(asked)
    while child.poll(max(0.0, until - time.monotonic())):
        kind, said = _heard(child)
        if kind == DONE:
            return said
        if kind == RAISED:
            raise said
        tell(said)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    raise TookTooLong


def _heard(child: Connection) -> Any:
    try:
        return child.recv()
    except (EOFError, OSError) as error:
        raise Died from error


# In the helper and its children


def _help(room: socket.socket, function: str, ready: str, idle: float | None) -> None:
    """Fork a child for each end of a pipe that comes, until nobody is left who could send one, or nobody does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # meant for the worker, which finishes what it is at
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for children
    be_patient()
    room.settimeout(idle)
    work: Callable | None = None
    while True:
        try:
            _dot, ends, _flags, _sender = socket.recv_fds(room, 1, 1)
        except TimeoutError:
            room.shutdown(socket.SHUT_RD)  # what was sent just now is still done; who sends more finds nobody
            continue
        if not ends:
            return
        work = work or _loaded(function, ready)
        if os.fork() == 0:
            room.close()
            try:
                _work(Connection(ends[0]), work)
            finally:
                os._exit(0)
        os.close(ends[0])


def _loaded(function: str, ready: str) -> Callable:
    import django  # noqa: PLC0415 - only this process needs to be set up; who imports us is
    from django.apps import apps  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    if not apps.ready:  # else it was forked by a process that is set up
        django.setup()
    import_string(ready)()
    gc.collect()
    gc.freeze()  # the children share what is loaded by now
    return import_string(function)


def _work(asker: Connection, work: Callable) -> None:
    asker.send(os.getpid())
    argument, memory = asker.recv()
    threading.Thread(target=_end_with, args=(asker,), daemon=True).start()
    _limit_memory(memory)
    try:
        said = DONE, work(argument, lambda word: asker.send((TOLD, word)))
    except Exception as error:
        said = RAISED, error.with_traceback(None)
    asker.send(said)


def _end_with(asker: Connection) -> None:
    """End as soon as nobody waits for the result: the other end says no more, so that it can only close."""
    with suppress(OSError):
        asker.poll(None)
    os._exit(1)


def _limit_memory(more: int) -> None:
    with suppress(OSError, ValueError):  # a machine without /proc, or with a lower limit of its own
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (held + more, hard))


if __name__ == "__main__":
    _help(socket.socket(fileno=int(sys.argv[1])), *sys.argv[2:4], float(sys.argv[4]))
