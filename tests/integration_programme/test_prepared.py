"""Statements that are made once a day and asked with the values of each time."""

from datetime import date
from unittest.mock import Mock

import pytest
from django.db.models import BooleanField, F, Value
from django.db.models.functions import JSONObject

from integration_programme.prepared import SOME_ID, SOME_KEY, Prepared
from stakeholders.models import Seat, User
from tests.stakeholders.factories import make_seat, make_user

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


@pytest.mark.django_db
def test_its_rows_are_as_the_queryset_gives_them(django_assert_num_queries):
    rows = Seat.objects.select_related("group", "deputy").annotate(
        told=JSONObject(position=F("position")), is_so=Value(True, output_field=BooleanField())
    )
    seat = make_seat(deputy=None)

    with django_assert_num_queries(1):
        found = Prepared(lambda: rows.filter(pk=SOME_ID)).first(TODAY, {SOME_ID: seat.pk})

        assert (found, found.group, found.deputy) == (seat, seat.group, None)
        assert (found.told, found.is_so, found.created_at) == ({"position": seat.position}, True, seat.created_at)


@pytest.mark.django_db
def test_it_finds_the_row_of_a_key():
    seat, _another = make_seat(), make_seat()

    assert Prepared(lambda: Seat.objects.filter(key=SOME_KEY)).all(None, {SOME_KEY: seat.key}) == [seat]


@pytest.mark.django_db
def test_what_is_left_out_is_read_when_it_is_asked_for():
    user = make_user()

    found = Prepared(lambda: User.objects.only("name").filter(pk=SOME_ID)).first(None, {SOME_ID: user.pk})

    assert (found.get_deferred_fields() >= {"email"}, found.email) == (True, user.email)
