"""Reviews: asked for, gathered in silence, sent together, told once; and nothing that is not shared."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from integration_programme.actors import SYSTEM
from programmes.actions.dispositions import Refused
from programmes.actions.programmes import share_programme
from programmes.actions.reminders import send_reminders
from programmes.actions.reviewing import ask_review, begin_review, keep_draft, send_review, take_back_review
from programmes.actions.sharing import share_place
from programmes.enums import Audience, Result
from programmes.models import Comment, DraftComment, Programme, Review, StandardComment, Version, item_place
from stakeholders.actions.people import end_role
from stakeholders.models import Event, Notice, today
from tests.programmes.factories import fresh, make_programme, respond_to
from tests.programmes.reviews import ITEM, adviser_of, as_seen, ask, make_shared, make_standard, send_one
from tests.programmes.sending import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(coordinator):
    return make_shared(by=coordinator)


@pytest.fixture
def adviser(programme):
    return adviser_of(programme)


def test_advisers_are_asked_once_with_the_programme_as_it_is(programme, adviser, coordinator):
    first, second = ask(programme, by=coordinator), ask(programme, by=coordinator)

    assert first == second and Review.objects.count() == 1
    assert Version.objects.get(reviews=first).purpose == "review"
    (notice,) = Notice.objects.filter(kind="review_asked")
    assert (notice.person, notice.mail_due is not None or notice.mailed_at is not None) == (adviser, True)


def test_a_message_to_advisers_who_are_asked_already_is_not_taken_for_sent(programme, adviser, coordinator):
    first = ask(programme, by=coordinator)

    with pytest.raises(Refused, match="asked already, by"):
        ask_review(fresh(programme), "Please look at the costs above all.", by=coordinator)
    with pytest.raises(Refused):
        ask_review(fresh(programme), first.message, wished_on=today(), by=coordinator)

    assert ask_review(fresh(programme), "", by=coordinator) == first  # nothing that could be lost
    assert Review.objects.get().message == first.message


def test_no_answer_is_wished_by_a_day_that_has_passed(client, programme, adviser, coordinator):
    client.force_login(coordinator)
    url = reverse("reviews", args=[programme.slug])

    told = send(client, url, message="Please look at the costs.", wished_on=str(today() - timedelta(days=1)))

    assert "The day has passed." in told.content.decode() and not Review.objects.exists()
    assert told.context["form"]["message"].value() == "Please look at the costs."
    assert send(client, url, message="Please", wished_on=str(today())).status_code == 302


def test_nobody_is_asked_of_what_is_not_shared(coordinator):
    programme = make_programme(by=coordinator)
    adviser_of(programme)

    with pytest.raises(Refused):
        ask_review(programme, "Please", by=coordinator)
    assert not Review.objects.exists() and not Notice.objects.exists()


def test_what_is_gathered_leaves_no_trace_until_it_is_sent(programme, adviser):
    before = (
        Event.objects.count(),
        Comment.objects.count(),
        Notice.objects.count(),
        fresh(programme).comments_revision,
    )
    review = begin_review(as_seen(programme, adviser), by=adviser)
    keep_draft(review, ITEM, "Name one owner", by=adviser)

    assert review == begin_review(as_seen(programme, adviser), by=adviser)
    assert fresh(programme).reviewed == {}
    after = (Event.objects.count(), Comment.objects.count(), Notice.objects.count(), fresh(programme).comments_revision)
    assert after == before


def test_all_comments_go_together_with_one_notice_and_one_event(programme, adviser, coordinator):
    ask(programme, by=coordinator)
    review = send_one(programme, adviser, "Name one owner", "Fewer measures")

    found = list(Comment.objects.filter(review=review))
    assert [(each.text, each.is_owed, each.to_adviser, each.to_group) for each in found] == [
        ("Name one owner", True, True, False),
        ("Fewer measures", True, True, False),
    ]
    assert {each.version for each in found} == {review.version}
    assert Event.objects.filter(verb="send_review").count() == 1
    assert Notice.objects.filter(person=coordinator, kind="review_sent").count() == 1
    assert ITEM in Programme.objects.get().commented and not DraftComment.objects.exists()
    assert send_review(review, "Again", by=adviser).words == "Well done."
    send_reminders()
    assert not Notice.objects.filter(kind="comments").exists()  # they were told already


def test_an_empty_review_is_not_sent_and_an_emptied_comment_goes(programme, adviser):
    review = begin_review(as_seen(programme, adviser), by=adviser)
    keep_draft(review, "", "Good", by=adviser)
    keep_draft(review, "", " ", draft=review.drafts.get(), row_version=1, by=adviser)

    with pytest.raises(Refused):
        send_review(review, "", by=adviser)
    assert not DraftComment.objects.exists()


def test_what_has_been_closed_meanwhile_is_not_sent(programme, adviser, coordinator):
    review = begin_review(as_seen(programme, adviser), by=adviser)
    keep_draft(review, ITEM, "Name one owner", by=adviser)
    keep_draft(review, "situation.how_many", "Good figures", by=adviser)
    share_place(programme, item_place(programme, "objectives"), {Audience.ADVISER: False}, by=coordinator)

    review.programme = as_seen(programme, adviser)
    send_review(review, "", by=adviser)

    assert [each.text for each in Comment.objects.all()] == ["Good figures"]
    assert DraftComment.objects.get().item == ITEM


def test_a_question_that_is_taken_back_leaves_the_adviser_what_was_gathered(programme, adviser, coordinator):
    review = ask(programme, by=coordinator)
    begin_review(as_seen(programme, adviser), by=adviser)
    review.programme = fresh(programme)
    take_back_review(review, by=coordinator)
    take_back_review(review, by=coordinator)

    assert not Notice.objects.get(kind="review_asked").mail_due
    assert Event.objects.filter(verb="take_back_review").count() == 1
    assert ask(programme, by=coordinator) != review


def test_what_was_begun_unasked_becomes_the_answer(programme, adviser, coordinator):
    begun = begin_review(as_seen(programme, adviser), by=adviser)

    assert ask(programme, by=coordinator) == begun


def test_what_an_adviser_who_has_left_had_begun_keeps_nobody_from_the_next_one(programme, adviser, coordinator):
    begun = begin_review(as_seen(programme, adviser), by=adviser)
    keep_draft(begun, ITEM, "Name one owner", by=adviser)
    other = adviser_of(programme)
    end_role(adviser.roles.get(), by=SYSTEM)

    asked = ask(programme, by=coordinator)

    assert asked != begun and asked.adviser is None
    assert begin_review(as_seen(programme, other), by=other) == asked
    assert DraftComment.objects.get().review == begun  # what was gathered stays that adviser's


def test_a_question_that_an_adviser_who_has_left_had_taken_up_is_another_one_s(programme, adviser, coordinator):
    asked = ask(programme, by=coordinator)
    begin_review(as_seen(programme, adviser), by=adviser)
    asked.refresh_from_db()
    asked.programme = as_seen(programme, adviser)
    keep_draft(asked, ITEM, "Name one owner", by=adviser)
    other = adviser_of(programme)
    end_role(adviser.roles.get(), by=SYSTEM)

    begun = begin_review(as_seen(programme, other), by=other)

    assert (begun, begun.adviser, begun.message) == (asked, other, asked.message)
    left = DraftComment.objects.get().review
    assert (left.adviser, left.is_known) == (adviser, False)  # what was gathered stays that adviser's


def test_two_advisers_do_not_write_in_one_review(programme, adviser, coordinator):
    ask(programme, by=coordinator)
    begin_review(as_seen(programme, adviser), by=adviser)
    other = adviser_of(programme)

    with pytest.raises(PermissionDenied):
        begin_review(as_seen(programme, other), by=other)


def test_a_standard_comment_counts_how_often_it_was_acted_upon_where_all_is_shared(programme, adviser, coordinator):
    make_standard(programme.lead.municipality.centre, "Name one owner.")
    review = send_one(programme, adviser, "Name one owner.", "In other words")
    comment = review.comments.get(standard__isnull=False)
    comment.programme = programme
    seen = [use()]
    respond_to(comment, by=coordinator, result=Result.PARTLY, reason="Some of it")
    seen.append(use())
    share_place(fresh(programme), item_place(programme, "situation"), {Audience.ADVISER: False}, by=coordinator)
    seen.append(use())
    share_programme(fresh(programme), [], by=SYSTEM)
    seen.append(use())

    assert seen == [(1, 0), (1, 1), (0, 0), (0, 0)]


def use() -> tuple[int, int]:
    found = StandardComment.objects.with_use().get()
    return found.used, found.acted_upon


@pytest.mark.parametrize("number", [1, 20])
def test_a_review_costs_the_same_however_many_comments(programme, adviser, django_assert_max_num_queries, number):
    seen = as_seen(programme, adviser)
    review = begin_review(seen, by=adviser)
    review.programme = seen
    for at in range(number):
        keep_draft(review, ITEM, f"Number {at}", by=adviser)

    with django_assert_max_num_queries(60):
        send_review(review, "", by=adviser)
