"""The front page and the explainer."""

import pytest
from django.urls import reverse

from tests.stakeholders.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_front_page_offers_sign_in_and_access(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # whether anything is published
        response = client.get(reverse("front"))

    page = response.content.decode()
    assert response.status_code == 200
    assert reverse("account_login") in page and reverse("request_access") in page


def test_whoever_is_signed_in_goes_to_the_programmes(client):
    client.force_login(make_user())

    response = client.get(reverse("front"))

    assert (response.status_code, response.url) == (302, reverse("overview"))


def test_the_explainer_tells_three_things_apart(client):
    page = client.get(reverse("explainer")).content.decode()

    for name in ("kotoutumisen edistämisen ohjelma", "kotoutumisohjelma", "kotoutumissuunnitelma"):
        assert name in page
    assert "section\N{NO-BREAK SPACE}45" in page and "section\N{NO-BREAK SPACE}13" in page
