"""One's own account, and what stands around the library's pages for signing in."""

import math
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_programme import clients, kept
from integration_programme.access import public, signed_in
from integration_programme.tries import TooManyTries
from stakeholders.accounts import remember_language
from stakeholders.actions import people as actions
from stakeholders.forms.account import AccountForm


def at_the_door(view):
    """A page of the library for everyone: who tries too often is told until when to wait, and whoever has chosen a new
    password by a link that was mailed to them is known in this browser."""

    @wraps(view)
    def door_view(request, **kwargs):
        try:
            response = view(request, **kwargs)
        except TooManyTries as refused:
            return too_many_tries(request, refused)
        if person := getattr(request, "proven", None):
            clients.mark_browser(request, response, person)
        return response

    return public(door_view)


def too_many_tries(request, refused: TooManyTries):
    """Until when to wait, to the minute that has room for certain, and what to do meanwhile."""
    seconds = max(1, math.ceil((refused.again_at - timezone.now()).total_seconds()))
    asked_for_mail = request.resolver_match.url_name == "account_reset_password"
    page = {"again_at": refused.again_at + timedelta(minutes=1), "asked_for_mail": asked_for_mail}
    response = render(request, "429.html", page, status=429)
    response["Retry-After"] = str(seconds)
    return response


@signed_in
def my_account(request):
    saved = {"name": request.actor.name, "language": request.actor.language}
    form = AccountForm(request.POST or kept.taken_out(request) or None, initial=saved)
    if request.method == "POST" and form.is_valid():
        actions.save_account(request.actor, **form.cleaned_data, by=request.actor)
        with translation.override(request.actor.language):
            messages.success(request, _("Saved."))
            response = redirect("my_account")
        remember_language(response, request.actor)
        return response
    return render(request, "stakeholders/my_account.html", {"form": form})
