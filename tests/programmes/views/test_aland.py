"""Programmes of Åland name no body and no term that only the mainland has."""

import pytest
from django.utils import translation

from programmes.document import assemble
from tests.programmes.factories import change, fresh, make_programme
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db

MARIEHAMN, NARPES = "478", "545"
COUNTY = {"fi": "Hyvinvointialue", "sv": "Välfärdsområde", "en": "Wellbeing services county"}
AUTHORITY = {
    "fi": "Sosiaali- ja terveydenhuollosta vastaava viranomainen",
    "sv": "Myndighet för social- och hälsovård",
    "en": "Authority for health and social services",
}


@pytest.mark.parametrize("language", COUNTY)
@pytest.mark.parametrize(
    "tail", ["item/cooperation.wellbeing_county/", "cooperation/invitations/", "invitation/add/?body_group=kela"]
)
def test_the_matrix_names_the_authority_in_place_of_the_county(client, tail, language):
    people = {code: make_coordinator(make_municipality(code)) for code in (MARIEHAMN, NARPES)}
    shown = {}
    for code, person in people.items():
        programme = make_programme(code, by=person)
        client.force_login(person)
        shown[code] = client.get(f"/{language}/programmes/{programme.slug}/{tail}").content.decode()

    assert COUNTY[language] in shown[NARPES] and AUTHORITY[language] not in shown[NARPES]
    assert AUTHORITY[language] in shown[MARIEHAMN] and COUNTY[language] not in shown[MARIEHAMN]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("edition", ["act_681_2023", "act_1386_2010"])
def test_the_document_explains_no_term_of_the_mainland_and_lists_the_authority(edition, language):
    programme = make_programme(MARIEHAMN, edition_key=edition)
    change(programme, content_languages=["sv", "en"])
    change(programme.invitations.get(body_group="wellbeing_services_county"), status="joined")

    with translation.override("fi"):
        document = assemble(fresh(programme), language)

    terms = dict(document.terms)
    assert {"sv": "Integrationsplan", "en": "Integration plan"}[language] in terms
    mainland = {
        "sv": {"Sysselsättningsområde", "Välfärdsområde", "Livskraftscentral", "Integrationsprogram (13 §)"},
        "en": {"Employment area", "Wellbeing services county", "Economic Development Centre"},
    }
    assert not mainland[language] & set(terms)
    assert AUTHORITY[language] in str(document.as_data()) and COUNTY[language] not in str(document.as_data())
