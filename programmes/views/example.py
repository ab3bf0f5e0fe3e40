"""The example: a finished programme of a made-up municipality, for everybody to read without an account."""

from collections.abc import Iterable
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from integration_programme.access import public
from integration_programme.edge import read_by_all
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.actions.example import PNG, is_being_made, opened_picture
from programmes.actions.files import is_there
from programmes.document.blocks import Document
from programmes.export import body_of
from programmes.models import ExampleDocument, HasExample, Programme, said_in_example
from programmes.views.base import stored
from programmes.views.preview import decision_rows, local_name, without_bodies

READ = Remembered[tuple[Document, SafeString]](2_500_000)


@require_safe
@public
@read_by_all
def example(request):
    """The whole document, in the language asked for or the reader's; where none has been loaded, that is said."""
    there = {each.language: each for each in ExampleDocument.objects.defer("data")}
    if not there:
        return render(request, "programmes/example.html")
    language = request.GET.get("language") or _for_reader(there)
    if language not in there:
        raise Http404
    document, body = READ.get((there[language].fingerprint, get_language()), lambda: _read(there[language]))
    context = {
        "document": document,
        "cover": document.cover,
        "path": decision_rows(document),
        "body": body,
        "languages": [_language(code, code == language) for code in there],
        "pdf_url": (pdf_url := _pdf_url(there[language])),
        "is_being_made": not pdf_url and is_being_made(there[language]),
    }
    return render(request, "programmes/example.html", context)


def _read(kept: ExampleDocument) -> tuple[Document, SafeString]:
    """The document's cover and the names of its chapters, and its body on screen."""
    document = Document.from_data(kept.data)
    for each in document.illustrations():
        each.own_address = reverse("example_picture", kwargs={"key": each.key})
    return without_bodies(document), body_of(document)


def _for_reader(languages: Iterable[str]) -> str:
    reader = get_language()
    return reader if reader in languages else next(iter(languages))


def _language(code: str, is_current: bool) -> dict:
    address = f"{reverse('example')}?language={code}"
    return {"name": local_name(code), "code": code, "url": address, "current": is_current}


def _pdf_url(kept: ExampleDocument) -> str:
    """Where its PDF is fetched; '' while it is not there."""
    return reverse("example_pdf", kwargs={"language": kept.language}) if is_there(kept.pdf.name) else ""


def told_beside(programme: Programme, page: str, record: HasExample, form_id: str) -> dict | None:
    """For components/from_example.html: what the example says where a record is written, in the first language of the
    programme that it has; None where it says nothing. A record that is not there yet begins with it when its form, of
    this id, is sent."""
    said = said_in_example(record.example_part)
    language = next((each for each in programme.languages if each in said), "")
    if not language:
        return None
    address = f"{reverse('example')}?language={language}#{said[language].anchor}"
    is_new = record.pk is None
    can_begin = record.is_unwritten and not is_new
    return {
        "text": Translations({language: said[language].html}),
        "language": language,
        "url": address,
        "take_url": reverse("take_example", args=[programme.slug, page, record.key]) if can_begin else "",
        "form": form_id if is_new else "",
    }


@require_safe
@public
@read_by_all
def example_pdf(request, language: str):
    kept = get_object_or_404(ExampleDocument.objects.defer("data"), language=language)
    if not is_there(kept.pdf.name):
        raise Http404
    return FileResponse(
        stored(kept.pdf.name), as_attachment=True, filename=f"example-{language}.pdf", content_type="application/pdf"
    )


@require_safe
@public
@read_by_all
def example_picture(request, key: UUID):
    try:
        return FileResponse(opened_picture(key), content_type=PNG)
    except FileNotFoundError:
        raise Http404 from None
