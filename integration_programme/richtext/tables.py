"""The shape of tables: cells that span rows and columns, regular rows, and which heading each cell stands under."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from integration_programme.richtext import grammar


class TooBroad(Exception):
    """A table has more columns or cells than any that people make."""


@dataclass
class Placed:
    """One cell and the columns and rows it covers, counted from 0."""

    cell: Element
    row: int
    column: int
    width: int
    height: int

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.width)

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.height)

    @property
    def is_heading(self) -> bool:
        return self.cell.tag == "th"


@dataclass
class Grid:
    """A table in which every place is covered once. `heads`, `sides`: how many heading rows and columns lead it."""

    rows: list[list[Placed]]
    width: int
    heads: int = 0
    sides: int = 0

    @property
    def cells(self) -> list[Placed]:
        return [placed for row in self.rows for placed in row]


def spans(cell: Element, name: str) -> int:
    """How many rows or columns a cell covers as it is written; 1 where that makes no sense."""
    written = cell.get(name, "")
    if not (written.isascii() and written.isdecimal() and len(written) < 5):
        return 1
    return int(written) if 1 <= int(written) <= grammar.WIDEST else 1


def grid_of(rows: list[list[Element]]) -> Grid:
    """The cells of each row as they cover the table: short rows are filled up, rows without a cell of their own go.

    Raises TooBroad.
    """
    placed = _placed(rows)
    kept = [number for number, row in enumerate(placed) if row]
    number_of = {old: new for new, old in enumerate(kept)}
    for cell in (cell for row in placed for cell in row):
        cell.height = sum(number in number_of for number in cell.rows)
        cell.row = number_of[cell.row]
    grid = Grid(
        [placed[number] for number in kept], max((c.column + c.width for row in placed for c in row), default=0)
    )
    _fill(grid)
    grid.heads = _heads(grid)
    grid.sides = _sides(grid)
    return grid


def _placed(rows: list[list[Element]]) -> list[list[Placed]]:
    found: list[list[Placed]] = []
    covered: dict[int, int] = {}  # column: the first row that is free again
    for number, row in enumerate(rows):
        line, column = [], 0
        for cell in row:
            while covered.get(column, 0) > number:
                column += 1
            width = 1
            while width < spans(cell, "colspan") and covered.get(column + width, 0) <= number:
                width += 1
            height = min(spans(cell, "rowspan"), len(rows) - number)
            if column + width > grammar.BROADEST:
                raise TooBroad
            line.append(Placed(cell, number, column, width, height))
            covered.update(dict.fromkeys(range(column, column + width), number + height))
            column += width
        found.append(line)
    return found


def _fill(grid: Grid) -> None:
    """Put an empty cell wherever none is, of the kind of its row."""
    if len(grid.rows) * grid.width > grammar.MOST // 2:
        raise TooBroad
    taken = {(row, column) for placed in grid.cells for row in placed.rows for column in placed.columns}
    for number, row in enumerate(grid.rows):
        tag = "th" if row and all(placed.is_heading for placed in row) else "td"
        missing = [column for column in range(grid.width) if (number, column) not in taken]
        row.extend(Placed(Element(tag), number, column, 1, 1) for column in missing)
        row.sort(key=lambda placed: placed.column)


def _heads(grid: Grid) -> int:
    """How many rows at the top hold headings only, with the rows that such a heading reaches into."""
    heads = 0
    for row in grid.rows:
        if row[0].row >= heads and not all(placed.is_heading for placed in row):
            break
        heads = max([heads, *(placed.row + placed.height for placed in row)])
    return heads if heads < len(grid.rows) else 0


def _sides(grid: Grid) -> int:
    """How many columns at the left hold headings only, below the heading rows."""
    body = [placed for placed in grid.cells if placed.row >= grid.heads]
    sides = 0
    while sides < grid.width - 1:
        column = [placed for placed in body if sides in placed.columns]
        if not column or not all(placed.is_heading for placed in column):
            break
        sides += 1
    return sides


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table row by row, not those of a table within it."""
    return [[cell for cell in row if cell.tag in grammar.CELLS] for row in _rows(table)]


def _rows(parent: Element) -> list[Element]:
    found = []
    for child in parent:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend(_rows(child))
    return found


def headings_over(grid: Grid) -> dict[Element, list[Element]]:
    """The headings that each cell stands under: those beside it from the left, then those above it from the top.

    A heading that is as wide as the whole table is said of all rows below it, up to the next such.
    """
    found: dict[Element, list[Element]] = {}
    above: list[list[Element]] = [[] for _ in range(grid.width)]
    for placed in (placed for placed in grid.cells if placed.row < grid.heads):
        found[placed.cell] = _once(cell for column in placed.columns for cell in above[column])
        for column in placed.columns:
            above[column].append(placed.cell)
    beside: list[list[Placed]] = [[] for _ in grid.rows]
    group: list[Element] = []
    for row in grid.rows[grid.heads :]:
        for placed in row:
            if placed.is_heading and placed.width == grid.width > 1:
                group = [placed.cell]
                found[placed.cell] = []
                continue
            left = [h.cell for number in placed.rows for h in beside[number] if h.column < placed.column]
            over = [cell for column in placed.columns for cell in above[column]]
            found[placed.cell] = _once([*group, *left, *over])
            if placed.is_heading:
                for number in placed.rows:
                    beside[number].append(placed)
    return found


def _once(cells) -> list[Element]:
    return list(dict.fromkeys(cells))


def rebuilt(grid: Grid, made: Callable[[Placed], Element]) -> list[Element]:
    """The rows again, each cell as `made` gives it, with the spans that it really has."""
    rows = []
    for row in grid.rows:
        line = Element("tr")
        for placed in row:
            cell = made(placed)
            for name, span in (("colspan", placed.width), ("rowspan", placed.height)):
                if span > 1:
                    cell.set(name, str(span))
            line.append(cell)
        rows.append(line)
    return rows
