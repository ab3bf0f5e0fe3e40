"""The versions of a programme: kept, compared with what is written now, and gone back to."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import versions as actions
from programmes.completeness.forgotten import sentence_of
from programmes.forms.versions import VersionForm
from programmes.models import Programme, Version, VersionDocument
from programmes.models.kinds import KINDS, Kind
from programmes.portable import Difference, Fault, compared, dump, to_text
from programmes.views.base import load_programme
from programmes.views.compare import label_of_row, parts_of
from programmes.views.preview import file_of


def load_version(actor, slug: str, number: int) -> tuple[Programme, Version]:
    (programme,) = load_programme(actor, slug)
    version = get_object_or_404(programme.versions, number=number)
    version.programme = programme
    return programme, version


def load_record_of_version(
    actor, slug: str, number: int, name: str, key: UUID
) -> tuple[Programme, Version, Kind, UUID]:
    programme, version = load_version(actor, slug, number)
    if name not in KINDS:
        raise Http404
    return programme, version, KINDS[name], key


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.manage_programme)
def versions(request, programme):
    """All that were kept, the newest first, and the form to keep one more."""
    form = VersionForm(request.POST or kept.taken_out(request))
    if request.method == "POST" and form.is_valid():
        version = actions.make_version(programme, **form.cleaned_data, by=request.actor)
        messages.success(request, _("The programme is kept as it is now: %(version)s.") % {"version": version.label})
        return redirect("versions", slug=programme.slug)
    documents = Prefetch("documents", VersionDocument.objects.defer("data"))
    found = programme.versions.defer("dump").prefetch_related(documents)
    context = {"programme": programme, "form": form, "versions": [_row(programme, version) for version in found]}
    return render(request, "programmes/versions/versions.html", context)


def _row(programme: Programme, version: Version) -> dict:
    return {
        "version": version,
        "url": reverse("version", kwargs={"slug": programme.slug, "number": version.number}),
        "files": [file_of(programme, version, document) for document in version.documents.all()],
    }


@require_safe
@guarded(load_version, rules.manage_programme)
def version(request, programme, version):
    """One version, and what is otherwise now."""
    parts = parts_of(programme)
    context = {
        "programme": programme,
        "version": version,
        "open": [sentence_of(fact) for fact in version.left_open.get("facts", ())],
        "differences": [_told(programme, version, each, parts) for each in compared(version.dump, dump(programme))],
    }
    return render(request, "programmes/versions/version.html", context)


def _told(programme: Programme, version: Version, difference: Difference, parts: dict) -> dict:
    names = {"slug": programme.slug, "number": version.number, "name": difference.kind.name, "key": difference.key}
    return {
        "label": label_of_row(programme, difference.kind, difference.now or difference.then or {}, parts),
        "what": _what(difference),
        "url": reverse("restore_record_of_version", kwargs=names) if difference.then else "",
    }


def _what(difference: Difference) -> str:
    """What differs: the names of fields, as the forms have them."""
    if difference.then is None:
        return _("Was not there yet. It would go to the archive.")
    special = {"archived_at": _("archived, or brought back"), "position": _("place in the list")}
    fields = difference.kind.model._meta
    return capfirst(
        ", ".join(str(special.get(name) or fields.get_field(name).verbose_name) for name in difference.fields)
    )


@require_POST
@guarded(load_version, rules.manage_programme)
def restore_version(request, programme, version):
    """Make the programme what it was then; a second click is told that it is so already."""
    try:
        made = actions.restore_version(programme, version, by=request.actor)
    except Fault as fault:
        messages.error(request, str(fault))
        return redirect("version", slug=programme.slug, number=version.number)
    _tell(request, version, made)
    return redirect("versions", slug=programme.slug)


@require_POST
@guarded(load_record_of_version, rules.manage_programme)
def restore_record_of_version(request, programme, version, kind, key):
    """Make one record what it was then."""
    try:
        made = actions.restore_record_of_version(programme, version, kind, key, by=request.actor)
        _tell(request, version, made)
    except Fault as fault:
        messages.error(request, str(fault))
    return redirect("version", slug=programme.slug, number=version.number)


def _tell(request, version: Version, made: Version | None) -> None:
    if made is None:
        messages.info(request, _("It is already as it was then. Nothing was changed."))
        return
    words = {"then": version.label, "now": made.label}
    messages.success(
        request, _("It is as it was: %(then)s. This is kept as: %(now)s. Nothing that was written is lost.") % words
    )


@require_safe
@guarded(load_version, rules.manage_programme)
def version_file(request, programme, version):
    """The whole programme as it was, as a file."""
    return _file(f"{programme.slug}-{version.number}", version.dump)


@require_safe
@guarded(load_programme, rules.manage_programme)
def programme_file(request, programme):
    """The whole programme as it is now, as a file."""
    return _file(programme.slug, dump(programme))


def _file(name: str, data: dict) -> HttpResponse:
    response = HttpResponse(to_text(data), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.programme.json"'
    add_never_cache_headers(response)
    return response
