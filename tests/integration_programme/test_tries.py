"""What may be done only so often is counted in rows: for all processes, over a restart, and one after the other."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from integration_programme import tries
from integration_programme.models import Try
from integration_programme.tries import Limit, TooManyTries, take, trying
from tests.threads import at_once, database_for_threads, in_thread

WHILE = timedelta(minutes=15)
TWO_AN_ADDRESS = [Limit(("address",), 2, WHILE)]


def fail(limits=TWO_AN_ADDRESS, **marks) -> None:
    with trying("test", limits, **marks):
        pass


def succeed(limits=TWO_AN_ADDRESS, **marks) -> None:
    with trying("test", limits, **marks) as this:
        this.succeed()


def is_refused(work) -> bool:
    try:
        work()
    except TooManyTries:
        return True
    return False


@pytest.mark.django_db
def test_what_is_one_too_many_is_refused_and_not_counted():
    refused = [is_refused(partial(fail, address="a")) for _ in range(4)]

    assert refused == [False, False, True, True]
    assert Try.objects.count() == 2


@pytest.mark.django_db
def test_there_is_room_again_when_the_oldest_has_left():
    fail(address="a")
    Try.objects.update(at=timezone.now() - timedelta(minutes=10))
    fail(address="a")
    with pytest.raises(TooManyTries) as refused:
        fail(address="a")

    minutes = (refused.value.again_at - timezone.now()).total_seconds() / 60
    Try.objects.filter(pk=Try.objects.earliest("pk").pk).update(at=timezone.now() - WHILE)

    assert round(minutes) == 5
    assert not is_refused(partial(fail, address="a"))


@pytest.mark.django_db
def test_a_success_takes_its_own_failures_off_and_no_others():
    fail(account="anna", address="a")
    fail(account="bo", address="b")

    succeed(account="anna", address="a")

    assert Try.objects.filter(counts=True).count() == 1
    assert Try.objects.filter(counts=False).count() == 1


@pytest.mark.django_db
def test_an_error_in_the_block_is_a_failure():
    with pytest.raises(ZeroDivisionError), trying("test", TWO_AN_ADDRESS, address="a"):
        raise ZeroDivisionError

    assert Try.objects.get().counts is True


@pytest.mark.django_db
def test_a_full_room_may_mistype_half_as_often_as_it_succeeds():
    limits = [Limit(("address",), 2, WHILE, or_half=True)]
    for number in range(8):
        succeed(limits, account=str(number), address="a")

    refused = [is_refused(partial(fail, limits, account=f"x{number}", address="a")) for number in range(5)]

    assert refused == [False, False, False, False, True]


@pytest.mark.django_db
def test_one_account_that_succeeds_again_and_again_is_no_full_room():
    limits = [Limit(("address",), 2, WHILE, or_half=True)]
    for _time in range(8):
        succeed(limits, account="anna", address="a")

    refused = [is_refused(partial(fail, limits, account=f"x{number}", address="a")) for number in range(3)]

    assert refused == [False, False, True]


@pytest.mark.django_db
def test_other_acts_and_other_addresses_are_counted_by_themselves():
    for act, address in (("one", "a"), ("one", "b"), ("two", "a")):
        for _time in range(2):
            take(act, TWO_AN_ADDRESS, address=address)

    assert is_refused(partial(take, "one", TWO_AN_ADDRESS, address="a"))


@pytest.mark.django_db
def test_whoever_reads_the_rows_finds_no_address():
    fail(account="anna@example.org", address="192.0.2.7/32", network="192.0.2.0/24")

    (row,) = Try.objects.values_list("account", "address", "network")
    assert [len(each) for each in row] == [32, 32, 32]
    assert not {"anna@example.org", "192.0.2.7/32", "192.0.2.0/24"} & set(row)


@pytest.mark.django_db
def test_rows_are_deleted_after_a_day():
    fail(address="a")
    fail(address="a")
    Try.objects.filter(pk=Try.objects.earliest("pk").pk).update(at=timezone.now() - timedelta(hours=25))

    tries.prune()

    assert Try.objects.count() == 1


@pytest.mark.django_db
def test_a_try_whose_process_died_has_failed(monkeypatch):
    monkeypatch.setattr(tries, "PATIENCE", 0)
    long_ago = timezone.now() - timedelta(seconds=11)
    fail(address="a")
    fail(address="a")
    Try.objects.update(counts=None, at=long_ago)

    with pytest.raises(TooManyTries) as refused:
        fail(address="a")

    assert refused.value.again_at == long_ago + WHILE


# At once


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_twelve_failures_at_the_same_moment_no_more_than_the_limit_are_looked_at(tmp_path):
    with database_for_threads(tmp_path):
        found = in_thread(lambda: at_once(*(partial(is_refused, partial(fail, address="a")) for _ in range(12))))

        assert sorted(found) == [False] * 2 + [True] * 10
        assert in_thread(Try.objects.filter(counts=True).count) == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twelve_successes_at_the_same_moment_all_find_room(tmp_path):
    works = [partial(is_refused, partial(succeed, account=str(number), address="a")) for number in range(12)]

    with database_for_threads(tmp_path):
        assert in_thread(lambda: at_once(*works)) == [False] * 12
