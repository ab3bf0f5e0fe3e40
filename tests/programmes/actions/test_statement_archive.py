"""What was entered by mistake goes to the archive with its points, and back: the sums agree at any time."""

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.records import Refused
from programmes.actions import points, rounds, statements
from programmes.actions.receipts import contributor, withdraw_name
from programmes.models import Comment, Participant, Statement
from programmes.models.dispositions import Tally
from stakeholders.actions.people import close_account
from stakeholders.models import Event
from tests.programmes.factories import fresh, make_objective, place_of
from tests.programmes.reading import page
from tests.programmes.rounds import make_answer, make_open_round, make_statement
from tests.programmes.test_query_counts import LIST_OR_PAGE
from tests.programmes.test_query_counts import statements as number_of_statements
from tests.stakeholders.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(programme):
    make_open_round(programme)
    return Participant.objects.get()


@pytest.fixture
def entered(participant):
    """A statement that was entered for a participant, with a point."""
    statement = make_statement(participant.round.programme, round=participant.round, participant=participant)
    points.add_point(statement, place_of(make_objective(statement.programme)), "Too short.", by=SYSTEM)
    return statement


def numbers(statement) -> tuple:
    """What its round, the list of responses, its pages and the people who are to be reminded count."""
    programme = fresh(statement.programme)
    found = statement.round
    return (
        found.counts()["answered"],
        found.counts()["silent"],
        found.participants.silent().count(),
        programme.statements.sent().count(),
        Tally.of(each.standing for each in programme.comments.owed()).received,
    )


def test_it_counts_nowhere_and_comes_back(entered):
    before = numbers(entered)
    statements.archive_statement(entered, by=SYSTEM)
    statements.archive_statement(entered, by=SYSTEM)

    assert (before, numbers(entered)) == ((1, 0, 0, 1, 1), (0, 1, 1, 0, 0))
    statements.restore_statement(entered, by=SYSTEM)
    statements.restore_statement(entered, by=SYSTEM)
    assert numbers(entered) == before
    told = Event.objects.filter(verb__in=["archive_statement", "restore_statement"]).order_by("pk")
    assert [event.verb for event in told] == ["archive_statement", "restore_statement"]


def test_a_name_withdrawn_meanwhile_does_not_come_back(entered):
    statements.archive_statement(entered, by=SYSTEM)
    withdraw_name(entered, by=contributor(entered))
    statements.restore_statement(entered, by=SYSTEM)

    assert "Bo Berg" not in Comment.objects.get(statement=entered).author_name


def test_participant_answers_after_all_and_then_it_does_not_come_back(entered, participant):
    statements.archive_statement(entered, by=SYSTEM)
    answer = make_answer(Participant.objects.get())

    assert answer.pk != entered.pk
    with pytest.raises(Refused, match="answered already"):
        statements.restore_statement(entered, by=SYSTEM)


def test_what_a_contributor_wrote_stays(participant):
    statement = make_answer(participant)

    with pytest.raises(Refused):
        statements.archive_statement(statement, by=SYSTEM)


def test_in_the_archive_nobody_changes_it(entered):
    statements.archive_statement(entered, by=SYSTEM)
    newest = Statement.objects.get()
    newest.text = "Other"

    with pytest.raises(Refused):
        statements.change_statement(newest, row_version=newest.row_version, by=SYSTEM)


def test_its_points_come_back_to_nobody_who_has_left(entered):
    editor = make_editor(entered.programme.lead.municipality)
    Comment.objects.update(assigned_to=editor)
    statements.archive_statement(entered, by=SYSTEM)
    close_account(editor, by=SYSTEM)
    statements.restore_statement(entered, by=SYSTEM)

    assert Comment.objects.get().assigned_to is None


def test_a_coordinator_does_it_on_the_page_and_finds_it_again(client, entered, coordinator):
    programme, editor = entered.programme, make_editor(entered.programme.lead.municipality)
    url = page(programme, f"statements/{entered.key}/")
    client.force_login(editor)
    assert client.post(f"{url}archive/").status_code == 403
    client.force_login(coordinator)
    assert f"{url}archive/" in client.get(url).content.decode()
    client.post(f"{url}archive/")

    assert [row.key for row in client.get(page(programme, "rounds/")).context["archived"]] == [str(entered.key)]
    assert "Too short." not in client.get(page(programme, "comments/")).content.decode()
    shown = client.get(url).content.decode()
    assert f"{url}restore/" in shown and f"{url}edit/" not in shown
    for rest in ("edit/", "points/", "reply/"):
        assert client.get(f"{url}{rest}").status_code == 404
    assert number_of_statements(lambda: client.get(page(programme, "rounds/"))) <= LIST_OR_PAGE
    client.post(f"{url}restore/")
    assert client.get(page(programme, "rounds/")).context["archived"] == []


def test_round_that_closed_counts_silence_anew(entered):
    rounds.close_round(entered.round, by=SYSTEM)
    statements.archive_statement(entered, by=SYSTEM)

    assert entered.round.counts()["silent"] == 1
