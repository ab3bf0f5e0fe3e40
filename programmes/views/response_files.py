"""What became of the comments as files: what the reader may read of what is chosen, and sums that agree with it."""

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
from programmes.views.responses import Chosen, chosen, supporters_of, table_by_section
from programmes.views.said import Anchors, Said, told
from programmes.views.sheets import csv_of, xlsx_of


@require_safe
@guarded(load_programme, rules.read_programme)
def responses_csv(request, programme):
    return csv_of([_columns(), *_rows(programme, chosen(request, programme))], f"{programme.slug}-responses")


@require_safe
@guarded(load_programme, rules.read_programme)
def responses_xlsx(request, programme):
    """The same, with the sums by part of the programme on a second sheet."""
    found = chosen(request, programme)
    sums = table_by_section(programme, found.shown)
    head = [_("Part of the programme"), *sums["columns"], _("Received")]
    rows = [[label, *numbers, received] for label, numbers, received in sums["rows"]]
    sheets = {
        _("Comments"): [_columns(), *_rows(programme, found)],
        _("Sums"): [head, *rows, [_("Together"), *sums["sums"], sums["received"]]],
    }
    return xlsx_of(sheets, f"{programme.slug}-responses")


def _columns() -> list[str]:
    return [
        _("Part of the programme"),
        _("Where"),
        _("What was said"),
        _("Who"),
        _("On behalf of"),
        _("Supporters"),
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
    anchors, supporters = Anchors(programme), supporters_of(each.comment for each in found.shown)
    return [
        _row(programme, each.comment, told(programme, each, anchors), supporters.get(each.comment.statement_id, 0))
        for each in found.shown
    ]


def _row(programme: Programme, comment: Comment, said: Said, supporters: int) -> list[str]:
    response = said.response
    settled = response if response and not response.is_proposal else None
    passed = settled.label.partition(": ")[2] if settled else ""
    return [
        part_label(programme, part_of(comment)),
        said.where,
        said.text,
        said.author,
        strip_tags(said.on_behalf),
        str(supporters or ""),
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
