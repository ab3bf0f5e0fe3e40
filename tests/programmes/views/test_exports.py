"""How people ask for a PDF and get it."""

import time

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from integration_programme.actors import SYSTEM
from programmes import export as printing
from programmes.actions import exports
from programmes.actions.programmes import share_programme
from programmes.enums import Audience, ExportState
from programmes.models import Export
from stakeholders.models import Event
from tests.programmes.factories import make_chosen_group, make_finding, make_programme, make_thread
from tests.programmes.pdfs import failures
from tests.stakeholders.factories import make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def programme(coordinator):
    programme = make_programme(by=coordinator)
    make_thread(programme)
    return programme


def address(name: str, programme, **more) -> str:
    return reverse(name, kwargs={"slug": programme.slug, **more})


def work() -> None:
    call_command("worker", batch=True, verbosity=0)


def ask(client, programme, language="sv"):
    response = client.post(address("request_export", programme, language=language))
    assert response.status_code == 302
    return Export.objects.latest("pk")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_from_the_button_to_the_file(client, coordinator, programme, tmp_path):
    client.force_login(coordinator)

    assert client.get(address("exports", programme)).status_code == 200
    export = ask(client, programme)
    waiting = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert 'data-status-url="' in waiting and "PDF (Swedish)</h1>" in waiting
    assert client.get(address("export_file", programme, pk=export.pk)).status_code == 404
    work()
    status = client.get(address("export_status", programme, pk=export.pk))
    assert status.json() == {"state": "done", "text": "The PDF is ready."}
    ready = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert address("export_file", programme, pk=export.pk) in ready
    answer = client.get(address("export_file", programme, pk=export.pk))
    content = b"".join(answer.streaming_content)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{programme.slug}-sv.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    export.refresh_from_db()
    assert failures(printing.Pdf(content, export.pages, 0), tmp_path) == []
    assert export.pages > 3 and export.cpu_seconds > 0 and export.file.name == f"exports/{export.content_hash}.pdf"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_unchanged_programme_is_served_from_the_store(client, coordinator, programme):
    client.force_login(coordinator)
    first = ask(client, programme)
    work()
    again = ask(client, programme)

    assert again == first and DBTaskResult.objects.count() == 1
    assert Event.objects.filter(verb="request_export").count() == 1
    began = time.process_time()
    exports.request_export(programme, "sv", by=coordinator)
    assert time.process_time() - began < 0.2

    make_finding(programme, "Something new", by=coordinator)
    assert ask(client, programme) != first


def test_a_double_click_asks_once(client, coordinator, programme):
    client.force_login(coordinator)

    assert ask(client, programme) == ask(client, programme)
    assert DBTaskResult.objects.count() == 1


STOPPED = "The PDF could not be made: the background work stopped. Try again."


@pytest.mark.parametrize(
    ("state", "error", "told"),
    [
        ("waiting", "", {"state": "waiting", "text": "Waiting for its turn"}),
        (
            "failed",
            "too_long",
            {
                "state": "failed",
                "text": "Laying out took too long. Look for a very long table or text, shorten it and try again.",
            },
        ),
        (
            "failed",
            "strange",
            {
                "state": "failed",
                "text": "Something unexpected went wrong. Try again; if it happens again, tell the administrator.",
            },
        ),
        ("ready", "", {"state": "failed", "text": STOPPED}),  # its file is gone
    ],
)
def test_the_status_says_what_the_page_says(client, coordinator, programme, state, error, told):
    client.force_login(coordinator)
    export = ask(client, programme)
    Export.objects.update(state=state, error=error)

    assert client.get(address("export_status", programme, pk=export.pk)).json() == told
    assert told["text"] in client.get(address("export", programme, pk=export.pk)).content.decode()


def test_a_pdf_whose_job_is_gone_is_not_waited_for(client, coordinator, programme):
    client.force_login(coordinator)
    export = ask(client, programme)
    DBTaskResult.objects.all().delete()

    answer = client.get(address("export_status", programme, pk=export.pk))
    assert answer.json() == {"state": "failed", "text": STOPPED}


def test_who_may_ask_for_a_pdf(client, coordinator, programme):
    member = make_member(make_chosen_group(programme, by=coordinator))
    export = exports.request_export(programme, "sv", by=coordinator)
    pages = [address("exports", programme)] + [
        address(name, programme, pk=export.pk) for name in ("export", "export_status")
    ]
    request = address("request_export", programme, language="sv")

    for nobody in (make_user(), member):
        client.force_login(nobody)
        assert [client.get(url).status_code for url in pages] == [404, 404, 404]
        assert client.post(request).status_code == 404
    share_programme(programme, [Audience.GROUP], by=coordinator)
    client.force_login(member)
    assert [client.get(url).status_code for url in pages] == [200, 404, 404]  # that one was made for the writers
    assert client.post(request).status_code == 302
    own = Export.objects.get(audience=Audience.GROUP)
    assert client.get(address("export", programme, pk=own.pk)).status_code == 200
    client.logout()
    assert [client.get(url).status_code for url in pages] == [302, 302, 302]


def test_what_is_not_there_and_what_only_posts(client, coordinator, programme):
    other = make_programme("231", by=SYSTEM)
    foreign = exports.request_export(other, other.original_language, by=SYSTEM)
    client.force_login(coordinator)

    assert client.get(address("request_export", programme, language="sv")).status_code == 405
    assert client.post(address("request_export", programme, language="en")).status_code == 404
    assert client.get(address("export", programme, pk=foreign.pk)).status_code == 404
    assert client.get(address("export_file", programme, pk=foreign.pk)).status_code == 404
    assert client.get(address("export_status", programme, pk=2**63)).status_code == 404  # more than any row is numbered
    assert client.post(address("exports", programme)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_exports_ask_the_database_a_fixed_number_of_times(
    client, coordinator, programme, count, django_assert_num_queries
):
    for number in range(count):
        export = Export.objects.create(programme=programme, language="sv", content_hash=str(number))
    client.force_login(coordinator)

    with django_assert_num_queries(29):  # the whole programme, for letters that cannot be printed
        client.get(address("exports", programme))
    with django_assert_num_queries(5):
        client.get(address("export", programme, pk=export.pk))
    with django_assert_num_queries(5):
        client.get(address("export_status", programme, pk=export.pk))


def test_a_pdf_that_failed_says_why_and_can_be_tried_again(client, coordinator, programme, monkeypatch):
    export = exports.request_export(programme, "sv", by=coordinator)

    def too_long(html, tell, pictures):
        raise printing.NotPrintable("too_long")

    monkeypatch.setattr(printing, "pdf_of", too_long)
    exports.render_export(export.pk)
    client.force_login(coordinator)

    shown = client.get(address("export", programme, pk=export.pk)).content.decode()
    assert "Laying out took too long." in shown
    assert address("request_export", programme, language="sv") in shown
    export.refresh_from_db()
    assert (export.state, export.error, bool(export.file)) == (ExportState.FAILED, "too_long", False)

    again = ask(client, programme)
    assert again == export and again.state == ExportState.WAITING and DBTaskResult.objects.count() == 2
