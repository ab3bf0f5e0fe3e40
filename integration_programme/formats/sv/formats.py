"""Dates in Swedish as they are written in Finland, not as in Sweden."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j.n.Y"
DATETIME_FORMAT = "j F Y, G.i"
SHORT_DATETIME_FORMAT = "j.n.Y, G.i"
TIME_FORMAT = "G.i"
# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
