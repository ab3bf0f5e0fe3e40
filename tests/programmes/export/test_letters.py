"""Letters of many scripts: drawn with our own fonts, or named with the place where they stand."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from integration_programme.translations import Translations
from programmes import export as printing
from programmes.document import records_of
from programmes.export import fonts, letters
from programmes.export.letters import BOX, drawable, lacking
from tests.programmes.documents import make_document
from tests.programmes.factories import change, fresh, make_objective
from tests.programmes.pdfs import failures, inside

#: welcome, as people in Finland's integration work read it
WELCOME = {
    "ar": "أهلا وسهلا",
    "fa": "خوش آمدید، پژواک ۱۴۰۵",
    "ps": "ښه راغلاست، ټولنه",
    "ckb": "بەخێربێیت ڕۆژ",
    "so": "Soo dhawoow",
    "ru": "Добро пожаловать",
    "uk": "Ласкаво просимо, ґанок",
    "et": "Tere tulemast, õž",
    "se": "Bures boahtin, čđŋŧž",
    "vi": "Chào mừng, ữ ợ ẫ",
    "th": "ยินดีต้อนรับ",
    "ti": "እንቋዕ ብደሓን መጻእኩም",
    "am": "እንኳን ደህና መጡ።",
}
CHINESE = "欢迎"


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine without a font of its own."""
    monkeypatch.setattr(fonts, "letters_of_machine", lambda: ())


@pytest.mark.parametrize("language", WELCOME)
def test_the_scripts_of_integration_work_are_drawn_with_our_own_fonts(bare_machine, language):
    assert drawable(WELCOME[language]) == WELCOME[language]


def test_what_no_font_has_becomes_a_box_or_is_named(bare_machine):
    assert drawable(f"a {CHINESE} \U0001f680") == f"a {BOX * 2} [rocket]"
    assert lacking(f"a {CHINESE} \U0001f680") == {*CHINESE, "\U0001f680"}


def test_fonts_of_the_machine_draw_further_scripts_and_change_the_stamp(bare_machine, monkeypatch):
    before = fonts.stamp_of_fonts()

    monkeypatch.setattr(fonts, "letters_of_machine", lambda: ((0x4E00, 0x9FFF),))

    assert drawable(CHINESE) == CHINESE
    assert fonts.stamp_of_fonts() != before


def test_a_machine_without_fontconfigs_tool_is_asked_nothing(monkeypatch):
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)

    assert fonts.letters_of_machine.__wrapped__() == ()


def test_the_letters_that_are_written_down_are_those_in_the_fonts():
    assert fonts.letters_in_fonts() == fonts.LETTERS.read_text()


PRINT = """
import json, sys, django
django.setup()
from programmes.document.blocks import Document
from programmes import export as printing
pdf = printing.pdf_of(printing.html_of(Document.from_data(json.load(sys.stdin))))
sys.stdout.buffer.write(pdf.content)
"""


@pytest.mark.slow
def test_the_print_needs_no_font_of_the_machine(tmp_path):
    """In a process of its own, whose fontconfig knows no folder; the command that lists fonts is not there either."""
    welcome = "".join(f'<p lang="{language}">{words}</p>' for language, words in WELCOME.items())
    strong = "".join(f"<p><strong><em>{words}</em></strong></p>" for words in WELCOME.values())
    document = make_document("fi", html=welcome + strong + f"<p>{CHINESE}</p>")
    document.sections = document.sections[:1]
    document.title = document.cover.title = " ".join(WELCOME.values())
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    environment = {
        **os.environ,
        "PATH": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
    }

    made = subprocess.run(
        [sys.executable, "-c", PRINT],
        input=json.dumps(document.as_data()).encode(),
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
        env=environment,
    )

    pdf = printing.Pdf(made.stdout, 1, 0)
    assert failures(pdf, tmp_path) == []
    embedded = {name.decode() for name in re.findall(rb"/FontName /[A-Z]{6}\+([\w-]+)", inside(made.stdout))}
    ours = ("Source-Sans-3", "Vazirmatn", "Noto-Sans-Thai", "Noto-Sans-Ethiopic")
    assert {next((each for each in ours if name.startswith(each)), name) for name in embedded} == set(ours)


@pytest.mark.django_db
def test_letters_without_a_font_are_found_with_record_field_and_language(bare_machine, programme):
    change(programme, title=Translations({"sv": f"Program {CHINESE}", "fi": "Ohjelma"}))
    objective = make_objective(programme)
    change(objective, for_whom=Translations({"sv": "Alla", "fi": f"Kaikki {CHINESE[:1]}"}))
    change(programme.responsibility, coordinator_name=f"Li {CHINESE[1:]}")

    records = [record for read in records_of(fresh(programme)).values() for record in read()]
    found = letters.unprintable(records, ["sv", "fi"])

    assert [(each.record, each.field, each.language, each.letters) for each in found] == [
        (programme, "title", "sv", "欢 迎"),
        (programme.responsibility, "coordinator", "", "迎"),
        (objective, "for whom", "fi", "欢"),
    ]
    assert letters.unprintable(records, []) == [found[1]]
