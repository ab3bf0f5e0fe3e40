"""Pages for everyone: what this is, which body is which, and how to get in."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import public
from integration_programme.edge import read_by_all
from stakeholders import listings
from stakeholders.actions import invitations as actions
from stakeholders.forms import RequestAccessForm, SearchForm


@public
@read_by_all
def front(request):
    if request.user.is_authenticated:
        return redirect("programmes")
    return render(request, "stakeholders/front.html")


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
                actions.request_access(**form.answers, language=get_language())
            return redirect("request_access_sent")
        except actions.TooManyRequests:
            form.add_error(None, _("Very many requests have come in within an hour. Try again later."))
    return render(request, "stakeholders/request_access.html", {"form": form})


@public
@read_by_all
def request_access_sent(request):
    return render(request, "stakeholders/request_access_sent.html")
