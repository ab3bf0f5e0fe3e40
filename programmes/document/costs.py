"""What the measures cost: a plain table a year and source of money, and sums of it."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Cell, Paragraph, Row, Section
from programmes.document.writer import Writer, table
from programmes.models import Cost
from programmes.models.costs import Sum, by_source, current_costs, gathered, sums, years_of
from programmes.models.objectives import by_area

MEANS = "objectives.means"


class Costing(NamedTuple):
    """What the tables of costs say of a measure."""

    code: str
    owner_id: int | None
    objective_id: int | None


def costs_sections(writer: Writer) -> list[Section]:
    """None where no cost was written. The save of a measure leaves the tables as they are."""
    costs = current_costs(writer.programme)
    if not costs:
        return []
    measures = {row.pk: Costing(writer.code(row), row.owner_id, row.objective_id) for row in writer.rows("measures")}
    blocks = writer.kept(partial(_blocks, writer, costs, measures), "costs", *measures.items(), given=costs)
    return [Section("", "costs", "", _("Costs of the measures"), blocks, place=writer.item(MEANS))]


def _blocks(writer: Writer, costs: list[Cost], measures: Mapping[int, Costing]) -> list[Block]:
    blocks = [*_of_measures(writer, costs, measures), *_sums(writer, costs, measures)]
    if Sum.of(costs).unknown:
        remark = _("An amount that is not known yet is in no sum.")
        blocks.append(Paragraph(remark, quiet=True, place=writer.item(MEANS)))
    return blocks


def _of_measures(writer: Writer, costs: list[Cost], measures: Mapping[int, Costing]) -> list[Block]:
    """A row for each source of a measure's money."""
    years = years_of(costs)
    rows = [
        Row(
            [
                Cell(codes=[measures[pk].code]),
                Cell(source, quiet=_notes(writer, own)),
                *_cells(writer, own, years),
            ],
            place=writer.place(own[0]),
        )
        for (pk, source), own in gathered(costs, lambda cost: (cost.measure_id, _source(writer, cost))).items()
    ]
    columns = [_("Measure"), _("Source of money"), *map(str, years), _("Together")]
    return table(_("Costs by measure"), columns, rows, _widths([9, 28], years), place=writer.item(MEANS))


def _source(writer: Writer, cost: Cost) -> str:
    name = writer.plain(cost.source_name)
    kind = str(cost.get_source_display())
    return writer.of_part(cost, f"{kind}: {name}" if name else kind)


def _notes(writer: Writer, costs: list[Cost]) -> str:
    return "; ".join(dict.fromkeys(note for cost in costs if (note := writer.plain(cost.note))))


def _sums(writer: Writer, costs: list[Cost], measures: Mapping[int, Costing]) -> list[Block]:
    """By source, owner, and, where there are any, priority area and municipality; each with the sum of all."""
    areas = _areas(writer)
    owners = gathered(costs, lambda cost: _owner(writer, measures[cost.measure_id]))
    blocks = [
        *_table(writer, _("By source of money"), _("Source of money"), by_source(costs), costs),
        *_table(writer, _("By owner"), _("Owner"), owners, costs),
    ]
    if areas:
        own = gathered(costs, lambda cost: areas.get(measures[cost.measure_id].objective_id, _("No priority area")))
        blocks += _table(writer, _("By priority area"), _("Priority area"), own, costs)
    if any(cost.part_id for cost in costs):
        parts = gathered(costs, lambda cost: _municipality(writer, cost))
        blocks += _table(writer, _("By municipality"), _("Municipality"), parts, costs)
    return blocks


def _owner(writer: Writer, measure: Costing) -> str:
    return writer.organisation(measure.owner_id) or _("(no owner)")


def _areas(writer: Writer) -> dict[int, str]:
    """What the priority area of each objective is called; objectives in none are left out."""
    groups = by_area(writer.rows("priority_areas"), writer.rows("objectives"))
    return {objective.pk: writer.label(area) for area, own in groups if area for objective in own}


def _municipality(writer: Writer, cost: Cost) -> str:
    return cost.part.label(writer.language) if cost.part_id else _("All municipalities")


def _table(
    writer: Writer, caption: str, heading: str, groups: Mapping[Any, list[Cost]], costs: list[Cost]
) -> list[Block]:
    years, place = years_of(costs), writer.item(MEANS)
    rows = [
        Row([Cell(str(getattr(name, "label", name))), *_cells(writer, own, years)], place=place)
        for name, own in [*groups.items(), (_("Together"), costs)]
    ]
    return table(caption, [heading, *map(str, years), _("Together")], rows, _widths([28], years), place=place)


def _cells(writer: Writer, costs: list[Cost], years: list[int]) -> list[Cell]:
    return [Cell(each.words(writer.language), numeric=True) for each in sums(costs, years)]


def _widths(first: list[int], years: list[int]) -> list[int]:
    """Of the columns in per cent: the first ones, then years and their sum alike."""
    number = len(years) + 1
    return [*first, *([max(1, (100 - sum(first)) // number)] * number)]
