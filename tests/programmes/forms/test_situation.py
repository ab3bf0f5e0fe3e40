"""Numbers as people type them, and what the form of an own figure asks for."""

from decimal import Decimal

import pytest
from django.utils import translation

from programmes.forms.situation import NumberField, OwnFigureForm
from tests.programmes.factories import fresh, make_partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("fi", "9 538,5", "9538.50"),
        ("sv", "12.5", "12.50"),
        ("fi", "−3", "-3.00"),
        ("en", "9,538", "9538.00"),
        ("en", "1,234,567.5", "1234567.50"),
        ("sv", "9,538.5", "9538.50"),
        ("en", "12,5", "12.50"),
    ],
)
def test_numbers_are_read_as_people_type_them(language, typed, number):
    with translation.override(language):
        assert NumberField(max_digits=14, decimal_places=2).clean(typed) == Decimal(number)


def test_a_stored_number_stands_in_the_form_as_people_write_it():
    with translation.override("sv"):
        assert NumberField().prepare_value(Decimal("12.50")) == "12,5"
    assert NumberField().prepare_value(Decimal("9538.00")) == "9538"
    assert NumberField().prepare_value("as typed") == "as typed"


def test_only_a_joint_programme_asks_for_the_municipality(programme):
    alone = OwnFigureForm(programme=programme)
    make_partner(programme, "599")
    joint = OwnFigureForm(programme=fresh(programme))

    assert "part" not in alone.fields
    assert [label for _, label in joint.fields["part"].choices] == [
        "The whole area of the programme",
        "Närpes",
        "Pedersöre",
    ]
