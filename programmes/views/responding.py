"""Saying what becomes of a comment, settling it, taking it back, and taking a common response apart."""

from copy import copy
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from integration_programme.forms import number_in
from programmes import rules
from programmes.actions import dispositions as actions
from programmes.document.responses import annex_in
from programmes.forms.dispositions import ResponseForm
from programmes.models import Comment, Discussion, Disposition, Programme
from programmes.views.acts import done
from programmes.views.base import load_programme
from programmes.views.commenting import load_begun
from programmes.views.response import label_of
from programmes.views.responses import alike
from programmes.views.said import Anchors, told

NARROWING = ("result", "section", "who", "page")


def load_owed(actor, slug: str, key) -> tuple[Programme, Comment]:
    """A comment to which a response is owed; no other has the pages of one."""
    programme, comment = load_begun(actor, slug, key)
    if not comment.is_owed:
        raise Http404
    return programme, comment


@require_http_methods(["GET", "POST"])
@guarded(load_owed, rules.respond)
def respond(request, programme, comment):
    """What was said, and the form for what becomes of it; then back to the list, at the next one."""
    found = comment.disposition or Disposition(programme=programme, row_version=0)
    settles = rules.settle_response.allows(request.actor, programme)
    form = ResponseForm(
        request.POST or kept.taken_out(request),
        instance=copy(found),  # the page also tells what stands, whatever is written in the form
        comment=comment,
        programme=programme,
        alike=alike(programme, request.actor, comment),
        settles=settles,
    )
    if request.method == "POST" and form.is_valid() and _saved(request, comment, form, settles=settles):
        return redirect(_list_url(request, programme))
    others = _with_same(comment)
    context = {
        "programme": programme,
        "comment": comment,
        "said": told(programme, Discussion(comment), Anchors(programme)),
        "form": form if request.method == "POST" or _may_be_written(comment, found, settles=settles) else None,
        "author_language": get_language_info(comment.author.language)["name_translated"] if comment.author_id else "",
        "others": others,
        "earlier": [(each, label_of(each)) for each in found.earlier.all()] if found.pk else [],
        "acts": _acts(programme, comment, found, is_bundle=bool(others), settles=settles),
        "list_url": _list_url(request, programme),
    }
    return render(request, "programmes/responses/respond.html", context)


def _may_be_written(comment: Comment, found: Disposition, *, settles: bool) -> bool:
    """Whether the form stands on the page; one that was sent does anyhow, with what was written and why it was refused."""
    return comment.withdrawn_at is None and (found.settled_at is None or settles)


def _saved(request, comment: Comment, form: ResponseForm, *, settles: bool) -> bool:
    version = form.cleaned_data["row_version"]
    try:
        actions.respond(comment, form.said(), row_version=version, others=form.others, by=request.actor)
    except actions.Refused as refused:
        form.refuse("result", refused)
        return False
    messages.success(
        request,
        _("The response is saved. Whoever wrote it is told in an hour: until then it can be corrected.")
        if settles
        else _("The response is proposed. A coordinator settles it."),
    )
    return True


def _list_url(request, programme: Programme) -> str:
    chosen = {name: value for name in NARROWING if (value := request.GET.get(name))}
    url = reverse("responses", kwargs={"slug": programme.slug})
    return f"{url}?{urlencode(chosen)}#next" if chosen else f"{url}#next"


def _with_same(comment: Comment) -> list[Comment]:
    """The others that the same response is for."""
    if not comment.disposition_id:
        return []
    return list(comment.disposition.comments.exclude(pk=comment.pk).only("key", "author_name", "text", "withdrawn_at"))


def _acts(programme: Programme, comment: Comment, found: Disposition, *, is_bundle: bool, settles: bool) -> list[tuple]:
    names, acts = {"slug": programme.slug, "key": comment.key}, []
    if comment.withdrawn_at is not None or not found.pk:
        return []
    if found.settled_at is None and settles:
        version = {"row_version": found.row_version}
        acts.append((_("Settle it as proposed"), reverse("settle_response", kwargs=names), version))
    if found.settled_at is not None and settles:
        acts.append((_("Take the response back"), reverse("take_back_response", kwargs=names), {}))
    if is_bundle:
        acts.append((_("Give this comment a response of its own"), reverse("take_apart", kwargs=names), {}))
    return acts


def _done(request, programme: Programme, comment: Comment, act, words: str, to: str = "respond"):
    back = reverse("respond", kwargs={"slug": programme.slug, "key": comment.key})
    return done(request, partial(act, comment), words, _list_url(request, programme) if to == "responses" else back)


@require_POST
@guarded(load_owed, rules.settle_response)
def settle_response(request, programme, comment):
    version = number_in(request.POST.get("row_version", "")) or 0
    act = partial(actions.settle_response, row_version=version)
    return _done(request, programme, comment, act, _("The response is settled."), to="responses")


@require_POST
@guarded(load_owed, rules.settle_response)
def take_back_response(request, programme, comment):
    words = _("The response is taken back: it is a proposal again, and nobody else reads it.")
    return _done(request, programme, comment, actions.take_back_response, words)


@require_POST
@guarded(load_owed, rules.respond)
def take_apart(request, programme, comment):
    words = _("This comment has a response of its own now. It says what the common one says.")
    return _done(request, programme, comment, actions.take_apart, words)


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.manage_programme)
def choose_annex(request, programme):
    """Whether the document has the annex: asked on a page that shows what would be printed, and says what would not."""
    if request.method == "POST":
        has_annex = request.POST.get("annex") == "add"
        actions.choose_annex(programme, has_annex, by=request.actor)
        messages.success(
            request,
            _("The annex is in the document from now on.")
            if has_annex
            else _("The document has no annex of responses."),
        )
        return redirect("choose_annex", slug=programme.slug)
    language = get_language() or ""
    language = language if language in programme.languages else programme.original_language
    printed = programme.comments.owed().filter(to_group=True).count()
    context = {
        "programme": programme,
        "annex": annex_in(programme, language),
        "language": language,
        "number_left_out": programme.comments.owed().count() - printed,
    }
    return render(request, "programmes/responses/annex.html", context)
