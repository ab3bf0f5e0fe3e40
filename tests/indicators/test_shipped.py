from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from indicators.catalogue import STATISTICS
from indicators.management.commands import load_statistics
from indicators.models import Observation
from indicators.shipped import UnreadableCell, shipped_observations


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


# What stands in a cell


@pytest.fixture
def folder_with(tmp_path):
    """A folder of one table with one cell."""

    def made(cell: str):
        (tmp_path / "tables.csv").write_text("table,updated,retrieved,licence\n11ra,,2026-08,CC BY 4.0\n")
        (tmp_path / "11ra.csv").write_text(f"area_code,population 2025\n545,9538\n091,{cell}\n", encoding="utf-8")
        return tmp_path

    return made


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [
        ("-", 0, ""),
        ("0", 0, ""),
        ("-67", -67, ""),
        ("\N{MINUS SIGN}67", -67, ""),
        ("22.5", Decimal("22.5"), ""),
        ("...", None, "confidential"),
        ("..", None, "not_available"),
        (".", None, "not_applicable"),
    ],
)
def test_a_cell_is_a_number_or_says_why_there_is_none(cell, value, status, folder_with):
    *_first, read = shipped_observations(folder_with(cell))

    assert (read.value, read.status) == (value, status)


@pytest.mark.parametrize(
    "cell", ["", "–", "—", "--", "x", "....", "* ", "1 234", '"1,5"', "1e5", "NaN", "Infinity", "٣", "1.234", "9" * 13]
)
def test_any_other_cell_is_named_with_file_row_and_column(cell, folder_with):
    with pytest.raises(UnreadableCell) as refused:
        list(shipped_observations(folder_with(cell)))

    told = cell.strip('"')
    assert str(refused.value) == (
        f"11ra.csv, row 3 (091), population 2025: {told!r} is neither a number nor one of - ... .. ."
    )


def test_a_row_that_is_too_short_or_too_long_is_named_too(folder_with):
    folder = folder_with("1,2")
    with pytest.raises(UnreadableCell, match=r"^11ra\.csv, row 3 \(091\), None: "):
        list(shipped_observations(folder))
    (folder / "11ra.csv").write_text("area_code,population 2025\n545\n")
    with pytest.raises(UnreadableCell, match=r"^11ra\.csv, row 2 \(545\), population 2025: None "):
        list(shipped_observations(folder))


@pytest.mark.django_db
def test_the_command_loads_nothing_and_names_the_cell(folder_with, monkeypatch):
    folder = folder_with("n/a")
    monkeypatch.setattr(load_statistics, "shipped_observations", lambda: shipped_observations(folder))

    with pytest.raises(CommandError, match=r"^Nothing was loaded\. 11ra\.csv, row 3 \(091\), population 2025: 'n/a' "):
        call_command("load_statistics")

    assert not Observation.objects.exists()
