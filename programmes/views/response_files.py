"""What became of the comments as files: what the reader may read of what is chosen, and sums that agree with it."""

from collections.abc import Iterable
from io import BytesIO

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from programmes import rules
from programmes.models import Comment, Programme
from programmes.models.dispositions import standing_label
from programmes.models.parts import part_label, part_of
from programmes.views.base import load_programme
from programmes.views.comments import csv_of
from programmes.views.responses import Chosen, chosen, table_by_section
from programmes.views.said import Anchors, Said, told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: a cell is its text, whatever it begins with: nothing is taken for a formula, an address or a number
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CELL = 32_000  # characters; a spreadsheet takes 32,767


@require_safe
@guarded(load_programme, rules.read_programme)
def responses_csv(request, programme):
    return csv_of([_columns(), *_rows(programme, chosen(request, programme))], f"{programme.slug}-responses")


@require_safe
@guarded(load_programme, rules.read_programme)
def responses_xlsx(request, programme):
    """The same, with the sums by part of the programme on a second sheet."""
    from xlsxwriter import Workbook  # noqa: PLC0415  no other page waits for it

    found, written = chosen(request, programme), BytesIO()
    sums = table_by_section(programme, found.shown)
    with Workbook(written, PLAIN) as book:
        _fill(book, _("Comments"), [_columns(), *_rows(programme, found)])
        head = [_("Part of the programme"), *sums["columns"], _("Received")]
        rows = [[label, *numbers, received] for label, numbers, received in sums["rows"]]
        _fill(book, _("Sums"), [head, *rows, [_("Together"), *sums["sums"], sums["received"]]])
    response = HttpResponse(written.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{programme.slug}-responses.xlsx"'
    add_never_cache_headers(response)
    return response


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


def _columns() -> list[str]:
    return [
        _("Part of the programme"),
        _("Where"),
        _("What was said"),
        _("Who"),
        _("On behalf of"),
        _("When"),
        _("What became of it"),
        _("Passed on to"),
        _("Reason"),
        _("Where the new text stands"),
        _("What it says today"),
        _("Since when"),
        _("Proposed, not settled"),
    ]


def _rows(programme: Programme, found: Chosen) -> list[list[str]]:
    anchors = Anchors(programme)
    return [_row(programme, each.comment, told(programme, each, anchors)) for each in found.shown]


def _row(programme: Programme, comment: Comment, said: Said) -> list[str]:
    response = said.response
    settled = response if response and not response.is_proposal else None
    passed = settled.label.partition(": ")[2] if settled else ""
    return [
        part_label(programme, part_of(comment)),
        said.where,
        said.text,
        said.author,
        strip_tags(said.on_behalf),
        _day(said.at),
        standing_label(said.standing),
        passed,
        settled.reason if settled else "",
        settled.change_label if settled else "",
        settled.change_words if settled else "",
        _day(settled.settled_at) if settled else "",
        response.label if response and response.is_proposal else "",
    ]


def _day(at) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")
