"""Tables that people wrote, made regular: every place covered once, heading rows at the top, breaks where they do no harm."""

import copy
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import grammar
from integration_programme.richtext.tables import Grid, Placed, grid_of, rebuilt, rows_of
from programmes.export.breaks import lines_of, ways_to_break
from programmes.export.passages import blocks_of, has_words, put_words, say
from programmes.export.widths import shares


def put_table(source: Element, into: Element, attributes: dict[str, str], *, one_head: bool) -> None:
    """Put in a table in which every place is covered once; its heading rows stand at the top, to be repeated on each page."""
    rows = [row for row in rows_of(source) if row]
    grid = grid_of(rows)
    if not grid.rows:
        return
    if one_head and (grid.heads > 1 or any(placed.height > 1 for placed in grid.cells)):
        grid = _with_one_head(grid)
    crowded = {"class": "written crowded" if grid.width > 6 else "written"}
    made = SubElement(into, "table", crowded | attributes)
    columns = SubElement(made, "colgroup")
    widths = shares([""] * grid.width, _said(grid))
    for share in widths:
        SubElement(columns, "col", {"class": f"w{share}"})
    lines = rebuilt(grid, lambda placed: _cell(placed, grid))
    for line, way in zip(lines[grid.heads :], ways_to_break(_heights(grid, widths)[grid.heads :]), strict=True):
        line.attrib.update({"class": way} if way else {})
    if grid.heads:
        SubElement(made, "thead").extend(lines[: grid.heads])
    SubElement(made, "tbody").extend(lines[grid.heads :])


def _said(grid: Grid) -> list[list[str]]:
    """The words of every place; those of a cell over several columns say nothing of how wide one is."""
    lines = [[""] * grid.width for _row in grid.rows]
    for placed in grid.cells:
        if placed.width == 1:
            lines[placed.row][placed.column] = "".join(placed.cell.itertext())
    return lines


def _heights(grid: Grid, widths: list[int]) -> list[int]:
    """The lines of each row; those of a cell over several rows are divided among them."""
    heights = [1] * len(grid.rows)
    for placed in grid.cells:
        words = "\n".join("".join(part.itertext()) for part in blocks_of(placed.cell))
        lines = lines_of(words, sum(widths[column] for column in placed.columns))
        for row in placed.rows:
            heights[row] = max(heights[row], -(-lines // placed.height))
    return heights


def _cell(placed: Placed, grid: Grid) -> Element:
    is_head = placed.row < grid.heads
    is_heading = is_head or placed.is_heading
    printed = Element("th", {"scope": _scope(placed, grid)}) if is_heading else Element("td")
    _cell_words(placed.cell, printed)
    if not has_words(printed):
        printed.text = "\u2013" if is_head else "\u00a0"
    return printed


def _cell_words(source: Element, into: Element) -> None:
    parts = [part for part in blocks_of(source) if has_words(part)]
    for number, part in enumerate(parts):
        if number:
            SubElement(into, "br")
        if part.tag in grammar.LISTS:
            items = [item for item in part.iter("li") if has_words(item)]
            for at, item in enumerate(items):
                if at:
                    SubElement(into, "br")
                say(into, "\u2013 ")
                put_words(item, into)
        else:
            put_words(part, into)


def _scope(placed: Placed, grid: Grid) -> str:
    """What a heading is said of: its column or columns, its row or rows."""
    if placed.row < grid.heads:
        return "colgroup" if placed.width > 1 else "col"
    return "rowgroup" if placed.height > 1 or placed.width == grid.width else "row"


def _with_one_head(grid: Grid) -> Grid:
    """The same with the headings of each column in one cell, "2025: Miehet", and no cell over several rows."""
    places: list[list[Element]] = [[Element("td")] * grid.width for _row in grid.rows]
    for placed in grid.cells:
        for row in placed.rows:
            for column in placed.columns:
                places[row][column] = placed.cell
    heads = []
    for column in range(grid.width):
        said = dict.fromkeys(" ".join("".join(row[column].itertext()).split()) for row in places[: grid.heads])
        head = Element("th")
        head.text = ": ".join(words for words in said if words)
        heads.append(head)
    body = [[copy.copy(cell) for cell in row] for row in places[grid.heads :]]
    for cell in (cell for row in body for cell in row):
        cell.attrib.clear()
    return grid_of([heads, *body] if grid.heads else body)
