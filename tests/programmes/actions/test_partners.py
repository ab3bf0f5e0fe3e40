"""A consent is to what was asked, and who must know of it gets a mail: once, in the language of each."""

from functools import partial

import pytest
from django.utils.translation import override

from integration_programme.actors import SYSTEM
from programmes.actions.exports import request_export
from programmes.actions.guidance import write_guidance
from programmes.actions.partners import Refused, answer_request, ask_again, withdraw_consent
from programmes.actions.programmes import choose_group
from programmes.actions.records import archive_record, restore_record
from programmes.actions.versions import import_programme, make_version, restore_version
from programmes.document import assemble
from programmes.enums import Consent, PartnerRight
from programmes.models import Guidance, Programme, ProgrammeMunicipality
from programmes.portable import dump, read
from tests.mails import received
from tests.programmes.factories import change, fresh, make_finding, make_partner, make_partner_responsibility
from tests.programmes.reading import page
from tests.stakeholders.factories import (
    make_administrator,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
)

pytestmark = pytest.mark.django_db

HELSINKI = "091"
ASKED, CONSENTED = (Consent.ASKED, None), Consent.CONSENTED


@pytest.fixture
def theirs(db):
    """A coordinator of the partner municipality."""
    return make_coordinator(make_municipality(HELSINKI), email="helmi@example.org", language="fi")


@pytest.fixture
def partner(programme, theirs):
    return make_partner(programme, HELSINKI, right=PartnerRight.READ)


def now(link) -> ProgrammeMunicipality:
    return ProgrammeMunicipality.objects.get(pk=link.pk)


def answer(link) -> tuple:
    return now(link).consent, now(link).answered_at


def sees(person, programme) -> bool:
    return Programme.objects.visible_to(person).filter(pk=programme.pk).exists()


def mails_since(before: int) -> list[tuple[str, str]]:
    """Who has got which mail, by its subject."""
    return sorted((message.to[0], message.subject) for message in received()[before:])


# Asked anew


@pytest.mark.parametrize("consents", [True, False, None])
def test_a_partner_that_comes_back_from_the_archive_is_asked_anew(programme, theirs, consents):
    link = make_partner(programme, HELSINKI, consents=consents)
    archive_record(link, by=SYSTEM)

    restore_record(now(link), by=SYSTEM)

    assert answer(link) == ASKED
    assert not sees(theirs, programme)


def test_what_belongs_to_a_partner_that_was_taken_out_is_not_shown(programme, partner, theirs):
    make_finding(programme, "Theirs", part=partner)
    choose_group(programme, make_group([partner.municipality], by=theirs), by=SYSTEM)

    archive_record(partner, by=SYSTEM)

    seen = fresh(programme)
    assert (seen.rows("findings"), seen.rows("links"), seen.group) == ([], [programme.links.get(is_lead=True)], None)
    assert not sees(theirs, programme)
    assert "Theirs" not in str(assemble(seen, "sv").as_data())


@pytest.mark.parametrize("leaves", [partial(archive_record, by=SYSTEM), partial(withdraw_consent, by=SYSTEM)])
def test_no_pdf_of_before_tells_of_a_partner_that_has_left(client, coordinator, programme, partner, leaves):
    make_finding(programme, "Theirs", part=partner)
    export = request_export(fresh(programme), "sv", by=coordinator)
    client.force_login(coordinator)
    url = page(programme, f"export/{export.pk}/")
    before = client.get(url).status_code

    leaves(now(partner))

    assert (before, client.get(url).status_code, fresh(programme).exports.count()) == (200, 404, 0)


def test_a_partner_that_was_only_asked_takes_no_pdf_along(coordinator, programme):
    link = make_partner(programme, HELSINKI, consents=None)
    export = request_export(fresh(programme), "sv", by=coordinator)

    answer_request(now(link), consents=False, by=SYSTEM)

    assert list(fresh(programme).exports.all()) == [export]


def test_a_partner_that_is_to_write_is_asked_anew_and_one_that_is_to_read_is_told(programme, partner, theirs):
    change(now(partner), right=PartnerRight.WRITE)
    assert answer(partner) == ASKED
    assert not sees(theirs, programme)

    answer_request(now(partner), consents=True, by=theirs)
    before = len(received())
    change(now(partner), right=PartnerRight.READ)

    assert answer(partner)[0] == CONSENTED
    assert mails_since(before) == [("helmi@example.org", "Oikeudet ohjelmassa ovat muuttuneet, kunta: Helsinki")]


def test_a_partner_that_has_declined_is_not_asked_by_a_change_of_its_right(programme, theirs):
    link = make_partner(programme, HELSINKI, right=PartnerRight.READ, consents=False)

    change(now(link), right=PartnerRight.WRITE)

    assert answer(link)[0] == Consent.DECLINED


def test_a_version_brings_back_no_consent(programme, theirs):
    link = make_partner(programme, HELSINKI, right=PartnerRight.WRITE)
    version = make_version(programme, name="Round 1", purpose="round", by=SYSTEM)
    change(now(link), right=PartnerRight.READ)
    restore_version(fresh(programme), version, by=SYSTEM)
    assert (answer(link), now(link).right) == (ASKED, PartnerRight.WRITE)
    answer_request(now(link), consents=True, by=theirs)
    archive_record(now(link), by=SYSTEM)

    before = len(received())
    restore_version(fresh(programme), version, by=SYSTEM)

    assert (answer(link), now(link).archived_at) == (ASKED, None)
    assert mails_since(before) == [("helmi@example.org", "Närpiö pyytää mukaan yhteiseen ohjelmaan, kunta: Helsinki")]


def test_a_consent_to_another_right_than_the_one_that_was_read_is_refused(programme, theirs):
    link = make_partner(programme, HELSINKI, right=PartnerRight.READ, consents=None)
    change(now(link), right=PartnerRight.WRITE)

    with pytest.raises(Refused, match="has changed meanwhile"):
        answer_request(link, consents=True, right=PartnerRight.READ, by=theirs)

    assert answer(link) == ASKED


# Mails


def test_its_coordinators_are_asked_each_once_in_their_own_language(programme, theirs):
    make_coordinator(make_municipality(HELSINKI), email="hugo@example.org", language="sv")
    make_editor(make_municipality(HELSINKI))
    make_administrator()

    link = make_partner(programme, HELSINKI, right=PartnerRight.WRITE, consents=None)

    assert mails_since(0) == [
        ("helmi@example.org", "Närpiö pyytää mukaan yhteiseen ohjelmaan, kunta: Helsinki"),
        ("hugo@example.org", "Närpes ber Helsingfors att delta i ett program"),
    ]
    body = next(message.body for message in received() if message.to == ["helmi@example.org"])
    assert f"/fi/partner-requests/{link.key}/" in body
    with override("fi"):
        assert f"Mitä kunnan käyttäjät saavat tehdä: {PartnerRight.WRITE.label}." in body


def test_a_municipality_without_coordinators_is_asked_through_the_administrators(programme):
    make_administrator(email="anna@example.org", language="en")
    make_editor(make_municipality(HELSINKI))

    make_partner(programme, HELSINKI, consents=None)

    assert mails_since(0) == [("anna@example.org", "Närpes asks Helsinki to take part in a programme")]


def test_nobody_is_asked_by_mail_for_what_they_do_themselves(programme):
    both = make_coordinator()
    make_coordinator(make_municipality(HELSINKI), email="other@example.org", language="en")
    both.roles.create(kind="coordinator", municipality=make_municipality(HELSINKI))

    make_partner(programme, HELSINKI, consents=None, by=both)

    assert [to for to, _subject in mails_since(0)] == ["other@example.org"]


@pytest.mark.parametrize(
    ("consents", "answer"), [(True, "takes part in a joint programme"), (False, "has declined a joint programme")]
)
def test_the_lead_is_told_the_answer(programme, coordinator, theirs, consents, answer):
    make_editor()
    link = make_partner(programme, HELSINKI, consents=None)
    before = len(received())

    answer_request(link, consents=consents, by=theirs)

    assert mails_since(before) == [(coordinator.email, f"Helsinki {answer}")]


def test_the_lead_is_told_that_a_partner_has_withdrawn_and_asking_again_asks_again(
    programme, coordinator, partner, theirs
):
    before = len(received())

    withdraw_consent(partner, by=theirs)
    ask_again(partner, by=SYSTEM)

    assert mails_since(before) == [
        ("helmi@example.org", "Närpiö pyytää mukaan yhteiseen ohjelmaan, kunta: Helsinki"),
        (coordinator.email, "Helsinki has withdrawn from a joint programme"),
    ]


def test_partners_of_a_copied_programme_are_asked_by_mail(programme, partner, theirs):
    before = len(received())

    copy = import_programme(read(dump(fresh(programme))), by=SYSTEM, as_copy=True)

    assert copy.links.get(is_lead=False).consent == Consent.ASKED
    assert [to for to, _subject in mails_since(before)] == ["helmi@example.org"]


def test_other_acts_on_a_joint_programme_write_no_mail(programme, partner, theirs):
    before = len(received())

    make_finding(programme, "Theirs", part=partner)
    make_partner_responsibility(partner, approving_body="board")
    archive_record(now(partner), by=SYSTEM)
    write_guidance(Guidance(municipality=partner.municipality, item="situation.needs"), row_version=0, by=theirs)

    assert mails_since(before) == []
