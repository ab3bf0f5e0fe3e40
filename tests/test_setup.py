"""The pins, the ranges and the scripts that set a machine up."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PINS = ("requirements.txt", "requirements-dev.txt")
SCRIPTS = (
    "bin/setup",
    "bin/start",
    "bin/test",
    "bin/check",
    "bin/with-postgres",
    "bin/backup",
    "bin/restore",
    ".ci/run",
)


def pinned(name: str) -> dict[str, str]:
    """Package -> version of a requirements file."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ \\;]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


def declared() -> dict[str, list[Requirement]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = [Requirement(line) for line in project["project"]["dependencies"]]
    dev = [Requirement(line) for line in project["dependency-groups"]["dev"]]
    return {"requirements.txt": run, "requirements-dev.txt": run + dev}


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_a_hash(name):
    blocks = re.split(r"^(?=[A-Za-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]

    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_address(name):
    text = (ROOT / name).read_text()

    assert re.findall(r".*(?:://|--index-url|--find-links|--trusted-host).*", text) == []


@pytest.mark.parametrize("name", PINS)
def test_every_declared_package_is_pinned_within_its_range(name):
    pins = pinned(name)

    outside = [
        f"{requirement} but {pins.get(canonicalize_name(requirement.name))}"
        for requirement in declared()[name]
        if (version := pins.get(canonicalize_name(requirement.name))) is None
        or Version(version) not in requirement.specifier
    ]

    assert outside == []


def test_tests_run_on_the_versions_that_are_served():
    run, dev = (pinned(name) for name in PINS)

    assert run == {package: dev.get(package) for package in run}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_plain_sh_and_may_be_started(name):
    path = ROOT / name

    assert path.read_text().startswith("#!/bin/sh\n")
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", path], capture_output=True, text=True, check=False).stderr == ""


def test_setup_refuses_a_word_it_does_not_know():
    done = subprocess.run(["sh", ROOT / "bin/setup", "prod"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (2, "usage: bin/setup [dev]\n")


def test_licence_is_the_european_union_public_licence():
    assert (ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")


def as_served(**environment) -> dict[str, str]:
    """Settings of a process that is not told to be a trial."""
    names = [f"{cookie}_COOKIE_{what}" for cookie in ("SESSION", "CSRF", "LANGUAGE") for what in ("NAME", "SECURE")]
    names.append("BROWSER_COOKIE_NAME")
    shown = f"from integration_programme import settings as s; print(*(getattr(s, n, None) for n in {names}))"
    environ = {"PATH": os.environ["PATH"], "DEBUG": "0", "SECRET_KEY": "x" * 60, **environment}
    done = subprocess.run(
        [sys.executable, "-c", shown], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return dict(zip(names, done.stdout.split(), strict=True))


def storage(**environment: str) -> dict:
    """Where files lie, as the settings say it to Django."""
    shown = "import json; from integration_programme import settings as s; print(json.dumps(s.STORAGES['default']))"
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", shown], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_files_lie_in_a_folder_unless_a_bucket_is_named():
    assert storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_files_lie_in_the_bucket_that_is_named_and_are_readable_by_nobody_else():
    place = {"FILES_BUCKET": "b", "FILES_ENDPOINT": "https://s3.example.fi", "FILES_REGION": "r"}

    found = storage(**place, FILES_KEY="k", FILES_SECRET="x")

    assert found["BACKEND"] == "integration_programme.remote_files.RemoteStorage"
    assert found["OPTIONS"] == {
        "bucket_name": "b",
        "endpoint_url": "https://s3.example.fi",
        "region_name": "r",
        "access_key": "k",
        "secret_key": "x",  # pragma: allowlist secret
        "default_acl": None,
        "file_overwrite": False,
    }


def test_served_by_https_every_cookie_is_secure_and_bound_to_its_host():
    assert as_served() == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": "True",
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "LANGUAGE_COOKIE_SECURE": "True",
        "BROWSER_COOKIE_NAME": "__Host-browser",
    }


def test_served_without_https_cookies_have_names_that_a_browser_takes():
    found = as_served(HTTPS="0")

    assert [found[f"{cookie}_COOKIE_SECURE"] for cookie in ("SESSION", "CSRF", "LANGUAGE")] == ["None"] * 3
    assert not any(value.startswith("__Host-") for value in found.values())


def test_where_ci_is_set_a_missing_browser_is_a_failure_that_says_why(tmp_path):
    """bin/test of a checkout in which everything is there but Chromium."""
    (tmp_path / "bin").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "bin/test").write_text((ROOT / "bin/test").read_text())
    for name, does in {"bin/setup": "exit 0", ".venv/bin/python": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)

    environ = {"PATH": os.environ["PATH"], "CI": "true"}
    done = subprocess.run(["sh", "bin/test"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == (
        "test: no Chromium could be installed, so the browser tests cannot run; where CI is set, that is a failure\n"
    )
    assert done.stdout == ""
