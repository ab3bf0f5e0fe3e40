"""What machines are told to read: all that is for everybody, and nothing else."""

import re

import pytest

from programmes.actions.rounds import close_round
from programmes.models import Programme
from tests.programmes.residents import make_open_questions

pytestmark = pytest.mark.django_db


def addresses(client) -> list[str]:
    return re.findall("<loc>http://localhost:8000([^<]+)</loc>", client.get("/sitemap-questions.xml").content.decode())


def test_open_questions_to_residents_are_named_in_each_language_until_they_are_over(client, programme, coordinator):
    found = make_open_questions(programme)
    before = client.get("/sitemap-questions.xml")["ETag"]
    assert addresses(client) == [
        f"/sv/residents/{found.pk}/sv/",
        f"/en/residents/{found.pk}/en/",
        f"/en/residents/{found.pk}/ar/",
    ]
    assert client.get("/sitemap-questions.xml", headers={"if-none-match": before}).status_code == 304

    close_round(found, by=coordinator)
    assert addresses(client) == [] and client.get("/sitemap-questions.xml")["ETag"] != before


def test_those_of_a_demo_are_not_named(client, programme):
    make_open_questions(programme)
    Programme.objects.update(is_demo=True)
    assert addresses(client) == []
