"""A PDF is made apart, within limits; what goes wrong there is told in words and harms nobody."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from programmes import export as printing
from programmes.export import press
from tests.programmes.documents import make_document
from tests.programmes.pdfs import made

ROOT = Path(__file__).resolve().parents[3]
PAGE = '<html lang="en"><title>x</title><body><h1>x</h1>'


def test_progress_is_told_on_the_way_and_the_file_comes_back():
    told = []

    pdf = printing.pdf_of(PAGE, told.append)

    assert (pdf.content[:8], pdf.pages, told[-1]) == (b"%PDF-1.7", 1, "writing")


def test_a_document_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(press, "LONGEST", 0.05)

    with pytest.raises(printing.NotPrintable, match="too_long"):
        made(make_document("en", repeat=3))


def test_a_document_that_takes_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(press, "MOST_MEMORY", 1_000_000)

    with pytest.raises(printing.NotPrintable, match=r"too_large|crashed"):
        made(make_document("en", repeat=3))


def test_nesting_beyond_what_the_engine_bears_is_told():
    with pytest.raises(printing.NotPrintable, match="too_deep"):
        printing.pdf_of(PAGE + "<div>" * 1500 + "x")


def test_a_helper_that_was_killed_is_followed_by_another():
    printing.pdf_of(PAGE)
    os.kill(press._press.helper.pid, signal.SIGKILL)
    press._press.helper.wait()

    assert printing.pdf_of(PAGE).pages == 1


def test_the_engine_takes_no_memory_of_whoever_asks():
    printing.pdf_of(PAGE)

    assert "weasyprint.layout" not in _modules_after("from programmes.export import pdf_of; pdf_of('<p>x')")


def test_the_engine_works_wherever_it_is_started_from():
    assert "programmes.export" in _modules_after("from programmes.export import pdf_of; pdf_of('<p>x')", folder="/")


def test_work_apart_has_a_low_priority():
    printing.pdf_of(PAGE)

    assert os.getpriority(os.PRIO_PROCESS, press._press.helper.pid) >= 10


def _modules_after(code: str, folder: str = str(ROOT)) -> list[str]:
    """What a fresh process has loaded after it ran this."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import django; django.setup(); {code}; "
    script += "sys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()
