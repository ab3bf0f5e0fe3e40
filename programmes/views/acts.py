"""What a button does: the act, and on the next page what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from integration_programme.records import Refused


def done(request, act: Callable[..., object], words: str, to: str, **names) -> HttpResponse:
    """Do it and say so, or say why it was refused; then on to `to`, an address or the name of one."""
    try:
        act(by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect(to, **names)
