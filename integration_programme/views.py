"""Pages of the project itself."""

import sys
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from integration_programme import gallery, kept, outages, policy_reports
from integration_programme.access import is_asked_by_script, public, require_POST
from integration_programme.edge import read_by_all


@public
def healthz(request):
    """Says "ok" when the process runs: it need not be started again."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def readyz(request):
    """Says "ready" when the database answers: the process can be sent people."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        headers = {"Retry-After": str(outages.RETRY_AFTER)}
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503, headers=headers)
    return HttpResponse("ready\n", content_type="text/plain")


@public
@read_by_all
def security_txt(request):
    """Whom to tell of a weakness (RFC 9116); always good for half a year more."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {midnight + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fi, sv, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


@csrf_exempt  # sent by the browser itself, which knows no token; it changes nothing
@require_POST
@public
def policy_report(request):
    policy_reports.log(request.read(policy_reports.LARGEST + 1))
    return HttpResponse(status=204)


@public
def components(request):
    """The gallery: every component of the look, with sample data."""
    return render(request, "gallery.html", gallery.samples())


def csrf_failure(request, reason=""):
    """The form's token is old, most often after signing in in another tab: keep the text and show the form again.

    Only for posts from our own pages: another site must not be able to fill in our forms.
    """
    own = CsrfViewMiddleware(lambda request: None)._origin_verified(request) if "Origin" in request.headers else False
    if is_asked_by_script(request):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if own and (kept.keep(request) or kept.stood_on(request)):
        return redirect(kept.way_on(request))
    return render(request, "403.html", {"exception": ""}, status=403)


def server_error(request):
    """What nobody has caught: an outage is told as one, anything else as our fault."""
    return outages.answer_to(request, sys.exception()) or HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request, exception):
    """What was sent could not be read; when it was too much, what to do about it (413)."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    page, status = ("413.html", 413) if is_too_much else ("400.html", 400)
    return HttpResponse(render_to_string(page), status=status)  # without the request, which may be what is wrong
