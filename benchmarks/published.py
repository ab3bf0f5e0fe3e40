"""Public pages: CPU and statements of each, where the page is kept and where the reader has it.

    .venv/bin/python benchmarks/published.py [--rounds N]

CPU milliseconds of the process that answers, the minimum and the middle of many rounds; the demo in a new SQLite file.
Promised: at most 3 ms and 2 statements.
"""

import argparse
import statistics
import tempfile

from asks import measured, prepare, set_up, statements

PAGES = (
    "",
    "esimerkkila-2022/",
    "esimerkkila-2022/1/",
    "esimerkkila-2022/2/document/",
    "?q=esimerkkila&force=in_force",
)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        prepare(4)
        from django.test import Client

        reader = Client()
        print(f"{'page':44} {'kept':>12} {'304':>12} statements")
        for page in PAGES:
            url = f"/fi/published/{page}"
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
