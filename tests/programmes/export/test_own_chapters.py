"""Chapters of the municipality's own in print and on screen: unnumbered ones, appendices and the imprint."""

import re

import pytest

from programmes import export as printing
from programmes.document.blocks import Document, Entries, Entry, Section, Text
from tests.programmes.documents import WORDS, make_document, rich_text
from tests.programmes.pdfs import failures, made

APPENDIX = {"fi": "Liite", "sv": "Bilaga", "en": "Appendix"}


def make_with_chapters(language: str = "en") -> Document:
    """The rich document with a foreword before it, two appendices, one without a title, and an imprint behind it."""
    document, words = make_document(language), WORDS[language]
    facts = Entries([Entry("978-0-00-000000-2", label="ISBN")])
    contact = Text('<p><a href="mailto:integration@example.org">integration@example.org</a></p>', label=words["owner"])
    document.sections.insert(0, Section("foreword", "chapter-a", "", "Foreword", [Text(f"<p>{words['sentence']}</p>")]))
    document.back = [
        Section("appendix", "chapter-b", f"{APPENDIX[language]} 1", "Survey", [Text(rich_text(language))]),
        Section("appendix", "chapter-c", f"{APPENDIX[language]} 2", "", [Text(f"<p>{words['finding']}</p>")]),
        Section("imprint", "chapter-d", "", "Imprint", [facts, contact]),
    ]
    return document


def headings(html: str) -> list[str]:
    """The headings of chapters, as they are read."""
    return [re.sub("<[^>]*>", "", each) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]


def contents(html: str) -> list[tuple[str, str]]:
    """The lines of the contents that lead to chapters: number, and title with its address."""
    found = html.split('<section class="contents">')[1].split("</section>")[0]
    lines = re.findall(r'<li[^>]*>(?:<span class="number">(\d+) </span>)?<a href="(#[^"]+)">([^<]*)</a>', found)
    return [(number, f"{title} {anchor}") for number, anchor, title in lines]


@pytest.mark.slow
@pytest.mark.parametrize("language", APPENDIX)
def test_a_document_with_chapters_of_ones_own_conforms_to_pdf_ua(language, tmp_path):
    assert failures(made(make_with_chapters(language)), tmp_path) == []


@pytest.mark.parametrize("language", APPENDIX)
def test_appendices_say_their_number_in_the_heading_and_stand_behind_the_terms_before_the_imprint(language):
    found = headings(printing.html_of(make_with_chapters(language)))

    name = APPENDIX[language]
    assert (found[1], found[2][:2]) == ("Foreword", "1 ")
    assert found[-3:] == [f"{name} 1. Survey", f"{name} 2", "Imprint"]


def test_the_contents_lead_to_every_chapter_and_number_only_those_that_have_a_number():
    found = contents(printing.html_of(make_with_chapters()))

    assert found[0] == ("", "Foreword #chapter-a")
    assert found[1][0] == "1"
    assert [line for _number, line in found[-5:]] == [
        "Where each element is dealt with #coverage",
        "Terms used #terms",
        "Appendix 1. Survey #chapter-b",
        "Appendix 2 #chapter-c",
        "Imprint #chapter-d",
    ]


def test_on_screen_they_stand_where_they_do_in_print():
    html = printing.body_of(make_with_chapters())

    assert headings(html)[-4:] == ["Terms used", "Appendix 1. Survey", "Appendix 2", "Imprint"]
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))


def test_appendices_begin_on_a_page_of_their_own_after_the_tables():
    html = printing.html_of(make_with_chapters())

    assert html.count('<section class="chapter annex">') == 5  # coverage, terms, two appendices, imprint
