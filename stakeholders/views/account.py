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
    saved = {"name": request.user.name, "language": request.user.language}
    form = AccountForm(request.POST or kept.taken_out(request) or None, initial=saved)
    if request.method == "POST" and form.is_valid():
        actions.save_account(request.user, **form.cleaned_data, by=request.user)
        with translation.override(request.user.language):
            messages.success(request, _("Saved."))
            response = redirect("my_account")
        remember_language(response, request.user)
        return response
    return render(request, "stakeholders/my_account.html", {"form": form})
