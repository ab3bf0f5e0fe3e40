from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from indicators.actions import Loaded, load_observations
from indicators.models import Observation


def make_rows(**changes):
    facts = {"source": "statistics_finland", "table": "121w", "period": "2025", "area_code": "545"}
    values = {"immigration": Decimal(125), "emigration": Decimal(36)} | changes
    return [Observation(statistic=statistic, value=value, **facts) for statistic, value in values.items()]


def test_loading_twice_writes_once(db):
    first = load_observations(make_rows())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = load_observations(make_rows())

    assert first == Loaded(new=2, changed=0, unchanged=0)
    assert second == Loaded(new=0, changed=0, unchanged=2)
    assert [query["sql"] for query in queries if "INSERT" in query["sql"]] == []


def test_a_changed_value_replaces_the_old_one(db):
    load_observations(make_rows())

    loaded = load_observations(make_rows(immigration=Decimal(126)))

    assert loaded == Loaded(new=0, changed=1, unchanged=1)
    assert Observation.objects.count() == 2
    assert Observation.objects.get(statistic="immigration").value == 126


def test_a_bad_row_leaves_everything_as_it_was(transactional_db):
    load_observations(make_rows())

    with pytest.raises(IntegrityError):
        load_observations(make_rows(immigration=Decimal(1), emigration=None))

    assert Observation.objects.get(statistic="immigration").value == 125


def test_load_statistics_loads_what_is_shipped_and_may_be_repeated(db):
    told = StringIO()

    call_command("load_statistics", stdout=told)
    call_command("load_statistics", stdout=told)

    assert told.getvalue().splitlines() == [
        "Statistics: 6468 values, 6468 new, 0 changed, 0 unchanged.",
        "Statistics: 6468 values, 0 new, 0 changed, 6468 unchanged.",
    ]
    assert Observation.objects.count() == 6468
    assert Observation.objects.get(area_code="545", statistic="population").value == 9538
