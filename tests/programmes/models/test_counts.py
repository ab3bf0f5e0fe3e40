"""How few persons no output shows, and how few ask for caution: by what was chosen, whatever the words say."""

from decimal import Decimal

import pytest

from integration_programme.translations import Translations
from programmes.models import Indicator, OwnFigure


@pytest.mark.parametrize(
    ("value", "counts", "is_hidden", "is_cautioned"),
    [
        ("0", "persons", False, False),
        ("0.5", "persons", True, False),
        ("1", "persons", True, False),
        ("-3", "persons", True, False),
        ("4.99", "persons", True, False),
        ("5", "persons", False, True),
        ("29", "persons", False, True),
        ("30", "persons", False, False),
        ("4", "", True, False),
        ("12", "", False, True),
        ("4", "other", False, False),
        ("12", "other", False, False),
        (None, "persons", False, False),
    ],
)
def test_what_is_chosen_decides_which_numbers_are_hidden(value, counts, is_hidden, is_cautioned):
    figure = OwnFigure(value=value and Decimal(value), counts=counts, unit=Translations({"sv": "%"}))

    assert (figure.hidden_numbers, figure.cautioned_numbers) == (
        ["value"] if is_hidden else [],
        ["value"] if is_cautioned else [],
    )


def test_each_number_of_an_indicator_is_looked_at():
    indicator = Indicator(
        counts="persons", baseline_value=Decimal(3), interim_value=Decimal(12), target_value=Decimal(4)
    )

    assert indicator.hidden_numbers == ["baseline_value", "target_value"]
    assert indicator.cautioned_numbers == ["interim_value"]
