"""What people are told: once each, read by nobody else, and silent about what they may no longer see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.models import OutgoingMail
from programmes import notices, notifications
from programmes.actions.comments import add_comment, answer_comment, assign_comment, show_comment, withdraw_comment
from programmes.actions.notices import choose_mails, read_notices
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.reminders import send_reminders
from programmes.enums import Audience
from programmes.models import Programme, place_of
from stakeholders.actions.people import close_account
from stakeholders.models import Notice
from tests.mails import received
from tests.programmes.factories import fresh, make_comment, make_objective, make_programme
from tests.programmes.rounds import make_open_round
from tests.stakeholders.factories import make_editor, make_group, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(programme):
    return make_editor(programme.lead.municipality)


def tell(people, programme, kind=notifications.SHARED, once="1", **about) -> list:
    return notices.tell(people, kind, programme, once=once, **about)


def page_of(person, name="notices", **kwargs) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, **kwargs)).content.decode()


def test_nobody_is_told_twice_of_the_same(programme, editor):
    told = [tell([editor, editor], programme), tell([editor], programme), tell([editor], programme, once="2")]

    assert told == [[editor], [], [editor]]
    assert OutgoingMail.objects.filter(kind="programme_shared").count() == 2


def test_nobody_is_told_of_their_own_act_and_nobody_whose_account_is_closed(programme, coordinator, editor):
    close_account(editor, by=SYSTEM)
    editor.refresh_from_db()

    assert tell([coordinator, editor], programme, by=coordinator) == []


def test_the_people_of_the_demo_are_told_and_get_no_mail(programme, editor):
    Programme.objects.update(is_demo=True)

    tell([editor], fresh(programme))

    assert (editor.notices.count(), editor.notices.get().mail_due, OutgoingMail.objects.count()) == (1, None, 0)


def test_what_waits_is_mailed_at_once_and_the_rest_with_the_next_digest(programme, editor):
    tell([editor], programme)
    tell([editor], programme, notifications.COMMENTS)

    waiting, other = editor.notices.order_by("pk")
    assert (waiting.mail_due, other.mail_due > other.made_at, waiting.mailed_at) == (None, True, waiting.made_at)


def test_each_chooses_which_mails_come(programme, editor):
    tell([editor], programme, notifications.COMMENTS)
    choose_mails(editor, waiting="weekly", other="never", days_before=[], by=editor)
    tell([editor], programme)

    waiting, other = editor.notices.order_by("-pk")
    assert (waiting.mail_due.weekday(), other.mail_due, OutgoingMail.objects.count()) == (0, None, 0)


def test_what_was_read_is_mailed_no_more(programme, editor):
    tell([editor], programme, notifications.COMMENTS)

    assert read_notices(editor) == 1

    assert (editor.notices.get().mail_due, editor.notices.unread().count(), read_notices(editor)) == (None, 0, 0)


def test_the_count_stands_in_the_header_without_a_statement_of_its_own(programme, editor, client):
    client.force_login(editor)
    before = len(_statements(client))
    tell([editor], programme)

    assert len(_statements(client)) == before
    assert '<span class="count">1<' in page_of(editor, "my_account")


def _statements(client) -> list:
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("my_account"))
    return found.captured_queries


def test_the_button_leads_to_the_very_place_and_the_notice_has_been_read(programme, coordinator, editor, client):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    assign_comment(comment, editor, by=coordinator)
    notice = editor.notices.get()
    client.force_login(editor)

    response = client.post(reverse("open_notice", args=[notice.key]))

    assert response["Location"] == reverse("comment", args=[programme.slug, comment.key])
    assert editor.notices.unread().count() == 0


def test_reading_the_list_changes_nothing(programme, editor):
    tell([editor], programme)

    assert "has shared its programme" in page_of(editor)

    assert editor.notices.unread().count() == 1


def test_a_notice_of_somebody_else_is_not_there(programme, coordinator, editor, client):
    tell([editor], programme)
    client.force_login(coordinator)

    for name in ("open_notice", "read_notice"):
        assert client.post(reverse(name, args=[editor.notices.get().key])).status_code == 404
    assert editor.notices.unread().count() == 1


@pytest.fixture
def member(programme, coordinator):
    group = make_group(list(programme.municipalities.all()))
    choose_group(programme, group, by=coordinator)
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    return make_member(group)


def test_what_is_no_longer_shown_says_nothing_and_leads_nowhere(programme, coordinator, member, client):
    objective = make_objective(fresh(programme), "A secret plan", by=coordinator)
    comment = add_comment(objective.programme, place_of(objective), "Look", by=coordinator)
    show_comment(comment, [Audience.GROUP], by=coordinator)
    comment.refresh_from_db()
    assign_comment(comment, member, by=coordinator)
    assert "Objective O1" in page_of(member)
    show_comment(comment, [], by=coordinator)

    page = page_of(member)

    assert "not shown to you any more" in page and "Objective O1" not in page
    client.force_login(member)
    led = client.post(reverse("open_notice", args=[member.notices.get(kind="comment").key]))
    assert led["Location"] == reverse("notices")


def test_a_programme_that_was_closed_says_nothing(programme, coordinator, member):
    tell([member], fresh(programme))
    assert programme.label("en") in page_of(member)

    share_programme(fresh(programme), [], by=coordinator)

    assert programme.label("en") not in page_of(member)


def test_a_withdrawn_comment_takes_its_mail_and_its_words_along(programme, coordinator, editor):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    assign_comment(comment, editor, by=coordinator)

    withdraw_comment(comment, by=coordinator)

    assert not OutgoingMail.objects.filter(kind="comment").exists()
    assert "not shown to you any more" in page_of(editor)


def test_coordinators_hear_once_a_day_of_what_a_reader_says(programme, coordinator, member):
    seen = fresh(programme).seen_by(Audience.GROUP)
    for text in ("One", "Two"):
        add_comment(seen, place_of(programme), text, by=member)
    send_reminders()
    send_reminders()

    assert [notice.kind for notice in coordinator.notices.all()] == ["comments"]


def test_whoever_began_hears_that_they_were_answered_and_not_of_notes_among_colleagues(programme, coordinator, member):
    began = add_comment(fresh(programme), place_of(programme), "Why?", by=member)
    answer_comment(began, "We do not tell", by=coordinator, is_private=True)
    answer = answer_comment(began, "Because", by=coordinator)

    assert [notice.subject for notice in member.notices.filter(kind="comment_answered")] == [str(answer.key)]


def test_the_address_of_an_answer_leads_to_where_it_stands(programme, coordinator, editor, client):
    began = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    answer = answer_comment(began, "Look", by=coordinator, mentions=[editor])
    client.force_login(editor)

    response = client.get(reverse("comment", args=[programme.slug, answer.key]))

    assert response["Location"] == reverse("comment", args=[programme.slug, began.key]) + f"#said-{answer.key}"


def test_coordinators_read_what_was_sent_to_whom_and_not_what_it_said(programme, coordinator, editor):
    tell([editor], programme, by=make_user(name="Somebody Else"))
    tell([editor], programme, notifications.COMMENTS, by=make_user(name="Somebody Else"))

    page = page_of(coordinator, "sent", args=[programme.slug])

    assert "Something to read in a programme" in page and str(editor) in page
    assert "The mail waits to leave." in page and "With the mail of" in page and "Somebody Else" not in page


def test_they_read_which_mails_of_rounds_left_and_of_no_other_programme(programme, coordinator, client):
    make_open_round(programme, by=coordinator, email="kela@example.org")
    make_open_round(make_programme("905"), email="other@example.org")
    client.force_login(coordinator)
    url = f"{reverse('sent', args=[programme.slug])}?what=mails"

    waiting = client.get(url).content.decode()
    received()
    left = client.get(url).content.decode()

    assert "Request in a round of comments" in waiting and "kela@example.org" in waiting and "other@" not in waiting
    assert "The mail waits to leave." in waiting and "The mail waits to leave." not in left
    assert "kela@example.org" not in client.get(reverse("sent", args=[programme.slug])).content.decode()


@pytest.mark.parametrize("number", [1, 29])
def test_the_list_takes_as_many_statements_for_many_as_for_one(programme, coordinator, editor, number, client):
    comment = make_comment(make_objective(programme, by=coordinator), by=coordinator)
    for each in range(number):
        tell([editor], programme, notifications.COMMENT, once=str(each), subject=str(comment.key))
    client.force_login(editor)
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("notices"))

    assert Notice.objects.count() == number and len(found) <= 8
