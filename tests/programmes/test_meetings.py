"""Meetings: a draft sends nothing, invitations are answered, what changes is told, and what was decided has its effect."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions import agenda
from programmes.actions import meetings as actions
from programmes.actions.duties import assign_duty
from programmes.actions.points import add_point
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record, restore_record
from programmes.actions.sharing import share_place
from programmes.actions.statements import archive_statement
from programmes.enums import Audience, Coming
from programmes.models import AgendaPoint, Comment, Duty, Meeting, item_place, place_of
from programmes.models.sharing import SWITCHED
from stakeholders.actions.groups import seat_person
from stakeholders.models import Event, today
from tests.programmes.factories import change, fresh, make_chosen_group, make_meeting, make_objective, make_owed
from tests.programmes.meetings import anew, make_called, make_draft, make_point
from tests.programmes.rounds import make_open_round, make_statement
from tests.programmes.sending import opened, send
from tests.programmes.test_query_counts import LIST_OR_PAGE, statements
from tests.stakeholders.factories import make_editor, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(programme, coordinator):
    """A seat of the programme's group with its member and a deputy, who read the programme."""
    seat = make_seat(make_chosen_group(programme, by=coordinator), make_user(name="Mia Mäki"), by=coordinator)
    seat_person(seat, make_user("deputy@example.org", name="Dan Dahl"), as_deputy=True)
    share_programme(programme, SWITCHED, by=coordinator)
    seat.refresh_from_db()
    return seat


@pytest.fixture
def programme_now(programme, seat):
    return fresh(programme)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, meeting: Meeting, **more) -> str:
    return reverse(name, kwargs={"slug": meeting.programme.slug, "key": meeting.key, **more})


def read(person, meeting: Meeting) -> str:
    return client_of(person).get(place_of(meeting).url(meeting.programme)).content.decode()


def kinds(person) -> list[str]:
    return list(person.notices.filter(kind__startswith="meeting").order_by("pk").values_list("kind", flat=True))


def later(meeting: Meeting) -> Meeting:
    """As if everything that was saved of it had been saved an hour ago."""
    hour = timedelta(hours=1)
    told = meeting.told_at and meeting.told_at - 2 * hour
    Meeting.objects.filter(pk=meeting.pk).update(updated_at=timezone.now() - hour, told_at=told)
    return anew(meeting)


def test_a_draft_sends_nothing_and_shows_nobody_its_agenda(programme_now, seat, coordinator):
    meeting = make_draft(programme_now, by=coordinator)
    make_point(meeting, "Budget of the library", by=coordinator)
    change(meeting, held_on=today() + timedelta(days=20))
    actions.tell_of_meetings()

    assert (kinds(seat.person), actions.some_were_changed()) == ([], False)
    assert "Budget of the library" not in read(seat.person, meeting)
    assert client_of(seat.person).get(address("meeting_room", meeting)).status_code == 404
    assert "Budget of the library" in read(coordinator, meeting)


def test_invitations_are_sent_once_and_answered(programme_now, seat, coordinator):
    meeting = make_draft(programme_now, by=coordinator)
    make_point(meeting, by=coordinator)
    client = client_of(coordinator)
    assert "Mia Mäki" in client.get(address("invite_to_meeting", meeting)).content.decode()
    for _click in range(2):
        client.post(address("invite_to_meeting", meeting))

    assert (kinds(seat.person), kinds(seat.deputy)) == (["meeting"], [])
    assert "Do you come?" in read(seat.person, meeting)
    invitation = meeting.invitations.get()
    for _click in range(2):
        client_of(seat.person).post(
            address("answer_meeting", meeting), {"invitation": str(invitation.key), "answer": "deputy"}
        )
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == ("deputy", "Mia Mäki")
    assert kinds(seat.deputy) == ["meeting_deputy"]
    assert "The deputy comes" in read(coordinator, meeting)


@pytest.mark.parametrize("after_all", [Coming.YES, Coming.NO])
def test_a_deputy_is_told_once_whenever_they_need_not_come_after_all(programme_now, seat, coordinator, after_all):
    meeting = make_called(programme_now, by=coordinator)
    for answer in (Coming.DEPUTY, after_all, after_all, Coming.DEPUTY, after_all):
        actions.answer_meeting(meeting.invitations.get(), answer, by=seat.person)

    assert kinds(seat.deputy) == ["meeting_deputy", "meeting_without_deputy"] * 2
    assert kinds(seat.person) == ["meeting"]
    page = client_of(seat.deputy).get(reverse("notices")).content.decode()
    assert "Mia Mäki no longer asks you to come as deputy" in page


def test_a_deputy_who_answers_for_the_seat_is_told_when_the_member_comes_and_is_not_asked(
    programme_now, seat, coordinator
):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.DEPUTY, by=seat.deputy)
    assert (kinds(seat.person), kinds(seat.deputy)) == (["meeting"], [])
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    assert kinds(seat.deputy) == ["meeting_without_deputy"]

    actions.answer_meeting(meeting.invitations.get(), Coming.DEPUTY, by=seat.person)
    actions.answer_meeting(meeting.invitations.get(), Coming.NO, by=seat.deputy)
    assert kinds(seat.deputy) == ["meeting_without_deputy", "meeting_deputy"]  # who says so knows it


def test_nobody_answers_for_a_seat_that_is_not_theirs(programme_now, seat, coordinator):
    other = make_seat(seat.group, make_user("other@example.org"), by=coordinator)
    meeting = make_called(programme_now, by=coordinator)
    given = {"invitation": str(meeting.invitations.get(seat=seat).key), "answer": "no"}

    assert client_of(other.person).post(address("answer_meeting", meeting), given).status_code == 404
    with pytest.raises(actions.Refused):
        actions.answer_meeting(meeting.invitations.get(seat=seat), Coming.NO, by=other.person)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"days": -1}, "held or cancelled"), ({"held_on": None}, "no day yet")],
)
def test_inviting_says_what_stands_against_it(programme_now, coordinator, fields, said):
    days = fields.pop("days", 10)
    meeting = make_meeting(programme_now, by=coordinator, **({"held_on": today() + timedelta(days=days)} | fields))

    assert said in actions.why_not_invite(anew(meeting))
    with pytest.raises(actions.Refused):
        actions.invite_to_meeting(anew(meeting), by=coordinator)


def test_nobody_is_invited_to_what_they_may_not_see(programme, coordinator):
    make_seat(make_chosen_group(programme, by=coordinator), make_user(), by=coordinator)
    meeting = make_draft(programme, by=coordinator)

    with pytest.raises(actions.Refused, match="does not see this page"):
        actions.invite_to_meeting(anew(meeting), by=coordinator)


def test_moving_a_meeting_is_told_once_and_other_words_are_not(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    change(meeting, topic=Translations({"sv": "Annat ämne"}))
    later(meeting)
    actions.tell_of_meetings()
    assert kinds(seat.person) == ["meeting"]

    change(anew(meeting), begins_at=time(9))
    later(meeting)
    for _time in range(2):
        actions.tell_of_meetings()
    assert kinds(seat.person) == ["meeting", "meeting_moved"]


def test_a_meeting_that_is_moved_is_answered_anew(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    change(anew(meeting), begins_at=time(9))
    assert "Earlier answer:" not in read(seat.person, meeting)  # a slip of the pen may be mended
    later(meeting)
    actions.tell_of_meetings()

    shown = read(seat.person, meeting)
    assert "Please answer anew" in shown and "Earlier answer:" in shown
    assert "No answer yet" in read(coordinator, meeting)
    for _click in range(2):
        actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    invitation = anew(meeting).invitations.get()
    assert (invitation.standing, invitation.before) == ("yes", "yes")
    assert "Please answer anew" not in read(seat.person, meeting)
    assert Event.objects.filter(verb="answer_meeting").count() == 2


def test_answers_of_a_meeting_that_was_moved_fill_in_nobody(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    change(anew(meeting), venue=Translations({"sv": "Annat rum"}))
    later(meeting)
    actions.tell_of_meetings()
    change(anew(meeting), held_on=today())

    assert actions.fill_attendance(anew(meeting), by=coordinator) == 0


def test_what_is_set_right_after_the_meeting_asks_nobody_anew(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    change(anew(meeting), held_on=today() - timedelta(days=1))
    later(meeting)
    actions.tell_of_meetings()

    assert meeting.invitations.get().standing == "yes"
    assert actions.fill_attendance(anew(meeting), by=coordinator) == 1


def test_a_meeting_in_the_archive_and_a_cancelled_one_are_told(programme_now, seat, coordinator):
    gone, cancelled = (make_called(programme_now, by=coordinator) for _ in range(2))
    archive_record(gone, by=coordinator)
    later(gone)
    actions.tell_of_meetings()
    for _click in range(2):
        client_of(coordinator).post(address("cancel_meeting", cancelled))

    assert kinds(seat.person) == ["meeting", "meeting", "meeting_cancelled", "meeting_cancelled"]
    for notice in seat.person.notices.filter(kind="meeting_cancelled"):
        assert client_of(seat.person).post(reverse("open_notice", args=[notice.key]), follow=True).status_code == 200
    assert "Cancelled" in read(seat.person, cancelled)


def test_a_meeting_that_was_held_is_archived_in_silence_and_its_answers_stand(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    change(anew(meeting), held_on=today() - timedelta(days=1))
    archive_record(anew(meeting), by=coordinator)
    later(meeting)
    actions.tell_of_meetings()

    assert kinds(seat.person) == ["meeting"] and not actions.some_were_changed()
    restore_record(anew(meeting), by=coordinator)
    assert anew(meeting).invitations.get().standing == "yes"


def test_a_meeting_that_was_archived_before_it_began_is_told_whenever_that_is(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    archive_record(anew(meeting), by=coordinator)
    later(meeting)
    yesterday = today() - timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=yesterday, archived_at=timezone.now() - timedelta(days=2))
    actions.tell_of_meetings()

    assert kinds(seat.person) == ["meeting", "meeting_cancelled"]


def test_a_meeting_that_is_brought_back_from_the_archive_is_told_and_answered_anew(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    archive_record(anew(meeting), by=coordinator)
    later(meeting)
    actions.tell_of_meetings()
    restore_record(anew(meeting), by=coordinator)
    later(meeting)
    for _time in range(2):
        actions.tell_of_meetings()

    assert kinds(seat.person) == ["meeting", "meeting_cancelled", "meeting_moved"]
    invitation = anew(meeting).invitations.get()
    assert (invitation.standing, invitation.before) == ("", "yes")


def test_a_meeting_that_is_soon_out_of_the_archive_again_is_not_told(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    archive_record(anew(meeting), by=coordinator)
    restore_record(anew(meeting), by=coordinator)
    later(meeting)
    actions.tell_of_meetings()

    assert kinds(seat.person) == ["meeting"]


def test_who_was_present_is_filled_in_from_the_answers(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    actions.answer_meeting(meeting.invitations.get(), Coming.YES, by=seat.person)
    with pytest.raises(actions.Refused):
        actions.fill_attendance(meeting, by=coordinator)
    change(anew(meeting), held_on=today())
    for _click in range(2):
        client_of(coordinator).post(address("fill_attendance", meeting))

    assert list(anew(meeting).present.all()) == [seat]


def test_a_decision_asks_somebody_to_see_to_its_section(programme_now, coordinator):
    editor = make_editor(programme_now.lead.municipality)
    meeting = make_draft(programme_now, by=coordinator, days=-1)
    point = make_point(meeting, at=place_of(make_objective(programme_now)), by=coordinator)
    url = address("decide_agenda_point", meeting, point=point.key)
    given = {"state": "decided", "outcome_sv": "Vi skriver om målet.", "person": str(editor.pk), "due_on": "2099-01-31"}
    send(client_of(coordinator), url, **given)

    duty = Duty.objects.get()
    assert (duty.person, duty.item, f"{duty.due_on}") == (editor, "objectives.areas", "2099-01-31")
    point.refresh_from_db()
    assert (point.state, point.outcome.text("sv")) == ("decided", "Vi skriver om målet.")


def test_a_decision_asks_nobody_until_a_day_that_has_passed(programme_now, coordinator):
    editor = make_editor(programme_now.lead.municipality)
    point = make_point(make_draft(programme_now, days=0), at=item_place(programme_now, "objectives.means"))
    url, passed = address("decide_agenda_point", point.meeting, point=point.key), today() - timedelta(days=1)

    told = send(
        client_of(coordinator), url, state="noted", outcome_sv="Så här.", person=str(editor.pk), due_on=str(passed)
    )

    assert "The day has passed." in told.content.decode() and not Duty.objects.exists()


@pytest.mark.parametrize(("given", "day"), [("", "2099-01-31"), ("2099-02-28", "2099-02-28")])
def test_whoever_sees_to_the_section_already_keeps_deputy_and_day(programme_now, coordinator, given, day):
    editor, deputy = (make_editor(programme_now.lead.municipality) for _person in range(2))
    asked = {"deputy": deputy, "due_on": date(2099, 1, 31)}
    assign_duty(programme_now, "objectives.means", editor, **asked, by=coordinator)
    point = make_point(make_draft(programme_now, days=0), at=item_place(programme_now, "objectives.means"))
    url = address("decide_agenda_point", point.meeting, point=point.key)

    send(client_of(coordinator), url, state="decided", outcome_sv="Så här.", person=str(editor.pk), due_on=given)

    duty = Duty.objects.get()
    assert (duty.person, duty.deputy, f"{duty.due_on}") == (editor, deputy, day)


def test_another_person_is_asked_by_a_decision_without_the_deputy_of_before(programme_now, coordinator):
    editor, deputy = (make_editor(programme_now.lead.municipality) for _person in range(2))
    assign_duty(programme_now, "objectives.means", editor, deputy=deputy, due_on=date(2099, 1, 31), by=coordinator)
    point = make_point(make_draft(programme_now, days=0), at=item_place(programme_now, "objectives.means"))
    url = address("decide_agenda_point", point.meeting, point=point.key)

    send(client_of(coordinator), url, state="decided", outcome_sv="Så här.", person=str(deputy.pk))

    duty = Duty.objects.get()
    assert (duty.person, duty.deputy, duty.due_on) == (deputy, None, None)


def test_a_decision_settles_the_response_to_a_comment(programme_now, seat, coordinator):
    comment = make_owed(make_objective(programme_now), seat.person)
    point = make_point(make_draft(programme_now, by=coordinator, days=-1), by=coordinator, comment=comment)
    url = address("decide_agenda_point", point.meeting, point=point.key)
    send(client_of(coordinator), url, state="decided", outcome_sv="Det ryms inte i budgeten.", result="not_accepted")

    comment.refresh_from_db()
    assert (comment.standing, comment.disposition.reason.text("sv")) == ("not_accepted", "Det ryms inte i budgeten.")


def test_what_was_decided_is_not_overwritten_in_silence(programme_now, coordinator):
    point = make_point(make_draft(programme_now, by=coordinator, days=0), by=coordinator)
    url = address("decide_agenda_point", point.meeting, point=point.key)
    client = client_of(coordinator)
    opened = {"state": "decided", "outcome_sv": "Min text", "row_version": "1"}
    client.post(url, opened | {"outcome_sv": "Den andras text"})
    answer = client.post(url, opened).content.decode()

    assert "not yet saved" in answer and "Min text" in answer
    point.refresh_from_db()
    assert point.outcome.text("sv") == "Den andras text"


def test_nothing_is_decided_before_the_day(programme_now, coordinator):
    point = make_point(make_draft(programme_now, by=coordinator), by=coordinator)

    assert "decide/" not in read(coordinator, point.meeting)
    with pytest.raises(agenda.Refused, match="not before"):
        agenda.decide_point_of_agenda(point, row_version=1, by=coordinator)


def test_open_points_go_on_in_the_next_meeting_once(programme_now, coordinator):
    held = make_draft(programme_now, by=coordinator, days=-1)
    decided, open_point = make_point(held, "A", by=coordinator), make_point(held, "B", by=coordinator)
    decided.state = "noted"
    agenda.decide_point_of_agenda(decided, row_version=1, by=coordinator)
    with pytest.raises(agenda.Refused, match="no later meeting"):
        agenda.carry_over_points(held, by=coordinator)
    coming = make_draft(programme_now, by=coordinator, days=5)
    make_draft(programme_now, by=coordinator, days=50)
    for _click in range(2):
        client_of(coordinator).post(address("carry_over_points", held))

    assert [point.title.text("sv") for point in coming.agenda.all()] == ["B"]
    open_point.refresh_from_db()
    assert open_point.moved_to.meeting == coming
    assert "Goes on in the meeting:" in read(coordinator, anew(held))


def test_a_point_that_goes_on_in_a_meeting_kept_back_does_not_tell_when(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=today() - timedelta(days=1))
    coming = make_draft(fresh(programme_now), by=coordinator, days=44)
    share_place(fresh(programme_now), place_of(coming), {Audience.GROUP: False}, by=coordinator)
    agenda.carry_over_points(anew(meeting), by=coordinator)

    shown = read(seat.person, meeting)
    assert "Goes on in the next meeting." in shown
    assert str(coming.key) not in shown and date_format(coming.held_on, "SHORT_DATE_FORMAT") not in shown
    assert str(coming.key) in read(coordinator, anew(meeting))


def test_points_are_ordered_taken_off_and_kept_where_something_was_decided(programme_now, coordinator):
    meeting = make_draft(programme_now, by=coordinator, days=0)
    first, second = make_point(meeting, "A", by=coordinator), make_point(meeting, "B", by=coordinator)
    client = client_of(coordinator)
    for _click in range(2):
        client.post(address("move_agenda_point", meeting, point=second.key, way="up"), {"from": second.position})
    assert [point.title.text("sv") for point in meeting.agenda.all()] == ["B", "A"]

    first.refresh_from_db()
    first.state = "noted"
    agenda.decide_point_of_agenda(first, row_version=1, by=coordinator)
    for point in (first, second, second):
        client.post(address("remove_agenda_point", meeting, point=point.key))
    assert list(AgendaPoint.objects.all()) == [first]


def test_a_point_names_no_place_that_its_reader_may_not_see(programme, seat, coordinator):
    share_programme(programme, [], by=coordinator)
    share_place(fresh(programme), item_place(programme, "cooperation"), {Audience.GROUP: True}, by=coordinator)
    objective = make_objective(programme)
    meeting = make_draft(fresh(programme), by=coordinator)
    make_point(meeting, at=place_of(objective), by=coordinator)
    actions.invite_to_meeting(anew(meeting), by=coordinator)

    assert "Objective O1" in read(coordinator, meeting)
    seen = read(seat.person, meeting)
    assert "Language learning" in seen and "Objective O1" not in seen


def test_the_room_shows_one_point_after_the_other(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    make_point(meeting, "Second point", by=coordinator)
    url, client = address("meeting_room", meeting), client_of(seat.person)

    assert "Point 1 of 2" in client.get(url).content.decode()
    assert "Point 2 of 2" in client.get(f"{url}?point=2").content.decode()
    assert client.get(f"{url}?point=99999999999999999999").status_code == 200


def test_the_page_costs_as_much_with_twenty_points_as_with_two(programme_now, seat, coordinator):
    meeting = make_called(programme_now, by=coordinator)
    url, client = place_of(meeting).url(programme_now), client_of(coordinator)

    def more(number: int) -> None:
        for _ in range(number):
            objective = make_objective(programme_now)
            make_point(meeting, by=SYSTEM, at=place_of(objective), comment=make_owed(objective, seat.person))

    more(2)
    few = statements(lambda: client.get(url))
    more(10)
    assert statements(lambda: client.get(url)) == few <= LIST_OR_PAGE + 6


def test_no_response_is_decided_to_a_point_of_a_statement_in_the_archive(client, programme, coordinator):
    statement = make_statement(programme, round=make_open_round(programme))
    add_point(statement, place_of(make_objective(programme)), "Too short.", by=SYSTEM)
    comment = Comment.objects.get(statement=statement)
    meeting = make_draft(fresh(programme), days=0)
    point = make_point(meeting, comment=comment)
    archive_statement(statement, by=SYSTEM)
    client.force_login(coordinator)
    address = reverse("decide_agenda_point", args=[programme.slug, meeting.key, point.key])

    assert "result" not in opened(client, address).fields
    assert send(client, address, state="decided", outcome_sv="So", result="accepted").status_code == 302
