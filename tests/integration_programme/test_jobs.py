"""Jobs are asked for with the act, done in the order in which they are due, and never lost."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, worker
from integration_programme.models import Beat, Recurrence
from tests.integration_programme import chores

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_done(monkeypatch):
    worker.find_tasks()  # what recurs in earnest is known for good, and set aside for this test
    monkeypatch.setattr(chores, "DONE", [])
    monkeypatch.setattr(chores, "HEARD", [])
    monkeypatch.setattr(jobs, "RECURRING", {})


def work(*queues: str) -> list[str]:
    """What was done by a worker that did all that is due."""
    worker.work_off(list(queues or jobs.QUEUES))
    return chores.DONE


def make_due() -> None:
    DBTaskResult.objects.update(run_after=timezone.now())


def silent_for(job: DBTaskResult, seconds: float) -> None:
    Beat.objects.filter(job=job.pk).update(at=timezone.now() - timedelta(seconds=seconds))


# Asking


def test_a_job_comes_with_the_transaction_that_asks_for_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(chores.note, "never")
        raise ZeroDivisionError
    jobs.enqueue(chores.note, "kept")

    assert work() == ["kept"]


def test_a_task_may_be_named_by_its_path():
    jobs.enqueue("tests.integration_programme.chores.note", "by path")

    assert work() == ["by path"]


def test_what_is_due_later_waits_and_then_overtakes_nobody():
    now = timezone.now()
    jobs.enqueue(chores.note, "tomorrow", due=now + timedelta(days=1))
    jobs.enqueue(chores.note, "now")
    jobs.enqueue(chores.note, "overdue", due=now - timedelta(minutes=1))
    jobs.enqueue(chores.note, "after it")

    assert work() == ["overdue", "now", "after it"]


def test_a_queue_does_only_its_own_jobs():
    jobs.enqueue(chores.note_at_length, "long")
    jobs.enqueue(chores.note, "quick")
    jobs.enqueue(chores.note, "quick put into the other", queue=jobs.LONG)

    assert work(jobs.QUICK) == ["quick"]
    assert work(jobs.LONG) == ["quick", "long", "quick put into the other"]


def test_one_job_is_claimed_by_one_worker():
    asked = jobs.enqueue(chores.note, "once")

    claims = [jobs.claim(jobs.QUICK, name) for name in ("one", "two")]

    assert claims == [asked, None]


# Attempts


def test_a_task_that_fails_is_tried_three_times_and_then_given_up():
    job = jobs.enqueue(chores.fail, "x")

    for _attempt in range(5):
        work()
        make_due()

    job.refresh_from_db()
    assert (chores.DONE, job.status) == (["x", "x", "x"], TaskResultStatus.FAILED)
    assert chores.HEARD == [("x", False), ("x", False), ("x", True)]
    assert job.exception_class_path == "builtins.RuntimeError"


def test_the_second_attempt_comes_after_some_seconds():
    job = jobs.enqueue(chores.fail, "x")

    work()
    work()

    job.refresh_from_db()
    assert chores.DONE == ["x"]
    assert timedelta(seconds=3) < job.run_after - timezone.now() <= timedelta(seconds=5)


def test_a_job_waits_for_room_on_a_full_disk_and_loses_no_attempt_by_it(monkeypatch):
    monkeypatch.setattr(chores, "IS_BROKEN", True)
    job = jobs.enqueue(chores.find_the_disk_full, "x")
    for _attempt in range(5):
        work()
        job.refresh_from_db()
        waits = job.run_after - timezone.now()
        make_due()
    full = (job.status, job.worker_ids, job.exception_class_path)

    monkeypatch.setattr(chores, "IS_BROKEN", False)
    work()

    job.refresh_from_db()
    assert full == (TaskResultStatus.READY, [], "django.db.utils.OperationalError")
    assert timedelta(seconds=50) < waits <= jobs.AFTER_OUTAGE
    assert chores.HEARD == [("x", False)] * 5
    assert (job.status, len(job.worker_ids), len(chores.DONE)) == (TaskResultStatus.SUCCESSFUL, 1, 6)


def test_a_task_that_gives_up_is_not_tried_again():
    job = jobs.enqueue(chores.fail_for_good, "x")

    work()

    job.refresh_from_db()
    assert (job.status, chores.HEARD) == (TaskResultStatus.FAILED, [("x", True)])


def test_what_was_given_up_can_be_asked_for_again_with_all_its_attempts():
    job = jobs.enqueue(chores.fail_for_good, "x")
    work()

    assert jobs.try_again(job) is True
    assert jobs.try_again(job) is False
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == (TaskResultStatus.READY, [])


@pytest.mark.parametrize("path", ["os.getcwd", "nothing", "", ".x", "..x.y", "tests.integration_programme.chores.gone"])
def test_what_is_no_task_is_not_done_and_stops_nobody(path):
    job = jobs.enqueue(chores.note, "x")
    DBTaskResult.objects.update(task_path=path)
    jobs.enqueue(chores.note, "the next")

    assert (work(), jobs.name_of(path)) == (["the next"], f"Unknown job ({path})")
    job.refresh_from_db()
    assert job.exception_class_path == "integration_programme.jobs.TaskIsGone"


@pytest.mark.parametrize("kept", [[], "x", 7, {}, {"args": None}, {"args": {"word": "x"}}, {"args": ["x", "y"]}])
@pytest.mark.parametrize("task", [chores.fail, chores.note_at_length])
def test_a_job_whose_arguments_do_not_fit_is_given_up_and_stops_nobody(task, kept):
    job = jobs.enqueue(task, "x")
    DBTaskResult.objects.update(args_kwargs=kept)
    jobs.enqueue(chores.note, "the next")

    for _attempt in range(3):
        work()
        make_due()

    job.refresh_from_db()
    assert (chores.DONE, job.status) == (["the next"], TaskResultStatus.FAILED)
    assert job.exception_class_path == "integration_programme.jobs.ArgumentsDoNotFit"
    assert jobs.is_unfinished(job.task_path, "x") is False


def test_what_hears_of_a_job_and_fails_stops_nobody(monkeypatch):
    monkeypatch.setitem(jobs.INTERRUPTED, chores.fail.module_path, lambda word, is_last: 1 / 0)
    jobs.enqueue(chores.fail, "x")
    silent_for(jobs.claim(jobs.QUICK, "one"), 11)

    assert jobs.take_over() == (1, 0)
    assert work() == ["x"]
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_what_is_noted_of_a_task_that_gave_up_is_the_reason_behind_it(monkeypatch):
    job = jobs.enqueue(chores.give_up_over_a_reason)

    work()

    job.refresh_from_db()
    assert job.exception_class_path == "builtins.ZeroDivisionError"


def test_a_task_that_is_no_longer_there_fails_and_stops_nobody():
    job = jobs.enqueue(chores.note, "x")
    DBTaskResult.objects.update(task_path="tests.integration_programme.chores.gone")
    jobs.enqueue(chores.note, "the next")

    assert work() == ["the next"]
    job.refresh_from_db()
    assert job.exception_class_path == "integration_programme.jobs.TaskIsGone"


# Workers that die


def test_a_job_whose_worker_gives_signs_of_life_is_left_alone():
    jobs.enqueue(chores.note, "x")
    job = jobs.claim(jobs.QUICK, "one")
    silent_for(job, 8)

    assert jobs.beat(job, "one") is True
    assert jobs.take_over() == (0, 0)


def test_a_job_whose_worker_is_silent_is_taken_over_from_whatever_machine():
    jobs.enqueue(chores.fail, "x")
    job = jobs.claim(jobs.QUICK, "elsewhere:1:abc")
    silent_for(job, 11)

    assert jobs.take_over() == (1, 0)
    job.refresh_from_db()
    assert (job.status, chores.HEARD) == (TaskResultStatus.READY, [("x", False)])
    assert jobs.beat(job, "elsewhere:1:abc") is False


def test_a_running_job_without_any_sign_of_life_is_taken_over():
    jobs.enqueue(chores.note, "x")
    job = jobs.claim(jobs.QUICK, "one")
    Beat.objects.all().delete()

    assert jobs.take_over() == (1, 0)
    assert (work(), jobs.is_unfinished(job.task_path, "x")) == (["x"], False)


def test_a_sign_of_life_from_before_a_clock_was_set_back_is_none():
    jobs.enqueue(chores.note, "x")
    silent_for(jobs.claim(jobs.QUICK, "one"), -3600)

    assert jobs.take_over() == (1, 0)


def test_workers_that_had_to_wait_for_the_database_themselves_take_nothing_over(monkeypatch):
    jobs.enqueue(chores.note, "x")
    silent_for(jobs.claim(jobs.QUICK, "one"), 11)
    moments = iter([0, jobs.LOCKED + 0.1, 2, 2])
    monkeypatch.setattr(jobs, "monotonic", lambda: next(moments))

    assert (jobs.take_over(), jobs.take_over()) == ((0, 0), (1, 0))


def test_a_job_that_ended_while_the_database_was_gone_is_noted_when_it_is_back_and_not_done_again(monkeypatch):
    job = jobs.enqueue(chores.note, "x")
    noted, one = [OperationalError("gone"), OperationalError("gone"), None], worker.Worker(jobs.QUICK)
    note = jobs.note

    def note_if_it_answers(*arguments) -> None:
        if problem := noted.pop(0):
            raise problem
        note(*arguments)

    monkeypatch.setattr(jobs, "note", note_if_it_answers)
    for _try in range(2):
        with pytest.raises(OperationalError):
            one.step()
    found_another = one.step()

    job.refresh_from_db()
    assert (chores.DONE, job.status, found_another) == (["x"], TaskResultStatus.SUCCESSFUL, False)


def test_after_three_workers_died_a_job_is_given_up():
    job = jobs.enqueue(chores.fail, "x")
    ends = []
    for name in ("one", "two", "three"):
        silent_for(jobs.claim(jobs.QUICK, name), 11)
        ends.append(jobs.take_over())

    job.refresh_from_db()
    assert ends == [(1, 0), (1, 0), (0, 1)]
    assert (job.status, chores.HEARD[-1]) == (TaskResultStatus.FAILED, ("x", True))
    assert job.exception_class_path == "integration_programme.jobs.WorkerDied"


def test_a_worker_that_was_only_slow_does_not_note_over_the_one_that_took_over():
    jobs.enqueue(chores.fail, "x")
    slow = jobs.claim(jobs.QUICK, "slow")
    silent_for(slow, 11)
    jobs.take_over()
    second = jobs.claim(jobs.QUICK, "second")

    jobs.note(slow, "slow", jobs.attempt(slow))

    second.refresh_from_db()
    assert (second.status, second.worker_ids) == (TaskResultStatus.RUNNING, ["slow", "second"])
    assert Beat.objects.get().worker == "second"


def test_a_long_job_gives_signs_of_life_by_itself(monkeypatch):
    beats = []
    monkeypatch.setattr(jobs, "BEAT", 0.01)
    monkeypatch.setattr(jobs, "beat", lambda job, name: beats.append(name))
    job = jobs.enqueue(chores.note, "x")

    with worker.beating(job, "one"):
        deadline = timezone.now() + timedelta(seconds=5)
        while len(beats) < 2 and timezone.now() < deadline:
            pass

    assert beats[:2] == ["one", "one"]


# What recurs

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def test_a_turn_is_queued_once_however_many_workers_look():
    jobs.recurring(chores.tick, every=timedelta(hours=1))
    first = jobs.queue_turns(jobs.QUICK, {})

    assert (first, jobs.queue_turns(jobs.QUICK, {})) == (1, 0)
    work()
    assert (jobs.queue_turns(jobs.QUICK, {}), chores.DONE) == (0, ["tick"])


def test_the_next_turn_is_queued_when_its_time_has_come_and_leaves_no_row():
    jobs.recurring(chores.tick, every=timedelta(hours=1))
    work()
    Recurrence.objects.update(turn=timezone.now() - timedelta(hours=3))

    assert work() == ["tick", "tick"]
    assert DBTaskResult.objects.count() == 0


def test_a_turn_is_left_out_while_the_one_before_waits():
    jobs.recurring(chores.tick, every=timedelta(hours=1))
    jobs.enqueue(chores.tick)

    assert jobs.queue_turns(jobs.QUICK, {}) == 0


def test_a_turn_at_which_the_database_was_gone_comes_when_it_is_back():
    answers, seen = [OperationalError("gone"), True], {}

    def is_needed() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    jobs.recurring(chores.tick, every=timedelta(days=1), when=is_needed)
    with pytest.raises(OperationalError):
        jobs.queue_turns(jobs.QUICK, seen)

    assert jobs.queue_turns(jobs.QUICK, seen) == 1


@pytest.mark.parametrize(("ahead", "queued"), [(timedelta(seconds=50), 0), (timedelta(hours=2), 1)])
def test_a_clock_that_was_hours_ahead_holds_no_turn_up(ahead, queued):
    jobs.recurring(chores.tick, every=timedelta(seconds=2))
    Recurrence.objects.create(task=chores.tick.module_path, turn=timezone.now() + ahead)

    assert jobs.queue_turns(jobs.QUICK, {}) == queued


def test_a_daily_turn_that_a_clock_somewhat_ahead_has_queued_is_not_queued_again():
    jobs.recurring(chores.tick, at=time(0, 0))
    each = jobs.RECURRING[chores.tick.module_path]
    Recurrence.objects.create(task=chores.tick.module_path, turn=each.next_turn(timezone.now()))

    assert jobs.queue_turns(jobs.QUICK, {}) == 0


def test_of_what_recurs_and_is_given_up_each_time_one_row_is_kept():
    jobs.recurring(chores.fail_for_good_each_time, every=timedelta(hours=1))
    for _turn in range(3):
        Recurrence.objects.update(turn=timezone.now() - timedelta(hours=3))
        work()

    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_a_turn_that_fails_keeps_the_next_one_waiting_for_nothing_and_its_row_goes_when_one_ends_well(monkeypatch):
    jobs.recurring(chores.fail_or_not, every=timedelta(hours=1))
    monkeypatch.setattr(chores, "IS_BROKEN", True)
    work()
    after_failing = list(DBTaskResult.objects.values_list("status", flat=True))

    monkeypatch.setattr(chores, "IS_BROKEN", False)
    Recurrence.objects.update(turn=timezone.now() - timedelta(hours=3))
    work()

    assert (after_failing, DBTaskResult.objects.count()) == ([TaskResultStatus.FAILED], 0)


def test_a_daily_turn_that_fails_is_tried_again(monkeypatch):
    jobs.recurring(chores.fail_or_not, at=time(0, 0))
    monkeypatch.setattr(chores, "IS_BROKEN", True)

    work()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_turn_without_need_is_not_queued():
    asked, seen = [], {}
    jobs.recurring(chores.tick, every=timedelta(hours=1), when=lambda: asked.append(1))

    assert (jobs.queue_turns(jobs.QUICK, seen), jobs.queue_turns(jobs.QUICK, seen), len(asked)) == (0, 0, 1)


def test_a_queue_looks_after_its_own_turns():
    jobs.recurring(chores.tick, every=timedelta(hours=1))

    assert (jobs.queue_turns(jobs.LONG, {}), jobs.queue_turns(jobs.QUICK, {})) == (0, 1)


@pytest.mark.parametrize(
    ("now", "turn", "after"),
    [
        ("2026-11-27T22:30+00:00", "2026-11-27T22:00+00:00", "2026-11-28T22:00+00:00"),
        ("2026-11-27T21:30+00:00", "2026-11-26T22:00+00:00", "2026-11-27T22:00+00:00"),
        ("2026-03-29T10:00+00:00", "2026-03-28T22:00+00:00", "2026-03-29T21:00+00:00"),  # 23 hours of a day
    ],
)
def test_a_daily_turn_begins_by_the_clock_in_finland(now, turn, after):
    daily = jobs.Recurring(chores.tick, None, time(0, 0), None)
    now = datetime.fromisoformat(now)

    assert (daily.turn(now), daily.next_turn(now)) == (datetime.fromisoformat(turn), datetime.fromisoformat(after))


def test_turns_of_some_seconds_are_the_same_for_all():
    each = jobs.Recurring(chores.tick, timedelta(seconds=5), None, None)

    assert (
        each.turn(NOON + timedelta(seconds=7))
        == each.turn(NOON + timedelta(seconds=9.9))
        == NOON + timedelta(seconds=5)
    )
    assert each.next_turn(NOON + timedelta(seconds=7)) == NOON + timedelta(seconds=10)


def test_a_rhythm_is_one_of_two():
    with pytest.raises(TypeError):
        jobs.recurring(chores.tick)


def test_old_jobs_are_deleted_and_those_given_up_stay_for_a_month():
    kinds = [("SUCCESSFUL", 2), ("SUCCESSFUL", 0.5), ("FAILED", 31), ("FAILED", 29), ("READY", 99)]
    for status, days in kinds:
        job = jobs.enqueue(chores.note, f"{status} {days}")
        DBTaskResult.objects.filter(pk=job.pk).update(status=status, finished_at=timezone.now() - timedelta(days=days))

    jobs.prune()

    left = [job.args_kwargs["args"][0] for job in DBTaskResult.objects.order_by("enqueued_at")]
    assert left == ["SUCCESSFUL 0.5", "FAILED 29", "READY 99"]
