"""Memory of one process while it answers a thousand requests.

    .venv/bin/python benchmarks/memory.py [REQUESTS]

Every page of the demo and the save of a measure in turn, on a database of its own in a temporary folder. Resident
memory after a first round (everything is imported and compiled then) and at each tenth of the way; target: it stays
below 150 MB and grows by 10 % at most.
"""

import os
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def resident() -> float:
    """Resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def main(requests: int) -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from pages import calls

    from programmes.models import Programme
    from stakeholders.models import User

    call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)
    asks = list(calls(User, Client, Programme.objects.get(slug="demo"), reverse).values())
    for ask in asks:
        ask()
    print(f"{'requests':>10} {'MB':>7}\n{len(asks):>10} {resident():>7.1f}")
    for done, ask in enumerate(islice(cycle(asks), requests), start=1):
        ask()
        if done % max(1, requests // 10) == 0:
            print(f"{done:>10} {resident():>7.1f}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        os.environ["DEBUG"] = "1"
        os.environ["MEDIA_ROOT"] = folder
        import django
        from django.conf import settings

        django.setup()
        settings.DEBUG = False
        settings.DEMO = True
        settings.ALLOWED_HOSTS = ["testserver"]
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
