"""Tables as files for spreadsheets, as text (CSV) and as a book (XLSX); nothing in them is taken for a formula."""

import csv
import re
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

BEGINS_FORMULA = re.compile(r"[\W_]*?[=+\-@|%]")  # in one spreadsheet or another
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: a cell is its text, whatever it begins with: nothing is taken for a formula, an address or a number
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CELL = 32_000  # characters; a spreadsheet takes 32,767


def csv_of(rows: Iterable[list[str]], name: str) -> HttpResponse:
    """With the mark by which spreadsheets know the letters, and the separator of a Finnish or Swedish one."""
    written = StringIO()
    csv.writer(written, delimiter=";").writerows([list(map(_harmless, row)) for row in rows])
    return _sent(f"\ufeff{written.getvalue()}".encode(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_of(sheets: Mapping[str, Iterable[list]], name: str) -> HttpResponse:
    """A book: its sheets by their names, the first row of each its head."""
    from xlsxwriter import Workbook  # noqa: PLC0415  no other page waits for it

    written = BytesIO()
    with Workbook(written, PLAIN) as book:
        for title, rows in sheets.items():
            _fill(book, title, rows)
    return _sent(written.getvalue(), XLSX, f"{name}.xlsx")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whatever signs that nobody sees stand before its first."""
    return f"'{cell}" if BEGINS_FORMULA.match(cell) else cell


def _fill(book, name: str, rows: Iterable[list]) -> None:
    """A sheet whose first row stays in sight and bears its names."""
    sheet = book.add_worksheet(name)
    head, body = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value, body)
            else:
                sheet.write_string(at, column, value[:LONGEST_CELL], body if at else head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 20, 24)


def _sent(content: bytes, sort: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=sort)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response
