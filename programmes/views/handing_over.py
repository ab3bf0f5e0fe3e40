"""Handing over what waits for somebody who leaves: told first, then done in one act, and kept as a paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import exports
from programmes.actions import handing_over as actions
from programmes.document.blocks import Document
from programmes.enums import Audience
from programmes.export import body_of
from programmes.forms.handing_over import HandOverForm
from programmes.models import HandOver, Programme
from programmes.views.base import load_programme
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
    takes_words = role.kind != RoleKind.ADVISER and (bool(held) or actions.takes_words(role).exists())
    offers = {"people": people, "offers_role": offers_role, "takes_words": takes_words}
    form = HandOverForm(request.POST or kept.taken_out(request) or None, **offers)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = {"with_role": said.get("with_role", False), "words": said.get("words", ""), "key": said["record_key"]}
        try:
            done = actions.hand_over(role, form.heir, **about, by=request.actor)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told_done(request.actor, role, done))
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


def _told_done(actor, role: Role, done: actions.HandedOver) -> SafeString:
    """How much it was; for whoever writes these programmes, where it can be read and printed."""
    told = ngettext("%(number)s thing was handed over.", "%(number)s things were handed over.", done.number)
    if not done.number and done.kept:
        told = _("What was written is kept for the successor.")
    kept = done.kept if role.municipality_id in actor.works_for else ()
    language = get_language() or ""
    links = [(address(each), _("What was handed over"), each.programme.label(language)) for each in kept]
    return format_html("{} {}", told % {"number": done.number}, format_html_join(" ", '<a href="{}">{}: {}</a>', links))


def address(kept: HandOver) -> str:
    return reverse("handed_over", kwargs={"slug": kept.programme.slug, "key": kept.key})


def load_kept(actor, slug: str, key) -> tuple[Programme, HandOver]:
    """What was handed over in a programme is for those who write it."""
    (programme,) = load_writing(actor, slug)
    kept = get_object_or_404(programme.hand_overs, key=key)
    kept.programme = programme
    return programme, kept


def load_writing(actor, slug: str) -> tuple[Programme]:
    (programme,) = load_programme(actor, slug)
    if programme.audience != Audience.WRITERS:
        raise Http404
    return (programme,)


def load_kept_language(actor, slug: str, key, language: str) -> tuple[Programme, HandOver, str]:
    programme, kept = load_kept(actor, slug, key)
    if language not in kept.documents:
        raise Http404
    return programme, kept, language


@require_safe
@guarded(load_writing, rules.read_programme)
def hand_overs(request, programme):
    """Who handed over to whom, the newest first."""
    rows = programme.hand_overs.defer("documents")
    return render(request, "programmes/duties/hand_overs.html", {"programme": programme, "rows": rows})


@require_safe
@guarded(load_kept, rules.read_programme)
def handed_over(request, programme, kept):
    """The same as in the PDF, to read on screen."""
    shown = get_language() if get_language() in kept.documents else next(iter(kept.documents))
    names = {"slug": programme.slug, "key": kept.key}
    context = {
        "programme": programme,
        "kept": kept,
        "shown": shown,
        "body": body_of(Document.from_data(kept.documents[shown])),
        "languages": [
            {
                "name": get_language_info(code)["name_translated"],
                "url": reverse("request_handed_over", kwargs=names | {"language": code}),
            }
            for code in kept.documents
        ],
    }
    return render(request, "programmes/duties/handed_over.html", context)


@require_POST
@guarded(load_kept_language, rules.read_programme)
def request_handed_over(request, programme, kept, language):
    export = exports.request_handed_over(kept, language, by=request.actor)
    return redirect("export", slug=programme.slug, pk=export.pk)


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
