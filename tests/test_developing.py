"""What docs/developing.md and docs/diagrams.md say is so."""

import re
import traceback
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.db import models

from programmes.management.commands import diagrams
from programmes.models import Measure
from programmes.models.kinds import KINDS
from programmes.workflow import TABLE, Step
from tests.programmes.every_kind import edit_url, make_town
from tests.programmes.sending import as_sent, opened

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/developing.md").read_text()
MOST_STEPS, MOST_FILES = 8, 6


def named_files(text: str) -> list[str]:
    return re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text)


def absent(names) -> list[str]:
    return [name for name in names if not (ROOT / name).exists()]


def steps(text: str, title: str) -> list[str]:
    """The numbered lines below a heading."""
    part = text.split(f"## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. (.*)$", part, re.MULTILINE)


def test_every_file_that_the_guide_names_exists():
    assert len(named_files(GUIDE)) > 20
    assert absent(named_files(GUIDE)) == []


def test_a_file_that_is_gone_is_found():
    assert absent(named_files("See `programmes/rules.py` and `programmes/helpers.py`.")) == ["programmes/helpers.py"]


def test_every_command_that_the_guide_names_exists():
    assert set(re.findall(r"manage\.py (\w+)", GUIDE)) <= set(get_commands())


def test_a_field_of_a_measure_touches_few_files():
    named = [name for step in steps(GUIDE, "Add a field") for name in named_files(step)]

    assert len(named) == len(set(named)) <= MOST_FILES


def test_the_diagrams_are_those_of_the_code():
    printed = StringIO()
    call_command("diagrams", stdout=printed)

    assert printed.getvalue() == (ROOT / "docs/diagrams.md").read_text()


def test_every_kind_and_every_move_is_in_the_diagrams():
    printed = diagrams.page()

    assert [kind.name for kind in KINDS.values() if f"    {kind.model.__name__} {{\n" not in printed] == []
    assert printed.count("-->") == 1 + sum(1 if isinstance(row, Step) else len(row.states) for row in TABLE)
    assert "    Objective ||--o{ Measure : objective\n" in printed
    assert "    Measure }o--o{ Indicator : measures\n" in printed


@pytest.mark.django_db
def test_from_the_view_to_the_saved_row_a_reader_passes_few_steps(client, monkeypatch):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    url = edit_url(programme, "measure", programme.measures.get())
    sent = as_sent(opened(client, url), title_sv="Rådgivning")
    passed: list[list[str]] = []
    told = steps(GUIDE, "From the address to the saved row")
    save = models.Model.save

    def saved(record, *args, **kwargs):
        if isinstance(record, Measure):
            passed.append([frame.name for frame in traceback.extract_stack() if _is_ours(frame.filename)])
        return save(record, *args, **kwargs)

    monkeypatch.setattr(models.Model, "save", saved)
    assert client.post(url, sent).status_code == 302

    (names,) = passed
    from_view = names[names.index("asked_view") :]
    assert len(from_view) <= MOST_STEPS
    assert [name for name in from_view if name != "<lambda>" and name not in "".join(told)] == []
    assert len(told) == len(from_view)


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "tests") and ".venv" not in path.parts
