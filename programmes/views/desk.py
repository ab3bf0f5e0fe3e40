"""An adviser's desk: the municipalities of the region in one list, each with what it has shared, whose turn it is and since
when. What is not shared is not there. What is kept of the region is light, so that it costs the same at 3,000 programmes.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Min, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from integration_programme.alphabet import alphabetical
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.enums import Access, Audience, ProgrammeState
from programmes.models import AdviserNote, Comment, ProgrammeMunicipality, Review, Sharing
from programmes.models.access import standing as taking_part
from programmes.models.places import ITEM
from programmes.models.sharing import Sight
from programmes.views.listed import Known
from stakeholders.models import Municipality, Organisation, today

ON_A_PAGE = 30
#: what there is of a municipality, by what matters most: a review that waits for the advisers, then what is prepared
SORTS = ("turn", "draft", "approved", "ended", "nothing")
REGIONS = Remembered["Region"](3_000_000)
ROWS = Remembered[dict](2_000_000)


class Turn(NamedTuple):
    """How a programme stands between the municipality and the advisers. `version`: the one that was last gone through."""

    asked_on: date | None = None
    wished_on: date | None = None
    review: str = ""
    adviser: str = ""
    sent_on: date | None = None
    version: int | None = None


class Town(NamedTuple):
    """A municipality of the region with the one programme of it that is shown, and how many more there are to read."""

    name: str
    code: str
    centre: str
    sort: str = "nothing"
    shown: int | None = None
    more: int = 0
    shared_on: date | None = None
    turn: Turn = Turn()


@dataclass(frozen=True)
class Region:
    """The municipalities for which somebody advises, in the order of the desk, and how many there are of each sort."""

    towns: tuple[Town, ...]
    counts: Counter
    centres: tuple[tuple[str, str], ...]  # names and codes


def region_of(actor, known: Known) -> Region:
    """Kept like the list of programmes, until one is opened, decided on or named anew, a review is asked for or sent, or
    roles change."""
    key = (actor.identity, today(), known.listed, get_language(), *sorted(actor.advises_for))
    return REGIONS.get(key, lambda: _region(actor, known))


def _region(actor, known: Known) -> Region:
    language, (found, are_reviewed) = get_language() or "", _programmes(actor, known)
    turns = _turns(actor) if are_reviewed else {}
    rows = Organisation.objects.filter(pk__in=actor.advises_for).order_by()
    of_town = ("municipalities__code", "municipalities__names", "municipalities__is_demo")
    towns, centres = [], {}
    for centre, centre_names, code, names, is_demo in rows.values_list("code", "names", *of_town):
        centres[centre] = Translations(centre_names).first(language)[1]
        if code and (code in found or not is_demo):
            towns.append(_town(Translations(names).first(language)[1], code, centre, found.get(code, ()), turns))
    towns.sort(key=lambda town: (SORTS.index(town.sort), _waits_since(town), alphabetical(town.name)))
    named = sorted(((name, code) for code, name in centres.items()), key=lambda each: alphabetical(each[0]))
    return Region(
        tuple(towns),
        Counter(town.sort for town in towns),
        tuple(named),
    )


def _waits_since(town: Town) -> date:
    """What has waited longest for the advisers stands first."""
    return (town.sort == "turn" and town.turn.asked_on) or date.max


def _programmes(actor, known: Known) -> tuple[dict[str, list[tuple]], bool]:
    """What the adviser may know of, by municipality: state, days, id, and since when something of it is shared; and whether
    a review of any was ever asked for or sent."""
    links = ProgrammeMunicipality.objects.filter(taking_part(), municipality__centre__in=actor.advises_for).order_by()
    opened = Q(programme__sharings__audience=Audience.ADVISER, programme__sharings__is_visible=True)
    shared = links.annotate(shared_at=Min("programme__sharings__since", filter=opened))
    found: dict[str, list[tuple]] = {}
    are_reviewed = False
    of_programme = ("programme__reviewed", "programme__state", "programme__period_start", "programme__period_end")
    for code, pk, reviewed, *rest in shared.values_list("municipality_id", "programme_id", *of_programme, "shared_at"):
        if pk in known.access:
            found.setdefault(code, []).append((pk, *rest))
            are_reviewed = are_reviewed or bool(reviewed)
    return found, are_reviewed


def _turns(actor) -> dict[int, Turn]:
    """The reviews of the region by programme: what waits, and what was sent last."""
    links = ProgrammeMunicipality.objects.filter(municipality__centre__in=actor.advises_for)
    rows = Review.objects.known().filter(programme__in=links.values("programme")).select_related("version")
    turns: dict[int, Turn] = {}
    for each in rows.defer("version__dump").order_by("pk"):
        turn = turns.get(each.programme_id, Turn())
        if each.waits:
            asked = {"asked_on": localdate(each.asked_at), "review": str(each.key)}
            turn = turn._replace(**asked, wished_on=each.wished_on, adviser=each.adviser_name)
        elif each.sent_at and (turn.sent_on or date.min) <= localdate(each.sent_at):
            turn = turn._replace(sent_on=localdate(each.sent_at), version=each.version.number)
        turns[each.programme_id] = turn
    return turns


def _town(name: str, code: str, centre: str, programmes: Collection[tuple], turns: dict[int, Turn]) -> Town:
    """With the newest programme of the sort that matters most."""
    best = min(programmes, key=lambda each: _rank(each, turns), default=None)
    if best is None:
        return Town(name, code, centre)
    pk, *_rest, shared_at = best
    shared_on = localdate(shared_at) if shared_at else None
    return Town(name, code, centre, _sort(best, turns), pk, len(programmes) - 1, shared_on, turns.get(pk, Turn()))


def _rank(programme: tuple, turns: dict[int, Turn]) -> tuple:
    pk, _state, start, *_rest = programme
    return SORTS.index(_sort(programme, turns)), -(start or today()).toordinal(), -pk


def _sort(programme: tuple, turns: dict[int, Turn]) -> str:
    pk, state, _start, end, _shared = programme
    if turns.get(pk, Turn()).asked_on:
        return "turn"
    if state != ProgrammeState.APPROVED:
        return "draft"
    return "ended" if end and end < today() else "approved"


class Desk:
    """A page of the list: of all, or of one sort."""

    def __init__(self, request, known: Known):
        self.actor, self.known = request.actor, known
        self.region = region_of(request.actor, known)
        asked = request.GET.get("show", "")
        self.chosen = asked if asked in SORTS else ""
        towns = [town for town in self.region.towns if town.sort == self.chosen] if self.chosen else self.region.towns
        self.page = Paginator(towns, ON_A_PAGE).get_page(request.GET.get("page"))
        self.towns: list[Town] = list(self.page.object_list)

    @property
    def shown(self) -> list[int]:
        return list(dict.fromkeys(town.shown for town in self.towns if town.shown))

    def in_context(self, line: dict[int, dict]) -> dict:
        talked_of = [pk for pk in self.shown if pk in line and line[pk]["counts"][0]]
        remarks, notes = open_comments(self.actor, talked_of), _contacts(self.actor, self.towns)
        rows = [self._row(town, line.get(town.shown), remarks, notes) for town in self.towns]
        groups = [(sort, list(of_sort)) for sort, of_sort in groupby(rows, key=lambda row: row["sort"])]
        by_sort = dict.fromkeys(SORTS, ()) | dict(groups)
        return by_sort | {
            "groups": groups,
            "number": len(self.region.towns),
            "counts": [(sort, self.region.counts[sort]) for sort in SORTS if self.region.counts[sort]],
            "chosen": self.chosen,
            "query": f"show={self.chosen}" if self.chosen else "",
            "page": self.page,
            "centres": self.region.centres,
            "roles": [role.pk for role in self.actor.valid_roles if role.centre_id],
        }

    def _row(self, town: Town, line: dict | None, remarks: Counter, notes: dict) -> dict:
        """Kept, under all that it shows: the town, the line of the programme in lists, the numbers and the days."""
        number, (contacted, again_on) = remarks[town.shown], notes.get(town.code, (None, None))
        known = (line["html"], line["next_date"]) if line else ()
        key = (get_language(), town, number, contacted, again_on, *known)
        return ROWS.get(key, lambda: _row(town, line, number, contacted, again_on))


def _row(town: Town, line: dict | None, number: int, contacted: date | None, again_on: date | None) -> dict:
    contacts = [day for day in (contacted, town.turn.asked_on, town.turn.sent_on) if day]
    dates = [day for day in (again_on, line["next_date"] if line else None) if day]
    slug = line["programme"].slug if line else ""
    row = {
        "name": town.name,
        "sort": town.sort,
        "more": town.more,
        "line": line,
        "turn": town.turn,
        "shared_on": town.shared_on,
        "open": number,
        "contact": max(contacts, default=None),
        "next": min(dates, default=None),
        "is_again": bool(again_on) and again_on == min(dates),
        "notes_url": reverse("adviser_notes", args=[town.centre, town.code]),
        "review_url": reverse("review", args=[slug, town.turn.review]) if town.turn.review and slug else "",
        "compare_url": _compare_url(slug, town.turn) if slug else "",
    }
    template = "programmes/region_row.html" if line else "programmes/region_nothing_row.html"
    return row | {"html": SafeString(render_to_string(template, {"row": row}))}


def _compare_url(slug: str, turn: Turn) -> str:
    if turn.version is None:
        return ""
    return f"{reverse('compare_versions', args=[slug])}?from={turn.version}&to=today"


def open_comments(actor, programmes: Collection[int]) -> Counter:
    """How many comments of advisers have no response yet, by programme: those that this adviser reads. Where something is
    kept back from the adviser, only what was said of parts of the checklist counts, which a switch decides by itself."""
    if not programmes:
        return Counter()
    rows = Comment.objects.owed().filter(programme__in=programmes, author_access=Access.ADVISER, withdrawn_at=None)
    rows = rows.filter(Q(to_adviser=True) | Q(author=actor.account)).exclude(disposition__settled_at__isnull=False)
    found = list(rows.order_by().values_list("programme_id", "kind", "subject"))
    sights = _sights({pk for pk, _kind, _subject in found})
    return Counter(pk for pk, kind, subject in found if _sees(sights[pk], kind, subject))


def _sees(sight: Sight, kind: str, subject: str) -> bool:
    return sight.is_whole or not kind or (kind == ITEM and sight.sees_item(subject))


def _sights(programmes: Iterable[int]) -> dict[int, Sight]:
    """What the adviser sees of each of these."""
    switches: dict[int, list] = {pk: [] for pk in programmes}
    rows = Sharing.objects.filter(programme__in=switches, audience=Audience.ADVISER) if switches else ()
    for row in rows:
        switches[row.programme_id].append((row.place, row.is_visible))
    return {pk: Sight(tuple(sorted(found))) for pk, found in switches.items()}


def _contacts(actor, towns: Iterable[Town]) -> dict[str, tuple[date | None, date | None]]:
    """When the centre was last in touch with each, by its notes, and when it means to be again."""
    notes = AdviserNote.objects.filter(municipality=OuterRef("pk"), centre__in=actor.advises_for)
    newest = notes.order_by("-day", "-pk")
    rows = Municipality.objects.filter(code__in=[town.code for town in towns]).order_by()
    rows = rows.annotate(day=Subquery(newest.values("day")[:1]), again=Subquery(newest.values("again_on")[:1]))
    return {code: (day, again) for code, day, again in rows.values_list("code", "day", "again")}
