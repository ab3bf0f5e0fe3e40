"""The annex of the document that tells what was said of the programme and what became of it.

It has what was shown to the cooperation group and was said for a body: under the body's name, never a person's. What has
no response is told as that. What was said to the writers alone is in it neither in words nor in number.
"""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes import rules
from programmes.document.blocks import Block, Cell, Paragraph, Row, Section
from programmes.document.writer import Writer, table
from programmes.enums import Access, Audience, Result
from programmes.models import Comment, Disposition, Programme
from programmes.models.dispositions import OPEN, Tally, standing_label
from programmes.models.parts import in_order, part_label, part_of

ANNEX = "responses"


def annex_in(programme: Programme, language: str) -> Section:
    """The annex by itself, as a document in this language would have it."""
    with translation.override(language):
        return responses_annex(Writer(programme, language), 1)


def responses_annex(writer: Writer, number: int) -> Section:
    """The sums by part of the programme, then each part with what was said of it."""
    found = [each for each in _rows(writer.programme) if _is_printed(writer.programme, each)]
    title = _("What was said of the programme, and what became of it")
    section = Section(ANNEX, "responses", _("Appendix %(number)s") % {"number": number}, title, _opening(found))
    for at, part in enumerate(in_order(writer.programme, {part_of(each) for each in found}), 1):
        rows = [_row(writer, each) for each in found if part_of(each) == part and each.withdrawn_at is None]
        columns = [_("From whom"), _("What was said"), _("What became of it")]
        called = part_label(writer.programme, part)
        if blocks := table(called, columns, rows, [20, 40, 40]):
            section.sections.append(Section("", f"responses-{at}", "", called, blocks))
    return section


def _rows(programme: Programme) -> list[Comment]:
    rows = programme.comments.owed().filter(to_group=True).select_related("disposition", "statement")
    return list(rows) if programme.comments_revision else []


def _is_printed(programme: Programme, comment: Comment) -> bool:
    """Whether the readers of this document may read it: the adviser's document has only what the adviser may read."""
    comment.programme = programme
    is_open = programme.audience != Audience.ADVISER or comment.to_adviser
    return is_open and rules.sees_place(programme, comment.place)


def _opening(found: list[Comment]) -> list[Block]:
    """How many there were and what became of them: the numbers add up."""
    tally = Tally.of(each.standing for each in found)
    if not tally.received:
        return [Paragraph(_("No comments were shown to the cooperation group."), quiet=True)]
    intro = _("Comments that were shown to the cooperation group, under the names of the bodies that made them.")
    rows = [
        Row([Cell(standing_label(standing)), Cell(str(number), numeric=True)])
        for standing, number in tally.each()
        if number
    ]
    rows.append(Row([Cell(_("Received in all")), Cell(str(tally.received), numeric=True)]))
    caption = _("What became of the comments")
    return [Paragraph(intro), *table(caption, [_("What became of it"), _("Comments")], rows, [70, 30])]


def _row(writer: Writer, comment: Comment) -> Row:
    """The body, what it said as it said it, and the response; of a proposal nothing is told."""
    settled = comment.disposition if comment.standing != OPEN else None
    became = standing_label(comment.standing)
    if settled and settled.result == Result.PASSED_ON:
        became = f"{became}: {settled.passed_to}"
    reason = _reason(writer, settled) if settled else ""
    said = comment.text if comment.on_behalf else _("(said by a person, not for a body: not printed)")
    return Row([Cell(_body(writer, comment), quiet=_supporters(comment)), Cell(said), Cell(became, quiet=reason)])


def _supporters(comment: Comment) -> str:
    """How many co-sign the statement that it is a point of, and which organisations do; no person is named."""
    if not comment.statement_id or not comment.statement.supporters:
        return ""
    number = comment.statement.supporters
    told = ngettext("%(number)s supporter", "%(number)s supporters", number) % {"number": number}
    bodies = ", ".join(comment.statement.supporting_bodies)
    return f"{told}: {bodies}" if bodies else told


def _reason(writer: Writer, settled: Disposition) -> str:
    return " ".join(writer.plain(settled.reason).split())


ROLES: dict[str, Callable[[], str]] = {
    Access.PARTNER: lambda: _("A partner municipality"),
    Access.MEMBER: lambda: _("A member of the cooperation group"),
    Access.ADVISER: lambda: _("The regional adviser"),
}


def _body(writer: Writer, comment: Comment) -> str:
    named = comment.on_behalf.first(writer.language, writer.programme.original_language)[1]
    return named or ROLES.get(comment.author_access, lambda: _("A contributor"))()
