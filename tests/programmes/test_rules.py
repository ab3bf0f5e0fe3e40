"""Who may do what, and when: role × state → allowed, or the reason."""

import pytest

from integration_programme.actors import SYSTEM, LinkHolder
from programmes import rules
from programmes.actions.programmes import share_programme
from programmes.completeness import missing
from programmes.enums import Audience, PartnerRight, ProgrammeState
from programmes.models import Programme
from programmes.models.sharing import SWITCHED
from programmes.views.base import load_programme
from tests.programmes.factories import fresh, make_chosen_group, make_objective, make_partner, make_programme, walk_to
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_coordinator,
    make_editor,
    make_member,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db

READ = "This programme has not been shared with you."
WRITE = "Only the coordinators and editors of the municipality write in the programme. You can read it."
MANAGE = "Only a coordinator of the lead municipality can do this."
MISSING = "Something that must be there is still missing: see what blocks the approval on the task list."

#: person → what read, edit and manage answer; the same in every state
ANSWERS = {
    "coordinator": (None, None, None),
    "editor": (None, None, MANAGE),
    "writing partner": (None, None, MANAGE),
    "reading partner": (None, WRITE, MANAGE),
    "member": (None, WRITE, MANAGE),
    "adviser": (None, WRITE, MANAGE),
    "stranger": (READ, WRITE, MANAGE),
    "holder of a link": (READ, WRITE, MANAGE),
    "system": (READ, WRITE, MANAGE),
}


@pytest.fixture
def town():
    return make_municipality("545")


@pytest.fixture
def programme(town):
    """A programme shared with its group and the adviser, with two partner municipalities."""
    programme = make_programme()
    make_chosen_group(programme)
    share_programme(programme, SWITCHED, by=SYSTEM)
    for code, right in (("599", PartnerRight.WRITE), ("893", PartnerRight.READ)):
        make_partner(programme, code, right=right)
    return programme


def person(name, programme, town):
    makers = {
        "coordinator": lambda: make_coordinator(town),
        "editor": lambda: make_editor(town),
        "writing partner": lambda: make_coordinator(make_municipality("599")),
        "reading partner": lambda: make_coordinator(make_municipality("893")),
        "member": lambda: make_member(programme.group),
        "adviser": lambda: make_adviser(make_centre(town.centre.code)),
        "stranger": make_user,
        "holder of a link": lambda: LinkHolder("k3y", "Red Cross"),
        "system": lambda: SYSTEM,
    }
    return makers[name]()


@pytest.mark.parametrize("state", ProgrammeState)
@pytest.mark.parametrize("name", ANSWERS)
def test_each_person_is_answered_as_the_table_says(name, state, programme, town):
    walk_to(programme, state)
    actor = person(name, programme, town)
    seen = fresh(programme)

    answers = tuple(
        rule.reason(actor, seen) for rule in (rules.read_programme, rules.edit_programme, rules.manage_programme)
    )

    assert answers == ANSWERS[name]


@pytest.mark.parametrize(
    ("audiences", "member_reads", "adviser_reads"),
    [
        ([], False, False),
        ([Audience.GROUP], True, False),
        ([Audience.ADVISER], False, True),
        ([Audience.GROUP, Audience.ADVISER], True, True),
    ],
)
def test_each_audience_is_opened_by_itself(audiences, member_reads, adviser_reads, programme, town):
    share_programme(programme, audiences, by=SYSTEM)

    visible = [
        Programme.objects.visible_to(person(name, programme, town)).filter(pk=programme.pk).exists()
        for name in ("member", "adviser", "coordinator", "reading partner")
    ]

    assert visible == [member_reads, adviser_reads, True, True]


@pytest.mark.parametrize(
    ("name", "audience"),
    [
        ("coordinator", Audience.WRITERS),
        ("editor", Audience.WRITERS),
        ("writing partner", Audience.WRITERS),
        ("reading partner", Audience.WRITERS),
        ("member", Audience.GROUP),
        ("adviser", Audience.ADVISER),
        ("stranger", Audience.PUBLIC),
        ("holder of a link", Audience.PUBLIC),
    ],
)
def test_what_a_person_is_decides_as_whom_they_see_the_programme(name, audience, programme, town):
    assert rules.audience_of(person(name, programme, town), fresh(programme)) == audience


def test_only_a_coordinator_approves_and_only_when_nothing_blocks(programme, town):
    seen = fresh(programme)
    assert rules.approve_programme.reason(person("editor", programme, town), seen) == MANAGE

    seen = fresh(programme)
    assert rules.approve_programme.reason(person("coordinator", programme, town), seen) == MISSING


def test_a_person_starts_programmes_only_for_a_municipality_of_their_own(town):
    other = make_municipality("599")
    only_writers = "Only coordinators and editors of a municipality start programmes."
    own = "You can start a programme only for your own municipality."

    assert rules.start_programme.reason(make_user(), town) == only_writers
    assert rules.start_programme.reason(make_editor(town), other) == own
    assert rules.start_programme.reason(make_editor(town), town) is None
    assert rules.start_programme.reason(make_coordinator(town)) is None


def test_what_blocks_the_approval_goes_away_with_the_objective(programme):
    seen = fresh(programme)
    before = [fact.sentence for fact in missing(seen) if fact.is_block]
    make_objective(programme)
    seen = fresh(programme)

    after = [fact.sentence for fact in missing(seen) if fact.is_block]

    assert set(before) - set(after) == {"There is no objective yet: a programme needs at least one."}


def test_what_one_person_may_do_is_no_answer_about_another(programme, town):
    """The same object, asked by everybody in turn and back again."""
    seen = fresh(programme)
    people = {name: person(name, programme, town) for name in ANSWERS}
    for name in (*ANSWERS, *reversed(ANSWERS)):
        answers = tuple(
            rule.reason(people[name], seen)
            for rule in (rules.read_programme, rules.edit_programme, rules.manage_programme)
        )
        assert answers == ANSWERS[name], name


def test_what_was_read_along_with_a_programme_answers_for_that_person_only(programme, town):
    coordinator, stranger = make_coordinator(town), make_user()
    (seen,) = load_programme(coordinator, programme.slug)

    assert rules.role_of(stranger, seen) == ""
    assert rules.role_of(coordinator, seen) == "coordinator"
