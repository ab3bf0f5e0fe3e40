"""Observations gathered as figures, and how numbers, lacking values and sources read in each language."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import timezone, translation
from django.utils.formats import date_format

from indicators.catalogue import STATISTICS, WORDS, Statistic, status_label, status_note, whole_population_note
from indicators.enums import Source, Status, Unit
from indicators.models import Observation

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
DECIMALS = {Unit.PERSONS: 0, Unit.MOVES: 0, Unit.PERCENT: 1, Unit.YEARS: 1}


class Point(NamedTuple):
    period: str
    value: Decimal | None
    status: str


@dataclass(frozen=True)
class SourceNote:
    """Where values come from; values with the same note share one source line."""

    source: str
    table: str
    table_updated: object
    retrieved: str
    licence: str


@dataclass(frozen=True)
class AreaSeries:
    area_code: str
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point | None:
        return self.points[-1] if self.points else None


@dataclass(frozen=True)
class Figure:
    statistic: Statistic
    areas: tuple[AreaSeries, ...]
    sources: tuple[SourceNote, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({point.period for area in self.areas for point in area.points}))

    @property
    def invented(self) -> bool:
        return any(note.source == Source.DEMO for note in self.sources)

    def source_lines(self, language: str) -> list[str]:
        return [source_line(note, self.statistic, language, areas=len(self.areas)) for note in self.sources]


@dataclass(frozen=True)
class FigureTable:
    """A figure as texts, for pages, print and data files alike."""

    key: str
    label: str
    definition: str
    unit: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    status_notes: tuple[str, ...]
    sources: tuple[str, ...]
    area_heading: str
    invented: bool


def figures(area_codes: Iterable[str], statistics: Iterable[Statistic | str] | None = None) -> list[Figure]:
    """One figure for each statistic known of any of the areas, in the catalogue's order; areas in the order given."""
    codes = list(dict.fromkeys(area_codes))
    observations = Observation.objects.of_areas(codes).order_by("period")
    if statistics is not None:
        observations = observations.of_statistics(statistics)
    gathered: dict[str, list[Observation]] = {}
    for observation in observations:
        gathered.setdefault(observation.statistic, []).append(observation)
    return [_figure(STATISTICS[key], codes, gathered[key]) for key in STATISTICS if key in gathered]


def _figure(statistic: Statistic, codes: list[str], observations: list[Observation]) -> Figure:
    points: dict[str, list[Point]] = {code: [] for code in codes}
    notes: dict[SourceNote, None] = {}
    for each in observations:
        points[each.area_code].append(Point(each.period, each.value, each.status))
        notes[SourceNote(each.source, each.table, each.table_updated, each.retrieved, each.licence)] = None
    areas = tuple(AreaSeries(code, tuple(points[code])) for code in codes)
    return Figure(statistic, areas, tuple(notes))


def table_of(figure: Figure, area_names: Mapping[str, str], language: str) -> FigureTable:
    """A row an area, a column a period; a value that lacks is a word, never 0 and never an empty cell."""
    statistic = figure.statistic
    statuses: dict[str, None] = {}
    rows = []
    for area in figure.areas:
        known = {point.period: point for point in area.points}
        cells = []
        for period in figure.periods:
            point = known.get(period, Point(period, None, Status.NOT_AVAILABLE))
            if point.value is None:
                statuses[point.status] = None
                cells.append(status_label(point.status, language))
            else:
                cells.append(format_value(point.value, statistic.unit, language, statistic.decimals))
        rows.append((area_names.get(area.area_code, area.area_code), tuple(cells)))
    return FigureTable(
        key=statistic.key,
        label=statistic.label(language),
        definition=statistic.definition(language),
        unit=statistic.unit_label(language),
        note=whole_population_note(language) if statistic.whole_population else "",
        columns=tuple(format_period(period) for period in figure.periods),
        rows=tuple(rows),
        status_notes=tuple(status_note(status, language) for status in statuses),
        sources=tuple(figure.source_lines(language)),
        area_heading=WORDS[language]["table"]["area"],
        invented=figure.invented,
    )


def format_number(value: Decimal | float | int, language: str, decimals: int = 0) -> str:
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}"
    if language != "en":
        digits = digits.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return f"\N{MINUS SIGN}{digits}" if rounded < 0 else digits


def format_value(
    value: Decimal | float | int | None, unit: Unit | str, language: str, decimals: int | None = None, status: str = ""
) -> str:
    """A number as its reader writes it; percentages and years with their unit, a lacking value as its word."""
    if value is None:
        return status_label(status or Status.NOT_AVAILABLE, language)
    unit = Unit(unit)
    number = format_number(value, language, DECIMALS[unit] if decimals is None else decimals)
    if unit == Unit.PERCENT:
        return f"{number}%" if language == "en" else f"{number}{NO_BREAK_SPACE}%"
    if unit == Unit.YEARS:
        return f"{number}{NO_BREAK_SPACE}{WORDS[language]['units'][unit]}"
    return number


def format_period(period: str) -> str:
    """A year as it is, a month "2026M06" as 6/2026."""
    year, month_mark, month = period.partition("M")
    return f"{int(month)}/{year}" if month_mark and month.isdecimal() else period


def period_end(period: str) -> date:
    """The last day that a period is about: of a year "2025" or a month "2026M06"."""
    year, _mark, month = period.partition("M")
    number = int(month or 12)
    return date(int(year), number, monthrange(int(year), number)[1])


def source_line(note: SourceNote, statistic: Statistic, language: str, areas: int = 1) -> str:
    words = WORDS[language]["source_line"]
    source = words["source"].format(source=WORDS[language]["sources"][note.source])
    if note.source == Source.DEMO:
        return f"{source}."
    parts = [f"{source}, {statistic.statistics(language)}"]
    if note.table:
        parts[0] += f" ({words['table'].format(table=note.table)})"
    parts += _dates(note, language)
    if note.licence:
        parts.append(note.licence)
    return f"{', '.join(parts)}. {words['one_area' if areas == 1 else 'several_areas']}"


def _dates(note: SourceNote, language: str) -> list[str]:
    """When a table was updated and when it was retrieved; that neither is known is said once."""
    words = WORDS[language]["source_line"]
    if not (note.table_updated or note.retrieved):
        return [words["not_recorded"]]
    updated = words["no_update"]
    if note.table_updated:
        updated = words["updated"].format(day=_day(timezone.localtime(note.table_updated).date(), language))
    return [updated, _retrieved(note.retrieved, language)]


def _retrieved(retrieved: str, language: str) -> str:
    words = WORDS[language]["source_line"]
    match [int(part) for part in retrieved.split("-") if part]:
        case [year, month, day]:
            when = _day(date(year, month, day), language)
        case [year, month]:
            name = _named(date(year, month, 1), "F", language)
            when = words["retrieved_month"].format(month=name, number=month, year=year)
        case [year]:
            when = str(year)
        case _:
            return words["no_retrieval"]
    return words["retrieved"].format(when=when)


def _day(day: date, language: str) -> str:
    return _named(day, "DATE_FORMAT", language)


def _named(day: date, written: str, language: str) -> str:
    with translation.override(language):
        return date_format(day, written)
