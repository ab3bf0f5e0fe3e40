"""The commands that export and import a programme."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programmes import export as printing
from programmes.document import assemble
from programmes.models import Export, Programme
from tests.programmes.factories import make_objective
from tests.programmes.pdfs import failures
from tests.stakeholders.factories import make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.mark.slow
@pytest.mark.same_on_both("a PDF is made of the document, without a database")
def test_the_command_writes_pdf_html_and_json(programme, tmp_path):
    told = StringIO()
    for kind in ("pdf", "pdf", "html", "json"):
        file = tmp_path / f"out.{kind}"
        call_command("export_programme", programme.slug, language="sv", format=kind, output=file, stdout=told)

    lines = told.getvalue().splitlines()
    assert re.search(r"\d+ pages, made now, \d+\.\d\d CPU seconds", lines[0])
    assert re.search(r"\d+ pages, from the store, 0\.\d\d CPU seconds", lines[1])
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert '<html lang="sv">' in (tmp_path / "out.html").read_text()
    assert '"language": "sv"' in (tmp_path / "out.json").read_text()


def test_the_command_says_what_is_wrong(programme, tmp_path):
    with pytest.raises(CommandError, match="There is no programme 'nowhere'"):
        call_command("export_programme", "nowhere", language="sv", output=tmp_path / "x")
    with pytest.raises(CommandError, match="not written in 'en'; it is in: sv, fi"):
        call_command("export_programme", programme.slug, language="en", output=tmp_path / "x")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_programme", programme.slug, language="sv", format="json", output=tmp_path / "no" / "x")


def written(programme, tmp_path):
    file = tmp_path / "programme.json"
    call_command("export_programme", programme.slug, format="programme", output=file, stdout=StringIO())
    return file


def told_by_import(file, **options) -> list[str]:
    told = StringIO()
    call_command("import_programme", file, stdout=told, **options)
    return told.getvalue().splitlines()


def test_a_whole_programme_is_written_and_read_over_itself(programme, tmp_path):
    file = written(programme, tmp_path)
    objective = make_objective(programme, "Added later")

    told = told_by_import(file)

    objective.refresh_from_db()
    assert told[-1] == f"{programme.slug}: restored"
    assert objective.archived_at is not None
    assert [(version.number, version.made_by_name) for version in programme.versions.all()] == [(2, ""), (1, "")]


def test_a_copy_is_made_for_another_municipality(programme, tmp_path):
    make_municipality("893")

    told = told_by_import(written(programme, tmp_path), copy=True, municipality="893")

    copy = Programme.objects.exclude(pk=programme.pk).get()
    assert told == [
        "Accounts, roles and rights are not taken: who works for the municipality here writes here.",
        "Earlier texts, events and versions are not in the file.",
        "Shared figures of municipalities are not taken: the document shows those that this service has.",
        "Whom it was shared with is not taken: only those who write it read it.",
        f"{copy.slug}: made",
    ]
    assert copy.links.get(is_lead=True).municipality_id == "893"


def test_a_check_only_tells(programme, tmp_path):
    told = told_by_import(written(programme, tmp_path), copy=True, check=True)

    assert len(told) == 4
    assert Programme.objects.count() == 1


def test_the_import_says_what_is_wrong(programme, tmp_path):
    file = written(programme, tmp_path)
    with pytest.raises(CommandError, match="There is no municipality '999'"):
        call_command("import_programme", file, copy=True, municipality="999")
    with pytest.raises(CommandError, match="--municipality goes with --copy"):
        call_command("import_programme", file, municipality="893")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_programme", tmp_path / "nowhere.json")
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 99'))
    with pytest.raises(CommandError, match="this service reads schemas up to 1"):
        call_command("import_programme", file)


@pytest.mark.slow
@pytest.mark.same_on_both("a PDF is made of the document, without a database")
def test_the_demo_conforms_in_each_language_with_all_ten_elements(settings, tmp_path):
    settings.DEMO = True
    call_command("seed_demo", stdout=StringIO())

    for language in ("fi", "sv", "en"):
        call_command("export_programme", "demo", language=language, output=tmp_path / "demo.pdf", stdout=StringIO())
        export = Export.objects.get(programme__slug="demo", language=language)
        document = assemble(export.programme, language)
        assert failures(printing.Pdf((tmp_path / "demo.pdf").read_bytes(), 0, 0), tmp_path) == []
        assert 15 <= export.pages <= 35
        assert sum(section.key.startswith("document.") for section in document.sections) == 10
