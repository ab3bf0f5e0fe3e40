"""However hard a text is, the work grows with its length and not with the square of it."""

import time

import pytest
from django.core.exceptions import ValidationError

from integration_programme import richtext
from integration_programme.forms import RichTextField
from tests.integration_programme.hard import HARD

NOTHING = 0.02  # seconds of CPU that are not worth comparing


def seconds(text: str) -> float:
    """CPU time of one text on its whole way: cleaned, given its ids again, said in words, shown and read as plain text."""
    began = time.process_time()
    try:
        html = RichTextField().clean(text)
        richtext.clean(html, html)
        richtext.plain_text(html)
        RichTextField.widget().format_value(html)
    except ValidationError:
        pass
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_four_times_the_text_is_not_sixteen_times_the_work(name):
    short, long = (min(seconds(HARD[name](length)) for _again in range(2)) for length in (30_000, 120_000))

    assert long < max(NOTHING, 9 * short)


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_every_hard_text_is_cleaned_or_refused_in_words(name):
    try:
        html = RichTextField().clean(HARD[name](199_000))
    except ValidationError as refused:
        assert refused.messages[0].endswith(".")
    else:
        assert len(richtext.without_ids(html)) <= richtext.LONGEST
        assert richtext.clean(html, html) == html
