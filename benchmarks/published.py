"""Public pages, those for residents too: CPU and statements of each, where the page is kept and where the reader has it.

    .venv/bin/python benchmarks/published.py [--rounds N]

CPU milliseconds of the process that answers, the minimum and the middle of many rounds; the demo in a new SQLite file.
Promised: at most 3 ms and 2 statements.
"""

import argparse
import statistics
import tempfile

from asks import measured, prepare, set_up, statements

PAGES = (
    "/fi/published/",
    "/fi/published/esimerkkila-2022/",
    "/fi/published/esimerkkila-2022/1/",
    "/fi/published/esimerkkila-2022/2/document/",
    "/fi/published/?q=esimerkkila&force=in_force",
)


def of_residents() -> list[str]:
    """The pages of the demo's questions to residents, of the open and of the closed one."""
    from django.urls import reverse
    from django.utils import translation

    from programmes.models import Round

    with translation.override("fi"):
        rows = Round.objects.filter(kind="residents", opened_at__isnull=False)
        return [reverse("residents", args=[each.pk, "fi"]) for each in rows]


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        prepare(4)
        from django.test import Client

        reader = Client()
        print(f"{'page':44} {'kept':>12} {'304':>12} statements")
        for url in (*PAGES, *of_residents()):
            asked = statements(lambda url=url: reader.get(url))
            etag = reader.get(url)["ETag"]
            kept = [measured(lambda url=url: reader.get(url)) for _ in range(rounds)]
            known = [
                measured(lambda url=url, etag=etag: reader.get(url, headers={"if-none-match": etag})) for _ in kept
            ]
            told = (f"{min(each):5.2f} {statistics.median(each):5.2f}" for each in (kept, known))
            print(f"{url:44} {' '.join(f'{each:>12}' for each in told)} {asked:>10}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    main(parser.parse_args().rounds)
