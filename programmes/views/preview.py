"""The whole document on screen, as it will be printed, and as data."""

from dataclasses import replace

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from integration_programme.access import guarded
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.actions import approved as approved_pdfs
from programmes.document import assemble
from programmes.document.blocks import Document
from programmes.document.length import Length, length_of
from programmes.enums import Audience, ProgrammeState
from programmes.export.pages import body_of, with_said
from programmes.models import Programme, Version, VersionDocument
from programmes.models.versions import VersionQuerySet
from programmes.views.base import load_programme
from programmes.views.said import said_here

READ, DATA = Remembered[tuple[Document, Length, dict[str, SafeString]]](2_500_000), Remembered[bytes](1_000_000)


@guarded(load_programme, rules.read_programme)
def preview(request, programme):
    """What the reader of the document will see, in one of the programme's languages."""
    language = chosen_language(request, programme)
    asks = rules.comment_on_programme.allows(request.actor, programme)
    document, length, rendered = programme.remembered(READ, lambda: _read(programme, language, asks), language, asks)
    context = rendered | {
        "body": with_said(rendered["body"], said_here(request.actor, programme, language)),
        "comments_url": reverse("comments", kwargs={"slug": programme.slug}) if programme.comments_revision else "",
        "programme": programme,
        "document": document,
        "length": length,
        "printed": programme.exports.of_document(programme).filter(language=language, pages__isnull=False).first(),
        "languages": _languages(programme, "preview", language),
        "instead_of": _instead_of(request, programme),
        "shown_in": get_language_info(language)["name_translated"],
        "json_url": _address(programme, "document_json", language),
        "approvals": approvals(programme, request.actor),
        "asks_member": programme.audience == Audience.GROUP and programme.state != ProgrammeState.APPROVED,
        "can_manage": rules.manage_programme.allows(request.actor, programme),
    }
    return render(request, "programmes/document/preview.html", context)


def _read(programme: Programme, language: str, asks: bool) -> tuple[Document, Length, dict[str, SafeString]]:
    """The document's cover and the names of its chapters, its length, and all that is shown of them, rendered."""
    document = assemble(programme, language)
    length = length_of(document, programme.page_budget)
    told = {"document": document, "cover": document.cover, "path": decision_rows(document), "length": length}
    rendered = {
        name: render_to_string(f"programmes/document/{name}.html", told) for name in ("cover", "contents", "lengths")
    }
    return without_bodies(document), length, rendered | {"body": body_of(document, asks=asks)}


def without_bodies(document: Document) -> Document:
    """A document's cover and the names of its chapters."""
    chapters, back = (
        [replace(section, blocks=[], sections=[]) for section in sections]
        for sections in (document.sections, document.back)
    )
    return replace(document, sections=chapters, terms=[], back=back)


@guarded(load_programme, rules.read_programme)
def document_json(request, programme):
    """The document as data, for other programs."""
    language = chosen_language(request, programme)
    data = programme.remembered(DATA, lambda: _data(programme, language), language)
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{programme.slug}-{language}.json"'
    return response


def _data(programme: Programme, language: str) -> bytes:
    return assemble(programme, language).as_json().encode()


def chosen_language(request, programme: Programme) -> str:
    """The language asked for; else the reader's, where the programme is written in it, else the original one."""
    asked = request.GET.get("language", "")
    if asked:
        if asked not in programme.languages:
            raise Http404
        return asked
    reader = get_language() or ""
    return reader if reader in programme.languages else programme.original_language


def _instead_of(request, programme: Programme) -> str:
    """The reader's language, when nobody chose one and the programme is not written in it."""
    reader = get_language() or ""
    if request.GET.get("language") or reader in programme.languages:
        return ""
    return get_language_info(reader)["name_translated"]


def decision_rows(document) -> list[list]:
    """The handling of the programme as rows of (column, cell), a cell with its text and the address of its minutes."""
    path = document.cover.decision_path
    return [list(zip(path.columns, row.cells, strict=True)) for row in path.rows] if path else []


def approvals(programme: Programme, actor, versions: VersionQuerySet | None = None) -> list[dict]:
    """What was approved (or these approvals of it), newest first, with the files of each language and how far their
    PDFs are."""
    asked = programme.versions.readable_by(programme.audience) if versions is None else versions
    documents = Prefetch("documents", VersionDocument.objects.defer("data"))
    shown = list(asked.defer("dump").prefetch_related(documents))
    states = approved_pdfs.states(each for version in shown for each in version.documents.all())
    can_manage = rules.manage_programme.allows(actor, programme)
    return [
        {
            "approved_on": version.approved_on,
            "files": [
                file_of(programme, version, each) | _pdf(programme, version, each, states[each.pk], can_manage)
                for each in version.documents.all()
            ],
        }
        for version in shown
    ]


def file_of(programme: Programme, version: Version, document: VersionDocument) -> dict:
    """A document of a version in one language, as data."""
    names = {"slug": programme.slug, "number": version.number, "language": document.language}
    return {
        "language": get_language_info(document.language)["name_translated"],
        "code": document.language,
        "json_url": reverse("approved_json", kwargs=names),
    }


def _pdf(
    programme: Programme, version: Version, document: VersionDocument, state: approved_pdfs.PdfState, can_manage: bool
) -> dict:
    names = {"slug": programme.slug, "number": version.number, "language": document.language}
    return {
        "pdf_url": reverse("approved_pdf", kwargs=names) if state.is_ready else "",
        "again_at": state.again_at,
        "again_url": reverse("request_approved_pdf", kwargs=names) if state.again_at and can_manage else "",
    }


def local_name(code: str) -> str:
    """What a language calls itself."""
    return get_language_info(code)["name_local"].capitalize()


def _languages(programme: Programme, name: str, current: str) -> list[dict]:
    return [
        {
            "name": local_name(code),
            "code": code,
            "url": _address(programme, name, code),
            "current": code == current,
        }
        for code in programme.languages
    ]


def _address(programme: Programme, name: str, language: str) -> str:
    return reverse(name, kwargs={"slug": programme.slug}) + f"?language={language}"
