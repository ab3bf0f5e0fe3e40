"""Four hundred days with both changes of summer time: each mail leaves when it should, and once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from programmes import notices, notifications
from programmes.actions.notices import are_mails_due, choose_mails, send_digests
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record
from programmes.actions.reminders import send_reminders
from programmes.models import Milestone, Programme
from stakeholders.actions.people import close_account
from stakeholders.models import Notice
from tests.programmes.factories import fresh, words
from tests.stakeholders.factories import make_adviser, make_editor

pytestmark = pytest.mark.django_db

HELSINKI, DAYS = ZoneInfo("Europe/Helsinki"), 400
BEGINS = datetime(2027, 2, 1, 0, 30, tzinfo=HELSINKI)
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))


class Clock:
    def __init__(self, monkeypatch):
        self.now = BEGINS
        monkeypatch.setattr(timezone, "now", lambda: self.now.astimezone(ZoneInfo("UTC")))

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=HELSINKI)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def editor(programme):
    return make_editor(programme.lead.municipality)


def days():
    return (BEGINS.date() + timedelta(days=each) for each in range(DAYS))


def mails_to(person, kind: str = "digest") -> list[datetime]:
    """When each mail was written to somebody: no two at the same moment."""
    keys = (
        person.notices.filter(mail__startswith=kind).order_by("mailed_at").values_list("mail", "mailed_at").distinct()
    )
    assert OutgoingMail.objects.filter(kind=kind, to=person.email).count() == len(keys)
    return [at.astimezone(HELSINKI) for _key, at in keys]


@pytest.mark.parametrize("rhythm", ["daily", "weekly"])
def test_a_digest_leaves_at_seven_each_day_or_each_monday_and_never_twice(programme, editor, clock, rhythm):
    choose_mails(editor, waiting="at_once", other=rhythm, days_before=[], by=editor)
    for day in days():
        clock.at(day, 0, 30)
        notices.tell([editor], notifications.COMMENTS, programme, once=f"{day}")
        for hour, minute in ((6, 59), (7, 0), (7, 1), (23, 0)):
            clock.at(day, hour, minute)
            if are_mails_due():
                send_digests()

    expected = [day for day in days() if rhythm == "daily" or day.weekday() == 0]
    assert [(at.date(), at.hour, at.minute) for at in mails_to(editor)] == [(day, 7, 0) for day in expected]
    assert set(CHANGES) < set(days())
    assert Notice.objects.exclude(mail_due=None).count() <= 6


def test_a_reminder_comes_so_many_days_before_as_was_chosen_and_once(programme, coordinator, clock):
    choose_mails(coordinator, waiting="at_once", other="daily", days_before=[7, 1], by=coordinator)
    Milestone.objects.all().delete()
    due = [day for number, day in enumerate(days()) if number >= 20 and number % 9 == 0]
    for day in due:
        add_record(Milestone(programme=programme, name=words(programme, f"Step of {day}"), due_on=day), by=SYSTEM)
    by_the_hour = {change + timedelta(days=number) for change in CHANGES for number in (-1, 0, 1)}
    for day in days():
        for hour in (0, 5, 6, 6, 12, 23) if day in by_the_hour else (5, 6):
            clock.at(day, hour)
            send_reminders()

    told = [
        (notice.day, notice.made_at.astimezone(HELSINKI)) for notice in coordinator.notices.order_by("made_at", "pk")
    ]
    wanted = sorted((day - timedelta(days=before), day) for day in due for before in (7, 1))
    assert sorted((at.date(), day) for day, at in told) == wanted
    assert {at.hour for _day, at in told} == {6}
    assert OutgoingMail.objects.filter(kind="day_near").count() == len(wanted)


def test_a_worker_that_stood_still_makes_up_for_two_days_and_no_more(programme, coordinator, clock):
    Milestone.objects.all().delete()
    for days_off, name in ((5, "near"), (4, "missed")):
        due = BEGINS.date() + timedelta(days=days_off)
        add_record(Milestone(programme=programme, name=words(programme, name), due_on=due), by=SYSTEM)
    clock.at(BEGINS.date(), 9)

    send_reminders()

    assert [notice.day.day for notice in coordinator.notices.all()] == [6]


def test_nothing_goes_to_an_account_that_was_closed_meanwhile(programme, editor, clock):
    notices.tell([editor], notifications.COMMENTS, programme, once="1")
    close_account(editor, by=SYSTEM)
    clock.at(BEGINS.date() + timedelta(days=1), 8)

    assert (send_digests(), mails_to(editor)) == (0, [])


def test_what_was_closed_meanwhile_is_in_no_mail(programme, clock):
    adviser = make_adviser(programme.lead.municipality.centre)
    share_programme(programme, ["adviser"], by=SYSTEM)
    notices.tell([adviser], notifications.COMMENTS, fresh(programme), once="1")
    share_programme(fresh(programme), [], by=SYSTEM)
    clock.at(BEGINS.date() + timedelta(days=1), 8)

    assert (send_digests(), adviser.notices.get().mail_due) == (0, None)


def test_what_cannot_be_written_keeps_back_no_other_mail(programme, coordinator, editor, clock, monkeypatch):
    notices.tell([coordinator, editor], notifications.COMMENTS, programme, once="1")
    clock.at(BEGINS.date() + timedelta(days=1), 8)
    sentence = notices.sentence

    def fails(notice):
        if notice.person_id == coordinator.pk:
            raise ValueError("no words")
        return sentence(notice)

    monkeypatch.setattr(notices, "sentence", fails)

    assert (send_digests(), len(mails_to(editor))) == (1, 1)


def test_the_commands_say_what_they_did(programme, editor, clock, capsys):
    notices.tell([editor], notifications.COMMENTS, programme, once="1")
    clock.at(BEGINS.date() + timedelta(days=1), 8)

    for command in ("send_digests", "send_digests", "send_reminders"):
        call_command(command)

    assert capsys.readouterr().out.splitlines()[:2] == ["1 mails were written.", "0 mails were written."]
    assert Programme.objects.count() == 1
