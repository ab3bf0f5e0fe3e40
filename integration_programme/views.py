"""Pages of the project itself."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from integration_programme import gallery, kept
from integration_programme.access import public


@public
def healthz(request):
    """Says "ok" when the process runs and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
def components(request):
    """The gallery: every component of the look, with sample data."""
    return render(request, "gallery.html", gallery.samples())


def csrf_failure(request, reason=""):
    """The form's token is old, most often after signing in in another tab: keep the text and show the form again.

    Only for posts from our own pages: another site must not be able to fill in our forms.
    """
    own = CsrfViewMiddleware(lambda request: None)._origin_verified(request) if "Origin" in request.headers else False
    if own and (kept.keep(request) or kept.stood_on(request)):
        return redirect(kept.way_on(request))
    return render(request, "403.html", {"exception": ""}, status=403)


def bad_request(request, exception):
    """What was sent could not be read; when it was too much, what to do about it (413)."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    page, status = ("413.html", 413) if is_too_much else ("400.html", 400)
    return HttpResponse(render_to_string(page), status=status)  # without the request, which may be what is wrong
