"""Services as far as they matter for the objectives."""

from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Cell, Row
from programmes.document.writer import Writer, table


def services_table(writer: Writer, *, special: bool) -> list[Block]:
    rows = [
        Row(
            [
                Cell(writer.label(service)),
                Cell(writer.plain(service.provider)),
                Cell(writer.plain(service.for_whom)),
                Cell(str(service.get_fit_display()) if service.fit else ""),
                Cell(writer.plain(service.remark)),
            ],
            place=writer.place(service),
        )
        for service in writer.rows("services")
        if service.is_special == special
    ]
    caption = _("Special services") if special else _("General services")
    columns = [_("Service"), _("Provider"), _("For whom"), _("How it suits"), _("What suits, what lacks")]
    return table(caption, columns, rows, [22, 18, 18, 16, 26], place=writer.item("situation.services"))
