"""The printed page: headings, marks, codes and links of a rich document in three languages."""

import itertools
import re
from dataclasses import replace

import pytest

from integration_programme.whole import bound_for_print
from programmes import export as printing
from programmes.document.blocks import Cell, Document, Entries, Entry, Paragraph, Row, Table
from tests.programmes.documents import WORDS, make_document, rich_text
from tests.programmes.pdfs import Tags, failures, inside, made

LANGUAGES = ["fi", "sv", "en"]


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


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("70 000 euros, 12 % and § 88", "70\u00a0000\u00a0euros, 12\u00a0% and §\u00a088"),
        ("aged 3–5 in 2021–2025.", "aged 3–\u20605 in 2021–\u20602025."),
        ("9/2026–12/2029", "9/2026–12/2029"),
        ("in 2025 12 people", "in 2025 12\u00a0people"),
        ("1. joulukuuta 2026 klo 14.00", "1.\u00a0joulukuuta\u00a02026 klo\u00a014.00"),
        ("den 1 december 2026 kl. 14.00", "den 1\u00a0december\u00a02026 kl.\u00a014.00"),
        ("14 May 2026, section 45", "14\u00a0May\u00a02026, section\u00a045"),
        ("26 § 2 mom., 45 §:n", "26\u00a0§\u00a02\u00a0mom., 45\u00a0§:n"),
        ("3 henkilötyövuotta, 80 m², 5 km", "3\u00a0henkilötyövuotta, 80\u00a0m², 5\u00a0km"),
        ("12 345 € 31.12.2026", "12\u00a0345\u00a0€ 31.12.2026"),
        ("5 prosenttia, 2 år, 3 kuukautta", "5\u00a0prosenttia, 2\u00a0år, 3\u00a0kuukautta"),
        ("1 2 ja 10 alle 20-vuotiaat", "1 2 ja 10 alle 20-vuotiaat"),
        ("0,9 vitsord, 640 käyntiä, 640 besök, 4 h", "0,9\u00a0vitsord, 640\u00a0käyntiä, 640\u00a0besök, 4\u00a0h"),
        ("9. luokan, 8.–9. luokille; vuonna 2025. Uusi", "9.\u00a0luokan, 8.–9.\u00a0luokille; vuonna 2025. Uusi"),
        (
            "Vardag i Exempelby, i byn; K. Virtanen, ni Anna",
            "Vardag i\u00a0Exempelby, i byn; K.\u00a0Virtanen, ni Anna",
        ),
    ],
)
def test_no_line_end_parts_a_number(typed, printed):
    page = '<head>1 000</head><p title="3–5">{}</p>'
    assert bound_for_print(page.format(typed)) == page.format(printed)


def test_numbers_and_dates_are_whole_on_screen_as_in_print_and_as_typed_in_the_data():
    document = make_document("fi", html="<p>Alkaa 1. toukokuuta 2027, 12 000 €, 26 §.</p>")
    shown = "Alkaa 1.\u00a0toukokuuta\u00a02027, 12\u00a0000\u00a0€, 26\u00a0§."

    assert shown in printing.html_of(document)
    assert shown in printing.body_of(document)
    assert "Alkaa 1. toukokuuta 2027, 12 000 €, 26 §." in printing.json_of(document)


def test_soft_hyphens_that_were_pasted_are_not_printed_and_stay_on_screen_and_in_the_data():
    document = make_document("fi", html="<p>kotoutumis\u00adohjelma</p>")

    assert "kotoutumisohjelma" in printing.html_of(document) and "\u00ad" not in printing.html_of(document)
    assert "kotoutumis\u00adohjelma" in printing.body_of(document)
    assert document.sections[0].blocks[-1].html == "<p>kotoutumis\u00adohjelma</p>"


def test_a_column_of_dates_is_as_wide_as_a_date_beside_columns_of_many_words(tmp_path):
    words = "Kunta järjestää ohjausta ja neuvontaa kirjastossa. " * 3
    cells = "".join(f"<td>{words}</td>" for _column in range(6))
    rows = f"<tr><td>31.12.2026</td>{cells}</tr><tr><td>§ 88</td>{cells}</tr>"
    document = make_document("fi", html=f"<table><tbody>{rows}</tbody></table>")

    lines = Tags(made(document).content).lines()

    assert "31.12.2026" in lines


@pytest.mark.parametrize(
    ("language", "day"),
    [("fi", "huhtikuu 2026"), ("fi", "marraskuussa 2027"), ("sv", "november 2027"), ("sv", "december 2027")],
)
def test_a_month_in_words_stays_with_its_year_in_narrow_columns(language, day):
    words = "Kunta järjestää ohjausta ja neuvontaa kirjastossa. "
    rows = [Row([Cell(words), Cell(words), Cell("39 %", numeric=True), Cell(day), Cell(words), Cell(words)])]
    document = make_document(language)
    document.sections[0].blocks = [
        Table("Omat luvut", ["Tieto", "Kunta", "Arvo", "Aika", "Ketä", "Lähde"], rows, [27, 13, 11, 11, 21, 25]),
        *(Paragraph(f"{'a' * letters} {words} {day} {words} {day}") for letters in range(1, 12)),
    ]

    lines = [line.replace("\u00a0", " ").strip() for line in Tags(made(document).content).lines()]

    assert day in lines and len([line for line in lines if day in line]) >= 12
    assert [line for line in lines if re.search(r"(huhti|marras|novem|decem|sep|no|de)[\u2010-]$", line)] == []


def test_only_a_long_row_may_break():
    document = make_document("en")
    rows = [Row([Cell("Short"), Cell("word")]), Row([Cell("Long"), Cell("word " * 400)])]
    document.sections[0].blocks = [Table("Rows", ["Name", "Text"], rows)]
    html = printing.html_of(document)
    assert '<tr><th scope="row">Short' in html and '<tr class="long"><th scope="row">Long' in html


def test_tables_of_numbers_stand_beside_the_text_and_tables_of_many_words_hang_in_the_margin():
    document = make_document("en")
    numbers = Row([Cell("Närpes"), *(Cell("1", numeric=True) for _year in range(6))])
    words = Row([Cell("word") for _column in range(5)])
    document.sections[0].blocks = [
        Table("Numbers", ["Area", *map(str, range(2020, 2026))], [numbers]),
        Table("Words", list("ABCDE"), [words]),
    ]
    html = printing.html_of(document)
    assert '<div class="table" tabindex="0" role="region" aria-label="Numbers"' in html
    assert '<div class="table wide" tabindex="0" role="region" aria-label="Words"' in html
