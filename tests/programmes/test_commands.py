"""The command that exports a programme."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programmes import export as printing
from programmes.document import assemble
from programmes.models import Export
from tests.programmes.pdfs import failures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.mark.slow
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


@pytest.mark.slow
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
