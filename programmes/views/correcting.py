"""The coordinator's choice when the adviser's comments have come: whether editors write everywhere, or only there."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from integration_programme.access import guarded, require_POST
from programmes import rules
from programmes.actions import correcting as actions
from programmes.enums import Audience
from programmes.models import Programme
from programmes.models.places import worded
from programmes.views.acts import done
from programmes.views.base import load_programme


def told_of_lock(actor, programme: Programme) -> dict:
    """For those who write: whether only what was commented on is open, and which places these are; whether it can be so."""
    if programme.audience != Audience.WRITERS or not programme.reviewed.get("key"):
        return {}
    items = programme.open_items
    return {
        "is_locked": items is not None,
        "open": [worded(programme, each) or _("The programme as a whole") for each in items or ()],
        "can_choose": rules.leave_open_what_was_remarked.allows(actor, programme),
        "waits": programme.reviewed["waits"],
    }


@require_POST
@guarded(load_programme, rules.leave_open_what_was_remarked)
def leave_open_remarked(request, programme):
    act = partial(actions.leave_open_remarked, programme)
    told = _("Editors now write only where the adviser has commented.")
    return done(request, act, told, "reviews", slug=programme.slug)


@require_POST
@guarded(load_programme, rules.leave_open_what_was_remarked)
def open_everything(request, programme):
    actions.open_everything(programme, by=request.actor)
    messages.success(request, _("Everything is open to editors again."))
    return redirect("reviews", slug=programme.slug)
