"""How much waits for a person in each programme of theirs, in the list of programmes: the same as each home tells."""

import pytest

from programmes.actions.comments import answer_comment, assign_comment, close_comment, mark_comment_answered
from programmes.actions.duties import assign_duty, decline_duty
from programmes.actions.programmes import share_programme
from programmes.actions.standings import renew_standings
from programmes.enums import Audience
from tests.programmes.factories import fresh, make_chosen_group, make_comment, make_objective, make_programme
from tests.programmes.test_query_counts import statements
from tests.stakeholders.factories import make_coordinator, make_editor, make_member

pytestmark = pytest.mark.django_db
ADDRESS = "/en/programmes/"


def waits(client, person) -> dict[str, int]:
    """By programme, what the list says; only of those where anything waits."""
    client.force_login(person)
    response = client.get(ADDRESS)
    rows = {row["programme"].slug: row for row in response.context["rows"]}
    found = {slug: row["mine"] for slug, row in rows.items() if row.get("mine")}
    assert response.content.decode().count("For you: ") == len(found)
    return found


def test_it_counts_what_waits_and_nothing_else(client, programme, coordinator):
    editor = make_editor(programme.lead.municipality)
    assert waits(client, editor) == {}
    objective = make_objective(programme, by=coordinator)
    given = make_comment(objective, "Look", by=coordinator)
    assign_comment(given, editor, by=coordinator)
    answered = make_comment(objective, "Why?", by=editor)
    answer_comment(answered, "Because", by=coordinator)
    make_comment(objective, "By nobody", by=coordinator)
    duty = assign_duty(programme, "situation.how_many", editor, by=coordinator)

    assert waits(client, editor) == {programme.slug: 3}
    assert waits(client, coordinator) == {}
    decline_duty(duty, reason="", row_version=1, by=editor)
    mark_comment_answered(given, by=coordinator)
    close_comment(given, by=coordinator)
    assert waits(client, editor) == {programme.slug: 1}


def test_a_reader_is_told_of_no_number(client, programme, coordinator):
    member = make_member(make_chosen_group(programme, by=coordinator))
    share_programme(programme, [Audience.GROUP], by=coordinator)
    comment = make_comment(make_objective(fresh(programme), by=coordinator), by=coordinator)
    assign_comment(comment, member, by=coordinator)

    assert waits(client, member) == {}


def test_it_takes_one_statement_more_however_many_programmes(client):
    coordinator = make_coordinator()
    programmes = [make_programme(by=coordinator) for _number in range(3)]
    renew_standings()
    client.force_login(coordinator)
    client.get(ADDRESS)
    before = statements(lambda: client.get(ADDRESS))
    for each in programmes:
        comment = make_comment(make_objective(each, by=coordinator), by=coordinator)
        assign_comment(comment, coordinator, by=coordinator)
    renew_standings()
    client.get(ADDRESS)

    assert statements(lambda: client.get(ADDRESS)) == before + 1
