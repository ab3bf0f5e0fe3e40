"""Dates in English as they are written in Finland and Britain, not as in the United States."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j.n.Y"
DATETIME_FORMAT = "j F Y, H.i"
SHORT_DATETIME_FORMAT = "j.n.Y, H.i"
TIME_FORMAT = "H.i"
# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
