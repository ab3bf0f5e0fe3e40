"""Printed documents: made, taken apart and held against PDF/UA."""

import re
import zlib

import page

from programmes import export as printing
from programmes.document.blocks import Document


def made(document: Document) -> printing.Pdf:
    """The PDF of a document."""
    return printing.pdf_of(printing.html_of(document))


def failures(pdf: printing.Pdf, tmp_path) -> list[str]:
    """What a PDF/UA-1 validator finds wrong."""
    file = tmp_path / "validated.pdf"
    file.write_bytes(pdf.content)
    report = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1)
    return [] if report.is_compliant else [str(each) for each in report.failures] or [str(report)]


def inside(pdf: bytes) -> bytes:
    """The objects of a PDF with their streams unpacked."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(found)
