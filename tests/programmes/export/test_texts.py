"""What people wrote is made fit for print, however hard it is."""

import re

import pytest

from integration_programme import richtext
from programmes.export.letters import drawable
from programmes.export.texts import picture, printable
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
