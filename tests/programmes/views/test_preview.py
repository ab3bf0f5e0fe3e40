"""The preview of the document, and the document as data."""

import pytest

from programmes.actions.programmes import share_programme
from tests.programmes.factories import fill, make_chosen_group
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_member

pytestmark = pytest.mark.django_db


def test_the_preview_shows_the_whole_document(client, programme, coordinator):
    client.force_login(coordinator)
    html = read(client, fill(programme), "preview/?language=sv")
    assert 'lang="sv"' in html and 'href="#O1"' in html and 'id="M1.1"' in html
    assert html.count("<h1") == 1
    assert "More people in work (sv)" in html and "(fi)" not in html


def test_the_preview_is_in_the_readers_language_where_the_programme_has_it(client, programme, coordinator):
    client.force_login(coordinator)
    assert client.get(f"/fi/programmes/{programme.slug}/preview/").context["document"].language == "fi"
    assert client.get(page(programme, "preview/")).context["document"].language == "sv"
    for language in ("xx", "en"):
        assert client.get(page(programme, f"preview/?language={language}")).status_code == 404
        assert client.get(page(programme, f"document.json?language={language}")).status_code == 404


def test_the_preview_says_that_it_is_not_in_the_readers_language(client, programme, coordinator):
    client.force_login(coordinator)
    said = "This programme is not written in English. You are reading it in Swedish."
    assert said in read(client, programme, "preview/")
    assert "is not written in" not in read(client, programme, "preview/?language=sv")


def test_members_read_the_preview_once_it_is_shared(client, programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    client.force_login(make_member(group))
    assert client.get(page(programme, "preview/")).status_code == 404
    share_programme(programme, "group", by=coordinator)
    assert client.get(page(programme, "preview/")).status_code == 200
    assert client.get(page(programme, "document.json")).status_code == 200


def test_the_document_as_data(client, programme, coordinator):
    client.force_login(coordinator)
    data = client.get(page(programme, "document.json?language=fi")).json()
    assert (data["language"], data["state"], data["format"]) == ("fi", "preparing", 1)
