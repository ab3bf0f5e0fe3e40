"""States move by the table only, and the table is complete."""

from datetime import date

import pytest

from integration_programme.actors import SYSTEM
from programmes import workflow
from programmes.enums import DerivedState, ProgrammeState
from programmes.workflow import STEPS, Move, Refused, Step, move
from tests.programmes.factories import make_programme, walk_to

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 14)

#: state, and where propose, table, return, take back, approve and reopen lead from it; "-" is refused
TABLE = """
preparing  proposed  -       -         -          approved  -
proposed   -         tabled  returned  preparing  approved  -
tabled     proposed  -       returned  preparing  approved  -
returned   proposed  -       -         -          approved  -
approved   -         -       -         -          approved  preparing
"""
EVERY_CASE = [
    (ProgrammeState(state), step, None if to == "-" else ProgrammeState(to))
    for state, *ends in (line.split() for line in TABLE.strip().splitlines())
    for step, to in zip(Move, ends, strict=True)
]


def in_state(state):
    return walk_to(make_programme(), state, day=DAY)


def test_every_state_stands_in_the_table_and_every_case_here():
    assert {state for state, _step in STEPS} == set(ProgrammeState)
    assert [(state, step) for state, step, _to in EVERY_CASE] == [
        (state, step) for state in ProgrammeState for step in Move
    ]
    assert {row.to for row in workflow.TABLE} == {*ProgrammeState, *DerivedState}


def test_no_step_stands_twice_in_the_table():
    assert len(STEPS) == sum(isinstance(row, Step) for row in workflow.TABLE)


@pytest.mark.parametrize(("state", "step", "to"), EVERY_CASE)
def test_a_move_leads_where_the_table_says_or_is_refused(state, step, to):
    programme = in_state(state)
    row_version = programme.row_version

    if to is None:
        with pytest.raises(Refused, match=r"This cannot be done now\. The state of the programme is: "):
            move(programme, step, by=SYSTEM)
        programme.refresh_from_db()
        assert (programme.state, programme.row_version) == (state, row_version)
    else:
        move(programme, step, by=SYSTEM, approved_on=DAY)
        programme.refresh_from_db()
        assert (programme.state, programme.row_version) == (to, row_version + 1)
        assert programme.approved_on == (DAY if to == ProgrammeState.APPROVED else None)


def test_a_move_looks_at_the_newest_row_and_not_at_an_old_page():
    programme = in_state(ProgrammeState.APPROVED)
    old = type(programme).objects.get(pk=programme.pk)
    move(programme, Move.REOPEN, by=SYSTEM)

    with pytest.raises(Refused):
        move(old, Move.REOPEN, by=SYSTEM)


def test_every_move_has_words():
    assert [step.label for step in workflow.Move] == [
        "Propose for decision",
        "Record that it was tabled",
        "Record that it was returned for preparation",
        "Take back the proposal",
        "Record the approval",
        "Withdraw the approval",
    ]
