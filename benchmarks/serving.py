"""The workbench served as `bin/start` serves it in earnest, and people who ask it over HTTP.

    with served(folder) as server:          # gunicorn on a free port, on the database in the folder
        ask = Visitor(server.port, "coordinator").get
        answer = ask("/fi/programmes/")     # status_code, content

Django is set up here too, on the same database (`asks.set_up`), so that sessions can be begun without a password.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import asks

ROOT = Path(__file__).resolve().parent.parent
SECRET = "only-for-benchmarks-" + "0" * 40  # pragma: allowlist secret
#: as in bin/start; one process, which is never replaced, so that it can be measured
GUNICORN = [str(ROOT / ".venv/bin/gunicorn"), "integration_programme.wsgi", "--no-control-socket"]
PROCESSES = ["--worker-class", "gthread", "--workers", "1", "--threads", "4"]
MALLOC = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "65536"}


@dataclass
class Server:
    port: int
    process: int  # the one that answers

    def resident(self) -> float:
        """Its resident memory in MB (Linux)."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def environment(folder: str) -> dict[str, str]:
    """What server, worker and this process have in common."""
    database = f"sqlite:///{folder}/benchmark.sqlite3"
    return {"DATABASE_URL": database, "MEDIA_ROOT": folder, "SECRET_KEY": SECRET, "EMAIL_URL": "dummymail://"}


@contextmanager
def served(folder: str) -> Iterator[Server]:
    earnest = {"DEBUG": "0", "DEMO": "1", "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1", **MALLOC}
    settled = os.environ | environment(folder) | earnest
    collect = [sys.executable, ROOT / "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=settled, check=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [*GUNICORN, "--bind", f"127.0.0.1:{port}", *PROCESSES]
    master = subprocess.Popen(command, cwd=ROOT, env=settled, stdin=subprocess.DEVNULL)
    try:
        while _refused(port):
            time.sleep(0.2)
        yield Server(port, _child(master.pid))
    finally:
        master.terminate()
        master.wait()


def _refused(port: int) -> bool:
    try:
        return Visitor(port).get("/healthz").status_code != 200
    except OSError:
        return True


def _child(process: int) -> int:
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])


@dataclass
class Answer:
    status_code: int
    content: bytes


class Visitor:
    """Somebody signed in (or nobody), with a connection for each question, as through a proxy."""

    def __init__(self, port: int, email: str = ""):
        self.port, self.cookies = port, {"csrftoken": "c" * 32}
        if email:
            self.cookies["sessionid"] = _session(email)

    def get(self, url: str) -> Answer:
        return self._ask("GET", url)

    def post(self, url: str, data: dict) -> Answer:
        more = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        return self._ask("POST", url, urlencode(data, doseq=True), more)

    def _ask(self, method: str, url: str, body: str | None = None, more: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, url, body, {"Cookie": cookies} | (more or {}))
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())


def _session(email: str) -> str:
    """The key of a new session of somebody of the demo."""
    return asks.client(email).session.session_key
