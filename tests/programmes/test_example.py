"""The example: everybody reads it, nobody can change it, and no programme stands behind it."""

import re
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from integration_programme import jobs, richtext, worker
from programmes import export as printing
from programmes.actions.example import PRINT_EXAMPLE, is_any_missing, print_example, request_missing
from programmes.checklist import DEFAULT_EDITION, Kind, edition
from programmes.demo.example import load_example
from programmes.document.blocks import Document
from programmes.document.whereabouts import section_of
from programmes.document.writer import anchor_of
from programmes.enums import Phase, ProgrammeState
from programmes.models import ExampleDocument, Programme, Version
from programmes.views.phases import LISTED
from stakeholders import reference
from stakeholders.models import CooperationGroup, Event, Municipality, User
from tests.programmes.factories import make_example
from tests.programmes.pdfs import failures

LANGUAGES = ["fi", "sv", "en"]
QUESTIONS_ANSWERED = 13
LEFT_OUT = "document.protection"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def load_all() -> None:
    reference.load()
    load_example()


def loaded() -> str:
    told = StringIO()
    call_command("load_example", stdout=told)
    return told.getvalue()


def address(language: str) -> str:
    with translation.override(language):
        return reverse("example")


@pytest.fixture(scope="class")
def first_day(once_a_class):
    return once_a_class(load_all)


@pytest.mark.slow
@pytest.mark.same_on_both(
    "its pages and its PDFs are made of one row; that each database takes it and lets the rest go, these find",
    but=["test_it_is_there_in_three_languages_as_the_council_approved_it", "test_nothing_else_is_left_of_it"],
)
class TestLoaded:
    """With the shipped bodies and the example, and nothing else: as an installation is on its first day."""

    @pytest.fixture(autouse=True)
    def on_the_first_day(self, first_day, own_files, settings):
        first_day(settings.MEDIA_ROOT)

    def test_it_is_there_in_three_languages_as_the_council_approved_it(self):
        documents = [Document.from_data(each.data) for each in ExampleDocument.objects.all()]

        assert [document.language for document in documents] == LANGUAGES
        assert {(document.state, document.mark, document.is_demo) for document in documents} == {
            (ProgrammeState.APPROVED, "", True)
        }
        assert all(document.demo_mark for document in documents)

    def test_nothing_else_is_left_of_it(self):
        left = [Programme, Version, CooperationGroup, Event, User]

        assert [model.objects.count() for model in left] == [0] * len(left)
        assert Municipality.objects.filter(is_demo=True).count() == 0
        assert [jobs.arguments(job) for job in jobs.unfinished(PRINT_EXAMPLE)] == [
            [each.pk] for each in ExampleDocument.objects.all()
        ]
        files = [
            name
            for folder in default_storage.listdir("files")[0]
            for name in default_storage.listdir(f"files/{folder}")[1]
        ]
        assert files == []

    def test_a_second_run_prints_nothing_anew(self):
        for each in ExampleDocument.objects.all():
            each.pdf.save("printed.pdf", ContentFile(b"%PDF-1.7"))

        assert loaded() == "The example is up to date.\n"

    def test_what_has_changed_or_lost_its_file_is_printed_anew(self):
        for each in ExampleDocument.objects.exclude(language="en"):
            each.pdf.save("printed.pdf", ContentFile(b"%PDF-1.7"))
        ExampleDocument.objects.filter(language="fi").update(fingerprint="of other words")

        assert loaded() == "The example is printed anew by the worker in: fi, en.\n"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_stranger_reads_all_of_it_with_its_pictures(self, client, language):
        response = client.get(address(language))

        page = response.content.decode()
        pictures = re.findall(r'src="(/\w\w/[^"]+)"', page)
        assert response.status_code == 200
        assert f'<div class="document-body" lang="{language}">' in page
        assert len(pictures) == 3
        for picture in pictures:
            answer = client.get(picture)
            assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
            assert b"".join(answer).startswith(b"\x89PNG")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_its_people_wrote_in_each_part_is_kept_by_itself_without_pictures(self, language):
        kept = ExampleDocument.objects.get(language=language)

        checklist = edition(DEFAULT_EDITION)
        elements = {item.key for item in checklist.of(Phase.DOCUMENT, Kind.ELEMENT)}
        questions = {item.key for item in checklist if item.kind == Kind.QUESTION}
        chapters = {"foreword", "introduction", "sources"}
        assert set(kept.passages) - questions == chapters | elements - {LEFT_OUT}
        assert len(questions & set(kept.passages)) == QUESTIONS_ANSWERED
        assert [part for part, said in kept.passages.items() if not richtext.plain_text(said["html"])] == []
        assert [part for part, said in kept.passages.items() if re.search(r"<figure| id=", said["html"])] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_all_that_leads_into_it_arrives(self, client, language):
        kept = ExampleDocument.objects.get(language=language)
        page = client.get(f"{address(language)}?language={language}").content.decode()

        there = set(re.findall(r' id="([^"]+)"', page))
        listed = [item for item in edition(DEFAULT_EDITION) if item.phase and item.kind in LISTED]
        anchors = {anchor_of(section_of(item)) for item in listed} | {said["anchor"] for said in kept.passages.values()}
        assert len(listed) > 30
        assert anchors - there == set()

    def test_a_stranger_gets_its_pdf_once_it_is_made(self, client, tmp_path):
        kept = ExampleDocument.objects.get(language="sv")
        with translation.override("sv"):
            url = reverse("example_pdf", kwargs={"language": "sv"})
        assert client.get(url).status_code == 404
        assert url not in client.get(address("sv")).content.decode()

        print_example(kept.pk)

        answer = client.get(url)
        content = b"".join(answer)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert failures(printing.Pdf(content, 0, 0), tmp_path) == []
        assert url in client.get(address("sv")).content.decode()


def test_the_front_page_leads_to_it(client):
    assert f'href="{address("sv")}"' in client.get("/sv/").content.decode()


def test_where_none_is_loaded_that_is_said(client):
    response = client.get(address("en"))

    assert (response.status_code, "No example is here yet" in response.content.decode()) == (200, True)


def test_whoever_reads_another_language_than_it_has_gets_one_that_it_has(client, programme):
    make_example(programme)

    assert 'class="document-body" lang="sv"' in client.get(address("en")).content.decode()
    assert client.get(address("en") + "?language=en").status_code == 404


def test_a_pdf_that_could_not_be_made_is_told_and_made_again_by_itself(client, programme, monkeypatch):
    kept = make_example(programme)
    default_storage.delete(kept.pdf.name)
    words = ("The PDF could not be made.", "The PDF is being made.", "The example as PDF")
    pages = [client.get("/en/example/").content.decode()]
    monkeypatch.setattr(printing, "pdf_of", lambda html, pictures: printing.Pdf(b"%PDF-1.7", 3, 0.1))

    asked = [is_any_missing(), request_missing(), request_missing()]
    pages.append(client.get("/en/example/").content.decode())
    worker.work_off([jobs.LONG])
    pages.append(client.get("/en/example/").content.decode())

    assert asked == [True, 1, 0]
    assert [[word in page for word in words] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_a_pdf_that_failed_for_good_is_tried_again_in_its_own_job(programme, monkeypatch):
    kept = make_example(programme)
    default_storage.delete(kept.pdf.name)
    jobs.enqueue(PRINT_EXAMPLE, kept.pk)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)

    request_missing()

    assert list(DBTaskResult.objects.values_list("status", flat=True)) == [TaskResultStatus.READY]


def test_it_costs_one_statement(client, programme, django_assert_num_queries):
    make_example(programme)
    client.get(address("sv"))

    with django_assert_num_queries(1):
        client.get(address("sv"))


def test_no_other_file_is_handed_out_as_its_picture(client, programme):
    make_example(programme)

    assert client.get(reverse("example_picture", kwargs={"key": programme.key})).status_code == 404
