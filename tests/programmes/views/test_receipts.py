"""By number and code, without an account: what became of it, a copy, and withdrawing the name."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.points import add_point
from programmes.actions.receipts import contributor, withdraw_name
from programmes.actions.residents import hide_answer
from programmes.actions.statements import change_statement
from programmes.models import Comment, Participant, Place, Statement
from stakeholders.models import Event
from tests.programmes.factories import fresh, respond_to
from tests.programmes.reading import as_searched
from tests.programmes.residents import make_let_in, make_open_questions, make_resident_answer
from tests.programmes.rounds import make_answer, make_open_round, make_statement

pytestmark = pytest.mark.django_db
NAME = "Leena Lahti"


def looked(client, statement, language: str = "en", **changes) -> str:
    sent = {"number": statement.parted_number, "code": statement.parted_code.lower()} | changes
    return client.post(f"/en/receipt/{language}/", sent).content.decode()


def test_a_resident_finds_what_became_of_the_answer(client, programme, coordinator):
    found = make_open_questions(programme)
    statement = make_let_in(found, "The library", "", by=coordinator)
    assert "No response yet" in looked(client, statement)
    (point,) = programme.comments.owed()
    point.programme = fresh(programme)
    respond_to(point, by=coordinator)
    point.refresh_from_db()

    html = looked(client, statement)

    assert point.disposition.reason.first()[1] in html and "The library" in html


def test_what_waits_and_what_was_hidden_is_told_to_whoever_wrote_it(client, programme):
    statement = make_resident_answer(make_open_questions(programme), "The library", "")
    assert "has not looked at your answer" in looked(client, statement)

    hide_answer(statement, "It names somebody.", by=SYSTEM)

    assert "It names somebody." in looked(client, statement)


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(client, programme):
    statement = make_statement(programme)
    wrong = [{"number": "00000000"}, {"code": "BBBB-BBBB"}, {"number": ""}, {"code": ""}]
    pages = []
    for each in wrong:
        sent = {"number": statement.number, "code": statement.code} | each
        html = as_searched(client.post("/en/receipt/en/", sent))
        pages.append("\n".join(line for line in html.splitlines() if "csrf" not in line and "<input" not in line))

    assert len(set(pages)) == 1 and "no answer with this number and this code" in pages[0]


def test_guessing_ends_soon(client, programme):
    statement = make_statement(programme)
    for _try in range(20):
        looked(client, statement, code="BBBBBBBB")

    html = looked(client, statement)

    assert "Too many attempts" in html and statement.text not in html


def test_looking_writes_nothing_and_no_cache_keeps_it(client, programme):
    make_statement(programme)
    events = Event.objects.count()
    response = client.get("/sv/receipt/")

    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
    assert 'lang="sv"' in response.content.decode() and Event.objects.count() == events


def test_a_participant_reads_number_and_code_beside_the_answer_that_was_sent(client, programme):
    participant = make_open_round(programme).participants.get()
    where = f"/en/answer/{participant.token}/"
    assert "Code" not in client.get(where).content.decode()
    statement = make_answer(participant)

    assert statement.parted_code in client.get(where).content.decode()
    assert "More evening courses" in looked(client, statement)


def test_writers_hand_on_the_code_of_what_they_entered_and_see_no_other(client, programme, coordinator):
    entered, sent = make_statement(programme), make_answer(make_open_round(programme).participants.get())
    client.force_login(coordinator)
    own = f"/en/programmes/{programme.slug}/statements/"

    assert entered.parted_code in client.get(f"{own}{entered.key}/").content.decode()
    assert entered.parted_code in client.get(f"{own}{entered.key}/reply/").content.decode()
    html = client.get(f"{own}{sent.key}/").content.decode() + client.get(f"{own}{sent.key}/reply/").content.decode()
    assert sent.parted_number in html and sent.parted_code not in html


# The name


@pytest.fixture
def statement(programme, coordinator) -> Statement:
    """What a participant has sent, split into a point."""
    participant = make_open_round(programme).participants.get()
    sent = make_answer(participant, contributor_name=NAME)
    add_point(sent, Place(programme.slug), "More evening courses", by=coordinator)
    return sent


def test_the_name_goes_everywhere_and_the_point_stays(client, programme, coordinator, statement):
    html = looked(client, statement)
    assert NAME in html and "Withdraw my name" in html

    html = looked(client, statement, withdraw="yes")

    assert NAME not in html and "Your name has been withdrawn" in html and "More evening courses" in html
    assert NAME not in str(
        [vars(row) for model in (Statement, Comment, Participant, Event) for row in model.objects.all()]
    )
    client.force_login(coordinator)
    own = f"/en/programmes/{programme.slug}/"
    pages = (
        *("responses/", "responses.csv", "comments/", "comments.csv", "history/", "diary/", "sent/"),
        *(f"statements/{statement.key}/", f"rounds/{statement.round.key}/", f"statements/{statement.key}/reply/"),
    )
    for page in pages:
        response = client.get(own + page)
        assert response.status_code == 200 and NAME not in response.content.decode(), page
    assert "More evening courses" in client.get(f"{own}responses/").content.decode()


def test_a_second_click_changes_nothing(statement):
    for _click in range(2):
        withdraw_name(statement, by=contributor(statement))

    assert Event.objects.filter(verb="withdraw_name").count() == 1


def test_a_name_that_was_withdrawn_is_not_written_again(programme):
    entered = make_statement(programme)
    withdraw_name(entered, by=contributor(entered))
    entered.refresh_from_db()
    entered.contributor_name = "Bo Berg"
    change_statement(entered, row_version=entered.row_version, by=SYSTEM)

    entered.refresh_from_db()
    assert entered.contributor_name == "" and entered.name_withdrawn_at is not None
