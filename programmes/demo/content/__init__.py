"""What the demo says, as data: a TOML file a phase, every text in Finnish, Swedish and English; a file each for its earlier
programmes, which are smaller."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def content() -> dict[str, Any]:
    """All files of the complete programme together; answers are written in two of them, everything else in one."""
    together: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, value in _read(path).items():
            if name == "answers":
                value = together.get(name, {}) | value
            elif name in together:
                raise ValueError(f"{path.name} says {name!r} once more")
            together[name] = value
    return together


@cache
def earlier(year: str) -> dict[str, Any]:
    """What the municipality's programme that began in this year says, in Finnish and Swedish."""
    return _read(FOLDER / "earlier" / f"{year}.toml")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
