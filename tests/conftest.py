"""What holds for every test."""

import pytest

from integration_programme.remembered import Remembered


@pytest.fixture(autouse=True)
def begins_like_a_new_process():
    """Each test's database begins anew, and counts its revisions from one: nothing of an earlier one is known."""
    Remembered.forget_everything()
