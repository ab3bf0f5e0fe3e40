"""What browsers tell of our content security policy: into the log, shortened, and so many a minute.

Anybody can send such a report, so nothing is stored, and what it says is never trusted: of an address only its name
among ours is written, since addresses hold the tokens of invitations.
"""

import json
import logging
import threading
import time
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

logger = logging.getLogger(__name__)

LARGEST = 8_192  # bytes
MOST = 30  # a minute and process


class Budget:
    """So many a minute: `is_left()` takes one and tells whether there was one."""

    def __init__(self, most: int):
        self.most, self.minute, self.taken, self.lock = most, 0, 0, threading.Lock()

    def is_left(self) -> bool:
        minute = int(time.monotonic() // 60)
        with self.lock:
            if minute != self.minute:
                self.minute, self.taken = minute, 0
            self.taken += 1
            return self.taken <= self.most


budget = Budget(MOST)


def log(body: bytes) -> None:
    """Write a report down; one that is none, is too large or comes on top of many others is passed over."""
    if len(body) > LARGEST or not budget.is_left():
        return
    try:
        report = json.loads(body)["csp-report"]
        page, blocked = urlsplit(str(report["document-uri"])), urlsplit(str(report.get("blocked-uri", "")))
        directive = str(report.get("effective-directive") or report.get("violated-directive"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    refused = blocked.netloc or blocked.scheme or blocked.path
    logger.warning("The policy refused %.40r of %.80r on the page %s", directive, refused, _name(page.path))


def _name(path: str) -> str:
    try:
        return str(resolve(path).url_name)
    except Resolver404:
        return "(none of ours)"
