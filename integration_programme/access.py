"""The door: every view says who may come in, and a test walks all URLs and finds those that do not.

A rule answers with nothing (allowed) or with the reason it refuses, as a sentence for the reader. The same sentence
explains the absent button, the 403 page and the test.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from integration_programme import clients, kept


class Rule:
    """Wraps a function `(actor, *objects)` that returns None (allowed) or the reason it is refused."""

    def __init__(self, reason: Callable[..., Any]):
        self.reason = reason
        self.__name__ = reason.__name__
        self.__doc__ = reason.__doc__

    def allows(self, actor, *objects) -> bool:
        return self.reason(actor, *objects) is None

    def check(self, actor, *objects) -> None:
        """Raise PermissionDenied with the reason, if there is one."""
        if reason := self.reason(actor, *objects):
            raise PermissionDenied(reason)


@Rule
def everyone(actor, *objects):
    return None


@Rule
def anyone_signed_in(actor, *objects):
    return None if actor.account else _("This page is for people with an account. Sign in first.")


def is_asked_by_script(request) -> bool:
    """Whether a script of a page asks, which cannot be led to another page: the text stays in the page."""
    return request.headers.get("Accept") == "application/json"


def guarded(load, rule: Rule):
    """A view decorator: load the objects the URL names, check the rule, hand them to the view.

    `load(actor, **kwargs)` finds objects through `visible_to(actor)` and returns them as a tuple, so a stranger gets 404;
    the rule refuses somebody who may know of them: 403 with the sentence. Whoever is not signed in is asked to sign
    in, and what they were sending is kept until they have; a script is told 401.
    """

    def decorate(view):
        @wraps(view)
        def guarded_view(request, **kwargs):
            if not request.user.is_authenticated and is_asked_by_script(request):
                return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
            if not request.user.is_authenticated:
                kept.keep(request)
                return redirect_to_login(kept.way_on(request))
            request.actor = request.user
            request.actor.seen_as = getattr(request, "seen_as", "")
            objects = load(request.actor, **kwargs)
            rule.check(request.actor, *objects)
            response = view(request, *objects)
            if clients.browser_of(request).latest != request.actor.identity:
                clients.mark_browser(request, response, request.actor)
            return response

        guarded_view.access = rule
        return guarded_view

    return decorate


def require_http_methods(methods: list[str]):
    """A view decorator, Django's of this name with a page: who types the address of a button is told what it is.

    Where GET is answered, HEAD is.
    """
    allowed = [*methods, "HEAD"] if "GET" in methods else methods

    def decorate(view):
        @wraps(view)
        def asked_view(request, *args, **kwargs):
            if request.method in allowed:
                return view(request, *args, **kwargs)
            return HttpResponseNotAllowed(allowed, content=render_to_string("405.html", request=request))

        asked_view.methods = allowed
        return asked_view

    return decorate


require_POST = require_http_methods(["POST"])


def signed_in(view):
    """A view for everybody who has an account; the view itself shows only what is theirs."""
    return guarded(lambda actor: (), anyone_signed_in)(view)


def public(view):
    """A view for everyone, signed in or not."""
    view.access = everyone
    return view
