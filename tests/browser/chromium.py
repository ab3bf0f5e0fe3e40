"""Where the browser for the tests is. Run as a script it prints the path, or ends with 1 when there is none."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = (
    "No Chromium was found. Type: apt-get install chromium (Debian), or .venv/bin/playwright install chromium; "
    "CHROMIUM=/path/to/it names one that lies elsewhere."
)


def chromium_path() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found and not _is_snap_stub(found):
            return found
    for path in MAC:
        if Path(path).exists():
            return path
    return _playwrights_own()


def _is_snap_stub(path: str) -> bool:
    """Ubuntu's chromium-browser is a shell script that asks for a snap."""
    with open(path, "rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"snap install" in start


def _playwrights_own() -> str | None:
    base = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = (
        [Path(base)] if base else [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    )
    for folder in folders:
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
            for path in sorted(folder.glob(pattern), reverse=True):
                return str(path)
    return None


if __name__ == "__main__":
    path = chromium_path()
    sys.stdout.write(f"{path or MISSING}\n")
    sys.exit(path is None)
