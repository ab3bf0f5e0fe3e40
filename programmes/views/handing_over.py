"""Handing over what waits for somebody who leaves: told first, then done in one act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from programmes import rules
from programmes.actions import handing_over as actions
from programmes.forms.handing_over import HandOverForm
from programmes.views.duties import title_of, told_until
from stakeholders.enums import RoleKind
from stakeholders.models import Role
from stakeholders.views.people import load_role, page_of


def load_writer(actor, pk) -> tuple[Role]:
    """The role of somebody who writes for a municipality, or advises for a centre: an adviser finds their own."""
    own = Role.objects.valid().filter(user=actor.account, kind=RoleKind.ADVISER).select_related("user", "centre")
    role = own.filter(pk=pk).first() or load_role(actor, pk)[0]
    if role.kind == RoleKind.ADMINISTRATOR:
        raise Http404
    return (role,)


@require_http_methods(["GET", "POST"])
@guarded(load_writer, rules.hand_over)
def hand_over(request, role):
    """Everything that waits for the person, and to whom it goes."""
    held, people = actions.held_by(role), actions.successors(role)
    offers_role = request.actor.is_administrator and role.kind == RoleKind.COORDINATOR
    form = HandOverForm(request.POST or kept.taken_out(request) or None, people=people, offers_role=offers_role)
    if request.method == "POST" and form.is_valid():
        with_role = form.cleaned_data.get("with_role", False)
        try:
            moved = actions.hand_over(role, form.heir, with_role=with_role, by=request.actor)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            told = ngettext("%(number)s thing was handed over.", "%(number)s things were handed over.", moved)
            messages.success(request, told % {"number": moved})
            return redirect(_back(request.actor, role))
    context = {
        "role": role,
        "form": form,
        "can_choose": bool(people),
        "lists": [(label, rows) for label, rows in _told(held).items() if rows],
        "back": _back(request.actor, role),
        "is_adviser": role.kind == RoleKind.ADVISER,
    }
    return render(request, "programmes/duties/hand_over.html", context)


def _back(actor, role: Role) -> str:
    """The page on which the role is listed; the desk for advisers, who do not read that page."""
    return reverse("overview") if role.kind == RoleKind.ADVISER and not actor.is_administrator else page_of(role)


def _told(held: actions.Held) -> dict[str, list[str]]:
    """What goes, in words, by what it is."""
    language = get_language() or ""
    return {
        "duties": [
            f"{title_of(each.programme, each.item)} ({each.programme.label(language)}): {told_until(each)}"
            for each in held.duties
        ],
        "deputyships": [
            f"{title_of(each.programme, each.item)} ({each.programme.label(language)})" for each in held.deputyships
        ],
        "comments": [
            f"{each.place.label(each.programme)} ({each.programme.label(language)})" for each in held.comments
        ],
        "reviews": [each.programme.label(language) for each in held.reviews],
    }
