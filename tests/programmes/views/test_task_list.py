"""The tasks of the phases: nothing that lacks is left out, and the home and the list of programmes say the same."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.items import mark_item
from programmes.actions.programmes import share_programme
from programmes.actions.standings import renew_standings
from programmes.checklist import EDITIONS
from programmes.completeness import missing
from programmes.completeness.progress import task_states
from programmes.completeness.written import FIELDS
from programmes.enums import Access, ItemStatus, Phase
from programmes.forms import PAGES
from programmes.models import ItemMark
from programmes.models.kinds import KINDS
from programmes.models.sharing import SWITCHED
from tests.programmes.factories import (
    fill,
    fresh,
    make_finding,
    make_indicator,
    make_meeting,
    make_own_figure,
    make_partner,
    make_partner_responsibility,
    make_programme,
    make_source,
    make_step,
    words,
)
from tests.stakeholders.factories import make_adviser, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
NARPES, MARIEHAMN = "545", "478"
#: lists that are not empty in a new programme: its municipality, the bodies to invite, the timetable
FROM_START = ("partner", "invitation", "milestone")


def phases_on_home(client, programme) -> list[dict]:
    return client.get(f"/en/programmes/{programme.slug}/").context["phases"]


def lacks(client, programme, phase: Phase) -> dict[str, int]:
    """Task of a phase → how many things its page says are missing there."""
    pages = {item.key: f"/en/programmes/{programme.slug}/item/{item.key}/" for item in programme.checklist.tasks(phase)}
    return {key: len(client.get(url).context["facts"]) for key, url in pages.items()}


def lacking(client, programme) -> int:
    return sum(sum(lacks(client, programme, phase).values()) for phase in Phase)


def mark(programme, item: str, status: str, **fields) -> None:
    mark_item(ItemMark(programme=programme, item=item, status=status, **fields), row_version=0, by=SYSTEM)


@pytest.mark.parametrize("code", [NARPES, MARIEHAMN])
@pytest.mark.parametrize("edition_key", EDITIONS)
def test_every_fact_of_a_new_programme_stands_under_a_row_of_its_phase(client, edition_key, code):
    coordinator = make_coordinator(make_municipality(code))
    programme = fresh(make_programme(code, by=coordinator, edition_key=edition_key))
    client.force_login(coordinator)

    found = {phase: sum(lacks(client, programme, phase).values()) for phase in Phase}

    facts = missing(programme)
    assert len(facts) > 50
    assert found == {phase: sum(fact.phase == phase for fact in facts) for phase in Phase}


@pytest.mark.parametrize("edition_key", EDITIONS)
def test_what_lacks_in_records_stands_under_a_row_too(client, coordinator, edition_key):
    programme = make_programme(by=coordinator, edition_key=edition_key)
    make_finding(programme)
    make_indicator(programme)
    make_own_figure(programme, question="situation.how_many", value=None)
    client.force_login(coordinator)

    assert lacking(client, programme) == len(missing(fresh(programme)))


@pytest.mark.parametrize("edition_key", EDITIONS)
def test_every_point_of_a_phase_has_its_row(edition_key):
    for item in EDITIONS[edition_key]:
        if item.phase:
            row = EDITIONS[edition_key].task_of(item.key)
            assert row in EDITIONS[edition_key].tasks(item.phase), item.key


def test_what_helps_counts_for_the_item_above_it_and_what_concerns_the_phase_for_its_first(client, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    client.force_login(coordinator)

    found = {key: number for phase in Phase for key, number in lacks(client, programme, phase).items()}

    assert found["situation.questions"] == 11  # ten questions, and the list of services below one of them
    assert found["objectives.areas"] == 4  # no objective yet, and three questions
    assert found["responsibility.coordinating_body"] == 4  # three of its own, and that the act is repealed


def test_an_item_that_does_not_apply_is_silent_with_all_that_is_below_it(client, coordinator, programme):
    mark(programme, "situation.questions", ItemStatus.NOT_APPLICABLE, reason=words(programme, "Made by the region"))
    client.force_login(coordinator)

    assert lacks(client, programme, Phase.SITUATION)["situation.questions"] == 0
    assert lacking(client, programme) == len(missing(fresh(programme)))


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


# In progress by itself, done by a person


def task_on_page(client, programme, item: str):
    """The state of a task, which the list of its phase and its own page tell alike."""
    listed = client.get(f"/en/programmes/{programme.slug}/{item.partition('.')[0]}/").context["rows"]
    (row,) = [row for row in listed if row.key == item]
    assert client.get(f"/en/programmes/{programme.slug}/item/{item}/").context["state"] == row.state
    return row.state


def test_nothing_of_a_new_programme_is_in_progress(client, coordinator):
    programme = make_programme(by=coordinator)
    client.force_login(coordinator)

    phases = phases_on_home(client, programme)

    assert {state for phase in phases for state in phase["tasks"].values()} == {ItemStatus.OPEN}


def test_what_is_written_under_an_item_makes_it_in_progress_and_never_done(client, coordinator, programme):
    client.force_login(coordinator)
    before = task_on_page(client, programme, "situation.both_sides")

    make_finding(programme)

    assert (before, task_on_page(client, programme, "situation.both_sides")) == ("open", "in_progress")
    assert state_on_home(client, programme, Phase.SITUATION) == (0, 3, "in_progress")
    assert state_in_list(client, Phase.SITUATION) == (0, 3, "in_progress")


def test_a_record_of_any_list_begins_its_item(coordinator):
    programme = fill(make_programme(by=coordinator))
    make_step(programme), make_meeting(programme), make_own_figure(programme), make_source(programme)
    make_partner_responsibility(make_partner(programme))

    seen = fresh(programme)

    begun = {item for phase in Phase for item, state in task_states(seen, phase).items() if state == "in_progress"}
    lists = [kind for name, kind in KINDS.items() if kind.is_list and kind.phase and name not in FROM_START]
    items = {
        kind.name: {seen.checklist.task_of(kind.item_of(record)).key for record in kind.records(seen)} for kind in lists
    }
    assert [name for name, of_kind in items.items() if not of_kind] == []
    assert {name for name, of_kind in items.items() if of_kind - begun} == set()


def test_every_field_of_the_records_there_is_one_of_belongs_to_an_item():
    """Whatever a page writes begins an item, but the approving body, which is chosen from the start."""
    pages = [page for page in PAGES.values() if page.kind.is_single and page.kind.rows]
    written = {(page.kind.name, field) for page in pages for field in page.form._meta.fields}
    begins = {(kind, field) for kind, items in FIELDS.items() for names in items.values() for field in names}

    assert written - begins == {("responsibility", "approving_body")}
    assert begins <= written


def test_an_item_is_done_in_one_click_and_taken_up_again_in_one(client, coordinator, programme):
    client.force_login(coordinator)
    url, back = "/en/programmes/{}/item/situation.sources/{}/", "/en/programmes/{}/item/situation.sources/"
    mark(programme, "situation.sources", ItemStatus.IN_PROGRESS, next_step=words(programme, "Ask the schools"))

    answers = [client.post(url.format(programme.slug, act)) for act in ("finish", "finish", "take-up", "take-up")]

    assert [answer["Location"] for answer in answers] == [back.format(programme.slug)] * 4
    said = [str(message) for message in client.get(f"/en/programmes/{programme.slug}/").context["messages"]]
    assert said == [
        "Marked as done: Use reliable sources",
        "This was marked as done already: Use reliable sources",
        "In progress again: Use reliable sources",
        "This was not marked as done: Use reliable sources",
    ]
    found = ItemMark.objects.get()
    assert found.status == ItemStatus.IN_PROGRESS and found.next_step.text("sv") == "Ask the schools (sv)"
    assert found.row_version == 3  # each act that changed something is one save


# What comes next


def step_of(client, person, programme):
    client.force_login(person)
    return client.get(f"/en/programmes/{programme.slug}/").context["next"]


def test_a_writer_continues_at_the_first_task_that_is_not_done(client, coordinator, programme):
    at_first = step_of(client, coordinator, programme)
    for item in programme.checklist.tasks(Phase.RESPONSIBILITY):
        mark(programme, item.key, ItemStatus.DONE)
    mark(programme, "cooperation.immigrants", ItemStatus.IN_PROGRESS, next_step=words(programme, "Book the library"))

    later = step_of(client, coordinator, programme)

    assert at_first.url.endswith("/item/responsibility.coordinating_body/")
    assert later.eyebrow == "Continue here: 2 Cooperation and consultations"
    assert later.url.endswith("/item/cooperation.immigrants/")  # what somebody began, before what nobody did
    assert later.note.startswith('<span lang="sv">Book the library (sv)')


def test_readers_are_asked_to_read_and_nothing_else(client, coordinator, programme):
    share_programme(programme, SWITCHED, by=coordinator)

    step = step_of(client, make_adviser(make_municipality().centre), programme)

    assert (step.label, step.url) == ("Read the draft", f"/en/programmes/{programme.slug}/preview/")
    assert "The whole history" not in client.get(f"/en/programmes/{programme.slug}/").content.decode()


def test_when_all_is_done_the_next_step_is_the_decision(client, coordinator, programme):
    for phase in Phase:
        for item in programme.checklist.tasks(phase):
            mark(programme, item.key, ItemStatus.DONE)

    step = step_of(client, coordinator, programme)

    assert step.url == f"/en/programmes/{programme.slug}/approve/"
    assert step.note  # what still blocks it


# The strip of phases


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_strip_tells_this_phase_as_it_is_and_the_others_as_lists_do(client, coordinator, programme, is_shared):
    if is_shared:
        share_programme(programme, SWITCHED, by=coordinator)
    make_finding(programme)
    renew_standings()
    mark(programme, "communication.inform", ItemStatus.DONE)
    client.force_login(make_adviser(make_municipality().centre) if is_shared else coordinator)

    strip = client.get(f"/en/programmes/{programme.slug}/communication/").context["strip"]

    assert {each["phase"]: str(each["state"]) for each in strip} == {
        phase: {Phase.SITUATION: "in_progress", Phase.COMMUNICATION: "done"}.get(phase, "open") for phase in Phase
    }
    assert [each["phase"] for each in strip if each["is_current"]] == [Phase.COMMUNICATION]
