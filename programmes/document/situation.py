"""The chapter of population, needs and receptiveness: the situation picture with its figures and findings."""

from django.utils.translation import gettext as _

from indicators.catalogue import status_note, whole_population_note
from indicators.charts import chart_of
from indicators.figures import Figure, format_period, format_value, table_of
from integration_programme.remembered import Remembered
from programmes.checklist import Kind
from programmes.document.blocks import Block, Cell, Chart, Entries, Entry, Paragraph, Row, Section, Table, placed
from programmes.document.writer import Writer, anchor_of, table
from programmes.enums import Phase
from programmes.models import OwnFigure
from programmes.models.situation import figures_at

FINDINGS, SOURCES = "situation.both_sides", "situation.sources"


def situation_sections(writer: Writer) -> list[Section]:
    """A part for each question that has been answered in figures or words, then findings and sources."""
    sections = []
    for item in writer.checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION):
        blocks = [
            *_answer(writer, item.key),
            *_figures_kept(writer, item.key, figures_at(writer.programme, item.key)),
            *_own_figures(writer, item.key),
        ]
        if blocks:
            words, place = writer.words(item.key).title, writer.item(item.key)
            sections.append(Section(item.key, anchor_of(item.key), "", words, blocks, place=place))
    if findings := _findings(writer):
        sections.append(Section("", "findings", "", _("Findings"), [findings], place=writer.item(FINDINGS)))
    if sources := _sources(writer):
        title = _("Sources of the situation picture")
        sections.append(Section("", "sources", "", title, sources, place=writer.item(SOURCES)))
    return sections


def _answer(writer: Writer, question: str) -> list[Block]:
    for answer in writer.rows("answers"):
        if answer.question == question:
            blocks = writer.rich(answer, "text")
            if sources := answer.sources.text(writer.language):
                words, place = _("Sources: %(sources)s") % {"sources": sources}, writer.place(answer, "sources")
                blocks.append(Paragraph(words, quiet=True, place=place))
            return blocks
    return []


BLOCKS = Remembered[list[Block]](1_000_000)


def _figures_kept(writer: Writer, question: str, found: list[Figure]) -> list[Block]:
    """Public figures and their charts stay the same whatever is written around them."""
    codes = tuple(link.municipality_id for link in writer.rows("links"))
    key = (question, codes, writer.language, *(figure.statistic.key for figure in found))
    return writer.programme.remembered_outside(BLOCKS, lambda: _figures(writer, question, found), *key) if found else []


def _figures(writer: Writer, question: str, found: list[Figure]) -> list[Block]:
    """Series as tables, the first of them with its chart; figures of one period together in one table.

    All stand at the question, their rows too: they are facts about an area, and of no single record.
    """
    blocks: list[Block] = []
    for figure in found:
        if len(figure.periods) > 1:
            blocks += _series(writer, figure, with_chart=not blocks)
    for whole_population in (False, True):
        single = [
            each for each in found if len(each.periods) == 1 and each.statistic.whole_population == whole_population
        ]
        if single:
            blocks.append(_newest(writer, single, whole_population))
    return placed(blocks, writer.item(question))


def _names(writer: Writer) -> dict[str, str]:
    return {link.municipality.code: link.label(writer.language) for link in writer.rows("links")}


def _series(writer: Writer, figure: Figure, *, with_chart: bool) -> list[Block]:
    """A figure of several periods: its table, and a chart if there are three or more; one a question is enough."""
    told = table_of(figure, _names(writer), writer.language)
    rows = [Row([Cell(area), *(Cell(value, numeric=True) for value in values)]) for area, values in told.rows]
    notes = [told.definition, told.note, *told.status_notes]
    source = " ".join(part for part in (*notes, *told.sources) if part)
    caption = f"{told.label} ({told.unit})" if told.unit else told.label
    blocks: list[Block] = [Table(caption, [told.area_heading, *told.columns], rows, source=source)]
    if with_chart and len(figure.periods) >= 3 and (svg := chart_of(figure, _names(writer), writer.language)):
        blocks.append(Chart(str(svg)))  # the source stands under the table
    return blocks


def _newest(writer: Writer, found: list[Figure], whole_population: bool) -> Table:
    """Figures of one period each: a row a figure, a column a municipality."""
    names, language = _names(writer), writer.language
    lacking: dict[str, None] = {}
    sources: dict[str, None] = {}
    rows = []
    for figure in found:
        cells = [Cell(figure.statistic.label(language)), Cell(format_period(figure.periods[0]))]
        for area in figure.areas:
            value, status = (area.newest.value, area.newest.status) if area.newest else (None, "")
            if value is None:
                lacking[status] = None
            unit, decimals = figure.statistic.unit, figure.statistic.decimals
            cells.append(Cell(format_value(value, unit, language, decimals, status), numeric=True))
        rows.append(Row(cells))
        sources |= dict.fromkeys(figure.source_lines(language))
    notes = [status_note(status, language) for status in lacking if status]
    if whole_population:
        notes.insert(0, whole_population_note(language))
    columns = [_("Figure"), _("Year"), *(names[area.area_code] for area in found[0].areas)]
    each = min(24, 48 // len(found[0].areas)) or 1
    widths = [max(25, 90 - each * len(found[0].areas)), 10, *(each for _area in found[0].areas)]
    return Table(_("Key figures"), columns, rows, widths, source=" ".join([*notes, *sources]))


def _own_figures(writer: Writer, question: str) -> list[Block]:
    municipalities = {link.pk: link.label(writer.language) for link in writer.rows("links")}
    rows = []
    for figure in writer.rows("own_figures"):
        if figure.question == question:
            rows.append(
                Row(
                    [
                        Cell(writer.plain(figure.name) or figure.unnamed()),
                        Cell(municipalities.get(figure.part_id, "")),
                        Cell(writer.counted(figure, "value"), numeric=True),
                        Cell(writer.plain(figure.period)),
                        Cell(writer.plain(figure.population)),
                        Cell(writer.plain(figure.source), url=figure.link, quiet=_more_of_source(writer, figure)),
                    ],
                    place=writer.place(figure),
                )
            )
    columns = [_("Figure"), _("Municipality"), _("Value"), _("Time"), _("Whom it counts"), _("Source")]
    return table(
        _("The municipality's own figures"), columns, rows, [27, 13, 11, 11, 21, 25], place=writer.item(question)
    )


def _more_of_source(writer: Writer, figure: OwnFigure) -> str:
    """Who keeps an own figure, on which terms, and when it was fetched: the second line under its source."""
    parts = [
        _("Owner: %(owner)s") % {"owner": writer.plain(figure.owner)} if figure.owner else "",
        _("Terms of use: %(licence)s") % {"licence": writer.plain(figure.licence)} if figure.licence else "",
        _("Retrieved %(day)s") % {"day": writer.day(figure.retrieved_on)} if figure.retrieved_on else "",
    ]
    return "; ".join(part for part in parts if part)


def _findings(writer: Writer) -> Entries | None:
    """Findings with their evidence, and the objectives that answer them."""
    answered: dict[int, list[str]] = {}
    for objective in writer.rows("objectives"):
        for finding in objective.findings.all():
            answered.setdefault(finding.pk, []).append(writer.code(objective))
    items = []
    for finding in writer.rows("findings"):
        text = writer.of_part(finding, writer.plain(finding.text) or finding.unnamed())
        if evidence := finding.evidence.text(writer.language):
            text = _("%(finding)s Evidence: %(evidence)s") % {"finding": _ended(text), "evidence": evidence}
        codes = answered.get(finding.pk, [])
        items.append(Entry(text, writer.code(finding), finding.get_kind_display(), codes, writer.place(finding)))
    return Entries(items, place=writer.item(FINDINGS)) if items else None


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?…)" else f"{sentence}."


def _sources(writer: Writer) -> list[Block]:
    rows = []
    for source in writer.rows("sources_used"):
        known = source.source in writer.checklist
        kind = writer.words(source.source).text if source.source and known else ""
        name = writer.plain(source.name) or kind or source.unnamed()
        cells = [Cell(name, url=source.link), Cell(kind), Cell(writer.day(source.retrieved_on))]
        rows.append(Row(cells, place=writer.place(source)))
    columns = [_("Source"), _("Kind of source"), _("Retrieved")]
    return table(_("Sources used"), columns, rows, [45, 35, 20], place=writer.item(SOURCES))
