"""CPU and SQL statements of pages and saves at several numbers of programmes, beside the targets.

    .venv/bin/python benchmarks/pages.py 3 300

Runs on a database of its own in a temporary folder (or on DATABASE_URL, when set), in one warm process; the minimum
and the median of a number of requests, CPU seconds of this process (user + system). Targets: 40 ms a page, 60 ms a save.
"""

import os
import statistics
import sys
import tempfile
import time
import uuid
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
PHASES = ["responsibility", "cooperation", "situation", "objectives", "document", "monitoring", "communication"]


def measure(call) -> tuple[float, float, int]:
    """Minimum and median CPU milliseconds of a call, and its SQL statements (transaction statements not counted)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    statements = [
        query
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return min(times), statistics.median(times), len(statements)


def save_of(client, programme, reverse):
    """A save of one measure as the screen does it: the form is posted and answers with a redirect."""

    def save():
        measure_row = programme.measures.first()
        url = reverse("edit_record", kwargs={"slug": programme.slug, "page": "measure", "key": measure_row.key})
        data = {
            "row_version": measure_row.row_version,
            "record_key": measure_row.key,
            "objective": measure_row.objective_id,
            "title_fi": f"Toimenpide {uuid.uuid4()}",
            "owner_fi": "Sivistyspalvelut",
            "in_budget": "yes",
            "status": "planned",
        }
        answer = client.post(url, data)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    return save


def main(numbers: list[int]) -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from programmes.models import Programme
    from stakeholders.models import User

    call_command("migrate", verbosity=0)
    print(f"{'programmes':>10}  {'what':<28} {'CPU ms min':>10} {'median':>8} {'SQL':>5}")
    for number in numbers:
        call_command("seed_demo", programmes=number, verbosity=0)
        for what, call in calls(User, Client, Programme.objects.get(slug="demo"), reverse).items():
            low, median, statements = measure(call)
            print(f"{number:>10}  {what:<28} {low:>10.1f} {median:>8.1f} {statements:>5}")


def calls(users, make_client, programme, reverse) -> dict:
    """What is measured: name → a call without arguments."""

    def signed_in(email: str):
        client = make_client()
        client.force_login(users.objects.get(email=email))
        return client

    coordinator, adviser = signed_in("coordinator@example.org"), signed_in("adviser@example.org")
    pages = ["programme", *PHASES, "preview", "document_json", "breaks", "thread", "exports", "approve_programme"]
    measure_row = programme.measures.first()
    of_measures = {"slug": programme.slug, "page": "measure"}
    return {
        "list (coordinator)": partial(coordinator.get, reverse("programmes")),
        "list (adviser)": partial(adviser.get, reverse("programmes")),
        "list (adviser, page 2)": partial(adviser.get, reverse("programmes") + "?page=2"),
        "list (adviser, search)": partial(adviser.get, reverse("programmes") + "?q=demo"),
        **{name: partial(coordinator.get, reverse(name, kwargs={"slug": programme.slug})) for name in pages},
        "form of a new measure": partial(coordinator.get, reverse("add_record", kwargs=of_measures)),
        "form of a measure": partial(
            coordinator.get, reverse("edit_record", kwargs={**of_measures, "key": measure_row.key})
        ),
        "save a measure": save_of(coordinator, programme, reverse),
    }


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
        main([int(number) for number in sys.argv[1:]] or [3, 300])
