"""All measures, and all indicators, of a programme: lists that can be narrowed."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from programmes import rules
from programmes.completeness import missing_in_phase
from programmes.enums import Phase
from programmes.forms.filters import ListFilter
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.views.base import load_with
from programmes.views.measures import measure_rows
from programmes.views.monitoring import indicator_rows
from programmes.views.subjects import Listing, Reader, adding, areas_told

ON_A_PAGE = 50
#: kind → what its page says while there is none: a title, and what the list is for
EMPTY = {
    "measure": (
        gettext_lazy("No measures yet"),
        gettext_lazy("A measure says what is done for an objective: who answers for it, when, and with what."),
    ),
    "indicator": (
        gettext_lazy("No indicators yet"),
        gettext_lazy("An indicator shows by a baseline and a target whether an objective is reached."),
    ),
}


@require_safe
@guarded(load_with(Phase.OBJECTIVES), rules.read_programme)
def measures(request, programme):
    """Measures by area, theme, objective, owner, state and what lacks."""
    return _list(request, programme, "measure", _("Measures"), measure_rows)


@require_safe
@guarded(load_with(Phase.MONITORING), rules.read_programme)
def indicators(request, programme):
    """Indicators by area, theme, objective, owner and what lacks."""
    return _list(request, programme, "indicator", _("Indicators"), indicator_rows)


def _list(request, programme: Programme, name: str, title: str, lines):
    kind, reader = KINDS[name], Reader.of(request.actor, programme, KINDS[name].item)
    rows = programme.rows(kind.rows)
    form = ListFilter(request.GET, programme=programme, rows=rows, has_states=name == "measure")
    lacking = _lacking(programme, kind.phase)
    page = Paginator([row for row in rows if form.lets_through(row, lacking)], ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    listing = Listing(
        _("%(found)s of %(all)s") % {"found": page.paginator.count, "all": len(rows)},
        lines(programme, list(page.object_list), areas_told(programme)),
        empty=_("None fits what you have chosen."),
        **adding(programme, reader, name),
    )
    context = {
        "programme": programme,
        "title": title,
        "phase": kind.phase,
        "choices": form if rows else None,
        "empty": EMPTY[name],
        "listing": listing,
        "closed": rules.closed_at(request.actor, programme, kind.item) if reader.writes else None,
        "page": page,
        "chosen": urlencode(form.chosen),
    }
    return render(request, "programmes/list.html", context)


def _lacking(programme: Programme, phase: Phase) -> set[str]:
    return {fact.place.key for fact in missing_in_phase(programme, phase, programme.audience)}
