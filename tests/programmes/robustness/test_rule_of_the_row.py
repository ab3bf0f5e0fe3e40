"""A rule is asked about the row that is found, whatever the address and the keys in the form say."""

import pytest

from programmes.enums import PartnerRight
from programmes.models import ProgrammeMunicipality
from tests.programmes.every_kind import add_url, edit_url, filled, rows_of
from tests.programmes.factories import make_partner, make_programme
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


def test_the_key_of_the_lead_municipality_does_not_open_it_through_a_new_partner(visitor, programme):
    lead = programme.links.get(is_lead=True)
    sent = filled(opened(visitor, add_url(programme, "partner")), "partner") | {"record_key": str(lead.key)}
    before = rows_of(programme)

    response = visitor.post(add_url(programme, "partner"), sent | {"right": PartnerRight.WRITE})

    assert response.status_code == 403
    assert "The lead municipality stays as it is" in response.content.decode()
    assert rows_of(programme) == before


def test_the_key_of_another_programmes_row_makes_a_row_of_its_own(visitor, programme, coordinator):
    elsewhere = make_partner(make_programme(by=coordinator), "893", right=PartnerRight.READ)
    sent = filled(opened(visitor, add_url(programme, "partner")), "partner") | {"record_key": str(elsewhere.key)}
    before = elsewhere.row_version

    response = visitor.post(add_url(programme, "partner"), sent | {"right": PartnerRight.WRITE})

    elsewhere.refresh_from_db()
    made = ProgrammeMunicipality.objects.get(programme=programme, municipality="599")
    assert response.status_code == 302
    assert (elsewhere.right, elsewhere.row_version) == (PartnerRight.READ, before)
    assert made.key != elsewhere.key


@pytest.mark.parametrize(("kind", "of_another"), [("answer", "objectives."), ("objectives-answer", "situation.")])
def test_the_address_of_another_kind_finds_no_row(visitor, programme, kind, of_another):
    answer = programme.answers.filter(question__startswith=of_another).first()
    own = programme.answers.exclude(question__startswith=of_another).first()

    assert visitor.get(edit_url(programme, kind, answer)).status_code == 404
    assert visitor.post(edit_url(programme, kind, answer), {"text_sv": "Words"}).status_code == 404
    url = edit_url(programme, kind, own)
    assert visitor.post(url, as_sent(opened(visitor, url), text_sv="Words")).status_code == 302
