"""Dates in Finnish as Django has them, but for what it reads: "1.2.27" may be any century's."""

# Days before months, four digits of the year; Django itself adds 2027-02-01.
DATE_INPUT_FORMATS = ["%d.%m.%Y"]
