"""The workbench served as `bin/start` serves it in earnest, and people who ask it over HTTP.

    with ground(), served() as server:      # gunicorn on a free port, on a database of its own with the demo
        ask = Visitor(server.port, "coordinator").get
        answer = ask("/fi/programmes/")     # status_code, content

Django is set up here too, on the same database, so that sessions can be begun without a password.
"""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import asks
import psycopg

ROOT = Path(__file__).resolve().parent.parent
SECRET = "only-for-benchmarks-" + "0" * 40  # pragma: allowlist secret
#: as in bin/start, but one process, which is never replaced, so that it can be measured
GUNICORN = [str(ROOT / ".venv/bin/gunicorn"), "integration_programme.wsgi", "--config", "deploy/gunicorn.conf.py"]
PROCESSES = ["--workers", "1", "--max-requests", "0"]
MALLOC = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "65536"}
#: what server and worker are told; this process has DEBUG, which keeps the last 9,000 statements in memory
EARNEST = {"DEBUG": "0", "DEMO": "1", "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": SECRET, **MALLOC}


@dataclass
class Server:
    port: int
    process: int  # the one that answers

    def resident(self) -> float:
        """Its resident memory in MB (Linux)."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


@contextmanager
def ground() -> Iterator[None]:
    """A folder and a database of their own for server, worker and this process, filled with the demo and its copies.

    The database is a file in the folder or, where DATABASE_URL is set, a new one beside that one.
    """
    with tempfile.TemporaryDirectory() as folder, database(folder) as url:
        os.environ |= {"DATABASE_URL": url, "MEDIA_ROOT": folder, "SECRET_KEY": SECRET, "EMAIL_URL": "dummymail://"}
        filling = [sys.executable, asks.__file__, folder]
        subprocess.run(filling, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        asks.set_up(folder)
        yield


@contextmanager
def database(folder: str) -> Iterator[str]:
    """The address of a new database, which ends with the benchmark."""
    given, name = os.environ.get("DATABASE_URL", ""), f"benchmark_{secrets.token_hex(4)}"
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder}/{name}.sqlite3"
        return
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{given.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def served() -> Iterator[Server]:
    settled = os.environ | EARNEST
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
