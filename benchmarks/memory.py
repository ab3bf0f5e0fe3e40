"""Memory of the process that serves pages while it answers five thousand requests.

    .venv/bin/python benchmarks/memory.py [REQUESTS]

gunicorn as `bin/start` serves, on a database of its own (under `bin/with-postgres` a PostgreSQL, else a file): every
page and save in turn, the large and the approved programme among them. Resident memory after a first round (everything
is imported and compiled then) and at each tenth of the way; target: 115 MB at most, and not growing.
"""

import sys
from functools import partial
from itertools import cycle, islice

import asks
import serving


def main(server: serving.Server, requests: int) -> None:
    asks.signed_in = partial(serving.Visitor, server.port)
    known = asks.asks()
    print(f"{'requests':>10} {'MB':>7}\n{0:>10} {server.resident():>7.1f}")
    for ask in known.values():
        asks.answered(ask)
    print(f"{len(known):>10} {server.resident():>7.1f}", flush=True)
    for done, ask in enumerate(islice(cycle(known.values()), requests), start=1):
        asks.answered(ask)
        if done % max(1, requests // 10) == 0:
            print(f"{done:>10} {server.resident():>7.1f}", flush=True)


if __name__ == "__main__":
    with serving.ground(), serving.served() as server:
        main(server, int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
