"""What bin/backup puts aside, bin/restore brings back as it was, and over nothing that is there.

Here on SQLite and with a small database; benchmarks/restore_drill.sh does it on PostgreSQL with programmes and PDFs.
"""

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


class Machine:
    """A place of its own for database and files."""

    def __init__(self, folder: Path):
        self.database, self.media = folder / "db.sqlite3", folder / "media"
        self.environ = {
            "PATH": os.environ["PATH"],
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(self.media),
        }

    def run(self, *words) -> tuple[int, str]:
        done = subprocess.run(words, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).strip()

    def rows(self) -> list[str]:
        with sqlite3.connect(self.database) as connection:
            return list(connection.iterdump())


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A database as migrations make it, which takes seconds: made once, and copied by whoever writes in it."""
    made = Machine(tmp_path_factory.mktemp("migrated"))
    assert made.run(".venv/bin/python", "manage.py", "migrate", "--verbosity", "0") == (0, "")
    return made.database


@pytest.fixture
def machine(tmp_path, migrated):
    """With a database as migrations make it, a text in it and a file."""
    made = Machine(tmp_path)
    copied(migrated, made.database)
    with sqlite3.connect(made.database) as connection:
        connection.execute("insert into django_session values ('k', 'Närpes', '2026-11-27')")
    made.media.mkdir()
    (made.media / "ä.pdf").write_bytes(b"%PDF")
    return made


def copied(database: Path, to: Path) -> None:
    """What else lies beside it, as its journal, is copied with it."""
    with sqlite3.connect(database) as one, sqlite3.connect(to) as other:
        one.backup(other)


@pytest.fixture
def elsewhere(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    return Machine(tmp_path / "elsewhere")


def put_aside(machine: Machine, tmp_path: Path) -> Path:
    code, told = machine.run("bin/backup", str(tmp_path / "backups"))
    assert code == 0, told
    return Path(told.removeprefix("backup: "))


def test_what_was_put_aside_comes_back_as_it_was(machine, elsewhere, tmp_path):
    kept = put_aside(machine, tmp_path)

    assert elsewhere.run("bin/restore", str(kept)) == (0, "restore: database and files are as they were")
    assert elsewhere.rows() == machine.rows()
    assert {path.name: path.read_bytes() for path in elsewhere.media.iterdir()} == {"ä.pdf": b"%PDF"}
    assert kept.stat().st_mode & 0o077 == 0


def test_nothing_that_is_there_is_overwritten(machine, tmp_path):
    kept = put_aside(machine, tmp_path)
    before = machine.rows()

    assert machine.run("bin/restore", str(kept)) == (1, f"restore: {machine.media} is not empty. Nothing was done.")
    (machine.media / "ä.pdf").unlink()
    assert machine.run("bin/restore", str(kept)) == (
        1,
        f"restore: {machine.database} is there already. Nothing was done.",
    )
    assert machine.rows() == before


def test_a_damaged_backup_is_not_brought_back(machine, elsewhere, tmp_path):
    kept = put_aside(machine, tmp_path)
    (kept / "files.tar").write_bytes(b"")

    code, told = elsewhere.run("bin/restore", str(kept))

    assert (code, told.splitlines()[-1]) == (1, "restore: the backup is damaged. Nothing was done.")
    assert not elsewhere.database.exists() and not elsewhere.media.exists()
