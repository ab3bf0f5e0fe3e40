"""The three levels below a programme's home: a phase as a list, and the pages of its items and of its records."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from integration_programme.access import guarded
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.checklist import Item, Kind
from programmes.completeness import Missing, missing_in_phase
from programmes.completeness.progress import ENDED, item_states, phase_state, task_states
from programmes.document.whereabouts import section_of
from programmes.document.writer import anchor_of
from programmes.enums import Audience, ItemStatus, Phase
from programmes.forms import PAGES
from programmes.forms.items import MarkForm
from programmes.models import ItemMark, Place, Programme, ProgrammeRecord, item_place, place_of
from programmes.models.attached import HasAttachments
from programmes.models.duties import duties_of
from programmes.models.kinds import KINDS, kind_of
from programmes.models.places import item_url
from programmes.views import communication, cooperation, document, monitoring, objectives, responsibility, situation
from programmes.views.base import (
    acts_on,
    archived_files,
    archived_row,
    guidance_on,
    load_phase,
    name_of,
    principles_of,
    record_url,
    since_when,
    whose,
)
from programmes.views.duties import told_until
from programmes.views.said import beside
from programmes.views.saves import history_url
from programmes.views.sharing import visibility
from programmes.views.steps import marks_of
from programmes.views.subjects import Body, Contents, Reader, Row, add_url, row_of

CONTENTS: Mapping[Phase, Contents] = {
    Phase.RESPONSIBILITY: responsibility.CONTENTS,
    Phase.COOPERATION: cooperation.CONTENTS,
    Phase.SITUATION: situation.CONTENTS,
    Phase.OBJECTIVES: objectives.CONTENTS,
    Phase.DOCUMENT: document.CONTENTS,
    Phase.MONITORING: monitoring.CONTENTS,
    Phase.COMMUNICATION: communication.CONTENTS,
}
#: the items of a phase that are lines of its list, each with a page
LISTED = (Kind.ITEM, Kind.ELEMENT, Kind.QUESTION)
#: how many records stand beside the page of one
BESIDE = 12


def load_shown(actor, slug: str, phase: Phase) -> tuple[Programme, Phase]:
    """A programme and a phase of it that is shown to the reader."""
    (programme,) = load_phase(actor, slug)
    if phase.value not in programme.checklist:
        raise Http404
    return programme, phase


@guarded(load_shown, rules.read_programme)
def phase(request, programme, phase):
    """A phase as a list: what is to be done in it, how far each part is, and the records that it holds."""
    reader = Reader.of(request.actor, programme, phase.value)
    words = programme.checklist.words(phase.value, _language())
    facts, rows = missing_in_phase(programme, phase, programme.audience), _item_rows(programme, phase, reader)
    context = _frame(request, programme, phase, reader) | {
        "title": phase.label,
        "lead": words.help if words.text == phase.label else words.text,
        "visibility": visibility(programme, item_place(programme, phase.value), reader),
        "facts": facts,
        "rows": _opening_row(programme, phase) + rows,
        "next": next((row for row in rows if row.finish_url), None),
        "listings": CONTENTS[phase].listings(programme, reader),
        "principles": principles_of(programme.checklist, _language()),
        "guidance": guidance_on(programme, phase.value) if reader.can_edit else [],
        "archived": _archived_in(programme, phase, reader),
    }
    return render(request, "programmes/phase.html", context | _neighbours(programme, phase))


def load_item(actor, slug: str, item: str) -> tuple[Programme, Item]:
    """A programme and an item of its checklist that belongs to a phase."""
    (programme,) = load_phase(actor, slug)
    if item not in programme.checklist or programme.checklist.item(item).phase is None:
        raise Http404
    return programme, programme.checklist.item(item)


@guarded(load_item, rules.read_programme)
def item(request, programme, item):
    """What an item of the checklist asks, what has been written, and what is still to be done."""
    contents = CONTENTS[item.phase]
    if (subject := programme.checklist.subject_of(item.key)) is not item:
        return HttpResponseRedirect(item_url(programme.slug, subject.key, item.key))
    if item.kind == Kind.HEADING and item.key not in contents.bodies:
        return HttpResponseRedirect(reverse(item.phase.value, kwargs={"slug": programme.slug}))
    reader = Reader.of(request.actor, programme, item.key)
    made = contents.bodies.get(item.key)
    body = made(programme, reader) if made else Body()
    context = _frame(request, programme, item.phase, reader, item.key) | _item_words(programme, item, contents)
    context |= _marked(programme, item, reader) if item.kind != Kind.HEADING else {}
    context |= {
        "visibility": visibility(programme, item_place(programme, item.key), reader),
        "body": body,
        "adds": [_add(programme, kind) for kind in body.kinds if reader.adds(programme, kind)],
        "facts": _facts_of(programme, item),
        "guidance": guidance_on(programme, item.key) if reader.can_edit else [],
        "example_url": _example_url(item) if reader.can_edit else "",
        "archived": _archived_at(programme, item) if reader.can_edit else [],
        **_around(request.actor, programme, item_place(programme, item.key), item.key),
    }
    return render(request, "programmes/item.html", context)


def load_subject(actor, slug: str, page: str, key) -> tuple[Programme, Any]:
    """A record that has a page of its own; one in the archive is there for writers."""
    kind = PAGES[page].kind
    if not kind.is_subject or page != kind.name:
        raise Http404
    (programme,) = load_phase(actor, slug)
    rows = [*programme.rows(kind.rows), *programme.rows(kind.rows, archived=True)]
    record = next((row for row in rows if row.key == key), None)
    if record is None or kind.item_of(record) not in programme.checklist:
        raise Http404
    record.programme = programme
    return programme, record


@guarded(load_subject, rules.read_programme)
def record(request, programme, record):
    """A record to read: its facts, what hangs on it, and where it stands in the thread."""
    kind = kind_of(record)
    phase, item = PAGES[kind.name].phase_of(record), kind.item_of(record)
    reader = Reader.of(request.actor, programme, item)
    url = record_url(programme, kind.name, record) if reader.can_edit else ""
    context = _frame(request, programme, phase, reader, item) | {
        "record": record,
        "kind": kind,
        "code": getattr(record, "shown_code", ""),
        "title": name_of(programme, record),
        "item_title": programme.checklist.words(item, _language()).title,
        "item_url": item_url(programme.slug, item),
        "detail": CONTENTS[phase].details[kind.name](programme, record, reader),
        "whose": [*whose(record), *since_when(programme, record)],
        "facts": _facts_about(programme, phase, record),
        "visibility": visibility(programme, place_of(record), reader),
        "edit_url": url,
        "acts": acts_on(programme, record, url) if url and not record.archived_at else [],
        **_around(request.actor, programme, place_of(record)),
        "archived": archived_files(programme, record) if reader.can_edit else [],
        "restore_url": archived_row(programme, record)["restore_url"] if reader.can_edit and record.archived_at else "",
    }
    return render(request, "programmes/record.html", context | _beside(programme, record))


# What the three have in common


def _language() -> str:
    return get_language() or "en"


def _frame(request, programme: Programme, phase: Phase, reader: Reader, item: str = "") -> dict[str, Any]:
    """`item`: where it is, if at one item of the phase."""
    own = phase_state(phase, task_states(programme, phase))
    return {
        "programme": programme,
        "phase": phase,
        "can_edit": reader.can_edit,
        "edit_reason": rules.write_at.reason(request.actor, programme, item or phase.value),
        "own": own,
        "strip": phase_strip(programme, own),
    }


def _around(actor, programme: Programme, place: Place, item: str = "") -> dict[str, Any]:
    """Where it is told what was changed here, '' for those who read no history; and what has been said of it."""
    reads_history = rules.read_history.allows(actor, programme)
    return {
        "history_url": history_url(programme, place) if reads_history else "",
        "comments": beside(actor, programme, place, item),
        **(_duty(programme, item) if item and rules.edit_programme.allows(actor, programme) else {}),
    }


def _duty(programme: Programme, item: str) -> dict[str, Any]:
    """Who sees to a section, and where that is chosen."""
    duty = duties_of(programme).get(item)
    if duty is None:
        return {"assign_url": reverse("assign_duty", kwargs={"slug": programme.slug, "item": item})}
    return {
        "duty_url": reverse("duty", kwargs={"slug": programme.slug, "key": duty.key}),
        "duty_told": told_until(duty),
        "duty_label": duty.get_state_display(),
    }


def phase_strip(programme: Programme, own: dict) -> list[dict]:
    """The seven phases with the state of each: this page's as it is now, the others as lists show them, seconds ago."""
    known = {each["audience"]: each["phases"] for each in programme.standings_told or []}
    told = json.loads(known.get(programme.audience, "[]"))  # nothing before a worker has looked at it
    states = {each["phase"]: ItemStatus(each["state"]) for each in told} | {own["phase"]: own["state"]}
    return [
        {
            "phase": phase,
            "url": reverse(phase.value, kwargs={"slug": programme.slug}),
            "is_current": phase == own["phase"],
            "state": states.get(phase.value, ""),
            "label": states[phase.value].label if phase.value in states else "",
        }
        for phase in Phase
        if phase.value in programme.checklist
    ]


# A phase


def _item_rows(programme: Programme, phase: Phase, reader: Reader) -> list[Row]:
    """The items of a phase in order, each with what is in it and how it stands."""
    checklist, told = programme.checklist, CONTENTS[phase].told
    states, marks, found = item_states(programme, phase), marks_of(programme), []
    duties = duties_of(programme) if programme.audience == Audience.WRITERS else {}
    for item in checklist.of(phase):
        if item.kind in LISTED:
            state, mark = states[item.key], marks.get(item.key)
            row = Row(
                checklist.words(item.key, _language()).title,
                item_url(programme.slug, item.key),
                told=told[item.key](programme) if item.key in told else "",
                state=state,
                label=state.label,
                is_part=item.kind == Kind.QUESTION,
                key=item.key,
            )
            if state not in ENDED:
                row.turn = text(mark.turn, programme.original_language) if mark else ""
                if item.key in duties:
                    row.turn = told_until(duties[item.key])
                can_finish = reader.edits_at(programme, item.key)
                row.finish_url = f"{_act(programme, item, 'finish_item')}?from=list" if can_finish else ""
            found.append(row)
    return found


def _opening_row(programme: Programme, phase: Phase) -> list[Row]:
    """The line of what concerns the phase as a whole."""
    contents = CONTENTS[phase]
    if not contents.opening:
        return []
    told = contents.told[phase.value](programme) if phase.value in contents.told else ""
    return [Row(str(contents.opening), item_url(programme.slug, phase.value), told=told, key=phase.value)]


def _archived(programme: Programme, kinds: Iterable) -> list[dict]:
    """Archived records of some kinds, with where they are brought back."""
    lists = [kind for kind in kinds if kind.is_list]
    return [archived_row(programme, record) for kind in lists for record in kind.records(programme, archived=True)]


def _archived_files(programme: Programme, kinds: Iterable) -> list[dict]:
    """The same of files that were attached to records of some kinds: only rows to which any can be are read."""
    lists = [kind for kind in kinds if kind.is_list and issubclass(kind.model, HasAttachments)]
    records = [record for kind in lists for record in kind.records(programme)]
    return [row for record in records for row in archived_files(programme, record)]


def _archived_at(programme: Programme, item: Item) -> list[dict]:
    """The archive of an item; files that were attached to a record with a page of its own are brought back there."""
    kinds = [kind for kind in KINDS.values() if kind.item == item.key and kind.phase == item.phase]
    return _archived(programme, kinds) + _archived_files(programme, [kind for kind in kinds if not kind.is_subject])


def _archived_in(programme: Programme, phase: Phase, reader: Reader) -> list[dict]:
    """The archive of a phase, where the reader writes."""
    kinds = [kind for kind in KINDS.values() if kind.phase == phase and reader.edits_at(programme, kind.item)]
    return _archived(programme, kinds) + _archived_files(programme, kinds)


def _neighbours(programme: Programme, phase: Phase) -> dict:
    shown = [None, *(each for each in Phase if each.value in programme.checklist), None]
    at = shown.index(phase)
    return {"previous_phase": shown[at - 1], "next_phase": shown[at + 1]}


# An item


def _act(programme: Programme, item: Item, name: str) -> str:
    return reverse(name, kwargs={"slug": programme.slug, "item": item.key})


def _item_words(programme: Programme, item: Item, contents: Contents) -> dict[str, Any]:
    words = programme.checklist.words(item.key, _language())
    if item.kind == Kind.HEADING:
        return {"item": item, "title": contents.opening, "lead": ""}
    lead = words.text if words.text != words.title else ""
    return {"item": item, "title": words.title, "lead": lead, "words": words}


def _example_url(item: Item) -> str:
    """Where the example tells of an item; '' where it tells of it nowhere."""
    section = section_of(item)
    return f"{reverse('example')}#{anchor_of(section)}" if section else ""


def _marked(programme: Programme, item: Item, reader: Reader) -> dict[str, Any]:
    """How an item stands, where that is changed, and the items beside it."""
    states, siblings = item_states(programme, item.phase), programme.checklist.siblings(item)
    mark = marks_of(programme).get(item.key) or ItemMark(programme=programme, item=item.key)
    state = states[item.key]
    mark.programme = programme
    at = siblings.index(item)
    rows = [
        Row(
            programme.checklist.words(each.key, _language()).title,
            item_url(programme.slug, each.key),
            label=states[each.key].label,
            key=each.key,
        )
        for each in siblings
    ]
    is_ended = state in ENDED
    return {
        "mark": mark,
        "state": state,
        "reason": mark.reason if mark.status == ItemStatus.NOT_APPLICABLE else "",
        "is_ended": is_ended,
        "is_done": state == ItemStatus.DONE,
        "finish_url": _act(programme, item, "finish_item"),
        "take_up_url": _act(programme, item, "take_up_item"),
        "form": MarkForm(instance=mark, programme=programme) if reader.can_edit else None,
        "number": at + 1,
        "neighbours": rows,
        "current": item.key,
        "previous": rows[at - 1] if at else None,
        "following": rows[at + 1] if at + 1 < len(rows) else None,
    }


def _facts_of(programme: Programme, item: Item) -> list[Missing]:
    """What lacks in an item, or in a question that helps with it."""
    facts = missing_in_phase(programme, item.phase, programme.audience)
    if item.kind in (Kind.QUESTION, Kind.HEADING):
        return [fact for fact in facts if fact.item == item.key]
    return [fact for fact in facts if programme.checklist.task_of(fact.item) == item]


def _add(programme: Programme, kind: str) -> dict:
    return {"url": add_url(programme, kind), "label": PAGES[kind].add_title}


# A record


def _facts_about(programme: Programme, phase: Phase, record: ProgrammeRecord) -> list[Missing]:
    facts = missing_in_phase(programme, phase, programme.audience)
    return [fact for fact in facts if fact.place.key == str(record.key)]


def _beside(programme: Programme, record: ProgrammeRecord) -> dict[str, Any]:
    """The records of the same kind, of many the nearest of the same list, and those before and after."""
    kind = kind_of(record)
    rows = programme.rows(kind.rows)
    if len(rows) > BESIDE:
        rows = [row for row in rows if row.listed_in == record.listed_in]
    at = next((number for number, row in enumerate(rows) if row.pk == record.pk), None)
    if at is None:
        return {"neighbours": []}
    first = max(0, min(at - BESIDE // 2, len(rows) - BESIDE))
    lines = {number: row_of(programme, rows[number]) for number in range(first, min(first + BESIDE, len(rows)))}
    return {
        "neighbours": list(lines.values()),
        "current": str(record.key),
        "number": at + 1,
        "of": len(rows),
        "previous": lines.get(at - 1),
        "following": lines.get(at + 1),
    }
