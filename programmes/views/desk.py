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
from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from integration_programme.alphabet import alphabetical
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.enums import Access, Audience, ProgrammeState
from programmes.models import AdviserNote, Comment, Review, Sharing
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
    language = get_language() or ""
    towns: dict[tuple[str, str], tuple[str, dict[int, tuple]]] = {}
    centres, turns, demos = {}, {}, set()
    for centre, centre_names, code, names, is_demo, pk, *rest in _rows_of(actor):
        centres[centre] = Translations(centre_names).first(language)[1]
        if code is None:
            continue
        _name, programmes = towns.setdefault((code, centre), (Translations(names).first(language)[1], {}))
        demos |= {code} if is_demo else set()
        if pk in known.access:
            programmes[pk] = (pk, *rest[: len(OF_PROGRAMME)])
            turns[pk] = _turn(turns.get(pk, Turn()), dict(zip(OF_REVIEW, rest[len(OF_PROGRAMME) :], strict=True)))
    found = [
        _town(name, code, centre, programmes.values(), turns)
        for (code, centre), (name, programmes) in towns.items()
        if programmes or code not in demos
    ]
    found.sort(key=lambda town: (SORTS.index(town.sort), _waits_since(town), alphabetical(town.name)))
    named = sorted(((name, code) for code, name in centres.items()), key=lambda each: alphabetical(each[0]))
    return Region(tuple(found), Counter(town.sort for town in found), tuple(named))


#: of a programme in which a municipality takes part, after its id; the last says since when something of it is shared
OF_PROGRAMME = ("link__programme__state", "link__programme__period_start", "link__programme__period_end", "shared_at")
OF_REVIEW = ("pk", "key", "asked_at", "wished_on", "adviser_name", "taken_back_at", "sent_at", "version__number")


def _rows_of(actor) -> Iterable[tuple]:
    """The centres, each with its municipalities, each of these with the programmes in which it takes part, and each of
    those with its reviews, the oldest first: in one statement."""
    opened = Sharing.objects.filter(audience=Audience.ADVISER, is_visible=True, programme=OuterRef("link__programme"))
    rows = Organisation.objects.filter(pk__in=actor.advises_for).annotate(
        link=FilteredRelation("municipalities__links", condition=taking_part("municipalities__links__")),
        shared_at=Subquery(opened.order_by("since").values("since")[:1]),
    )
    of_town = ("code", "names", "municipalities__code", "municipalities__names", "municipalities__is_demo")
    of_review = [f"link__programme__reviews__{name}" for name in OF_REVIEW]
    rows = rows.order_by("link__programme__reviews__pk")
    return rows.values_list(*of_town, "link__programme", *OF_PROGRAMME, *of_review)


def _turn(turn: Turn, told: dict) -> Turn:
    """How a programme stands after one more of its reviews; what an adviser has begun and not sent says nothing."""
    if told["pk"] is None:  # there is none
        return turn
    number = told.pop("version__number")
    review = Review(**told)
    if review.waits:
        asked = {"asked_on": localdate(review.asked_at), "review": str(review.key)}
        return turn._replace(**asked, wished_on=review.wished_on, adviser=review.adviser_name)
    if review.sent_at and (turn.sent_on or date.min) <= localdate(review.sent_at):
        return turn._replace(sent_on=localdate(review.sent_at), version=number)
    return turn


def _waits_since(town: Town) -> date:
    """What has waited longest for the advisers stands first."""
    return (town.sort == "turn" and town.turn.asked_on) or date.max


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
    of_adviser = Q(programme__sharings__audience=Audience.ADVISER)
    rows = rows.annotate(switch=FilteredRelation("programme__sharings", condition=of_adviser)).order_by()
    said = rows.values_list("programme_id", "kind", "subject", "switch__place", "switch__is_visible")
    numbers: dict[tuple[int, str, str], int] = {}
    switches: dict[int, set] = {}
    for pk, kind, subject, place, is_visible, number in said.annotate(number=Count("pk")):
        numbers[pk, kind, subject] = number  # the same beside each switch of the programme
        switches.setdefault(pk, set()).update(() if place is None else [(place, is_visible)])
    sights = {pk: Sight(tuple(sorted(found))) for pk, found in switches.items()}
    seen: Counter = Counter()
    for (pk, kind, subject), number in numbers.items():
        seen[pk] += number if _sees(sights[pk], kind, subject) else 0
    return seen


def _sees(sight: Sight, kind: str, subject: str) -> bool:
    return sight.is_whole or not kind or (kind == ITEM and sight.sees_item(subject))


def _contacts(actor, towns: Iterable[Town]) -> dict[str, tuple[date | None, date | None]]:
    """When the centre was last in touch with each, by its notes, and when it means to be again."""
    notes = AdviserNote.objects.filter(municipality=OuterRef("pk"), centre__in=actor.advises_for)
    newest = notes.order_by("-day", "-pk")
    rows = Municipality.objects.filter(code__in=[town.code for town in towns]).order_by()
    rows = rows.annotate(day=Subquery(newest.values("day")[:1]), again=Subquery(newest.values("again_on")[:1]))
    return {code: (day, again) for code, day, again in rows.values_list("code", "day", "again")}
