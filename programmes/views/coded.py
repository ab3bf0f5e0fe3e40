"""Finding a record by its code, in the form of any language: in one programme, and in all that somebody may know of."""

from collections.abc import Mapping

from django.shortcuts import redirect, render

from integration_programme.access import guarded
from programmes import rules
from programmes.enums import WRITERS
from programmes.models import Programme
from programmes.models.codes import CodedRecord, code_in_words
from programmes.models.kinds import KINDS, Kind
from programmes.models.partners import part_stands
from programmes.models.places import place_of
from programmes.views.base import archived_row, load_programme

LONGEST_QUERY = 100
KIND_OF: dict[str, Kind] = {
    kind.model.code_prefix: kind for kind in KINDS.values() if issubclass(kind.model, CodedRecord)
}


@guarded(load_programme, rules.read_programme)
def find_code(request, programme):
    """Go to the record of a code that was typed. One in the archive is named to those who write the programme."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    code, _words = code_in_words(query)
    found = _rows(programme, code, archived=False)
    if found:
        return redirect(place_of(found[0]).url(programme))
    writes = rules.role_of(request.actor, programme) in WRITERS
    context = {
        "programme": programme,
        "query": query,
        "archived": [archived_row(programme, row) for row in _rows(programme, code, archived=True) if writes],
        "can_edit": rules.edit_programme.allows(request.actor, programme),
    }
    return render(request, "programmes/find_code.html", context)


def _rows(programme: Programme, code: str, *, archived: bool) -> list[CodedRecord]:
    if not code:
        return []
    rows = programme.rows(KIND_OF[code[0]].rows, archived=archived, bare=True)
    return [row for row in rows if row.code == code]


def programmes_with(code: str, access: Mapping[int, str]) -> list[int]:
    """Of these programmes (id → what somebody is to them) those that have a record of this code to show them."""
    model = KIND_OF[code[0]].model
    rows = model.objects.filter(part_stands(model), code=code).values_list("programme_id", "archived_at")
    seen = {pk for pk, archived_at in rows if archived_at is None or access.get(pk) in WRITERS}
    return [pk for pk in access if pk in seen]
