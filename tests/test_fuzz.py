"""No request makes the server fail, and none shows somebody outside what a programme says: a few hundred here, 30,000 by `benchmarks/fuzz.py`."""

import os

import pytest
from django.core.cache import cache

from stakeholders.views import public
from tests.fuzzing import Fuzz
from tests.test_permissions import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))


def test_no_request_makes_the_server_fail_and_planted_faults_are_found(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    fuzz = Fuzz(Town(), SEED)

    failed = fuzz.run(REQUESTS)

    print(dict(fuzz.seen))  # noqa: T201 - shown when it failed, or asked for with -s
    assert "\n\n".join(f"{times}x {first}\n{where}" for where, (first, times) in failed.items()) == ""

    monkeypatch.setattr(public, "render", lambda request, page: 1 / 0)
    fuzz.people["stranger"] = fuzz.people["coordinator"]
    found = fuzz.run(150)
    assert any("ZeroDivisionError" in where for where in found)
    assert "somebody outside reads a text of the programme" in found
