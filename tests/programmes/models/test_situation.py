"""Own figures: no value without its source, and how few persons are too few."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from integration_programme.translations import Translations
from programmes.models import OwnFigure

pytestmark = pytest.mark.django_db


def test_the_database_keeps_no_value_without_its_source(programme):
    OwnFigure.objects.create(programme=programme, question="situation.needs")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnFigure.objects.create(programme=programme, question="situation.needs", value=Decimal(12))


@pytest.mark.parametrize(
    ("value", "unit", "is_few"),
    [
        ("4", {"sv": "personer"}, True),
        ("9", {"fi": "henkilöä"}, True),
        ("4", {}, True),
        ("10", {"sv": "personer"}, False),
        ("0", {"sv": "personer"}, False),
        ("4", {"sv": "%"}, False),
        ("4.5", {"sv": "personer"}, False),
        (None, {}, False),
    ],
)
def test_under_ten_persons_is_too_few_to_publish(value, unit, is_few):
    figure = OwnFigure(value=None if value is None else Decimal(value), unit=Translations(unit))

    assert figure.counts_few_persons is is_few
