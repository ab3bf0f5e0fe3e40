"""The database, the disk or the storage of files fails: people are told in a sentence, and what they sent can be sent again from that page.

Nothing here asks the database: the language is that of the address, and the page knows nobody.
"""

import errno
import logging

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
#: Classes and codes of PostgreSQL: connections, resources, an administrator's shutdown, the system, a standby.
GONE = ("08", "53", "57P", "58", "25006")
GONE_SQLITE = ("unable to open database file", "disk I/O error", "readonly database")
FULL = "53100"
#: what reading a form can end in: broken parts or letters, too many of them, a sender who went away
NO_FORM = (MultiPartParserError, BadRequest, SuspiciousOperation, OSError)
#: what a disk that is away, another machine's or a server of files (remote_files.py) answers
AWAY = (errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT)


class Outages:
    """A middleware: what fails because database or storage are gone or the disk is full is answered with 503 or 507."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception: Exception) -> HttpResponse | None:
        if answer := answer_to(request, exception):
            logger.error("%s %s: %s", request.method, request.path, answer.reason_phrase, exc_info=exception)
        return answer


def answer_to(request: HttpRequest, fault: BaseException | None) -> HttpResponse | None:
    """The page about an outage; None when the fault is another one."""
    if is_disk_full(fault):
        return _page(request, "507.html", 507)
    if is_database_gone(fault):
        return _page(request, "503.html", 503)
    if is_storage_away(fault):
        return _page(request, "503_files.html", 503)
    return None


def is_outage(fault: BaseException | None) -> bool:
    return is_disk_full(fault) or is_database_gone(fault)


def is_storage_away(fault: BaseException | None) -> bool:
    return isinstance(fault, OSError) and fault.errno in AWAY


def is_disk_full(fault: BaseException | None) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(fault, OperationalError) and (
        _code(fault) == FULL or "disk is full" in str(fault)
    )  # SQLite's words


def is_database_gone(fault: BaseException | None) -> bool:
    if not isinstance(fault, Error):
        return False
    if code := _code(fault):
        return code.startswith(GONE)
    if isinstance(fault, OperationalError | InterfaceError) and hasattr(fault.__cause__, "sqlstate"):
        return True  # PostgreSQL's driver, without a code: it never came as far as the server
    return isinstance(fault, OperationalError) and any(words in str(fault) for words in GONE_SQLITE)


def _code(fault: BaseException) -> str | None:
    return getattr(fault.__cause__, "sqlstate", None)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    sent = what_was_sent(request)
    context = {
        "address": request.get_full_path(),
        "was_sent": request.method == "POST",
        "sent": sent,
        "token": get_token(request) if sent is not None else "",
    }
    headers = {"Retry-After": str(RETRY_AFTER)}
    return HttpResponse(render_to_string(template, context), status=status, headers=headers)


def what_was_sent(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Names and values of a form of ours, to be sent again; None where a page must not hold them.

    Passwords stand on no page, a page cannot hold a file, and what another site sent is not passed on.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return None
    try:
        if request.FILES or any("password" in name for name in request.POST):
            return None
    except NO_FORM:
        return None
    return [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
