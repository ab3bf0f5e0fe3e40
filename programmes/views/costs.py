"""What measures cost, on the page of phase 4: the rows of each measure, and sums of all."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from programmes.models import Cost, Measure, Programme
from programmes.models.costs import Sum, by_source, current_costs, gathered, sums, years_of
from programmes.views.base import organisation_named, record_url, with_part
from programmes.views.subjects import areas_told


def costs_by_measure(programme: Programme) -> dict[int, list[Cost]]:
    return gathered(current_costs(programme), lambda cost: cost.measure_id)


def costs_of(programme: Programme, measure: Measure, costs: list[Cost], *, can_edit: bool) -> SafeString:
    """A measure's costs, folded under their sum, and where another one is added: for the year after the last one."""
    rows = [_row(programme, cost, can_edit=can_edit) for cost in costs]
    add_url = _add_url(programme, measure, costs) if can_edit else ""
    words = Sum.of(costs).words()
    return part("programmes/objectives/costs.html", rows=rows, add_url=add_url, code=measure.shown_code, words=words)


def _row(programme: Programme, cost: Cost, *, can_edit: bool) -> dict[str, Any]:
    return {
        "id": str(cost.key),
        "year": str(cost.year),
        "source": with_part(cost, source_of(programme, cost)),
        "amount": Sum.of([cost]).words(),
        "note": text(cost.note, programme.original_language),
        "url": record_url(programme, "cost", cost) if can_edit else "",
    }


def source_of(programme: Programme, cost: Cost) -> str:
    """Where the money comes from: the kind of source, and its name where it has one."""
    name = text(cost.source_name, programme.original_language)
    return f"{cost.get_source_display()}: {name}" if name else cost.get_source_display()


def _add_url(programme: Programme, measure: Measure, costs: list[Cost]) -> str:
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "cost"})
    chosen: dict[str, Any] = {"measure": measure.pk}
    if costs:
        chosen |= {"year": costs[-1].year + 1, "source": costs[-1].source}
    elif begins := measure.starts_on or programme.period_start:
        chosen["year"] = begins.year
    return f"{url}?{urlencode(chosen)}"


def cost_tables(programme: Programme) -> list[dict[str, Any]]:
    """Sums a year: by source, by owner, and by priority area and municipality where there are any; none where nothing
    was written."""
    costs = current_costs(programme)
    if not costs:
        return []
    measures, areas = {measure.pk: measure for measure in programme.rows("measures")}, _areas(programme)
    owners = gathered(costs, lambda cost: owner_of(programme, measures[cost.measure_id]))
    tables = [
        _table(_("By source of money"), _("Source of money"), by_source(costs), costs),
        _table(_("By owner"), _("Owner"), owners, costs),
    ]
    if areas:
        own = gathered(costs, lambda cost: areas.get(measures[cost.measure_id].objective_id, _("No priority area")))
        tables.append(_table(_("By priority area"), _("Priority area"), own, costs))
    if any(cost.part_id for cost in costs):
        tables.append(_table(_("By municipality"), _("Municipality"), gathered(costs, _municipality), costs))
    return tables


def owner_of(programme: Programme, measure: Measure) -> str:
    return organisation_named(programme, measure.owner_id) or _("(no owner)")


def _municipality(cost: Cost) -> str:
    return cost.part.label(get_language() or "") if cost.part_id else _("All municipalities")


def _areas(programme: Programme) -> dict[int, SafeString]:
    """The priority area of each objective, in its colour; objectives in none are left out."""
    return {pk: part("components/area.html", **area) for pk, area in areas_told(programme).items()}


def _table(title: str, heading: str, groups: Mapping[Any, list[Cost]], costs: list[Cost]) -> dict[str, Any]:
    years = years_of(costs)
    rows = [(getattr(name, "label", name), _cells(own, years)) for name, own in groups.items()]
    return {"title": title, "heading": heading, "years": years, "rows": rows, "total": _cells(costs, years)}


def _cells(costs: list[Cost], years: list[int]) -> list[tuple[Any, str]]:
    """What each cell says, with the words of its column for where columns do not fit."""
    return list(zip([*years, _("Together")], (each.words() for each in sums(costs, years)), strict=True))
