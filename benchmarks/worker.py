"""Memory of the worker's processes while it makes fifty PDFs.

    .venv/bin/python benchmarks/worker.py [PDFS]

The demo in turn in each language, on a database of its own (under `bin/with-postgres` a PostgreSQL, else a file). MB of
all processes together (PSS: what several share is counted once), of the largest (RSS), and of each (PSS): at the start,
at each fifth of the way with the engine still there, as soon as it has gone with its worker, which is a second or two
after the last PDF, and a minute later, when all processes that did jobs have been replaced. Target of the last two:
120 MB, and no growth.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import serving

ROOT = Path(__file__).resolve().parent.parent


def family(process: int) -> list[int]:
    """A process and all below it."""
    below = [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [process, *(one for child in below for one in family(child))]


def memory(process: int) -> tuple[float, float]:
    """Its share of MB, and its MB in memory."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(size.split()[0]) for name, size in (line.split(":") for line in lines)}
    return kilobytes["Pss"] / 1000, kilobytes["Rss"] / 1000


def show(done: str, worker: int) -> None:
    found = []
    for process in family(worker):
        with suppress(ProcessLookupError, FileNotFoundError, ValueError):  # has ended meanwhile, or waits to be missed
            found.append(memory(process))
    together, largest = sum(share for share, _whole in found), max(whole for _share, whole in found)
    each = ", ".join(f"{share:.0f}" for share, _whole in found)
    print(f"{done:<14} {together:>8.0f} {largest:>8.0f}   {each}", flush=True)


def wait_for(worker: int, processes: int) -> float:
    """Until there are so many processes, and each has begun; the seconds until then."""
    began = time.monotonic()
    while len(family(worker)) != processes:
        time.sleep(0.05)
    waited = time.monotonic() - began
    time.sleep(1)
    return waited


def main(count: int) -> None:
    from django.core.management import call_command

    from integration_programme.actors import SYSTEM
    from integration_programme.jobs import QUEUES, QUICK
    from integration_programme.worker import IDLE
    from programmes.actions.exports import request_export
    from programmes.enums import ExportState
    from programmes.models import Export, Programme

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("seed_demo", stdout=nowhere)
    idle = 1 + len(QUEUES)  # the parent and a process for each queue
    print(f"{'':<14} {'together':>8} {'largest':>8}   each", flush=True)
    worker = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "worker"], cwd=ROOT, env=os.environ | serving.EARNEST
    )
    try:
        wait_for(worker.pid, idle)
        show("begun", worker.pid)
        for number in range(1, count + 1):
            Export.objects.all().delete()
            export = request_export(Programme.objects.get(slug="demo"), ["fi", "sv", "en"][number % 3], by=SYSTEM)
            while export.state in (ExportState.WAITING, ExportState.RUNNING):
                time.sleep(0.2)
                export.refresh_from_db()
            if number % max(1, count // 5) == 0:
                show(f"{number} PDFs", worker.pid)
        show(f"{wait_for(worker.pid, idle):.1f} s on", worker.pid)
        time.sleep(IDLE[QUICK])
        show("a minute on", worker.pid)
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    with tempfile.TemporaryDirectory() as folder, serving.database(folder) as url:
        os.environ |= {"DEBUG": "1", "DATABASE_URL": url, "MEDIA_ROOT": folder}
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
