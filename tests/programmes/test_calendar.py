"""A person's days in their calendar: only what they may read, in the form that calendar programs accept."""

from datetime import date, datetime, time, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions.calendars import end_calendar, renew_calendar
from programmes.actions.duties import assign_duty
from programmes.actions.meetings import cancel_meeting
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.records import change_record
from programmes.export.calendar import calendar_of
from programmes.export.entries import ZONE, Entry
from programmes.models import Milestone
from programmes.models.sharing import SWITCHED
from stakeholders.actions.people import close_account
from stakeholders.models import today
from tests.programmes.factories import change, fresh, make_chosen_group, make_programme
from tests.programmes.meetings import anew, make_called, make_draft
from tests.programmes.rounds import make_open_round
from tests.programmes.test_query_counts import statements
from tests.stakeholders.factories import make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(programme, coordinator):
    seat = make_seat(make_chosen_group(programme, by=coordinator), make_user(), by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    return seat


def url_of(person) -> str:
    return reverse("calendar_feed", kwargs={"token": renew_calendar(person, by=person).token})


def feed(person) -> icalendar.Calendar:
    response = Client().get(url_of(person))
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content)


def titles(person) -> list[str]:
    return [str(event["summary"]) for event in feed(person).walk("VEVENT")]


def test_each_line_ends_and_folds_as_the_format_wants_it():
    entry = Entry("meeting-1@x", "Ä" * 90 + ", a; b", date(2026, 12, 24), today_at(), text="One\nTwo")
    content = calendar_of([entry], "Kalenteri")

    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    assert b"METHOD:PUBLISH" in lines and b"BEGIN:VTIMEZONE" not in lines
    assert {b"DTSTART;VALUE=DATE:20261224", b"DTEND;VALUE=DATE:20261225"} <= set(lines)
    assert icalendar.Calendar.from_ical(content).walk("VEVENT")[0]["summary"] == entry.title


def today_at():
    return icalendar.vDatetime.from_ical("20261128T120000Z")


def test_hours_are_finnish_on_both_sides_of_each_change_of_the_clock():
    """Read by the zone that the file itself writes out."""
    days = [(2027, 3, 28), (2027, 3, 27), (2027, 10, 31), (2027, 10, 30), (2045, 7, 1), (2045, 12, 1)]
    rows = [Entry(f"{day}", "x", datetime(*day, 13, tzinfo=ZONE), today_at()) for day in days]
    zone = icalendar.Calendar.from_ical(calendar_of(rows, "x")).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)

    for row in rows:
        plain = row.starts.replace(tzinfo=None)
        assert zone.utcoffset(plain) == row.starts.utcoffset()
    for hour in (2, 3, 4):
        assert zone.utcoffset(datetime(2027, 3, 28, hour, 30)) == timedelta(hours=3 if hour >= 3 else 2)
    assert zone.utcoffset(datetime(2027, 10, 31, 2, 30)) == timedelta(hours=3)


def test_a_meeting_keeps_its_uid_and_counts_its_changes(programme, seat, coordinator):
    meeting = make_called(fresh(programme), by=coordinator)
    (first,) = feed(seat.person).walk("VEVENT")[-1:]
    change(anew(meeting), begins_at=time(9))
    (second,) = [event for event in feed(seat.person).walk("VEVENT") if event["uid"] == first["uid"]]
    cancel_meeting(anew(meeting), by=coordinator)
    (third,) = [event for event in feed(seat.person).walk("VEVENT") if event["uid"] == first["uid"]]

    assert first["sequence"] < second["sequence"] < third["sequence"]
    assert (second["dtstart"].dt.hour, second["dtstart"].params["TZID"]) == (9, "Europe/Helsinki")
    assert (first["status"], third["status"]) == ("CONFIRMED", "CANCELLED")


def test_everybody_has_their_own_days_and_nobody_a_draft(programme, seat, coordinator):
    make_called(fresh(programme), by=coordinator, topic="Called")
    make_draft(fresh(programme), by=coordinator, topic="Drafted")
    make_open_round(programme, by=coordinator, title={"sv": "Remissen"})
    assign_duty(programme, "situation.how_many", coordinator, due_on=today() + timedelta(days=3), by=coordinator)
    milestone = Milestone.objects.filter(programme=programme).first()
    milestone.due_on = today() + timedelta(days=30)
    change_record(milestone, row_version=milestone.row_version, by=coordinator)

    own, members = " | ".join(titles(coordinator)), " | ".join(titles(seat.person))
    assert "Called" in own and "Called" in members and "Drafted" not in own + members
    assert "Remissen" in own and "Remissen" not in members
    assert len([event for event in feed(coordinator).walk("VEVENT") if event["uid"].startswith("section-")]) == 1
    assert not any(event["uid"].startswith("section-") for event in feed(seat.person).walk("VEVENT"))
    assert titles(make_user("stranger@example.org")) == []

    share_programme(fresh(programme), [], by=coordinator)
    assert titles(seat.person) == []


def test_the_address_needs_no_sign_in_and_ends_when_it_is_renewed(programme, seat, coordinator):
    old = url_of(coordinator)
    response = Client().get(old)
    assert response.status_code == 200 and not response.cookies and response["Content-Type"].startswith("text/calendar")

    new = url_of(coordinator)
    assert [Client().get(url).status_code for url in (old, new, f"{new[:-5]}x.ics")] == [404, 200, 404]
    end_calendar(coordinator, by=coordinator)
    assert Client().get(new).status_code == 404
    newest = url_of(seat.person)
    close_account(seat.person, by=SYSTEM)
    assert Client().get(newest).status_code == 404


def test_the_page_shows_the_address_that_is_made_there(client, coordinator):
    client.force_login(coordinator)
    assert "There is none yet" in client.get(reverse("calendar")).content.decode()
    client.post(reverse("renew_calendar"))

    assert coordinator.calendar_address.token in client.get(reverse("calendar")).content.decode()
    for _click in range(2):
        client.post(reverse("end_calendar"))
    assert "There is none yet" in client.get(reverse("calendar")).content.decode()


def test_one_meeting_is_had_as_a_file(client, programme, seat, coordinator):
    called, draft = make_called(fresh(programme), by=coordinator), make_draft(programme, by=coordinator)
    client.force_login(seat.person)
    urls = [reverse("meeting_file", args=[programme.slug, each.key]) for each in (called, draft)]

    assert [client.get(url).status_code for url in urls] == [200, 404]
    assert b"BEGIN:VTIMEZONE" in client.get(urls[0]).content


def test_many_programmes_cost_no_more_statements(programme, seat, coordinator):
    make_called(fresh(programme), by=coordinator)
    url = url_of(coordinator)
    few = statements(lambda: Client().get(url))
    for number in range(3):
        make_called(make_programme_with_group(coordinator, seat.group, f"further-{number}"), by=coordinator)

    assert statements(lambda: Client().get(url)) == few <= 8


def make_programme_with_group(coordinator, group, slug):
    programme = make_programme(by=coordinator, slug=slug)
    choose_group(programme, group, by=coordinator)
    share_programme(programme, SWITCHED, by=coordinator)
    return fresh(programme)
