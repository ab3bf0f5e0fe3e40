"""The page on which bodies are looked up."""

import re

import pytest
from django.urls import reverse

from stakeholders import reference

pytestmark = pytest.mark.django_db


def test_all_bodies_of_today_are_listed(client, django_assert_num_queries):
    reference.load()

    with django_assert_num_queries(3):
        response = client.get(reverse("organisations"))

    assert {title: len(rows) for title, _kind, rows in response.context["kinds"]} == {
        "Regional centres": 10,
        "Employment areas": 45,
        "Wellbeing services counties": 21,
        "State authorities": 5,
    }


def test_an_old_name_leads_to_todays_bodies(client, django_assert_num_queries):
    reference.load()

    with django_assert_num_queries(5):
        response = client.get(reverse("organisations"), {"q": "TE Office"})

    page = response.content.decode()
    assert len(response.context["found"]) == 45
    assert "<strong>TE Office</strong> existed until 31\N{NO-BREAK SPACE}December\N{NO-BREAK SPACE}2024." in page
    assert "search for your municipality" in page


def test_a_municipality_shows_the_bodies_around_it(client):
    reference.load()

    page = client.get(reverse("organisations"), {"q": "narpio"}).content.decode()

    assert "Närpes" in page and "Ostrobothnia wellbeing services county" in page


def test_nothing_found_says_what_to_try(client):
    response = client.get(reverse("organisations"), {"q": "<script>alert(1)</script>"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing was found" in page and "<script>alert" not in page


def test_a_query_that_is_too_long_shows_everything(client):
    response = client.get(reverse("organisations"), {"q": "a" * 101})

    assert response.context["query"] == ""


def test_bodies_are_folded_by_kind_under_how_many_there_are(client):
    reference.load()

    page = client.get(reverse("organisations")).content.decode()

    folds = re.findall(r'<details class="fold" id="\w+">.*?<h2[^>]*>(.*?)</h2>.*?fold-holds">(.*?)<', page, re.S)
    assert folds == [
        ("Regional centres", "10 bodies"),
        ("Employment areas", "45 bodies"),
        ("Wellbeing services counties", "21 bodies"),
        ("State authorities", "5 bodies"),
    ]
