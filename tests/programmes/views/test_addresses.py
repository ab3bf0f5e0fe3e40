"""The sources that the checklist names stand with their addresses on the web."""

import pytest

from programmes.checklist import EDITIONS
from programmes.checklist.addresses import ADDRESSES
from tests.programmes.reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ADDRESSES)
def test_a_source_shows_its_addresses(client, coordinator, programme, key):
    client.force_login(coordinator)

    subject = programme.checklist.subject_of(key)
    html = read(client, programme, f"item/{subject.key}/").split(f'id="{key}"')[1].split(' id="')[0]

    assert [address for address in ADDRESSES[key] if f'href="{address}"' not in html] == []


def test_each_source_with_an_address_is_in_every_edition():
    assert [(key, edition) for key in ADDRESSES for edition, each in EDITIONS.items() if key not in each] == []
