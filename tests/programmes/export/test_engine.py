"""The engine is closed to the outside and has what we add to WeasyPrint."""

import http.server
import threading
from importlib.metadata import version

import pytest

from programmes.document.blocks import Cell, Entries, Entry, Paragraph, Row, Table, Text
from programmes.export import engine, tags
from tests.programmes.documents import make_document
from tests.programmes.pdfs import inside, made

# Closed to the outside


class Canary(http.server.BaseHTTPRequestHandler):
    """Notes whoever asks it for anything."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def canary():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def vectors(place: str) -> list[str]:
    return [
        f'<img src="{place}">',
        f'<img srcset="{place} 2x" src="{place}">',
        f'<p style="background:url({place})">x</p>',
        f"<style>@import url({place}); p{{background:url({place})}} @font-face{{font-family:x;src:url({place})}}</style>",
        f'<link rel="stylesheet" href="{place}"><link rel="attachment" href="{place}">',
        f'<a rel="attachment" href="{place}">x</a>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{place}"/><use href="{place}#a"/></svg>',
        f'<object data="{place}">x</object><embed src="{place}"><iframe src="{place}"></iframe>',
        f'<p style="content:url({place});list-style-image:url({place});border-image:url({place})">x</p>',
        f'<base href="{place}"><img src="relative.png">',
        f'<meta http-equiv="refresh" content="0;url={place}">',
        f'<input type="image" src="{place}"><video poster="{place}"></video>',
        f'<table background="{place}"><tr><td>x</td></tr></table><body background="{place}">',
    ]


@pytest.mark.slow
def test_no_text_reaches_network_or_files(canary, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this server")
    net = f"http://127.0.0.1:{canary.server_address[1]}/canary"
    evil = [vector for place in (net, secret.as_uri(), "file:///etc/passwd") for vector in vectors(place)]
    document = make_document("en", html="".join(evil))
    everything = "".join(vectors(net))
    chapter = document.sections[1]
    chapter.title = document.title = document.cover.title = document.cover.legal_basis = everything
    chapter.blocks = [Paragraph(everything), Text("".join(evil)), Entries([Entry(everything, "F77", everything)])]
    chapter.blocks += [Table(everything, ["a"], [Row([Cell(everything, url=url)]) for url in (net, secret.as_uri())])]
    document.sections = document.sections[:2]
    document.terms = [(everything, everything)]
    document.mark = document.demo_mark = everything

    pdf = inside(made(document).content)

    assert canary.asked == []
    assert b"the secret of this server" not in pdf
    assert b"root:x:0" not in pdf
    assert b"/EmbeddedFile" not in pdf and b"/Filespec" not in pdf


def test_the_engine_itself_fetches_nothing_even_if_markup_got_through(canary, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this server")
    net = f"http://127.0.0.1:{canary.server_address[1]}/canary"
    body = "".join(vector for place in (net, secret.as_uri()) for vector in vectors(place))

    pdf = engine.pdf_of(f'<html lang="en"><title>x</title><body><h1>x</h1>{body}')

    assert canary.asked == []
    assert b"the secret of this server" not in inside(pdf.content)


def test_only_our_fonts_are_handed_out():
    fetcher = engine.locked_fetcher()

    assert fetcher.fetch("app:/fonts/SourceSans3-Regular.ttf").read()[:4] == b"\x00\x01\x00\x00"
    for url in ("app:/fonts/../../manage.py", "file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "x"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            fetcher.fetch(url)


# What we add to WeasyPrint


def without_patches(monkeypatch):
    """WeasyPrint and pydyf as they come."""
    import pydyf  # noqa: PLC0415 - the engine's libraries are slow to load
    from weasyprint.pdf import tags as engines_tags  # noqa: PLC0415

    engine._complete()
    wrapped = engines_tags._build_box_tree.__closure__
    plain = next(cell.cell_contents for cell in wrapped if callable(cell.cell_contents))
    monkeypatch.setattr(engines_tags, "_build_box_tree", plain)
    kept = pydyf.PDF.page_references.fget.__closure__
    monkeypatch.setattr(pydyf.PDF, "page_references", next(cell.cell_contents for cell in kept))


PASSAGE = '<html lang="fi"><title>x</title><h1>x</h1><p lang="sv">y</p>'


def test_finnish_is_hyphenated():
    engine._complete()
    import pyphen  # noqa: PLC0415 - the engine's libraries are slow to load

    assert pyphen.Pyphen(lang="fi").inserted("kotoutumissuunnitelma") == "ko-tou-tu-mis-suun-ni-tel-ma"


def test_the_language_of_a_passage_is_told_in_the_pdf():
    assert b"/Lang (sv)" in inside(engine.pdf_of(PASSAGE).content)


def test_the_patch_for_languages_is_still_needed(monkeypatch):
    """When this fails, WeasyPrint tells languages itself: take `write_language` out."""
    without_patches(monkeypatch)

    assert b"/Lang (sv)" not in inside(engine.pdf_of(PASSAGE).content)


def test_the_patch_for_headings_of_tables_is_still_needed(monkeypatch):
    """When this fails, WeasyPrint ties headings of several rows itself: take `write_headings` out."""
    without_patches(monkeypatch)
    table = "<table><tr><th rowspan=2 scope=col>a<th colspan=2>b<tr><th>c<th>d<tr><th scope=row>e<td>1<td>2</table>"

    written = inside(engine.pdf_of(f'<html lang="fi"><title>x</title><h1>x</h1>{table}').content)

    assert b"/Scope" not in written


def test_the_patch_for_page_references_is_still_needed(monkeypatch):
    """When this fails, pydyf keeps its page references itself: take `keep_page_references` out."""
    import pydyf  # noqa: PLC0415 - the engine's libraries are slow to load

    without_patches(monkeypatch)
    pdf = pydyf.PDF()

    assert pdf.page_references is not pdf.page_references or pdf.page_references == ()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert pdf.page_references is not pdf.page_references


def test_kept_page_references_follow_new_pages():
    import pydyf  # noqa: PLC0415 - the engine's libraries are slow to load

    engine._complete()
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert pdf.page_references is pdf.page_references
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))

    assert len(pdf.page_references) == 2


def test_the_patches_are_made_for_the_releases_that_are_installed():
    """When this fails: look whether the patches still fit the new release, then raise PATCHED_FOR."""
    assert {package: version(package).startswith(release) for package, release in tags.PATCHED_FOR.items()} == {
        "weasyprint": True,
        "pydyf": True,
    }
