"""What was handed over in a programme, what is open in it, and its next days: as a document, for whoever carries on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from programmes.document.blocks import HANDED_OVER, Block, Cell, Document, Entries, Entry, Paragraph, Row, Section
from programmes.document.cover import title_of
from programmes.document.paper import paper
from programmes.document.writer import Writer, table
from programmes.enums import Access, CommentState, DutyState, Result
from programmes.models import Comment, DecisionStep, Duty, Meeting, Milestone, Programme, Round
from programmes.models.partners import part_stands
from programmes.models.places import worded
from stakeholders.models import today

NEXT_DAYS = 5


@dataclass
class Given:
    """What goes from one person to another in one programme. `words`: what the first one adds for the other."""

    person: str
    successor: str
    duties: list[Duty] = field(default_factory=list)
    deputyships: list[Duty] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    words: str = ""


@dataclass(frozen=True)
class Open:
    """What is open in a programme: sections that nobody has taken on, how much waits, and its next days with their rows."""

    duties: list[Duty]
    without_response: int
    of_adviser: int
    promised: int
    days: list[tuple[date, Any]]


def handed_over(programme: Programme, given: Given, key: str) -> dict[str, dict]:
    """The document in each language of the programme, as data."""
    found = _open_in(programme)
    return {language: _document(programme, given, found, key, language).as_data() for language in programme.languages}


def _open_in(programme: Programme) -> Open:
    comments = programme.comments.filter(withdrawn_at=None, answer_to=None)
    of_adviser = comments.filter(author_access=Access.ADVISER).exclude(state=CommentState.CLOSED)
    promised = programme.dispositions.filter(
        settled_at__isnull=False, result__in=[Result.ACCEPTED, Result.PARTLY], change=""
    ).filter(Exists(comments.filter(disposition=OuterRef("pk"))))
    waiting = programme.duties.open().exclude(state=DutyState.ACCEPTED).select_related("person")
    return Open(
        list(waiting),
        comments.owed().exclude(disposition__settled_at__isnull=False).count(),
        of_adviser.count(),
        promised.count(),
        _next_days(programme),
    )


def _next_days(programme: Programme) -> list[tuple[date, Any]]:
    own = {"programme": programme, "archived_at": None}
    rows = {
        "due_on": Milestone.objects.filter(part_stands(Milestone), **own, done_on=None),
        "planned_on": DecisionStep.objects.filter(part_stands(DecisionStep), **own, decided_on=None),
        "held_on": Meeting.objects.filter(**own, cancelled_at=None),
        "closes_on": programme.rounds.open(),
    }
    found = [
        (getattr(row, name), row)
        for name, of_sort in rows.items()
        for row in of_sort.filter(**{f"{name}__gte": today()}).order_by(name)[:NEXT_DAYS]
    ]
    return sorted(found, key=lambda each: each[0])[:NEXT_DAYS]


def _document(programme: Programme, given: Given, found: Open, key: str, language: str) -> Document:
    writer = Writer(programme, language)
    with translation.override(language):
        return paper(
            writer,
            HANDED_OVER,
            _("What was handed over"),
            slug=f"{programme.slug}/{key}",
            about=title_of(writer),
            date=writer.day(today()),
            where=f"{given.person} → {given.successor}",
            sections=[_given(writer, given), _words(given), _open(found), _days(writer, found)],
        )


def _given(writer: Writer, given: Given) -> Section:
    programme = writer.programme
    lists = [
        (_("Section to see to"), [(worded(programme, each.item) or each.item, each.due_on) for each in given.duties]),
        (_("As deputy"), [(worded(programme, each.item) or each.item, each.due_on) for each in given.deputyships]),
        (_("Comment to see to"), [(each.place.whole.label(programme), each.due_on) for each in given.comments]),
    ]
    rows = [
        Row([Cell(what), Cell(sort), Cell(writer.day(day) if day else "")])
        for sort, of_sort in lists
        for what, day in of_sort
    ]
    title = _("Moved to the successor")
    return Section("", "moved", "1", title, table(title, [_("What"), _("As what"), _("Day")], rows, [56, 24, 20]))


def _words(given: Given) -> Section:
    lines = [line.strip() for line in given.words.splitlines() if line.strip()]
    blocks: list[Block] = [Paragraph(line) for line in lines] or [Paragraph(_("Nothing was added."), quiet=True)]
    return Section("", "words", "2", _("Words to the successor"), blocks)


def _open(found: Open) -> Section:
    """Noughts are said too: whoever carries on need not look."""
    numbers = [
        (_("Comments without a response"), found.without_response),
        (_("The adviser's comments that are not closed"), found.of_adviser),
        (_("Responses that promise a change and name no new text"), found.promised),
        (_("Sections that nobody has taken on"), len(found.duties)),
    ]
    blocks: list[Block] = [Entries([Entry(str(number), label=label) for label, number in numbers])]
    names = [f"{worded(each.programme, each.item) or each.item}: {each.person}" for each in found.duties]
    blocks += [Paragraph(name) for name in names]
    return Section("", "open", "3", _("What is open"), blocks)


def _days(writer: Writer, found: Open) -> Section:
    rows = [Row([Cell(writer.day(day)), Cell(_called(writer, row))]) for day, row in found.days]
    title = _("Next days")
    blocks: Iterable[Block] = table(title, [_("Day"), _("What")], rows, [24, 76])
    return Section("", "days", "4", title, list(blocks) or [Paragraph(_("No day is set."), quiet=True)])


def _called(writer: Writer, row) -> str:
    label = row.label(writer.language, writer.programme.original_language)
    if isinstance(row, Meeting):
        return f"{_('Meeting')}: {label}"
    return _("Last day: %(what)s") % {"what": label} if isinstance(row, Round) else label
