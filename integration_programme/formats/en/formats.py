"""Dates in English: the month by its name, for 9.12. and 12.9. are read differently in different countries."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = f"{DATE_FORMAT}, {TIME_FORMAT}"
# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
