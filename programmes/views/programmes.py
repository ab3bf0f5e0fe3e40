"""The list of programmes; starting one, sharing it, archiving it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST, signed_in
from programmes import rules
from programmes.actions import programmes as actions
from programmes.checklist import DEFAULT_EDITION, edition
from programmes.enums import Phase
from programmes.forms.programmes import GroupForm, ShareForm, StartForm
from programmes.models import Programme
from programmes.models.codes import code_in_words
from programmes.views.base import load_programme
from programmes.views.coded import LONGEST_QUERY
from programmes.views.listed import known_to, lines
from programmes.views.mine import with_mine
from programmes.views.partners import requests_of
from programmes.views.sharing import readers_of

ON_A_PAGE = 30  # about as many as a regional centre has municipalities


@signed_in
def programmes(request):
    """Programmes the person may know of, some at a time, each with the state of its phases."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    known = known_to(request.actor)
    code, words = code_in_words(query)
    coded = known.with_code(code, words) if code else []
    page = Paginator(coded or known.named_like(query), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = lines({pk: known.access[pk] for pk in page.object_list} | known.archive)
    context = {
        "rows": with_mine(request.actor, (row for row in shown if row["programme"].pk not in known.archive), known.own),
        "archived": [row for row in shown if row["programme"].pk in known.archive],
        "phases": list(Phase),
        "requests": requests_of(known.asked),
        "approved": known.approved,
        "can_start": rules.start_programme.allows(request.actor),
        "query": query,
        "chosen": urlencode({"q": query}) if query else "",
        "is_coded": bool(coded),
        "page": page,
        "can_search": bool(query) or page.paginator.num_pages > 1,
    }
    return render(request, "programmes/programmes.html", context)


@require_http_methods(["GET", "POST"])
@guarded(lambda actor: (), rules.start_programme)
def start_programme(request):
    """Start a programme for one's own municipality. The second click of a double click leads to the first one's."""
    form = StartForm(request.POST or kept.taken_out(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        rules.start_programme.check(request.actor, form.cleaned_data["municipality"])
        try:
            programme = _started(form, request.actor)
            messages.success(request, _("The programme has been started. You can begin anywhere."))
        except actions.AlreadyStarted as started:
            programme = started.programme
            messages.info(request, _("This programme had already been started. It was not started a second time."))
        return redirect("programme", slug=programme.slug)
    return render(request, "programmes/start_programme.html", {"form": form})


def _started(form: StartForm, actor) -> Programme:
    """The programme that a form asks for: an empty one, or one that follows another."""
    chosen = form.cleaned_data
    asked = {"edition_key": chosen["edition"], "period": form.period, "key": chosen["record_key"], "by": actor}
    if former := chosen.get("former"):
        return actions.start_from_former(former, **asked)
    return actions.start_programme(chosen["municipality"], **asked)


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.archive_programme)
def archive_programme(request, programme):
    """Ask first, for it leaves the lists of everybody; it can be brought back."""
    if request.method == "POST":
        actions.archive_programme(programme, by=request.actor)
        messages.success(request, _("The programme has been archived. You find it below the list of programmes."))
        return redirect("programmes")
    return render(request, "programmes/archive_programme.html", {"programme": programme})


@guarded(load_programme, rules.renew_edition)
def renew_edition(request, programme):
    """Ask first, with what today's checklist asks besides and in other words."""
    if request.method == "POST":
        try:
            if actions.renew_edition(programme, by=request.actor):
                messages.success(
                    request, _("The programme follows today's checklist. Everything that was written is in its place.")
                )
            else:
                messages.info(request, _("The programme follows today's checklist already. Nothing was changed."))
        except actions.Refused as refused:
            messages.error(request, str(refused))
        return redirect("programme", slug=programme.slug)
    return render(request, "programmes/renew_edition.html", {"programme": programme, **_editions(programme)})


def _editions(programme: Programme) -> dict:
    """What a programme's checklist and today's have in common, and what today's has besides and in other words."""
    language, before = get_language() or "en", programme.checklist
    after = edition(DEFAULT_EDITION, aland=programme.is_aland)
    kept = [item for item in after if item.key in before]
    return {
        "before": before.choice(language),
        "after": after.choice(language),
        "kept": len(kept),
        "new": [after.words(item.key, language).title for item in after if item.key not in before],
        "reworded": [
            after.words(item.key, language).title
            for item in kept
            if after.words(item.key, language).text != before.words(item.key, language).text
        ],
    }


@require_POST
@guarded(load_programme, rules.archive_programme)
def restore_programme(request, programme):
    """A programme that is not in the archive stays as it is, and that is said."""
    if actions.restore_programme(programme, by=request.actor):
        messages.success(request, _("The programme has been brought back."))
    else:
        messages.info(request, _("The programme is not in the archive. Nothing was changed."))
    return redirect("programme", slug=programme.slug)


@require_POST
@guarded(load_programme, rules.manage_programme)
def share_programme(request, programme):
    form = ShareForm(request.POST, programme=programme)
    if form.is_valid():
        actions.share_programme(programme, form.cleaned_data["audiences"], among=form.among, by=request.actor)
        messages.success(request, _("Who may read the draft: %(who)s.") % {"who": readers_of(programme)})
    return redirect("programme", slug=programme.slug)


@require_POST
@guarded(load_programme, rules.manage_programme)
def choose_group(request, programme):
    form = GroupForm(request.POST, programme=programme)
    try:
        if form.is_valid():
            actions.choose_group(programme, form.cleaned_data["group"], by=request.actor)
            messages.success(request, _("The cooperation group has been chosen."))
        else:
            messages.error(request, _("This group can no longer be chosen. Look at which groups there are now."))
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect("cooperation", slug=programme.slug)
