"""The page on which somebody asks for access."""

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
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


def test_a_flood_is_refused_with_a_sentence(client, answers, monkeypatch):
    monkeypatch.setattr(invitations, "REQUESTS_AN_HOUR", 0)

    response = client.post(reverse("request_access"), answers)

    assert "Try again later." in response.content.decode()
