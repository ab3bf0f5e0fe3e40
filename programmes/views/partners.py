"""A municipality is asked to take part in a joint programme: the question, its answer, and leaving again."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.access import guarded, require_POST
from programmes import rules
from programmes.actions import partners as actions
from programmes.enums import Consent
from programmes.models import Programme, ProgrammeMunicipality
from programmes.views.acts import done
from programmes.views.base import load_programme


def waiting_for(actor):
    """Questions that wait for somebody's answer: to the municipalities they coordinate; to all for administrators."""
    asked = ProgrammeMunicipality.objects.current().filter(
        is_lead=False, consent=Consent.ASKED, programme__archived_at=None
    )
    own = asked if actor.is_administrator else asked.filter(municipality__in=actor.coordinates)
    return own.select_related("programme", "municipality").order_by("created_at")


def requests_of(links: list[ProgrammeMunicipality]) -> list[dict]:
    """Such questions for the list of programmes, in the reader's language."""
    reader = get_language() or ""
    return [{"link": link, "title": link.programme.label(reader), "name": link.label(reader)} for link in links]


def load_request(actor, key) -> tuple[ProgrammeMunicipality]:
    """The question of an address, for those who may answer it; for everybody else it is not there."""
    links = ProgrammeMunicipality.objects.current().filter(is_lead=False, programme__archived_at=None)
    link = get_object_or_404(links.select_related("programme", "municipality"), key=key)
    if not rules.answer_request.allows(actor, link):
        raise Http404
    return (link,)


def load_partner(actor, slug: str, key) -> tuple[Programme, ProgrammeMunicipality]:
    (programme,) = load_programme(actor, slug)
    link = next((each for each in programme.rows("links", waiting=True) if each.key == key), None)
    if link is None:
        raise Http404
    return programme, link


@guarded(load_request, rules.answer_request)
def partner_request(request, link):
    """What is asked, by whom, and what follows from a yes. Nothing else of the programme is told."""
    return _page(request, link)


@require_POST
@guarded(load_request, rules.answer_request)
def accept_request(request, link):
    return _answered(request, link, consents=True)


@require_POST
@guarded(load_request, rules.answer_request)
def decline_request(request, link):
    return _answered(request, link, consents=False)


def _answered(request, link: ProgrammeMunicipality, *, consents: bool):
    try:
        actions.answer_request(link, consents=consents, right=request.POST.get("right", ""), by=request.actor)
    except actions.Refused as refused:
        link.refresh_from_db()
        return _page(request, link, refused=str(refused), status=409)
    words = _("%(name)s takes part in the programme.") if consents else _("%(name)s takes no part in the programme.")
    messages.success(request, words % {"name": link.label(request.LANGUAGE_CODE)})
    return redirect("programmes")


def _page(request, link: ProgrammeMunicipality, *, refused: str = "", status: int = 200):
    programme = link.programme
    context = {
        "link": link,
        "title": programme.label(request.LANGUAGE_CODE),
        "name": link.label(request.LANGUAGE_CODE),
        "lead": programme.lead.label(request.LANGUAGE_CODE),
        "is_open": link.consent == Consent.ASKED,
        "for_another": link.municipality_id not in request.actor.coordinates,
        "seen": {"right": link.right},
        "refused": refused,
    }
    return render(request, "programmes/partner_request.html", context, status=status)


@require_POST
@guarded(load_partner, rules.change_partner)
def ask_again(request, programme, link):
    return _changed(request, programme, link, actions.ask_again, _("%(name)s has been asked again."))


@require_POST
@guarded(load_partner, rules.withdraw_consent)
def withdraw_consent(request, programme, link):
    """A partner leaves; its people then see nothing of the programme, so they are led to their list."""
    return _changed(request, programme, link, actions.withdraw_consent, _("%(name)s takes no part in the programme."))


def _changed(request, programme: Programme, link: ProgrammeMunicipality, act, words: str):
    told = words % {"name": link.label(request.LANGUAGE_CODE)}
    back = reverse("responsibility", kwargs={"slug": programme.slug})
    return done(request, partial(act, link), told, "programmes" if act is actions.withdraw_consent else back)
