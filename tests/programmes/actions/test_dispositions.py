"""What becomes of comments: two keys, one response for several, told once and later, and sums that always agree."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.records import Refused
from programmes.actions import dispositions as actions
from programmes.actions.comments import close_comment, mark_comment_answered, reopen_comment, withdraw_comment
from programmes.actions.programmes import share_programme
from programmes.completeness.forgotten import left_open
from programmes.enums import CommentState, Result
from programmes.models import Comment, Disposition
from programmes.models.dispositions import OPEN, WITHDRAWN, Tally
from programmes.models.sharing import SWITCHED
from stakeholders.models import Notice
from tests.programmes.factories import (
    fresh,
    make_chosen_group,
    make_comment,
    make_objective,
    make_owed,
    respond_to,
)
from tests.stakeholders.factories import make_editor, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator), name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    return member


@pytest.fixture
def editor(programme):
    return make_editor(programme.lead.municipality, name="Edit")


@pytest.fixture
def comment(programme, coordinator, member):
    return make_owed(make_objective(programme, by=coordinator), member)


def again(comment: Comment) -> Comment:
    return Comment.objects.select_related("disposition", "programme").get(pk=comment.pk)


def standing(comment: Comment) -> str:
    return again(comment).standing


def another(comment: Comment, said: str = "No bus at all") -> Comment:
    return make_owed(comment.place.record(fresh(comment.programme)), comment.author, said)


def test_what_a_writer_proposes_holds_once_a_coordinator_has_settled_it(comment, editor, coordinator):
    respond_to(comment, by=editor)
    assert standing(comment) == OPEN
    assert again(comment).state == CommentState.OPEN

    actions.settle_response(again(comment), row_version=1, by=coordinator)
    assert standing(comment) == Result.ACCEPTED
    assert again(comment).state == CommentState.ANSWERED
    assert again(comment).disposition.settled_by == str(coordinator)


def test_what_was_changed_meanwhile_is_not_settled_unread(comment, editor, coordinator):
    respond_to(comment, by=editor)
    respond_to(again(comment), "noted", by=editor, version=1)

    with pytest.raises(Refused):
        actions.settle_response(again(comment), row_version=1, by=coordinator)
    assert standing(comment) == OPEN


def test_a_writer_changes_nothing_that_is_settled(comment, editor, coordinator):
    respond_to(comment, by=coordinator)

    with pytest.raises(Refused):
        respond_to(again(comment), "noted", by=editor, version=1)
    assert standing(comment) == Result.ACCEPTED


@pytest.mark.parametrize("result", ["partly", "not_accepted", "passed_on"])
def test_a_result_that_is_no_plain_yes_needs_a_reason(result, comment, coordinator):
    with pytest.raises(Refused):
        respond_to(comment, result, by=coordinator, passed_to="The county")
    assert not Disposition.objects.exists()


def test_passed_on_says_to_whom(comment, coordinator):
    with pytest.raises(Refused):
        respond_to(comment, "passed_on", "Not ours", by=coordinator)


def test_two_who_respond_at_once_do_not_overwrite_each_other(comment, coordinator):
    respond_to(comment, by=coordinator)
    with pytest.raises(Refused):
        respond_to(again(comment), "not_accepted", "No", by=coordinator, version=0)
    assert standing(comment) == Result.ACCEPTED


def test_what_a_response_said_before_stays(comment, coordinator):
    respond_to(comment, "noted", "First", by=coordinator)
    respond_to(again(comment), "partly", "Then", by=coordinator, version=1)

    (former,) = again(comment).disposition.earlier.all()
    assert (former.result, former.was_settled) == ("noted", True)
    assert former.reason["sv"] == "First (sv)"


def test_taken_back_it_is_open_and_nobody_is_told(comment, coordinator):
    respond_to(comment, by=coordinator)
    actions.take_back_response(again(comment), by=coordinator)

    assert standing(comment) == OPEN
    assert not actions.some_are_to_be_told()


def states(*comments: Comment) -> list[str]:
    return [again(each).state for each in comments]


def test_what_a_response_answered_is_open_again_when_it_is_taken_back(comment, coordinator):
    other = another(comment)
    respond_to(comment, by=coordinator, others=[other])
    assert states(comment, other) == [CommentState.ANSWERED] * 2

    actions.take_back_response(again(comment), by=coordinator)

    assert states(comment, other) == [CommentState.OPEN] * 2
    actions.settle_response(again(comment), row_version=again(comment).disposition.row_version, by=coordinator)
    assert states(comment, other) == [CommentState.ANSWERED] * 2


def test_what_was_answered_or_closed_by_itself_stays_when_a_response_is_taken_back(comment, coordinator):
    before, after, closed, reopened = (another(comment) for _ in range(4))
    mark_comment_answered(before, by=coordinator)
    respond_to(comment, "noted", by=coordinator, others=[before, after, closed, reopened])
    respond_to(again(comment), "partly", "Some", by=coordinator, version=1)
    close_comment(again(closed), by=coordinator)
    reopen_comment(again(after), by=coordinator)
    mark_comment_answered(again(after), by=coordinator)
    reopen_comment(again(reopened), by=coordinator)

    actions.take_back_response(again(comment), by=coordinator)

    answered, closed_, is_open = CommentState.ANSWERED, CommentState.CLOSED, CommentState.OPEN
    assert states(comment, before, after, closed, reopened) == [is_open, answered, answered, closed_, is_open]


def test_one_response_for_several_comes_apart_without_loss(comment, coordinator):
    other, third = another(comment), another(comment)
    respond_to(comment, "noted", "First", by=coordinator, others=[other, third])
    respond_to(again(comment), "partly", "Some", by=coordinator, version=1)
    assert [standing(each) for each in (comment, other, third)] == [Result.PARTLY] * 3

    actions.take_apart(again(other), by=coordinator)

    common, own = again(comment).disposition, again(other).disposition
    assert common != own and again(third).disposition == common
    assert own.says() == common.says() and own.settled_at == common.settled_at
    assert [each.result for each in own.earlier.all()] == ["noted"]
    respond_to(again(other), "not_accepted", "No", by=coordinator, version=own.row_version)
    assert [standing(each) for each in (comment, other, third)] == ["partly", "not_accepted", "partly"]


def test_who_has_a_response_already_does_not_lose_it_to_a_common_one(comment, editor, coordinator):
    other = another(comment)
    respond_to(other, "noted", by=editor)
    respond_to(comment, by=coordinator, others=[other])
    assert again(other).disposition.result == "noted"


def test_only_what_others_say_is_owed_a_response(programme, comment, coordinator):
    own = make_comment(comment.place.record(programme), by=coordinator)
    assert not own.is_owed and comment.is_owed
    assert list(programme.comments.owed()) == [comment]


def later(hours: float) -> None:
    """As if what was settled had been settled so much earlier."""
    for each in Disposition.objects.exclude(settled_at=None):
        each.settled_at -= timedelta(hours=hours)
        each.save()


def told() -> int:
    actions.tell_of_responses()
    return Notice.objects.filter(kind="responded").count()


def test_whoever_said_it_is_told_once_and_not_at_once(comment, coordinator):
    respond_to(comment, by=coordinator)
    assert told() == 0
    respond_to(again(comment), "noted", by=coordinator, version=1)
    later(1.5)
    assert told() == 1
    later(10)
    assert told() == 1


def test_everyone_of_a_bundle_is_told(comment, programme, coordinator):
    second = make_member(programme.group, name="Otto")
    others = make_owed(comment.place.record(fresh(programme)), second)
    respond_to(comment, by=coordinator, others=[others])
    later(2)
    told()
    assert {notice.person for notice in Notice.objects.filter(kind="responded")} == {comment.author, second}


def test_nobody_is_told_of_some_while_others_are_being_settled(comment, coordinator):
    respond_to(comment, by=coordinator)
    later(2)
    respond_to(another(comment), by=coordinator)
    assert told() == 0
    later(2)
    assert told() == 2


def test_another_result_is_told_again_and_other_words_are_not(comment, coordinator):
    found = []
    for version, (result, reason) in enumerate([("noted", "One"), ("noted", "Two"), ("partly", "Two")]):
        respond_to(again(comment), result, reason, by=coordinator, version=version)
        later(2)
        found.append(told())
    assert found == [1, 1, 2]


def test_notice_holds_no_words_and_leads_to_the_comment(comment, coordinator, client):
    respond_to(comment, "noted", "Secret-reason-5521", by=coordinator)
    later(2)
    told()
    client.force_login(comment.author)
    html = client.get(reverse("notices")).content.decode()
    assert "Your comment has a response" in html and "Secret-reason-5521" not in html

    actions.take_back_response(again(comment), by=coordinator)
    assert "Your comment has a response" not in client.get(reverse("notices")).content.decode()


def test_whoever_can_no_longer_read_the_programme_is_led_nowhere(comment, programme, coordinator, client):
    respond_to(comment, by=coordinator)
    share_programme(fresh(programme), [], by=coordinator)
    later(2)
    told()
    client.force_login(comment.author)
    assert "Your comment has a response" not in client.get(reverse("notices")).content.decode()


def test_before_the_decision_what_has_no_response_is_named(comment, programme, coordinator):
    def number() -> list[int]:
        found = [fact for fact in left_open(fresh(programme)) if fact.code == "comments-without-response"]
        return [fact.values["number"] for fact in found]

    another(comment)
    assert number() == [2]
    respond_to(comment, by=coordinator)
    assert number() == [1]
    (fact,) = [fact for fact in left_open(fresh(programme)) if fact.code == "comments-without-response"]
    assert fact.url.endswith("/responses/?result=open")


def test_sums_agree_whatever_is_done(comment, coordinator, editor):
    """60 random acts on 12 comments: each is counted once, under what has become of it."""
    by_chance = Random(91)
    comments = [comment, *(another(comment) for _ in range(11))]
    for _ in range(60):
        one, actor = again(by_chance.choice(comments)), by_chance.choice([coordinator, editor])
        result, rest = by_chance.choice(Result.values), by_chance.sample(comments, 2)
        version = one.disposition.row_version if one.disposition_id else 0
        more = {"passed_to": "X", "others": [again(each) for each in rest]}
        acts = [
            partial(respond_to, one, result, "Why", by=actor, version=version, **more),
            partial(actions.settle_response, one, row_version=version, by=coordinator),
            partial(actions.take_back_response, one, by=coordinator),
            partial(actions.take_apart, one, by=actor),
            partial(withdraw_comment, one, by=SYSTEM),
        ]
        with suppress(Refused):
            by_chance.choices(acts, weights=[8, 4, 4, 4, 1])[0]()
        tally = Tally.of(each.standing for each in Comment.objects.owed().with_people())
        assert tally.received == 12 == sum(number for _standing, number in tally.each())
    assert tally.counts[WITHDRAWN] and tally.open
