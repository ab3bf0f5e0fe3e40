"""The words that the figures are kept under; how they read in a language stands in the catalogue."""

from enum import StrEnum


class Unit(StrEnum):
    PERSONS = "persons"
    MOVES = "moves"
    PERCENT = "percent"
    YEARS = "years"


class Status(StrEnum):
    """Why a value is lacking: three different things, and none of them is 0."""

    CONFIDENTIAL = "confidential"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"


class Source(StrEnum):
    STATISTICS_FINLAND = "statistics_finland"
    DEMO = "demo"


# How Statistics Finland prints the three, in its tables and in the files that the product ships.
NIL = "-"  # there was none: a value like any other
STATUS_OF_MARK = {"...": Status.CONFIDENTIAL, "..": Status.NOT_AVAILABLE, ".": Status.NOT_APPLICABLE}
