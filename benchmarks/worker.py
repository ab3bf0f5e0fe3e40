"""Memory of the worker's processes while it makes fifty PDFs.

    .venv/bin/python benchmarks/worker.py [PDFS]

The demo in turn in each language, on a database of its own in a temporary folder. MB of each process: what is its own
(USS: private pages) and its share of what they have in common (PSS), at the start and at each fifth of the way. Target:
each process that does jobs stays under 120 MB, and none grows.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def family(process: int) -> list[int]:
    """A process and all below it."""
    below = [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [process, *(one for child in below for one in family(child))]


def memory(process: int) -> tuple[str, float, float]:
    """What it is, its own MB and its share of MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(size.split()[0]) for name, size in (line.split(":") for line in lines)}
    words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
    name = "helper" if "integration_programme.apart" in words else "worker"
    return name, (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1000, kilobytes["Pss"] / 1000


def show(done: int, worker: int) -> None:
    told = []
    for process in family(worker):
        with suppress(ProcessLookupError, FileNotFoundError):  # the child of a PDF has ended meanwhile
            name, own, shared = memory(process)
            told.append(f"{name} {own:.0f}/{shared:.0f}")
    print(f"{done:>5} PDFs: {', '.join(told)}", flush=True)


def main(count: int) -> None:
    from django.core.management import call_command

    from integration_programme.actors import SYSTEM
    from programmes.actions.exports import request_export
    from programmes.enums import ExportState
    from programmes.models import Export, Programme

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("seed_demo", stdout=nowhere)
    worker = subprocess.Popen([sys.executable, ROOT / "manage.py", "worker"], cwd=ROOT)
    try:
        time.sleep(3)
        show(0, worker.pid)
        for number in range(1, count + 1):
            Export.objects.all().delete()
            export = request_export(Programme.objects.get(slug="demo"), ["fi", "sv", "en"][number % 3], by=SYSTEM)
            while export.state in (ExportState.WAITING, ExportState.RUNNING):
                time.sleep(0.2)
                export.refresh_from_db()
            if number % max(1, count // 5) == 0:
                show(number, worker.pid)
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{folder}/worker.sqlite3", "MEDIA_ROOT": folder}
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
