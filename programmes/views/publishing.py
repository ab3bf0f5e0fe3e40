"""Where a coordinator makes an approved version public, and takes it back: what exactly becomes public stands there first."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from integration_programme.access import guarded, require_POST
from integration_programme.records import Refused
from programmes import rules
from programmes.actions import approved as approved_pdfs
from programmes.actions import publication as actions
from programmes.document import changed_languages
from programmes.document.blocks import Document
from programmes.document.in_short import decided
from programmes.enums import ProgrammeState
from programmes.models import Programme, Version, VersionDocument
from programmes.views.base import load_programme
from programmes.views.published import address


@guarded(load_programme, rules.archive_programme)
def publishing(request, programme):
    """What is public, and what would be, version by version."""
    versions = list(
        _approvals(programme).prefetch_related(Prefetch("documents", VersionDocument.objects.order_by("pk")))
    )
    states = approved_pdfs.states(each for version in versions for each in version.documents.all())
    rows = [_told(programme, version, states) for version in versions]
    is_approved = programme.state == ProgrammeState.APPROVED
    context = {
        "programme": programme,
        "newest": rows[0] if rows else None,
        "earlier": rows[1:],
        "changed_in": [get_language_info(each)["name_translated"] for each in changed_languages(programme)]
        if rows
        else [],
        "url": address("published", get_language() or "", programme.slug),
        "can_publish": is_approved and rules.manage_programme.allows(request.actor, programme),
        "is_withdrawn": rows and not is_approved,
    }
    return render(request, "programmes/document/publishing.html", context)


def _approvals(programme: Programme):
    return programme.versions.approvals().defer("dump").select_related("publication")


def _told(programme: Programme, version: Version, states: dict) -> dict:
    """A version, and what of it everybody reads or would read."""
    documents = {each.language: each for each in version.documents.all()}
    languages = [documents[each] for each in programme.languages if each in documents]
    reader = documents.get(get_language() or "") or next(iter(languages), None)
    document = Document.from_data(reader.data) if reader else None
    published = getattr(version, "publication", None)
    return {
        "version": version,
        "is_public": bool(published and published.is_visible),
        "languages": [
            {"name": get_language_info(each.language)["name_translated"], "has_pdf": states[each.pk].is_ready}
            for each in languages
        ],
        "lacking": [get_language_info(each)["name_translated"] for each in ("fi", "sv") if each not in documents],
        "decided": decided(document, version.approved_on) if document else "",
        "pictures": len({each.sha256 for each in document.illustrations()}) if document else 0,
        "url": address("published", get_language() or "", programme.slug, version.number),
    }


def load_approval(actor, slug: str, number: int) -> tuple[Programme, Version]:
    (programme,) = load_programme(actor, slug)
    version = programme.versions.approvals().filter(number=number).first()
    if version is None:
        raise Http404
    return programme, version


@require_POST
@guarded(load_approval, rules.manage_programme)
def publish_version(request, programme, version):
    try:
        if actions.publish_version(programme, version, by=request.actor):
            messages.success(request, _("The programme is public now: everybody reads it at the address below."))
        else:
            messages.info(request, _("It is public already. Nothing was changed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("publishing", slug=programme.slug)


@require_POST
@guarded(load_approval, rules.archive_programme)
def unpublish_version(request, programme, version):
    if actions.unpublish_version(programme, version, by=request.actor):
        messages.success(request, _("It is hidden: at its address stands that it is no longer public."))
    else:
        messages.info(request, _("It is not public. Nothing was changed."))
    return redirect("publishing", slug=programme.slug)
