"""What is measured: every kind of page and save of a programme, asked of one build in one warm process.

    .venv/bin/python benchmarks/asks.py FOLDER [PROGRAMMES]

Serves `compare.py`: run in the folder of a build, with a database of its own in FOLDER; reads the name of an ask a
line and answers with the CPU milliseconds of this process and the statements, as JSON. The other benchmarks import
`asks`. Whatever differs between builds (an address, the name of a field) is settled here.
"""

import gc
import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from typing import Any

PHASES = ["responsibility", "cooperation", "situation", "objectives", "document", "monitoring", "communication"]
PAGES = ["programme", *PHASES, "preview", "document_json", "breaks", "thread", "exports", "approve_programme"]
WITH_COPIES = 5  # programmes at least: the demo and those that a build loads beside it, and three copies of the demo
OBJECTIVES, MEASURES, OBSERVATIONS = 40, 400, 300
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def set_up(folder: str) -> None:
    """Django of the build in the current folder, on a new database in `folder` (or on DATABASE_URL, when set)."""
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
    os.environ |= {"DEBUG": "1", "MEDIA_ROOT": folder, "EMAIL_URL": "dummymail://"}
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG, settings.DEMO, settings.ALLOWED_HOSTS = False, True, ["testserver"]


def prepare(programmes: int) -> None:
    """So many programmes; of `WITH_COPIES` one is approved, one large and one for saves. Then the worker has looked."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _seed(programmes)
    if programmes == WITH_COPIES:
        while not _is_there("demo-4"):
            _seed(programmes := programmes + 1)
        _in_demo_town("demo-4")
        _approve("demo-2")
        _enlarge("demo-3")
    _let_the_worker_look()


def _seed(programmes: int) -> None:
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        call_command("seed_demo", programmes=programmes, stdout=nowhere)


def _is_there(slug: str) -> bool:
    from programmes.models import Programme

    return Programme.objects.filter(slug=slug).exists()


def asks(*, states: bool = True) -> dict[str, Callable]:
    """Name → a call without arguments that answers with the response.

    With `states` also the reads that follow a save, an approved programme and a large one: of `WITH_COPIES`.
    """
    found = _of_lists() | _of_programme("demo") | _of_forms("demo")
    if not states:
        return found | _of_saves("demo", signed_in("coordinator"))
    writer = signed_in("coordinator")  # who saves also reads, so that no messages pile up
    found |= _of_saves("demo-4", writer)
    found |= {f"first: {name}": ask for name, ask in _of_programme("demo-4", writer).items()}
    found |= {f"approved: {name}": ask for name, ask in _of_programme("demo-2").items()}
    return found | {f"large: {name}": ask for name, ask in (_of_programme("demo-3") | _of_forms("demo-3")).items()}


def client(email: str):
    """Somebody of the demo who asks this very process."""
    from django.test import Client

    from stakeholders.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{email}@example.org"))
    return client


#: the people who ask; over HTTP they are others (memory.py)
signed_in: Callable[[str], Any] = client


def _of_lists() -> dict[str, Callable]:
    from django.urls import reverse

    coordinator, adviser, url = signed_in("coordinator"), signed_in("adviser"), reverse("programmes")
    return {
        "list (coordinator)": partial(coordinator.get, url),
        "list (adviser)": partial(adviser.get, url),
        "list (adviser, page 2)": partial(adviser.get, f"{url}?page=2"),
        "list (adviser, search)": partial(adviser.get, f"{url}?q=demo"),
    }


def _of_programme(slug: str, client=None) -> dict[str, Callable]:
    from django.urls import reverse

    get = (client or signed_in("coordinator")).get
    return {name: partial(get, reverse(name, kwargs={"slug": slug})) for name in PAGES}


def _of_forms(slug: str) -> dict[str, Callable]:
    from django.urls import reverse

    get, programme = signed_in("coordinator").get, _programme(slug)
    records = {
        "measure": programme.measures.first(),
        "objective": programme.objectives.first(),
        "element": programme.elements.first(),
        "answer": programme.answers.first(),
    }
    forms = {f"form: {kind}": partial(get, _edit_url(programme, kind, record)) for kind, record in records.items()}
    return forms | {
        "form: new measure": partial(get, _form_url("add_record", slug, "measure")),
        "form: state of an item": partial(
            get, reverse("mark_item", kwargs={"slug": slug, "item": "cooperation.group"})
        ),
    }


def _of_saves(slug: str, client) -> dict[str, Callable]:
    from django.urls import reverse

    from programmes.models import Export

    programme = _programme(slug)
    saves = {
        "save: measure": partial(_save_measure, client, programme),
        "save: element": partial(_save_element, client, programme),
        "save: state of an item": partial(_save_mark, client, programme),
    }
    export = Export.objects.create(programme=programme, language="fi", content_hash=uuid.uuid4().hex)
    status = reverse("export_status", kwargs={"slug": slug, "pk": export.pk})
    return saves | {"poll of a PDF's status": partial(client.get, status)}


def _save_measure(client, programme):
    row = programme.measures.first()
    words = {"title_fi": f"Toimenpide {uuid.uuid4()}", "owner_fi": "Sivistyspalvelut"}
    data = {"objective": row.objective_id, "in_budget": "yes", "status": "planned"}
    return client.post(_edit_url(programme, "measure", row), words | data | _counter(row))


def _save_element(client, programme):
    row = programme.elements.first()
    text = f"<p>{uuid.uuid4()}</p><p>Kunta edistää kotoutumista.</p>"
    return client.post(_edit_url(programme, "element", row), {"state": "written", "text_fi": text} | _counter(row))


def _save_mark(client, programme):
    from django.urls import reverse

    row = programme.marks.filter(item="cooperation.group").first()
    url = reverse("mark_item", kwargs={"slug": programme.slug, "item": "cooperation.group"})
    return client.post(url, {"status": "in_progress", "next_step_fi": f"Kokous {uuid.uuid4()}"} | _counter(row))


def _counter(row) -> dict:
    """The key of a record and its counter of saves, which was called `version` once."""
    name = "row_version" if hasattr(row, "row_version") else "version"
    return {name: getattr(row, name), "record_key": row.key}


def _edit_url(programme, kind: str, record) -> str:
    return _form_url("edit_record", programme.slug, kind, key=record.key)


def _form_url(name: str, slug: str, form: str, **more) -> str:
    """The address of a form, whose part in it was called `kind` once."""
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name, kwargs={"slug": slug, "page": form, **more})
    except NoReverseMatch:
        return reverse(name, kwargs={"slug": slug, "kind": form, **more})


def _programme(slug: str):
    from programmes.models import Programme

    return Programme.objects.get(slug=slug)


def _in_demo_town(slug: str):
    """A copy of the demo, made one of the demo's own municipality."""
    programme = _programme(slug)
    town = _programme("demo").links.get(is_lead=True).municipality_id
    programme.links.update(municipality=town)
    return programme


def _approve(slug: str) -> None:
    from programmes.actions.approval import approve_programme
    from stakeholders.models import User, today

    by = User.objects.get(email="coordinator@example.org")
    approve_programme(_in_demo_town(slug), approved_on=today(), by=by)


def _enlarge(slug: str) -> None:
    from programmes.models import Measure, Objective

    programme = _in_demo_town(slug)
    like, its = programme.objectives.first(), programme.measures.first()
    for at in range(programme.objectives.count(), OBJECTIVES):
        like.pk, like.key, like.code, like.position, like._state.adding = None, uuid.uuid4(), f"O{at + 1}", at + 1, True
        Objective.objects.bulk_create([like])
    objectives = list(programme.objectives.all())
    for at in range(programme.measures.count(), MEASURES):
        its.objective = objectives[at % OBJECTIVES]
        its.pk, its.key, its._state.adding = None, uuid.uuid4(), True
        its.code, its.position = f"M{its.objective.code[1:]}.{at + 1}", at + 1
        Measure.objects.bulk_create([its])


def more_observations() -> None:
    """Three hundred more of the demo's municipality, as an import brings them: earlier years of known statistics."""
    from itertools import islice, product

    from indicators.actions import load_observations
    from indicators.catalogue import STATISTICS
    from indicators.models import Observation

    code = _programme("demo").links.get(is_lead=True).municipality_id
    known = set(Observation.objects.of_areas([code]).values_list("statistic", "period"))
    new = (pair for pair in product(STATISTICS, map(str, range(2015, 1960, -1))) if pair not in known)
    load_observations(
        Observation(area_code=code, statistic=statistic, period=year, value=10, source="demo")
        for statistic, year in sorted(islice(sorted(new, key=lambda pair: pair[1], reverse=True), OBSERVATIONS))
    )


def _let_the_worker_look() -> None:
    """Do what the worker of a build does within seconds, where it has something to do."""
    try:
        from programmes.actions.standings import renew_standings
    except ImportError:
        return
    while renew_standings():
        pass


def measured(ask: Callable) -> float:
    """CPU milliseconds of this process for one call, which must succeed."""
    start = time.process_time()
    answered(ask)
    return (time.process_time() - start) * 1000


def answered(ask: Callable) -> None:
    answer = ask()
    assert answer.status_code in (200, 302, 304), answer.content.decode()[:2000]


def statements(ask: Callable) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(not query["sql"].startswith(OF_TRANSACTIONS) for query in captured.captured_queries)


def serve(known: dict[str, Callable]) -> None:
    """Answer for each line of input: the name of an ask; before a "first: …" there is a save, not measured."""
    answers = sys.stdout
    print(json.dumps(list(known)), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(known, line.strip())), file=answers, flush=True)


def _answer(known: dict[str, Callable], name: str) -> float | None:
    if name == "more observations":
        return more_observations()
    if name.startswith("first: "):
        known["save: measure"]()
    gc.collect()
    return measured(known[name])


if __name__ == "__main__":
    programmes = int(sys.argv[2]) if len(sys.argv) > 2 else WITH_COPIES
    with redirect_stdout(sys.stderr):
        set_up(sys.argv[1])
        prepare(programmes)
        found = asks() if programmes == WITH_COPIES else _of_lists()
    serve(found)
