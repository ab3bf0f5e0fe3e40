"""All points of the checklist are reachable on screen, in three languages and in both editions."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from programmes.checklist import EDITIONS, edition
from programmes.enums import Phase
from tests.programmes.every_kind import item_pages
from tests.programmes.factories import make_programme

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.same_on_both("it is about words on pages, which bin/test looks at on SQLite alone"),
]


def words_on(client, programme, language: str) -> str:
    """Everything a coordinator reads on the home, the seven phases and the items of a programme, white space folded."""
    with translation.override(language):
        urls = [reverse(name, kwargs={"slug": programme.slug}) for name in ["programme", *Phase.values]]
        urls += item_pages(programme)
    pages = [client.get(url).content.decode() for url in urls]
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(" ".join(pages))).split())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("edition_key", list(EDITIONS))
def test_every_item_of_the_edition_is_on_screen(client, coordinator, edition_key, language):
    programme = make_programme(by=coordinator, edition_key=edition_key)
    client.force_login(coordinator)

    on_screen = words_on(client, programme, language)

    checklist = edition(edition_key)
    lacking = [
        item.key for item in checklist if " ".join(checklist.words(item.key, language).text.split()) not in on_screen
    ]
    assert lacking == []
