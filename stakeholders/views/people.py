"""Who works for a municipality or advises for a centre, and until when."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_POST, signed_in
from integration_programme.records import Refused
from stakeholders import listings, rules
from stakeholders.actions import people as actions
from stakeholders.actions.municipalities import call_city as call
from stakeholders.forms.people import ChooseMunicipalityForm, EndDateForm
from stakeholders.models import Municipality, Organisation, Role


def load_municipality(actor, code):
    return (get_object_or_404(Municipality.objects.visible_to(actor), pk=code),)


def load_centre(actor, code):
    if not actor.is_administrator:
        raise Http404
    return (get_object_or_404(Organisation.objects.centres(), code=code),)


def load_role(actor, pk):
    roles = Role.objects.visible_to(actor).not_ended().select_related("user", "municipality", "centre")
    return (get_object_or_404(roles, pk=pk),)


def page_of(role: Role) -> str:
    """The page on which a role is listed."""
    if role.municipality_id:
        return reverse("municipality_people", args=[role.municipality_id])
    return reverse("centre_people", args=[role.centre.code]) if role.centre_id else reverse("people")


@signed_in
def people(request):
    """A person with one municipality goes straight to it; others choose."""
    actor = request.actor
    form = ChooseMunicipalityForm(request.GET or None)
    if actor.is_administrator and form.is_valid():
        return redirect("municipality_people", code=form.cleaned_data["code"].code)
    if not actor.is_administrator and len(actor.works_for) == 1 and not actor.sits_in:
        return redirect("municipality_people", code=next(iter(actor.works_for)))
    return render(request, "stakeholders/people.html", {"form": form, **listings.hub_page(actor)})


@guarded(load_municipality, rules.see_people)
def municipality_people(request, municipality):
    page = listings.municipality_page(request.actor, municipality)
    return render(request, "stakeholders/municipality_people.html", page)


@require_POST
@guarded(load_municipality, rules.manage_people)
def call_city(request, municipality):
    """Whether it calls itself a city; without an answer it does not."""
    call(municipality, is_city=request.POST.get("is_city") == "yes", by=request.actor)
    messages.success(request, _("Saved."))
    return redirect("municipality_people", code=municipality.code)


@guarded(load_centre, rules.administer)
def centre_people(request, centre):
    return render(request, "stakeholders/centre_people.html", listings.centre_page(request.actor, centre))


@guarded(load_role, rules.change_role)
def set_role_end(request, role):
    form = EndDateForm(request.POST or kept.taken_out(request) or None, initial={"valid_to": role.valid_to})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_role_end(role, valid_to=form.cleaned_data["valid_to"], by=request.actor)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(page_of(role))
    page = {
        "form": form,
        "role": role,
        "refusal": rules.end_role.reason(request.actor, role),
        "keeps_open": rules.close_account.reason(request.actor, role),
        "back": page_of(role),
    }
    return render(request, "stakeholders/role.html", page)


@require_POST
@guarded(load_role, rules.end_role)
def end_role(request, role):
    own = role.user_id == request.actor.account.pk
    actions.end_role(role, by=request.actor)
    if own:
        request.actor.refresh_from_db(fields=["sessions_ended"])
        update_session_auth_hash(request, request.actor)  # this one goes on
    messages.success(request, _("The role has ended: %(role)s.") % {"role": role})
    return redirect("people" if own else page_of(role))


@require_POST
@guarded(load_role, rules.close_account)
def close_account(request, role):
    actions.close_account(role.user, by=request.actor)
    messages.success(request, _("The account is closed: %(person)s.") % {"person": role.user})
    return redirect("set_role_end", pk=role.pk)


@require_POST
@guarded(load_role, rules.open_account)
def open_account(request, role):
    actions.open_account(role.user, by=request.actor)
    messages.success(request, _("The account is open again: %(person)s.") % {"person": role.user})
    return redirect("set_role_end", pk=role.pk)
