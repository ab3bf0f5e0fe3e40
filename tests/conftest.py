"""What holds for every test."""

import gc
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as of_project
from django.db import connection, transaction
from django.middleware import csrf
from django.test import override_settings
from django.utils import translation
from hypothesis import settings

from integration_programme import cores
from integration_programme.remembered import Remembered
from programmes.models import Programme
from stakeholders.models import today

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What Django asks a database about itself, once a process, is not among the statements that a test counts."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True)
def begins_like_a_new_process():
    """Each test's database begins anew, and counts its revisions from one: nothing of an earlier one is known."""
    Remembered.forget_everything()


@pytest.fixture(scope="session")
def _kept() -> Iterator[dict[tuple, tuple[sqlite3.Connection, Path, bytes]]]:
    """What made something, and on which day → the database and the files as it left them, and what it gave."""
    kept: dict[tuple, tuple[sqlite3.Connection, Path, bytes]] = {}
    yield kept
    for database, _files, _given in kept.values():
        database.close()


@pytest.fixture
def as_left_by(transactional_db, settings, tmp_path, tmp_path_factory, _kept) -> Callable[[Callable[[], Any]], Any]:
    """``as_left_by(make)``: what ``make()`` gives, with database and files as it leaves them when both are empty before.

    It takes seconds to make, so that is done once; each test has a copy of all of it, to do with as it likes. On
    PostgreSQL, whose databases are not so quick to copy, it is made anew.
    """

    def put_back(make: Callable[[], Any]) -> Any:
        assert not Programme.objects.exists(), "the whole database is put back: what else a test makes comes after it"
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.MEDIA_ROOT.mkdir()
        if connection.vendor != "sqlite":
            return make()
        if (make, today()) not in _kept:
            given = pickle.dumps(make())
            database, files = sqlite3.connect(":memory:"), tmp_path_factory.mktemp("kept")
            connection.connection.backup(database)
            shutil.copytree(settings.MEDIA_ROOT, files, dirs_exist_ok=True)
            _kept[make, today()] = database, files, given
            Remembered.forget_everything()
        database, files, given = _kept[make, today()]
        database.backup(connection.connection)
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return pickle.loads(given)

    return put_back


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[Callable[[], Any]], Callable]]:
    """``once(make)``, in a fixture of a module: a function that gives each of its tests, none of which has transactions of
    its own, what ``make()`` gave, with the files in a folder of the test. The rows stand in the database until the module ends.
    """
    yield from _taken_back(django_db_blocker, tmp_path_factory.mktemp("once"))


@pytest.fixture(scope="class")
def once_a_class(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable]:
    """The same for the tests of a class."""
    yield from _taken_back(django_db_blocker, tmp_path_factory.mktemp("once"))


def _taken_back(django_db_blocker, files: Path) -> Iterator[Callable[[Callable[[], Any]], Callable]]:
    def made(make: Callable[[], Any]) -> Callable[[Path], Any]:
        Remembered.forget_everything()
        with override_settings(MEDIA_ROOT=files), translation.override("en"):
            given = pickle.dumps(make())

        def of_a_test(folder: Path) -> Any:
            shutil.copytree(files, folder, dirs_exist_ok=True)
            return pickle.loads(given)

        return of_a_test

    with django_db_blocker.unblock(), transaction.atomic():
        yield made
        transaction.set_rollback(True)
