"""The outermost layer: what holds for every request and every answer, whatever is asked for.

Each request has a reference, which its lines of the log bear and its error pages show. Methods other than reading and
sending are refused. Answers are kept by nobody, unless their view says that everybody may read them.
"""

import logging
import secrets
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

METHODS = ("GET", "HEAD", "POST")
LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"  # pragma: allowlist secret - letters that do not look alike
_reference: ContextVar[str] = ContextVar("reference", default="")


def reference() -> str:
    """The reference of the request at hand, like "K7QF-2MXD"; '' outside of one."""
    return _reference.get()


class WithReference(logging.Filter):
    """Gives each line of the log the reference of the request that it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = getattr(getattr(record, "request", None), "reference", "") or reference() or "-"
        return True


class Edge:
    """A middleware, the first of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        request.reference = f"{letters[:4]}-{letters[4:]}"
        _reference.set(request.reference)
        response = self.get_response(request)
        response.headers.setdefault(
            "Cache-Control", "public, max-age=60" if is_same_for_all(request, response) else "no-store"
        )
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        if request.method in METHODS:
            return None
        return HttpResponseNotAllowed(METHODS, content=render_to_string("405.html", request=request))


def read_by_all(view):
    """A view decorator: what strangers read here is the same for all of them, and may be kept for a minute."""
    view.is_read_by_all = True
    return view


def is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page tells nothing of who asked: nobody was known, and nothing is put into the browser."""
    view = getattr(request.resolver_match, "func", None)
    return (
        getattr(view, "is_read_by_all", False)
        and response.status_code == 200
        and request.method != "POST"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
    )
