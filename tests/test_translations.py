"""Every visible string stands in Finnish and Swedish, and the compiled catalogues are those of the sources."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["fi", "sv"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%n|\{\w+\}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def messages(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    entries = [entry for entry in catalogue(language) if not entry.obsolete]

    assert [entry.msgid for entry in entries if not all(messages(entry)) or "fuzzy" in entry.flags] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_named_holes_are_the_same(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        for message in messages(entry)
        if not set(PLACEHOLDER.findall(message)) <= set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(message)))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_that_of_the_source(language):
    source = catalogue(language)
    compiled = polib.mofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"))
    of_source = {(entry.msgctxt, entry.msgid): messages(entry) for entry in source if not entry.obsolete}
    of_compiled = {(entry.msgctxt, entry.msgid): messages(entry) for entry in compiled}

    assert of_compiled == of_source


MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}


def marked(source: str) -> set[str]:
    """The messages that a module marks for translation, wherever they stand: makemessages sees none within f-strings."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    marks = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKS]
    return {mark.value for mark in marks if isinstance(mark, ast.Constant)}


def test_a_message_within_another_text_is_found():
    assert marked("""f"{told} · {_('reached')}" + ngettext("one", "many", 2) + _(name)""") == {"reached", "one"}


def test_nothing_visible_is_left_out_of_the_catalogues():
    """Messages that the code marks for translation are all in the catalogue (its sources are read as text)."""
    known = {entry.msgid for entry in catalogue("fi")}
    in_templates = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
    unknown = set()
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if parts[0] not in ("integration_programme", "stakeholders", "indicators", "programmes", "templates"):
            continue
        if path.suffix == ".py":
            unknown |= marked(path.read_text(encoding="utf-8")) - known
        elif path.suffix in (".html", ".txt", ".svg"):
            found = in_templates.findall(path.read_text(encoding="utf-8"))
            unknown |= {(one or other).replace("%", "%%") for one, other in found} - known

    assert unknown == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_that_the_terminology_advises_against_is_not_used(language):
    assert [entry.msgid for entry in catalogue(language) for text in messages(entry) if "otouttam" in text] == []
