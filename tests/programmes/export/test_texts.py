"""What people wrote is made fit for print, however hard it is."""

import pytest

from integration_programme import richtext
from programmes.export.letters import drawable
from programmes.export.pages import html_of
from programmes.export.texts import Printable
from tests.programmes.documents import WORDS, make_document
from tests.programmes.pdfs import failures, made


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
    assert Printable().html(written, 2) == printed


def test_paragraphs_are_anchors_on_screen_each_once():
    written = (
        '<p data-paragraph="0a0b0c0d">a</p><ul><li data-paragraph="1a1b1c1d">b</li></ul><p data-paragraph="x">c</p>'
    )
    printable = Printable(anchors=True)

    assert printable.html(written, 2) == '<p id="p-0a0b0c0d">a</p><ul><li id="p-1a1b1c1d">b</li></ul><p>c</p>'
    assert printable.html(written, 2) == Printable().html(written, 2) == "<p>a</p><ul><li>b</li></ul><p>c</p>"


def test_lists_count_on_where_they_were_told_to():
    document = make_document(
        "fi", html='<ol><li>a<ul><li>b</li></ul><p>c</p></li><li>d</li></ol><ol start="7"><li>e</li></ol>'
    )

    html = html_of(document)

    assert '<ol start="7" class="from7"><li>e</li></ol>' in html
    assert "ol.from7{counter-reset:list-item 6}</style>" in html
    assert '<li>a<ul><li>b</li></ul></li><li class="goes-on">c</li><li>d</li>' in html
    assert "li.goes-on { list-style: none; counter-increment: list-item 0; }" in html


def test_letters_that_no_font_has_are_named_or_boxed():
    assert drawable("Åäö š \u2013 \u20ac \u0416") == "Åäö š \u2013 \u20ac \u0416"
    assert drawable("\U0001f995") in ("\U0001f995", "[sauropod]")
    assert drawable("\U00013080") in ("\U00013080", "\u25a1")
    assert drawable("\U0001f44d\U0001f3fd") in ("\U0001f44d\U0001f3fd", "\U0001f44d", "[thumbs up sign]")


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
