"""Several people at the same moment: threads with connections of their own, on either database."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def at_once(*works: Callable[[], Any]) -> list:
    """What each of the works gives, in their order; all of them begin at the same moment. An exception is a result too."""
    start, found = threading.Barrier(len(works)), {}

    def run(at: int) -> None:
        try:
            start.wait()
            found[at] = works[at]()
        except Exception as problem:
            found[at] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[at] for at in range(len(works))]


def in_thread(work: Callable[[], Any]) -> Any:
    """What `work` gives in a thread with a connection of its own."""
    (found,) = at_once(work)
    if isinstance(found, Exception):
        raise found
    return found


class database_for_threads:
    """SQLite's test database lives in memory, where threads cannot wait for one another: they get a copy in a file."""

    def __init__(self, folder):
        self.file = str(folder / "threads.sqlite3")
        self.settings = connections.settings["default"]

    def __enter__(self):
        self.name = self.settings["NAME"]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            copy = sqlite3.connect(self.file)
            connection.connection.backup(copy)
            copy.close()
            self.settings["NAME"] = self.file

    def __exit__(self, *problem):
        self.settings["NAME"] = self.name
