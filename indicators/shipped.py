"""Reads the figures that come with the product; `data/README.md` tells where they are from."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from indicators.catalogue import STATISTICS
from indicators.enums import NIL, STATUS_OF_MARK, Source, Status
from indicators.models import Observation

FOLDER = Path(__file__).with_name("data")
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?[0-9]{1,12}(?:\.[0-9]{1,2})?")


class UnreadableCell(ValueError):
    """What stands in a cell is neither a number nor one of the marks: says in which file, row and column."""


def shipped_observations(folder: Path = FOLDER) -> Iterator[Observation]:
    for table in _rows(folder / "tables.csv"):
        updated = datetime.fromisoformat(table["updated"]) if table["updated"] else None
        name = f"{table['table']}.csv"
        for number, row in enumerate(_rows(folder / name), start=2):  # the heading is row 1
            area_code = row.pop("area_code")
            for heading, cell in row.items():
                value, status = figure_in(cell, f"{name}, row {number} ({area_code}), {heading}")
                key, period = heading.split()
                yield Observation(
                    area_code=area_code,
                    statistic=key,
                    period=period,
                    value=value,
                    status=status,
                    source=Source.STATISTICS_FINLAND.value,
                    table=table["table"],
                    content_code=STATISTICS[key].content_code,
                    table_updated=updated,
                    retrieved=table["retrieved"],
                    licence=table["licence"],
                )


def figure_in(cell: object, place: str) -> tuple[Decimal | None, Status | str]:
    """The value in a cell, or why it lacks: one of the two. Raises UnreadableCell, which names the place."""
    if status := STATUS_OF_MARK.get(str(cell)):
        return None, status.value
    if cell == NIL:
        return Decimal(0), ""
    if not NUMBER.fullmatch(str(cell)):
        raise UnreadableCell(f"{place}: {cell!r} is neither a number nor one of {NIL} {' '.join(STATUS_OF_MARK)}")
    return Decimal(str(cell).replace("\N{MINUS SIGN}", "-")), ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
