"""Phase 5: the ten elements, the document put together from all phases, and its preview."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from indicators.models import Observation
from integration_programme.translations import Translations
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.records import add_record, archive_record, change_record
from programmes.completeness import missing_in_phase
from programmes.document import assemble, content_hash
from programmes.document.blocks import Document
from programmes.document.length import length_of
from programmes.enums import ElementState, Phase
from programmes.models import (
    BodyInvitation,
    CommunicationAction,
    Consultation,
    Element,
    Plan,
    Programme,
    ReportRecipient,
    Service,
)
from tests.programmes.factories import (
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    make_programme,
    words,
)
from tests.stakeholders.factories import (
    make_coordinator,
    make_group,
    make_member,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

ELEMENTS = [
    *("strategy", "population", "bodies", "cooperation", "general_services", "special_services"),
    *("children_and_others", "protection", "relations", "monitoring"),
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


def fresh(programme) -> Programme:
    """The programme as the next request reads it."""
    return Programme.objects.get(pk=programme.pk)


def set_element(programme, name: str, *, by=None, **fields) -> Element:
    element = programme.elements.get(element=f"document.{name}")
    for field, value in fields.items():
        setattr(element, field, value)
    change_record(element, version=element.version, by=by)
    return element


def fill(programme, *, by=None, times: int = 1):
    """Something of every kind that is printed, `times` of each."""
    for number in range(times):
        finding = make_finding(programme, by=by)
        plan = add_record(Plan(programme=programme, name=words(programme, "Strategy")), by=by)
        objective = make_objective(programme, by=by, findings=[finding], theme="receptiveness")
        objective.plans.add(plan)
        measure = make_measure(objective, by=by, owner=words(programme, "Library"), starts_on=date(2027, 1, 1))
        make_indicator(programme, by=by, objective=objective, measures=[measure], source=words(programme, "Register"))
        add_record(Service(programme=programme, name=words(programme, "School")), by=by)
        add_record(Service(programme=programme, name=words(programme, "Welcome point"), is_special=True), by=by)
        add_record(ReportRecipient(programme=programme, recipient=words(programme, "Board")), by=by)
        add_record(CommunicationAction(programme=programme, message=words(programme, "Read it")), by=by)
        consultation = Consultation(
            programme=programme,
            title=words(programme, "Evening"),
            languages=["sv", "ar"],
            reached={"young_people": "1-4"},
            what_was_said=words(programme, "Queues are long"),
        )
        add_record(consultation, by=by)
        add_record(
            BodyInvitation(programme=programme, body_group="kela", name=words(programme, "Kela"), status="joined"),
            by=by,
        )
        make_figure("share_foreign_language_speakers", str(2020 + number), "17.2")
    return programme


def make_figure(statistic: str, period: str, value: str, code: str = "545") -> None:
    """A shipped figure of a municipality; one that is there already stays."""
    facts = {"value": Decimal(value), "source": "statistics_finland", "table": "159t", "retrieved": "2026-08"}
    Observation.objects.get_or_create(area_code=code, statistic=statistic, period=period, defaults=facts)


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


def address(programme, tail: str = "document/") -> str:
    return f"/en/programmes/{programme.slug}/{tail}"


def element_address(programme, name: str) -> str:
    return address(programme, f"element/{programme.elements.get(element=f'document.{name}').key}/")


# The document


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_ten_elements_are_chapters_in_the_checklists_order(programme, language):
    document = assemble(programme, language)
    keys = [section.key for section in document.sections if section.key.startswith("document.")]
    assert keys == [f"document.{name}" for name in ELEMENTS]
    assert [section.number for section in document.sections] == [str(number) for number in range(1, 12)]
    assert all(section.title for section in all_sections(document.sections))
    assert document.language == language


def test_objectives_have_a_chapter_of_their_own_after_the_situation_picture(programme, coordinator):
    document = assemble(fill(programme, by=coordinator), "sv")
    assert [section.anchor for section in document.sections][:4] == ["strategy", "population", "objectives", "bodies"]
    (objective,) = chapter(document, "objectives").sections
    assert (objective.anchor, objective.title) == ("O1", "O1 More people in work (sv)")
    (table,) = [block for block in objective.blocks if block.kind == "table"]
    assert table.rows[0].code == "M1.1"
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Guidance in the evening (sv)", "Library (sv)"]


def test_a_document_is_in_one_language_only(programme, coordinator):
    fill(programme, by=coordinator)
    in_swedish, in_finnish = assemble(fresh(programme), "sv"), assemble(fresh(programme), "fi")
    assert "(sv)" in said(in_swedish) and "(fi)" not in said(in_swedish)
    assert "(fi)" in said(in_finnish) and "(sv)" not in said(in_finnish)


def test_a_text_that_lacks_in_the_language_is_said_to_lack(programme, coordinator):
    set_element(programme, "protection", state="written", text=Translations({"sv": "<p>Vi tar emot.</p>"}))
    (block,) = chapter(assemble(programme, "en"), "protection").blocks
    assert (block.kind, block.text, block.quiet) == ("paragraph", "(not yet available in English)", True)
    assert "Vi tar emot" not in said(assemble(programme, "en"))


def test_what_was_written_and_what_other_phases_give_stand_together(programme, coordinator):
    fill(programme, by=coordinator)
    set_element(programme, "special_services", state="written", text=Translations({"sv": "<p>Kort sagt</p>"}))
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
    set_element(programme, "protection", state="elsewhere", elsewhere=place, link="https://example.org/plan")
    document = assemble(programme, "sv")
    (block,) = chapter(document, "protection").blocks
    assert 'href="https://example.org/plan"' in block.html
    assert "&lt;b&gt;" in block.html
    row = next(row for row in document.coverage.rows if row.cells[2].url == "https://example.org/plan")
    assert row.cells[2].text == 'Välfärdsplanen <b>"4"</b>'


def test_an_element_that_is_not_relevant_gives_its_reason(programme, coordinator):
    fill(programme, by=coordinator)
    set_element(programme, "special_services", state="not_relevant", reason=Translations({"en": "Nobody needs them."}))
    (block,) = chapter(assemble(fresh(programme), "en"), "special_services").blocks
    assert block.text == "This is not relevant in the municipality: Nobody needs them."


def test_records_that_others_point_at_stay_where_an_element_is_covered_elsewhere(programme, coordinator):
    fill(programme, by=coordinator)
    set_element(programme, "monitoring", state="elsewhere", elsewhere=words(programme, "Follow-up plan"))
    part = chapter(assemble(fresh(programme), "sv"), "monitoring")
    assert "Follow-up plan (sv)" in said(part)
    assert [section.anchor for section in part.sections] == ["indicators"]


def test_an_open_element_is_said_to_be_open(programme):
    (block,) = chapter(assemble(programme, "en"), "protection").blocks
    assert (block.text, block.quiet) == ("This element is open.", True)


def test_every_element_is_covered_in_the_table_of_coverage(programme):
    document = assemble(programme, "en")
    assert [row.cells[0].text for row in document.coverage.rows] == [
        section.title for section in document.sections if section.key.startswith("document.")
    ]
    assert document.coverage.rows[2].cells[2].text == "Chapter 4"
    assert document.coverage.rows[2].cells[2].url == "#bodies"


def test_every_code_that_is_pointed_at_has_one_place(programme, coordinator):
    fill(programme, by=coordinator, times=2)
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
    assert {"F1", "F2", "O1", "O2", "M1.1", "M2.1", "I1", "I2"} <= pointed_at | set(places)


def test_archived_records_are_not_printed(programme, coordinator):
    archive_record(make_finding(programme, "Gone", by=coordinator), by=coordinator)
    assert "Gone" not in said(assemble(fresh(programme), "sv"))


def test_no_persons_name_is_printed(programme, coordinator):
    group = make_group([make_municipality()], by=coordinator)
    make_seat(group, by=coordinator, organisation="Red Cross", person_name="Maija Meikäläinen", deputy_name="Olli Oma")
    choose_group(programme, group, by=coordinator)
    mandate = programme.responsibility
    mandate.coordinator_name, mandate.deputy_name = "Anna Andersson", "Bo Berg"
    mandate.coordinator_office = words(programme, "Integration coordinator")
    change_record(mandate, version=mandate.version, by=coordinator)
    text = said(assemble(fresh(programme), "sv"))
    assert "Red Cross" in text and "Integration coordinator (sv)" in text
    for name in ("Maija", "Olli", "Anna Andersson", "Bo Berg"):
        assert name not in text


def test_the_group_is_printed_in_the_language_of_the_document(programme, coordinator):
    group = make_group([make_municipality()], by=coordinator)
    make_seat(group, by=coordinator, organisation={"sv": "FPA", "en": "Kela"})
    make_seat(group, by=coordinator, organisation={"sv": "Röda Korset"})
    choose_group(programme, group, by=coordinator)
    swedish, english = (said(assemble(fresh(programme), language)) for language in ("sv", "en"))
    assert "FPA" in swedish and "Röda Korset" in swedish
    assert "Kela" in english and "(not yet available in English)" in english
    assert "FPA" not in english and "Röda Korset" not in english


def test_a_band_is_printed_as_it_is_stored(programme, coordinator):
    fill(programme, by=coordinator)
    table = said(chapter(assemble(fresh(programme), "en"), "cooperation"))
    assert "Children and young people (1–4)" in table
    assert "Swedish, Arabic" in table


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


def test_a_document_of_aland_names_its_own_legal_basis(db):
    municipality = make_municipality("478")
    document = assemble(make_programme("478", by=make_coordinator(municipality)), "en")
    assert document.cover.legal_basis == "The Province of Åland's own integration act"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_terms_are_explained_in_each_language(programme, language):
    terms = dict(assemble(programme, language).terms)
    assert len(terms) == 14 and all(meaning.endswith(".") for meaning in terms.values())


def test_terms_of_the_newer_act_are_left_out_of_a_programme_by_the_older(coordinator):
    old = make_programme(by=coordinator, edition_key="act_1386_2010")
    assert "Employment area" not in dict(assemble(old, "en").terms)


def test_an_unchanged_programme_gives_the_same_document(programme, coordinator):
    fill(programme, by=coordinator)
    before = content_hash(assemble(fresh(programme), "sv"))
    share_programme(fresh(programme), "group", by=coordinator)
    assert content_hash(assemble(fresh(programme), "sv")) == before
    make_finding(programme, "Another", by=coordinator)
    assert content_hash(assemble(fresh(programme), "sv")) != before


def test_a_document_can_be_rebuilt_from_its_data(programme, coordinator):
    document = assemble(fill(programme, by=coordinator), "sv")
    rebuilt = Document.from_data(json.loads(json.dumps(document.as_data())))
    assert content_hash(rebuilt) == content_hash(document)


def test_length_is_counted_chapter_by_chapter(programme):
    text = Translations({"en": "<p>" + "word " * 400 + "</p>"})
    set_element(programme, "general_services", state="written", text=text)
    length = length_of(assemble(programme, "en"), page_budget=4)
    services = next(each for each in length.chapters if each.anchor == "general-services")
    assert services.words > 400 and services.percent > 50
    assert length.longest[0] == services
    assert length.is_over and length.services_longer


# The preview


def test_the_preview_shows_the_whole_document(client, programme, coordinator):
    client.force_login(coordinator)
    page = client.get(address(fill(programme, by=coordinator), "preview/?language=sv")).content.decode()
    assert 'lang="sv"' in page and 'href="#O1"' in page and 'id="M1.1"' in page
    assert page.count("<h1") == 1
    assert "More people in work (sv)" in page and "(fi)" not in page


def test_the_preview_is_in_the_readers_language_where_the_programme_has_it(client, programme, coordinator):
    client.force_login(coordinator)
    assert client.get(f"/fi/programmes/{programme.slug}/preview/").context["document"].language == "fi"
    assert client.get(address(programme, "preview/")).context["document"].language == "sv"
    for language in ("xx", "en"):
        assert client.get(address(programme, f"preview/?language={language}")).status_code == 404
        assert client.get(address(programme, f"document.json?language={language}")).status_code == 404


def test_the_preview_says_that_it_is_not_in_the_readers_language(client, programme, coordinator):
    client.force_login(coordinator)
    said = "This programme is not written in English. You are reading it in Swedish."
    assert said in client.get(address(programme, "preview/")).content.decode()
    assert "is not written in" not in client.get(address(programme, "preview/?language=sv")).content.decode()


def test_members_read_the_preview_once_it_is_shared(client, programme, coordinator):
    group = make_group([make_municipality()], by=coordinator)
    choose_group(programme, group, by=coordinator)
    client.force_login(make_member(group))
    assert client.get(address(programme, "preview/")).status_code == 404
    share_programme(programme, "group", by=coordinator)
    assert client.get(address(programme, "preview/")).status_code == 200
    assert client.get(address(programme, "document.json")).status_code == 200


def test_a_stranger_finds_nothing(client, programme):
    client.force_login(make_user())
    for tail in ("document/", "preview/", "document.json"):
        assert client.get(address(programme, tail)).status_code == 404


def test_the_document_as_data(client, programme, coordinator):
    client.force_login(coordinator)
    data = client.get(address(programme, "document.json?language=fi")).json()
    assert (data["language"], data["state"], data["format"]) == ("fi", "draft", 1)


def test_a_script_is_harmless_in_the_preview(client, programme, coordinator):
    client.force_login(coordinator)
    bad = Translations({"sv": "<script>alert(1)</script><b>x</b>"})
    make_finding(programme, by=coordinator, evidence=bad)
    objective = make_objective(programme, by=coordinator, change=bad)
    make_measure(objective, by=coordinator, owner=bad)
    add_record(Service(programme=programme, name=bad), by=coordinator)
    set_element(
        programme, "strategy", state="written", text=Translations({"sv": "<p>Hej<script>alert(1)</script></p>"})
    )
    set_element(programme, "protection", state="not_relevant", reason=bad)
    set_element(programme, "relations", state="elsewhere", elsewhere=bad, link="https://example.org")
    for tail in ("preview/", "document/"):
        page = client.get(address(programme, tail)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len([each for each in queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


def test_pages_ask_as_much_of_a_long_programme_as_of_a_short_one(client, programme, coordinator):
    client.force_login(coordinator)
    group = make_group([make_municipality()], by=coordinator)
    make_seat(group, by=coordinator)
    choose_group(programme, group, by=coordinator)
    fill(programme, by=coordinator)
    counts = [count_queries(client, address(programme, tail)) for tail in ("preview/", "document/")]
    fill(programme, by=coordinator, times=2)
    for _number in range(2):
        fill(make_programme(by=coordinator), times=0)
        make_seat(group, by=coordinator)
    assert counts == [count_queries(client, address(programme, tail)) for tail in ("preview/", "document/")]
    assert counts == [30, 8]


# The elements on screen


def test_the_phase_says_what_comes_from_other_phases(client, programme, coordinator):
    client.force_login(coordinator)
    page = client.get(address(fill(programme, by=coordinator))).content.decode()
    assert "Comes from phase 3 (Situation picture): 1 figure, 1 finding." in page
    assert "Comes from phase 6 (Monitoring): 1 indicator, 1 recipient of reports." in page
    assert "0 of 10 elements" in page


def test_words_are_counted_against_the_budget(client, programme, coordinator):
    client.force_login(coordinator)
    set_element(programme, "strategy", state="written", text=Translations({"sv": "ord " * 20}), word_budget=10)
    page = client.get(address(programme)).content.decode()
    assert "20 of about 10 words" in page and "Much longer than planned" in page


def form_data(element, **values) -> dict:
    return {"version": element.version, "state": element.state, "word_budget": element.word_budget, **values}


def test_a_text_makes_an_open_element_written(client, programme, coordinator):
    client.force_login(coordinator)
    element = programme.elements.get(element="document.strategy")
    response = client.post(element_address(programme, "strategy"), form_data(element, text_sv="<p>Hej</p>"))
    assert response.status_code == 302
    element.refresh_from_db()
    assert element.state == ElementState.WRITTEN
    assert "Hej" in element.text.text("sv")


def test_an_element_with_text_can_be_opened_again(client, programme, coordinator):
    client.force_login(coordinator)
    element = set_element(programme, "strategy", state="written", text=Translations({"sv": "<p>Hej</p>"}))
    data = form_data(element, text_sv="Hej") | {"state": "open"}
    client.post(element_address(programme, "strategy"), data)
    element.refresh_from_db()
    assert (element.state, "Hej" in element.text.text("sv")) == (ElementState.OPEN, True)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("elsewhere", "say where the element is covered"),
        ("not_relevant", "say in a sentence why"),
    ],
)
def test_a_state_without_what_it_needs_is_asked_for(client, programme, coordinator, state, sentence):
    client.force_login(coordinator)
    element = programme.elements.get(element="document.strategy")
    data = form_data(element, text_sv="Kept words") | {"state": state}
    response = client.post(element_address(programme, "strategy"), data)
    page = response.content.decode()
    assert response.status_code == 200 and sentence in page and "Kept words" in page
    element.refresh_from_db()
    assert element.version == 1


def folded(page: str, summary: str) -> str:
    """The tag of the details under a summary."""
    return page.split(f"<summary>{summary}</summary>")[0].rsplit("<details", 1)[1].split(">")[0].strip()


def test_what_belongs_to_a_state_is_folded_until_it_is_needed(client, programme, coordinator):
    client.force_login(coordinator)
    element = programme.elements.get(element="document.strategy")
    read = client.get(element_address(programme, "strategy")).content.decode()
    assert (folded(read, "Covered elsewhere"), folded(read, "Not relevant here")) == ("", "")
    assert read.count("A few paragraphs are enough") == 1

    chosen = form_data(element) | {"state": "not_relevant"}
    asked = client.post(element_address(programme, "strategy"), chosen).content.decode()
    assert (folded(asked, "Covered elsewhere"), folded(asked, "Not relevant here")) == ("", "open")

    wrong = client.post(element_address(programme, "strategy"), form_data(element, link="no address")).content.decode()
    assert folded(wrong, "Covered elsewhere") == "open"

    set_element(programme, "strategy", state="written", elsewhere=Translations({"sv": "Planen, kapitel 4"}))
    filled = client.get(element_address(programme, "strategy")).content.decode()
    assert folded(filled, "Covered elsewhere") == "open"


def test_partners_and_budget_stand_under_owner_and_resources(programme):
    objective = make_objective(programme)
    make_measure(
        objective,
        owner=Translations({"en": "Town"}),
        partners=Translations({"en": "Red Cross"}),
        resources=Translations({"en": "5 000 €"}),
        in_budget="yes",
    )
    cells = [cell for cell in assemble(programme, "en").as_data()["sections"] for cell in _cells(cell)]
    quiet = [cell["quiet"] for cell in cells if cell["quiet"]]
    assert "with: Red Cross" in quiet
    assert "in the budget: yes" in quiet


def _cells(section: dict):
    for block in section["blocks"]:
        for row in block.get("rows", []):
            yield from row["cells"]
    for part in section["sections"]:
        yield from _cells(part)


def test_a_stale_save_shows_both_texts(client, programme, coordinator):
    client.force_login(coordinator)
    element = programme.elements.get(element="document.strategy")
    old = form_data(element, text_sv="My words")
    set_element(programme, "strategy", state="written", text=Translations({"sv": "<p>Their words</p>"}))
    response = client.post(element_address(programme, "strategy"), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "My words" in page and "Their words" in page


def test_a_member_reads_but_does_not_write(client, programme, coordinator):
    group = make_group([make_municipality()], by=coordinator)
    choose_group(programme, group, by=coordinator)
    share_programme(programme, "group", by=coordinator)
    client.force_login(make_member(group))
    assert client.get(address(programme)).status_code == 200
    assert client.post(element_address(programme, "strategy"), {}).status_code == 403


# What lacks


def test_open_elements_and_empty_states_are_warned_of(programme):
    assert len(missing_in_phase(programme, Phase.DOCUMENT)) == 10
    assert not any(fact.is_block for fact in missing_in_phase(programme, Phase.DOCUMENT))
    set_element(programme, "strategy", state="written")
    set_element(programme, "bodies", state="elsewhere")
    set_element(programme, "protection", state="not_relevant")
    sentences = {fact.item: fact.sentence for fact in missing_in_phase(fresh(programme), Phase.DOCUMENT)}
    assert sentences["document.strategy"].endswith("is marked as written, but has no text.")
    assert sentences["document.bodies"].endswith("it is not said where.")
    assert sentences["document.protection"].endswith("is left out without a reason.")


def test_texts_are_asked_for_in_every_content_language(programme):
    set_element(programme, "strategy", state="written", text=Translations({"sv": "<p>Hej</p>"}))
    facts = [fact for fact in missing_in_phase(fresh(programme), Phase.DOCUMENT) if fact.item == "document.strategy"]
    assert [fact.sentence.endswith("lacks text in: Finnish.") for fact in facts] == [True]


def test_nothing_lacks_when_every_element_is_settled(programme):
    for name in ELEMENTS:
        set_element(programme, name, state="written", text=words(programme, "Text"))
    assert missing_in_phase(fresh(programme), Phase.DOCUMENT) == []


def test_the_form_says_what_is_printed_by_itself(client, programme, coordinator):
    client.force_login(coordinator)
    make_finding(programme, by=coordinator)
    page = client.get(element_address(programme, "population")).content.decode()
    assert "Comes from phase 3 (Situation picture): 1 finding." in page
    assert "0 of about 250 words" in page


def test_braces_in_a_text_are_no_template(client, programme, coordinator):
    client.force_login(coordinator)
    text = Translations({"sv": "<p>{% now 'Y' %} {{ programme }}</p>"})
    set_element(programme, "strategy", state="written", text=text)
    assert client.get(element_address(programme, "strategy")).status_code == 200
    assert "{{ programme }}" in client.get(address(programme, "preview/")).content.decode()
