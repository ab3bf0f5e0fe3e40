from collections import Counter
from decimal import Decimal

import pytest

from indicators.catalogue import STATISTICS
from indicators.shipped import shipped_observations


@pytest.fixture(scope="module")
def shipped():
    return {(each.area_code, each.statistic, each.period): each for each in shipped_observations()}


def test_every_shipped_row_is_known_to_the_catalogue(shipped):
    assert {statistic for _, statistic, _ in shipped} == set(STATISTICS)
    assert {(each.table, each.content_code) for each in shipped.values()} == {
        (statistic.table, statistic.content_code) for statistic in STATISTICS.values()
    }


def test_all_municipalities_have_all_statistics(shipped):
    rows = Counter(statistic for _, statistic, _ in shipped)

    assert len({area_code for area_code, _, _ in shipped}) == 308
    assert rows.pop("share_foreign_language_speakers") == 308 * 6
    assert set(rows.values()) == {308}
    assert len(shipped) == 308 * (15 + 6)


def test_withheld_values_are_withheld_and_not_zero(shipped):
    withheld = [each for each in shipped.values() if each.status]

    assert Counter((each.statistic, each.status) for each in withheld) == {
        ("child_low_income_rate", "confidential"): 29,
        ("low_income_rate", "confidential"): 1,
    }
    assert {each.value for each in withheld} == {None}


def test_weighted_share_gives_the_published_number_of_speakers(shipped):
    speakers = sum(
        each.value * shipped[area_code, "population", "2025"].value / 100
        for (area_code, statistic, period), each in shipped.items()
        if statistic == "share_foreign_language_speakers" and period == "2025"
    )

    assert round(speakers) == 646_290


def test_facts_of_narpio(shipped):
    assert shipped["545", "population", "2025"].value == 9538
    assert shipped["545", "share_foreign_language_speakers", "2025"].value == Decimal("22.5")
    assert shipped["545", "net_intermunicipal_migration", "2025"].value == -67
    assert shipped["545", "child_low_income_rate", "2024"].value == Decimal("11.3")


def test_net_immigration_is_immigration_less_emigration(shipped):
    for area_code in {area_code for area_code, _, _ in shipped}:
        immigration, emigration, net = (
            shipped[area_code, key, "2025"].value for key in ("immigration", "emigration", "net_immigration")
        )
        assert immigration - emigration == net


def test_every_row_names_its_source_and_licence(shipped):
    assert {each.source for each in shipped.values()} == {"statistics_finland"}
    assert {each.licence for each in shipped.values()} == {"CC BY 4.0"}
    assert {each.table for each in shipped.values() if not each.retrieved} == {"159t"}
    assert {each.table for each in shipped.values() if not each.table_updated} == {"159t"}
