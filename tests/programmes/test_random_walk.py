"""Five thousand random steps through the states of programmes, by the acts behind the buttons: whatever somebody clicks in
whatever order, the programme is in a state that the table knows, and who is refused reads a sentence.

    STEPS_OF_A_WALK=500 python -m pytest tests/programmes/test_random_walk.py

takes all of them, some minutes; without it every walk ends sooner.
"""

import os
import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from programmes import rules
from programmes.actions import approval, publication
from programmes.actions.programmes import archive_programme, restore_programme, share_programme
from programmes.completeness.decisions import decision_of
from programmes.enums import ProgrammeState, Public, VersionPurpose
from programmes.models import Programme, Publication
from programmes.models.sharing import SWITCHED
from programmes.workflow import STEPS, TABLE, Follows, Move, Refused, refusal
from stakeholders.models import today
from tests.programmes.factories import (
    WHY_OPEN,
    change,
    fresh,
    make_approvable,
    make_objective,
    make_partner,
    make_programme,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("own_files")]

WALKS, LENGTH = 10, int(os.environ.get("STEPS_OF_A_WALK", "50"))
SENTENCE = re.compile(r"[A-Z].*\.", re.DOTALL)


def decided(programme, by, dice) -> None:
    """Some of the municipalities have decided, or none."""
    links = [link for link in programme.rows("links") if dice.random() < 0.5]
    decisions = [approval.Decision(link, section=str(dice.randrange(1, 300))) for link in links]
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
    approval.approve_programme(programme, approved_on=day, by=by, decisions=decisions, why_open=WHY_OPEN)


def with_newest(act: Callable) -> Callable:
    def done(programme, by, dice) -> None:
        if version := programme.versions.approvals().order_by(dice.choice(["number", "-number"])).first():
            act(programme, version, by=by)

    return done


def rewritten(programme, by, dice) -> None:
    change(programme.objectives.first(), by=by, title=words(programme, f"Objective {dice.randrange(9)}"))


def emptied(programme, by, dice) -> None:
    """What a decision needs is there, or not."""
    said = words(programme, "Board") if dice.random() < 0.7 else {}
    change(programme.responsibility, by=by, coordinating_body=said)


ACTS: dict[object, tuple] = {
    Move.PROPOSE: (
        rules.propose_programme,
        lambda row, by, dice: approval.propose_programme(row, by=by, why_open=WHY_OPEN),
    ),
    Move.TABLE: (rules.table_programme, lambda row, by, dice: approval.table_programme(row, by=by)),
    Move.RETURN: (rules.return_programme, lambda row, by, dice: approval.return_programme(row, "More figures", by=by)),
    Move.TAKE_BACK: (rules.take_back_programme, lambda row, by, dice: approval.take_back_programme(row, by=by)),
    Move.APPROVE: (rules.approve_programme, decided),
    Move.REOPEN: (rules.reopen_programme, lambda row, by, dice: approval.reopen_programme(row, by=by)),
    "publish": (rules.manage_programme, with_newest(publication.publish_version)),
    "hide": (rules.archive_programme, with_newest(publication.unpublish_version)),
    "share": (
        rules.manage_programme,
        lambda row, by, dice: share_programme(row, dice.sample(SWITCHED, dice.randrange(3)), by=by),
    ),
    "archive": (rules.archive_programme, lambda row, by, dice: archive_programme(row, by=by)),
    "restore": (rules.archive_programme, lambda row, by, dice: restore_programme(row, by=by)),
    "write": (rules.edit_programme, rewritten),
    "complete": (rules.edit_programme, emptied),
}


@pytest.fixture
def town(coordinator) -> list[Programme]:
    """A programme of one municipality, a joint one of three that follows it, and one that lacks what must be there."""
    alone = make_approvable(by=coordinator, period=(today() - timedelta(days=400), today() + timedelta(days=100)))
    joint = make_approvable(by=coordinator, period=(today() - timedelta(days=10), today() + timedelta(days=900)))
    for code in ("893", "599"):
        make_partner(joint, code, by=coordinator)
    lacking = make_programme(by=coordinator)
    make_objective(lacking, by=coordinator)
    return [alone, joint, lacking]


@pytest.mark.parametrize("seed", range(WALKS))
def test_no_order_of_clicks_leads_astray(seed, town, coordinator):
    dice, done, refused = random.Random(seed), set(), set()
    for _ in range(LENGTH):
        programme, name = fresh(dice.choice(town)), dice.choice(list(ACTS))
        before = fresh(programme)
        if sentence := refused_with(programme, name, coordinator, dice):
            assert SENTENCE.fullmatch(sentence), sentence
            assert "%(" not in sentence
            refused.add(sentence)
        after = fresh(programme)
        check_step(before, after, name, sentence)
        check_state(after)
        done.add(name)
    assert LENGTH < 200 or done == set(ACTS)
    assert refused


def refused_with(programme: Programme, name, by, dice) -> str:
    """Do it as a view does, rule first; the sentence with which it was refused, or ''."""
    rule, act = ACTS[name]
    if reason := rule.reason(by, programme):
        return str(reason)
    try:
        act(programme, by, dice)
    except Refused as why:
        return str(why)
    return ""


def check_step(before: Programme, after: Programme, name, sentence: str) -> None:
    """Only a move of the table moves a state, to where it says; who was refused has moved nothing."""
    if sentence or name not in list(Move):
        assert (after.state, after.approved_on) == (before.state, before.approved_on), name
        return
    row = STEPS[ProgrammeState(before.state), name]
    assert after.state == row.to
    assert refusal(before, name) is None


def check_state(programme: Programme) -> None:
    """What is stored fits together, and what follows from it is what the table lets follow."""
    is_approved = programme.state == ProgrammeState.APPROVED
    assert is_approved == (programme.approved_on is not None)
    row = Programme.objects.with_derived_states().get(pk=programme.pk)
    follows = {each.to for each in TABLE if isinstance(each, Follows) and programme.state in each.states}
    assert set(row.derived_states()) <= follows
    visible = Publication.objects.visible().filter(programme=programme).select_related("version")
    assert {each.version.purpose for each in visible} <= {VersionPurpose.APPROVAL}
    assert bool(visible) == (programme.public != Public.NOTHING)
    assert is_approved or not visible
    assert sum(each.is_newest for each in visible) == bool(visible)
    for link in programme.rows("links"):
        decision = decision_of(programme, link)
        assert decision is None or decision.part_id == link.pk
