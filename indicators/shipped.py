"""Reads the figures that come with the product; `data/README.md` tells where they are from."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from indicators.catalogue import STATISTICS
from indicators.enums import STATUS_OF_MARK, Source
from indicators.models import Observation

FOLDER = Path(__file__).with_name("data")


def shipped_observations(folder: Path = FOLDER) -> Iterator[Observation]:
    for table in _rows(folder / "tables.csv"):
        updated = datetime.fromisoformat(table["updated"]) if table["updated"] else None
        for row in _rows(folder / f"{table['table']}.csv"):
            area_code = row.pop("area_code")
            for heading, cell in row.items():
                key, period = heading.split()
                status = STATUS_OF_MARK.get(cell, "")
                yield Observation(
                    area_code=area_code,
                    statistic=key,
                    period=period,
                    value=None if status else Decimal(cell),
                    status=str(status),
                    source=Source.STATISTICS_FINLAND.value,
                    table=table["table"],
                    content_code=STATISTICS[key].content_code,
                    table_updated=updated,
                    retrieved=table["retrieved"],
                    licence=table["licence"],
                )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
