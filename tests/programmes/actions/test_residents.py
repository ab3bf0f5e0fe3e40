"""Answers of residents: kept for those who moderate, let in and then owed a response, hidden with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.residents import (
    Over,
    flag_answer,
    hide_answer,
    let_in_answer,
    resident,
    send_resident_answer,
)
from programmes.actions.rounds import close_round, follow_rounds, prolong_round, send_round
from programmes.completeness.responses import without_points, without_response
from programmes.document.responses import annex_in
from programmes.enums import Moderation, RoundState
from programmes.models import Comment, Round, Statement
from programmes.workflow import Refused
from stakeholders.models import Event, Notice, today
from tests.programmes.factories import fresh, respond_to
from tests.programmes.residents import make_let_in, make_open_questions, make_questions, make_resident_answer
from tests.stakeholders.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(programme):
    return make_open_questions(programme)


def owed(programme) -> list[str]:
    return [each.text for each in programme.comments.owed().filter(withdrawn_at=None)]


def test_an_answer_counts_nowhere_before_it_is_let_in(programme, found):
    make_resident_answer(found, "The library", "Buses", text="Thanks")

    assert not Statement.objects.sent().exists()
    assert owed(programme) == [] and without_points(fresh(programme)) == [] and without_response(fresh(programme)) == []


def test_everything_that_was_let_in_is_owed_a_response_with_the_question_that_it_answers(programme, found):
    statement = make_let_in(found, "The library", "Buses", text="Thanks")

    assert owed(programme) == ["What helped?\n\nThe library", "What was missing?\n\nBuses", "Thanks"]
    assert statement in Statement.objects.sent() and without_points(fresh(programme)) == []
    (missing,) = without_response(fresh(programme))
    assert missing.values["number"] == 3
    let_in_answer(statement, by=SYSTEM)
    assert len(owed(programme)) == 3


def test_the_annex_tells_it_as_of_a_resident(programme, coordinator, found):
    make_let_in(found, "The library", "", by=coordinator)

    annex = str(annex_in(fresh(programme), "sv"))

    assert "The library" in annex and "En invånare" in annex


def test_what_is_hidden_is_taken_out_of_the_comments_and_its_reason_is_kept(programme, found):
    statement = make_let_in(found, "My neighbour Bo", "")

    hide_answer(statement, "It names somebody.", by=SYSTEM)

    assert owed(programme) == [] and not Statement.objects.sent().exists()
    assert not Comment.objects.filter(text__contains="Bo").exists()
    statement.refresh_from_db()
    assert (statement.moderation, statement.why_hidden) == (Moderation.HIDDEN, "It names somebody.")
    let_in_answer(statement, by=SYSTEM)
    assert len(owed(programme)) == 1


def test_nothing_is_hidden_without_a_reason(found):
    with pytest.raises(Refused, match="Say why"):
        hide_answer(make_resident_answer(found), " ", by=SYSTEM)


def test_a_writer_flags_and_the_coordinators_are_told(programme, coordinator, found):
    statement, editor = make_let_in(found), make_editor(programme.lead.municipality)

    flag_answer(statement, by=editor)
    flag_answer(statement, by=editor)

    assert Notice.objects.filter(kind="answer_flagged", person=coordinator).count() == 1
    let_in_answer(statement, by=coordinator)
    statement.refresh_from_db()
    assert statement.flagged_by == ""


def test_coordinators_are_told_once_a_day(coordinator, found):
    for _number in range(3):
        make_resident_answer(found)

    assert Notice.objects.filter(kind="residents_answered", person=coordinator).count() == 1


def test_a_double_click_makes_one_and_another_text_under_the_same_key_a_second(found):
    key, by = uuid4(), resident(found)
    first, second = (send_resident_answer(found, ["A", ""], "", language="en", key=key, by=by) for _click in range(2))
    other = send_resident_answer(found, ["B", ""], "", language="en", key=key, by=by)

    assert first == second != other
    assert first.number != other.number and len(first.code) == 8


def test_a_changed_answer_that_is_clicked_twice_is_kept_once(found):
    key, by = uuid4(), resident(found)

    def send(answer: str) -> Statement:
        return send_resident_answer(found, [answer, ""], "", language="en", key=key, by=by)

    first, changed, again = send("A"), send("B"), send("B")

    assert changed == again != first and send("A") == first
    assert send("C") not in (first, changed) and Statement.objects.count() == 3
    assert Event.objects.filter(verb="send_resident_answer").count() == 3


def test_nobody_answers_before_it_opens_or_after_it_has_closed_and_more_time_opens_it_again(found):
    close_round(found, by=SYSTEM)
    with pytest.raises(Over):
        make_resident_answer(found)

    prolong_round(found, closes_on=found.closes_on, remind_on=None, by=SYSTEM)

    assert make_resident_answer(found).number


def test_it_opens_and_closes_by_itself_on_its_days(programme):
    draft = make_questions(programme, opens_on=today() + timedelta(days=1))
    waiting = send_round(draft, by=SYSTEM)
    assert (waiting.state, Statement.objects.count()) == (RoundState.WAITING, 0)
    with pytest.raises(Over):
        make_resident_answer(waiting)

    Round.objects.update(opens_on=today())
    follow_rounds()
    assert Round.objects.get().is_open
    Round.objects.update(opens_on=today() - timedelta(days=2), closes_on=today() - timedelta(days=1))
    follow_rounds()

    assert Round.objects.get().closed_at is not None


def test_the_log_knows_of_the_resident_no_more_than_the_round(found):
    make_resident_answer(found, "Confidential-4711")

    event = Event.objects.filter(verb="send_resident_answer").get()

    assert (event.actor, event.actor_name) == (f"link:{found.key}", "En invånare")
    assert "4711" not in str(vars(event))


def test_a_response_to_a_resident_is_settled_like_any_other(programme, coordinator, found):
    make_let_in(found, "The library", "", by=coordinator)
    (point,) = programme.comments.owed()
    point.programme = fresh(programme)

    respond_to(point, by=coordinator)

    assert without_response(fresh(programme)) == []
