"""Keeping the example for everybody, and printing it."""

from collections.abc import Iterable, Mapping
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from integration_programme import jobs, richtext
from programmes import export as printing
from programmes.actions.files import is_there, store
from programmes.document.blocks import Document
from programmes.export.illustrations import printed_name
from programmes.models import ExampleDocument, Place

PRINT_EXAMPLE = "programmes.tasks.print_example"
FOLDER = "example"
PNG = "image/png"


def keep_example(documents: Iterable[Document], parts: Mapping[str, str], pictures: Mapping[UUID, bytes]) -> list[str]:
    """Make the example these documents, one a language, with these PNGs by the keys of their pictures. `parts`: which part
    (`HasExample.example_part`) is written at a place. Gives the languages that are printed now: none of those that say
    what they said, and have their PDF. Raises NotStored."""
    for key, content in pictures.items():
        store(_picture_path(key), content, is_used=False)
    return [document.language for document in documents if _keep(document, parts)]


@transaction.atomic
def _keep(document: Document, parts: Mapping[str, str]) -> bool:
    fingerprint = printing.fingerprint(document)
    kept = ExampleDocument.objects.filter(language=document.language).first()
    if kept and kept.fingerprint == fingerprint and is_there(kept.pdf.name):
        return False
    says = {"data": document.as_data(), "passages": passages(document, parts), "fingerprint": fingerprint, "pdf": ""}
    kept, _is_new = ExampleDocument.objects.update_or_create(says, language=document.language)
    jobs.enqueue(PRINT_EXAMPLE, kept.pk)
    return True


def passages(document: Document, parts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What stands at these places of a document, by part: without its pictures, which no other programme has."""
    found = {}
    for anchor, text in document.texts():
        place = Place.parse(document.slug, text.place)
        if place.field == "text" and (part := parts.get(str(place.whole))):
            html = richtext.without_ids(richtext.with_pictures(text.html, ()))
            found[part] = {"html": html, "anchor": anchor}
    return found


def print_example(document_id: int) -> None:
    """Make the PDF of the example in one language, unless it is there. Raises what keeps it from being made."""
    kept = ExampleDocument.objects.get(pk=document_id)
    if is_there(kept.pdf.name):
        return
    document = Document.from_data(kept.data)
    pdf = printing.pdf_of(printing.html_of(document), pictures=_printed_pictures(document))
    name = store(f"{FOLDER}/{kept.fingerprint}.pdf", pdf.content, is_used=False)
    ExampleDocument.objects.filter(pk=kept.pk, fingerprint=kept.fingerprint).update(pdf=name)


def request_missing() -> int:
    """Queue what has no PDF in any language and waits for none; how many."""
    under_way = [jobs.arguments(job) for job in jobs.unfinished(PRINT_EXAMPLE)]
    missing = [pk for pk in _without_file() if [pk] not in under_way]
    for document_id in missing:
        jobs.ask_again(PRINT_EXAMPLE, document_id)
    return len(missing)


def is_any_missing() -> bool:
    return bool(_without_file())


def is_being_made(kept: ExampleDocument) -> bool:
    """Whether a PDF that is not there is about to be; else it could not be made, and is asked for again by itself."""
    return jobs.is_unfinished(PRINT_EXAMPLE, kept.pk)


def _without_file() -> list[int]:
    return [pk for pk, name in ExampleDocument.objects.values_list("pk", "pdf") if not is_there(name)]


def _printed_pictures(document: Document) -> dict[str, tuple[bytes, str]]:
    found = {}
    for each in document.illustrations():
        with opened_picture(each.key) as file:
            found[printed_name(each.sha256)] = (file.read(), PNG)
    return found


def opened_picture(key: UUID | str) -> IO[bytes]:
    """A picture of the example, to be read. Raises FileNotFoundError where there is none of this key."""
    return default_storage.open(_picture_path(key))


def _picture_path(key: UUID | str) -> str:
    return f"{FOLDER}/pictures/{key}.png"
