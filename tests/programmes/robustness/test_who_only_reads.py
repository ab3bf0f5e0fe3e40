"""Who only reads is offered nothing to write, and opens no form; strangers do not know of any."""

import re

import pytest
from django.utils import translation

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.enums import Phase
from programmes.forms import PAGES
from programmes.models.sharing import SWITCHED
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    item_pages,
    record_pages,
    single,
    write_all,
)
from tests.programmes.factories import (
    fresh,
)
from tests.programmes.reading import as_searched, page
from tests.stakeholders.factories import make_adviser, make_user

pytestmark = pytest.mark.django_db

#: addresses that somebody who only reads has no use for
WRITING = re.compile(
    r'(?:href|action)="[^"]*/'
    r"(?:add|edit|mark|finish|take-up|archive|restore|move/up|move/down|choose|invitations)/"
)


@pytest.fixture
def shared(programme, visitor):
    """The programme with a record of every kind, read by the adviser too."""
    write_all(visitor, programme)
    share_programme(fresh(programme), SWITCHED, by=SYSTEM)
    return programme


@pytest.fixture
def reader(shared):
    return make_adviser(shared.municipalities.get(links__is_lead=True).centre)


def written(programme) -> list[str]:
    """Where each kind of record is written: the newest one, or the one that exists once."""
    return [edit_url(programme, kind, single(programme, kind)) for kind in PAGES]


def test_no_page_that_is_read_offers_a_reader_anything_to_write(visitor, shared, reader):
    with translation.override("en"):
        subjects = [*(page(shared, f"{phase}/") for phase in Phase), *item_pages(shared), *record_pages(shared)]
    urls = [*subjects, *(page(shared, tail) for tail in ("measures/", "indicators/", "thread/", "breaks/"))]
    offered = {url: as_searched(visitor.get(url)) for url in urls}
    visitor.force_login(reader)
    answers = {url: visitor.get(url) for url in urls}

    assert {url: answer.status_code for url, answer in answers.items()} == dict.fromkeys(urls, 200)
    shown = {url: as_searched(answer) for url, answer in answers.items()}
    edited = [f'href="{url}' for url in written(shared)]
    for url in urls:
        assert not WRITING.search(shown[url]), (url, WRITING.search(shown[url]))
        assert not [form for form in edited if form in shown[url]], url
    assert [url for url in subjects if not WRITING.search(offered[url])] == []


def test_no_form_opens_to_a_reader_and_none_exists_for_a_stranger(client, shared, reader):
    urls = [*written(shared), *(add_url(shared, kind) for kind in ADDABLE), page(shared, "cooperation/invitations/")]
    for user, status in ((reader, 403), (make_user(), 404)):
        client.force_login(user)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, status)
        assert {url: client.post(url, {}).status_code for url in urls} == dict.fromkeys(urls, status)
