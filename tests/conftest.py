"""What holds for every test."""

import gc

import pytest
from django.conf import settings as of_project
from django.middleware import csrf
from hypothesis import settings

from integration_programme import cores
from integration_programme.remembered import Remembered

# How long an example takes says how busy the machine is: benchmarks/ measure time, tests do not.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Every form bears a token of chance: of these letters it never says a word or a number that a test looks for.
csrf.CSRF_ALLOWED_CHARS = "QXZWJ"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is the same on any: bin/test runs it once."""
    for item in items:
        if not (item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)):
            item.add_marker("without_database")


def pytest_collection_finish() -> None:
    """The programme and the tests stay to the end: the collector of garbage need not look through them again and again.

    Neither need it look after every 700 new objects, of which the making of one page has many times that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(autouse=True, scope="session")
def no_core_is_taken_by_others(tmp_path_factory):
    cores.FOLDER = tmp_path_factory.mktemp("cores")


@pytest.fixture(autouse=True, scope="session")
def files_lie_in_a_folder_of_the_tests(tmp_path_factory):
    of_project.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def begins_like_a_new_process():
    """Each test's database begins anew, and counts its revisions from one: nothing of an earlier one is known."""
    Remembered.forget_everything()
