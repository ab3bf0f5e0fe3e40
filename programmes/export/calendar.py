"""Days and meetings as iCalendar, as Outlook, Thunderbird and Google's calendar read it; nothing here reads the database.

The library takes four megabytes: views load this with the first calendar that somebody asks for. A day without hours is a date (its end is the day after, as the format wants it), a meeting has its hours in Finnish time.
The zone is written out by its rule of today, since the library's own begins summer time an hour late and ends in 2037.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from programmes.export.entries import ZONE, Entry

LATEST_NEWS = timedelta(hours=1)  # how often a calendar program is to look again
ONE_DAY = timedelta(days=1)


def calendar_of(entries: Iterable[Entry], name: str = "") -> bytes:
    """A calendar that is published: nobody who reads it is asked for an answer. With a `name` it is one that is read again
    and again; without, Outlook puts its entries into the calendar that is open instead of making another."""
    calendar, rows = Calendar(), list(entries)
    for key, value in (
        ("prodid", "-//Integration programme workbench//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        calendar.add(key, value)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", ZONE.key)
        calendar.add("refresh-interval", vDuration(LATEST_NEWS), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(LATEST_NEWS))
    if not all(row.is_day for row in rows):
        calendar.add_component(_zone())
    for row in rows:
        calendar.add_component(_event(row))
    return calendar.to_ical()


def _event(row: Entry) -> Event:
    event = Event()
    event.add("uid", row.uid)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("sequence", row.sequence)
    event.add("summary", row.title)
    event.add("dtstart", row.starts)
    if row.is_day:
        event.add("dtend", (row.ends or row.starts) + ONE_DAY)
    elif row.ends:
        event.add("dtend", row.ends)
    event.add("transp", "TRANSPARENT" if row.is_day else "OPAQUE")
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    for key, value in (("description", row.text), ("location", row.where), ("url", row.url)):
        if value:
            event.add(key, value)
    return event


def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    winter, summer = timedelta(hours=2), timedelta(hours=3)
    for half, name, begins, before, after in (
        (TimezoneDaylight(), "EEST", datetime(1997, 3, 30, 3), winter, summer),
        (TimezoneStandard(), "EET", datetime(1997, 10, 26, 4), summer, winter),
    ):
        half.add("dtstart", begins)
        half.add("tzname", name)
        half.add("tzoffsetfrom", before)
        half.add("tzoffsetto", after)
        half.add("rrule", {"freq": "yearly", "bymonth": begins.month, "byday": "-1SU"})
        zone.add_component(half)
    return zone
