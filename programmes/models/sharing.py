"""To whom a programme has been opened, and what each audience sees of it. Nothing else decides that, but `rules`.

Audiences are a set, each opened by itself: the cooperation group may read while the adviser does not, and the other way
round. Writers see everything always. A switch stands at the programme, at a section of it (a phase, an element of the
document, a question), or at a record; the nearest one decides, and what has none is as what it is in.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from integration_programme.prepared import SOME_ID, Prepared
from programmes.enums import Access, Audience
from programmes.models.kinds import KINDS, Kind, kind_of

#: those to whom the writers open a programme, and close it again
SWITCHED = (Audience.GROUP, Audience.ADVISER)
#: the place of the programme as a whole, and the kind of the places of sections
PROGRAMME, ITEM = "", "item"
#: kinds that tell which programme it is and who takes part: whoever reads anything of it sees them
FRAME = frozenset({"programme", "partner", "organisation"})

#: kinds of which no section decides
OF_THEIR_OWN = FRAME | {"picture"}

#: what a person is to a programme → as whom they see it; the people of a partner municipality see what writers see
AUDIENCE_OF: dict[str, Audience] = {
    Access.COORDINATOR: Audience.WRITERS,
    Access.EDITOR: Audience.WRITERS,
    Access.PARTNER: Audience.WRITERS,
    Access.MEMBER: Audience.GROUP,
    Access.ADVISER: Audience.ADVISER,
}


#: an audience → what somebody of it is to a programme
READERS = {audience: access for access, audience in AUDIENCE_OF.items() if audience in SWITCHED}


class Sharing(models.Model):
    """A switch: whether this audience sees what stands at a place (the text form of a `Place`), since when.

    Where there is no row, a place is as what it is in; the programme as a whole is off.
    """

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="sharings")
    audience = models.CharField(max_length=20, choices=Audience)
    place = models.CharField(max_length=120, blank=True)
    is_visible = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "audience", "place"], name="sharing_once_an_audience"),
            models.CheckConstraint(condition=~Q(audience=Audience.WRITERS), name="sharing_of_a_switched_audience"),
            models.CheckConstraint(condition=~Q(place=PROGRAMME, is_visible=False), name="sharing_of_a_whole_is_on"),
        ]

    def __str__(self):
        return f"{self.programme} {self.place}: {self.get_audience_display()}"


class ApprovedSharing(models.Model):
    """An audience that could read what was approved: it may read that for ever, whatever becomes of the draft."""

    version = models.ForeignKey("programmes.Version", models.CASCADE, related_name="sharings")
    audience = models.CharField(max_length=20, choices=Audience)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "audience"], name="approved_sharing_once_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=SWITCHED), name="approved_sharing_of_a_switched_audience"),
        ]

    def __str__(self):
        return f"{self.version}: {self.get_audience_display()}"


@dataclass(frozen=True)
class Sight:
    """The switches of an audience: places in their text form, each with whether it is visible, in the places' order."""

    switches: tuple[tuple[str, bool], ...] = ()

    @functools.cached_property
    def _at(self) -> dict[str, bool]:
        return dict(self.switches)

    @functools.cached_property
    def is_open(self) -> bool:
        """Whether there is anything to see."""
        return any(self._at.values())

    @functools.cached_property
    def is_whole(self) -> bool:
        """Whether nothing is kept back."""
        return self._at.get(PROGRAMME, False) and all(self._at.values())

    @functools.cached_property
    def key(self) -> str:
        """What tells it apart from others in what is kept; '' for the sight of everything."""
        return "" if self.is_whole else hashlib.sha256(repr(self.switches).encode()).hexdigest()[:32]

    @functools.cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of place at which it has switches."""
        return frozenset(place.partition(":")[0] for place in self._at)

    @functools.cached_property
    def leads_to(self) -> frozenset[str]:
        """Items of the checklist in which something is visible by a switch of its own, so that one must get there."""
        places = [place.partition(":") for place, is_visible in self.switches if is_visible and place]
        items = {key for kind, _colon, key in places if kind == ITEM}
        items |= {KINDS[kind].item for kind, _colon, _key in places if kind in KINDS}
        return frozenset(items | {phase_of(item) for item in items})

    def sees(self, scopes: Iterable[str]) -> bool:
        """What the first of these places says that has a switch; the nearest one stands first."""
        return next((self._at[scope] for scope in scopes if scope in self._at), False)

    def sees_item(self, item: str) -> bool:
        """Whether what is said at an item of the checklist, or of a phase as a whole, is visible."""
        return self.sees(item_scopes(item))

    def sees_record(self, kind: Kind, row: Any, item: str, above: "Above") -> bool:
        """Whether a record is, which belongs to an item."""
        own = own_scopes(kind, row, above)
        return self.sees_named(own) if kind.name in FRAME else self.sees([*own, *item_scopes(item)])

    def sees_named(self, own: Iterable[str]) -> bool:
        """The same of what names the programme and those who take part: it is there unless it is kept back itself."""
        return next((self._at[scope] for scope in own if scope in self._at), True)


#: how writers see a programme
EVERYTHING = Sight(((PROGRAMME, True),))
#: of a record: what it stands under, with its kind; None for what stands by itself
Above = Callable[[Kind, Any], tuple[Kind, Any] | None]
SWITCHES = Prepared(lambda: Sharing.objects.filter(programme=SOME_ID))


def sights_in(rows: Iterable[Sharing]) -> dict[Audience, Sight]:
    """The same, from the switches of one programme."""
    found: dict[Audience, list] = {audience: [] for audience in Audience}
    for row in rows:
        found[Audience(row.audience)].append((row.place, row.is_visible))
    sights = {audience: Sight(tuple(sorted(switches))) for audience, switches in found.items()}
    return sights | {Audience.WRITERS: EVERYTHING}


def deciding(switches: Iterable[Sharing], audience: Audience, scopes: Iterable[str]) -> Sharing | None:
    """The switch that decides whether an audience sees a place, by where one may stand for it, the nearest first."""
    there = {row.place: row for row in switches if row.audience == audience}
    return next((there[scope] for scope in scopes if scope in there), None)


def phase_of(item: str) -> str:
    """The phase to which an item of the checklist belongs, by its key."""
    return item.partition(".")[0]


def item_scopes(item: str) -> tuple[str, ...]:
    """Where a switch may stand for what is said at an item, the nearest first."""
    return f"{ITEM}:{item}", f"{ITEM}:{phase_of(item)}", PROGRAMME


def own_scopes(kind: Kind, row: Any, above: Above) -> Iterator[str]:
    """The same for a record by itself, and for those that it stands under."""
    found: tuple[Kind, Any] | None = (kind, row)
    while found is not None:
        kind, row = found
        if kind.has_switch:
            yield f"{kind.name}:{row['key'] if isinstance(row, dict) else row.key}"
        found = above(kind, row)


def lookups(kind: Kind) -> dict[str, str]:
    """For statements on rows of a kind: the keys of what they stand under, by lookup, each with the name of its kind."""
    found, path = {"key": kind.name}, ""
    while kind.under:
        path += f"{kind.under[0]}__"
        kind = kind_of(kind.model._meta.get_field(kind.under[0]).related_model)
        found[f"{path}key"] = kind.name
    return found


def shows(kind: Kind, audience: Audience) -> bool:
    """Whether an audience sees records of a kind at all: everyone what is printed, group and adviser the rest too."""
    return audience != Audience.PUBLIC or kind.is_printed


def sees(programme: Any, audience: Audience, place: Any) -> bool:
    """Whether an audience sees what stands at a `Place` of a programme today, or could stand there."""
    seen = programme.seen_by(audience)
    if not place.kind or place.kind == "programme":
        return seen.sight.is_open
    if place.kind == ITEM:
        return seen.sight.sees_item(place.key)
    kind = KINDS[place.kind]
    if kind.is_single or not (kind.item_field or kind.name in OF_THEIR_OWN or seen.has_switched(kind)):
        return seen.sight.sees_item(kind.item)
    return any(str(row.key) == place.key for row in seen.rows(kind.rows, bare=True))
