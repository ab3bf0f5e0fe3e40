"""What a browser fetches to show a page for the first time: every page, as somebody who may open it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from whitenoise.compress import Compressor

from tests.programmes.every_kind import pages
from tests.test_permissions import Town, pages_for, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both("it is about files that pages name")]

NAMED = re.compile(
    r'<link href="/static/([^"]+\.css)"|<link rel="stylesheet" href="/static/([^"]+)"|<script src="/static/([^"]+)"'
)
FRAME = {"vendor/bootstrap/bootstrap.min.css", "css/site.css", "js/page.js"}
FRAME_FOR_RESIDENTS = {"vendor/bootstrap/bootstrap.min.css", "css/site.css", "css/residents.css"}
EDITOR = {"css/rich_text.css", "js/rich_text.js"}
#: bytes of stylesheets and scripts, compressed as they are served; fonts and pictures apart
FIRST_LOAD = 100_000


def files_of(html: str) -> set[str]:
    """Stylesheets and scripts that a page names."""
    return {name for names in NAMED.findall(html) for name in names if name}


def weight(names: set[str]) -> int:
    """Bytes of files as `collectstatic` compresses them."""
    return sum(len(Compressor.compress_gzip(Path(finders.find(name)).read_bytes())) for name in names)


@pytest.fixture
def opened(settings, tmp_path):
    """person → address of each page that the person may open → the page."""
    settings.MEDIA_ROOT = tmp_path
    town = Town()

    def by(person: str) -> dict[str, str]:
        client = visitor(town, person)
        addresses = [town.address(name) for name in pages_for(person)]
        addresses += pages(town.programme) if person == "coordinator" else []
        return {address: client.get(address).content.decode() for address in addresses}

    return by


@pytest.mark.slow
@pytest.mark.parametrize(("person", "least"), [("anonymous", 20), ("coordinator", 150), ("admin", 35)])
def test_no_page_names_the_editor_in_vain_and_none_without_it_is_heavy(opened, person, least):
    found = opened(person)

    editing = {address for address, page in found.items() if " data-rich-text=" in page}
    reading = {address: weight(files_of(page)) for address, page in found.items() if address not in editing}
    assert {address for address, page in found.items() if files_of(page) & EDITOR} == editing
    assert {address: size for address, size in reading.items() if size > FIRST_LOAD} == {}
    other = {address: files_of(page) for address, page in found.items() if not files_of(page) >= FRAME}
    assert {address for address, files in other.items() if files != FRAME_FOR_RESIDENTS} == set()
    assert len(found) >= least
