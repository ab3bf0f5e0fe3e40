"""A PDF is printed once for one content, and never half."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from integration_programme.actors import SYSTEM
from programmes import export as printing
from programmes.actions import approved, exports
from programmes.actions.versions import keep_version
from programmes.document import assemble
from programmes.document.blocks import Document
from programmes.enums import VersionPurpose
from programmes.models import VersionDocument
from stakeholders.models import today
from tests.programmes.factories import fresh, make_finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def freeze(programme, document: Document) -> VersionDocument:
    """The document as an approval keeps it, without its PDF."""
    facts = {"purpose": VersionPurpose.APPROVAL, "approved_on": today(), "documents": [document]}
    return keep_version(programme, by=SYSTEM, **facts).documents.get()


def test_a_file_that_was_lost_is_made_again(coordinator, programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell, pictures: printing.Pdf(b"%PDF-1.7", 7, 0.1))
    export, was_stored = exports.export_now(programme, "sv")
    assert not was_stored and exports.is_ready(export)
    default_storage.delete(export.file.name)

    export, was_stored = exports.export_now(programme, "sv")

    assert not was_stored and exports.is_ready(export)


def test_what_a_killed_worker_half_wrote_is_replaced(programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell, pictures: printing.Pdf(b"%PDF-1.7 whole", 7, 0.1))
    export = exports.request_export(programme, "sv", by=SYSTEM)
    default_storage.save(f"exports/{export.content_hash}.pdf", ContentFile(b"%PD"))

    exports.render_export(export.pk)

    export.refresh_from_db()
    assert export.file.name == f"exports/{export.content_hash}.pdf"
    with export.file.open() as file:
        assert file.read() == b"%PDF-1.7 whole"


def test_text_written_while_a_pdf_waited_is_printed_under_its_own_hash(coordinator, programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell, pictures: printing.Pdf(b"%PDF-1.7", 7, 0.1))
    early = exports.request_export(programme, "sv", by=coordinator)
    make_finding(programme, "Written meanwhile", by=coordinator)
    programme = fresh(programme)

    exports.render_export(early.pk)

    early.refresh_from_db()
    assert early.content_hash == printing.fingerprint(assemble(programme, "sv"))
    assert exports.request_export(programme, "sv", by=coordinator) == early


def test_an_approved_document_is_printed_from_its_data_once(programme, monkeypatch):
    printed = []
    monkeypatch.setattr(
        printing, "pdf_of", lambda html, **more: printed.append(html) or printing.Pdf(b"%PDF-1.7 a", 7, 0.1)
    )
    document = assemble(programme, "sv")
    document.title = "As it was approved"
    frozen = freeze(programme, document)

    approved.freeze_pdf(frozen.pk)
    approved.freeze_pdf(frozen.pk)

    frozen.refresh_from_db()
    assert frozen.pdf.name == f"approved/{programme.slug}-1-sv.pdf"
    assert len(printed) == 1 and "As it was approved" in printed[0]


def test_what_is_exactly_as_approved_is_served_as_approved(coordinator, programme):
    frozen = freeze(programme, assemble(programme, "sv"))
    frozen.pdf.save("approved.pdf", ContentFile(b"%PDF-1.7 approved"), save=False)
    frozen.save(update_fields=["pdf"])

    export = exports.request_export(programme, "sv", by=coordinator)

    assert exports.is_ready(export) and export.file.name == frozen.pdf.name
    assert DBTaskResult.objects.count() == 0
