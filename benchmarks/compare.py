"""CPU of every kind of page and save, side by side with another commit.

    .venv/bin/python benchmarks/compare.py COMMIT [--rounds N] [--only WORD] [--lists | --observations]

Checks COMMIT out beside this folder and asks the two builds in turns, each in a process and on a demo of its own. The
minimum of many rounds, CPU milliseconds of the process that answers; "first: …" is the first read after a save. At the
end the median over all kinds of page. With `--lists`: the lists of this build at 10 and at 3,000 programmes instead; with
`--observations`: its pages with the shipped figures and with 300 observations more a municipality.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Build:
    """A build that answers in a process of its own."""

    def __init__(self, folder: Path, data: str, programmes: int = 5):
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        asking = [sys.executable, str(ROOT / "benchmarks/asks.py"), data, str(programmes)]
        self.process = subprocess.Popen(
            asking, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.asks: list[str] = self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A build ended before it had answered.")
        return json.loads(line)

    def ask(self, name: str) -> float:
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        return self._answer()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.stdin.close()
        self.process.wait()


@contextmanager
def checked_out(commit: str):
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "build"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(where), commit], check=True)
        try:
            yield where
        finally:
            subprocess.run([*git, "remove", "--force", str(where)], check=True)


def lowest(builds: list[Build], names: list[str], rounds: int) -> dict[str, list[float]]:
    """Name → the lowest of each build; the builds take turns, the other one first every second time."""
    found = {name: [[] for _build in builds] for name in names}
    for at in range(rounds + 1):  # the first round warms up
        for name in names:
            for which in range(len(builds))[:: -1 if at % 2 else 1]:
                spent = builds[which].ask(name)
                if at:
                    found[name][which].append(spent)
    return {name: [min(times) for times in of_builds] for name, of_builds in found.items()}


def print_table(found: dict[str, list[float]]) -> None:
    print(f"{'CPU ms':<34}{'then':>8}{'now':>8}{'ratio':>7}")
    for name, (then, now) in found.items():
        print(f"{name:<34}{then:>8.1f}{now:>8.1f}{now / then:>7.2f}")
    for what, chosen in (
        ("median over kinds of page", [name for name in found if not name.startswith(("save", "first", "large"))]),
        ("median over saves", [name for name in found if name.startswith("save")]),
        ("median over first reads", [name for name in found if name.startswith("first")]),
    ):
        if chosen:
            print(f"{what:<50}{statistics.median(found[name][1] / found[name][0] for name in chosen):>7.2f}")


def compare(commit: str, rounds: int, only: str) -> None:
    with ExitStack() as opened:
        then_at, then, now = (
            opened.enter_context(each) for each in (checked_out(commit), *(tempfile.TemporaryDirectory() for _ in "ab"))
        )
        builds = [opened.enter_context(Build(*each)) for each in ((then_at, then), (ROOT, now))]
        names = [name for name in builds[1].asks if only in name]
        print_table(lowest(builds, names, rounds))


def compare_observations(rounds: int) -> None:
    with ExitStack() as opened:
        folders = [opened.enter_context(tempfile.TemporaryDirectory()) for _ in "ab"]
        builds = [opened.enter_context(Build(ROOT, folder)) for folder in folders]
        builds[1].ask("more observations")
        print("then: the shipped observations, now: 300 more a municipality")
        print_table(lowest(builds, [name for name in builds[0].asks if ":" not in name], rounds))


def compare_lists(rounds: int) -> None:
    with ExitStack() as opened:
        folders = [opened.enter_context(tempfile.TemporaryDirectory()) for _ in "ab"]
        builds = [
            opened.enter_context(Build(ROOT, folder, number))
            for folder, number in zip(folders, (10, 3000), strict=True)
        ]
        print("then: 10 programmes, now: 3,000")
        print_table(lowest(builds, builds[0].asks, rounds))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("commit")
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--lists", action="store_true")
    arguments.add_argument("--observations", action="store_true")
    asked = arguments.parse_args()
    if asked.lists:
        compare_lists(asked.rounds)
    elif asked.observations:
        compare_observations(asked.rounds)
    else:
        compare(asked.commit, asked.rounds, asked.only)
