"""The page on which somebody asks for access."""

import pytest
from django.urls import reverse

from stakeholders.models import AccessRequest
from tests.stakeholders.factories import make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    make_municipality()
    return {"name": "Olli Aho", "email": "olli@example.org", "municipality": "545", "message": "Hello", "website": ""}


def test_a_request_is_noted(client, answers):
    response = client.post(reverse("request_access"), answers)

    assert (response.status_code, response.url) == (302, reverse("request_access_sent"))
    noted = AccessRequest.objects.get()
    assert (noted.name, noted.municipality_id, noted.language) == ("Olli Aho", "545", "en")
    assert client.get(response.url).status_code == 200


def test_the_form_is_open_to_everyone(client, answers):
    assert "Olli" not in client.get(reverse("request_access")).content.decode()


def test_a_program_that_fills_in_the_trap_gets_the_same_answer_and_is_not_noted(client, answers):
    response = client.post(reverse("request_access"), {**answers, "website": "https://example.org"})

    assert response.url == reverse("request_access_sent")
    assert not AccessRequest.objects.exists()


def test_an_address_with_an_account_gets_the_same_answer(client, answers):
    make_user(email="olli@example.org")

    response = client.post(reverse("request_access"), answers)

    assert response.url == reverse("request_access_sent")


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no address"), ("municipality", "999"), ("name", ""), ("message", "x" * 2001)]
)
def test_bad_input_is_named_and_kept(client, answers, field, value):
    response = client.post(reverse("request_access"), {**answers, field: value})

    assert list(response.context["form"].errors) == [field]
    assert "There is a problem" in response.content.decode()
    assert response.context["form"]["name"].value() == ("" if field == "name" else "Olli Aho")
    assert not AccessRequest.objects.exists()


def asked_from(client, answers, *addresses: str) -> list[int]:
    """How many requests there are after one from each of these addresses."""
    found = []
    for number, address in enumerate(addresses):
        sent = {**answers, "email": f"{number}.{address}@example.org".replace(":", "-")}
        client.post(reverse("request_access"), sent, REMOTE_ADDR=address)
        found.append(AccessRequest.objects.count())
    return found


def test_an_address_asks_twenty_times_an_hour_and_others_are_free_to_ask(client, answers):
    found = asked_from(client, answers, *["198.51.100.1"] * 22, "203.0.113.1")

    assert found == [*range(1, 21), 20, 20, 21]


@pytest.mark.parametrize("address", ["198.51.100.{}", "2001:db8:1:{}::1"])
def test_a_network_asks_sixty_times_an_hour(client, answers, address):
    found = asked_from(client, answers, *[address.format(number) for number in range(1, 63)], "203.0.113.1")

    assert found == [*range(1, 61), 60, 60, 61]


def test_who_is_refused_is_told_when_to_send_and_what_they_wrote_is_there(client, answers):
    asked_from(client, answers, *["198.51.100.1"] * 20)

    response = client.post(reverse("request_access"), answers, REMOTE_ADDR="198.51.100.1")

    page = response.content.decode()
    assert "Very many requests have come from your network within an hour. Send yours again at " in page
    assert 'value="Olli Aho"' in page
