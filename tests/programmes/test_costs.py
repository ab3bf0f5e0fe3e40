"""Costs of measures: exact sums, and what is not known yet is never nought."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from integration_programme.actors import SYSTEM
from programmes.actions.partners import withdraw_consent
from programmes.actions.records import archive_record
from programmes.document import assemble
from programmes.document.blocks import Table
from programmes.enums import MoneySource
from programmes.forms.numbers import EurosField
from programmes.models import Cost
from programmes.models.costs import Sum, by_source, current_costs, sums, years_of
from tests.programmes.factories import (
    change,
    fresh,
    make_area,
    make_cost,
    make_measure,
    make_objective,
    make_organisation,
    make_partner,
    words,
)
from tests.programmes.reading import page, read, sentences
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(programme):
    return make_measure(make_objective(programme))


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def tables(document) -> dict[str, Table]:
    """The tables of the document's part about costs, by caption."""
    (chapter,) = [section for section in document.sections if section.anchor == "objectives"]
    parts = [part for part in chapter.sections if part.anchor == "costs"]
    return {block.caption: block for part in parts for block in part.blocks if isinstance(block, Table)}


def said(table: Table) -> list[list[str]]:
    return [[cell.text or ", ".join(cell.codes) for cell in row.cells] for row in table.rows]


# Sums


def test_sums_are_exact_and_tell_what_is_not_known():
    costs = [Cost(year=2027, amount=333_333_333), Cost(year=2027, amount=1), Cost(year=2028, amount=None)]

    assert sums(costs, years_of(costs)) == [Sum(333_333_334, 2, 0), Sum(0, 0, 1), Sum(333_333_334, 2, 1)]


@pytest.mark.parametrize(
    ("amounts", "en", "fi"),
    [
        ([], "", ""),
        ([0], "0 €", "0 €"),
        ([None], "not known yet", "ei vielä tiedossa"),
        ([12_000], "12,000 €", "12 000 €"),
        ([12_000, None], "at least 12,000 €", "vähintään 12 000 €"),
    ],
)
def test_a_sum_in_words(amounts, en, fi):
    whole = Sum.of(Cost(amount=amount) for amount in amounts)

    assert whole.words("en").replace("\N{NO-BREAK SPACE}", " ") == en
    with translation.override("fi"):
        assert whole.words().replace("\N{NO-BREAK SPACE}", " ") == fi


def test_sources_stand_in_the_order_of_the_choices():
    costs = [Cost(source="eu"), Cost(source="own_budget"), Cost(source="eu")]

    assert {source: len(own) for source, own in by_source(costs).items()} == {MoneySource.OWN_BUDGET: 1, "eu": 2}
    assert list(by_source(costs)) == ["own_budget", "eu"]


def test_costs_of_an_archived_measure_or_of_a_municipality_that_has_withdrawn_do_not_count(programme, measure):
    link, dropped = make_partner(programme), make_measure(measure.objective)
    counted = make_cost(measure, 100)
    make_cost(measure, 10, part=link)
    make_cost(dropped, 1)
    archive_record(dropped, by=SYSTEM)
    withdraw_consent(link, by=SYSTEM)

    assert current_costs(fresh(programme)) == [counted]


# The form


@pytest.mark.parametrize(
    ("typed", "euros"),
    [("12000", 12_000), ("12 000", 12_000), ("12\N{NO-BREAK SPACE}000 €", 12_000), ("12.000", 12_000), ("0", 0)],
)
def test_euros_are_read_as_people_type_them(typed, euros):
    assert EurosField().clean(typed) == euros


@pytest.mark.parametrize("typed", ["12,50", "12000.5", "much", "-1"])
def test_what_is_no_whole_number_of_euros_is_refused(typed):
    with pytest.raises(ValidationError):
        EurosField(min_value=0).clean(typed)


def test_a_cost_is_added_with_an_amount_or_without(visitor, programme, measure):
    url = page(programme, f"cost/add/?measure={measure.pk}&year=2027")
    for amount in ("12 000", ""):
        assert visitor.post(url, as_sent(opened(visitor, url), amount=amount)).status_code == 302

    assert [(cost.measure, cost.year, cost.source, cost.amount) for cost in Cost.objects.all()] == [
        (measure, 2027, "own_budget", 12_000),
        (measure, 2027, "own_budget", None),
    ]


def test_another_source_is_named(visitor, programme, measure):
    url = page(programme, f"cost/add/?measure={measure.pk}&year=2027")

    response = visitor.post(url, as_sent(opened(visitor, url), source="other"))
    assert response.context["form"].errors["source_name_sv"] == ["Say which source it is."]

    sent = as_sent(opened(visitor, url), source="other", source_name_sv="Stiftelsen")
    assert visitor.post(url, sent).status_code == 302
    assert Cost.objects.get().source_name == {"sv": "Stiftelsen"}


@pytest.mark.parametrize("year", ["1999", "2101", "next"])
def test_a_year_that_is_none_is_refused(visitor, programme, measure, year):
    url = page(programme, f"cost/add/?measure={measure.pk}")

    response = visitor.post(url, as_sent(opened(visitor, url), year=year, amount="1"))

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["year"])


def test_the_form_of_a_cost_offers_the_archive(visitor, programme, measure):
    cost = make_cost(measure)
    address, archive = (page(programme, f"cost/{cost.key}/{act}/") for act in ("edit", "archive"))

    assert f'action="{archive}"' in visitor.get(address).content.decode()
    response = visitor.post(archive)

    cost.refresh_from_db()
    assert cost.archived_at is not None
    assert response.url == page(programme, "item/objectives.means/")
    assert f'action="{archive}"' not in visitor.get(address).content.decode()


# On screen


def test_the_page_of_a_measure_shows_its_costs_and_offers_the_next_year(visitor, programme, measure):
    make_cost(measure, 5_000, year=2028)
    cost = make_cost(measure, None, year=2029, source="eu")

    html = read(visitor, programme, f"measure/{measure.key}/")

    assert "<summary>Costs: at least 5,000 €</summary>" in html
    assert f'<tr id="{cost.key}"><th scope="row">2029</th>' in html
    assert f'cost/add/?measure={measure.pk}&amp;year=2030&amp;source=eu"' in html


def test_the_page_sums_by_source_owner_and_priority_area(visitor, programme):
    area = make_area(programme, "Work", colour="plum")
    make_cost(
        make_measure(make_objective(programme, area=area), owner=make_organisation(programme, "Library")),
        5_000,
        year=2028,
    )
    make_cost(make_measure(make_objective(programme)), 7_000, year=2027, source="grant")

    tables = read(visitor, programme, "item/objectives.means/").split('id="costs"')[1].split("</section>")[0]

    captions = [part.split("</caption>")[0] for part in tables.split("<caption>")[1:]]
    assert captions == ["By source of money", "By owner", "By priority area"]
    assert tables.count("12,000") == 1  # of all, said once
    assert [name in tables for name in ("Government grant", "Library (", "(no owner)", "No priority area")] == [
        True
    ] * 4
    assert '<th scope="row"><span class="area"><span class="area-mark colour-plum"></span>P1 ' in tables


def test_a_programme_without_costs_has_no_sums(visitor, programme, measure):
    assert 'id="costs"' not in read(visitor, programme, "item/objectives.means/")
    assert tables(assemble(fresh(programme), "sv")) == {}


# In the document


def test_the_document_prints_costs_a_year_and_source_and_their_sums(programme):
    measure = make_measure(make_objective(programme), owner=make_organisation(programme, "Library"))
    make_cost(measure, 5_000, year=2027, note=words(programme, "Rooms"))
    make_cost(measure, 6_000, year=2028, note=words(programme, "Rooms"))
    make_cost(measure, None, year=2028, source="other", source_name=words(programme, "Fund"))

    with translation.override("en"):
        found = tables(assemble(fresh(change_to_english(programme)), "en"))

    assert list(found) == ["Costs by measure", "By source of money", "By owner"]
    own, other = "The municipality's own budget", "Another source"
    assert found["Costs by measure"].columns == ["Measure", "Source of money", "2027", "2028", "Together"]
    assert plain(said(found["Costs by measure"])) == [
        ["M1.1", own, "5,000 €", "6,000 €", "11,000 €"],
        ["M1.1", f"{other}: (not yet available in English)", "", "not known yet", "not known yet"],
    ]
    assert plain(said(found["By source of money"])) == [
        [own, "5,000 €", "6,000 €", "11,000 €"],
        [other, "", "not known yet", "not known yet"],
        ["Together", "5,000 €", "at least 6,000 €", "at least 11,000 €"],
    ]
    assert found["Costs by measure"].rows[0].cells[1].quiet == "(not yet available in English)"


def change_to_english(programme):
    """The same programme, with English among its languages."""
    return change(programme, content_languages=["sv", "fi", "en"])


def plain(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows]


def test_costs_of_single_municipalities_are_told_apart(programme, measure):
    make_cost(measure, 100)
    make_cost(measure, 10, part=make_partner(programme))

    found = tables(assemble(fresh(programme), "sv"))

    assert [row[0] for row in said(found["Enligt kommun"])] == ["Alla kommuner", "Nykarleby", "Sammanlagt"]
    assert [row[-1] for row in plain(said(found["Enligt kommun"]))] == ["100 €", "10 €", "110 €"]


# What lacks


def test_own_money_for_what_is_said_not_to_be_in_the_budget_is_told(programme, measure):
    change(measure, in_budget="no")
    make_cost(measure, 100, source="grant")
    make_cost(measure, None)
    assert not any("own budget" in each for each in sentences(programme, "objectives"))

    make_cost(measure, 100)
    assert (
        "Measure M1.1 has costs from the municipality's own budget, but is said not to be in the budget."
        in sentences(programme, "objectives")
    )


def test_a_cost_outside_the_period_is_told(programme, measure):
    change(programme, period_start=date(2027, 1, 1), period_end=date(2030, 12, 31))
    make_cost(measure, 100, year=2030)
    make_cost(measure, 100, year=2031)

    told = [each for each in sentences(programme, "objectives") if "outside" in each]
    assert told == ["Measure M1.1 has a cost for the year 2031, which is outside the programme's period."]


def test_a_cost_is_called_by_its_measure_year_source_and_amount(measure):
    cost = make_cost(measure, 12_000)

    assert cost.label("fi").replace("\N{NO-BREAK SPACE}", " ") == "M1.1, 2027, The municipality's own budget: 12,000 €"
