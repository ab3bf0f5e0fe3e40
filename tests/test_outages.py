"""The database is gone or the disk is full: a sentence in the reader's language, and nothing that was written is lost."""

import errno
from html.parser import HTMLParser

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseErrorWrapper
from django.test import Client

from integration_programme.outages import answer_to, is_database_gone, is_disk_full
from programmes.enums import Audience, ExportState
from programmes.models import Export, Objective
from tests.pages import offences
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import make_coordinator

pytestmark = pytest.mark.django_db

UNAVAILABLE = {
    "fi": "Tietokanta ei vastaa.",
    "sv": "Databasen svarar inte.",
    "en": "The database does not answer.",
}
WRITTEN = {
    "title_sv": 'Fler "föräldrar" <b>i</b> arbete\r\noch en rad till',
    "title_en": "",
    "measurable": "on",
    "findings": ["1", "2"],
}


def as_django_tells(fault: Exception) -> Exception:
    """An error of the database driver, as Django hands it on."""
    try:
        with DatabaseErrorWrapper(_Postgres):
            raise fault
    except Exception as told:
        return told


class _Postgres:
    Database, errors_occurred = psycopg, False


def of_code(code: str) -> Exception:
    return as_django_tells(psycopg.errors.lookup(code)("told by the server"))


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


@pytest.fixture
def visitor(coordinator):
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)
    return client


@pytest.fixture
def gone(monkeypatch):
    """A switch: from then on no statement reaches the database."""

    def refuse(*arguments, **names):
        raise as_django_tells(psycopg.OperationalError("connection refused"))

    def switch():
        monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        return monkeypatch.undo

    return switch


class Form(HTMLParser):
    """The form on a page: where it goes, and what it sends."""

    def __init__(self, html: str):
        super().__init__()
        self.address, self.sent = None, {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.address = attributes.get("action")
        if tag == "input":
            self.sent.setdefault(attributes["name"], []).append(attributes.get("value"))


# The database is gone


@pytest.mark.parametrize("language", UNAVAILABLE)
def test_a_page_without_its_database_says_so_in_the_readers_language(language, visitor, programme, gone):
    gone()

    response = visitor.get(f"/{language}/programmes/{programme.slug}/?x=1&y=2")

    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert f'<html lang="{language}">' in html and UNAVAILABLE[language] in html
    assert f'href="/{language}/programmes/{programme.slug}/?x=1&amp;y=2"' in html
    assert response.wsgi_request.reference in html
    assert response["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert offences(html) == []


def test_an_address_without_a_language_is_answered_in_that_of_the_cookie(gone):
    client = Client(raise_request_exception=False)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "sv"
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "something"
    gone()

    response = client.get("/nowhere/")

    assert response.status_code == 503
    assert UNAVAILABLE["sv"] in response.content.decode()


def test_what_was_written_is_sent_again_from_the_page_as_it_was(coordinator, programme, gone):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(coordinator)
    url = f"/en/programmes/{programme.slug}/objective/add/?after=1"
    page = Form(client.get(url).content.decode())
    token = page.sent["csrfmiddlewaretoken"][0]
    back = gone()

    response = client.post(url, {"csrfmiddlewaretoken": token, **WRITTEN})
    form = Form(response.content.decode())
    back()

    assert response.status_code == 503
    assert form.address == url
    sent = {name: values for name, values in form.sent.items() if name != "csrfmiddlewaretoken"}
    assert sent == {name: value if isinstance(value, list) else [value] for name, value in WRITTEN.items()}
    again = client.post(form.address, {"csrfmiddlewaretoken": form.sent["csrfmiddlewaretoken"][0], "title_sv": "Ny"})
    assert again.status_code == 302
    assert [each.title.text("sv") for each in Objective.objects.all()] == ["Ny"]


def test_what_another_site_sent_is_not_passed_on(coordinator, programme, gone):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(coordinator)
    gone()

    response = client.post(f"/en/programmes/{programme.slug}/share/", {"audiences": "adviser"})

    assert response.status_code in (403, 503)
    assert Form(response.content.decode()).address is None


def test_a_password_stands_on_no_page(gone):
    client = Client(raise_request_exception=False)
    gone()

    response = client.post("/en/account/login/", {"login": "a@example.org", "password": "a secret of mine"})

    html = response.content.decode()
    assert response.status_code == 503
    assert "a secret of mine" not in html and Form(html).address is None
    assert "Go back in your browser" in html


def test_a_file_is_to_be_chosen_anew(visitor, gone):
    gone()

    response = visitor.post("/en/programmes/start/file/", {"file": SimpleUploadedFile("a.json", b"{}")})

    html = response.content.decode()
    assert response.status_code == 503
    assert Form(html).address is None and "Choose a file anew" in html


def test_the_outage_is_in_the_log_with_its_reference(visitor, programme, gone, caplog):
    gone()

    visitor.get(f"/en/programmes/{programme.slug}/")

    (record,) = [each for each in caplog.records if each.name == "integration_programme.outages"]
    assert record.getMessage() == f"GET /en/programmes/{programme.slug}/: Service Unavailable"
    assert isinstance(record.exc_info[1], OperationalError)


def test_alive_is_told_from_ready(client, gone):
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready\n")
    gone()

    alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.content) == (200, b"ok\n")
    assert (ready.status_code, ready["Retry-After"]) == (503, "30")
    assert ready.content == b"the database does not answer\n"


# The disk is full


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("database or disk is full"),
        of_code("53100"),
    ],
)
def test_a_full_disk_is_told_in_a_sentence_with_what_was_written(fault, visitor, programme, monkeypatch):
    def fail(*arguments, **names):
        raise fault

    monkeypatch.setattr("programmes.views.records.records.add_record", fail)
    url = f"/sv/programmes/{programme.slug}/objective/add/"

    response = visitor.post(url, {"title_sv": "Ny"})

    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (507, "30")
    assert "Tjänstens disk är full" in html
    assert Form(html).sent["title_sv"] == ["Ny"]
    assert response.wsgi_request.reference in html and offences(html) == []


def test_no_room_for_what_is_sent_is_told_too(visitor, programme, monkeypatch):
    """A file goes to the disk before any view is asked."""

    def fail(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.receive_data_chunk", fail)

    response = visitor.post("/en/programmes/start/file/", {"file": SimpleUploadedFile("a.json", b"{}")})

    assert response.status_code == 507
    assert "The disk of the service is full" in response.content.decode()


# The storage of files is away


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Palvelun tiedostoihin ei saada yhteyttä"),
        ("sv", "Tjänstens filer går inte att nå"),
        ("en", "The files of the service cannot be reached"),
    ],
)
def test_a_storage_of_files_that_is_away_is_told(language, told, visitor, programme, monkeypatch):
    export = _kept_export(programme)

    def away(*arguments):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FileSystemStorage, "_open", away)
    response = visitor.get(f"/{language}/programmes/{programme.slug}/export/{export.pk}/file/")

    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert told in html and response.wsgi_request.reference in html and offences(html) == []


def test_a_file_that_the_storage_has_lost_is_not_there(visitor, programme, monkeypatch):
    """Where the storage is elsewhere its row is believed, until the file is fetched."""
    export = _kept_export(programme)
    monkeypatch.setattr(FileSystemStorage, "is_remote", True, raising=False)
    default_storage.delete(export.file.name)

    assert visitor.get(f"/en/programmes/{programme.slug}/export/{export.pk}/file/").status_code == 404


def _kept_export(programme) -> Export:
    name = default_storage.save("exports/a.pdf", ContentFile(b"%PDF-1.7"))
    facts = {"language": "sv", "audience": Audience.WRITERS, "content_hash": "0", "state": ExportState.READY}
    return Export.objects.create(programme=programme, file=name, **facts)


# Which fault is which


@pytest.mark.parametrize("code", ["08000", "08006", "57P01", "57P02", "57P03", "53300", "58030", "25006"])
def test_the_server_says_that_it_is_gone(code):
    assert is_database_gone(of_code(code))
    assert not is_disk_full(of_code(code))


@pytest.mark.parametrize("words", ["unable to open database file", "disk I/O error"])
def test_the_file_of_the_database_is_gone(words):
    assert is_database_gone(OperationalError(words))


@pytest.mark.parametrize(
    "fault",
    [
        None,
        RuntimeError("connection refused"),
        OSError(errno.ENOENT, "No such file"),
        OperationalError("no such table: programmes_programme"),
        InterfaceError("Error binding parameter"),
        of_code("42P01"),
        of_code("40P01"),
        of_code("22001"),
    ],
)
def test_any_other_fault_is_no_outage(fault, rf):
    assert answer_to(rf.get("/"), fault) is None
