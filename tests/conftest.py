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
    """What asks no database, or both in the same way, is the same on any: bin/test runs it once."""
    for item in items:
        asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        if not asks or _same_on_both(item):
            item.add_marker("without_database")


def _same_on_both(item: pytest.Item) -> bool:
    """Marked `same_on_both(why, but=names)` and not one of those names, each of which must be there."""
    if not (marker := item.get_closest_marker("same_on_both")):
        return False
    but = marker.kwargs.get("but", ())
    assert all(hasattr(item.parent.obj, name) for name in but), f"{item.nodeid}: a name in {but} is gone"
    return item.originalname not in but


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
