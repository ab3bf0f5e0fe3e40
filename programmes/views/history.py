"""What happened in a programme, for those who write it: lately, on its home, and all of it on a page of its own."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from integration_programme.alphabet import alphabetical
from integration_programme.remembered import Remembered
from programmes import history, rules
from programmes.document.events import events_of, phase_of
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM, MARK, item_url, subject_url
from programmes.views.base import load_programme
from programmes.views.changes import label_of, told_facts, told_links
from programmes.views.saves import DONE, history_url
from stakeholders.history import name_of
from stakeholders.models import Event

LATELY, LOOKED_AT = 4, 30
ON_A_PAGE = 30


@dataclass(frozen=True)
class Told:
    """An event in the reader's words; what it was about leads to where it stands today.

    `where`: the phase and the fields, on the page of all; `changes_url`: the save in the history of its record, with its
    words, for what is called `about`.
    """

    at: datetime
    sentence: SafeString
    where: str = ""
    changes_url: str = ""
    about: str = ""


TOLD = Remembered[list[Told]](200_000)


@require_safe
@guarded(load_programme, rules.read_history)
def programme_history(request, programme):
    """Who did what, when and where; of one phase or one person where the reader chooses so."""
    phase = next((phase for phase in Phase if phase.value == request.GET.get("phase")), None)
    person = request.GET.get("person", "")[:150]
    events = _of(programme, phase, person)
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "page": page,
        "days": _by_day([_told_whole(programme, event) for event in page.object_list]),
        "phases": list(Phase),
        "phase": phase,
        "person": person,
        "chosen": urlencode({"phase": phase.value if phase else "", "person": person}),
        "people": _people(programme),
        "in_force": bool(phase) + bool(person),
    }
    return render(request, "programmes/history.html", context)


def lately(programme: Programme) -> list[Told]:
    """The last few events, the newest first; what somebody did over and over to one thing is told once.

    Kept as what it tells of: every event counts the programme's revision, or that of its comments, rounds or meetings.
    """
    counted = programme.comments_revision, programme.rounds_revision, programme.meetings_revision
    return programme.remembered(TOLD, lambda: _lately(programme), *counted)


def _lately(programme: Programme) -> list[Told]:
    found: dict[tuple, Told] = {}
    for event in events_of(programme)[:LOOKED_AT]:
        same = (event.at.date(), event.actor, event.verb, event.kind, event.subject)
        if same not in found:
            found[same] = _told(event)
        if len(found) == LATELY:
            break
    return list(found.values())


def _of(programme: Programme, phase: Phase | None, person: str) -> QuerySet[Event]:
    events = events_of(programme)
    if phase:
        kinds = [name for name, kind in KINDS.items() if kind.phase == phase and name != "programme"]
        events = events.filter(Q(kind__in=kinds) | Q(kind=ITEM, subject__startswith=f"{phase}."))
    return events.filter(actor=person) if person else events


def _people(programme: Programme) -> list[tuple[str, str]]:
    """Who has acted, each by a name that he or she bore then."""
    acted = dict(events_of(programme).order_by("actor", "actor_name").values_list("actor", "actor_name").distinct())
    named = ((actor, name or _("The system")) for actor, name in acted.items())
    return sorted(named, key=lambda each: alphabetical(each[1]))


def _by_day(told: list[Told]) -> list[tuple[date, list[Told]]]:
    return [(day, list(of_day)) for day, of_day in groupby(told, key=lambda each: localdate(each.at))]


def _told(event: Event) -> Told:
    return Told(event.at, history.sentence_with(event, _subject(event)))


def _told_whole(programme: Programme, event: Event) -> Told:
    """The same with where it was, and the way to its words."""
    phase = phase_of(event)
    parts = [f"{phase.number} {phase.label}"] if phase else []
    if kind := KINDS.get(MARK if event.kind == ITEM else event.kind or "programme"):
        parts += [
            label_of(kind, name) for name in (*kind.texts, *told_facts(kind), *told_links(kind)) if name in event.fields
        ]
    return replace(
        _told(event), where=" · ".join(parts), changes_url=_changes_url(programme, event), about=name_of(event)
    )


def _changes_url(programme: Programme, event: Event) -> str:
    """Where a save is told by words; '' for acts that save no record, and for what is written in no form."""
    if event.verb not in DONE or event.version is None:
        return ""
    place = history.place(event)
    url = history_url(programme, place)
    return f"{url}?at={event.version}#save-{event.version}" if url else ""


def _subject(event: Event) -> SafeString:
    """What it was about, in words that lead to its page, or to that of its item."""
    name, url = conditional_escape(name_of(event)), _url(event)
    return format_html('<a href="{}">{}</a>', url, name) if url and name else name


def _url(event: Event) -> str:
    """Told by the event alone: a list of events reads no records."""
    if event.kind == ITEM:
        return item_url(event.programme, event.subject)
    if event.kind == history.COMMENT:
        return reverse("comment", kwargs={"slug": event.programme, "key": event.data.get("began") or event.subject})
    kind = KINDS.get(event.kind)
    if kind is None or kind.phase is None or kind.name == "programme":
        return ""
    if kind.is_subject:
        return subject_url(event.programme, kind.name, event.subject)
    return item_url(event.programme, kind.item, event.subject if kind.is_list else "")
