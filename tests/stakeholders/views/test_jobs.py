"""What administrators see of the background, and what nobody sees."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, outbox, worker, workload
from integration_programme.models import OutgoingMail
from integration_programme.workload import masked
from stakeholders.models import Event
from tests.integration_programme import chores
from tests.mails import received
from tests.stakeholders.factories import make_administrator, make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make_administrator())
    return client


def page(client) -> str:
    return " ".join(client.get(reverse("jobs")).content.decode().split())


def write_mail(**changes) -> OutgoingMail:
    outbox.write("a", kind="invitation", to="olli@example.org", subject="Come", body="the secret link", language="en")
    OutgoingMail.objects.update(**changes)
    return OutgoingMail.objects.get()


def test_it_says_that_nothing_waits(administrator):
    html = page(administrator)

    assert [words in html for words in ("Nothing waits.", "No job was given up.", "All mails have left.")] == [True] * 3


def test_it_tells_what_waits_runs_and_was_given_up(administrator):
    jobs.enqueue(chores.note_at_length, "running")
    jobs.claim(jobs.LONG, "one")
    jobs.enqueue(chores.fail_for_good, "the secret argument")
    worker.work_off([jobs.QUICK])
    jobs.enqueue(chores.note, "waits")

    html = page(administrator)

    words = ("1 job waits", "Running: note_at_length", "fail_for_good", "GiveUp", "the secret argument")
    assert [each in html for each in words] == [True, True, True, True, False]


def test_a_mail_is_shown_without_its_body_and_its_reader_masked(administrator):
    write_mail(attempts=3, last_error="ConnectionRefusedError: [Errno 111] Connection refused")

    html = page(administrator)

    words = ("o…@example.org", "Invitation", "Connection refused", "olli@example.org", "the secret link", "Come")
    assert [each in html for each in words] == [True, True, True, False, False, False]


def test_mails_that_were_given_up_are_shown_before_any_that_wait(administrator, monkeypatch):
    monkeypatch.setattr(workload, "SHOWN", 1)
    for key in ("waits", "given up", "waits too"):
        outbox.write(key, kind="x", to=f"{key[0]}@example.org", subject="s", body="b", language="en")
    OutgoingMail.objects.filter(key="given up").update(given_up_at=timezone.now())

    assert [row.to for row in workload.mails()] == ["g…@example.org"]


def test_a_job_that_was_given_up_is_tried_again_once(administrator):
    job = jobs.enqueue(chores.fail_for_good, "x")
    worker.work_off([jobs.QUICK])
    url = reverse("retry_job", args=[job.pk])

    said = [str(next(iter(administrator.post(url, follow=True).context["messages"]))) for _click in range(2)]

    assert said == ["It will be tried again at once.", "It has been done meanwhile, or is being done."]
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_mail_that_was_given_up_is_tried_again_and_leaves(administrator):
    mail = write_mail(given_up_at=timezone.now(), due_at=timezone.now() + timedelta(days=1))
    was_held = received() == []

    response = administrator.post(reverse("retry_mail", args=[mail.pk]))

    assert (was_held, response.url, [message.to for message in received()]) == (
        True,
        reverse("jobs"),
        [["olli@example.org"]],
    )


def test_what_was_tried_again_is_one_event_that_administrators_read_in_their_language(administrator):
    mail = write_mail(given_up_at=timezone.now())
    job = jobs.enqueue(chores.fail_for_good, "x")
    worker.work_off([jobs.QUICK])
    for _click in range(2):
        administrator.post(reverse("retry_job", args=[job.pk]))
    administrator.post(reverse("retry_mail", args=[mail.pk]))

    html = page(administrator)

    told = Event.objects.filter(scope="background").values_list("verb", "actor_name")
    assert list(told) == [("retry_mail", "Aino Alanen"), ("retry_job", "Aino Alanen")]
    sentences = (
        "Aino Alanen had a job tried again: fail_for_good.",
        "Aino Alanen had a mail tried again: Invitation, o…@example.org.",
    )
    assert [each in html for each in sentences] == [True, True]
    with translation.override("sv"):
        in_swedish = page(administrator)
    assert "Aino Alanen lät skicka ett meddelande på nytt: Inbjudan, o…@example.org." in in_swedish


@pytest.mark.parametrize(
    ("path", "kept", "words"),
    [
        ("programmes.tasks.gone", {"args": []}, "This version of the product does not know the job."),
        (
            "programmes.tasks.render_export",
            {"args": "x"},
            "The job was asked for with other data than it takes.",
        ),
    ],
)
def test_a_job_that_nothing_can_be_done_with_is_told_of_in_words(administrator, path, kept, words):
    jobs.enqueue(chores.note, "x")
    DBTaskResult.objects.update(task_path=path, args_kwargs=kept)
    for _attempt in range(3):
        worker.work_off([jobs.QUICK])
        DBTaskResult.objects.update(run_after=timezone.now())

    html = page(administrator)

    name = "PDF that was asked for" if "render" in path else "Unknown job (programmes.tasks.gone)"
    assert (name in html, words in html) == (True, True)


def test_others_do_not_find_it(client):
    client.force_login(make_coordinator())

    assert client.get(reverse("jobs")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_of_the_database_with_one_row_and_with_three(
    administrator, count, django_assert_max_num_queries
):
    for number in range(count):
        jobs.enqueue(chores.note, str(number))
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
        outbox.write(str(number), kind="x", to="a@example.org", subject="s", body="b", language="en")

    with django_assert_max_num_queries(7):
        administrator.get(reverse("jobs"))


def test_an_address_is_masked_to_its_first_letter():
    assert (masked("olli@example.org"), masked("@x"), masked("")) == ("o…@example.org", "…@x", "…@")
