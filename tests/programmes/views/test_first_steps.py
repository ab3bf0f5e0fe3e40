"""The first step on a programme's page: one for each state and role, as a table; after the approval nobody approves."""

from datetime import timedelta

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import archive_programme, choose_group, share_programme
from programmes.enums import Phase, ProgrammeState, Public
from programmes.models import Programme
from programmes.models.sharing import SWITCHED
from programmes.workflow import Move, move
from stakeholders.models import today
from tests.programmes.factories import (
    change,
    fresh,
    make_approvable,
    make_finding,
    make_mark,
    make_partner,
    walk_to,
)
from tests.programmes.reading import page
from tests.stakeholders.factories import (
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

#: role → what the button of the first step says and where it leads, in each state; None where there is none
CONTINUE = ("Continue", "item/responsibility.coordinating_body/")
DRAFT, PROPOSAL = ("Read the draft", "preview/"), ("Read the proposal", "preview/")
APPROVED = ("Open the approved documents", "approved/")
FOLLOW_UP, INFORM = ("Follow up", "monitoring/"), ("To the communication", "communication/")
PUBLISH = ("See and publish", "publish/")
NEXT = ("Start a programme", "start")
ROLES = ("coordinator", "editor", "partner", "member", "adviser")
TABLE = {
    "preparing": (CONTINUE, CONTINUE, DRAFT, DRAFT, DRAFT),
    "all done": (("To the approval", "approve/"), ("Preview of the document", "preview/"), DRAFT, DRAFT, DRAFT),
    "proposed": (("Record the decision", "approve/"), PROPOSAL, PROPOSAL, PROPOSAL, PROPOSAL),
    "tabled": (("Record the decision", "approve/"), PROPOSAL, PROPOSAL, PROPOSAL, PROPOSAL),
    "returned": (CONTINUE, CONTINUE, DRAFT, DRAFT, DRAFT),
    "approved": (PUBLISH, INFORM, APPROVED, APPROVED, APPROVED),
    "approved and public": (INFORM, INFORM, APPROVED, APPROVED, APPROVED),
    "in force": (PUBLISH, FOLLOW_UP, APPROVED, APPROVED, APPROVED),
    "in force and public": (FOLLOW_UP, FOLLOW_UP, APPROVED, APPROVED, APPROVED),
    "ended": (NEXT, NEXT, APPROVED, APPROVED, APPROVED),
    "superseded": (APPROVED,) * 5,
    "archived": (None,) * 5,
}


def lasting(programme, first: int, last: int, *, public=Public.NOTHING) -> None:
    """Approved, with a period of so many days from today."""
    Programme.objects.filter(pk=programme.pk).update(public=public)
    change(programme, period_start=today() + timedelta(days=first), period_end=today() + timedelta(days=last))
    walk_to(programme, ProgrammeState.APPROVED)


def finish(programme) -> None:
    for phase in Phase:
        for item in programme.checklist.tasks(phase):
            make_mark(programme, item.key, status="done")


def follow(programme) -> None:
    """Have a later programme of the same municipality in force."""
    lasting(programme, -9, 9)
    lasting(make_approvable(by=SYSTEM), -1, 99)


WAYS = {
    "preparing": lambda programme: None,
    "all done": finish,
    "proposed": lambda programme: walk_to(programme, ProgrammeState.PROPOSED),
    "tabled": lambda programme: walk_to(programme, ProgrammeState.TABLED),
    "returned": lambda programme: walk_to(programme, ProgrammeState.RETURNED),
    "approved": lambda programme: lasting(programme, 5, 99),
    "approved and public": lambda programme: lasting(programme, 5, 99, public=Public.NEWEST),
    "in force": lambda programme: lasting(programme, -5, 99),
    "in force and public": lambda programme: lasting(programme, -5, 99, public=Public.NEWEST),
    "ended": lambda programme: lasting(programme, -99, -5),
    "superseded": follow,
    "archived": lambda programme: archive_programme(programme, by=SYSTEM),
}


@pytest.fixture
def town(coordinator) -> tuple[Programme, dict]:
    """A programme that nothing blocks, shared with everybody around it, and a person of each role."""
    programme = make_approvable(by=coordinator)
    municipality = make_municipality("545")
    group = make_group([municipality], by=coordinator)
    member = make_user()
    make_seat(group, person=member, by=coordinator)
    choose_group(programme, group, by=coordinator)
    partner = make_partner(programme, "893", right="read")
    share_programme(fresh(programme), SWITCHED, by=coordinator)
    people = {
        "coordinator": coordinator,
        "editor": make_editor(municipality),
        "partner": make_coordinator(partner.municipality),
        "member": member,
        "adviser": make_adviser(municipality.centre),
    }
    return fresh(programme), people


@pytest.mark.parametrize("state", TABLE)
def test_each_reader_has_the_step_of_the_state(client, town, state):
    programme, people = town
    WAYS[state](programme)

    steps = {role: step_of(client, person, programme) for role, person in people.items()}

    told = {
        role: expected and (expected[0], page(programme, expected[1]) if expected != NEXT else "/en/programmes/start/")
        for role, expected in zip(ROLES, TABLE[state], strict=True)
    }
    assert steps == told


def step_of(client, person, programme) -> tuple[str, str] | None:
    client.force_login(person)
    response = client.get(page(programme, ""))
    step = response.context["next"] if response.status_code == 200 else None
    return step and (step.label, step.url)


def test_after_the_approval_the_page_asks_nobody_to_approve(client, town):
    programme, people = town
    lasting(programme, -5, 99)

    for person in people.values():
        client.force_login(person)
        html = client.get(page(programme, "")).content.decode()
        assert "block the approval" not in html and "blocks the approval" not in html
        assert "The decision comes next" not in html and "To the approval" not in html


def test_after_the_approval_what_is_followed_up_stands_above_how_it_was_prepared(client, town):
    programme, people = town
    lasting(programme, -5, 99)
    client.force_login(people["coordinator"])

    html = client.get(page(programme, "")).content.decode()

    assert html.index('id="followed-title"') < html.index('id="phases-title"')
    assert "How it was prepared" in html


def test_one_that_was_returned_says_why(client, town):
    programme, people = town
    walk_to(programme, ProgrammeState.PROPOSED)
    client.force_login(people["coordinator"])
    client.post(page(programme, "return/"), {"reason": "The costs are missing."})

    assert client.get(page(programme, "")).context["next"].note == "The costs are missing."


def test_an_adviser_hears_which_phases_were_written_last_and_not_by_whom(client, town):
    programme, people = town
    make_finding(programme, by=people["coordinator"])
    client.force_login(people["adviser"])

    note = str(client.get(page(programme, "")).context["next"].note)

    assert note.startswith(f'Written last: <a href="{page(programme, "situation/")}">Situation picture</a>')
    assert str(people["coordinator"]) not in note


def test_taken_back_it_is_prepared_again(client, town):
    programme, people = town
    walk_to(programme, ProgrammeState.PROPOSED)
    move(programme, Move.TAKE_BACK, by=SYSTEM)

    assert step_of(client, people["coordinator"], programme) == (CONTINUE[0], page(programme, CONTINUE[1]))
