"""A programme on its way to the decision: proposed, tabled, returned, taken back; and what is said of it meanwhile."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from programmes.actions.programmes import share_programme
from programmes.completeness.decisions import decision_of, undecided, without_decision
from programmes.document import assemble
from programmes.enums import Audience, ProgrammeState
from programmes.history import sentence
from programmes.models import Programme
from stakeholders.models import Event, today
from tests.programmes.factories import (
    WHY_OPEN,
    approve_programme,
    change,
    fresh,
    make_approvable,
    make_partner,
    make_programme,
    make_step,
    walk_to,
)
from tests.programmes.reading import page, read
from tests.stakeholders.factories import make_editor

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 16)


@pytest.fixture
def programme(coordinator):
    """A programme that nothing blocks."""
    return make_approvable(by=coordinator)


OPEN = {"with_open": "on", "why_open": WHY_OPEN}


def post(client, programme, act: str, **given):
    return client.post(page(programme, f"{act}/"), given)


# The acts


def test_the_way_to_the_decision_is_told_step_by_step(client, programme, coordinator):
    client.force_login(coordinator)
    acts = [("propose", OPEN), ("table", {}), ("propose", OPEN), ("return", {"reason": "The costs are missing."})]

    states = []
    for act, given in acts:
        assert post(client, programme, act, **given).status_code == 302
        states.append(fresh(programme).state)

    assert states == ["proposed", "tabled", "proposed", "returned"]
    told = [sentence(event) for event in Event.objects.filter(scope=programme.slug).order_by("pk")]
    assert told[-4:] == [
        f"Aino Alanen proposed the programme for decision with 13 things open: {WHY_OPEN}",
        "Aino Alanen recorded that the programme was tabled.",
        f"Aino Alanen proposed the programme for decision with 13 things open: {WHY_OPEN}",
        "Aino Alanen recorded that the programme was returned for preparation.",
    ]


def test_the_reason_for_a_return_is_asked_and_shown(client, programme, coordinator):
    walk_to(programme, ProgrammeState.PROPOSED)
    client.force_login(coordinator)

    without = post(client, programme, "return", reason="")
    assert without.status_code == 200 and without.context["return_form"].errors["reason"]
    assert fresh(programme).state == ProgrammeState.PROPOSED

    post(client, programme, "return", reason="The costs are missing.")
    assert "Why it was returned: The costs are missing." in read(client, programme, "approve/")


def test_a_proposal_is_taken_back(client, programme, coordinator):
    walk_to(programme, ProgrammeState.TABLED)
    client.force_login(coordinator)

    assert post(client, programme, "take-back").status_code == 302

    assert fresh(programme).state == ProgrammeState.PREPARING


@pytest.mark.parametrize("act", ["table", "take-back", "return", "reopen"])
def test_what_the_state_does_not_allow_is_refused_with_its_name(client, programme, coordinator, act):
    client.force_login(coordinator)
    events = Event.objects.count()

    answer = post(client, programme, act, reason="Because")

    assert answer.status_code == 409
    assert "This cannot be done now. The state of the programme is: In preparation." in answer.content.decode()
    assert (fresh(programme).state, Event.objects.count()) == (ProgrammeState.PREPARING, events)


def test_a_second_click_proposes_nothing_twice(client, programme, coordinator):
    client.force_login(coordinator)

    answers = [post(client, programme, "propose", **OPEN).status_code for _click in range(2)]

    assert answers == [302, 409]
    assert Event.objects.filter(verb="propose_programme").count() == 1


def test_what_lacks_something_is_not_proposed(client, coordinator):
    blocked = make_programme(by=coordinator)
    client.force_login(coordinator)

    answer = post(client, blocked, "propose")

    assert answer.status_code == 403
    assert "Something that must be there is still missing" in answer.content.decode()
    assert fresh(blocked).state == ProgrammeState.PREPARING


@pytest.mark.parametrize("act", ["propose", "table", "return", "take-back"])
def test_an_editor_does_not_lead_the_handling(client, programme, act):
    client.force_login(make_editor())

    assert post(client, programme, act).status_code == 403
    assert client.get(page(programme, f"{act}/")).status_code == 405


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (ProgrammeState.PREPARING, ["propose/"]),
        (ProgrammeState.PROPOSED, ["table/", "take-back/", "return/"]),
        (ProgrammeState.TABLED, ["propose/", "take-back/", "return/"]),
        (ProgrammeState.RETURNED, ["propose/"]),
        (ProgrammeState.APPROVED, ["reopen/"]),
    ],
)
def test_the_page_has_the_buttons_of_the_state(client, programme, coordinator, state, buttons):
    walk_to(programme, state)
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    acts = ["propose/", "table/", "take-back/", "return/", "reopen/"]
    assert [act for act in acts if f'action="{page(programme, act)}' in html] == buttons


# The document's mark


@pytest.mark.parametrize(
    ("state", "mark", "words"),
    [
        (ProgrammeState.PREPARING, "Draft", "Draft"),
        (ProgrammeState.PROPOSED, "Proposal", "Proposal"),
        (ProgrammeState.TABLED, "Proposal", "Proposal, tabled"),
        (ProgrammeState.RETURNED, "Draft", "Draft, returned for preparation"),
    ],
)
def test_the_document_says_how_far_it_is(programme, state, mark, words):
    walk_to(programme, state)

    document = assemble(fresh(programme), "en")

    assert (document.state, document.mark, document.cover.state) == (state, mark, words)


# What follows from switches, dates and other programmes


def derived(programme) -> list[str]:
    return list(Programme.objects.with_derived_states().get(pk=programme.pk).derived_states())


def lasting(programme, coordinator, first: int, last: int) -> Programme:
    """The programme approved, with a period of so many days from today."""
    start, end = today() + timedelta(days=first), today() + timedelta(days=last)
    change(programme, by=coordinator, period_start=start, period_end=end)
    return walk_to(programme, ProgrammeState.APPROVED)


@pytest.mark.parametrize(
    ("first", "last", "words"), [(-9, 9, ["in_force"]), (0, 0, ["in_force"]), (1, 9, []), (-9, -1, [])]
)
def test_an_approved_programme_is_in_force_in_its_period(programme, coordinator, first, last, words):
    assert derived(lasting(programme, coordinator, first, last)) == words


def test_a_programme_that_is_not_approved_is_not_in_force(programme, coordinator):
    change(programme, by=coordinator, period_start=today(), period_end=today())

    assert derived(walk_to(programme, ProgrammeState.PROPOSED)) == []


@pytest.mark.parametrize(("begins", "old", "new"), [(0, ["superseded"], ["in_force"]), (5, ["in_force"], [])])
def test_a_later_programme_of_the_same_municipality_takes_over_when_it_begins(coordinator, begins, old, new):
    earlier = lasting(make_approvable(by=coordinator), coordinator, -9, 9)
    lasting(make_programme("599"), coordinator, 0, 9)

    later = lasting(make_approvable(by=coordinator), coordinator, begins, 99)

    assert (derived(earlier), derived(later)) == (old, new)


def test_home_says_what_is_true_beside_the_state(client, programme, coordinator):
    share_programme(programme, [Audience.GROUP], by=coordinator)
    lasting(fresh(programme), coordinator, -1, 9)
    client.force_login(coordinator)

    assert "· Shared · In force" in " ".join(read(client, programme, "").split())


# Whose decision


def test_a_boards_decision_is_never_the_councils(programme):
    link = programme.links.get()
    make_step(programme, body="board", outcome="approved", decided_on=DAY)

    seen = fresh(programme)

    assert decision_of(seen, link) is None
    assert (undecided(seen), without_decision(seen)) == ([link], [link])


def test_each_municipality_has_the_decision_of_its_approving_body(client, programme, coordinator):
    partner = make_partner(programme)
    make_step(programme, outcome="approved", decided_on=DAY - timedelta(days=400), section="§ 1")
    newest = make_step(programme, outcome="approved", decided_on=DAY, section="§ 112")
    make_step(programme, link=partner, body="board", outcome="approved", decided_on=DAY)
    client.force_login(coordinator)

    seen = fresh(programme)

    assert decision_of(seen, programme.links.get(is_lead=True)) == newest
    assert decision_of(seen, partner) is None
    html = " ".join(read(client, programme, "approve/").split())
    assert "<dt>Nykarleby</dt><dd>No decision of the approving body</dd>" in html
    assert f"<dt>Närpes</dt><dd>City council, {date_format(DAY, 'SHORT_DATE_FORMAT')}, § 112</dd>" in html


def test_an_approval_says_whose_decision_lacks(programme, coordinator):
    make_partner(programme)
    make_step(programme, outcome="approved", decided_on=DAY)

    approve_programme(fresh(programme), approved_on=DAY, by=coordinator)

    assert Event.objects.get(verb="approve_programme").data["lacking"] == ["893"]
