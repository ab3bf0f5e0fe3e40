"""What holds for every test."""

import pytest
from hypothesis import settings

from integration_programme import cores
from integration_programme.remembered import Remembered

# How long an example takes says how busy the machine is: benchmarks/ measure time, tests do not.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def no_core_is_taken_by_others(tmp_path_factory):
    cores.FOLDER = tmp_path_factory.mktemp("cores")


@pytest.fixture(autouse=True)
def begins_like_a_new_process():
    """Each test's database begins anew, and counts its revisions from one: nothing of an earlier one is known."""
    Remembered.forget_everything()
