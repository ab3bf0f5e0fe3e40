"""A town with something to choose in every list, so that every form of every kind can be filled in."""

import pytest

from tests.programmes.every_kind import make_town


@pytest.fixture(scope="module")
def made_town(once):
    return once(make_town)


@pytest.fixture
def town(made_town, db, tmp_path):
    return made_town(tmp_path)


@pytest.fixture
def programme(town):
    return town[0]


@pytest.fixture
def coordinator(town):
    return town[1]


@pytest.fixture
def visitor(client, coordinator):
    """The browser of the coordinator, signed in."""
    client.force_login(coordinator)
    return client
