"""The task list on the home of a programme: nothing that lacks is left out, and the list of programmes says the same."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.items import mark_item
from programmes.actions.programmes import share_programme
from programmes.checklist import EDITIONS
from programmes.completeness import missing
from programmes.enums import Access, ItemStatus, Phase
from programmes.models import ItemMark
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import fresh, make_finding, make_indicator, make_own_figure, make_programme, words
from tests.stakeholders.factories import make_adviser, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
NARPES, MARIEHAMN = "545", "478"


def phases_on_home(client, programme) -> list[dict]:
    return client.get(f"/en/programmes/{programme.slug}/").context["phases"]


def lacks(phases: list[dict]) -> dict[str, int]:
    """Address of a row's item → how many things it says are missing."""
    return {row.url.partition("#")[2]: row.lacks for phase in phases for row in phase["rows"]}


def mark(programme, item: str, status: str, **fields) -> None:
    mark_item(ItemMark(programme=programme, item=item, status=status, **fields), row_version=0, by=SYSTEM)


@pytest.mark.parametrize("code", [NARPES, MARIEHAMN])
@pytest.mark.parametrize("edition_key", EDITIONS)
def test_every_fact_of_a_new_programme_stands_under_a_row_of_its_phase(client, edition_key, code):
    coordinator = make_coordinator(make_municipality(code))
    programme = fresh(make_programme(code, by=coordinator, edition_key=edition_key))
    client.force_login(coordinator)

    phases = phases_on_home(client, programme)

    facts = missing(programme)
    assert len(facts) > 50
    for phase in phases:
        of_phase = [fact for fact in facts if fact.phase == phase["phase"]]
        assert sum(row.lacks for row in phase["rows"]) == len(of_phase), phase["phase"]


@pytest.mark.parametrize("edition_key", EDITIONS)
def test_what_lacks_in_records_stands_under_a_row_too(client, coordinator, edition_key):
    programme = make_programme(by=coordinator, edition_key=edition_key)
    make_finding(programme)
    make_indicator(programme)
    make_own_figure(programme, question="situation.how_many", value=None)
    client.force_login(coordinator)

    phases = phases_on_home(client, programme)

    assert sum(lacks(phases).values()) == len(missing(fresh(programme)))


@pytest.mark.parametrize("edition_key", EDITIONS)
def test_every_point_of_a_phase_has_its_row(edition_key):
    for item in EDITIONS[edition_key]:
        if item.phase:
            row = EDITIONS[edition_key].task_of(item.key)
            assert row in EDITIONS[edition_key].tasks(item.phase), item.key


def test_what_helps_counts_for_the_item_above_it_and_what_concerns_the_phase_for_its_first(client, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    client.force_login(coordinator)

    found = lacks(phases_on_home(client, programme))

    assert found["situation.questions"] == 11  # ten questions, and the list of services below one of them
    assert found["objectives.areas"] == 4  # no objective yet, and three questions
    assert found["responsibility.coordinating_body"] == 4  # three of its own, and that the act is repealed


def test_an_item_that_does_not_apply_is_silent_with_all_that_is_below_it(client, coordinator, programme):
    mark(programme, "situation.questions", ItemStatus.NOT_APPLICABLE, reason=words(programme, "Made by the region"))
    client.force_login(coordinator)

    phases = phases_on_home(client, programme)

    assert lacks(phases)["situation.questions"] == 0
    assert sum(lacks(phases).values()) == len(missing(fresh(programme)))


# The state of each phase


def state_in_list(client, phase: Phase) -> tuple[int, int, str]:
    (row,) = client.get("/en/programmes/").context["rows"]
    state = next(state for state in row["phases"] if state["phase"] == phase)
    return state["done"], state["of"], state["state"]


def state_on_home(client, programme, phase: Phase) -> tuple[int, int, str]:
    state = next(state for state in phases_on_home(client, programme) if state["phase"] == phase)
    return state["done"], state["of"], state["state"]


@pytest.mark.parametrize("reader", [Access.COORDINATOR, Access.ADVISER])
def test_a_phase_whose_items_are_all_done_or_not_applicable_is_done(client, coordinator, programme, reader):
    share_programme(programme, SWITCHED, by=coordinator)
    people = {Access.COORDINATOR: coordinator, Access.ADVISER: make_adviser(make_municipality().centre)}
    client.force_login(people[reader])
    first, *others = programme.checklist.tasks(Phase.COOPERATION)
    seen = [(state_in_list(client, Phase.COOPERATION), state_on_home(client, programme, Phase.COOPERATION))]

    mark(programme, first.key, ItemStatus.NOT_APPLICABLE, reason=words(programme, "There is none"))
    seen.append((state_in_list(client, Phase.COOPERATION), state_on_home(client, programme, Phase.COOPERATION)))
    for item in others:
        mark(programme, item.key, ItemStatus.DONE)
    seen.append((state_in_list(client, Phase.COOPERATION), state_on_home(client, programme, Phase.COOPERATION)))

    states = [(0, 6, "open"), (1, 6, "in_progress"), (6, 6, "done")]
    assert seen == [(state, state) for state in states]
    html = client.get("/en/programmes/").content.decode()
    assert '6/6<span class="visually-hidden"> Done</span>' in html
    assert "In progress" not in html
