"""Who sees a section or a record of a programme: the sentence on its page, and the form by which it is changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from programmes import rules
from programmes.actions import sharing as actions
from programmes.actions.sharing import has_switch
from programmes.enums import Audience, Phase, RoundKind
from programmes.forms import PAGES
from programmes.forms.sharing import SharePlaceForm
from programmes.models import Place, Programme, item_place
from programmes.models.places import ITEM
from programmes.models.sharing import SWITCHED, Sharing, deciding, item_scopes
from programmes.views.base import load_programme

SEEN = {
    Audience.GROUP: gettext_lazy("visible to the cooperation group since %(day)s"),
    Audience.ADVISER: gettext_lazy("visible to the adviser since %(day)s"),
}
AS_READER = {
    Audience.GROUP: gettext_lazy("See it as a group member"),
    Audience.ADVISER: gettext_lazy("See it as the adviser"),
}
UNSEEN = {
    Audience.GROUP: gettext_lazy("not visible to the cooperation group"),
    Audience.ADVISER: gettext_lazy("not visible to the adviser"),
}


def visibility(programme: Programme, place: Place, reader) -> dict[str, str]:
    """For components/visibility.html: who sees what stands at a place, and where that is changed; for who writes it."""
    if not reader.can_edit:
        return {}
    where = share_url(programme, place) if reader.can_manage and has_switch(programme, place) else ""
    told = {"sentence": visible_to(programme, place), "change_url": where, "about": name_of(programme, place)}
    return told | {"as_readers": seen_as(programme, place)}


def visible_to(programme: Programme, place: Place) -> str:
    """Who sees a section or a record beside the writers, and since when, as a sentence."""
    found = _decided(programme, place)
    if not any(row and row.is_visible for row in found.values()):
        return _("Only those who write the programme see this.")
    return capfirst(" · ".join(_said(audience, row) for audience, row in found.items()))


def _said(audience: Audience, row: Sharing | None) -> str:
    if row is None or not row.is_visible:
        return str(UNSEEN[audience])
    return SEEN[audience] % {"day": date_format(localtime(row.since), "SHORT_DATE_FORMAT")}


def seen_as(programme: Programme, place: Place) -> list[tuple[str, str]]:
    """Where the page of a place is seen as each audience sees it, to whom it is visible."""
    before, url = get_script_prefix(), url_of(programme, place)
    shown = [audience for audience, row in _decided(programme, place).items() if row and row.is_visible]
    return [(str(AS_READER[each]), f"{before}as-{each.value}/{url.removeprefix(before)}") for each in shown]


def _decided(programme: Programme, place: Place) -> dict[Audience, Sharing | None]:
    """The switch that decides for each audience."""
    where = scopes(programme, place)
    return {audience: deciding(programme.switches, audience, where) for audience in SWITCHED}


def name_of(programme: Programme, place: Place) -> str:
    """What a section or a record is called; a phase by its short name."""
    is_phase = place.kind == ITEM and place.key in Phase.values
    return str(Phase(place.key).label) if is_phase else place.label(programme)


def url_of(programme: Programme, place: Place) -> str:
    """Where a section or a record is read; a phase as its list."""
    is_phase = place.kind == ITEM and place.key in Phase.values
    return reverse(place.key, kwargs={"slug": programme.slug}) if is_phase else place.url(programme)


def scopes(programme: Programme, place: Place) -> tuple[str, ...]:
    """Where a switch may stand for a place, the nearest first."""
    if place.kind == ITEM:
        return item_scopes(place.key)
    return programme.scopes_of(place.record(programme))


def share_url(programme: Programme, place: Place) -> str:
    """Where it is chosen who sees what stands at a place that has a switch."""
    if place.kind == ITEM:
        return reverse("share_item", kwargs={"slug": programme.slug, "item": place.key})
    return reverse("share_record", kwargs={"slug": programme.slug, "page": place.kind, "key": place.key})


# One section, one record


def load_item(actor, slug: str, item: str) -> tuple[Programme, Place]:
    """A programme and a section of it that may be shared by itself."""
    (programme,) = load_programme(actor, slug)
    return programme, _with_switch(programme, item_place(programme, item))


def load_record(actor, slug: str, page: str, key) -> tuple[Programme, Place]:
    """A programme and a record of it that may be."""
    (programme,) = load_programme(actor, slug)
    return programme, _with_switch(programme, Place(programme.slug, PAGES[page].kind.name, str(key)))


def _with_switch(programme: Programme, place: Place) -> Place:
    if not has_switch(programme, place) or (place.kind != ITEM and place.record(programme) is None):
        raise Http404
    return place


@require_http_methods(["GET", "POST"])
@guarded(load_item, rules.manage_programme)
def share_item(request, programme, place):
    return _share(request, programme, place)


@require_http_methods(["GET", "POST"])
@guarded(load_record, rules.manage_programme)
def share_record(request, programme, place):
    return _share(request, programme, place)


def _share(request, programme: Programme, place: Place):
    """Choose for each audience whether it sees this; nothing else is shared or kept back by it."""
    form = SharePlaceForm(
        request.POST or kept.taken_out(request), switches=programme.switches, scopes=scopes(programme, place)
    )
    if request.method == "POST" and form.is_valid():
        actions.share_place(programme, place, form.wanted, by=request.actor)
        messages.success(request, visible_to(programme, place))
        return redirect(url_of(programme, place))
    context = {
        "programme": programme,
        "form": form,
        "name": name_of(programme, place),
        "sentence": visible_to(programme, place),
        "back_url": url_of(programme, place),
    }
    return render(request, "programmes/sharing/place.html", context)


# The programme as a whole


def readers_of(programme: Programme) -> str:
    """Who may read a programme, in words: the writers, and those to whom they have opened it."""
    opened = [Audience(sharing.audience) for sharing in programme.sharings.all() if not sharing.place]
    return ", ".join([str(Audience.WRITERS.label), *(str(audience.label) for audience in opened)])


@require_safe
@guarded(load_programme, rules.manage_programme)
def sharing(request, programme):
    """What of a programme is shared otherwise than the whole, with where each is changed; and what everybody may read."""
    rows = [row for row in programme.switches if row.place and row.audience in SWITCHED]
    places = dict.fromkeys(Place.parse(programme.slug, row.place) for row in rows)
    context = {
        "programme": programme,
        "whole": readers_of(programme),
        "places": [_line(programme, place) for place in places],
        "publications": programme.publications.visible(),
        "questions": _questions(programme),
    }
    return render(request, "programmes/sharing/sharing.html", context)


def _questions(programme: Programme) -> list[dict[str, Any]]:
    """Questions that everybody may answer today, and how many chapters of the draft everybody reads with them."""
    language = get_language() or ""
    rows = programme.rounds.open().filter(kind=RoundKind.RESIDENTS) if programme.rounds_revision else ()
    return [
        {"title": row.label(language, programme.original_language), "row": row, "number": len(row.sections)}
        for row in rows
    ]


def _line(programme: Programme, place: Place) -> dict[str, Any]:
    return {
        "about": name_of(programme, place),
        "url": url_of(programme, place),
        "sentence": visible_to(programme, place),
        "change_url": share_url(programme, place),
        "as_readers": [],
    }
