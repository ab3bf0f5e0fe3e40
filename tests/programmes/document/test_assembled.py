"""The document put together from all phases: ten elements, in one language, with nobody's name."""

import json

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record
from programmes.document import assemble, content_hash
from programmes.document.blocks import Document
from programmes.document.length import length_of
from tests.programmes.factories import (
    change,
    element_of,
    fill,
    fresh,
    make_chosen_group,
    make_figure,
    make_finding,
    make_measure,
    make_objective,
    make_organisation,
    make_programme,
    words,
)
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db


ELEMENTS = [
    *("strategy", "population", "bodies", "cooperation", "general_services", "special_services"),
    *("children_and_others", "protection", "relations", "monitoring"),
]


def all_sections(sections):
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def chapter(document: Document, name: str):
    key = name if name in ("objectives", "communication") else f"document.{name}"
    return next(section for section in document.sections if section.key == key)


def said(part) -> str:
    """Everything a document, a chapter or a table says, as text."""
    data = part.as_data() if isinstance(part, Document) else vars(part)
    return json.dumps(data, default=vars, ensure_ascii=False)


# Chapters


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_ten_elements_are_chapters_in_the_checklists_order(programme, language):
    document = assemble(programme, language)
    keys = [section.key for section in document.sections if section.key.startswith("document.")]
    assert keys == [f"document.{name}" for name in ELEMENTS]
    assert [section.number for section in document.sections] == [str(number) for number in range(1, 12)]
    assert all(section.title for section in all_sections(document.sections))
    assert document.language == language


def test_objectives_have_a_chapter_of_their_own_after_the_situation_picture(programme):
    document = assemble(fill(programme), "sv")
    assert [section.anchor for section in document.sections][:4] == ["strategy", "population", "objectives", "bodies"]
    area, costs = chapter(document, "objectives").sections
    assert (costs.anchor, len(costs.blocks)) == ("costs", 4)
    assert (area.anchor, area.title, area.colour) == ("P1", "P1 Work and skills (sv)", "navy")
    (objective,) = area.sections
    assert (objective.anchor, objective.title) == ("MÅ1", "MÅ1 More people in work (sv)")
    (table,) = [block for block in objective.blocks if block.kind == "table"]
    assert table.rows[0].code == "Å1.1"
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Guidance in the evening (sv)", "Library (sv)"]


def test_a_document_is_in_one_language_only(programme):
    fill(programme)
    in_swedish, in_finnish = assemble(fresh(programme), "sv"), assemble(fresh(programme), "fi")
    assert "(sv)" in said(in_swedish) and "(fi)" not in said(in_swedish)
    assert "(fi)" in said(in_finnish) and "(sv)" not in said(in_finnish)


def test_a_text_that_lacks_in_the_language_is_said_to_lack(programme):
    change(element_of(programme, "protection"), state="written", text=Translations({"sv": "<p>Vi tar emot.</p>"}))
    (block,) = chapter(assemble(programme, "en"), "protection").blocks
    assert (block.kind, block.text, block.quiet) == ("paragraph", "(not yet available in English)", True)
    assert "Vi tar emot" not in said(assemble(programme, "en"))


def test_what_was_written_and_what_other_phases_give_stand_together(programme):
    fill(programme)
    change(element_of(programme, "special_services"), state="written", text=Translations({"sv": "<p>Kort sagt</p>"}))
    document = assemble(fresh(programme), "sv")
    text, table = chapter(document, "special_services").blocks
    assert "Kort sagt" in text.html
    assert [row.cells[0].text for row in table.rows] == ["Welcome point (sv)"]
    assert "School (sv)" in said(chapter(document, "general_services"))
    for name, expected in {
        "strategy": "Strategy (sv)",
        "population": "People wait long (sv)",
        "bodies": "Library (sv)",
        "cooperation": "Queues are long (sv)",
        "relations": "More people in work (sv)",
        "monitoring": "Employment rate (sv)",
        "communication": "Read it (sv)",
    }.items():
        assert expected in said(chapter(document, name))


def test_an_element_covered_elsewhere_is_a_sentence_with_a_link(programme):
    place = Translations({"sv": 'Välfärdsplanen <b>"4"</b>'})
    change(element_of(programme, "protection"), state="elsewhere", elsewhere=place, link="https://example.org/plan")
    document = assemble(programme, "sv")
    (block,) = chapter(document, "protection").blocks
    assert 'href="https://example.org/plan"' in block.html
    assert "&lt;b&gt;" in block.html
    row = next(row for row in document.coverage.rows if row.cells[2].url == "https://example.org/plan")
    assert row.cells[2].text == 'Välfärdsplanen <b>"4"</b>'


def test_an_element_that_is_not_relevant_gives_its_reason(programme):
    fill(programme)
    change(
        element_of(programme, "special_services"),
        state="not_relevant",
        reason=Translations({"en": "Nobody needs them."}),
    )
    (block,) = chapter(assemble(fresh(programme), "en"), "special_services").blocks
    assert block.text == "This is not relevant in the municipality: Nobody needs them."


def test_records_that_others_point_at_stay_where_an_element_is_covered_elsewhere(programme):
    fill(programme)
    change(element_of(programme, "monitoring"), state="elsewhere", elsewhere=words(programme, "Follow-up plan"))
    part = chapter(assemble(fresh(programme), "sv"), "monitoring")
    assert "Follow-up plan (sv)" in said(part)
    assert [section.anchor for section in part.sections] == ["indicators"]


def test_an_open_element_is_said_to_be_open(programme):
    (block,) = chapter(assemble(programme, "en"), "protection").blocks
    assert (block.text, block.quiet) == ("This element is open.", True)


def test_every_element_is_covered_in_the_table_of_coverage(programme):
    document = assemble(programme, "en")
    assert [row.cells[0].text for row in document.coverage.rows] == [
        programme.checklist.words(section.key, "en").text
        for section in document.sections
        if section.key.startswith("document.")
    ]
    assert document.coverage.rows[2].cells[2].text == "Chapter 4"
    assert document.coverage.rows[2].cells[2].url == "#bodies"


# What is in them


def test_every_code_that_is_pointed_at_has_one_place(programme):
    fill(programme, times=2)
    document = assemble(fresh(programme), "sv")
    places = [section.anchor for section in all_sections(document.sections)]
    pointed_at = set()
    for section in all_sections(document.sections):
        for block in section.blocks:
            for row in getattr(block, "rows", []):
                places += [row.code] if row.code else []
                pointed_at.update(code for cell in row.cells for code in cell.codes)
            for item in getattr(block, "items", []):
                places += [item.code] if item.code else []
                pointed_at.update(item.codes)
    assert len(places) == len(set(places))
    assert pointed_at <= set(places)
    assert {"IA1", "IA2", "MÅ1", "MÅ2", "Å1.1", "Å2.1", "MT1", "MT2"} <= pointed_at | set(places)


def test_archived_records_are_not_printed(programme):
    archive_record(make_finding(programme, "Gone"), by=SYSTEM)
    assert "Gone" not in said(assemble(fresh(programme), "sv"))


def test_no_persons_name_is_printed(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    make_seat(group, by=coordinator, organisation="Red Cross", person_name="Maija Meikäläinen", deputy_name="Olli Oma")
    people = {"coordinator_name": "Anna Andersson", "deputy_name": "Bo Berg"}
    change(programme.responsibility, coordinator_office=words(programme, "Integration coordinator"), **people)
    text = said(assemble(fresh(programme), "sv"))
    assert "Red Cross" in text and "Integration coordinator (sv)" in text
    for name in ("Maija", "Olli", "Anna Andersson", "Bo Berg"):
        assert name not in text


def test_the_group_is_printed_in_the_language_of_the_document(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    make_seat(group, by=coordinator, organisation={"sv": "FPA", "en": "Kela"})
    make_seat(group, by=coordinator, organisation={"sv": "Röda Korset"})
    swedish, english = (said(assemble(fresh(programme), language)) for language in ("sv", "en"))
    assert "FPA" in swedish and "Röda Korset" in swedish
    assert "Kela" in english and "(not yet available in English)" in english
    assert "FPA" not in english and "Röda Korset" not in english


def test_a_band_is_printed_as_it_is_stored(programme):
    fill(programme)
    table = said(chapter(assemble(fresh(programme), "en"), "cooperation"))
    assert "Children and young people (1–4)" in table
    assert "Arabic, Swedish" in table


def test_figures_are_tables_with_their_source_and_charts_from_three_points(programme):
    for year in ("2023", "2024", "2025"):
        make_figure("share_foreign_language_speakers", year, "17.2")
    make_figure("population", "2025", "9538")
    parts = chapter(assemble(programme, "en"), "population").sections
    assert [part.key for part in parts] == ["situation.how_many"]
    assert [block.kind for block in parts[0].blocks] == ["table", "chart", "table"]
    series, chart, newest = parts[0].blocks
    assert series.columns[1:] == ["2023", "2024", "2025"]
    assert series.rows[0].cells[1].text == "17.2%"
    assert "Statistics Finland" in series.source and "<title" in chart.svg
    assert [cell.text for cell in newest.rows[0].cells][1:] == ["2025", "9,538"]


def test_partners_and_budget_stand_under_owner_and_resources(programme):
    objective = make_objective(programme)
    make_measure(
        objective,
        owner=make_organisation(programme, Translations({"en": "Town"})),
        responsible=[make_organisation(programme, Translations({"en": "Museum"}))],
        partners=[make_organisation(programme, Translations({"en": "Red Cross"}))],
        resources=Translations({"en": "5 000 €"}),
        in_budget="yes",
    )
    cells = [cell for cell in assemble(programme, "en").as_data()["sections"] for cell in _cells(cell)]
    quiet = [cell["quiet"] for cell in cells if cell["quiet"]]
    assert "also responsible: Museum; with: Red Cross" in quiet
    assert "in the budget: yes" in quiet


def _cells(section: dict):
    for block in section["blocks"]:
        for row in block.get("rows", []):
            yield from row["cells"]
    for part in section["sections"]:
        yield from _cells(part)


def test_a_document_of_aland_names_its_own_legal_basis():
    document = assemble(make_programme("478"), "en")
    assert document.cover.legal_basis == "The Province of Åland's own integration act"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_terms_are_explained_in_each_language(programme, language):
    terms = dict(assemble(programme, language).terms)
    assert len(terms) == 14 and all(meaning.endswith(".") for meaning in terms.values())


def test_terms_of_the_newer_act_are_left_out_of_a_programme_by_the_older():
    old = make_programme(edition_key="act_1386_2010")
    assert "Employment area" not in dict(assemble(old, "en").terms)


# The document as data


def test_an_unchanged_programme_gives_the_same_document(programme):
    fill(programme)
    before = content_hash(assemble(fresh(programme), "sv"))
    share_programme(fresh(programme), "group", by=SYSTEM)
    assert content_hash(assemble(fresh(programme), "sv")) == before
    make_finding(programme, "Another")
    assert content_hash(assemble(fresh(programme), "sv")) != before


def test_a_document_can_be_rebuilt_from_its_data(programme):
    document = assemble(fill(programme), "sv")
    rebuilt = Document.from_data(json.loads(json.dumps(document.as_data())))
    assert content_hash(rebuilt) == content_hash(document)


def test_length_is_counted_chapter_by_chapter(programme):
    text = Translations({"en": "<p>" + "word " * 400 + "</p>"})
    change(element_of(programme, "general_services"), state="written", text=text)
    length = length_of(assemble(programme, "en"), page_budget=4)
    services = next(each for each in length.chapters if each.anchor == "general-services")
    assert services.words > 400 and services.percent > 50
    assert length.longest[0] == services
    assert length.is_over and length.services_longer
