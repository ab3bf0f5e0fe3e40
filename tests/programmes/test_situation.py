"""Phase 3: figures and words side by side, findings with their evidence, sources."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from indicators.actions import load_observations
from indicators.models import Observation
from indicators.shipped import shipped_observations
from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, archive_record, change_record
from programmes.completeness import missing_in_phase
from programmes.document import assemble
from programmes.enums import FindingKind, Phase, ServiceFit
from programmes.forms.situation import FindingForm, NumberField, OwnFigureForm
from programmes.models import (
    Consultation,
    Finding,
    OwnFigure,
    Programme,
    ProgrammeMunicipality,
    QuestionAnswer,
    Service,
    SourceUsed,
)
from tests.programmes.factories import make_finding, make_objective, make_programme, words
from tests.stakeholders.factories import make_coordinator, make_group, make_member, make_municipality, make_user

pytestmark = pytest.mark.django_db
OFFICIAL = ("545", "599", "893")


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


@pytest.fixture
def figures():
    load_observations(each for each in shipped_observations() if each.area_code in OFFICIAL)


def page(programme, tail="situation/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def read(client, programme, tail="situation/") -> str:
    response = client.get(page(programme, tail))
    assert response.status_code == 200
    return response.content.decode()


def card_of(html: str, key: str) -> str:
    """What the page says under one checklist item."""
    return html.split(f'<article class="item-card" id="{key}">')[1].split('<article class="item-card"')[0]


def answer_of(programme, question="situation.needs") -> QuestionAnswer:
    answer = QuestionAnswer.objects.get(programme=programme, question=question)
    answer.programme = programme
    return answer


def write_answer(programme, text, question="situation.needs", *, by=None, **fields):
    answer = answer_of(programme, question)
    answer.text = Translations(text)
    for name, value in fields.items():
        setattr(answer, name, value)
    change_record(answer, version=answer.version, by=by)


def make_own_figure(programme, name="Pupils", *, question="situation.needs", by=None, **fields):
    fields = {"value": Decimal("124"), "unit": Translations({"sv": "personer", "fi": "henkilöä"})} | fields
    fields = {"period": "2025", "population": words(programme, "All")} | fields
    fields = {"source": words(programme, "Pupil register")} | fields
    return add_record(OwnFigure(programme=programme, question=question, name=words(programme, name), **fields), by=by)


def sentences(programme) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return [fact.sentence for fact in missing_in_phase(fresh, Phase.SITUATION)]


def fill(client, programme, number: int, by):
    """This many rows of every list of the page."""
    consultation = add_record(Consultation(programme=programme, title=words(programme, "Workshop")), by=by)
    for at in range(number):
        make_own_figure(programme, f"Pupils {at}", by=by)
        add_record(Service(programme=programme, name=words(programme, f"Course {at}")), by=by)
        add_record(SourceUsed(programme=programme, name=words(programme, f"Report {at}")), by=by)
        finding = Finding(programme=programme, text=words(programme, f"Gap {at}"), questions=["situation.needs"])
        add_record(finding, {"consultations": [consultation]}, by=by)
        make_objective(programme, f"Aim {at}", findings=[finding], by=by)
    write_answer(programme, {"sv": "<p>Kurser.</p>"}, by=by)


# The page


def test_a_new_programme_shows_real_numbers_before_anybody_typed_anything(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.how_many")

    assert "Share of foreign-language speakers" in html
    assert "<strong>22.5%</strong> (2025)" in html
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in html
    assert "table 159t" in html
    assert "whole population" in html
    assert "language in the population data is other than Finnish, Swedish or Sámi" in html


def told_under(html: str, question: str) -> list[str]:
    """The figures under a question: those shown in full, and those that an earlier question shows."""
    names = re.findall(r'(?:<caption>|<a href="#situation\.\w+">)([^<(]+)', card_of(html, question))
    return [name.strip() for name in names]


def test_every_question_tells_the_figures_about_it(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme)

    assert told_under(html, "situation.how_many") == [
        "Share of foreign-language speakers",
        "Population",
        "Immigration to Finland",
        "Immigration from EU countries",
        "Net immigration",
    ]
    assert told_under(html, "situation.challenges") == [
        "Net migration between municipalities",
        "At-risk-of-poverty rate",
        "At-risk-of-poverty rate of children",
    ]
    assert len(told_under(html, "situation.who")) == 6
    assert len(told_under(html, "situation.expected")) == 7
    assert told_under(html, "situation.guidance") == []


def test_numbers_are_written_as_the_reader_writes_them(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = client.get(f"/sv/programmes/{programme.slug}/situation/").content.decode()

    assert "<strong>22,5\N{NO-BREAK SPACE}%</strong> (2025)" in html


def test_a_figure_is_shown_in_full_once_and_linked_from_the_other_questions(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme)

    assert html.count("<caption>Share of foreign-language speakers") == 1
    assert '<a href="#situation.how_many">Share of foreign-language speakers</a>: 22.5% (2025)' in card_of(
        html, "situation.who"
    )


def test_the_demo_municipality_has_its_invented_figures(client):
    demo = make_municipality()
    demo.pk, demo.names = "990", Translations({"en": "Kivilampi"})
    demo.save()
    coordinator = make_coordinator(demo)
    programme = make_programme("990", by=coordinator)
    load_observations(
        [Observation(area_code="990", statistic="population", period="2025", value=Decimal(4100), source="demo")]
    )
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.how_many")

    assert "4,100" in html
    assert "invented for the demo" in html
    assert "Source: demo, invented." in html


def test_municipalities_of_a_joint_programme_stand_side_by_side(client, coordinator, programme, figures):
    for code in ("599", "893"):
        ProgrammeMunicipality.objects.create(programme=programme, municipality=make_municipality(code))
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.how_many")

    assert html.count('<th scope="row">Pedersöre</th>') == 5
    assert "<title>Share of foreign-language speakers, 2025</title>" in html
    assert "<desc>Närpes: 22.5%. Pedersöre: 3.7%. Nykarleby: 10.0%.</desc>" in html
    assert "Figures of these municipalities only." in html


def test_a_question_without_shipped_figures_has_a_place_for_an_own_one(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.relations")

    assert "No shipped figure tells about this question." in html
    assert f'href="{page(programme, "own-figure/add/")}?question=situation.relations"' in html


def test_all_four_sources_stand_on_the_page_with_how_to_get_at_them(client, coordinator, programme):
    add_record(
        SourceUsed(
            programme=programme,
            source="situation.source.dvv",
            name=words(programme, "Report"),
            retrieved_on=date(2026, 7, 1),
        ),
        by=coordinator,
    )
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.sources")

    for key in ("dvv", "databases", "local_and_regional", "reception_centres"):
        assert f'id="situation.source.{key}"' in html
    assert "Ask in your municipality who receives the reports" in html
    assert html.count("Not used yet") == 3
    assert html.count(">Used<") == 1


def test_a_finding_leads_to_its_questions_and_to_the_objectives_that_answer_it(client, coordinator, programme):
    consultation = add_record(Consultation(programme=programme, title=words(programme, "Workshop")), by=coordinator)
    finding = Finding(
        programme=programme,
        kind=FindingKind.GAP,
        text=words(programme, "No evening course"),
        questions=["situation.needs"],
    )
    add_record(finding, {"consultations": [consultation]}, by=coordinator)
    objective = make_objective(programme, "Courses in the evening", findings=[finding], by=coordinator)
    gone = make_objective(programme, "Given up", findings=[finding], by=coordinator)
    archive_record(gone, by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme)
    findings = card_of(html, "situation.both_sides")

    assert '<a href="#situation.needs">' in findings
    assert f'href="{page(programme, "cooperation/")}#{consultation.key}"' in findings
    assert f'href="{page(programme, "objectives/")}#{objective.key}"' in findings
    assert "Given up" not in findings
    assert f'<a href="#{finding.key}"><span class="code">F1</span>' in card_of(html, "situation.needs")


def test_a_finding_without_evidence_and_objective_says_so(client, coordinator, programme):
    make_finding(programme, by=coordinator)
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.both_sides")

    assert "No evidence named yet" in html
    assert "No objective answers this finding yet" in html


def test_a_text_in_another_language_is_marked(client, coordinator, programme):
    write_answer(programme, {"sv": "<p>De behöver kurser.</p>"}, by=coordinator)
    finding = Finding(programme=programme, text=Translations({"sv": "Kurser saknas"}))
    add_record(finding, by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme)

    assert "(in Swedish)" in card_of(html, "situation.needs")
    assert '<span lang="sv">Kurser saknas</span>' in card_of(html, "situation.both_sides")


def test_services_stand_under_their_question(client, coordinator, programme):
    add_record(
        Service(programme=programme, name=words(programme, "Guidance"), fit=ServiceFit.LACKS, is_special=True),
        by=coordinator,
    )
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.services")

    assert "Guidance (sv)" in html
    assert "Does not suit, or is lacking" in html
    assert "Special service for integration" in html


def test_script_in_every_text_is_harmless(client, coordinator, programme):
    script = "<script>alert(1)</script>"
    evil = words(programme, script)
    write_answer(programme, {"sv": f"<p>Text {script}</p>"}, sources=evil, by=coordinator)
    make_own_figure(programme, script, unit=evil, population=evil, source=evil, period=script, by=coordinator)
    add_record(
        Service(programme=programme, name=evil, provider=evil, for_whom=evil, remark=evil),
        by=coordinator,
    )
    add_record(
        Finding(programme=programme, text=evil, evidence=evil, questions=[script, "situation.needs"]), by=coordinator
    )
    add_record(SourceUsed(programme=programme, source=script, name=evil), by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme)

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_twelve_queries(client, coordinator, programme, figures, django_assert_num_queries, number):
    fill(client, programme, number, coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        html = read(client, programme)

    assert f"Report {number - 1} (sv)" in html


def test_a_stranger_finds_no_page(client, programme):
    client.force_login(make_user())

    assert client.get(page(programme)).status_code == 404
    assert client.get(page(programme, "finding/add/")).status_code == 404


def test_a_reader_reads_and_is_refused_to_write(client, coordinator, programme):
    group = make_group([make_municipality()], by=coordinator)
    programme.group = group
    share_programme(programme, "group", by=coordinator)
    make_own_figure(programme, by=coordinator)
    client.force_login(make_member(group))

    html = read(client, programme)

    assert "Pupils (sv)" in html
    assert "Add a figure of your own" not in html
    assert "Write the answer" not in html
    assert client.get(page(programme, "own-figure/add/")).status_code == 403
    assert client.get(page(programme, f"answer/{answer_of(programme).key}/")).status_code == 403


# Answers in words


def test_an_answer_is_written_beside_the_figures_of_its_question(client, coordinator, programme, figures):
    make_own_figure(programme, "Applicants", question="situation.who", by=coordinator)
    answer = answer_of(programme, "situation.who")
    client.force_login(coordinator)

    html = read(client, programme, f"answer/{answer.key}/")
    response = client.post(
        page(programme, f"answer/{answer.key}/"),
        {"version": answer.version, "record_key": answer.key, "text_sv": "<p>Unga.</p>", "sources_sv": "Registret"},
    )

    assert "Mean age" in html
    assert "Applicants (sv)" in html
    assert response.url == page(programme) + f"#{answer.key}"
    assert f'id="{answer.key}"' in read(client, programme)
    assert "Unga." in answer_of(programme, "situation.who").text["sv"]


def test_an_answer_may_be_emptied_again(client, coordinator, programme):
    write_answer(programme, {"sv": "<p>Fel fråga.</p>"}, by=coordinator)
    answer = answer_of(programme)
    client.force_login(coordinator)

    client.post(page(programme, f"answer/{answer.key}/"), {"version": answer.version, "text_sv": ""})

    assert answer_of(programme).text == {}


def test_a_stale_answer_writes_nothing_and_shows_both_texts(client, coordinator, programme):
    answer = answer_of(programme)
    write_answer(programme, {"sv": "<p>Deras text.</p>"}, by=coordinator)
    client.force_login(coordinator)

    response = client.post(
        page(programme, f"answer/{answer.key}/"), {"version": answer.version, "text_sv": "<p>Min text.</p>"}
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Deras text." in html
    assert "Min text." in html
    assert "Deras text." in answer_of(programme).text["sv"]


def test_saving_an_answer_takes_few_queries(client, coordinator, programme, django_assert_max_num_queries):
    answer = answer_of(programme)
    client.force_login(coordinator)

    with django_assert_max_num_queries(15):
        client.post(page(programme, f"answer/{answer.key}/"), {"version": answer.version, "text_sv": "<p>Kurser.</p>"})

    assert answer_of(programme).version == answer.version + 1


# Own figures


def own_figure_data(**fields) -> dict:
    return {"question": "situation.needs", "name_sv": "Elever", "value": "124", "source_sv": "Elevregistret"} | fields


def test_the_link_of_a_question_chooses_it_in_the_form(client, coordinator, programme):
    client.force_login(coordinator)

    html = read(client, programme, "own-figure/add/?question=situation.relations")

    assert '<option value="situation.relations" selected>' in html


def test_an_own_figure_stands_on_its_question_with_its_source(client, coordinator, programme):
    client.force_login(coordinator)

    response = client.post(page(programme, "own-figure/add/"), own_figure_data(value="1 240,5", period="2025"))

    figure = OwnFigure.objects.get(programme=programme)
    html = card_of(read(client, programme), "situation.needs")
    assert response.url == page(programme) + f"#{figure.key}"
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
    assert 'value="Elever"' in html


def test_the_database_keeps_no_value_without_its_source(programme):
    OwnFigure.objects.create(programme=programme, question="situation.needs")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnFigure.objects.create(programme=programme, question="situation.needs", value=Decimal(12))


def test_a_source_in_another_language_is_marked_on_screen_and_not_printed(client, coordinator, programme):
    make_own_figure(programme, source=Translations({"sv": "Elevregistret"}), by=coordinator)
    client.force_login(coordinator)

    html = card_of(read(client, programme), "situation.needs")
    assert 'Source: <span lang="sv">Elevregistret</span>' in html and "(in Swedish)" in html
    assert any("Finnish" in sentence and "Pupils" in sentence for sentence in sentences(programme))
    assert "Elevregistret" not in str(assemble(Programme.objects.get(pk=programme.pk), "fi").as_data())


@pytest.mark.parametrize("data", [{"value": "many"}, {"question": "situation.nonsense"}, {"link": "javascript:x"}])
def test_bad_input_is_refused_with_an_error_at_the_field(client, coordinator, programme, data):
    client.force_login(coordinator)

    response = client.post(page(programme, "own-figure/add/"), own_figure_data(**data))

    assert response.status_code == 200
    assert f'id="id_{next(iter(data))}_error"' in response.content.decode()
    assert OwnFigure.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("fi", "9 538,5", "9538.50"),
        ("sv", "12.5", "12.50"),
        ("fi", "−3", "-3.00"),
        ("en", "9,538", "9538.00"),
        ("en", "1,234,567.5", "1234567.50"),
        ("sv", "9,538.5", "9538.50"),
        ("en", "12,5", "12.50"),
    ],
)
def test_numbers_are_read_as_people_type_them(language, typed, number):
    with translation.override(language):
        assert NumberField(max_digits=14, decimal_places=2).clean(typed) == Decimal(number)


def test_a_stored_number_stands_in_the_form_as_people_write_it():
    with translation.override("sv"):
        assert NumberField().prepare_value(Decimal("12.50")) == "12,5"
    assert NumberField().prepare_value(Decimal("9538.00")) == "9538"
    assert NumberField().prepare_value("as typed") == "as typed"


def test_only_a_joint_programme_asks_for_the_municipality(programme):
    alone = OwnFigureForm(programme=programme)
    ProgrammeMunicipality.objects.create(programme=programme, municipality=make_municipality("599"))
    joint = OwnFigureForm(programme=Programme.objects.get(pk=programme.pk))

    assert "link_to_municipality" not in alone.fields
    assert [label for _, label in joint.fields["link_to_municipality"].choices] == [
        "The whole area of the programme",
        "Närpes",
        "Pedersöre",
    ]


def test_own_figures_change_places_within_their_question(client, coordinator, programme):
    for name, question in (("First", "needs"), ("Between", "who"), ("Second", "needs")):
        make_own_figure(programme, name, question=f"situation.{question}", by=coordinator)
    second = OwnFigure.objects.last()
    client.force_login(coordinator)

    client.post(page(programme, f"own-figure/{second.key}/move/up/"))

    html = card_of(read(client, programme), "situation.needs")
    assert html.index("Second (sv)") < html.index("First (sv)")


@pytest.mark.parametrize(
    ("value", "unit", "is_few"),
    [
        ("4", {"sv": "personer"}, True),
        ("9", {"fi": "henkilöä"}, True),
        ("4", {}, True),
        ("10", {"sv": "personer"}, False),
        ("0", {"sv": "personer"}, False),
        ("4", {"sv": "%"}, False),
        ("4.5", {"sv": "personer"}, False),
        (None, {}, False),
    ],
)
def test_under_ten_persons_is_too_few_to_publish(value, unit, is_few):
    figure = OwnFigure(value=None if value is None else Decimal(value), unit=Translations(unit))

    assert figure.counts_few_persons is is_few


def test_too_few_persons_are_warned_of_on_the_card(client, coordinator, programme):
    make_own_figure(programme, value=Decimal(4), by=coordinator)
    client.force_login(coordinator)

    assert "Under 10 persons: do not publish this figure." in read(client, programme)


# Findings, services, sources


def test_a_finding_gets_its_code_questions_and_consultations(client, coordinator, programme):
    consultation = add_record(Consultation(programme=programme, title=words(programme, "Workshop")), by=coordinator)
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


def test_a_finding_answers_only_questions_of_the_checklist_and_own_consultations(programme):
    foreign = make_programme("599", by=make_coordinator(make_municipality("599")))
    consultation = add_record(Consultation(programme=foreign, title=words(foreign, "Workshop")), by=None)
    data = {"kind": "gap", "text_sv": "Kurser", "questions": ["situation.nonsense"], "consultations": [consultation.pk]}

    form = FindingForm(data, programme=programme, instance=Finding(programme=programme))

    assert set(form.errors) == {"questions", "consultations"}


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
    assert client.get(page(programme, f"{kind}/{record.key}/archive/")).status_code == 405


# What lacks


def test_a_new_programme_lacks_words_findings_services_and_sources(programme, figures):
    found = sentences(programme)

    assert len(found) == 13
    assert found[0] == "No finding has been written down: say what the figures and the words tell together."
    assert "“What do they need?” has figures but no words: say what they mean here." in found
    assert "“How do different communities get on with each other?” has neither figures nor words." in found
    assert not any(fact.is_block for fact in missing_in_phase(programme, Phase.SITUATION))


def test_a_filled_situation_picture_lacks_nothing(programme, coordinator, figures):
    for answer in QuestionAnswer.objects.filter(programme=programme, question__startswith="situation."):
        write_answer(programme, {"sv": "<p>Så.</p>", "fi": "<p>Näin.</p>"}, answer.question, by=coordinator)
    make_own_figure(programme, by=coordinator)
    make_finding(programme, questions=["situation.needs"], by=coordinator)
    add_record(Service(programme=programme, name=words(programme, "Guidance")), by=coordinator)
    add_record(SourceUsed(programme=programme, name=words(programme, "Report")), by=coordinator)

    assert sentences(programme) == []


def test_gaps_of_single_records_are_named(programme, coordinator):
    make_own_figure(programme, "Refugees", value=Decimal(4), by=coordinator)
    make_own_figure(programme, "Pupils", period="", by=coordinator)
    make_own_figure(programme, "Moves", value=None, by=coordinator)
    make_finding(programme, by=coordinator)
    write_answer(programme, {"sv": "<p>Kurser.</p>"}, by=coordinator)

    found = sentences(programme)

    assert "Finding F1 names no evidence: a question, a consultation or words." in found
    assert "“Refugees (sv)” counts under 10 persons: do not publish it, group it with others." in found
    assert "“Pupils (sv)” does not say of which year it is, or whom it counts." in found
    assert "“Moves (sv)” has no value yet." in found
    assert "“What do they need?” lacks text in: Finnish." in found
