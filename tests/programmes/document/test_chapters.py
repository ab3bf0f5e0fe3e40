"""Chapters of the municipality's own, and titles of its own, in the document."""

from datetime import date

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.records import archive_record, move_record
from programmes.document import assemble, changed_languages
from programmes.document.blocks import Document
from programmes.document.length import length_of
from programmes.models.document import COMMUNICATION
from tests.programmes.documents import make_document
from tests.programmes.factories import (
    approve_programme,
    change,
    element_of,
    fresh,
    make_approvable,
    make_chapter,
    make_message,
    make_partner,
    words,
)

pytestmark = pytest.mark.django_db

FACTS = {
    "publisher": "Närpes stad",
    "published_in": "Närpes",
    "series": "Publikationer 4/2026",
    "contact": "Samordnare",
}


def told(programme, language: str = "sv") -> Document:
    return assemble(fresh(programme), language)


def heads(sections) -> list[tuple[str, str]]:
    return [(section.number, section.title) for section in sections]


def in_swedish(**texts: str) -> dict[str, Translations]:
    return {name: Translations({"sv": text}) for name, text in texts.items()}


def make_imprint(programme, **more):
    texts = in_swedish(isbn="978-0-00-000000-2", **FACTS)
    links = {"contact_mail": "integration@example.org", "contact_page": "https://example.org/integration"}
    return make_chapter(programme, "imprint", Translations(), **texts, **links, **more)


def test_chapters_stand_before_between_and_after_the_elements_and_only_some_are_numbered(programme):
    make_message(programme)
    make_chapter(programme)
    make_chapter(programme, "introduction")
    make_chapter(programme, "other", after="document.strategy", title=words(programme, "Vision"))
    make_chapter(programme, "sources", after=COMMUNICATION)

    found = heads(told(programme).sections)

    assert [found[at] for at in (0, 1, 3, -2, -1)] == [
        ("", "Förord"),
        ("1", "Inledning"),
        ("3", "Vision (sv)"),
        ("14", "Kommunikation"),
        ("", "Källor"),
    ]
    assert [number for number, _title in found if number] == [str(number) for number in range(1, 15)]


@pytest.mark.parametrize(("language", "first"), [("fi", "Liite 1"), ("sv", "Bilaga 1"), ("en", "Appendix 1")])
def test_appendices_are_numbered_by_themselves_in_the_documents_language(programme, language, first):
    change(programme, content_languages=["fi", "sv", "en"])
    make_imprint(fresh(programme))
    make_chapter(programme, "appendix", title=Translations(dict.fromkeys(["fi", "sv", "en"], "Survey")))
    second = make_chapter(programme, "appendix")

    assert heads(told(programme, language).back)[:2] == [(first, "Survey"), (f"{first[:-1]}2", "")]

    move_record(second, up=True, by=SYSTEM)
    assert heads(told(programme, language).back)[:2] == [(first, ""), (f"{first[:-1]}2", "Survey")]


def test_the_imprint_stands_last_with_its_facts_and_whom_to_ask(programme):
    make_imprint(programme)
    make_chapter(programme, "appendix")

    appendix, imprint = told(programme).back

    facts, contact = imprint.blocks
    assert (appendix.key, imprint.key, imprint.title) == ("appendix", "imprint", "Publikationsuppgifter")
    assert [(entry.label, entry.text) for entry in facts.items] == [
        ("Utgivare", "Närpes stad"),
        ("Utgivningsort", "Närpes"),
        ("Serie", "Publikationer 4/2026"),
        ("ISBN", "978-0-00-000000-2"),
    ]
    assert contact.html == (
        '<p>Samordnare, <a href="mailto:integration@example.org">integration@example.org</a>, '
        '<a href="https://example.org/integration">https://example.org/integration</a></p>'
    )


def test_a_foreword_is_signed(programme):
    make_chapter(programme, signer="Maj <Modig>", signer_title=words(programme, "ordförande"))

    text, signature = told(programme).sections[0].blocks

    assert "Welcome" in text.html
    assert signature.html == "<p><strong>Maj &lt;Modig&gt;</strong><br>ordförande (sv)</p>"


def test_a_title_of_its_own_heads_the_chapter_and_the_coverage_keeps_the_checklists_words(programme):
    before = told(programme)
    change(element_of(programme, "population"), title=Translations({"sv": "Vi i Närpes"}))

    swedish, finnish = told(programme), told(programme, "fi")

    assert (swedish.sections[1].title, swedish.sections[1].anchor) == ("Vi i Närpes", "population")
    assert finnish.sections[1].title == "Maahan muuttanut väestö, sen tarpeet ja kunnan vastaanottavuus"
    assert [row.cells[0].text for row in swedish.coverage.rows] == [row.cells[0].text for row in before.coverage.rows]
    where = swedish.coverage.rows[1].cells[2]
    assert (where.text, where.url) == ("Kapitel 2, Vi i Närpes", "#population")
    assert finnish.coverage.rows[1].cells[2].text == "Luku 2"


def test_the_coverage_follows_numbers_that_move(programme):
    make_chapter(programme, "introduction")

    row = told(programme).coverage.rows[0]

    assert (row.cells[2].text, row.cells[2].url) == ("Kapitel 2", "#strategy")


def test_a_glossary_of_ones_own_stands_in_place_of_ours_where_it_is_written(programme):
    assert told(programme).terms
    glossary = make_chapter(programme, "glossary", Translations({"sv": "<p>Integration: …</p>"}), after=COMMUNICATION)

    assert (told(programme).terms == [], told(programme, "fi").terms == []) == (True, False)

    archive_record(glossary, by=SYSTEM)
    assert told(programme).terms


def test_an_empty_chapter_says_so_in_a_draft_and_is_left_out_of_what_is_approved(coordinator, own_files):
    programme = make_approvable(by=coordinator)
    make_chapter(programme, "introduction", Translations())
    (remark,) = told(programme).sections[0].blocks

    approve(programme, coordinator)

    assert (remark.quiet, remark.text) == (True, "Ingenting är skrivet i det här kapitlet än.")
    assert told(programme).sections[0].key == "document.strategy"
    assert changed_languages(fresh(programme)) == []


def test_a_chapter_of_one_municipality_bears_its_name(programme):
    make_chapter(programme, "summary", part=make_partner(programme))

    assert told(programme).sections[0].title == "Sammanfattning (Nykarleby)"


def test_a_chapter_without_a_title_in_the_language_is_called_what_it_is_or_says_what_lacks(programme):
    make_chapter(programme, title=Translations({"sv": "Till läsaren"}))
    make_chapter(programme, "other", title=Translations({"sv": "Visionen"}))

    assert [section.title for section in told(programme, "fi").sections[:2]] == [
        "Esipuhe",
        "(ei vielä saatavilla suomeksi)",
    ]


def test_what_is_added_counts_in_the_length(programme):
    before = length_of(told(programme), 30)
    make_chapter(programme, "introduction", Translations({"sv": f"<p>{'ord ' * 500}</p>"}))
    make_chapter(programme, "appendix", Translations({"sv": f"<p>{'ord ' * 3000}</p>"}))

    after = length_of(told(programme), 30)

    assert after.words - before.words == 3501  # and the word of the heading
    assert after.pages > before.pages
    assert [(each.number, each.words) for each in after.chapters if each.words > 400] == [
        ("1", 501),
        ("Bilaga 1", 3000),
    ]


def approve(programme, coordinator) -> None:
    approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator)


@pytest.fixture
def approved(coordinator, own_files):
    programme = make_approvable(by=coordinator)
    make_chapter(programme, "introduction")
    make_chapter(programme, "appendix")
    make_imprint(programme)
    approve(programme, coordinator)
    return fresh(programme)


CHANGES = {
    "an ISBN": (lambda programme: change(chapter(programme, "imprint"), isbn=Translations()), []),
    "a title of an element": (
        lambda programme: change(element_of(programme, "relations"), title=Translations({"sv": "Vi"})),
        ["sv"],
    ),
    "a title of a chapter": (
        lambda programme: change(chapter(programme, "introduction"), title=Translations({"fi": "Alku"})),
        ["fi"],
    ),
    "an appendix": (
        lambda programme: change(chapter(programme, "appendix"), text=Translations({"sv": "<p>Ny</p>"})),
        ["sv", "fi"],
    ),
    "the order": (lambda programme: move_record(chapter(programme, "introduction"), up=False, by=SYSTEM), ["sv", "fi"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_an_approved_programme_and_what_does_not(approved, what):
    do, languages = CHANGES[what]

    do(approved)

    assert changed_languages(fresh(approved)) == languages


def chapter(programme, sort: str):
    return programme.chapters.get(sort=sort)


def test_what_was_approved_is_read_again_as_it_was(approved):
    document = told(approved)

    assert Document.from_data(document.as_data()) == document
    assert make_document().back == []
