"""All points of the checklist are reachable on screen, in three languages and in both editions."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from programmes.checklist import EDITIONS, SEED_EDITION, SEED_POINTS, edition
from programmes.enums import Phase
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db


def words_on(client, programme, language: str) -> str:
    """Everything a coordinator reads on the home and the seven phases of a programme, white space folded."""
    with translation.override(language):
        urls = [reverse(name, kwargs={"slug": programme.slug}) for name in ["programme", *Phase.values]]
    pages = [client.get(url).content.decode() for url in urls]
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(" ".join(pages))).split())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("edition_key", list(EDITIONS))
def test_every_item_of_the_edition_is_on_screen(client, edition_key, language):
    coordinator = make_coordinator(make_municipality())
    programme = make_programme(by=coordinator, edition_key=edition_key)
    client.force_login(coordinator)

    on_screen = words_on(client, programme, language)

    checklist = edition(edition_key)
    lacking = [
        item.key for item in checklist if " ".join(checklist.words(item.key, language).text.split()) not in on_screen
    ]
    assert lacking == []


def test_the_seed_edition_carries_all_74_points():
    carried = {point for item in edition(SEED_EDITION) for point in item.points}

    assert len(SEED_POINTS) == 74
    assert set(SEED_POINTS) <= carried


def test_alands_municipalities_have_no_adviser_item(client):
    coordinator = make_coordinator(make_municipality("478"))
    programme = make_programme("478", by=coordinator)
    client.force_login(coordinator)

    page = client.get(reverse("responsibility", kwargs={"slug": programme.slug})).content.decode()

    assert 'id="responsibility.adviser"' not in page
    assert 'id="responsibility.experts"' in page
