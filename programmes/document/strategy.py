"""The chapter that ties the programme to other plans."""

from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Cell, Row
from programmes.document.writer import Writer, table


def plans_table(writer: Writer) -> list[Block]:
    serving: dict[int, list[str]] = {}
    for objective in writer.rows("objectives"):
        for plan in objective.plans.all():
            serving.setdefault(plan.pk, []).append(writer.code(objective))
    rows = [
        Row(
            [
                Cell(writer.plain(plan.name) or plan.unnamed(), url=plan.link),
                Cell(writer.organisation(plan.owner_id)),
                Cell(writer.period(plan.valid_from, plan.valid_to)),
                Cell(writer.plain(plan.passage)),
                Cell(codes=serving.get(plan.pk, [])),
            ],
            place=writer.place(plan),
        )
        for plan in writer.rows("plans")
    ]
    columns = [_("Plan"), _("Owner"), _("Validity"), _("What it says"), _("Objectives")]
    return table(
        _("Plans that the programme serves"), columns, rows, [24, 18, 14, 32, 12], place=writer.item("objectives.plans")
    )
