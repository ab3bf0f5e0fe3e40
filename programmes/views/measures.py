"""Phase 4 on screen, its measures: their lines, where they are and what they cost, the page of each."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_programme.templatetags.components import part
from integration_programme.templatetags.translations import text
from programmes.completeness.thread import indicators_with_measures
from programmes.forms.thread import strip
from programmes.models import Measure, Objective, Programme
from programmes.models.objectives import by_area
from programmes.views.base import name_of, organisations_named, span
from programmes.views.costs import cost_tables, costs_by_measure, costs_of
from programmes.views.subjects import (
    Body,
    Detail,
    Listing,
    Reader,
    Row,
    add_url,
    adding,
    areas_told,
    linked,
    row_of,
)


def measure_rows(programme: Programme, measures: list[Measure], areas: Mapping[int, dict]) -> list[Row]:
    """Lines of measures, each with that of these areas (`areas_told`) in which it is."""
    return [_measure_row(programme, each, areas.get(each.objective_id, {})) for each in measures]


def _measure_row(programme: Programme, measure: Measure, area: dict) -> Row:
    """Who answers for a measure, when, and how it stands."""
    owner, *others = _answering(programme, measure)
    beside = format_html_join(", ", "{}", ((each,) for each in others if each))
    told = format_html_join(" · ", "{}", ((each,) for each in (owner, beside) if each)) or _("no owner yet")
    return row_of(
        programme,
        measure,
        told=told,
        beside=span(measure.starts_on, measure.ends_on),
        label=measure.get_status_display(),
        area=area,
    )


def _answering(programme: Programme, measure: Measure) -> tuple[str, ...]:
    """Who owns a measure, who answers for it too, and the partners, in words."""
    organisations = programme.by_id("organisations")
    return tuple(organisations_named(programme, rows) for rows in measure.answering(organisations))


def measures_of(programme: Programme, objective: Objective, reader: Reader) -> Listing:
    own = [measure for measure in programme.rows("measures") if measure.objective_id == objective.pk]
    more = adding(programme, reader, "measure", objective=objective.pk)
    rows = measure_rows(programme, own, {})
    return Listing(_("What is done for it"), rows, id="measures", empty=_("No measures yet."), **more)


def means(programme: Programme, reader: Reader) -> Body:
    """Where the measures are: a line an objective; the sums of their costs, and the register of those who answer."""
    listings = [_measures_by_objective(programme)]
    if lost := _lost(programme):
        title = _("Measures whose objective is in the archive")
        listings.append(Listing(title, measure_rows(programme, lost, {})))
    data = {
        "register_url": reverse("organisations_of_programme", kwargs={"slug": programme.slug}),
        "cost_tables": cost_tables(programme),
    }
    return Body(data=data, listings=listings, closing="programmes/objectives/measures.html")


def _measures_by_objective(programme: Programme) -> Listing:
    """How many each objective has; a line leads to those of the objective."""
    numbers, url = counted(programme.rows("measures", bare=True)), reverse("measures", args=[programme.slug])
    areas, groups = areas_told(programme), by_area(programme.rows("priority_areas"), programme.rows("objectives"))
    rows = [
        Row(
            name_of(programme, objective),
            f"{url}?objective={objective.pk}",
            code=objective.shown_code,
            told=measures_told(numbers.get(objective.pk, 0)),
            area=areas.get(objective.pk, {}),
        )
        for _area, own in groups
        for objective in own
    ]
    empty = _("Measures are written under an objective. Add an objective first.")
    return Listing(_("Measures by objective"), rows, empty=empty, **all_measures(programme))


def all_measures(programme: Programme) -> dict[str, str]:
    """For a list: where all measures can be looked through."""
    number = len(programme.rows("measures", bare=True))
    if not number:
        return {}
    label = ngettext("All measures (%(number)s)", "All measures (%(number)s)", number) % {"number": number}
    return {"more_label": label, "more_url": reverse("measures", args=[programme.slug])}


def measures_told(number: int) -> str:
    return ngettext("%(number)s measure", "%(number)s measures", number) % {"number": number}


def counted(rows: list) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        found[row.objective_id] = found.get(row.objective_id, 0) + 1
    return found


def _lost(programme: Programme) -> list[Measure]:
    """Measures whose objective is in the archive."""
    there = {objective.pk for objective in programme.rows("objectives")}
    return [measure for measure in programme.rows("measures") if measure.objective_id not in there]


def measure_page(programme: Programme, measure: Measure, reader: Reader) -> Detail:
    original = programme.original_language
    owner, responsible, partners = _answering(programme, measure)
    objective = next((row for row in programme.rows("objectives") if row.pk == measure.objective_id), None)
    area = areas_told(programme).get(measure.objective_id)
    facts = [
        (_("Objective"), linked(programme, objective) if objective else ""),
        (_("Priority area"), part("components/area.html", **area) if area else ""),
        (_("Owner"), owner or "–"),
        (_("Also responsible"), responsible),
        (_("Partners"), partners),
        (_("Schedule"), span(measure.starts_on, measure.ends_on) or "–"),
        (_("Resources"), text(measure.resources, original)),
        (_("In the budget"), measure.get_in_budget_display() if measure.in_budget else ""),
    ]
    costs = costs_by_measure(programme).get(measure.pk, [])
    telling = [row for row, about in indicators_with_measures(programme) if measure.pk in about]
    thread = strip(
        programme,
        [objective] if objective else [],
        telling,
        why_gap=_("Its objective is in the archive. Choose another one.") if programme.sight.is_whole else "",
        so_what_gap=_("No indicator tells about it yet."),
    )
    adds = [(_("Add an indicator"), add_url(programme, "indicator", measures=measure.pk))]
    return Detail(
        facts=facts,
        body=costs_of(programme, measure, costs, can_edit=reader.can_edit),
        thread=thread,
        adds=adds if reader.adds(programme, "indicator") else [],
        label=measure.get_status_display(),
    )


def told_of_means(programme: Programme) -> str:
    number = len(programme.rows("measures", bare=True))
    return measures_told(number) if number else ""
