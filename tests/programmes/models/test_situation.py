"""Own figures: no value without its source."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from programmes.models import OwnFigure

pytestmark = pytest.mark.django_db


def test_the_database_keeps_no_value_without_its_source(programme):
    OwnFigure.objects.create(programme=programme, question="situation.needs")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnFigure.objects.create(programme=programme, question="situation.needs", value=Decimal(12))
