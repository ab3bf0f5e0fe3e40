"""One's own account."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import signed_in
from stakeholders.accounts import remember_language
from stakeholders.actions import people as actions
from stakeholders.forms import AccountForm


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
