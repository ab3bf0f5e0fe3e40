"""The short last chapter: who is told what, how and when."""

from django.utils.translation import gettext as _

from programmes.document.blocks import Block, Cell, Row
from programmes.document.writer import Writer, table
from programmes.enums import SpokenLanguage


def communication_table(writer: Writer) -> list[Block]:
    rows = [
        Row(
            [
                Cell(str(action.get_audience_display())),
                Cell(writer.label(action)),
                Cell(writer.plain(action.channel)),
                Cell(", ".join(SpokenLanguage.named(action.languages))),
                Cell(writer.plain(action.when) or writer.day(action.due_on)),
                Cell(writer.plain(action.who)),
            ],
            place=writer.place(action),
        )
        for action in writer.rows("communication_actions")
    ]
    columns = [_("Audience"), _("Message"), _("Channel"), _("Languages"), _("When"), _("Who")]
    return table(
        _("Communication plan"), columns, rows, [15, 25, 19, 16, 13, 12], place=writer.item("communication.inform")
    )
