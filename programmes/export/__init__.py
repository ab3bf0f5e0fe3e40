"""A document as HTML, as PDF and as JSON; nothing here reads or writes the database.

html_of(document), body_of(document) for the preview, pdf_of(html_of(document)), json_of(document),
fingerprint(document): the same as long as the PDF would come out the same; unprintable(records, languages): the letters
that no font has, and where they stand.
"""

import hashlib
import json

from programmes.document.blocks import Document
from programmes.document.hashing import said
from programmes.export.engine import NotPrintable, Pdf, stamp
from programmes.export.letters import Unprintable, unprintable
from programmes.export.pages import body_of, html_of
from programmes.export.press import pdf_of

__all__ = [
    "NotPrintable",
    "Pdf",
    "Unprintable",
    "body_of",
    "fingerprint",
    "html_of",
    "json_of",
    "pdf_of",
    "unprintable",
]


def json_of(document: Document) -> str:
    """The document's data as JSON text."""
    return json.dumps(document.as_data(), ensure_ascii=False, indent=2) + "\n"


def fingerprint(document: Document) -> str:
    """Of content, templates, styles and engine: under this name a finished PDF is kept."""
    return hashlib.sha256(f"{stamp()}\n{said(document.as_data())}".encode(errors="surrogatepass")).hexdigest()
