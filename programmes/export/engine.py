"""WeasyPrint, locked in and completed: it fetches nothing but our own fonts and knows Finnish.

Why this engine, and why each of the additions: docs/adr/0010-pdf.md.
"""

import functools
import hashlib
import io
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from programmes.export.compounds import AtJoints
from programmes.export.fonts import files_for_print, stamp_of_fonts
from programmes.export.letters import drawable
from programmes.export.tags import complete_tags, writes_headings

VARIANT = "pdf/ua-1"
HYPHENS = Path(settings.BASE_DIR) / "static" / "vendor" / "hyphen" / "hyph_fi.dic"
Told = Callable[[str], None]


class NotPrintable(Exception):
    """The document could not be laid out; `str` is the reason's key: too_deep, too_long, too_large, crashed."""


@dataclass
class Pdf:
    content: bytes
    pages: int
    cpu_seconds: float


def stamp() -> str:
    """What besides the content decides how a PDF comes out: engine, our templates, code and styles, fonts."""
    return _stamp(version("weasyprint"))


@functools.cache
def _stamp(engine: str) -> str:
    ours = Path(__file__).parent
    files = sorted([*ours.glob("*.py"), *ours.glob("*.css"), *ours.glob("*.txt"), *_templates().glob("*.html")])
    digest = hashlib.sha256(f"{engine} {stamp_of_fonts()}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _templates() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "programmes" / "print"


@functools.cache
def shipped() -> dict[str, tuple[bytes, str]]:
    """The only files that a document may ask for, by the names we give them."""
    return {f"app:/fonts/{name}": (content, "font/ttf") for name, content in files_for_print().items()}


#: files by the names that a document calls them: their bytes and their type
Files = Mapping[str, tuple[bytes, str]]


def locked_fetcher(pictures: Files | None = None):
    """A fetcher for WeasyPrint that hands out `shipped()` and a document's own pictures, and refuses all else, network
    and files alike."""
    # WeasyPrint takes 1-2 s to load, which only the process that prints should spend.
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    files = shipped() | {**(pictures or {})}

    class ShippedOnly(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)

        def fetch(self, url, headers=None):
            known = files.get(url)
            if known:
                content, kind = known
                return URLFetcherResponse(url, content, {"Content-Type": kind})
            raise ValueError("nothing is fetched for a document")

    return ShippedOnly()


def pdf_of(html: str, tell: Told = lambda step: None, pictures: Files | None = None) -> Pdf:
    """Lay out and write a PDF/UA-1 in this process, without limits; for `press.pdf_of`, which has them."""
    from weasyprint import HTML  # noqa: PLC0415 - slow to load, see locked_fetcher

    _complete()
    began = time.process_time()
    try:
        with _told(tell):
            laid_out = HTML(string=drawable(html), url_fetcher=locked_fetcher(pictures)).render(pdf_variant=VARIANT)
            tell("writing")
            target = io.BytesIO()
            laid_out.write_pdf(target, pdf_variant=VARIANT)
    except RecursionError as error:
        raise NotPrintable("too_deep") from error
    except MemoryError as error:
        raise NotPrintable("too_large") from error
    return Pdf(target.getvalue(), len(laid_out.pages), time.process_time() - began)


def printed(page: tuple[str, Files], tell: Told) -> Pdf:
    """The same of a page and its pictures in one: what is handed to a process of its own."""
    html, pictures = page
    return pdf_of(html, tell, pictures)


class _Ear(logging.Handler):
    """Hears from WeasyPrint's own log which page it is at."""

    def __init__(self, tell: Told):
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("Step 5") and record.args:
            self.tell(f"layout:{record.args[0]}")


@contextmanager
def _told(tell: Told) -> Iterator[None]:
    log, ear = logging.getLogger("weasyprint.progress"), _Ear(tell)
    level, propagates = log.level, log.propagate
    log.addHandler(ear)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(ear)
        log.setLevel(level)
        log.propagate = propagates


def make_ready() -> None:
    """Load all that the first PDF needs, and lay nothing out: threads of a text engine do not survive a fork."""
    from weasyprint import HTML  # noqa: F401, PLC0415 - slow to load, see locked_fetcher

    _complete()
    shipped()


# What WeasyPrint lacks


@functools.cache
def _complete() -> None:
    """Hyphenation always; the two patches of private names only on the releases they were written for."""
    import pyphen  # noqa: PLC0415 - comes with WeasyPrint

    pyphen.LANGUAGES["fi"] = HYPHENS
    pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"
    for language in ("fi", "sv"):
        patterns = pyphen.LANGUAGES[language]
        pyphen.hdcache[patterns] = AtJoints(pyphen.HyphDict(patterns), language)
    if writes_headings():
        complete_tags()
        keep_page_references()


def keep_page_references() -> None:
    """pydyf builds the list of all pages anew for every tagged element; keep it until a page is added."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    original = pydyf.PDF.page_references
    if getattr(original.fget, "is_kept", False):
        return

    def page_references(pdf):
        count = len(pdf.pages["Kids"])
        kept = getattr(pdf, "_kept_page_references", None)
        if kept is None or kept[0] != count:
            kept = pdf._kept_page_references = (count, original.fget(pdf))
        return kept[1]

    page_references.is_kept = True
    pydyf.PDF.page_references = property(page_references)
