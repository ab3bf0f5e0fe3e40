"""Every name that a body had or has, short and long, in three languages, leads to the body of today."""

from datetime import date

import pytest

from stakeholders import reference
from stakeholders.search import find_organisations, fits, folded

TODAY = date(2026, 11, 24)
NAMES = {
    ("employment_area", 45): [
        "TE-toimisto",
        "TE-toimistot",
        "työ- ja elinkeinotoimisto",
        "työvoimatoimisto",
        "TE-palvelut",
        "AN-byrå",
        "AN-byrån",
        "AN-byråer",
        "TE-byrå",
        "TE-byrån",
        "arbets- och näringsbyrå",
        "arbets- och näringsbyrån",
        "arbetskraftsbyrån",
        "TE-tjänster",
        "TE Office",
        "TE Offices",
        "TE Services",
        "Employment and Economic Development Office",
        "kuntakokeilu",
        "kuntakokeilut",
        "työllisyyden kuntakokeilu",
        "kommunförsök",
        "kommunförsöket",
        "kommunförsöken",
        "local government pilot",
        "local government pilot on employment",
        "employment pilot",
        "employment pilots",
        "työllisyysalue",
        "sysselsättningsområde",
        "sysselsättningsområdet",
        "employment area",
        "työvoimaviranomainen",
        "arbetskraftsmyndighet",
        "arbetskraftsmyndigheten",
        "employment authority",
    ],
    ("centre", 10): [
        "ELY",
        "ELY-keskus",
        "elinkeino-, liikenne- ja ympäristökeskus",
        "NTM",
        "NTM-central",
        "NTM-centralen",
        "närings-, trafik- och miljöcentral",
        "närings-, trafik- och miljöcentralen",
        "ELY Centre",
        "Centre for Economic Development, Transport and the Environment",
        "elinvoimakeskus",
        "livskraftscentral",
        "livskraftscentralen",
        "Economic Development Centre",
    ],
    ("centre", 1): [
        "Livskraftscentralen i Nyland",
        "Livskraftscentralen i Mellersta Finland",
        "Southwest Finland Economic Development Centre",
        "Southeast Finland Economic Development Centre",
        "Uudenmaan ELY-keskus",
        "NTM-centralen i Nyland",
        "Uusimaa ELY Centre",
    ],
    ("wellbeing_services_county", 21): [
        "hyvinvointialue",
        "välfärdsområde",
        "välfärdsområdet",
        "wellbeing services county",
    ],
    ("state_authority", 1): [
        "Kela",
        "Kansaneläkelaitos",
        "FPA",
        "Folkpensionsanstalten",
        "Social Insurance Institution",
        "DVV",
        "Digi- ja väestötietovirasto",
        "MDB",
        "Myndigheten för digitalisering och befolkningsdata",
        "Digital and Population Data Services Agency",
        "maistraatti",
        "magistraten",
        "Local Register Office",
        "Migri",
        "Maahanmuuttovirasto",
        "Migrationsverket",
        "Finnish Immigration Service",
        "KEHA",
        "KEHA-keskus",
        "KEHA Centre",
        "Työllisyys-, kehittämis- ja hallintokeskus",
        "UF-centret",
        "AVI",
        "aluehallintovirasto",
        "regionförvaltningsverket",
        "Regional State Administrative Agency",
        "Lupa- ja valvontavirasto",
        "Tillstånds- och tillsynsverket",
    ],
}


@pytest.fixture
def loaded(db):
    reference.load()


def written(name: str) -> set[str]:
    """A name as people type it: in capitals and small, with spaces for hyphens, and short ones in one word."""
    without = name.replace("-", " ")
    short = {name.replace("-", "")} if name.count("-") == 1 and " " not in name else set()
    return {name, name.upper(), name.lower(), without, folded(name), *short}


@pytest.mark.parametrize(("kind", "number"), NAMES, ids=lambda each: str(each))
def test_every_name_leads_to_the_bodies_of_today(loaded, kind, number):
    expected = {name: ({kind}, number) for name in NAMES[kind, number]}

    for name in expected:
        for query in sorted(written(name)):
            found = [each.organisation for each in find_organisations(query, TODAY)]
            assert (query, {each.kind for each in found}, len(found)) == (query, {kind}, number)


def test_written_together_is_the_same_name():
    assert fits("elykeskus", [folded("ELY-keskus")]) == 3
    assert fits("elykeskusta", [folded("ELY-keskus")]) == 0
