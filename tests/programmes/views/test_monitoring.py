"""Phase 6 on screen: indicators with a known source, suggestions of the checklist, who monitors, who gets reports."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import escape as html_escape

from indicators.catalogue import STATISTICS
from programmes.checklist import Kind, edition
from programmes.enums import Phase
from programmes.models import Indicator
from tests.programmes.factories import followable, make_indicator, make_measure, make_objective
from tests.programmes.reading import page, read
from tests.programmes.sending import send

pytestmark = pytest.mark.django_db

NO_SOURCE = "No source, no indicator: a figure that nobody can fetch cannot be followed."


# The gate: no source, no indicator


def test_an_indicator_without_a_source_is_refused_and_told_why(client, coordinator, programme):
    client.force_login(coordinator)

    response = client.post(page(programme, "indicator/add/"), {"name_sv": "Sysselsättning", "target_value": "60"})

    assert response.status_code == 200
    assert NO_SOURCE in response.content.decode()
    assert ">\nSysselsättning</textarea>" in response.content.decode()
    assert not Indicator.objects.exists()


def test_an_indicator_with_a_source_in_words_is_saved(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    client.force_login(coordinator)
    data = {
        "name_sv": "Väntetid",
        "source_sv": "Vuxeninstitutet",
        "source_type": "monitoring.source.information_requests",
        "counts": "other",
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


def test_the_newest_value_of_the_figure_is_the_baseline(client, coordinator, programme, figures):
    client.force_login(coordinator)

    client.post(page(programme, "indicator/add/"), {"name_sv": "Andel", "statistic": "share_foreign_language_speakers"})

    indicator = Indicator.objects.get(programme=programme)
    assert (indicator.baseline_value, indicator.baseline_date) == (Decimal("22.5"), date(2025, 12, 31))
    assert indicator.counts == "other"


@pytest.mark.parametrize(
    ("sent", "baseline"),
    [
        ({"baseline_value": "21", "baseline_date": "2024-12-31"}, (Decimal(21), date(2024, 12, 31), None)),
        ({"baseline_by": "2027-06-30"}, (None, None, date(2027, 6, 30))),
    ],
)
def test_a_baseline_that_somebody_wrote_stays(client, coordinator, programme, figures, sent, baseline):
    client.force_login(coordinator)
    data = {"name_sv": "Andel", "statistic": "share_foreign_language_speakers"}

    client.post(page(programme, "indicator/add/"), data | sent)

    indicator = Indicator.objects.get(programme=programme)
    assert (indicator.baseline_value, indicator.baseline_date, indicator.baseline_by) == baseline


def test_another_figure_brings_its_own_words_and_baseline(client, coordinator, programme, figures):
    client.force_login(coordinator)
    client.post(page(programme, "indicator/add/"), {"name_sv": "Andel", "statistic": "share_foreign_language_speakers"})
    indicator = Indicator.objects.get()
    url = page(programme, f"indicator/{indicator.key}/edit/")

    send(client, url, statistic="population", unit_sv="närpesbor")

    indicator.refresh_from_db()
    assert (indicator.baseline_value, indicator.baseline_date) == (Decimal(9538), date(2025, 12, 31))
    assert (indicator.counts, indicator.unit) == ("persons", {"sv": "närpesbor", "fi": "henkilöä"})
    assert "(11ra)" in indicator.source["sv"] and "(11ra)" in indicator.source["fi"]
    assert indicator.definition["sv"] == STATISTICS["population"].definition("sv")


def test_what_somebody_wrote_stays_when_another_figure_is_chosen(client, coordinator, programme, figures):
    client.force_login(coordinator)
    client.post(page(programme, "indicator/add/"), {"name_sv": "Andel", "statistic": "share_foreign_language_speakers"})
    indicator = Indicator.objects.get()
    own = {"baseline_value": "9000", "definition_sv": "Alla", "source_fi": "Oma rekisteri"}

    send(client, page(programme, f"indicator/{indicator.key}/edit/"), statistic="population", **own)

    indicator.refresh_from_db()
    assert indicator.baseline_value == Decimal(9000)
    assert (indicator.definition["sv"], indicator.source["fi"]) == ("Alla", "Oma rekisteri")


def test_a_baseline_of_the_catalogue_after_the_target_is_told_at_its_field(client, coordinator, programme, figures):
    client.force_login(coordinator)
    data = {"name_sv": "Andel", "statistic": "share_foreign_language_speakers", "target_value": "20"}

    response = client.post(page(programme, "indicator/add/"), data | {"target_date": "2025-06-30"})

    assert response.status_code == 200
    assert not Indicator.objects.exists()


def test_the_values_of_its_figure_stand_on_the_page_of_an_indicator(client, coordinator, programme, figures):
    tied = make_indicator(programme, **followable(programme, statistic="share_foreign_language_speakers"))
    other = make_indicator(programme, "Another", **followable(programme))
    client.force_login(coordinator)

    pages = [read(client, programme, f"indicator/{each.key}/") for each in (tied, other)]

    value = "Share of foreign-language speakers: <strong>22.5%</strong> (2025)"
    assert [html.count(value) for html in pages] == [1, 0]


def test_a_suggestion_chooses_the_series_that_is_shipped_for_it(client, coordinator, programme, figures):
    client.force_login(coordinator)

    of_trend, of_neet = (
        read(client, programme, f"indicator/add/?suggestion=monitoring.indicator.{key}")
        for key in ("population_trend", "neet")
    )

    assert '<option value="share_foreign_language_speakers" selected>' in of_trend
    assert '<option value="" selected>None</option>' in of_neet


def test_the_newest_value_of_each_figure_stands_in_the_form(client, coordinator, programme, figures):
    client.force_login(coordinator)

    html = read(client, programme, "indicator/add/")

    assert (
        '<option value="share_foreign_language_speakers">Share of foreign-language speakers: 22.5% (2025)</option>'
        in html
    )


# Suggestions and sources of the checklist


def test_every_suggestion_and_kind_of_source_is_on_the_page(client, coordinator, programme):
    client.force_login(coordinator)
    checklist = edition(programme.edition)

    suggestions, sources = (read(client, programme, f"item/monitoring.{name}/") for name in ("indicators", "sources"))

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
        assert f">\n{checklist.words(key, language).title}</textarea>" in html
    assert html_escape(checklist.words(key, "en").help) in html


def test_an_unknown_suggestion_opens_an_empty_form(client, coordinator, programme):
    client.force_login(coordinator)

    assert "What the checklist says" not in read(client, programme, "indicator/add/?suggestion=nonsense")


def test_what_began_from_a_suggestion_is_named_there(client, coordinator, programme):
    fields = {"suggestion": "monitoring.indicator.neet", "source_type": "monitoring.source.surveys"}
    indicator = make_indicator(programme, **followable(programme, **fields))
    client.force_login(coordinator)

    link = f'<a class="code" href="{page(programme, f"indicator/{indicator.key}/")}">I1</a>'
    assert link in read(client, programme, "item/monitoring.indicators/")
    assert link in read(client, programme, "item/monitoring.sources/")


# The page


def test_its_page_and_its_line_tell_baseline_and_target_and_why(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    indicator = make_indicator(programme, objective=objective, measures=[measure], **followable(programme))
    client.force_login(coordinator)

    own, line = (read(client, programme, tail) for tail in (f"indicator/{indicator.key}/", "monitoring/"))

    months = '<span lang="sv">months (sv)</span> <span class="text-mark">(in Swedish)</span>'
    baseline, target = f"7 {months} (31 December 2025)", f"2.5 {months} (31 December 2030)"
    assert f"<dt>Baseline</dt><dd>{baseline}</dd>" in own
    assert f"<dt>Target</dt><dd>{target}</dd>" in own
    assert f'href="{page(programme, f"objective/{objective.key}/")}"' in own
    assert f'href="{page(programme, f"measure/{measure.key}/")}"' in own
    assert f"{baseline} → {target}" in line
    with translation.override("sv"):
        for tail in ("monitoring", f"indicator/{indicator.key}"):
            html = client.get(f"/sv/programmes/{programme.slug}/{tail}/").content.decode()
            assert "2,5\N{NO-BREAK SPACE}months (sv) (31.12.2030)" in html


def test_a_baseline_to_be_measured_says_by_when(client, coordinator, programme):
    fields = {"baseline_value": None, "baseline_date": None, "baseline_by": date(2027, 6, 30)}
    indicator = make_indicator(programme, **followable(programme, **fields))
    client.force_login(coordinator)

    html = read(client, programme, f"indicator/{indicator.key}/")

    assert "to be measured by 30 June 2027" in html
    assert "It serves no objective yet." in html
    assert "to be measured by 30 June 2027" in read(client, programme, "monitoring/")


def test_objectives_are_checked_for_being_concrete(client, coordinator, programme):
    objective = make_objective(programme)
    make_indicator(programme, objective=objective)
    client.force_login(coordinator)

    html = read(client, programme, "item/monitoring.objectives/")

    assert "0 of 5 questions answered. Say what changes." in html
    assert f'href="{page(programme, f"indicator/{objective.indicators.get().key}/")}">I1</a>' in html


def test_who_monitors_and_when_it_is_updated_are_written_on_one_page(client, coordinator, programme):
    plan = programme.monitoring
    client.force_login(coordinator)
    data = {
        "who_monitors_sv": "Koordinatorn",
        "update_triggers_sv": "<p>En lagändring</p>",
        "row_version": plan.row_version,
    }

    response = client.post(page(programme, f"monitoring-plan/{plan.key}/edit/"), data)

    assert response["Location"].endswith("/item/monitoring.reporting/")
    assert "Koordinatorn" in read(client, programme, "item/monitoring.reporting/")
    assert "En lagändring" in read(client, programme, "item/monitoring.updating/")
    assert "It is reviewed by 31 December 2030 in any case." in read(client, programme, "item/monitoring.updating/")


def test_a_recipient_of_reports_is_added(client, coordinator, programme):
    client.force_login(coordinator)

    client.post(page(programme, "recipient/add/"), {"recipient_sv": "Kommunstyrelsen", "when_sv": "I mars"})

    html = read(client, programme, "item/monitoring.reporting/")
    assert "Kommunstyrelsen" in html
    assert "I mars" in html
