"""Files are kept whole or not at all; what could not be kept is said, and tried again."""

import errno
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, worker
from integration_programme.actors import SYSTEM
from programmes import export as printing
from programmes.actions import approved, exports, files
from programmes.actions.versions import keep_version
from programmes.document import assemble
from programmes.enums import ExportState, VersionPurpose
from programmes.models import VersionDocument
from programmes.views.exports import problem_words
from stakeholders.models import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda *args, **more: printing.Pdf(b"%PDF-1.7 whole", 7, 0.1))


@pytest.fixture
def disk(monkeypatch):
    """A disk that is full after some bytes, until it is told that there is room again."""
    save = FileSystemStorage._save

    def fill(is_full: bool = True) -> None:
        def half(storage, name, content):
            save(storage, name, ContentFile(content.read()[:4]))
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", half if is_full else save)

    return fill


@pytest.fixture
def frozen(programme) -> VersionDocument:
    """An approved document that waits for its PDF."""
    facts = {"purpose": VersionPurpose.APPROVAL, "approved_on": today(), "documents": [assemble(programme, "sv")]}
    document = keep_version(programme, by=SYSTEM, **facts).documents.get()
    approved.request_frozen_pdf(document)
    return document


def work() -> None:
    """All attempts that are left, without waiting for their time."""
    for _attempt in range(jobs.MOST_ATTEMPTS):
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
        worker.work_off([jobs.LONG])


def stored() -> list[str]:
    return [
        name
        for folder in files.FOLDERS
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    ]


def state(frozen: VersionDocument) -> approved.PdfState:
    frozen.refresh_from_db()
    return approved.states([frozen])[frozen.pk]


def test_an_export_that_finds_no_room_says_so_and_leaves_no_half_file(programme, disk):
    export = exports.request_export(programme, "sv", by=SYSTEM)
    disk()

    worker.work_off([jobs.LONG])

    export.refresh_from_db()
    assert (export.state, stored()) == (ExportState.FAILED, [])
    assert problem_words(export).startswith("The file could not be kept")


def test_an_export_is_made_when_there_is_room_again(programme, disk):
    export = exports.request_export(programme, "sv", by=SYSTEM)
    disk()
    worker.work_off([jobs.LONG])
    disk(is_full=False)

    exports.request_export(programme, "sv", by=SYSTEM)
    worker.work_off([jobs.LONG])

    export.refresh_from_db()
    assert exports.is_ready(export)


def test_an_export_whose_file_went_away_is_known_as_lost(programme):
    export, _was_stored = exports.export_now(programme, "sv")

    default_storage.delete(export.file.name)

    assert exports.is_lost(export)


@pytest.mark.parametrize(("language", "told"), [("fi", "Epäonnistui"), ("sv", "Misslyckades"), ("en", "Failed")])
def test_the_list_says_of_what_was_lost_what_its_own_page_says(language, told, programme, coordinator, client):
    lost, _was_stored = exports.export_now(programme, "sv")
    default_storage.delete(lost.file.name)
    dropped = exports.request_export(programme, "fi", by=SYSTEM)
    DBTaskResult.objects.all().delete()
    client.force_login(coordinator)

    page = client.get(f"/{language}/programmes/{programme.slug}/export/").content.decode()

    states = re.findall(r'<td data-label="[^"]+">([^<]+)</td>', page)[1::2]
    assert (states, exports.is_lost(dropped)) == ([told, told], True)


def test_an_approved_pdf_that_waits_is_being_made_and_then_ready(frozen):
    waiting = state(frozen)

    work()

    assert (waiting, state(frozen)) == (approved.PdfState(False), approved.PdfState(True))


def test_an_approved_pdf_that_failed_is_made_again_by_itself(frozen, disk):
    disk()
    work()
    failed, left = state(frozen), stored()
    disk(is_full=False)

    asked = approved.request_missing()
    work()

    assert (failed.is_ready, left, asked) == (False, [], 1)
    assert timedelta(0) < failed.again_at - timezone.now() <= approved.LOOK_EVERY
    assert state(frozen) == approved.PdfState(True)
    assert not approved.is_any_missing()


def test_the_worker_itself_makes_it_again_when_the_next_turn_comes(frozen, disk):
    disk()
    work()
    failed = state(frozen)
    disk(is_full=False)

    worker.work_off(jobs.QUEUES)

    assert (failed.is_ready, state(frozen)) == (False, approved.PdfState(True))


def test_a_storage_that_is_away_leaves_nothing_and_the_pdf_is_made_when_it_is_back(frozen, settings, tmp_path):
    there = settings.MEDIA_ROOT
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    work()
    away = state(frozen)

    settings.MEDIA_ROOT = there
    approved.request_missing()
    work()

    assert (away.is_ready, away.again_at is None) == (False, False)
    assert state(frozen) == approved.PdfState(True)


def test_an_approved_pdf_whose_file_went_away_is_made_again_by_itself(frozen):
    work()
    default_storage.delete(frozen.version.documents.get().pdf.name)
    gone, is_missing = state(frozen), approved.is_any_missing()

    asked = approved.request_missing()
    work()

    assert (gone.is_ready, gone.again_at is None, is_missing, asked) == (False, False, True, 1)
    assert state(frozen) == approved.PdfState(True)
    assert not approved.is_any_missing()


def test_an_approved_pdf_whose_storage_does_not_answer_is_not_printed_anew(frozen, monkeypatch):
    work()

    def away(*_args):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FileSystemStorage, "listdir", away)

    assert not approved.is_any_missing()


def test_between_two_attempts_the_next_one_is_told(frozen, disk):
    disk()
    worker.work_off([jobs.LONG])

    assert state(frozen).again_at == DBTaskResult.objects.get().run_after


def test_what_is_under_way_is_not_asked_for_twice(frozen):
    assert (approved.request_missing(), DBTaskResult.objects.count()) == (0, 1)


def test_a_coordinator_has_a_failed_pdf_made_at_once_and_two_clicks_are_one(frozen, coordinator, disk):
    disk()
    work()
    disk(is_full=False)

    approved.request_approved_pdf(frozen, by=coordinator)
    approved.request_approved_pdf(frozen, by=coordinator)
    work()

    assert (DBTaskResult.objects.count(), state(frozen)) == (1, approved.PdfState(True))


def test_an_approved_pdf_whose_job_is_gone_is_asked_for_anew(frozen):
    DBTaskResult.objects.all().delete()

    approved.request_missing()
    work()

    assert state(frozen) == approved.PdfState(True)


def test_the_page_says_what_is_the_case_and_offers_the_button_to_coordinators(frozen, coordinator, client, disk):
    programme = frozen.version.programme
    pages = []
    client.force_login(coordinator)
    url = f"/en/programmes/{programme.slug}/export/"
    again = f"/en/programmes/{programme.slug}/approved/1/sv/make-pdf/"
    pages.append(client.get(url).content.decode())
    disk()
    work()
    pages.append(client.get(url).content.decode())
    disk(is_full=False)
    assert client.post(again).status_code == 302
    work()
    pages.append(client.get(url).content.decode())

    words = ("the PDF is being made", "could not be made and is tried again at", "approved/1/sv.pdf")
    assert [[word in page for word in words] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert [again in page for page in pages] == [False, True, False]


def test_files_that_nothing_points_at_are_cleared_when_they_are_old(programme, monkeypatch):
    export, _was_stored = exports.export_now(programme, "sv")
    default_storage.save("exports/half.pdf", ContentFile(b"%PD"))
    young = files.clear_half_files()
    monkeypatch.setattr(files, "YOUNG", timedelta(hours=-1))

    assert (young, files.clear_half_files()) == (0, 1)
    assert stored() == [export.file.name.removeprefix("exports/")]


# A storage elsewhere


def test_where_the_storage_is_elsewhere_a_row_is_believed_and_no_page_waits_for_it(monkeypatch):
    asked = []
    monkeypatch.setattr(FileSystemStorage, "exists", lambda self, name: asked.append(name))
    monkeypatch.setattr(FileSystemStorage, "is_remote", True, raising=False)

    assert [files.is_there("approved/a.pdf"), files.is_there("")] == [True, False]
    assert asked == []


def test_where_it_is_a_folder_it_is_asked():
    default_storage.save("approved/a.pdf", ContentFile(b"%PDF"))

    assert [files.is_there(name) for name in ("approved/a.pdf", "approved/b.pdf", "")] == [True, False, False]
