"""What an interim target lacks."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.enums import Phase
from tests.programmes.factories import followable, make_indicator
from tests.programmes.reading import sentences

pytestmark = pytest.mark.django_db

HALF = "The interim target of indicator I1 lacks its value or its date."
ASIDE = "The interim target of indicator I1 is not between its baseline and its target."


@pytest.mark.parametrize(
    ("value", "day", "told"),
    [
        (None, None, []),
        ("5", date(2028, 12, 31), []),
        ("7", date(2028, 12, 31), []),
        ("5", None, [HALF]),
        (None, date(2028, 12, 31), [HALF]),
        ("8", date(2028, 12, 31), [ASIDE]),
        ("2", date(2028, 12, 31), [ASIDE]),
    ],
)
def test_an_interim_target_has_both_and_is_a_step_on_the_way(programme, value, day, told):
    fields = {"interim_value": value and Decimal(value), "interim_date": day}
    make_indicator(programme, **followable(programme, **fields))

    found = sentences(programme, Phase.MONITORING, blocks=False)

    assert [sentence for sentence in found if "interim" in sentence] == told
