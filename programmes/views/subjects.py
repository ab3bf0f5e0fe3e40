"""What the pages of phases and subjects are made of: lines, lists, and what each phase tells of its items and records.

A phase's module (`situation`, `objectives`, …) describes its contents as a `Contents`; the views are in `phases`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programmes import rules
from programmes.forms import PAGES
from programmes.models import PriorityArea, Programme, ProgrammeRecord
from programmes.models.kinds import kind_of
from programmes.models.places import subject_url
from programmes.views.base import label_of, name_of


@dataclass(frozen=True)
class Reader:
    """Who reads a page of a programme, and what they may do there."""

    actor: Any
    writes: bool
    can_edit: bool
    can_manage: bool

    @classmethod
    def of(cls, actor, programme: Programme, item: str | None = None) -> "Reader":
        """`item`: where, in the checklist."""
        writes = rules.edit_programme.allows(actor, programme)
        may_edit = writes and (item is None or not rules.closed_at(actor, programme, item))
        return cls(actor, writes, may_edit, rules.manage_programme.allows(actor, programme))

    def edits_at(self, programme: Programme, item: str) -> bool:
        """Whether they write at another item than where they read."""
        return self.writes and not rules.closed_at(self.actor, programme, item)

    def adds(self, programme: Programme, page: str) -> bool:
        """Whether they add a record of a page, wherever it stands."""
        return self.edits_at(programme, PAGES[page].item)


@dataclass
class Row:
    """A line of a list; the whole of it leads to the subject. `told` is what is in it, `beside` what is said at its end.

    `label`: its state in words, with `state` for how that looks. `finish_url`: where it is marked as done in one click.
    `area`: the priority area in which it is, of components/area.html, where the list does not say it.
    """

    title: str
    url: str
    code: str = ""
    told: str = ""
    beside: str = ""
    state: str = ""
    label: str = ""
    turn: str = ""
    finish_url: str = ""
    is_part: bool = False
    key: str = ""
    area: dict = field(default_factory=dict)


@dataclass
class Listing:
    """A list of records under a heading. `empty` says what to do while there is none; `add_url`: where one is added.

    `colour`: of the priority area which the heading names.
    """

    title: str
    rows: list[Row]
    id: str = ""
    empty: str = ""
    add_label: str = ""
    add_url: str = ""
    more_label: str = ""
    more_url: str = ""
    code: str = ""
    url: str = ""
    colour: str = ""


@dataclass
class Body:
    """What stands on the page of an item: a part of its own, lists, record cards, what can be added, and a part that
    closes it."""

    template: str = ""
    data: dict = field(default_factory=dict)
    listings: list[Listing] = field(default_factory=list)
    cards: list[dict] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    closing: str = ""


@dataclass
class Detail:
    """What stands on the page of a record: facts by name, with what stands above and below them (safe HTML), and lists.

    `thread`: parts of components/thread_strip.html. `adds`: labels and addresses of what can be added to it. `colour`: of
    the priority area which the record is. `template`: a part of its own, with what it is made from.
    """

    opening: str = ""
    facts: list[tuple[str, Any]] = field(default_factory=list)
    body: str = ""
    listings: list[Listing] = field(default_factory=list)
    thread: dict = field(default_factory=dict)
    adds: list[tuple[str, str]] = field(default_factory=list)
    state: str = ""
    label: str = ""
    colour: str = ""
    template: str = ""
    data: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What a phase tells.

    `told`: by item, a line of what is in it. `bodies`: by item, what stands on its page; under the phase's own key, what
    concerns the phase as a whole, called `opening`. `listings`: the lists of records on the page of the phase.
    `details`: by kind, the page of a record; `rows`: by kind, its line in lists.
    """

    told: Mapping[str, Callable[[Programme], str]] = field(default_factory=dict)
    bodies: Mapping[str, Callable[[Programme, Reader], Body]] = field(default_factory=dict)
    listings: Callable[[Programme, Reader], list[Listing]] = lambda programme, reader: []
    details: Mapping[str, Callable[[Programme, Any, Reader], Detail]] = field(default_factory=dict)
    opening: str = ""


def row_of(programme: Programme, record: ProgrammeRecord, **parts: Any) -> Row:
    """The line of a record that has a page of its own."""
    url = subject_url(programme.slug, kind_of(record).name, record.key)
    code = getattr(record, "shown_code", "")
    return Row(**{"title": name_of(programme, record), "url": url, "code": code, "key": str(record.key)} | parts)


def linked(programme: Programme, record: ProgrammeRecord) -> SafeString:
    """A record's name, which leads to its page."""
    return format_html('<a href="{}">{}</a>', row_of(programme, record).url, name_of(programme, record))


def area_told(programme: Programme, area: PriorityArea) -> dict[str, str]:
    """A priority area for components/area.html."""
    return {"colour": area.colour, "title": label_of(programme, area)}


def areas_told(programme: Programme) -> dict[int, dict[str, str]]:
    """The priority areas in which objectives are, by the ids of these, for lists in which several may meet."""
    told = {pk: area_told(programme, area) for pk, area in programme.by_id("priority_areas").items()}
    if not told:
        return {}
    return {row.pk: told[row.area_id] for row in programme.rows("objectives", bare=True) if row.area_id in told}


def told_of(*parts: Any) -> SafeString:
    """What a line tells, a dot between its parts; what is empty is left out, and a part may be marked as of another language."""
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))


def add_url(programme: Programme, page: str, **chosen: Any) -> str:
    """Where a record is added, with what is chosen beforehand."""
    address = reverse("add_record", kwargs={"slug": programme.slug, "page": page})
    wanted = [f"{name}={value}" for name, value in chosen.items() if value]
    return f"{address}?{'&'.join(wanted)}" if wanted else address


def adding(programme: Programme, reader: Reader, page: str, **chosen: Any) -> dict[str, str]:
    """For a list: where one more is added; nothing for those who only read, or where nothing is open to them."""
    if not reader.adds(programme, page):
        return {}
    return {"add_label": PAGES[page].add_title, "add_url": add_url(programme, page, **chosen)}
