"""Dates in Swedish as they are written in Finland: always in figures, and a time of day with "kl."."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
TIME_FORMAT = r"\k\l. G.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = rf"{DATE_FORMAT} {TIME_FORMAT}"
# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
