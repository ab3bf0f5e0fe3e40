"""The chapter of monitoring and updating."""

from django.utils.translation import gettext as _

from indicators.catalogue import whole_population_note
from indicators.figures import AreaSeries, Figure, format_period, format_value
from programmes.completeness.thread import current
from programmes.document.blocks import Block, Cell, Paragraph, Row, Section
from programmes.document.writer import Writer, table
from programmes.models import Indicator
from programmes.models.monitoring import steps_of
from programmes.models.situation import figures_of

INDICATORS, REPORTING, UPDATING = "monitoring.indicators", "monitoring.reporting", "monitoring.updating"


def monitoring_sections(writer: Writer) -> list[Section]:
    """Who follows the programme, by which indicators, who hears of it, and when it is updated."""
    plan = getattr(writer.programme, "monitoring", None)
    updating = [*_review(writer), *(writer.rich(plan, "update_triggers") if plan else [])]
    parts: list[tuple[str, str, str, list[Block]]] = [
        ("who-monitors", REPORTING, _("Who monitors"), writer.lines(plan, "who_monitors") if plan else []),
        ("indicators", INDICATORS, _("Indicators"), [*indicators_table(writer), *_newest_values(writer)]),
        ("reports", REPORTING, _("Reporting"), _recipients(writer)),
        ("updating", UPDATING, _("Updating"), updating),
    ]
    return [
        Section("", anchor, "", title, blocks, place=writer.item(item))
        for anchor, item, title, blocks in parts
        if blocks
    ]


def _recipients(writer: Writer) -> list[Block]:
    rows = [
        Row(
            [Cell(writer.label(row)), Cell(writer.plain(row.what)), Cell(writer.plain(row.when))],
            place=writer.place(row),
        )
        for row in writer.rows("recipients")
    ]
    columns = [_("Recipient"), _("What"), _("When")]
    return table(_("Who receives reports"), columns, rows, [35, 40, 25], place=writer.item(REPORTING))


def _review(writer: Writer) -> list[Block]:
    if not writer.programme.review_by:
        return []
    sentence = _("The programme is reviewed by %(day)s.") % {"day": writer.day(writer.programme.review_by)}
    return [Paragraph(sentence, place=writer.place(writer.programme, "review_by"))]


def indicators_table(writer: Writer) -> list[Block]:
    columns = [
        _("Indicator"),
        _("Baseline"),
        _("Interim target"),
        _("Target"),
        _("Source"),
        _("Owner"),
        _("Serves"),
    ]
    objectives = {objective.pk: writer.code(objective) for objective in writer.rows("objectives")}
    rows = [
        Row(
            [
                Cell(_name(writer, indicator), quiet=_scale(writer, indicator)),
                _baseline(writer, indicator),
                _interim(writer, indicator),
                _target(writer, indicator),
                Cell(_source(writer, indicator)),
                Cell(writer.organisation(indicator.owner_id), quiet=_frequency(indicator)),
                Cell(codes=_served(writer, indicator, objectives)),
            ],
            code=writer.code(indicator),
            place=writer.place(indicator),
        )
        for indicator in writer.rows("indicators")
    ]
    return table(_("Indicators"), columns, rows, [27, 12, 12, 12, 15, 13, 9], place=writer.item(INDICATORS))


def _newest_values(writer: Writer) -> list[Block]:
    """What the catalogue says today of the indicators that are tied to one of its figures: each municipality's newest."""
    indicators = [indicator for indicator in writer.rows("indicators") if indicator.statistic]
    names = {link.municipality_id: link.label(writer.language) for link in writer.rows("links")}
    rows: list[Row] = []
    notes: dict[str, None] = {}
    for figure in figures_of(writer.programme) if indicators else []:
        tied = [indicator for indicator in indicators if indicator.statistic == figure.statistic.key]
        found = [row for area in figure.areas if (row := _newest_value(writer, figure, area, tied, names))]
        if found:
            rows += found
            notes |= dict.fromkeys([*_remarks(writer, figure), *figure.source_lines(writer.language)])
    columns = [_("Figure"), _("Indicator"), _("Municipality"), _("Year"), _("Value")]
    told = table(
        _("Newest values of the indicators"), columns, rows, [40, 15, 20, 12, 13], place=writer.item(INDICATORS)
    )
    for block in told:
        block.source = " ".join(notes)
    return told


def _newest_value(
    writer: Writer, figure: Figure, area: AreaSeries, tied: list[Indicator], names: dict[str, str]
) -> Row | None:
    """The newest value of a municipality, with the indicators that are everybody's or its own; None where there is none."""
    own = [each for each in tied if each.part is None or each.part.municipality_id == area.area_code]
    newest = next((point for point in reversed(area.points) if point.value is not None), None)
    if not own or newest is None:
        return None
    statistic = figure.statistic
    value = format_value(newest.value, statistic.unit, writer.language, statistic.decimals)
    cells = [
        Cell(f"{statistic.label(writer.language)} ({statistic.unit_label(writer.language)})"),
        Cell(codes=[writer.code(each) for each in own]),
        Cell(names[area.area_code] if len(names) > 1 else ""),
        Cell(format_period(newest.period)),
        Cell(value, numeric=True),
    ]
    return Row(cells, place=writer.place(own[0]))


def _remarks(writer: Writer, figure: Figure) -> list[str]:
    """That a figure is about everybody who lives there, where it does not tell of those the programme is for."""
    return [whole_population_note(writer.language)] if figure.statistic.whole_population else []


def _name(writer: Writer, indicator: Indicator) -> str:
    name = writer.of_part(indicator, writer.plain(indicator.name) or indicator.unnamed())
    definition = indicator.definition.text(writer.language)
    return f"{name}. {definition}" if definition else name


def _scale(writer: Writer, indicator: Indicator) -> str:
    """The steps by which it is measured, if it is."""
    return " → ".join(steps_of(writer.plain(indicator.scale))) if indicator.has_steps else ""


def _served(writer: Writer, indicator: Indicator, objectives: dict[int, str]) -> list[str]:
    served = [objectives[indicator.objective_id]] if indicator.objective_id in objectives else []
    return served + [writer.code(measure) for measure in current(indicator.measures.all())]


def _frequency(indicator: Indicator) -> str:
    """How often it is measured, as the second line under its owner."""
    return str(indicator.get_frequency_display()).lower() if indicator.frequency else ""


def _baseline(writer: Writer, indicator: Indicator) -> Cell:
    if indicator.is_known("baseline"):
        return _dated(writer, _value(writer, indicator, "baseline"), indicator.baseline_date)
    if indicator.baseline_by:
        return Cell(_("to be measured by %(day)s") % {"day": writer.day(indicator.baseline_by, short=True)})
    return Cell()


def _value(writer: Writer, indicator: Indicator, name: str) -> str:
    if indicator.has_steps:
        return writer.plain(indicator.step(name))
    return writer.counted(indicator, f"{name}_value")


def _interim(writer: Writer, indicator: Indicator) -> Cell:
    if indicator.has_steps:
        return Cell()
    return _dated(writer, writer.counted(indicator, "interim_value"), indicator.interim_date)


def _target(writer: Writer, indicator: Indicator) -> Cell:
    if indicator.is_known("target"):
        return _dated(writer, _value(writer, indicator, "target"), indicator.target_date)
    has_direction = indicator.direction and not indicator.has_steps
    words = str(indicator.get_direction_display()) if has_direction else ""
    return _dated(writer, words, indicator.target_date) if words else Cell()


def _dated(writer: Writer, words: str, day) -> Cell:
    """A value, and under it the day it holds for."""
    return Cell(words, quiet=writer.day(day, short=True))


def _source(writer: Writer, indicator: Indicator) -> str:
    kind = indicator.source_type
    return writer.plain(indicator.source) or (writer.words(kind).text if kind in writer.checklist else "")
