"""PDF, DOCX and XLSX are known by their content, whole, and of one kind; every other file gets a sentence."""

import zipfile

import pytest
from django.core.exceptions import ValidationError

from integration_programme.brought import ENDINGS, LARGEST, name_with, paper
from integration_programme.brought.facts import LONGEST_NAME
from tests.integration_programme.brought.made import DOCX, LIST_OF_PARTS, PDF, XLSX, jpeg, office

UNKNOWN = "This is not a PDF, Word (DOCX) or Excel (XLSX) file, whatever its name says. Save it as one of them, without a password."
BROKEN = "The file cannot be read: a part of it is missing or broken. Save it again, or choose another one."
BOTH = "The file is of two kinds at once. Save it anew in the program that it was made with."
TIGHT = "The file is packed so tightly that opening it could stop a computer. Save it anew."
MACROS = "This is not a plain Word or Excel file. Save it as DOCX or XLSX, without macros."


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as refused:
        paper(content, name)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "Minutes.PDF", "application/pdf"),
        (office(DOCX), "minutes.docx", DOCX),
        (office(XLSX), "costs.xlsx", XLSX),
    ],
)
def test_a_file_is_kept_as_it_is(content, name, content_type):
    kept = paper(content, name)

    assert (kept.content, kept.content_type, kept.size) == (content, content_type, len(content))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(b"", "a.pdf", "The file is empty. Choose another one.", id="zero bytes"),
        pytest.param(PDF[:-8], "a.pdf", BROKEN, id="half a pdf"),
        pytest.param(PDF + office(), "a.pdf", BOTH, id="pdf with a zip behind it"),
        pytest.param(jpeg(), "a.pdf", UNKNOWN, id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx", UNKNOWN, id="with a password, or old"),
        pytest.param(b"<html><script>alert(1)</script>", "a.pdf", UNKNOWN, id="html"),
        pytest.param(b"\n" + PDF, "a.pdf", UNKNOWN, id="something before a pdf"),
        pytest.param(office()[:-30], "a.docx", BROKEN, id="half a docx"),
        pytest.param(b"PK\x03\x04" + bytes(100), "a.docx", BROKEN, id="head of a zip"),
        pytest.param(office(comment=b"x" * 50), "a.docx", BOTH, id="docx with words behind it"),
        pytest.param(office() + b"<script>", "a.docx", BOTH, id="docx with html behind it"),
        pytest.param(office() + office(), "a.docx", BOTH, id="two in one"),
        pytest.param(office(f"{DOCX}.macro"), "a.docx", MACROS, id="another main part"),
        pytest.param(office("application/epub"), "a.docx", MACROS, id="another zip"),
        pytest.param(office(more={"m.bin": bytes(3_000_000)}), "a.docx", TIGHT, id="bomb of one part"),
        pytest.param(office(more={f"{n}.xml": b"<a/>" for n in range(2_100)}), "a.xlsx", TIGHT, id="very many parts"),
        pytest.param(office(more={LIST_OF_PARTS: b" " * 1_100_000}), "a.docx", TIGHT, id="bomb in the list of parts"),
        pytest.param(
            office(XLSX),
            "a.docx",
            "The name of the file does not end with .xlsx, but that is what it is. Is it the right file?",
            id="mislabelled",
        ),
    ],
)
def test_what_is_not_taken_is_told_why(content, name, sentence):
    assert refusal(content, name) == sentence


def test_too_many_bytes_are_refused_before_they_are_looked_at():
    assert refusal(b"%PDF-" + bytes(LARGEST), "a.pdf") == (
        "The file is too large: at most 10 MB. Make it smaller, or choose another one."
    )


def test_a_zip_that_lies_about_its_sizes_is_never_unpacked(monkeypatch):
    asked = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda self, name, pwd=None: asked.append(name) or b"")

    refusal(office(more={"m.bin": bytes(3_000_000)}), "a.docx")
    refusal(office(), "a.docx")

    assert asked == [LIST_OF_PARTS]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Anna\\Möte 3.pdf", "Möte 3.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("report\u202efdp.exe", "reportfdp.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("..", "file.pdf"),
        ("two.names.docx", "two.names.pdf"),
    ],
)
def test_a_name_has_no_folders_and_the_end_of_what_the_file_is(name, kept):
    assert name_with(name, "application/pdf") == kept


def test_a_name_of_300_letters_is_shortened_and_keeps_its_end():
    kept = name_with("ä" * 300 + ".pdf", "application/pdf")

    assert len(kept) == LONGEST_NAME
    assert kept.endswith("ä.pdf")


def test_every_kind_has_an_end_of_its_own():
    assert len(set(ENDINGS.values())) == len(ENDINGS) == 5
