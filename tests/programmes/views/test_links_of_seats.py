"""The link of a seat that somebody else holds by now: who answers by it, who gets a new one, and what coordinators see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions import participants, rounds
from programmes.models import Participant, Round, Statement
from stakeholders.actions.groups import release_seat, seat_person
from stakeholders.models import Event, today
from tests.mails import received
from tests.programmes.rounds import make_answer, make_open_round
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_group, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(make_group(), person=make_user("mona@example.org", name="Mona"))


@pytest.fixture
def asked(programme, seat) -> Participant:
    """The seat, whose person got the link."""
    make_open_round(programme, seats=[seat], email="")
    assert [mail.to for mail in received()] == [["mona@example.org"]]
    return Participant.objects.get()


def address(participant) -> str:
    return f"/en/answer/{participant.token}/"


def opens(participant, person=None) -> bool:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(address(participant)).status_code == 200


def handed_on(seat):
    """Another person sits on the seat, and the one before is not its deputy."""
    seat_person(seat, bo := make_user("bo@example.org", name="Bo", language="sv"), as_deputy=False)
    return bo


def newest() -> Participant:
    return Participant.objects.get()


def test_a_former_member_does_not_answer_by_the_link_they_got(asked, seat):
    handed_on(seat)

    response = Client().post(address(asked), {"stance": "no_remarks", "row_version": 0, "language": "en"})

    assert (response.status_code, opens(asked), Statement.objects.count()) == (410, False, 0)


def test_nor_where_only_a_deputy_or_nobody_is_left(asked, seat):
    seat_person(seat, make_user("deputy@example.org"), as_deputy=True)
    seat.refresh_from_db()
    assert opens(asked)

    release_seat(seat, as_deputy=False, by=SYSTEM)
    assert not opens(asked)
    release_seat(seat, as_deputy=True, by=SYSTEM)
    assert not opens(asked)


def test_who_has_become_the_deputy_answers_by_it_still(asked, seat):
    mona = seat.person
    handed_on(seat)
    seat_person(seat, mona, as_deputy=True)

    assert opens(asked)


def test_an_account_that_is_gone_leaves_a_link_that_opens_nothing(asked, seat):
    seat.person.delete()

    assert not opens(asked)


def test_a_link_to_an_address_that_was_written_stays_with_that_address(asked, seat):
    written = {"email": "office@example.org"}
    participants.change_participant(asked, written, row_version=1, by=SYSTEM)
    handed_on(seat)

    assert opens(newest())
    assert not opens(asked)


def test_whoever_sits_there_now_answers_signed_in(asked, seat, client):
    bo = handed_on(seat)
    client.force_login(bo)
    way = client.get(reverse("answer_signed_in", args=[asked.round.programme.slug, asked.round.key])).url

    send(client, way, stance="no_remarks")

    assert (Statement.objects.get().author, opens(asked)) == (bo, False)


def test_whoever_answers_signed_in_signs_with_their_own_name(asked, seat, client):
    assert opened(client, address(asked))["contributor_name"].value() == "Mona"

    client.force_login(handed_on(seat))

    assert opened(client, address(asked))["contributor_name"].value() == "Bo"


def test_the_coordinator_sees_it_and_sends_the_link_to_whoever_sits_there(asked, seat, coordinator, client):
    client.force_login(coordinator)
    page = reverse("round", args=[asked.round.programme.slug, asked.round.key])
    assert "has not got the link" not in client.get(page).content.decode()
    handed_on(seat)
    shown = client.get(page)
    assert "Bo sits on the seat now and has not got the link." in shown.content.decode()

    (row,) = shown.context["participants"]
    client.post(f"{row.act_url}renew/", {"seen": row.seen})

    assert received()[-1].to == ["bo@example.org"] and newest().token in received()[-1].body
    assert "has not got the link" not in client.get(page).content.decode()
    assert (newest().name, newest().language, opens(newest()), opens(asked)) == ("Bo", "sv", True, False)


def test_nobody_is_to_get_a_link_for_what_was_answered(asked, seat, coordinator, client):
    make_answer(asked)
    handed_on(seat)
    client.force_login(coordinator)

    shown = client.get(reverse("round", args=[asked.round.programme.slug, asked.round.key]))

    assert "has not got the link" not in shown.content.decode()


def reminded() -> None:
    Participant.objects.update(asked_at=Participant.objects.get().asked_at - timedelta(days=3))
    Round.objects.update(remind_on=today())
    for _once_more in range(2):
        rounds.remind_participants(Round.objects.get(), by=SYSTEM)


def test_the_next_reminder_brings_a_link_of_their_own(asked, seat):
    handed_on(seat)

    reminded()

    mail = received()[-1]
    assert (mail.to, newest().token in mail.body, asked.token in mail.body) == (["bo@example.org"], True, False)
    assert (opens(newest()), opens(asked)) == (True, False)


def test_a_reminder_of_whoever_sits_there_still_leaves_their_link(asked):
    reminded()

    assert newest().token == asked.token and asked.token in received()[-1].body


def test_whoever_sits_there_now_asks_for_the_link_and_gets_one_of_their_own(asked, seat):
    handed_on(seat)

    for email in ("mona@example.org", "bo@example.org"):
        participants.send_link_again(email)

    mails = received()[1:]
    assert [mail.to for mail in mails] == [["bo@example.org"]]
    assert newest().token in mails[0].body and (opens(newest()), opens(asked)) == (True, False)
    assert Event.objects.filter(verb="renew_link").count() == 1


def test_a_link_that_was_sent_nowhere_is_new_to_whoever_sits_there_now(programme, coordinator, client):
    seat = make_seat(make_group())
    found = make_open_round(programme, seats=[seat], email="")
    handed_on(seat)
    client.force_login(coordinator)

    shown = client.get(reverse("round", args=[programme.slug, found.key]))

    assert not opens(newest()) and "Bo sits on the seat now and has not got the link." in shown.content.decode()


def test_a_form_from_before_puts_no_former_member_back(asked, seat, coordinator, client):
    client.force_login(coordinator)
    url = reverse("edit_participant", args=[asked.round.programme.slug, asked.round.key, asked.key])
    before = as_sent(opened(client, url))
    handed_on(seat)
    participants.renew_link(asked, by=SYSTEM)

    response = client.post(url, before)

    assert "not yet saved" in response.content.decode() and newest().name == "Bo"
