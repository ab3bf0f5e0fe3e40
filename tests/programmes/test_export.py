"""The printed document: conforming, complete, and closed to the outside; how people ask for it and get it."""

import http.server
import itertools
import re
import threading
import time
import zlib
from dataclasses import replace
from importlib.metadata import version
from io import StringIO

import page
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from integration_programme import richtext
from programmes import export as printing
from programmes.actions import exports
from programmes.actions.programmes import share_programme
from programmes.document import assemble, content_hash
from programmes.document.blocks import Cell, Document, Entries, Entry, Paragraph, Row, Table, Text
from programmes.enums import ExportState, SharedWith
from programmes.export import engine
from programmes.export.letters import drawable
from programmes.export.texts import picture, printable
from programmes.models import Export, FrozenDocument
from stakeholders.models import Event, today
from tests.programmes.documents import WORDS, make_document, rich_text
from tests.programmes.factories import make_finding, make_measure, make_objective, make_programme
from tests.stakeholders.factories import make_coordinator, make_group, make_member, make_municipality, make_user

LANGUAGES = ["fi", "sv", "en"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def made(document: Document) -> printing.Pdf:
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


# The page


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rich_document_conforms_to_pdf_ua_in_each_language(language, tmp_path):
    pdf = made(make_document(language, html=rich_text(language)))

    assert failures(pdf, tmp_path) == []
    assert f"/Lang ({language})".encode() in inside(pdf.content)


def test_all_ten_elements_are_headings_in_order():
    html = printing.html_of(make_document("en"))

    headings = re.findall(r'<h2 id="s\d+"><span class="number">(\d+) </span>([^<]+)</h2>', html)
    assert [title.replace("&#x27;", "'") for _, title in headings] == WORDS["en"]["elements"]
    assert [number for number, _ in headings] == [str(number) for number in range(1, 11)]


def test_headings_begin_with_one_and_skip_no_level():
    html = printing.html_of(make_document("fi", html="<h4>a</h4><h3>b</h3><h4>c</h4><h3>d</h3><h4>e</h4>"))

    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_draft_says_so_on_every_page_and_an_approved_document_does_not():
    draft, approved = printing.html_of(make_document("sv")), printing.html_of(make_document("sv", mark=False))

    assert f'data-mark="{WORDS["sv"]["mark"]}"' in draft
    assert 'class="cover-mark">Utkast</p>' in draft
    assert 'data-mark=""' in approved
    assert f'data-demo="{WORDS["sv"]["demo"]}"' in approved


def test_codes_lead_to_their_place_and_stand_once():
    html = printing.html_of(make_document("en"))

    assert '<a href="#F1">F1</a>' in html and html.count('id="F1"') == 1
    assert '<a href="#O1">O1</a>' in html and html.count('id="O1"') == 1
    assert '<a href="#X9">' not in html  # a code that stands nowhere is no link
    assert "X9" in html


def test_every_internal_link_has_its_target():
    html = printing.html_of(make_document("en", html=rich_text("en")))

    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets - set(re.findall(r'id="([^"]+)"', html)) == set()


def test_a_code_in_the_first_column_moves_into_the_margin():
    document = make_document("en")
    rows = [Row([Cell("M1.1"), Cell("Guidance"), Cell("12", numeric=True)], "M1.1")]
    document.sections[0].blocks = [Table("Measures", ["Code", "Measure", "Cost"], rows)]

    html = printing.html_of(document)

    assert '<tr id="M1.1"><td class="code-cell">M1.1</td><th scope="row">Guidance</th>' in html
    assert html.count(">M1.1</td>") == 2  # here and in the sample's own table


def test_the_pdf_has_title_bookmarks_page_numbers_and_embedded_fonts():
    pdf = inside(made(make_document("en")).content)

    assert b"/Outlines" in pdf and b"/DisplayDocTitle true" in pdf and b"/StructTreeRoot" in pdf
    assert b"Source-Sans-3" in pdf and b"/FontFile2" in pdf


def test_the_document_comes_back_from_its_data():
    document = make_document("fi", html=rich_text("fi"))

    assert Document.from_data(document.as_data()) == document


def test_the_fingerprint_follows_content_and_nothing_else():
    document = make_document("fi")

    assert printing.fingerprint(document) == printing.fingerprint(make_document("fi"))
    assert printing.fingerprint(document) != printing.fingerprint(make_document("fi", html="<p>more</p>"))
    assert printing.fingerprint(document) != printing.fingerprint(replace(document, mark=""))


def test_finnish_is_hyphenated():
    engine._complete()
    import pyphen  # noqa: PLC0415 - the engine's libraries are slow to load

    assert pyphen.Pyphen(lang="fi").inserted("kotoutumissuunnitelma") == "ko-tou-tu-mis-suun-ni-tel-ma"


# What people wrote


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "<ul><li>a</li><li>b<br>c</li></ul>"),
        (
            '<p><a href="https://x.fi/"><strong>a</strong> b</a></p>',
            '<p><strong><a href="https://x.fi/">a</a></strong><a href="https://x.fi/"> b</a></p>',
        ),
        ("<p>a</p><p> </p><p>b</p>", "<p>a</p><p>b</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href="file:///etc/passwd" rel="attachment">a</a></p>', "<p>a</p>"),
        ('<p style="background:url(http://x/)" onclick="x()">a</p>', "<p>a</p>"),
        ('<p>a<img src="http://x/y.png" alt="b"/>c</p>', "<p>ac</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        (
            '<p lang="sv">a <span lang="ar" dir="rtl">b</span></p>',
            '<p lang="sv">a <span lang="ar" dir="rtl">b</span></p>',
        ),
        ("a <b>b</b>", "<p>a <strong>b</strong></p>"),
        ("<p>a & b", "<p>a &amp; b</p>"),
        ("<h4>a</h4><h3>b</h3>", "<h3>a</h3><h3>b</h3>"),
        ("<h3>a</h3><h4>b</h4>", "<h3>a</h3><h4>b</h4>"),
    ],
)
def test_what_people_wrote_is_made_fit_for_print(written, printed):
    assert re.sub(r' data-paragraph="\w+"', "", printable(written, 2)) == printed


def test_tables_become_regular():
    html = printable(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr>"
        '<tr><td colspan="2">wide</td></tr><tr><td colspan="1000000">x</td></tr></table>',
        2,
    )

    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert [len(re.findall(r"<t[hd]", row)) for row in rows] == [2, 2, 2, 2]
    assert rows[0] == '<th scope="col">a</th><th scope="col">b</th>'
    assert "colspan" not in html


def test_charts_keep_known_elements_only_and_say_what_they_show():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><title>Share</title><desc>4 to 6.</desc>'
        '<script>x()</script><image href="http://x/"/><rect width="9" height="9" fill="url(http://x/)"/></svg>'
    )

    html = picture(svg)

    assert "<title>Share. 4 to 6</title>" in html and "<rect" in html
    assert not any(word in html for word in ("script", "image", "http://x", "onload", "desc"))
    assert picture("<!DOCTYPE svg><svg/>") == picture("not a picture") == ""


HARD = {
    "100,000 characters": "<p>" + (WORDS["fi"]["sentence"] + " ") * 520 + "</p>",
    "one word of 100,000 letters": "<p>" + "x" * 100_000 + "</p>",
    "emoji and scripts": "<p>\U0001f642\U0001f468\u200d\U0001f469 \U0001f1eb\U0001f1ee \u2713</p>"
    '<p dir="rtl" lang="ar">\u0645\u0631\u062d\u0628\u0627 2027</p><p lang="th">\u0e22\u0e34\u0e19\u0e14\u0e35</p>'
    "<p>\u05e9\u05dc\u05d5\u05dd \u202eover\u202c a\u2028b\ufeff\ufffe</p>",
    "lists in lists": "<ul><li>a" * 14 + "</li></ul>" * 14,
    "a cell longer than a page": "<table><tr><td>"
    + (WORDS["fi"]["sentence"] + " ") * 60
    + "</td><td>b</td></tr></table>",
    "twenty columns": "<table>" + ("<tr>" + "<td>kotoutumissuunnitelma</td>" * 20 + "</tr>") * 2 + "</table>",
    "markup as text": "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", HARD)
def test_hard_texts_are_printed_and_conform(what, tmp_path):
    document = make_document("fi", html=richtext.clean(HARD[what]))
    document.sections = document.sections[:1]

    pdf = made(document)

    assert failures(pdf, tmp_path) == []
    assert pdf.cpu_seconds < 60


def test_letters_that_no_font_has_are_named_or_boxed():
    assert drawable("Åäö š \u2013 \u20ac \u0416") == "Åäö š \u2013 \u20ac \u0416"
    assert drawable("\U0001f995") in ("\U0001f995", "[sauropod]")
    assert drawable("\U00013080") in ("\U00013080", "\u25a1")


def test_markup_in_plain_fields_is_text():
    document = make_document("en")
    evil = "<script>alert(1)</script>"
    document.sections[0].title = document.cover.title = document.title = evil
    document.sections[0].blocks = [
        Paragraph(evil),
        Entries([Entry(evil, "F9", evil)]),
        Table(evil, [evil], [Row([Cell(evil)])]),
    ]

    html = printing.html_of(document)

    assert "<script" not in html and html.count("&lt;script&gt;") >= 8


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


def test_a_document_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(engine, "LONGEST", 0.05)

    with pytest.raises(printing.NotPrintable, match="too_long"):
        made(make_document("en", repeat=3))


def test_nesting_beyond_what_the_engine_bears_is_told():
    with pytest.raises(printing.NotPrintable, match="too_deep"):
        engine.pdf_of('<html lang="en"><title>x</title><h1>x</h1>' + "<div>" * 1500 + "x")


# What we add to WeasyPrint


def without_patches(monkeypatch):
    """WeasyPrint and pydyf as they come."""
    import pydyf  # noqa: PLC0415 - the engine's libraries are slow to load
    from weasyprint.pdf import tags  # noqa: PLC0415

    engine._complete()
    wrapped = tags._build_box_tree.__closure__
    plain = next(cell.cell_contents for cell in wrapped if callable(cell.cell_contents))
    monkeypatch.setattr(tags, "_build_box_tree", plain)
    kept = pydyf.PDF.page_references.fget.__closure__
    monkeypatch.setattr(pydyf.PDF, "page_references", next(cell.cell_contents for cell in kept))


PASSAGE = '<html lang="fi"><title>x</title><h1>x</h1><p lang="sv">y</p>'


def test_the_language_of_a_passage_is_told_in_the_pdf():
    assert b"/Lang (sv)" in inside(engine.pdf_of(PASSAGE).content)


def test_the_patch_for_languages_is_still_needed(monkeypatch):
    """When this fails, WeasyPrint tells languages itself: take `write_languages_of_parts` out."""
    without_patches(monkeypatch)

    assert b"/Lang (sv)" not in inside(engine.pdf_of(PASSAGE).content)


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
    assert {package: version(package).startswith(release) for package, release in engine.PATCHED_FOR.items()} == {
        "weasyprint": True,
        "pydyf": True,
    }


# Asking and fetching


@pytest.fixture
def coordinator(db):
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    programme = make_programme(by=coordinator)
    objective = make_objective(programme, by=coordinator, findings=[make_finding(programme, by=coordinator)])
    make_measure(objective, by=coordinator)
    return programme


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def address(name: str, programme, **more) -> str:
    return reverse(name, kwargs={"slug": programme.slug, **more})


def work() -> None:
    call_command("worker", batch=True, startup_delay=False, reload=False, verbosity=0)


def ask(client, programme, language="sv"):
    response = client.post(address("request_export", programme, language=language))
    assert response.status_code == 302
    return Export.objects.latest("pk")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_from_the_button_to_the_file(client, coordinator, programme, tmp_path, english):
    client.force_login(coordinator)

    assert client.get(address("exports", programme)).status_code == 200
    export = ask(client, programme)
    waiting = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert 'data-status-url="' in waiting and "PDF (Swedish)</h1>" in waiting
    assert client.get(address("export_file", programme, pk=export.pk)).status_code == 404
    work()
    status = client.get(address("export_status", programme, pk=export.pk))
    assert status.json()["state"] == "done"
    ready = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert address("export_file", programme, pk=export.pk) in ready
    answer = client.get(address("export_file", programme, pk=export.pk))
    content = b"".join(answer.streaming_content)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{programme.slug}-sv.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    export.refresh_from_db()
    assert failures(printing.Pdf(content, export.pages, 0), tmp_path) == []
    assert export.pages > 3 and export.cpu_seconds > 0 and export.file.name == f"exports/{export.content_hash}.pdf"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_unchanged_programme_is_served_from_the_store(client, coordinator, programme):
    client.force_login(coordinator)
    first = ask(client, programme)
    work()
    again = ask(client, programme)

    assert again == first and DBTaskResult.objects.count() == 1
    assert Event.objects.filter(verb="request_export").count() == 1
    began = time.process_time()
    exports.request_export(programme, "sv", by=coordinator)
    assert time.process_time() - began < 0.2

    make_finding(programme, "Something new", by=coordinator)
    assert ask(client, programme) != first


@pytest.mark.django_db
def test_a_double_click_asks_once(client, coordinator, programme):
    client.force_login(coordinator)

    assert ask(client, programme) == ask(client, programme)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_who_may_ask_for_a_pdf(client, coordinator, programme):
    group = make_group([make_municipality()], by=coordinator)
    member = make_member(group)
    programme.group = group
    programme.save()
    export = exports.request_export(programme, "sv", by=coordinator)
    pages = [address("exports", programme)] + [
        address(name, programme, pk=export.pk) for name in ("export", "export_status")
    ]
    request = address("request_export", programme, language="sv")

    for nobody in (make_user(), member):
        client.force_login(nobody)
        assert [client.get(url).status_code for url in pages] == [404, 404, 404]
        assert client.post(request).status_code == 404
    share_programme(programme, SharedWith.GROUP, by=coordinator)
    client.force_login(member)
    assert [client.get(url).status_code for url in pages] == [200, 200, 200]
    assert client.post(request).status_code == 302
    client.logout()
    assert [client.get(url).status_code for url in pages] == [302, 302, 302]


@pytest.mark.django_db
def test_what_is_not_there_and_what_only_posts(client, coordinator, programme):
    other = make_programme("231", by=None)
    foreign = exports.request_export(other, other.original_language, by=None)
    client.force_login(coordinator)

    assert client.get(address("request_export", programme, language="sv")).status_code == 405
    assert client.post(address("request_export", programme, language="en")).status_code == 404
    assert client.get(address("export", programme, pk=foreign.pk)).status_code == 404
    assert client.get(address("export_file", programme, pk=foreign.pk)).status_code == 404
    assert client.post(address("exports", programme)).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_exports_ask_the_database_a_fixed_number_of_times(
    client, coordinator, programme, count, django_assert_num_queries
):
    for number in range(count):
        export = Export.objects.create(programme=programme, language="sv", content_hash=str(number))
    client.force_login(coordinator)

    with django_assert_num_queries(5):
        client.get(address("exports", programme))
    with django_assert_num_queries(5):
        client.get(address("export", programme, pk=export.pk))
    with django_assert_num_queries(4):
        client.get(address("export_status", programme, pk=export.pk))


@pytest.mark.django_db
def test_a_pdf_that_failed_says_why_and_can_be_tried_again(client, coordinator, programme, english, monkeypatch):
    export = exports.request_export(programme, "sv", by=coordinator)
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell: (_ for _ in ()).throw(printing.NotPrintable("too_long")))
    exports.render_export(export.pk)
    client.force_login(coordinator)

    shown = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert "Laying out took too long." in shown
    assert address("request_export", programme, language="sv") in shown
    export.refresh_from_db()
    assert (export.state, export.error, bool(export.file)) == (ExportState.FAILED, "too_long", False)

    again = ask(client, programme)
    assert again == export and again.state == ExportState.WAITING and DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_was_lost_is_made_again(coordinator, programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell: printing.Pdf(b"%PDF-1.7", 7, 0.1))
    export, was_stored = exports.export_now(programme, "sv")
    assert not was_stored and exports.is_ready(export)
    default_storage.delete(export.file.name)

    export, was_stored = exports.export_now(programme, "sv")

    assert not was_stored and exports.is_ready(export)


@pytest.mark.django_db
def test_what_a_killed_worker_half_wrote_is_replaced(programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell: printing.Pdf(b"%PDF-1.7 whole", 7, 0.1))
    export = exports.request_export(programme, "sv", by=None)
    default_storage.save(f"exports/{export.content_hash}.pdf", ContentFile(b"%PD"))

    exports.render_export(export.pk)

    export.refresh_from_db()
    assert export.file.name == f"exports/{export.content_hash}.pdf"
    with export.file.open() as file:
        assert file.read() == b"%PDF-1.7 whole"


@pytest.mark.django_db
def test_text_written_while_a_pdf_waited_is_printed_under_its_own_hash(coordinator, programme, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda html, tell: printing.Pdf(b"%PDF-1.7", 7, 0.1))
    early = exports.request_export(programme, "sv", by=coordinator)
    make_finding(programme, "Written meanwhile", by=coordinator)
    fresh = type(programme).objects.get(pk=programme.pk)

    exports.render_export(early.pk)

    early.refresh_from_db()
    assert early.content_hash == printing.fingerprint(assemble(fresh, "sv"))
    assert exports.request_export(fresh, "sv", by=coordinator) == early


@pytest.mark.django_db
def test_an_approved_document_is_printed_from_its_data_once(programme, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "pdf_of", lambda html: printed.append(html) or printing.Pdf(b"%PDF-1.7 a", 7, 0.1))
    document = assemble(programme, "sv")
    document.title = "As it was approved"
    frozen = FrozenDocument.objects.create(
        programme=programme,
        language="sv",
        approved_on=today(),
        data=document.as_data(),
        content_hash=content_hash(document),
    )

    exports.freeze_pdf(frozen.pk)
    exports.freeze_pdf(frozen.pk)

    frozen.refresh_from_db()
    assert frozen.pdf.name == f"approved/{programme.slug}-1-sv.pdf"
    assert len(printed) == 1 and "As it was approved" in printed[0]


@pytest.mark.django_db
def test_what_is_exactly_as_approved_is_served_as_approved(coordinator, programme):
    document = assemble(programme, "sv")
    frozen = FrozenDocument.objects.create(
        programme=programme,
        language="sv",
        approved_on=today(),
        data=document.as_data(),
        content_hash=content_hash(document),
    )
    frozen.pdf.save("approved.pdf", ContentFile(b"%PDF-1.7 approved"))

    export = exports.request_export(programme, "sv", by=coordinator)

    assert exports.is_ready(export) and export.file.name == frozen.pdf.name
    assert DBTaskResult.objects.count() == 0


# The command


@pytest.mark.slow
@pytest.mark.django_db
def test_the_command_writes_pdf_html_and_json(programme, tmp_path):
    told = StringIO()
    for kind in ("pdf", "pdf", "html", "json"):
        file = tmp_path / f"out.{kind}"
        call_command("export_programme", programme.slug, language="sv", format=kind, output=file, stdout=told)

    lines = told.getvalue().splitlines()
    assert re.search(r"\d+ pages, made now, \d+\.\d\d CPU seconds", lines[0])
    assert re.search(r"\d+ pages, from the store, 0\.\d\d CPU seconds", lines[1])
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert '<html lang="sv">' in (tmp_path / "out.html").read_text()
    assert '"language": "sv"' in (tmp_path / "out.json").read_text()


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(programme, tmp_path):
    with pytest.raises(CommandError, match="There is no programme 'nowhere'"):
        call_command("export_programme", "nowhere", language="sv", output=tmp_path / "x")
    with pytest.raises(CommandError, match="not written in 'en'; it is in: sv, fi"):
        call_command("export_programme", programme.slug, language="en", output=tmp_path / "x")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_programme", programme.slug, language="sv", format="json", output=tmp_path / "no" / "x")


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_conforms_in_each_language_with_all_ten_elements(settings, tmp_path):
    settings.DEMO = True
    call_command("seed_demo", stdout=StringIO())

    for language in LANGUAGES:
        call_command("export_programme", "demo", language=language, output=tmp_path / "demo.pdf", stdout=StringIO())
        export = Export.objects.get(programme__slug="demo", language=language)
        document = assemble(export.programme, language)
        assert failures(printing.Pdf((tmp_path / "demo.pdf").read_bytes(), 0, 0), tmp_path) == []
        assert 15 <= export.pages <= 35
        assert sum(section.key.startswith("document.") for section in document.sections) == 10
