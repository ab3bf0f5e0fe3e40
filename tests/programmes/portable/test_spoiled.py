"""Whatever small thing is changed in a file: a sentence, or a programme whose pages stand."""

import copy

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration_programme.remembered import Remembered
from programmes.completeness import missing
from programmes.document import assemble
from programmes.enums import Phase
from programmes.models import Programme
from programmes.portable import Fault, dump, load

pytestmark = pytest.mark.django_db

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["", "sv", "545", "x" * 70_000, "2026-01-01", "-1", "<p>", "<p>a</p>", "situation.needs", "\x00"]),
    st.just([]),
    st.just({}),
    st.just({"sv": "<table><tr><td colspan='999'>"}),
    st.just(["sv", "sv"]),
    st.just([[[]]]),
)


def spoil(data: dict, choose) -> None:
    """Walk down to some place of the dump, and change, take out or double what stands there."""
    at = data
    while True:
        steps = list(at) if isinstance(at, dict) else list(range(len(at)))
        step = choose(st.sampled_from(steps))
        below = at[step]
        if isinstance(below, dict | list) and below and choose(st.integers(0, 9)):
            at = below
            continue
        how = choose(st.sampled_from(["other", "out", "twice"]))
        if how == "out":
            del at[step]
        elif how == "twice" and isinstance(at, list):
            at.append(copy.deepcopy(below))
        else:
            at[step] = copy.deepcopy(choose(ANYTHING))
        return


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(choices=st.data())
def test_a_spoiled_file_is_refused_or_gives_a_programme_whose_pages_stand(programme, coordinator, client, choices):
    Remembered.forget_everything()  # the last example was taken back, so its ids and revisions come again
    client.force_login(coordinator)
    data = copy.deepcopy(_kept(programme))
    for _time in range(choices.draw(st.integers(1, 3))):
        spoil(data, choices.draw)
    before = Programme.objects.count()

    with transaction.atomic():
        try:
            loaded = load(data, by=coordinator, as_copy=choices.draw(st.booleans())).programme
        except Fault as fault:
            assert str(fault) and Programme.objects.count() == before
        else:
            stands = Programme.objects.get(pk=loaded.pk)
            missing(stands)
            for language in stands.languages:
                assert assemble(stands, language).sections
            for page in (*Phase, "programme", "thread", "breaks", "versions"):
                assert client.get(reverse(page, kwargs={"slug": stands.slug})).status_code == 200
        transaction.set_rollback(True)


def _kept(programme: Programme) -> dict:
    """The dump of the programme, made once for all examples."""
    if not hasattr(programme, "_dump"):
        programme._dump = dump(programme)
    return programme._dump
