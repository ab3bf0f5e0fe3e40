"""CPU and SQL statements of pages and saves at several numbers of programmes, beside the targets.

    .venv/bin/python benchmarks/pages.py 3 300

Runs on a database of its own in a temporary folder (or on DATABASE_URL, when set), in one warm process; the minimum
and the median of a number of requests, CPU milliseconds of this process (user + system). Targets: 40 ms a page, 60 ms
a save. Side by side with another commit: compare.py.
"""

import statistics
import sys
import tempfile

import asks

ROUNDS = 15


def main(numbers: list[int]) -> None:
    print(f"{'programmes':>10}  {'what':<28} {'CPU ms min':>10} {'median':>8} {'SQL':>5}")
    for number in numbers:
        asks.prepare(number)
        known = asks.asks(states=False)
        for what, ask in known.items():
            asked = asks.statements(ask)
            times = [asks.measured(ask) for _round in range(ROUNDS)]
            print(f"{number:>10}  {what:<28} {min(times):>10.1f} {statistics.median(times):>8.1f} {asked:>5}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asks.set_up(folder)
        main([int(number) for number in sys.argv[1:]] or [3, 300])
