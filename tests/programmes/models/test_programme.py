"""A programme and the checklist it follows."""

import pytest

from programmes.models import Programme
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


def test_a_programme_knows_its_checklist_however_it_was_read():
    make_programme("478")
    read = (
        Programme.objects.get(),
        Programme.objects.with_aland().get(),
        Programme.objects.prefetch_related("links__municipality").get(),
    )
    assert [each.checklist.aland for each in read] == [True, True, True]


def test_elements_are_called_as_in_the_checklist_of_aland():
    programme = make_programme("478")
    checklist = programme.checklist

    assert checklist.aland
    for element in programme.elements.all():
        assert element.label("sv") == checklist.words(element.element, "sv").title
