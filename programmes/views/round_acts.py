"""What is done with a round: it is sent, held back, given more time, closed or cancelled; what cannot be undone asks first."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import rounds as actions
from programmes.enums import RoundState
from programmes.forms.rounds import ProlongForm
from programmes.models import Programme, Round
from programmes.views.acts import done
from programmes.views.round_rows import participants_of, public_pages
from programmes.views.rounds import chosen_chapters, frame, load_round
from stakeholders.models import today


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def send_round(request, programme, found):
    """Say first who gets what; nothing leaves without this page."""
    if request.method == "POST":
        try:
            sent = actions.send_round(found, by=request.actor)
        except actions.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _told_of_sending(sent))
        return redirect("round", slug=programme.slug, key=found.key)
    asked = [] if found.is_public else [each for each in participants_of(found) if each.state == "new"]
    context = frame(request, programme) | {
        "round": found,
        "title": found.label(get_language() or "", programme.original_language),
        "participants": asked,
        "by_mail": sum(bool(each.address) for each in asked),
        "chapters": chosen_chapters(programme, found),
        "questions": found.asked(get_language() or "", programme.original_language),
        "pages": public_pages(found) if found.is_public else [],
        "waits": found.opens_on > today() and not found.was_opened,
        "is_past": found.closes_on < today(),
    }
    return render(request, "programmes/rounds/send.html", context)


def _told_of_sending(sent: Round) -> str:
    if sent.state == RoundState.WAITING:
        return _("The questions open on their day.") if sent.is_public else _("The round is sent on its day.")
    return _("The questions are open.") if sent.is_public else _("The round has been sent.")


def _done(request, found: Round, act, words: str):
    return done(request, partial(act, found), words, "round", slug=found.programme.slug, key=found.key)


@require_POST
@guarded(load_round, rules.manage_rounds)
def hold_round(request, programme, found):
    return _done(request, found, actions.hold_round, _("The round is a draft again. Nothing is sent."))


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def close_round(request, programme, found):
    """Ask first: the personal links end then."""
    if request.method == "POST":
        words = _("The round is closed. Who has not answered is written down.")
        return _done(request, found, actions.close_round, _("The questions are closed.") if found.is_public else words)
    return _asked_first(request, programme, found, "close")


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def cancel_round(request, programme, found):
    """Ask first: a round that is cancelled does not come back."""
    if request.method == "POST":
        return _done(request, found, actions.cancel_round, _("The round is cancelled. What came in stays."))
    return _asked_first(request, programme, found, "cancel")


def _asked_first(request, programme: Programme, found: Round, act: str):
    title = found.label(get_language() or "", programme.original_language)
    context = frame(request, programme) | {"round": found, "title": title, "act": act}
    return render(request, "programmes/rounds/ending.html", context)


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def prolong_round(request, programme, found):
    """More time, also for one that has closed. A reminder that is still to come stays, unless it is taken out."""
    is_to_come = found.remind_on is not None and found.remind_on >= today()
    days = {"closes_on": found.closes_on, "remind_on": found.remind_on if is_to_come else None}
    form = ProlongForm(request.POST or kept.taken_out(request), initial=days)
    if request.method == "POST" and form.is_valid():
        try:
            actions.prolong_round(found, **form.cleaned_data, by=request.actor)
        except actions.Refused as refused:
            form.add_error("closes_on", str(refused))
        else:
            words = _("The round has more time. The personal links work until the new last day.")
            messages.success(request, _("The questions have more time.") if found.is_public else words)
            return redirect("round", slug=programme.slug, key=found.key)
    title = found.label(get_language() or "", programme.original_language)
    context = frame(request, programme) | {"round": found, "title": title, "form": form}
    return render(request, "programmes/rounds/prolong.html", context)
