"""Asks every address and sends every form as nobody means it, on a throw-away PostgreSQL: nothing may answer 5xx.

    .venv/bin/python benchmarks/fuzz.py [REQUESTS] [SEED]

Prints how many answers of each kind there were and each failure once, with the request that found it. Without arguments
30,000 requests of seed 1; `tests/test_fuzz.py` sends 400 of them with the other tests.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(requests: str = "30000", seed: str = "1") -> None:
    os.chdir(ROOT)
    os.environ |= {"FUZZ_REQUESTS": requests, "FUZZ_SEED": seed}
    words = [".venv/bin/python", "-m", "pytest", "-q", "-vv", "-s", "--show-capture=no", "-n", "0"]
    words += ["tests/test_fuzz.py::test_no_request_makes_the_server_fail"]
    os.execv("bin/with-postgres", ["bin/with-postgres", *words])


if __name__ == "__main__":
    main(*sys.argv[1:])
