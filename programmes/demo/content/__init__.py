"""What the demo says, as data: a TOML file a phase, every text in Finnish, Swedish and English."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def content() -> dict[str, Any]:
    """All files together; answers are written in two of them, everything else in one."""
    together: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, value in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).items():
            if name == "answers":
                value = together.get(name, {}) | value
            elif name in together:
                raise ValueError(f"{path.name} says {name!r} once more")
            together[name] = value
    return together
