"""Finding a record by its code, in the form of any language: in one programme, and in all that somebody may know of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.shortcuts import redirect, render

from integration_programme.access import guarded
from integration_programme.translations import Translations
from programmes import rules
from programmes.enums import WRITERS
from programmes.models import Programme, Sharing
from programmes.models.codes import CodedRecord, code_in_words
from programmes.models.kinds import KINDS, Kind, kind_of
from programmes.models.partners import part_stands
from programmes.models.places import place_of
from programmes.models.sharing import AUDIENCE_OF, EVERYTHING, Sight, item_scopes, lookups, sights_in
from programmes.views.base import archived_row, load_programme

LONGEST_QUERY = 100
KIND_OF: dict[str, Kind] = {
    kind.model.code_prefix: kind for kind in KINDS.values() if issubclass(kind.model, CodedRecord)
}


@guarded(load_programme, rules.read_programme)
def find_code(request, programme):
    """Go to the record of a code that was typed, also where only an edition printed earlier calls it so. One in the
    archive is named to those who write the programme; to readers, what was approved of it is.
    """
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    code, _words = code_in_words(query)
    found = _rows(programme, code, archived=False)
    printed = _printed(programme, code) if code and not found else []
    found = found or _with_keys(programme, code, {each.key for each in printed})
    if found:
        return redirect(place_of(found[0]).url(programme))
    writes = rules.role_of(request.actor, programme) in WRITERS
    context = {
        "programme": programme,
        "query": query,
        "archived": [
            archived_row(programme, row) | {"can_be_back": _may_bring_back(request.actor, programme, row)}
            for row in (_rows(programme, code, archived=True) if writes else ())
        ],
        "printed": printed,
    }
    return render(request, "programmes/find_code.html", context)


def _may_bring_back(actor, programme: Programme, row: CodedRecord) -> bool:
    return rules.write_at.allows(actor, programme, kind_of(row).item_of(row))


def _rows(programme: Programme, code: str, *, archived: bool) -> list[CodedRecord]:
    if not code:
        return []
    rows = programme.rows(KIND_OF[code[0]].rows, archived=archived, bare=True)
    return [row for row in rows if row.code == code]


@dataclass(frozen=True)
class Printed:
    """A record as an approved edition of the programme prints it."""

    key: str
    code: str
    name: Translations
    approved_on: date


def _printed(programme: Programme, code: str) -> list[Printed]:
    """The records that bore the code in what the reader may read of what was approved, the newest edition first."""
    kind = KIND_OF[code[0]]
    if not kind.is_printed:
        return []
    editions = programme.versions.readable_by(programme.audience).values_list(
        "approved_on", f"dump__records__{kind.name}"
    )
    found = [
        Printed(row["key"], code, Translations(row[kind.model.main_text]), approved_on)
        for approved_on, rows in editions
        for row in rows or ()
        if row["code"] == code and row.get("archived_at") is None
    ]
    return list({each.key: each for each in reversed(found)}.values())[::-1]


def _with_keys(programme: Programme, code: str, keys: set[str]) -> list[CodedRecord]:
    """Records of today under these keys, whatever they are called by now."""
    return [row for row in programme.rows(KIND_OF[code[0]].rows, bare=True) if str(row.key) in keys] if keys else []


def programmes_with(code: str, access: Mapping[int, str]) -> list[int]:
    """Of these programmes (id → what somebody is to them) those that have a record of this code to show them."""
    kind = KIND_OF[code[0]]
    asked = lookups(kind)
    rows = kind.model.objects.filter(part_stands(kind.model), code=code).values("programme_id", "archived_at", *asked)
    found = [row for row in rows if row["archived_at"] is None or access.get(row["programme_id"]) in WRITERS]
    sights = _sights_of(access, {row["programme_id"] for row in found})
    seen = {
        row["programme_id"] for row in found if row["programme_id"] in access and _is_shown(kind, row, asked, sights)
    }
    return [pk for pk in access if pk in seen]


def _sights_of(access: Mapping[int, str], programmes: set[int]) -> dict[int, Sight]:
    """What somebody sees of those of these programmes which they only read."""
    reads = {pk: AUDIENCE_OF[access[pk]] for pk in programmes if pk in access and access[pk] not in WRITERS}
    rows = Sharing.objects.filter(programme__in=list(reads)) if reads else ()
    switches: dict[int, list[Sharing]] = {pk: [] for pk in reads}
    for row in rows:
        switches[row.programme_id].append(row)
    return {pk: sights_in(switches[pk])[audience] for pk, audience in reads.items()}


def _is_shown(kind: Kind, row: Mapping, asked: Mapping[str, str], sights: Mapping[int, Sight]) -> bool:
    sight = sights.get(row["programme_id"], EVERYTHING)
    own = (f"{name}:{row[lookup]}" for lookup, name in asked.items() if row[lookup])
    return sight.sees([*own, *item_scopes(kind.item)])
