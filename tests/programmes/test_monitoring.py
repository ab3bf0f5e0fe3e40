"""Phase 6: indicators with a known source, suggestions of the checklist, who monitors, who receives reports."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import escape as html_escape

from indicators.actions import load_observations
from indicators.shipped import shipped_observations
from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, change_record
from programmes.checklist import Kind, edition
from programmes.completeness import missing_in_phase
from programmes.enums import Phase
from programmes.models import Indicator, MonitoringPlan, Plan, Programme, ReportRecipient
from tests.programmes.factories import make_indicator, make_measure, make_objective, make_programme, words
from tests.stakeholders.factories import make_adviser, make_centre, make_coordinator, make_municipality, make_user

pytestmark = pytest.mark.django_db

#: the savepoint around the write in a test's own transaction, and its release
TRANSACTION = 2
NO_SOURCE = "No source, no indicator: a figure that nobody can fetch cannot be followed."


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
    load_observations(each for each in shipped_observations() if each.area_code == "545")


def page(programme, tail="monitoring/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def read(client, programme, tail="monitoring/") -> str:
    response = client.get(page(programme, tail))
    assert response.status_code == 200
    return response.content.decode()


def under(html: str, key: str) -> str:
    """What the page says under one checklist item."""
    return html.split(f'<article class="item-card" id="{key}">')[1].split('<article class="item-card"')[0]


def sentences(programme) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return [fact.sentence for fact in missing_in_phase(fresh, Phase.MONITORING)]


def full(programme, **fields):
    """What an indicator needs before anybody can follow it."""
    given = {
        "unit": words(programme, "months"),
        "definition": words(programme, "Median waiting time"),
        "direction": "down",
        "source": words(programme, "Register of adult education"),
        "baseline_value": Decimal("7"),
        "baseline_date": date(2025, 12, 31),
        "target_value": Decimal("2.5"),
        "target_date": date(2030, 12, 31),
        "owner": words(programme, "Adult education"),
    }
    return given | fields


def make_recipient(programme):
    fields = {name: words(programme, name) for name in ("recipient", "what", "when")}
    return add_record(ReportRecipient(programme=programme, **fields), by=None)


def write_plan(programme, **fields):
    plan = MonitoringPlan.objects.get(programme=programme)
    plan.programme = programme
    for name, value in fields.items():
        setattr(plan, name, value)
    change_record(plan, version=plan.version, by=None)


def fill(programme, number: int):
    """This many rows of every list of the page."""
    for _ in range(number):
        objective = make_objective(programme)
        make_indicator(programme, objective=objective, measures=[make_measure(objective)], **full(programme))
        make_recipient(programme)


# The gate: no source, no indicator


def test_an_indicator_without_a_source_is_refused_and_told_why(client, coordinator, programme):
    client.force_login(coordinator)

    response = client.post(page(programme, "indicator/add/"), {"name_sv": "Sysselsättning", "target_value": "60"})

    assert response.status_code == 200
    assert NO_SOURCE in response.content.decode()
    assert 'value="Sysselsättning"' in response.content.decode()
    assert not Indicator.objects.exists()


def test_an_indicator_with_a_source_in_words_is_saved(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    client.force_login(coordinator)
    data = {
        "name_sv": "Väntetid",
        "source_sv": "Vuxeninstitutet",
        "source_type": "monitoring.source.information_requests",
        "baseline_value": "7,5",
        "baseline_date": "2025-12-31",
        "target_value": "2",
        "target_date": "2030-12-31",
        "objective": objective.pk,
        "measures": [measure.pk],
    }

    client.post(page(programme, "indicator/add/"), data)

    indicator = Indicator.objects.get(programme=programme)
    assert (indicator.code, indicator.baseline_value, indicator.objective) == ("I1", Decimal("7.5"), objective)
    assert list(indicator.measures.all()) == [measure]


def test_a_figure_of_the_catalogue_is_a_source_and_fills_in_the_rest(client, coordinator, programme):
    client.force_login(coordinator)
    data = {"name_sv": "Andel", "statistic": "share_foreign_language_speakers", "unit_sv": "procent av invånarna"}

    client.post(page(programme, "indicator/add/"), data)

    indicator = Indicator.objects.get(programme=programme)
    assert indicator.source["sv"].startswith("Statistikcentralen")
    assert indicator.source["fi"].startswith("Tilastokeskus")
    assert indicator.source["sv"].endswith("(159t)")
    assert indicator.unit["sv"] == "procent av invånarna"
    assert indicator.definition["fi"]
    assert indicator.source_type == "monitoring.source.statistics_finland"


def test_the_newest_value_of_each_figure_stands_in_the_form(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme, "indicator/add/")

    assert (
        '<option value="share_foreign_language_speakers">Share of foreign-language speakers: 22.5% (2025)</option>'
        in html
    )


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            {"baseline_date": "2030-01-01", "target_date": "2029-01-01"},
            "“Date of the target” is before “Date of the baseline”. Check the two dates.",
        ),
        (
            {"baseline_by": "2030-01-01", "target_date": "2029-01-01"},
            "“Date of the target” is before “Baseline to be measured by”. Check the two dates.",
        ),
    ],
)
def test_the_target_comes_after_the_baseline(client, coordinator, programme, dates, sentence):
    client.force_login(coordinator)

    response = client.post(page(programme, "indicator/add/"), {"name_sv": "A", "source_sv": "B"} | dates)

    assert sentence in response.content.decode()
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    "field",
    [{"baseline_value": "ungefär hälften"}, {"statistic": "made_up"}, {"source_type": "x"}, {"suggestion": "x"}],
)
def test_bad_input_saves_nothing(client, coordinator, programme, field):
    client.force_login(coordinator)

    response = client.post(page(programme, "indicator/add/"), {"name_sv": "A", "source_sv": "B"} | field)

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not Indicator.objects.exists()


# Suggestions and sources of the checklist


def test_every_suggestion_and_kind_of_source_is_on_the_page(client, coordinator, programme):
    client.force_login(coordinator)
    html, checklist = read(client, programme), edition(programme.edition)

    suggestions, sources = under(html, "monitoring.indicators"), under(html, "monitoring.sources")

    for item in checklist.of(phase=Phase.MONITORING, kind=Kind.INDICATOR):
        assert f'id="{item.key}"' in suggestions
        assert f"/indicator/add/?suggestion={item.key}" in suggestions
    keys = [item.key for item in checklist.of(phase=Phase.MONITORING, kind=Kind.SOURCE)]
    assert len(keys) == 7
    assert all(f'id="{key}"' in sources for key in keys)
    assert "Surveys" in sources


def test_a_suggestion_fills_in_its_name_in_each_language(client, coordinator, programme):
    key, checklist = "monitoring.indicator.neet", edition(programme.edition)
    client.force_login(coordinator)

    html = read(client, programme, f"indicator/add/?suggestion={key}")

    assert f'<option value="{key}" selected>' in html
    for language in ("sv", "fi"):
        assert f'value="{checklist.words(key, language).text}"' in html
    assert html_escape(checklist.words(key, "en").help) in html


def test_an_unknown_suggestion_opens_an_empty_form(client, coordinator, programme):
    client.force_login(coordinator)

    assert "What the checklist says" not in read(client, programme, "indicator/add/?suggestion=nonsense")


def test_what_began_from_a_suggestion_is_named_there(client, coordinator, programme):
    fields = {"suggestion": "monitoring.indicator.neet", "source_type": "monitoring.source.surveys"}
    indicator = make_indicator(programme, **full(programme, **fields))
    client.force_login(coordinator)

    html = read(client, programme)

    link = f'<a class="code" href="/en/programmes/{programme.slug}/monitoring/#{indicator.key}">I1</a>'
    assert link in under(html, "monitoring.indicators")
    assert link in under(html, "monitoring.sources")


# What lacks


def test_an_empty_phase_says_what_it_is_for(programme):
    assert sentences(programme) == [
        "There is no indicator yet.",
        "Nobody has been named who monitors the programme.",
        "Nobody has been named who receives reports on the programme.",
        "It has not been said when the programme is updated before its period ends.",
    ]


def test_a_bare_indicator_lacks_nearly_everything(programme):
    make_objective(programme)
    make_indicator(programme)

    assert sentences(programme)[:6] == [
        "Objective O1 has no indicator.",
        "Indicator I1 has no source.",
        "Indicator I1 has no baseline. Give its value and date, or the date by which it is measured.",
        "Indicator I1 has no target.",
        "Indicator I1 has no owner.",
        "Indicator I1 serves no objective.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"baseline_date": None}, "The baseline of indicator I1 has no date."),
        ({"target_date": None}, "The target of indicator I1 has no date."),
        ({"target_value": None}, "Indicator I1 has no target."),
        ({"source": Translations()}, "Indicator I1 has no source."),
        ({"owner": Translations()}, "Indicator I1 has no owner."),
        ({"objective": None}, "Indicator I1 serves no objective."),
        ({"direction": "up"}, "The target of indicator I1 lies in the other direction than the one chosen."),
    ],
)
def test_each_thing_that_lacks_is_said_by_itself(programme, fields, sentence):
    objective = make_objective(programme)
    make_indicator(programme, objective=objective, **full(programme))
    make_indicator(programme, **full(programme, **{"objective": objective} | fields))

    found = [each for each in sentences(programme) if "indicator" in each.lower()]

    assert found == [sentence.replace("I1", "I2")]


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme):
    by_measuring = {"baseline_value": None, "baseline_date": None, "baseline_by": date(2027, 6, 30)}
    make_indicator(programme, objective=make_objective(programme), **full(programme, **by_measuring))
    make_recipient(programme)
    triggers = Translations(dict.fromkeys(programme.languages, "<p>A change in law.</p>"))
    write_plan(programme, who_monitors=words(programme, "The coordinator"), update_triggers=triggers)

    assert sentences(programme) == []


@pytest.mark.parametrize("phase", [Phase.OBJECTIVES, Phase.MONITORING])
def test_every_fact_leads_to_a_place_on_the_page(client, coordinator, programme, phase):
    half = Translations({"sv": "Hälften"})
    make_measure(make_objective(programme, for_whom=half), owner=half)
    make_objective(programme)
    make_indicator(programme, unit=half)
    add_record(Plan(programme=programme, name=half, valid_to=date(2025, 1, 1)), by=None)
    add_record(ReportRecipient(programme=programme, recipient=half), by=None)
    write_plan(programme, who_monitors=half, update_triggers=half)
    client.force_login(coordinator)

    html = read(client, programme, f"{phase}/")

    facts = missing_in_phase(Programme.objects.get(pk=programme.pk), phase)
    assert len(facts) > 10
    assert [fact.sentence for fact in facts if f'id="{fact.anchor}"' not in html] == []


def test_nothing_in_the_phase_blocks(programme):
    assert not any(fact.is_block for fact in missing_in_phase(programme, Phase.MONITORING))


def test_more_than_25_indicators_are_said_to_be_too_many(programme):
    for _ in range(26):
        make_indicator(programme)

    assert any(sentence.startswith("There are 26 indicators.") for sentence in sentences(programme))


# The page


def test_a_card_tells_baseline_and_target_and_why(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    make_indicator(programme, objective=objective, measures=[measure], **full(programme))
    client.force_login(coordinator)

    card = under(read(client, programme), "monitoring.indicators")

    assert "7\N{NO-BREAK SPACE}months (sv) (31.12.2025)" in card
    assert "2.5\N{NO-BREAK SPACE}months (sv) (31.12.2030)" in card
    assert f'/objectives/#{objective.key}"' in card
    assert f'/objectives/#{measure.key}"' in card
    with translation.override("sv"):
        assert (
            "2,5\N{NO-BREAK SPACE}months (sv) (31.12.2030)"
            in client.get(f"/sv/programmes/{programme.slug}/monitoring/").content.decode()
        )


def test_a_baseline_to_be_measured_says_by_when(client, coordinator, programme):
    fields = {"baseline_value": None, "baseline_date": None, "baseline_by": date(2027, 6, 30)}
    make_indicator(programme, **full(programme, **fields))
    client.force_login(coordinator)

    html = read(client, programme)

    assert "to be measured by 30.6.2027" in html
    assert "It serves no objective yet." in html


def test_objectives_are_checked_for_being_concrete(client, coordinator, programme):
    objective = make_objective(programme)
    make_indicator(programme, objective=objective)
    client.force_login(coordinator)

    html = under(read(client, programme), "monitoring.objectives")

    assert "0 of 5 questions answered. Say what changes." in html
    assert f'/monitoring/#{objective.indicators.get().key}">I1</a>' in html


def test_who_monitors_and_when_it_is_updated_are_written_on_one_page(client, coordinator, programme):
    plan = MonitoringPlan.objects.get(programme=programme)
    client.force_login(coordinator)
    data = {"who_monitors_sv": "Koordinatorn", "update_triggers_sv": "<p>En lagändring</p>", "version": plan.version}

    response = client.post(page(programme, f"monitoring-plan/{plan.key}/"), data)

    assert response["Location"].endswith("/monitoring/#monitoring.reporting")
    html = read(client, programme)
    assert "Koordinatorn" in under(html, "monitoring.reporting")
    assert "En lagändring" in under(html, "monitoring.updating")
    assert "It is reviewed by 31 December 2030 in any case." in under(html, "monitoring.updating")


def test_a_recipient_of_reports_is_added(client, coordinator, programme):
    client.force_login(coordinator)

    client.post(page(programme, "recipient/add/"), {"recipient_sv": "Kommunstyrelsen", "when_sv": "I mars"})

    html = under(read(client, programme), "monitoring.reporting")
    assert "Kommunstyrelsen" in html
    assert "I mars" in html


def test_a_stale_save_shows_both_texts(client, coordinator, programme):
    indicator = make_indicator(programme, **full(programme))
    indicator.owner = words(programme, "Saved meanwhile")
    change_record(indicator, version=1, by=None)
    client.force_login(coordinator)
    data = {"name_sv": "A", "source_sv": "B", "owner_sv": "Typed here", "version": 1}

    response = client.post(page(programme, f"indicator/{indicator.key}/"), data)

    assert response.status_code == 409
    assert "Typed here" in response.content.decode()
    assert "Saved meanwhile (sv)" in response.content.decode()


def test_markup_in_texts_is_harmless(client, coordinator, programme):
    nasty = Translations({"sv": "<script>alert(1)</script> 🙂 עברית"})
    fields = {"name": nasty, "definition": nasty, "unit": nasty, "source": nasty, "owner": nasty}
    indicator = add_record(Indicator(programme=programme, **fields), by=None)
    write_plan(programme, who_monitors=nasty, update_triggers=nasty)
    client.force_login(coordinator)

    for tail in ("monitoring/", f"indicator/{indicator.key}/"):
        html = read(client, programme, tail)
        assert "<script>alert" not in html
        assert "🙂 עברית" in html


# Doors


def test_strangers_do_not_know_of_it_and_readers_do_not_write(client, programme):
    indicator = make_indicator(programme, **full(programme))
    share_programme(programme, "adviser", by=None)
    doors = ["monitoring/", f"indicator/{indicator.key}/", "indicator/add/", "recipient/add/"]

    client.force_login(make_user())
    assert [client.get(page(programme, door)).status_code for door in doors] == [404, 404, 404, 404]

    client.force_login(make_adviser(make_centre(programme.municipalities.get().centre.code)))
    assert [client.get(page(programme, door)).status_code for door in doors] == [200, 403, 403, 403]
    html = read(client, programme)
    assert "Use this" not in html
    assert "Write who monitors" not in html


def test_acts_are_posts(client, coordinator, programme):
    indicator = make_indicator(programme)
    client.force_login(coordinator)

    for act in ("archive/", "restore/", "move/down/"):
        assert client.get(page(programme, f"indicator/{indicator.key}/{act}")).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_page_and_form_ask_the_same_whatever_their_length(
    client, coordinator, programme, figures, django_assert_num_queries, rows
):
    fill(programme, rows)
    indicator = Indicator.objects.first()
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(page(programme))
    with django_assert_num_queries(10):
        client.get(page(programme, f"indicator/{indicator.key}/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_save_that_changes_every_link_asks_twelve_things(
    client, coordinator, programme, django_assert_num_queries, rows
):
    fill(programme, rows)
    indicator = Indicator.objects.first()
    other = make_measure(make_objective(programme))
    data = {"name_sv": "A", "source_sv": "B", "version": 1, "objective": other.objective_id, "measures": [other.pk]}
    client.force_login(coordinator)

    with django_assert_num_queries(12 + TRANSACTION):
        client.post(page(programme, f"indicator/{indicator.key}/"), data)

    assert list(indicator.measures.all()) == [other]
