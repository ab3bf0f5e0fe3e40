"""Who only reads is offered nothing to write, and opens no form; strangers do not know of any."""

import re

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.enums import Phase
from programmes.forms import PAGES
from programmes.models.sharing import SWITCHED
from tests.programmes.every_kind import (
    ADDABLE,
    add_url,
    edit_url,
    single,
    write_all,
)
from tests.programmes.factories import (
    fresh,
)
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_adviser, make_user

pytestmark = pytest.mark.django_db

#: addresses that somebody who only reads has no use for
WRITING = re.compile(r'(?:href|action)="[^"]*/(?:add|mark|archive|restore|move/up|move/down|choose|invitations)/')


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


def test_a_page_of_a_phase_or_the_thread_offers_a_reader_nothing_to_write(visitor, shared, reader):
    tails = [*(f"{phase}/" for phase in Phase), "thread/", "breaks/"]
    offered = {tail: read(visitor, shared, tail) for tail in tails}
    visitor.force_login(reader)
    shown = {tail: read(visitor, shared, tail) for tail in tails}

    edited = [f'href="{url}' for url in written(shared)]
    for tail in tails:
        assert not WRITING.search(shown[tail]), (tail, WRITING.search(shown[tail]))
        assert not [url for url in edited if url in shown[tail]], tail
    assert all(WRITING.search(offered[f"{phase}/"]) for phase in Phase)


def test_no_form_opens_to_a_reader_and_none_exists_for_a_stranger(client, shared, reader):
    urls = [*written(shared), *(add_url(shared, kind) for kind in ADDABLE), page(shared, "cooperation/invitations/")]
    for user, status in ((reader, 403), (make_user(), 404)):
        client.force_login(user)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, status)
        assert {url: client.post(url, {}).status_code for url in urls} == dict.fromkeys(urls, status)
