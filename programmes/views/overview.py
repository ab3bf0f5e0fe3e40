"""Where signing in leads: to the one programme or draft that is somebody's, else to a page of what their roles give."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from integration_programme.access import signed_in
from integration_programme.alphabet import alphabetical
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes import rules
from programmes.enums import Access, ProgrammeState
from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.access import standing as taking_part
from programmes.views.listed import Known, known_to, lines
from programmes.views.partners import requests_of
from stakeholders.listings import waiting_for_administrators
from stakeholders.models import CooperationGroup, Municipality, today

OF_WRITERS = {Access.COORDINATOR, Access.EDITOR, Access.PARTNER}
MOST_SHOWN = 10  # programmes of one's own, or drafts to read; the list has all


@signed_in
def overview(request):
    """The first page of those who have more than one thing before them, or nothing yet."""
    actor, known = request.actor, known_to(request.actor)
    if address := _straight_to(actor, known):
        return redirect(address)
    own = [pk for pk, role in known.access.items() if role in OF_WRITERS]
    drafts = [pk for pk, role in known.access.items() if role == Access.MEMBER]
    region = region_of(actor, known) if actor.advises_for else None
    shown = [*own[:MOST_SHOWN], *drafts[:MOST_SHOWN], *(region.shown if region else ())]
    line = {row["programme"].pk: row for row in lines({pk: known.access[pk] for pk in shown})}
    context = {
        "waiting": waiting_for_administrators() if actor.is_administrator else None,
        "requests": requests_of(known.asked),
        "own": [line[pk] for pk in own[:MOST_SHOWN]],
        "drafts": [line[pk] for pk in drafts[:MOST_SHOWN]],
        "has_more": len(own) > MOST_SHOWN or len(drafts) > MOST_SHOWN,
        "groups": [] if drafts else _groups(actor),
        "region": region and region.told(line),
        "is_mixed": bool(own or drafts or actor.is_administrator),
        "can_start": rules.start_programme.allows(actor),
    }
    return render(request, "programmes/overview.html", context)


def _straight_to(actor, known: Known) -> str:
    """The address of the one thing that somebody has to do with; '' for whoever has several, or none."""
    if actor.is_administrator or actor.advises_for:
        return ""
    roles = set(known.access.values())
    if roles == {Access.MEMBER} and (slug := _only(known.access, is_draft=True)):
        return reverse("preview", kwargs={"slug": slug})
    if len(known.access) == 1 and not (known.asked or known.approved):
        return reverse("programme", kwargs={"slug": _only(known.access)})
    return reverse("programmes") if actor.works_for and roles <= OF_WRITERS else ""


def _only(access: Iterable[int], *, is_draft: bool = False) -> str:
    """The one of these programmes, or the one that is not decided yet; '' where there are several, or none."""
    rows = Programme.objects.filter(pk__in=access)
    rows = rows.exclude(state=ProgrammeState.APPROVED) if is_draft else rows
    slugs = list(rows.order_by().values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else ""


def _groups(actor) -> list[CooperationGroup]:
    """The groups in which somebody sits who has been given nothing to read yet; nothing tells whether there is a draft."""
    return list(CooperationGroup.objects.filter(pk__in=actor.sits_in)) if actor.sits_in and not actor.works_for else []


# An adviser's region


@dataclass
class Town:
    """A municipality of the region, the one programme of it that is shown, and how many more there are to read."""

    names: Translations
    shown: int | None = None
    sort: str = "nothing"
    more: int = 0


@dataclass
class Region:
    """The municipalities for which somebody advises, each with what it has shared; what is not shared is not there."""

    towns: list[Town] = field(default_factory=list)

    @property
    def shown(self) -> list[int]:
        return list(dict.fromkeys(town.shown for town in self.towns if town.shown))

    def told(self, line: dict[int, dict]) -> dict:
        """The towns by what there is of them, in the order of their names in the reader's language."""
        language = get_language() or ""
        rows = [
            {"name": town.names.first(language)[1], "sort": town.sort, "more": town.more, "line": line.get(town.shown)}
            for town in self.towns
        ]
        rows.sort(key=lambda row: alphabetical(row["name"]))
        sorts = {
            sort: [row for row in rows if row["sort"] == sort] for sort in ("draft", "approved", "ended", "nothing")
        }
        return sorts | {"number": len(rows)}


REGIONS = Remembered[Region](1_000_000)


def region_of(actor, known: Known) -> Region:
    """Kept like the list of programmes, until one is opened, decided on or named anew, or roles change."""
    key = (actor.identity, today(), known.listed, *sorted(actor.advises_for))
    return REGIONS.get(key, lambda: _region(actor, known))


def _region(actor, known: Known) -> Region:
    towns = Municipality.objects.filter(centre__in=actor.advises_for).order_by()
    links = ProgrammeMunicipality.objects.filter(taking_part(), municipality__centre__in=actor.advises_for).order_by()
    of_town: dict[str, list[tuple]] = {}
    found = links.values_list(
        "municipality_id", "programme_id", "programme__state", "programme__period_start", "programme__period_end"
    )
    for code, pk, state, start, end in found:
        if pk in known.access:
            of_town.setdefault(code, []).append((_sort(state, end), start or today(), pk))
    return Region(
        [
            _town(names, of_town.get(code, ()))
            for code, names, is_demo in towns.values_list("code", "names", "is_demo")
            if code in of_town or not is_demo
        ]
    )


SORTS = ("ended", "approved", "draft")  # what is being prepared is shown before what is decided


def _sort(state: str, end) -> str:
    if state != ProgrammeState.APPROVED:
        return "draft"
    return "ended" if end and end < today() else "approved"


def _town(names: dict, programmes: Iterable[tuple]) -> Town:
    """With the newest programme of the sort that matters most."""
    newest = max(programmes, key=lambda each: (SORTS.index(each[0]), *each[1:]), default=None)
    if newest is None:
        return Town(Translations(names))
    sort, _start, pk = newest
    return Town(Translations(names), pk, sort, len(list(programmes)) - 1)
