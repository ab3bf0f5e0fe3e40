"""Every mail is in one language: its words, the names of places in it, and who sends it."""

from email.header import decode_header, make_header

import pytest

from integration_programme.actors import SYSTEM
from stakeholders.actions import invitations
from stakeholders.enums import RoleKind
from stakeholders.models import AccessRequest
from tests.mails import received
from tests.stakeholders.factories import make_municipality, make_role, make_user

pytestmark = pytest.mark.django_db

VAASA, NARPES = "905", "545"
NAMES = {(VAASA, "fi"): "Vaasa", (VAASA, "sv"): "Vasa", (NARPES, "fi"): "Närpiö", (NARPES, "sv"): "Närpes"}
SENDERS = {
    "fi": "Kotoutumisen edistämisen työpöytä <noreply@localhost>",
    "sv": "Arbetsbordet för integrationsfrämjande <noreply@localhost>",
}
cases = pytest.mark.parametrize(("code", "language"), list(NAMES))


def other_name(code: str, language: str) -> str:
    return NAMES[code, "sv" if language == "fi" else "fi"]


@cases
def test_a_request_and_its_refusal_name_the_municipality_in_the_readers_language(code, language):
    municipality = make_municipality(code)
    make_role(RoleKind.ADMINISTRATOR, make_user(language=language))
    invitations.request_access(
        name="Matti", email="matti@example.org", municipality=municipality, message="", language=language
    )
    invitations.decline_access_request(AccessRequest.objects.get(), by=SYSTEM)

    mails = received()

    assert [str(make_header(decode_header(mail.from_email))) for mail in mails] == [SENDERS[language]] * 2
    assert all(NAMES[code, language] in mail.body for mail in mails)
    assert not any(other_name(code, language) in mail.body + mail.subject for mail in mails)


@cases
def test_an_invitation_names_the_municipality_in_the_language_of_the_mail(code, language):
    inviter = make_role(RoleKind.ADMINISTRATOR, make_user(language="en")).user
    invitations.invite(
        kind="coordinator",
        email="matti@example.org",
        municipality=make_municipality(code),
        language=language,
        by=inviter,
    )

    (mail,) = received()

    assert NAMES[code, language] in mail.body
    assert other_name(code, language) not in mail.body
