"""Finding bodies by today's and by old names."""

from datetime import date

import pytest

from stakeholders import reference
from stakeholders.models import Municipality
from stakeholders.search import find_municipalities, find_organisations, fits, folded

TODAY = date(2026, 11, 24)


def names(query: str, on: date = TODAY) -> list[str]:
    return [one.organisation.names["en"] for one in find_organisations(query, on)]


def kinds(query: str) -> set[str]:
    return {one.organisation.kind for one in find_organisations(query, TODAY)}


def test_letters_are_folded():
    assert folded("  Närpiö–ÅLAND ") == "narpio aland"


@pytest.mark.parametrize(
    ("query", "word", "fit"),
    [
        ("kela", "Kela", 3),
        ("pohjan", "Pohjanmaan elinvoimakeskus", 2),
        ("centre ostrobothnia", "Ostrobothnia Economic Development Centre", 1),
        ("toimisto", "TE-toimisto", 1),
        ("te", "Centre", 0),
    ],
)
def test_a_part_fits_where_a_word_begins(query, word, fit):
    assert fits(query, [folded(word)]) == fit


@pytest.mark.django_db
class TestShipped:
    @pytest.fixture(autouse=True)
    def loaded(self):
        reference.load()

    @pytest.mark.parametrize("query", ["ELY Centre", "ely-keskus", "NTM", "ntm centralen", "ELY"])
    def test_ely_centre_finds_the_ten_centres_of_today(self, query):
        assert len(names(query)) == 10
        assert kinds(query) == {"centre"}

    @pytest.mark.parametrize(
        "query", ["TE Office", "TE-toimisto", "te toimisto", "TE-byrån", "te-byran", "kuntakokeilu"]
    )
    def test_te_office_finds_the_employment_areas(self, query):
        assert len(names(query)) == 45
        assert kinds(query) == {"employment_area"}

    def test_one_ely_centre_finds_its_own_heirs_and_says_what_they_were(self):
        found = find_organisations("Hämeen ELY-keskus", TODAY)

        assert {one.organisation.names["en"] for one in found} == {
            "Southeastern Finland Economic Development Centre",
            "Inland Finland Economic Development Centre",
        }
        assert {old.names["en"] for one in found for old in one.formerly} == {"Häme ELY Centre"}

    @pytest.mark.parametrize(
        ("query", "region"),
        [
            ("Uudenmaan TE-toimisto", "01"),
            ("TE-byrån i Nyland", "01"),
            ("Kainuun työ- ja elinkeinotoimisto", "18"),
            ("Lapland TE Office", "19"),
            ("North Karelia Employment and Economic Development Office", "12"),
        ],
    )
    def test_a_regions_te_office_leads_to_the_employment_areas_of_that_region(self, query, region):
        there = Municipality.objects.filter(region__code=region, region__kind="region")

        found = {one.organisation.pk for one in find_organisations(query, TODAY)}

        assert found == set(there.values_list("employment_area", flat=True))

    @pytest.mark.parametrize(
        "query",
        ["Pohjanmaan TE-toimisto", "Arbets- och näringsbyrån i Österbotten", "Ostrobothnia TE Office"],
    )
    def test_the_te_office_of_ostrobothnia_is_known_in_three_languages(self, query):
        found = find_organisations(query, TODAY)

        assert found and {one.organisation.kind for one in found} == {"employment_area"}
        assert {old.names["en"] for one in found for old in one.formerly} == {"Ostrobothnia TE Office"}

    def test_te_offices_in_general_name_no_single_one(self):
        found = find_organisations("TE Office", TODAY)

        assert {old.names["en"] for one in found for old in one.formerly} == {"TE Office"}

    @pytest.mark.parametrize(
        "query",
        [
            "Centre for Economic Development, Transport and the Environment for Ostrobothnia",
            "Österbottens NTM-central",
            "Närings-, trafik- och miljöcentralen i Österbotten",
            "Pohjanmaan elinkeino-, liikenne- ja ympäristökeskus",
        ],
    )
    def test_an_ely_centre_is_known_by_its_long_names(self, query):
        assert names(query) == ["Ostrobothnia Economic Development Centre"]

    def test_on_an_earlier_day_the_bodies_of_that_day_are_found(self):
        assert len(names("ELY Centre", date(2025, 6, 1))) == 15

    def test_a_body_of_today_is_found_without_dots(self):
        assert names("osterbottens livskraftscentral")[0] == "Ostrobothnia Economic Development Centre"

    def test_nothing_asked_and_nothing_known_find_nothing(self):
        assert (names(""), names("xyzzy")) == ([], [])

    @pytest.mark.parametrize("query", ["Närpes", "närpiö", "NARPIO", "545"])
    def test_a_municipality_is_found_by_any_name(self, query):
        assert [one.code for one in find_municipalities(query)] == ["545"]
