"""Answering by a personal link and signed in: what a link opens, for whom, and until when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions import participants, rounds
from programmes.actions.programmes import share_programme
from programmes.models import Participant, Round, Statement, place_of
from programmes.models.sharing import SWITCHED
from stakeholders.models import Event, today
from tests.mails import received
from tests.programmes.factories import change, element_of, make_chosen_group, make_picture
from tests.programmes.reading import as_searched, read
from tests.programmes.rounds import make_open_round
from tests.programmes.sending import as_sent, opened, send
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import make_member
from tests.test_permissions import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def element(programme):
    element = element_of(programme, "strategy")
    change(element, text=Translations({"sv": "<p>Kommunen växer.</p>"}))
    return element


@pytest.fixture
def found(programme, element) -> Round:
    change(element_of(programme, "cooperation"), text=Translations({"sv": "<p>Confidential-91370</p>"}))
    return make_open_round(programme, sections=[str(place_of(element))])


@pytest.fixture
def participant(found) -> Participant:
    return found.participants.get()


def address(participant, language: str = "en") -> str:
    return f"/{language}/answer/{participant.token}/"


def test_the_mail_leads_to_the_text_without_a_password_in_the_readers_language(participant):
    participants.change_participant(participant, {"language": "sv"}, row_version=1, by=SYSTEM)
    participants.renew_link(participant, by=SYSTEM)
    (link,) = [word for word in received()[-1].body.split() if "/answer/" in word]

    html = Client().get(link.partition("8000")[2]).content.decode()

    assert "/sv/answer/" in link and "Kommunen växer." in html and "Vad svarar ni?" in html


def test_a_link_opens_what_was_asked_as_it_was_then_and_nothing_else(participant, element, client):
    change(element, text=Translations({"sv": "<p>Kommunen krymper.</p>"}))

    html = client.get(address(participant)).content.decode()

    assert "Kommunen växer." in html
    assert "krymper" not in html and "Confidential-91370" not in html
    slug = participant.round.programme.slug
    for other in (f"/en/programmes/{slug}/", f"/en/programmes/{slug}/preview/"):
        assert client.get(other).status_code == 302  # to signing in


def test_whatever_opens_the_link_first_changes_nothing(participant, client):
    before = counted()

    for method in ("get", "head", "options"):
        getattr(client, method)(address(participant))

    assert counted() == before
    assert Client(enforce_csrf_checks=True).post(address(participant), {"stance": "no_remarks"}).status_code == 403
    assert counted() == before


def test_an_answer_is_sent_and_changed_by_the_same_form(participant, client):
    first = send(client, address(participant), stance="comments", text="More courses", follow=True)
    assert "Your answer has been sent" in first.content.decode()
    send(client, address(participant), stance="no_remarks", text="")

    statement = Statement.objects.get()
    assert (statement.stance, statement.way, statement.author) == ("no_remarks", "link", None)


def test_a_double_click_makes_one(participant, client):
    data = as_sent(opened(client, address(participant)), stance="comments", text="More courses")

    for _click in range(2):
        assert client.post(address(participant), data).status_code == 302

    assert (Statement.objects.count(), Event.objects.filter(verb="send_answer").count()) == (1, 1)


def test_a_draft_is_kept_without_a_choice_and_comes_back(participant, client):
    data = as_sent(opened(client, address(participant)), text="Half a thought")
    del data["stance"]
    client.post(address(participant), data | {"keep": "1"})

    html = client.get(address(participant)).content.decode()

    assert "Half a thought" in html and "Draft kept, not sent" in html
    assert not Statement.objects.sent().exists()


def test_an_empty_answer_says_what_lacks_and_keeps_the_rest(participant, client):
    response = send(client, address(participant), stance="comments", contributor_name="Mona")

    assert "Write what you want to say" in response.content.decode() and "Mona" in response.content.decode()


def test_two_windows_lose_nothing(participant, client):
    late = as_sent(opened(client, address(participant)), stance="comments", text="The second window")
    send(client, address(participant), stance="comments", text="The first window")

    response = client.post(address(participant), late)
    assert "The second window" in response.content.decode()
    again = as_sent(response.context["form"])
    client.post(address(participant), again)

    assert Statement.objects.get().text == "The second window"


# What opens nothing


def ended(participant, how: str) -> None:
    match how:
        case "expired":
            Round.objects.update(opens_on=today() - timedelta(days=9), closes_on=today() - timedelta(days=1))
        case "closed":
            rounds.close_round(participant.round, by=SYSTEM)
        case "cancelled":
            rounds.cancel_round(participant.round, by=SYSTEM)
        case "revoked":
            participants.revoke_link(participant, by=SYSTEM)
        case "renewed":
            participants.renew_link(participant, by=SYSTEM)


def without_tokens(response) -> str:
    lines = as_searched(response).splitlines()
    return "\n".join(
        line for line in lines if "csrf" not in line and "/answer/" not in line and "reference" not in line
    )


@pytest.mark.parametrize("how", ["expired", "closed", "cancelled", "revoked", "renewed"])
def test_a_link_that_has_ended_shows_the_same_as_one_that_never_was(participant, client, how):
    token = participant.token
    ended(participant, how)

    there, absent = (client.get(f"/en/answer/{each}/") for each in (token, "never-was"))

    assert (there.status_code, without_tokens(there)) == (410, without_tokens(absent))
    assert "Kommunen" not in there.content.decode() and "Comments on the draft" not in there.content.decode()


def test_what_somebody_was_sending_at_the_end_is_given_back(participant, client):
    rounds.close_round(participant.round, by=SYSTEM)

    response = client.post(
        address(participant),
        {
            "stance": "comments",
            "text": "Three hours of <b>work</b>",
            "supporting_bodies": "The football club",
            "supporting_persons": "Aino Ahonen\nBo Berg",
            "supporters_beside": "41",
            "contributor_name": "Carita Carlsson",
        },
    )

    html = response.content.decode()
    assert response.status_code == 410 and "Three hours of &lt;b&gt;work&lt;/b&gt;" in html
    assert all(
        words in html for words in ("The football club", "Aino Ahonen", "Bo Berg", "<p>41</p>", "Carita Carlsson")
    )
    assert "<dt>How many more support it, without their names</dt>" in html
    assert not Statement.objects.exists()


def test_asking_for_a_link_is_always_answered_alike(participant, client):
    received()

    answers = [
        client.post(reverse("new_link"), {"email": email}, follow=True)
        for email in ("kela@example.org", "nobody@example.org")
    ]

    assert without_tokens(answers[0]) == without_tokens(answers[1])
    assert [mail.to for mail in received()][1:] == [["kela@example.org"]]


def test_no_cache_and_no_search_engine_keeps_the_page(participant, client):
    response = client.get(address(participant))

    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"


def test_pictures_are_those_of_the_chapters_that_were_sent(programme, participant, client):
    picture = make_picture(programme)

    assert client.get(f"{address(participant)}pictures/{picture.key}/").status_code == 404


def test_a_picture_of_the_text_is_shown_by_the_link_and_not_after_it(programme, element, client):
    picture = make_picture(programme)
    change(element, text=Translations({"sv": f'<p>Se.</p><figure data-picture="{picture.key}"></figure>'}))
    found = make_open_round(programme, email="other@example.org", sections=[str(place_of(element))])
    participant = found.participants.get()
    url = f"{address(participant)}pictures/{picture.key}/"

    assert url in client.get(address(participant)).content.decode()
    assert b"".join(client.get(url)).startswith(b"\x89PNG")
    participants.revoke_link(participant, by=SYSTEM)
    assert client.get(url).status_code == 404


# Signed in


def test_a_member_who_is_asked_answers_signed_in_by_the_same_form(programme, coordinator, client):
    group = make_chosen_group(programme, by=coordinator)
    member = make_member(group, name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    found = make_open_round(programme, seats=[group.seats.get()], email="")
    client.force_login(member)

    assert "Comments on the draft" in read(client, programme, "")
    way = reverse("answer_signed_in", args=[programme.slug, found.key])
    send(client, client.get(way).url, stance="no_remarks")

    statement = Statement.objects.get()
    assert (statement.author, statement.way, statement.seat) == (member, "application", group.seats.get())
    client.force_login(make_member(group, name="Bo"))
    assert client.get(way).status_code == 404


def test_the_page_asks_few_statements(participant, client):
    assert statements(lambda: client.get(address(participant))) <= LIST_OR_PAGE
