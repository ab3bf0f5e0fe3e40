"""The shipped municipalities and bodies."""

from datetime import date

import pytest
from django.core.management import call_command

from stakeholders import reference
from stakeholders.models import Municipality, Organisation

pytestmark = pytest.mark.django_db


def count(kind: str) -> int:
    return Organisation.objects.valid(date(2026, 11, 24)).filter(kind=kind).count()


def test_every_municipality_and_body_of_2026_is_there():
    reference.load()

    assert Municipality.objects.count() == 308
    assert count("region") == 19
    assert count("wellbeing_services_county") == 21
    assert count("employment_area") == 45
    assert count("centre") == 10


def test_narpio_has_its_names_languages_and_bodies():
    reference.load()

    narpio = Municipality.objects.get(pk="545")

    assert narpio.names == {"fi": "Närpiö", "sv": "Närpes", "en": "Närpes"}
    assert narpio.languages == ["sv", "fi"]
    assert narpio.own_name == "Närpes"
    assert (narpio.region.code, narpio.region.names["sv"]) == ("15", "Österbotten")
    assert narpio.wellbeing_services_county.names["fi"] == "Pohjanmaan hyvinvointialue"
    assert narpio.employment_area.code == "26"
    assert narpio.centre.names["en"] == "Ostrobothnia Economic Development Centre"
    assert not narpio.is_aland


def test_aland_has_no_centre_county_or_employment_area():
    reference.load()

    aland = Municipality.objects.filter(is_aland=True)

    assert aland.count() == 16
    assert {(one.centre, one.wellbeing_services_county, one.employment_area) for one in aland} == {(None, None, None)}
    assert Municipality.objects.filter(centre=None).count() == 16


def test_helsinki_is_no_wellbeing_services_county():
    reference.load()

    assert [m.code for m in Municipality.objects.filter(wellbeing_services_county=None, is_aland=False)] == ["091"]


def test_every_ely_centre_was_replaced_by_one_of_today():
    reference.load()

    former = Organisation.objects.filter(kind="centre", valid_to=date(2025, 12, 31))

    assert former.count() == 15
    assert all(one.replaced_by.exists() for one in former)
    hame = former.get(names__en="Häme ELY Centre")
    assert sorted(one.code for one in hame.replaced_by.all()) == ["03", "04"]


def test_loading_again_changes_nothing_and_mends_what_was_changed():
    reference.load()
    Municipality.objects.filter(pk="545").update(languages=["fi"])
    roads = Organisation.replaces.through.objects.count()

    reference.load()

    assert Municipality.objects.get(pk="545").languages == ["sv", "fi"]
    assert (Municipality.objects.count(), Organisation.objects.count()) == (308, 135)
    assert Organisation.replaces.through.objects.count() == roads


def test_the_command_loads_in_few_statements(capsys, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        call_command("load_reference_data")

    assert capsys.readouterr().out == "308 municipalities and 135 organisations are in place.\n"
