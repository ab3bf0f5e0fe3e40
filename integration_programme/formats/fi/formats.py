"""Dates in Finnish: always in figures, and a time of day with "klo". A short form would be another way to write the
same, so it is the same."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
TIME_FORMAT = r"\k\l\o G.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = rf"{DATE_FORMAT} {TIME_FORMAT}"
# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
