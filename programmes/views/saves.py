"""The history of one record: each save with who, when, and what it changed by words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import richtext, wording
from integration_programme.access import guarded
from integration_programme.forms import number_in
from integration_programme.records import Record, links_at
from programmes import history, rules
from programmes.forms import page_of
from programmes.models import ItemMark, Place, Programme, place_of
from programmes.models.counts import FEWER, CountingRecord
from programmes.models.kinds import KINDS, kind_of
from programmes.models.partners import PartRecord
from programmes.models.places import ITEM
from programmes.views.base import edit_url, load_record
from programmes.views.changes import Change, label_of, of_fact, of_text, told_facts, told_links
from programmes.views.items import load_item
from programmes.views.records import write_page
from stakeholders.history import actor_of
from stakeholders.models import Event

ON_A_PAGE = 10
#: what was done to a record, where its name stands above
DONE = {
    "add_record": gettext_lazy("Added"),
    "change_record": gettext_lazy("Changed"),
    "archive_record": gettext_lazy("Moved to the archive"),
    "restore_record": gettext_lazy("Brought back from the archive"),
    "mark_item": gettext_lazy("Marked"),
    "restore_record_of_version": gettext_lazy("Restored from a version"),
}


@dataclass(frozen=True)
class Save:
    """One save of a record; `version` is its count of saves then. `is_first`: there was nothing before it."""

    version: int
    at: datetime
    who: str
    what: str
    changes: list[Change]
    is_first: bool


def load_told(actor, slug: str, page: str, key) -> tuple[Programme, Any]:
    """A record whose history can be told: of one that belongs to a municipality that takes no part, nothing is."""
    programme, _page, record = load_record(actor, slug, page, key)
    if isinstance(record, PartRecord) and not record.stands:
        raise Http404
    return programme, record


def load_mark(actor, slug: str, item: str) -> tuple[Programme, ItemMark]:
    programme, _item, mark = load_item(actor, slug, item)
    return programme, mark


@require_safe
@guarded(load_told, rules.read_history)
def record_history(request, programme, record):
    """Who saved what and when in a record, and each change by words."""
    return _page(request, programme, record)


@require_safe
@guarded(load_mark, rules.read_history)
def item_history(request, programme, mark):
    """The same of what people say of an item of the checklist: its state, whose turn it is, the next step."""
    return _page(request, programme, mark)


def _may_edit(actor, programme: Programme, record: Record) -> bool:
    if isinstance(record, ItemMark):
        return rules.write_at.allows(actor, programme, record.item)
    page = page_of(programme, place_of(record))
    return page is not None and write_page.allows(actor, programme, page, record)


def _page(request, programme: Programme, record: Record):
    place, told = place_of(record), _Told(request.actor, programme, record)
    page = _rows(record, request)
    context = {
        "programme": programme,
        "title": place.label(programme),
        "phase": place.phase(programme),
        "place_url": place.url(programme),
        "edit_url": edit_url(programme, place) if _may_edit(request.actor, programme, record) else "",
        "page": page,
        "saves": told.saves(list(page.object_list)),
    }
    return render(request, "programmes/record_history.html", context)


def _rows(record: Record, request) -> Page:
    """The saves of a page, the newest first: the page that was asked for, or that on which the save `at` stands."""
    rows = record.history.order_by("-row_version", "-history_id").select_related("history_user")
    number = request.GET.get("page")
    if (at := number_in(request.GET.get("at", ""))) is not None:
        number = record.history.filter(row_version__gt=at).count() // ON_A_PAGE + 1
    return Paginator(rows, ON_A_PAGE).get_page(number)


def history_url(programme: Programme, place: Place) -> str:
    """Where the history of what stands at a place is read; '' for what nobody writes in a form, and for an item that the
    programme's edition of the checklist does not have any more."""
    if place.kind == ITEM:
        names = {"slug": programme.slug, "item": place.key}
        return reverse("item_history", kwargs=names) if place.key in programme.checklist else ""
    page = page_of(programme, place)
    names = {"slug": programme.slug, "page": page.name if page else "", "key": place.key}
    return reverse("record_history", kwargs=names) if page else ""


class _Told:
    """The saves of a record in the reader's words."""

    def __init__(self, actor, programme: Programme, record: Record):
        self.actor, self.programme, self.record = actor, programme, record
        self.kind, self.place = kind_of(record), place_of(record)
        self.named: dict[type, dict[Any, str]] = {}

    def saves(self, rows: list) -> list[Save]:
        """Those of these rows of the history, the newest first."""
        if not rows:
            return []
        events = self._events(rows)
        before, known = self._before(rows[-1])
        found = []
        for row in reversed(rows):
            changes = list(self._changes(before, row, known)) if before is not None else []
            event = events.get(row.row_version)
            if changes or self.kind.is_list or row.row_version > 1:  # nobody made the empty rows of the first day
                who, what = self._who(row, event), self._what(row, event)
                found.append(
                    Save(row.row_version, row.history_date, who, what, changes, before is None or before.pk is None)
                )
            before, known = row, known | self._tied(row)
        return found[::-1]

    def _events(self, rows: list) -> dict[int, Event]:
        versions = [row.row_version for row in rows]
        own = Event.objects.filter(scope=self.programme.slug, kind=self.place.kind, subject=self.place.key)
        return {event.version: event for event in own.filter(version__in=versions)}

    def _before(self, row) -> tuple[Any, dict[str, set]]:
        """The state before a row of the history, with what it was tied to; None where nothing is known of it.

        A new record was nothing; one that a programme has from its first day was empty, and has no row of that moment.
        """
        older = (
            self.record.history.filter(row_version__lt=row.row_version).order_by("-row_version", "-history_id").first()
        )
        if row.row_version == 1 or (older is None and not self.kind.is_list):
            return type(self.record)(), {name: set() for name in self.kind.links}
        return older, {name: set(keys) for name, keys in links_at(self.record, row.row_version - 1).items()}

    @staticmethod
    def _tied(row) -> dict[str, set]:
        return {name: set(keys) for name, keys in (row.links or {}).items()}

    @staticmethod
    def _who(row, event: Event | None) -> str:
        """Who saved, as they were called then, where the log knows it."""
        return actor_of(event) if event else str(row.history_user or _("The system"))

    @staticmethod
    def _what(row, event: Event | None) -> str:
        if event is None:
            return str(DONE["add_record" if row.row_version == 1 else "change_record"])
        return str(DONE[event.verb]) if event.verb in DONE else history.sentence(event)

    def _changes(self, before, after, known: Mapping[str, set]) -> Iterator[Change]:
        yield from self._texts(before, after)
        for name in told_facts(self.kind):
            then, now = getattr(before, name), getattr(after, name)
            if then != now:
                shown = None if before.pk is None else self._shown(before, name)
                said = of_fact(self.programme, self.kind, name, shown, self._shown(after, name))
                if said.is_changed:
                    yield Change(label_of(self.kind, name), said, is_fact=True)
        for name in told_links(self.kind):
            link = self.kind.model._meta.get_field(name)
            if link.many_to_many:
                tied = self._tied(after)
                then, now = known.get(name), tied.get(name)
            else:
                then, now = ({key} - {None} for key in (getattr(before, link.attname), getattr(after, link.attname)))
            if then is not None and now is not None and then != now:
                said = wording.of_list(*(self._names(link.related_model, keys) for keys in (then, now)))
                if said.is_changed:
                    yield Change(label_of(self.kind, name), said, is_fact=True)

    def _texts(self, before, after) -> Iterator[Change]:
        for name in self.kind.texts:
            then, now = getattr(before, name), getattr(after, name)
            for language in dict.fromkeys([*self.programme.languages, *then, *now]):
                said = of_text(self.kind, name, then.text(language), now.text(language))
                if said.is_changed:
                    label = label_of(self.kind, name, language)
                    yield Change(label, said, language, take_back=self._take_back(before, name, language, label))

    def _shown(self, row, name: str) -> Any:
        """A fact, or what stands in place of a number of few persons."""
        if issubclass(self.kind.model, CountingRecord):
            numbers = {each: getattr(row, each) for each in (*self.kind.model.numbers, "counts")}
            if self.kind.model(**numbers).hides(name):
                return str(FEWER)
        return getattr(row, name)

    def _names(self, model: Any, keys: set) -> list[str]:
        """What rows are called that the record was tied to; those of municipalities that take no part are left out."""
        if model not in self.named:
            self.named[model] = {row.pk: self._name(row) for row in self._rows_of(model)}
        known = self.named[model]
        return sorted(known[key] for key in keys if key in known)

    def _rows_of(self, model: Any) -> list:
        own = next((kind for kind in KINDS.values() if kind.model is model), None)
        if own is None:  # seats in the cooperation group, archived ones too
            return list(model.objects.filter(group=self.programme.group_id))
        lists = (self.programme.rows(own.rows, archived=old, bare=True) for old in (False, True))
        return [row for rows in lists for row in rows if row.stands]

    def _name(self, row) -> str:
        return row.label(get_language() or "", self.programme.original_language) if hasattr(row, "label") else str(row)

    def _take_back(self, before, name: str, language: str, label: str) -> dict[str, Any]:
        """How the text before a save is taken back; nothing where it says what stands there today, or nothing at all."""
        older, today = (getattr(row, name).text(language) for row in (before, self.record))
        is_same = richtext.without_ids(older) == richtext.without_ids(today)
        if not older or is_same or language not in self.programme.languages:
            return {}
        if not (url := self._take_back_url(before.row_version, name, language)):
            return {}
        return {"url": url, "hidden": {"row_version": self.record.row_version}, "about": label}

    def _take_back_url(self, version: int, name: str, language: str) -> str:
        names = {"slug": self.programme.slug, "version": version, "field": name, "language": language}
        if isinstance(self.record, ItemMark):
            may = rules.edit_programme.allows(self.actor, self.programme)
            return reverse("take_back_text_of_item", kwargs={**names, "item": self.record.item}) if may else ""
        page = page_of(self.programme, self.place.narrowed(name))
        if page is None or not page.rule.allows(self.actor, self.programme, self.record):
            return ""
        return reverse("take_back_text", kwargs={**names, "page": page.name, "key": self.record.key})
