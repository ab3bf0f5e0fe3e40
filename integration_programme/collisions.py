"""Two acts at the same moment, where nothing else has caught it: a page with a sentence, never a failure of the server.

Acts lock the row that they change and find the second click harmless; this is the net below them. Nothing was written,
for every act is one transaction, and what was written in a form is still there a step back in the browser.
"""

import logging

from django.db import IntegrityError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.records import Refused, StaleRecord

logger = logging.getLogger(__name__)


class Collisions:
    """A middleware: what another act at the same moment made impossible is answered with 409 and told."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return _page(request, str(exception))
        if isinstance(exception, StaleRecord | IntegrityError) or has_lost_the_race(exception):
            logger.warning("Two acts collided at %s", request.path, exc_info=exception)
            return _page(request, _("Somebody else did something here at the same moment. Nothing of yours was saved."))
        return None


def has_lost_the_race(exception: Exception) -> bool:
    """Whether the database let another transaction go first: PostgreSQL's deadlocks, SQLite's queue of writers."""
    if not isinstance(exception, OperationalError):
        return False
    return getattr(exception.__cause__, "sqlstate", None) in ("40P01", "40001") or "locked" in str(exception)


def _page(request, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "back_url": kept.way_on(request)}
    return render(request, "409.html", context, status=409)
