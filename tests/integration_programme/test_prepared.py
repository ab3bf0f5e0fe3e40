"""Statements that are made once a day and asked with the values of each time."""

from datetime import date
from unittest.mock import Mock

import pytest

from integration_programme.prepared import SOME_ID, Prepared
from stakeholders.models import User
from tests.stakeholders.factories import make_user

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.django_db
def test_it_finds_the_row_of_each_value():
    aino, maija = make_user(), make_user()
    by_id = Prepared(lambda: User.objects.filter(pk=SOME_ID))

    assert [by_id.first(TODAY, {SOME_ID: user.pk}) for user in (aino, maija)] == [aino, maija]
    assert by_id.first(TODAY, {SOME_ID: maija.pk + 1}) is None


@pytest.mark.django_db
def test_it_is_made_once_a_day():
    make = Mock(side_effect=lambda: User.objects.filter(pk=SOME_ID))
    by_id = Prepared(make)

    for day in (TODAY, TODAY, TOMORROW, TOMORROW):
        by_id.first(day, {SOME_ID: 1})

    assert make.call_count == 2
