"""A round from its draft to its end: what is sent to whom, what is frozen, and what happens on which day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from integration_programme.actors import SYSTEM
from integration_programme.records import Refused
from integration_programme.translations import Translations
from programmes import notices
from programmes.actions import participants, rounds
from programmes.actions.programmes import archive_programme, choose_group
from programmes.actions.sharing import share_place
from programmes.enums import Audience, RoundState, VersionPurpose
from programmes.models import Participant, Programme, Round, Statement, place_of
from programmes.tasks import follow_rounds
from stakeholders.actions.groups import seat_person
from stakeholders.models import Event, Notice, today
from tests.mails import received
from tests.programmes.factories import change, element_of, fresh, make_objective, make_organisation
from tests.programmes.rounds import make_answer, make_open_round, make_participant, make_round, make_statement
from tests.stakeholders.factories import make_coordinator, make_group, make_seat, make_user

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
HELSINKI = timezone.get_default_timezone()


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to a Finnish day and time."""

    def set_clock(day: date, hour: int = 12, minute: int = 0, second: int = 0) -> None:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=HELSINKI).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


def written(programme, element: str, words: str):
    row = element_of(programme, element)
    change(row, text=Translations({"sv": f"<p>{words}</p>"}))
    return row


def words_of(found: Round) -> str:
    return str(found.documents.get(language="sv").data)


def test_a_draft_sends_nothing_and_keeps_no_version(programme):
    found = make_round(programme)
    make_participant(found)

    assert (found.state, received(), programme.versions.count()) == (RoundState.DRAFT, [], 0)


def test_sending_freezes_a_version_and_writes_to_each_in_their_language_once(programme):
    found = make_round(programme)
    for email, language in (("kela@example.org", "fi"), ("kyrkan@example.org", "sv"), ("", "en")):
        make_participant(found, email, language=language)

    rounds.send_round(found, by=SYSTEM)
    rounds.send_round(found, by=SYSTEM)

    (version,) = programme.versions.all()
    assert (version.purpose, version.name) == (VersionPurpose.ROUND, "Kommentarer till utkastet")
    mails = {mail.to[0]: mail.subject for mail in received()}
    assert set(mails) == {"kela@example.org", "kyrkan@example.org"}
    assert "pyytää kommentteja" in mails["kela@example.org"] and "ber om kommentarer" in mails["kyrkan@example.org"]
    assert not Participant.objects.filter(asked_at=None).exists()  # who has no address is asked otherwise
    assert Event.objects.filter(verb="open_round").count() == 1


def test_nobody_to_ask_or_a_day_that_has_passed_is_refused(programme):
    with pytest.raises(Refused):
        rounds.send_round(make_round(programme), by=SYSTEM)

    late = make_round(programme)
    make_participant(late)
    Round.objects.update(opens_on=today() - 9 * A_DAY, closes_on=today() - A_DAY)
    with pytest.raises(Refused):
        rounds.send_round(late, by=SYSTEM)


def test_what_was_sent_stays_whatever_is_written_later(programme):
    element = written(programme, "strategy", "Kommunen växer.")
    found = make_open_round(programme)

    change(element, text=Translations({"sv": "<p>Kommunen krymper.</p>"}))

    assert "Kommunen växer." in words_of(found) and "Kommunen krymper." not in words_of(found)


def test_only_the_chapters_that_are_asked_about_are_frozen_for_them(programme):
    element = written(programme, "strategy", "Kommunen växer.")
    written(programme, "cooperation", "Byarna bestämmer.")

    found = make_open_round(programme, sections=[str(place_of(element))])

    assert "Kommunen växer." in words_of(found) and "Byarna bestämmer." not in words_of(found)


def test_what_is_kept_back_from_the_group_is_sent_to_nobody(programme):
    secret = make_objective(programme, Translations({"sv": "Hemligt mål"}))
    make_objective(programme, Translations({"sv": "Öppet mål"}))
    share_place(programme, place_of(secret), {Audience.GROUP: False}, by=SYSTEM)

    found = make_open_round(fresh(programme))

    assert "Öppet mål" in words_of(found) and "Hemligt mål" not in words_of(found)


def test_a_round_whose_chapters_are_all_gone_is_not_sent(programme):
    found = make_round(programme, sections=["element:00000000-0000-4000-8000-000000000001"])
    make_participant(found)

    with pytest.raises(Refused):
        rounds.send_round(found, by=SYSTEM)

    assert (Round.objects.get().state, received()) == (RoundState.DRAFT, [])


def test_a_seat_is_asked_at_the_address_and_in_the_language_of_whoever_sits_there(programme):
    group = make_group()
    choose_group(programme, group, by=SYSTEM)
    seat = make_seat(group, person=make_user("mona@example.org", language="sv"))
    found = make_round(programme)

    participants.add_seats(found, [seat], by=SYSTEM)
    participants.add_seats(found, [seat], by=SYSTEM)
    rounds.send_round(found, by=SYSTEM)

    (mail,) = received()
    assert mail.to == ["mona@example.org"] and "Du svarar för: Red Cross." in mail.body


def test_somebody_added_to_an_open_round_is_asked_when_that_is_said(programme):
    found = make_open_round(programme)
    received()
    make_participant(found, "late@example.org")
    assert [mail.to for mail in received()] == [["kela@example.org"]]

    rounds.send_round(found, by=SYSTEM)

    assert [mail.to for mail in received()][1:] == [["late@example.org"]]
    assert programme.versions.count() == 1


def test_the_same_address_is_not_asked_twice_in_a_round(programme):
    found = make_open_round(programme)

    with pytest.raises(Refused):
        make_participant(found, "KELA@example.org")


# Its end


def test_closing_writes_down_who_was_silent_and_tells_the_coordinators_once(programme):
    coordinator = make_coordinator(email="boss@example.org")
    found = make_open_round(programme)
    make_participant(found, "kyrkan@example.org")
    rounds.send_round(found, by=SYSTEM)
    make_answer(Participant.objects.get(email="kyrkan@example.org"))

    rounds.close_round(found, by=SYSTEM)
    rounds.close_round(found, by=SYSTEM)

    silent = dict(Participant.objects.values_list("email", "was_silent"))
    assert silent == {"kela@example.org": True, "kyrkan@example.org": False}
    assert found.counts() == {"asked": 2, "answered": 1, "no_remarks": 0, "silent": 1}
    assert Notice.objects.filter(person=coordinator, kind="round_closed").count() == 1
    assert "boss@example.org" in [mail.to[0] for mail in received()]


def test_more_time_lets_the_silent_answer_after_all(programme):
    found = make_open_round(programme)
    rounds.close_round(found, by=SYSTEM)

    rounds.prolong_round(found, closes_on=today() + 20 * A_DAY, remind_on=None, by=SYSTEM)

    participant = Participant.objects.get()
    assert (Round.objects.get().state, participant.was_silent) == (RoundState.OPEN, False)
    assert make_answer(participant).sent_at is not None


def test_a_cancelled_round_is_not_opened_again_and_keeps_what_came_in(programme):
    found = make_open_round(programme)
    make_answer(Participant.objects.get())

    rounds.cancel_round(found, by=SYSTEM)

    assert Statement.objects.count() == 1
    for act in (rounds.send_round, rounds.close_round, rounds.hold_round):
        with pytest.raises(Refused):
            act(found, by=SYSTEM)


def test_cancelling_tells_those_who_were_asked_once_and_nobody_else(programme):
    found = make_open_round(programme)
    revoked = make_participant(found, "gone@example.org")
    rounds.send_round(found, by=SYSTEM)
    participants.revoke_link(revoked, by=SYSTEM)
    received()
    mail.outbox.clear()
    make_participant(found, "late@example.org")
    rounds.send_round(found, by=SYSTEM)  # whose link has not left
    make_participant(found, "never@example.org")

    rounds.cancel_round(found, by=SYSTEM)
    rounds.cancel_round(found, by=SYSTEM)

    (told,) = received()
    assert told.to == ["kela@example.org"] and "cancelled" in told.body
    assert Participant.objects.get(email="kela@example.org").token not in told.body


def test_cancelling_one_that_waits_for_its_day_tells_nobody(programme):
    found = make_round(programme, opens_on=today() + timedelta(days=2))
    make_participant(found)
    rounds.cancel_round(rounds.send_round(found, by=SYSTEM), by=SYSTEM)

    assert received() == []


def test_a_mail_that_has_not_left_does_not_leave_after_the_end(programme):
    rounds.cancel_round(make_open_round(programme), by=SYSTEM)

    assert received() == []


# By the day


@pytest.mark.parametrize("change_of_time", [date(2027, 3, 28), date(2027, 10, 31)])
def test_each_thing_happens_once_on_its_day_over_the_changes_of_summer_time(programme, at, change_of_time):
    first, last = change_of_time - A_DAY, change_of_time + 2 * A_DAY
    at(first - 3 * A_DAY)
    found = make_round(programme, opens_on=first, remind_on=change_of_time, closes_on=last)
    make_participant(found)
    rounds.send_round(found, by=SYSTEM)  # which waits for its day
    make_coordinator(email="boss@example.org")
    happened = []

    for day in range(-3, 8):
        for hour in (0, 3, 7, 23):
            at(first + day * A_DAY, hour, 30)
            before = Event.objects.count()
            follow_rounds.call()
            follow_rounds.call()
            happened += [
                (verb, first + day * A_DAY, hour)
                for verb in Event.objects.order_by("pk").values_list("verb", flat=True)[before:]
            ]

    assert happened == [
        ("open_round", first, 0),
        ("remind_participants", change_of_time, 0),
        ("close_round", last + A_DAY, 0),
    ]


@pytest.mark.parametrize("last", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
def test_a_link_works_until_its_last_day_is_over_in_finland(programme, at, last):
    at(last - 5 * A_DAY)
    make_open_round(programme, closes_on=last)

    at(last, 23, 59, 59)
    assert Participant.objects.working().count() == 1
    at(last + A_DAY, 0, 0, 0)
    assert (Participant.objects.working().count(), Round.objects.get().state) == (0, RoundState.CLOSED)


def test_only_those_who_have_not_answered_are_reminded_and_no_newcomer(programme, at):
    day = date(2027, 5, 3)
    at(day)
    found = make_open_round(programme, remind_on=day + 5 * A_DAY, closes_on=day + 9 * A_DAY)
    make_participant(found, "kyrkan@example.org")
    rounds.send_round(found, by=SYSTEM)
    make_answer(Participant.objects.get(email="kyrkan@example.org"))
    at(day + 5 * A_DAY, 6)
    make_participant(found, "new@example.org")
    rounds.send_round(found, by=SYSTEM)
    received()

    for hour in (7, 8, 9):
        at(day + 5 * A_DAY, hour)
        follow_rounds.call()

    assert [mail.to[0] for mail in received() if "Reminder" in mail.subject] == ["kela@example.org"]
    assert Participant.objects.get(email="kela@example.org").reminded_on() == [day + 5 * A_DAY]


def test_a_worker_that_was_away_makes_up_for_it_but_opens_nothing_that_is_over(programme, at):
    day = date(2027, 5, 3)
    at(day)
    for closes in (day + 3 * A_DAY, day + 30 * A_DAY):
        found = make_round(programme, opens_on=day + A_DAY, closes_on=closes)
        make_participant(found)
        rounds.send_round(found, by=SYSTEM)

    at(day + 10 * A_DAY)
    follow_rounds.call()

    assert sorted(each.state for each in Round.objects.all()) == [RoundState.OPEN, RoundState.WAITING]


def waiting_round(programme, **fields) -> Round:
    """A round whose day has come, and that a person has said may be sent."""
    found = make_round(programme, opens_on=today() + A_DAY, closes_on=today() + 9 * A_DAY, **fields)
    make_participant(found)
    rounds.send_round(found, by=SYSTEM)
    Round.objects.update(opens_on=today())
    return Round.objects.get()


def told_of_failing(person) -> list[Notice]:
    """Notices of rounds that did not open which the person may read today."""
    found, programme = Notice.objects.filter(person=person, kind="round_not_opened"), Programme.objects.get()
    readable = notices.legible((each, programme.seen_by(Audience.WRITERS)) for each in found)
    return [each for each in found if each.key in readable]


@pytest.mark.parametrize(
    ("language", "reason"),
    [("en", "Nobody is asked yet. Choose the participants first"), ("sv", "Ingen är tillfrågad ännu")],
)
def test_a_round_that_cannot_open_on_its_day_is_told_to_the_coordinators_once(programme, language, reason):
    coordinator = make_coordinator(email="boss@example.org", language=language)
    found = waiting_round(programme)
    participants.remove_participant(Participant.objects.get(), by=SYSTEM)

    for title in (found.title, found.title | {"en": "Called otherwise"}):
        Round.objects.update(title=title)
        follow_rounds.call()

    (told,) = [mail for mail in received() if mail.to == ["boss@example.org"]]
    assert reason in told.body and found.label(language) in told.body
    assert reverse("round", args=[programme.slug, found.key]).removeprefix("/en") in told.body
    (notice,) = told_of_failing(coordinator)
    with override(language):
        assert reason in notices.sentence(notice)


def test_a_round_that_opens_after_all_is_not_told_of_any_more(programme):
    coordinator = make_coordinator(email="boss@example.org")
    found = waiting_round(programme)
    participants.remove_participant(Participant.objects.get(), by=SYSTEM)
    follow_rounds.call()
    make_participant(found)

    follow_rounds.call()

    assert (Round.objects.get().state, told_of_failing(coordinator)) == (RoundState.OPEN, [])


def test_another_reason_is_told_again(programme):
    coordinator = make_coordinator(email="boss@example.org")
    found = waiting_round(programme, sections=["element:00000000-0000-4000-8000-000000000001"])
    participant = Participant.objects.get()
    follow_rounds.call()
    participants.remove_participant(participant, by=SYSTEM)

    follow_rounds.call()

    reasons = ["None of the chapters", "Nobody is asked yet"]
    said = [notices.sentence(each) for each in told_of_failing(coordinator)]
    assert [any(reason in each for each in said) for reason in reasons] == [True, True] and len(said) == 2
    assert found.state == RoundState.WAITING


def test_nothing_happens_to_the_rounds_of_an_archived_programme(programme):
    found = make_round(programme, opens_on=today() + A_DAY, closes_on=today() + 9 * A_DAY)
    make_participant(found)
    rounds.send_round(found, by=SYSTEM)
    archive_programme(programme, by=SYSTEM)
    Round.objects.update(opens_on=today())

    follow_rounds.call()

    assert (rounds.some_are_due(), Round.objects.get().state) == (False, RoundState.WAITING)


# Links


def test_a_revoked_link_opens_nothing_and_its_holder_is_not_among_the_silent(programme):
    found = make_open_round(programme)

    participants.revoke_link(Participant.objects.get(), by=SYSTEM)
    rounds.close_round(found, by=SYSTEM)

    assert found.counts()["asked"] == 0
    assert not Participant.objects.get().was_silent


def test_a_new_link_ends_the_one_before_and_a_second_click_sends_none(programme):
    make_open_round(programme)
    before = Participant.objects.get()
    seen = participants.link_seen(before)

    for _click in range(2):
        participants.renew_link(before, by=SYSTEM, seen=seen)

    after = Participant.objects.get()
    assert after.token != before.token and not Participant.objects.filter(token=before.token).exists()
    (mail,) = received()
    assert after.token in mail.body


def test_another_address_gets_a_link_of_its_own(programme):
    make_open_round(programme)
    participant = Participant.objects.get()
    received()

    participants.change_participant(participant, {"email": "other@example.org"}, row_version=1, by=SYSTEM)

    assert Participant.objects.get().token != participant.token
    assert received()[-1].to == ["other@example.org"]


def test_whoever_has_answered_is_not_asked_again_at_another_address(programme):
    make_open_round(programme)
    participant = Participant.objects.get()
    make_answer(participant)
    received()

    participants.change_participant(participant, {"email": "other@example.org"}, row_version=1, by=SYSTEM)

    assert [mail.to for mail in received()] == [["kela@example.org"]]
    assert Participant.objects.get().token != participant.token  # whoever had it before changes the answer no more
    participants.send_link_again("other@example.org")
    assert received()[-1].to == ["other@example.org"] and Participant.objects.get().token in received()[-1].body


def test_whoever_speaks_for_an_organisation_no_longer_is_not_called_by_it(programme):
    participant = make_participant(make_round(programme), organisation=make_organisation(programme, "Kela"))
    changed = {"organisation": None, "name": participant.name}

    participants.change_participant(participant, changed, row_version=1, by=SYSTEM)

    assert Participant.objects.get().label("en") == "Leena Lahti"


def test_a_link_is_sent_again_once_a_day_and_only_where_there_is_one(programme):
    make_open_round(programme)
    received()

    for email in ("Kela@example.org", "kela@example.org", "nobody@example.org"):
        participants.send_link_again(email)

    assert [mail.to for mail in received()][1:] == [["kela@example.org"]]


def test_a_deputy_on_a_seat_without_a_person_asks_for_the_link_again_too(programme):
    seat = make_seat(make_group())
    seat_person(seat, make_user("deputy@example.org"), as_deputy=True)
    make_open_round(programme, seats=[seat], email="")
    received()

    participants.send_link_again("Deputy@example.org")

    assert [mail.to for mail in received()][1:] == [["deputy@example.org"]]


def test_whoever_was_asked_already_is_not_taken_out(programme):
    make_open_round(programme)

    with pytest.raises(Refused):
        participants.remove_participant(Participant.objects.get(), by=SYSTEM)


def test_a_statement_needs_no_round(programme):
    statement = make_statement(programme)

    assert (statement.round, statement.sent_at is not None, statement.entered_by_name) == (None, True, "")


def test_two_hundred_are_asked_and_reminded_in_as_few_statements_as_two(programme, at):
    day, asked = date(2027, 5, 3), {}
    for number in (2, 200):
        at(day)
        found = make_round(programme, remind_on=day + A_DAY, closes_on=day + 9 * A_DAY)
        Participant.objects.bulk_create(
            Participant(round=found, email=f"body-{each}@example.org") for each in range(number)
        )
        with CaptureQueriesContext(connection) as sending:
            rounds.send_round(found, by=SYSTEM)
        at(day + A_DAY)
        with CaptureQueriesContext(connection) as reminding:
            assert rounds.remind_participants(found, by=SYSTEM) == number
        asked[number] = len(sending), len(reminding)

    assert all(many <= few + 4 for few, many in zip(asked[2], asked[200], strict=True)), asked  # in parts of a batch
