"""Pages of a programme as one of its readers sees them: the same address behind a first part that says as whom.

    /as-group/fi/programmes/narpes-2027/situation/

Nothing is remembered: another tab shows one's own pages. Every link of such a page leads on in the same way, as the
address of the application itself would (`SCRIPT_NAME`), and whoever loads a programme asks as whom (`Actor.seen_as`).
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import get_script_prefix, set_script_prefix

SEEN = re.compile(r"/as-(?P<reader>[a-z]+)(?P<path>/.*)", re.DOTALL)
LOOKING = ("GET", "HEAD")


class SeenAs:
    """A middleware: takes the first part of such an address away, for it is not the address of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request):
        request.seen_as, found = "", SEEN.fullmatch(request.path_info)
        if found is None:
            return self.get_response(request)
        before = get_script_prefix()
        request.seen_as, request.path_info = found["reader"], found["path"]
        request.own_path = f"{before}{request.path_info[1:]}"
        try:
            set_script_prefix(f"{before}as-{request.seen_as}/")
            return self.get_response(request)
        finally:
            set_script_prefix(before)

    def process_view(self, request, view, args, kwargs):
        """Nothing is done so, only looked at; and nothing but a programme is."""
        if request.seen_as and "slug" not in kwargs:
            return HttpResponseRedirect(request.own_path)
        if request.seen_as and request.method not in LOOKING:
            return HttpResponseNotAllowed(LOOKING, content=render_to_string("405.html", request=request))
        return None
