"""Phase 3 on screen: figures and words side by side, findings with their evidence, services, sources."""

import re
from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Observation
from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.records import archive_record
from programmes.checklist import Kind
from programmes.document import assemble
from programmes.enums import Phase, ServiceFit
from programmes.models import Finding, OwnFigure, Service, SourceUsed
from tests.programmes.factories import (
    answer_of,
    change,
    fresh,
    make_consultation,
    make_finding,
    make_objective,
    make_own_figure,
    make_partner,
    make_programme,
    make_service,
    make_source,
)
from tests.programmes.reading import page, read, sentences
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db


# The page


def test_a_new_programme_shows_real_numbers_before_anybody_typed_anything(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.how_many/")

    assert "Share of foreign-language speakers" in html
    assert "<strong>22.5%</strong> (2025)" in html
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in html
    assert "table 159t" in html
    assert "whole population" in html
    assert "language in the population data is other than Finnish, Swedish or Sámi" in html


def told_by(client, programme, question: str) -> list[str]:
    """The figures that stand at a question."""
    html = read(client, programme, f"item/{question}/").split('id="in-figures"')[1].split('id="in-words"')[0]
    return [name.strip() for name in re.findall(r"<caption>([^<(]+)", html)]


def test_every_question_tells_the_figures_proposed_for_it(client, coordinator, programme, figures):
    client.force_login(coordinator)

    assert told_by(client, programme, "situation.how_many") == [
        "Share of foreign-language speakers",
        "Population",
        "Immigration to Finland",
        "Immigration from EU countries",
        "Net immigration",
    ]
    assert told_by(client, programme, "situation.challenges") == [
        "At-risk-of-poverty rate",
        "At-risk-of-poverty rate of children",
    ]
    assert len(told_by(client, programme, "situation.who")) == 5
    assert len(told_by(client, programme, "situation.expected")) == 4
    assert told_by(client, programme, "situation.needs") == []
    assert told_by(client, programme, "situation.guidance") == []


def test_numbers_are_written_as_the_reader_writes_them(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = client.get(f"/sv/programmes/{programme.slug}/item/situation.how_many/").content.decode()

    assert "<strong>22,5\N{NO-BREAK SPACE}%</strong> (2025)" in html


def test_a_figure_is_proposed_once(client, coordinator, programme, figures):
    client.force_login(coordinator)

    questions = programme.checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION)
    html = "".join(read(client, programme, f"item/{question.key}/") for question in questions)

    assert html.count("<caption>Share of foreign-language speakers") == 1


def test_the_demo_municipality_has_its_invented_figures(client):
    demo = make_municipality()
    demo.pk, demo.names = "990", Translations({"en": "Kivilampi"})
    demo.save()
    coordinator = make_coordinator(demo)
    programme = make_programme("990", by=coordinator)
    figure = {"statistic": "population", "period": "2025", "value": Decimal(4100), "source": "demo"}
    Observation.objects.create(area_code="990", **figure)
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.how_many/")

    assert "4,100" in html
    assert "invented for the demo" in html
    assert "Source: demo, invented." in html


def test_municipalities_of_a_joint_programme_stand_side_by_side(client, coordinator, programme, figures):
    for code in ("599", "893"):
        make_partner(programme, code)
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.how_many/")

    assert html.count('<th scope="row">Pedersöre</th>') == 5
    assert "<title>Share of foreign-language speakers, 2025</title>" in html
    assert "<desc>Närpes: 22.5%. Pedersöre: 3.7%. Nykarleby: 10.0%.</desc>" in html
    assert "Figures of these municipalities only." in html


def test_a_question_without_shipped_figures_has_a_place_for_an_own_one(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.relations/")

    assert "No shipped figure stands here." in html
    assert f'href="{page(programme, "own-figure/add/")}?question=situation.relations"' in html


def test_all_four_sources_stand_on_the_page_with_how_to_get_at_them(client, coordinator, programme):
    make_source(programme, source="situation.source.dvv", retrieved_on=date(2026, 7, 1))
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.sources/")

    for key in ("dvv", "databases", "local_and_regional", "reception_centres"):
        assert f'id="situation.source.{key}"' in html
    assert "Ask in your municipality who receives the reports" in html
    assert html.count("Not used yet") == 3
    assert html.count(">Used<") == 1


def test_a_finding_leads_to_its_questions_and_to_the_objectives_that_answer_it(client, coordinator, programme):
    consultation = make_consultation(programme)
    finding = make_finding(programme, questions=["situation.needs"], consultations=[consultation])
    objective = make_objective(programme, findings=[finding])
    archive_record(make_objective(programme, "Given up", findings=[finding]), by=SYSTEM)
    client.force_login(coordinator)

    html = read(client, programme, f"finding/{finding.key}/")

    assert f'href="{page(programme, "item/situation.needs/")}"' in html
    assert f'href="{page(programme, f"consultation/{consultation.key}/")}"' in html
    assert f'href="{page(programme, f"objective/{objective.key}/")}"' in html
    assert "Given up" not in html
    line = f'<span class="code">F1</span> <a class="row-link" href="{page(programme, f"finding/{finding.key}/")}">'
    for tail in ("item/situation.needs/", "item/situation.both_sides/", "situation/"):
        of_it = read(client, programme, tail).split(line)[1].split("</li>")[0]
        assert "→ O1" in of_it and "O2" not in of_it


def test_a_finding_without_evidence_and_objective_says_so(client, coordinator, programme):
    finding = make_finding(programme)
    client.force_login(coordinator)

    html = read(client, programme, f"finding/{finding.key}/")

    assert "No evidence named yet" in html
    assert "No objective answers this finding yet" in html


def test_a_text_in_another_language_is_marked(client, coordinator, programme):
    change(answer_of(programme), text=Translations({"sv": "<p>De behöver kurser.</p>"}))
    make_finding(programme, Translations({"sv": "Kurser saknas"}))
    client.force_login(coordinator)

    assert "(in Swedish)" in read(client, programme, "item/situation.needs/")
    assert '<span lang="sv">Kurser saknas</span>' in read(client, programme, "item/situation.both_sides/")


def test_services_stand_under_their_question(client, coordinator, programme):
    service = make_service(programme, fit=ServiceFit.LACKS, is_special=True)
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.services/")

    assert "Guidance (sv)" in html
    assert "Does not suit, or is lacking" in html
    assert f'href="{page(programme, f"service/{service.key}/")}"' in html
    on_page = read(client, programme, f"service/{service.key}/")
    assert "Guidance (sv)" in on_page
    assert "Does not suit, or is lacking" in on_page
    assert "Special service for integration" in on_page


def test_records_keep_their_place_when_the_checklist_loses_a_question_or_source(client, coordinator, programme):
    make_finding(programme, questions=["situation.gone", "situation.needs"])
    make_source(programme, source="situation.source.gone")
    figure = make_own_figure(programme, question="situation.gone")
    client.force_login(coordinator)

    assert "People wait long (sv)" in read(client, programme, "item/situation.both_sides/")
    assert "Report (sv)" in read(client, programme, "item/situation.sources/")
    archived = client.post(page(programme, f"own-figure/{figure.key}/archive/"))
    brought_back = client.post(page(programme, f"own-figure/{figure.key}/restore/"))
    assert [client.get(answer.url).status_code for answer in (archived, brought_back)] == [200, 200]


# Answers in words


def test_an_answer_is_written_beside_the_figures_of_its_question(client, coordinator, programme, figures):
    make_own_figure(programme, "Applicants", question="situation.who")
    answer = answer_of(programme, "situation.who")
    client.force_login(coordinator)

    html = read(client, programme, f"answer/{answer.key}/edit/")
    response = client.post(
        page(programme, f"answer/{answer.key}/edit/"),
        {
            "row_version": answer.row_version,
            "record_key": answer.key,
            "text_sv": "<p>Unga.</p>",
            "sources_sv": "Registret",
        },
    )

    assert "Mean age" in html
    assert "Applicants (sv)" in html
    assert response.url == page(programme, "item/situation.who/")
    assert "Unga." in read(client, programme, "item/situation.who/")
    assert "Unga." in answer_of(programme, "situation.who").text["sv"]


def test_an_answer_may_be_emptied_again(client, coordinator, programme):
    answer = change(answer_of(programme), text=Translations({"sv": "<p>Fel fråga.</p>"}))
    client.force_login(coordinator)

    client.post(page(programme, f"answer/{answer.key}/edit/"), {"row_version": answer.row_version, "text_sv": ""})

    assert answer_of(programme).text == {}


# Own figures


def own_figure_data(**fields) -> dict:
    return {
        "question": "situation.needs",
        "name_sv": "Elever",
        "value": "124",
        "counts": "persons",
        "source_sv": "Elevregistret",
    } | fields


def test_the_link_of_a_question_chooses_it_in_the_form(client, coordinator, programme):
    client.force_login(coordinator)

    html = read(client, programme, "own-figure/add/?question=situation.relations")

    assert '<option value="situation.relations" selected>' in html


def test_an_own_figure_stands_on_its_question_with_its_source(client, coordinator, programme):
    client.force_login(coordinator)

    response = client.post(page(programme, "own-figure/add/"), own_figure_data(value="1 240,5", period_sv="2025"))

    figure = OwnFigure.objects.get(programme=programme)
    html = read(client, programme, "item/situation.needs/")
    assert response.url == page(programme, f"item/situation.needs/#{figure.key}")
    assert f'id="{figure.key}"' in html
    assert figure.value == Decimal("1240.50")
    assert "<strong>1,240.5</strong>" in html
    assert 'Source: <span lang="sv">Elevregistret</span>' in html


def test_a_value_without_its_source_is_a_clear_error_and_nothing_is_lost(client, coordinator, programme):
    client.force_login(coordinator)

    response = client.post(page(programme, "own-figure/add/"), own_figure_data(source_sv=""))

    html = response.content.decode()
    assert OwnFigure.objects.count() == 0
    assert "a value needs its source." in html
    assert 'href="#id_source_sv"' in html
    assert ">\nElever</textarea>" in html


def test_a_source_in_another_language_is_marked_on_screen_and_not_printed(client, coordinator, programme):
    make_own_figure(programme, source=Translations({"sv": "Elevregistret"}))
    client.force_login(coordinator)

    html = read(client, programme, "item/situation.needs/")
    assert 'Source: <span lang="sv">Elevregistret</span>' in html and "(in Swedish)" in html
    assert any("Finnish" in sentence and "Pupils" in sentence for sentence in sentences(programme, Phase.SITUATION))
    assert "Elevregistret" not in str(assemble(fresh(programme), "fi").as_data())


def test_own_figures_change_places_within_their_question(client, coordinator, programme):
    for name, question in (("First", "needs"), ("Between", "who"), ("Second", "needs")):
        make_own_figure(programme, name, question=f"situation.{question}")
    second = OwnFigure.objects.last()
    client.force_login(coordinator)

    client.post(page(programme, f"own-figure/{second.key}/move/up/"))

    html = read(client, programme, "item/situation.needs/")
    assert html.index("Second (sv)") < html.index("First (sv)")


def test_too_few_persons_are_warned_of_on_the_card(client, coordinator, programme):
    make_own_figure(programme, value=Decimal(4))
    client.force_login(coordinator)

    assert "Fewer than 5 persons: the number is shown to nobody." in read(client, programme, "item/situation.needs/")


# Findings, services, sources


def test_a_finding_gets_its_code_questions_and_consultations(client, coordinator, programme):
    consultation = make_consultation(programme)
    client.force_login(coordinator)

    client.post(
        page(programme, "finding/add/"),
        {
            "kind": "gap",
            "text_sv": "Kurser saknas",
            "questions": ["situation.needs", "situation.services"],
            "consultations": [consultation.pk],
        },
    )

    finding = Finding.objects.get(programme=programme)
    assert (finding.code, finding.kind, finding.questions) == ("F1", "gap", ["situation.needs", "situation.services"])
    assert list(finding.consultations.all()) == [consultation]


@pytest.mark.parametrize(
    ("kind", "data", "model"),
    [
        ("service", {"name_sv": "Rådgivning", "fit": "partly"}, Service),
        ("source", {"source": "situation.source.databases", "name_sv": "Databasen"}, SourceUsed),
        ("source", {"source": "", "name_sv": "Elevregistret", "link": "example.org/x"}, SourceUsed),
    ],
)
def test_services_and_sources_are_added_archived_and_brought_back(client, coordinator, programme, kind, data, model):
    client.force_login(coordinator)

    client.post(page(programme, f"{kind}/add/"), data)
    record = model.objects.get(programme=programme)
    client.post(page(programme, f"{kind}/{record.key}/archive/"))
    archived = model.objects.get().archived_at
    client.post(page(programme, f"{kind}/{record.key}/restore/"))

    assert archived is not None
    assert model.objects.get().archived_at is None
