"""The pages of rounds for those who write: a draft, who gets what, how it stands, and statements that are entered."""

import csv
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions import rounds as actions
from programmes.actions.participants import revoke_link
from programmes.actions.points import add_point
from programmes.actions.programmes import share_programme
from programmes.models import Participant, Round, Statement, place_of
from programmes.models.sharing import SWITCHED
from stakeholders.models import today
from tests.integration_programme.brought.made import PDF
from tests.mails import received
from tests.programmes.factories import (
    change,
    element_of,
    fresh,
    make_chosen_group,
    make_comment,
    make_objective,
    make_organisation,
)
from tests.programmes.reading import page, read
from tests.programmes.rounds import make_answer, make_open_round, make_participant, make_round, make_statement
from tests.programmes.sending import as_sent, opened, send
from tests.programmes.test_query_counts import LIST_OR_PAGE, SAVE, statements
from tests.stakeholders.factories import make_member, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, coordinator):
    client.force_login(coordinator)
    return client


def url(name: str, found: Round, **more) -> str:
    return reverse(name, kwargs={"slug": found.programme.slug, "key": found.key, **more})


def test_a_round_goes_from_a_draft_to_its_participants(client, programme, coordinator):
    seat = make_seat(make_chosen_group(programme, by=coordinator), by=coordinator, organisation="Kela")
    draft = send(client, page(programme, "rounds/add/"), title_sv="Remiss", kind="statement", follow=True)
    found = Round.objects.get()
    assert "nothing has been sent" in draft.content.decode()

    send(client, url("participants", found), seats=[str(seat.pk)])
    send(client, url("add_participant", found), name="Leena", email="leena@example.org", language="fi")
    assert received() == []
    asked = client.get(url("send_round", found)).content.decode()
    assert "leena@example.org" in asked and "no mail: ask them otherwise" in asked
    client.post(url("send_round", found))

    assert [mail.to for mail in received()] == [["leena@example.org"]]
    assert "No answer yet" in client.get(url("round", found)).content.decode()


@pytest.mark.parametrize("further", [0, 1])
def test_a_second_click_on_seats_that_are_added_is_silent(client, programme, coordinator, further):
    group = make_chosen_group(programme, by=coordinator)
    seats = [make_seat(group, by=coordinator) for _ in range(1 + further)]
    found = make_round(programme)
    sent = as_sent(opened(client, url("participants", found)), seats=[str(seats[0].pk)])

    for _click in range(2):
        assert client.post(url("participants", found), sent).status_code == 302

    assert found.participants.get().seat == seats[0]


def test_a_page_without_a_chosen_seat_offers_those_that_are_not_asked(client, programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    asked, left = (make_seat(group, by=coordinator) for _ in range(2))
    found = make_round(programme)
    send(client, url("participants", found), seats=[str(asked.pk)])

    html = client.post(url("participants", found), {"save": "1"}).content.decode()

    assert "Choose at least one seat." in html
    assert f'value="{left.pk}"' in html and f'value="{asked.pk}"' not in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_sv": ""}, "Give the round a name"),
        ({"closes_on": "2020-01-01"}, "The day has passed"),
        ({"opens_on": "2099-01-01"}, "It closes before it opens"),
        ({"remind_on": "2099-01-01"}, "The reminder goes after the opening"),
        ({"closes_on": "0027-01-01"}, "four digits"),
        ({"questions_sv": "A?\nB?", "questions_fi": "A?"}, "Each language asks the same questions"),
        ({"questions_sv": "\n".join(f"{number}?" for number in range(11))}, "At most 10 questions"),
        ({"sections": ["element:none"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(client, programme, changes, said):
    response = send(client, page(programme, "rounds/add/"), **{"title_sv": "Remiss", "message_sv": "Läs."} | changes)

    html = response.content.decode()
    assert said in html and "Läs." in html
    assert not Round.objects.exists()


def test_a_stale_change_writes_nothing_and_keeps_what_was_typed(client, programme):
    found = make_round(programme)
    stale = client.get(url("edit_round", found)).context["form"]
    send(client, url("edit_round", found), title_sv="Annat")

    data = {"title_sv": "Tredje", "row_version": stale["row_version"].value(), "kind": "comments"}
    days = {"opens_on": found.opens_on.isoformat(), "closes_on": found.closes_on.isoformat()}
    response = client.post(url("edit_round", found), data | days)

    assert "not yet saved" in response.content.decode() and "Tredje" in response.content.decode()
    assert Round.objects.get().title["sv"] == "Annat"


def test_chapters_that_are_chosen_are_those_of_the_document(client, programme):
    element = element_of(programme, "strategy")

    send(client, page(programme, "rounds/add/"), title_sv="Remiss", sections=[str(place_of(element))])

    assert Round.objects.get().sections == [str(place_of(element))]


def test_a_round_that_was_sent_is_no_longer_changed(client, programme):
    response = client.get(url("edit_round", make_open_round(programme)), follow=True)

    assert "You can give it more time" in response.content.decode()


def test_what_was_sent_is_read_in_its_languages_after_the_programme_got_others(client, programme):
    change(programme, content_languages=["sv"], original_language="sv")
    found = make_open_round(fresh(programme))
    change(fresh(programme), content_languages=["en", "fi"], original_language="fi")

    of_writers = client.get(url("round_text", found), {"language": "fi"})
    of_participant = client.get(reverse("answer_round", kwargs={"token": found.participants.get().token}))

    for response in (of_writers, of_participant):
        assert '<div class="document-body" lang="sv">' in response.content.decode()


def test_the_page_tells_who_answered_had_no_remarks_and_was_silent(client, programme):
    found = make_open_round(programme)
    for name in ("Church", "School"):
        make_participant(found, f"{name}@example.org", name=name)
    actions.send_round(found, by=SYSTEM)
    make_answer(Participant.objects.get(name="Church"), "")
    make_answer(Participant.objects.get(name="School"), supporting_bodies=["Choir"], supporters_beside=6)
    actions.close_round(found, by=SYSTEM)

    html = client.get(url("round", found)).content.decode()
    table = client.get(url("round_csv", found)).content.decode()

    assert all(word in html for word in ("No remarks", "Did not answer", "Comments"))
    assert "Leena Lahti" in table and "Did not answer" in table
    columns, *rows = csv.reader(table.lstrip("\ufeff").splitlines(), delimiter=";")
    assert {row[0]: row[columns.index("Supporters")] for row in rows} == {
        "Leena Lahti": "",
        "Church": "",
        "School": "7",
    }


def test_points_of_an_answer_are_no_comments_made_meanwhile(client, programme, coordinator):
    found = make_open_round(programme)
    objective = make_objective(programme)
    statement = make_statement(programme, round=found, participant=found.participants.get())
    for text in ("Too short.", "Too late."):
        add_point(statement, place_of(objective), text, by=SYSTEM)

    assert "made in the application meanwhile" not in client.get(url("round", found)).content.decode()

    make_comment(objective, by=coordinator)

    assert "1 comment was made in the application meanwhile" in client.get(url("round", found)).content.decode()


def test_the_home_tells_of_open_rounds_as_they_are_now(client, programme, coordinator):
    def told() -> list[tuple[int, int]]:
        rows = client.get(reverse("programme", kwargs={"slug": programme.slug})).context["open_rounds"]
        return [(row["asked"], row["answered"]) for row in rows]

    found = make_open_round(programme)
    kela = found.participants.get()
    church = make_participant(found, "church@example.org", name="Church")
    assert told() == [(1, 0)]

    actions.send_round(found, by=SYSTEM)
    assert told() == [(2, 0)]
    make_answer(kela)
    assert told() == [(2, 1)]
    revoke_link(church, by=coordinator)
    assert told() == [(1, 1)]
    actions.close_round(found, by=SYSTEM)
    assert told() == []


def test_no_cell_of_the_table_is_a_formula(client, programme):
    found = make_round(programme)
    make_participant(found, name="=HYPERLINK(1)")
    actions.send_round(found, by=SYSTEM)

    assert "\n'=HYPERLINK" in client.get(url("round_csv", found)).content.decode()


def test_closing_and_cancelling_ask_first(client, programme):
    found = make_open_round(programme)

    client.get(url("close_round", found))
    assert Round.objects.get().is_open
    client.post(url("close_round", found))
    assert not Round.objects.get().is_open
    send(client, url("prolong_round", found), closes_on=(today() + timedelta(days=30)).isoformat())
    assert Round.objects.get().is_open


@pytest.mark.parametrize(("days", "stays"), [(7, True), (-7, False)])
def test_more_time_leaves_the_reminder_that_is_still_to_come(client, programme, days, stays):
    found, day = make_open_round(programme), today() + timedelta(days=days)
    Round.objects.update(remind_on=day)

    send(client, url("prolong_round", found), closes_on=(today() + timedelta(days=30)).isoformat())

    assert Round.objects.get().remind_on == (day if stays else None)
    assert Round.objects.get().closes_on == today() + timedelta(days=30)


def test_a_reminder_on_a_day_that_has_passed_is_refused(client, programme):
    found = make_open_round(programme)
    days = {"closes_on": today() + timedelta(days=30), "remind_on": today() - timedelta(days=1)}

    response = send(client, url("prolong_round", found), **{name: day.isoformat() for name, day in days.items()})

    assert response.context["form"].errors.keys() == {"remind_on"}
    assert Round.objects.get().closes_on == found.closes_on
    with pytest.raises(actions.Refused):
        actions.prolong_round(found, **days, by=SYSTEM)


def test_what_came_on_paper_is_entered_with_its_file(client, programme):
    found = make_open_round(programme)
    participant = found.participants.get()
    file = SimpleUploadedFile("utlåtande.pdf", PDF)
    about = {"participant": str(participant.key), "way": "paper", "stance": "comments", "section": "88", "file": file}

    response = send(client, page(programme, f"statements/add/?round={found.key}"), follow=True, **about)

    statement = Statement.objects.get()
    assert (statement.participant, statement.section, statement.file_name) == (participant, "88", "utlåtande.pdf")
    assert "§" in response.content.decode() and statement.entered_by_name
    handed = client.get(reverse("statement_file", args=[programme.slug, statement.key]))
    assert b"".join(handed) == PDF and handed["Content-Disposition"].startswith("attachment")


def test_a_file_stays_with_the_form_when_something_else_is_wrong(client, programme):
    file = SimpleUploadedFile("a.pdf", PDF)
    response = send(client, page(programme, "statements/add/"), way="mail", stance="comments", file=file)
    form = response.context["form"]
    assert form.errors and "The file is here: a.pdf" in response.content.decode()

    data = {name: form[name].value() or "" for name in form.fields if name != "file"}
    client.post(page(programme, "statements/add/"), data | {"body": "Kela"})

    assert (Statement.objects.get().file_name, Statement.objects.get().body) == ("a.pdf", Translations({"sv": "Kela"}))


@pytest.mark.parametrize("changes", [{"text": "Three weeks"}, {"body": ""}])
def test_a_body_keeps_its_names_in_every_language_when_its_statement_is_corrected(client, programme, changes):
    named = Translations({"sv": "FPA", "fi": "Kela", "en": "Kela"})
    found = make_round(programme)
    participant = make_participant(found, organisation=make_organisation(programme, named))
    actions.send_round(found, by=SYSTEM)
    statement = make_statement(programme, round=found, participant=participant)

    send(client, page(programme, f"statements/{statement.key}/edit/"), **changes)

    statement.refresh_from_db()
    assert (statement.row_version, statement.body) == (2, named)


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": "2099-01-01"},
        {"stance": ""},
        {"way": "link"},
        {"body": "", "contributor_name": ""},
        {"language": "xx"},
        {"file": SimpleUploadedFile("a.exe", b"MZ")},
    ],
)
def test_a_statement_that_cannot_be_is_refused(client, programme, changes):
    good = {"way": "mail", "stance": "comments", "body": "Kela", "text": "Fine"}

    response = send(client, page(programme, "statements/add/"), **good | changes)

    assert response.status_code == 200 and response.context["form"].errors
    assert not Statement.objects.exists()


def test_a_round_that_did_not_open_on_its_day_is_not_said_to_be_still_to_come(client, programme):
    found = make_round(programme, opens_on=today() + timedelta(days=1))
    make_participant(found)
    actions.send_round(found, by=SYSTEM)
    assert "It is sent on" in client.get(url("round", found)).content.decode()

    Round.objects.update(opens_on=today() - timedelta(days=1))

    html = client.get(url("round", found)).content.decode()
    assert "It is sent on" not in html and "has not opened yet" in html


def test_members_advisers_and_strangers_see_no_rounds(client, programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator))
    share_programme(programme, SWITCHED, by=coordinator)
    found, statement = make_open_round(programme), make_statement(programme)
    client.force_login(member)

    for address in (page(programme, "rounds/"), url("round", found), page(programme, f"statements/{statement.key}/")):
        assert client.get(address).status_code == 404
    assert "Comments on the draft" not in read(client, programme, "") + read(client, programme, "cooperation/")


def test_a_draft_of_a_participant_is_on_no_page(client, programme):
    found = make_open_round(programme)
    statement = make_answer(found.participants.get(), "Confidential-91370")
    Statement.objects.update(sent_at=None)

    assert "Confidential-91370" not in client.get(url("round", found)).content.decode()
    assert client.get(reverse("statement", args=[programme.slug, statement.key])).status_code == 404


def test_statements_of_another_programme_are_not_there(client, programme):
    other = make_open_round(programme)

    address = url("round", other).replace(programme.slug, "nothing")

    assert client.get(address).status_code == 404


def many(found: Round, number: int) -> None:
    for at in range(number):
        make_participant(found, f"body-{at}@example.org", name=f"Body {at}")
    actions.send_round(found, by=SYSTEM)
    for participant in found.participants.all()[: number // 2]:
        make_answer(participant)


def test_pages_and_sending_ask_as_few_statements_for_two_hundred_as_for_two(client, programme):
    make_objective(programme)
    few, full = make_round(programme), make_round(programme)
    many(few, 2)
    many(full, 200)

    for name in ("round", "participants", "send_round", "round_csv"):
        counted = [statements(lambda found=found, name=name: client.get(url(name, found))) for found in (few, full)]
        assert counted[0] == counted[1] <= LIST_OR_PAGE + 2, name
    closing = [statements(lambda found=found: client.post(url("close_round", found)), 302) for found in (few, full)]
    assert closing[1] <= closing[0] + 2 and closing[0] <= SAVE + 5


def test_a_programme_without_rounds_asks_nothing_for_them(client, programme):
    before = statements(lambda: client.get(page(programme, "cooperation/")))
    make_open_round(programme)

    assert statements(lambda: client.get(page(programme, "cooperation/"))) == before + 1
