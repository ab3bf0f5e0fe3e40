"""Pages and mails in English, so that tests read the sentences as they stand in the code."""

import pytest
from django.utils import translation

from integration_programme.richtext import cleaning


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="module")
def every_text_is_cleaned():
    """Texts that have just come out of the cleaner are cleaned again here, as those of another process would be."""
    before, cleaning.MOST_LATEST = cleaning.MOST_LATEST, 0
    yield
    cleaning.MOST_LATEST = before
