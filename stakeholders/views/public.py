"""Pages for everyone: what this is, which body is which, and how to get in."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept, revisions
from integration_programme.access import public
from integration_programme.edge import read_by_all
from integration_programme.tries import TooManyTries
from stakeholders import listings
from stakeholders.accounts import ask_for_access
from stakeholders.actions import invitations as actions
from stakeholders.forms.public import RequestAccessForm, SearchForm


@public
@read_by_all
def front(request):
    if request.user.is_authenticated:
        return redirect("overview")
    return render(request, "stakeholders/front.html", {"has_public": revisions.published() > 0})


@public
@read_by_all
def explainer(request):
    return render(request, "stakeholders/explainer.html")


@public
@read_by_all
def organisations(request):
    """Today's bodies; with `?q=` those that bear, or whose predecessors bore, the name."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    listing = listings.search_result(query) if query else listings.all_bodies()
    return render(request, "stakeholders/organisations.html", {"form": form, "query": query, **listing})


@public
def request_access(request):
    form = RequestAccessForm(request.POST or kept.taken_out(request) or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not form.is_trapped:
                ask_for_access(request)
                actions.request_access(**form.answers, language=get_language())
            return redirect("request_access_sent")
        except TooManyTries as refused:
            text = _("Very many requests have come from your network within an hour. Send yours again at %(time)s.")
            form.add_error(None, text % {"time": time_to_try(refused)})
    return render(request, "stakeholders/request_access.html", {"form": form})


def time_to_try(refused: TooManyTries) -> str:
    """The full minute from which there is room again."""
    return date_format(timezone.localtime(refused.again_at + timedelta(minutes=1)), "TIME_FORMAT")


@public
@read_by_all
def request_access_sent(request):
    return render(request, "stakeholders/request_access_sent.html")
