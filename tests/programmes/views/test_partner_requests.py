"""A municipality is asked before anything of it opens, and nothing opens to it before it has said yes."""

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes import rules
from programmes.actions.guidance import write_guidance
from programmes.actions.partners import Refused, answer_request, ask_again, withdraw_consent
from programmes.actions.programmes import choose_group, share_programme
from programmes.document import assemble
from programmes.enums import Audience, Consent, PartnerRight
from programmes.forms.programmes import GroupForm
from programmes.models import Guidance, Programme
from programmes.models.sharing import SWITCHED
from stakeholders.models import Event
from tests.programmes.factories import fresh, make_own_figure, make_partner, make_step
from tests.programmes.reading import read
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_centre,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
)

pytestmark = pytest.mark.django_db

HELSINKI = "091"


@pytest.fixture
def theirs(db):
    """A coordinator of the municipality that is asked."""
    return make_coordinator(make_municipality(HELSINKI), name="Helmi Helsinki")


@pytest.fixture
def asked(programme, theirs):
    return make_partner(programme, HELSINKI, right=PartnerRight.WRITE, consents=None)


def answer(client, link, act: str):
    return client.post(reverse(f"{act}_request", kwargs={"key": link.key}))


def sees(person, programme) -> bool:
    return Programme.objects.visible_to(person).filter(pk=programme.pk).exists()


# Until it consents


@pytest.mark.parametrize("consents", [None, False])
def test_nothing_opens_to_a_municipality_that_has_not_said_yes(programme, coordinator, consents):
    link = make_partner(programme, HELSINKI, right=PartnerRight.WRITE, consents=consents)
    share_programme(programme, SWITCHED, by=coordinator)
    people = [make_coordinator(link.municipality), make_editor(link.municipality)]
    adviser = make_adviser(link.municipality.centre)

    assert [sees(person, programme) for person in [*people, adviser]] == [False] * 3
    assert [rules.audience_of(person, fresh(programme)) for person in people] == [Audience.PUBLIC] * 2


def test_nothing_of_it_opens_to_those_who_ask(client, programme, coordinator, asked, theirs):
    said = Guidance(municipality=asked.municipality, item="situation.needs", text=Translations({"sv": "Helsinki only"}))
    write_guidance(said, row_version=0, by=theirs)
    group = make_group([asked.municipality], by=theirs, name="Helsinki's group")
    client.force_login(coordinator)

    assert "Helsinki only" not in read(client, programme, "item/situation.needs/")
    assert group not in GroupForm(programme=fresh(programme)).fields["group"].queryset

    answer_request(asked, consents=True, by=theirs)

    assert "Helsinki only" in read(client, programme, "item/situation.needs/")
    assert group in GroupForm(programme=fresh(programme)).fields["group"].queryset


def test_its_name_is_printed_only_when_it_takes_part(programme, asked, theirs):
    make_step(programme, link=asked, body="board")
    make_own_figure(programme, part=asked)
    before = assemble(fresh(programme), "sv")

    answer_request(asked, consents=True, by=theirs)

    assert before.cover.municipalities == ["Närpes"]
    assert "Helsingfors" not in str(before.as_data())
    after = assemble(fresh(programme), "sv")
    assert after.cover.municipalities == ["Närpes", "Helsingfors"]


def test_the_list_names_and_finds_only_those_who_take_part(client, programme, coordinator, asked, theirs):
    client.force_login(coordinator)

    assert "Helsinki" not in client.get("/en/programmes/").content.decode()
    assert "Nothing was found" in client.get("/en/programmes/?q=helsinki").content.decode()

    answer_request(asked, consents=True, by=theirs)
    assert "Nothing was found" not in client.get("/en/programmes/?q=helsinki").content.decode()


def test_readers_are_not_told_who_was_asked(client, programme, coordinator, asked):
    share_programme(programme, SWITCHED, by=coordinator)
    client.force_login(make_adviser(make_centre("08")))
    adviser = read(client, programme, "item/responsibility.alone_or_together/")
    client.force_login(coordinator)
    writer = read(client, programme, "item/responsibility.alone_or_together/")

    assert "Helsinki" not in adviser
    assert "Asked, not answered yet" in writer and "Helsinki" in writer


# The answer


def test_its_coordinator_finds_the_question_and_says_yes(client, programme, asked, theirs):
    client.force_login(theirs)
    url = reverse("partner_request", kwargs={"key": asked.key})

    assert url in client.get("/en/programmes/").content.decode()
    assert "Närpes asks Helsinki to make this programme together" in client.get(url).content.decode()
    assert client.get(f"/en/programmes/{programme.slug}/").status_code == 404
    assert answer(client, asked, "accept").status_code == 302

    asked.refresh_from_db()
    assert (asked.consent, asked.answered_at is None) == (Consent.CONSENTED, False)
    assert client.get(f"/en/programmes/{programme.slug}/").status_code == 200
    assert url not in client.get("/en/programmes/").content.decode()
    event = Event.objects.get(verb="consent_to_programme")
    assert (event.actor_name, event.scope) == ("Helmi Helsinki", programme.slug)


def test_a_no_opens_nothing_and_can_be_asked_anew(client, programme, coordinator, asked, theirs):
    client.force_login(theirs)
    answer(client, asked, "decline")

    assert not sees(theirs, programme)
    client.force_login(coordinator)
    names = {"slug": programme.slug, "key": asked.key}
    assert "Has declined" in read(client, programme, "item/responsibility.alone_or_together/")
    assert client.post(reverse("ask_again", kwargs=names)).status_code == 302

    asked.refresh_from_db()
    assert (asked.consent, asked.answered_at) == (Consent.ASKED, None)


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_a_second_answer_changes_nothing_and_is_told_so(client, asked, theirs, act):
    client.force_login(theirs)
    answer(client, asked, "accept")

    again = answer(client, asked, act)

    assert again.status_code == 409
    assert "has been answered or taken back already" in again.content.decode()
    asked.refresh_from_db()
    assert asked.consent == Consent.CONSENTED
    assert (
        Event.objects.filter(scope=asked.programme.slug, verb__in=["consent_to_programme", "decline_programme"]).count()
        == 1
    )


def test_an_administrator_records_the_answer_of_a_municipality_without_an_account(client, programme):
    link = make_partner(programme, HELSINKI, consents=None)
    client.force_login(make_administrator())
    url = reverse("partner_request", kwargs={"key": link.key})

    page = client.get(url).content.decode()
    assert url in client.get("/en/programmes/").content.decode()
    assert "Record only what it has told you" in page
    assert reverse("municipality_people", kwargs={"code": HELSINKI}) in page
    assert answer(client, link, "accept").status_code == 302

    link.refresh_from_db()
    assert link.consent == Consent.CONSENTED


def test_nobody_else_finds_the_question(client, coordinator, asked, theirs):
    for stranger in (coordinator, make_coordinator(make_municipality("599")), make_editor(asked.municipality)):
        client.force_login(stranger)
        assert client.get(reverse("partner_request", kwargs={"key": asked.key})).status_code == 404
        assert answer(client, asked, "accept").status_code == 404
    client.force_login(theirs)
    assert client.get(reverse("accept_request", kwargs={"key": asked.key})).status_code == 405


# Leaving


def test_a_partner_leaves_and_its_group_with_it(client, programme, asked, theirs):
    answer_request(asked, consents=True, by=theirs)
    choose_group(programme, make_group([asked.municipality], by=theirs), by=SYSTEM)
    client.force_login(theirs)
    assert "Withdraw from the programme" in read(client, programme, "item/responsibility.alone_or_together/")

    left = client.post(reverse("withdraw_consent", kwargs={"slug": programme.slug, "key": asked.key}))

    assert left.status_code == 302
    assert (fresh(programme).group, sees(theirs, programme)) == (None, False)
    asked.refresh_from_db()
    assert asked.consent == Consent.WITHDRAWN


def test_only_the_partner_itself_withdraws_and_the_lead_never(programme, coordinator, asked, theirs):
    answer_request(asked, consents=True, by=theirs)
    lead = programme.links.get(is_lead=True)

    assert rules.withdraw_consent.reason(theirs, fresh(programme), asked) is None
    assert rules.withdraw_consent.reason(coordinator, fresh(programme), asked) == (
        "Only a coordinator of the partner municipality can withdraw it."
    )
    assert rules.withdraw_consent.reason(coordinator, fresh(programme), lead) == (
        "The lead municipality stays as it is: it cannot be changed or taken out of the programme."
    )


def test_what_does_not_fit_the_answer_is_refused(asked, theirs):
    with pytest.raises(Refused, match="takes no part"):
        withdraw_consent(asked, by=theirs)
    with pytest.raises(Refused, match="has been asked"):
        ask_again(asked, by=SYSTEM)
    answer_request(asked, consents=False, by=theirs)
    with pytest.raises(Refused, match="answered or taken back"):
        answer_request(asked, consents=True, by=theirs)
