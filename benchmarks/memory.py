"""Memory of one web process while it answers five thousand requests.

    .venv/bin/python benchmarks/memory.py [REQUESTS]

Every page and save in turn, the large and the approved programme among them, on a database of its own in a temporary
folder, which another process has filled. Resident memory after a first round (everything is imported and compiled then)
and at each tenth of the way; target: 115 MB at most, and not growing.
"""

import subprocess
import sys
import tempfile
from itertools import cycle, islice

import asks


def main(requests: int) -> None:
    print(f"{'requests':>10} {'MB':>7}\n{0:>10} {asks.resident():>7.1f}")
    known = asks.asks().values()
    for ask in known:
        ask()
    print(f"{len(known):>10} {asks.resident():>7.1f}")
    for done, ask in enumerate(islice(cycle(known), requests), start=1):
        ask()
        if done % max(1, requests // 10) == 0:
            print(f"{done:>10} {asks.resident():>7.1f}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        filling = [sys.executable, asks.__file__, folder]
        subprocess.run(filling, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        asks.set_up(folder)
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
