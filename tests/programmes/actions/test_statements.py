"""What comes in: answers of participants, kept, sent and changed; and what the writers enter for others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integration_programme.actors import SYSTEM
from integration_programme.records import Refused
from integration_programme.translations import Translations
from programmes.actions import contents, participants, rounds, statements
from programmes.actions.statements import Answer, LinkEnded, Meanwhile
from programmes.models import Content, Participant, Statement
from stakeholders.models import Event
from tests.programmes.factories import fresh
from tests.programmes.rounds import holder, make_answer, make_open_round, make_statement

pytestmark = pytest.mark.django_db
WORDS = Answer("comments", "More evening courses, please.", language="sv", contributor_name="Leena Lahti")


@pytest.fixture
def participant(programme):
    make_open_round(programme, questions=Translations({"sv": "Vad saknas?\nVad kan ni göra?"}))
    return Participant.objects.get()


def sent(participant, answer=WORDS, row_version: int = 0):
    return statements.send_answer(participant, answer, row_version=row_version, by=holder(participant))


def kept(participant, answer=WORDS, row_version: int = 0):
    return statements.keep_answer(participant, answer, row_version, holder(participant))


def test_an_answer_tells_who_for_whom_how_and_when(participant):
    statement = sent(participant)

    assert (statement.way, statement.contributor_name, statement.language) == ("link", "Leena Lahti", "sv")
    assert (statement.round, statement.programme) == (participant.round, participant.round.programme)
    event = Event.objects.get(verb="send_answer")
    assert (event.actor, WORDS.text in str(vars(event))) == (f"link:{participant.key}", False)


def test_a_second_click_makes_one_statement(participant):
    assert sent(participant) == sent(participant)
    assert (Statement.objects.count(), Event.objects.filter(verb="send_answer").count()) == (1, 1)


def test_it_can_be_changed_until_the_round_closes(participant):
    statement = sent(participant)

    changed = sent(participant, Answer("no_remarks", language="sv"), statement.row_version)

    assert (changed.pk, changed.stance, changed.changed_at is not None) == (statement.pk, "no_remarks", True)
    rounds.close_round(participant.round, by=SYSTEM)
    with pytest.raises(LinkEnded):
        sent(participant, WORDS, changed.row_version)


def test_what_two_windows_write_is_lost_in_neither(participant):
    first = sent(participant)

    with pytest.raises(Meanwhile) as meanwhile:
        sent(participant, Answer("comments", "Other words"))

    assert meanwhile.value.saved.text == first.text == Statement.objects.get().text


def test_who_was_taken_out_while_they_wrote_is_told(participant):
    Participant.objects.filter(pk=participant.pk).delete()

    with pytest.raises(LinkEnded):
        sent(participant)


def test_a_draft_is_for_its_writer_alone(participant):
    draft = kept(participant)

    assert (draft.sent_at, Statement.objects.sent().count()) == (None, 0)
    assert not Event.objects.filter(kind__in=["statement", "round"], verb="keep_answer").exists()
    assert participant.round.counts()["answered"] == 0


def test_a_draft_is_sent_later_and_is_one_statement(participant):
    draft = kept(participant, Answer("", "Half a thought"))

    statement = sent(participant, WORDS, draft.row_version)

    assert (statement.pk, Statement.objects.get().text) == (draft.pk, WORDS.text)


def test_a_draft_may_be_anything_and_a_late_one_never_undoes_what_was_sent(participant):
    statement = sent(participant)

    with pytest.raises(Meanwhile):
        kept(participant, Answer("", ""), statement.row_version)

    assert Statement.objects.get().sent_at is not None


@pytest.mark.parametrize(
    "answer",
    [
        Answer("", "Words without a choice"),
        Answer("comments"),
        Answer("discussion", "  \n "),
        Answer("no_remarks", "But I have some"),
        Answer("comments", "x" * 20_001),
        Answer("comments", "Fine", ["x" * 5_001]),
    ],
)
def test_an_answer_that_says_two_things_nothing_or_too_much_is_refused(participant, answer):
    with pytest.raises(Refused):
        sent(participant, answer)

    assert not Statement.objects.exists()


def test_answers_to_the_questions_stand_with_them(participant):
    statement = sent(participant, Answer("comments", "", ["Kvällskurser", ""], "sv"))

    statement.programme = participant.round.programme
    assert statement.answered == [("Vad saknas?", "Kvällskurser")]


@pytest.mark.parametrize("end", ["close", "cancel", "revoke", "archive"])
def test_nothing_is_taken_after_the_end(participant, end):
    match end:
        case "close":
            rounds.close_round(participant.round, by=SYSTEM)
        case "cancel":
            rounds.cancel_round(participant.round, by=SYSTEM)
        case "revoke":
            participants.revoke_link(participant, by=SYSTEM)
        case "archive":
            type(participant.round.programme).objects.update(archived_at=timezone.now())

    for act in (sent, kept):
        with pytest.raises(LinkEnded):
            act(participant)


# Entered for others


def test_what_came_on_paper_counts_as_much(programme, participant):
    statement = make_statement(programme, round=participant.round, participant=participant, section="88")

    assert participant.round.counts() == {"asked": 1, "answered": 1, "no_remarks": 0, "silent": 0}
    assert (statement.section, bool(statement.sha256)) == ("88", True)
    with pytest.raises(Refused):
        sent(participant)
    with pytest.raises(Refused):
        make_statement(programme, round=participant.round, participant=participant)


def test_a_draft_of_somebody_whose_answer_came_on_paper_is_kept(programme, participant):
    draft = kept(participant)

    make_statement(programme, round=participant.round, participant=participant)

    assert Statement.objects.get(pk=draft.pk).text == WORDS.text
    assert participant.round.counts()["answered"] == 1


def test_a_correction_is_of_what_was_read(programme):
    statement = make_statement(programme)
    statement.text = "Three weeks"
    statements.change_statement(statement, row_version=1, by=SYSTEM)

    late = Statement.objects.get()
    late.text = "Four weeks"
    with pytest.raises(Meanwhile):
        statements.change_statement(late, row_version=1, by=SYSTEM)

    assert Statement.objects.get().text == "Three weeks"


def test_what_contributors_wrote_themselves_is_corrected_by_nobody(participant):
    statement = make_answer(participant)
    statement.text = "Otherwise"

    with pytest.raises(Refused):
        statements.change_statement(statement, row_version=statement.row_version, by=SYSTEM)


def test_a_file_of_a_statement_is_in_use(programme):
    make_statement(programme)

    contents.clear_unused(timezone.now())
    contents.clear_unused(timezone.now() + timedelta(days=400))

    assert (Content.objects.count(), Content.objects.get().unused_since) == (1, None)


def test_acts_on_statements_leave_what_is_kept_of_the_programme_alone(programme, participant):
    before = fresh(programme)

    make_answer(participant)
    make_statement(programme)

    after = fresh(programme)
    assert (after.row_version, after.rounds_revision) == (before.row_version, before.rounds_revision + 2)
