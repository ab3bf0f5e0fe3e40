"""No request makes the server fail, and none shows somebody outside what a programme says: a few hundred here, 30,000 by `benchmarks/fuzz.py`."""

import os

import pytest
from django.core.cache import cache

from integration_programme import access
from tests.fuzzing import Fuzz
from tests.test_permissions import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))


def test_no_request_makes_the_server_fail(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    fuzz = Fuzz(Town(), SEED)

    failed = fuzz.run(REQUESTS)

    print(f"\n{fuzz.seen.total()} answers of seed {SEED} by their status: {dict(sorted(fuzz.seen.items()))}")  # noqa: T201 - benchmarks/fuzz.py shows it
    assert "\n\n".join(f"{times}x {first}\n{where}" for where, (first, times) in failed.items()) == "", fuzz.seen


@pytest.mark.same_on_both("it shows that the fuzz finds faults; what it finds on each is looked at above")
def test_planted_faults_are_found(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    fuzz = Fuzz(Town(), SEED, shown_to=["anonymous"])

    with monkeypatch.context() as planted:
        planted.setattr(access.Rule, "check", lambda *_asked: 1 / 0)  # behind every door
        while not (failed := fuzz.run(5)) and fuzz.seen.total() < 200:  # chance may ask nothing that has a door
            pass

    assert {where.splitlines()[-1] for where in failed} == {"ZeroDivisionError: division by zero"}
    fuzz.told, page = False, fuzz.people["coordinator"].get(fuzz.town.address("objectives")).content
    fuzz.asked = ["stranger: GET / b'' → 200"]
    for name in ("coordinator", "stranger"):
        fuzz.judge(name, f"{name}: GET /", 200, page)
    fuzz.asked = ["anonymous: POST /en/invitation/abc/ [] → 302"]
    fuzz.judge("anonymous", "anonymous: GET /", 200, page)
    assert failed["somebody outside reads a text of the programme"] == ("stranger: GET /", 1)
