"""What is worked out of a programme is kept under its revision: never worked out twice, and never out of date.

Each test reads a page, lets one thing change that the page is made of, and reads it again.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integration_programme import revisions
from integration_programme.actors import SYSTEM
from integration_programme.remembered import Remembered
from integration_programme.translations import Translations
from programmes.actions.approval import reopen_programme
from programmes.actions.guidance import write_guidance
from programmes.actions.partners import withdraw_consent
from programmes.actions.programmes import archive_programme, choose_group, restore_programme, share_programme
from programmes.actions.records import archive_record, move_record, restore_record
from programmes.enums import Audience, ItemStatus
from programmes.forms import PAGES
from programmes.models import Guidance, Programme
from programmes.models.kinds import KINDS
from stakeholders import reference
from stakeholders.actions.groups import archive_seat, save_seat
from stakeholders.models import Municipality, today
from tests.programmes.every_kind import ADDABLE, edit_url, filled, form_of, make_town, single
from tests.programmes.factories import (
    answered,
    approve_programme,
    change,
    make_approvable,
    make_area,
    make_chosen_group,
    make_consultation,
    make_cost,
    make_figure,
    make_finding,
    make_indicator,
    make_mark,
    make_measure,
    make_objective,
    make_organisation,
    make_own_figure,
    make_partner,
    make_plan,
    make_programme,
    make_service,
)
from tests.programmes.reading import read
from tests.programmes.sending import opened
from tests.stakeholders.factories import make_group, make_municipality, make_seat

SINGLE = [name for name in PAGES if name not in ADDABLE]

pytestmark = pytest.mark.same_on_both(
    "what a process keeps is kept in Python, under numbers that these few count and read in the database",
    but=[
        "test_every_other_act_counts",
        "test_every_act_on_a_record_counts_for_its_kind",
        "test_bringing_back_counts",
        "test_an_approval_and_its_withdrawal_count",
        "test_what_was_read_before_somebody_saved_is_not_kept_as_of_after",
    ],
)


def revision(programme) -> int:
    return Programme.objects.with_revisions().get(pk=programme.pk).revision


@pytest.fixture
def reader(client, coordinator):
    client.force_login(coordinator)
    return client


# Every act counts


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*ADDABLE, *SINGLE])
def test_every_form_counts_when_it_is_saved(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    url, form = form_of(client, programme, kind)
    before = revision(programme)

    client.post(url, filled(form, kind))

    assert revision(programme) == before + 1


def test_a_refused_save_counts_nothing(reader, programme):
    url = edit_url(programme, "mandate", single(programme, "mandate"))
    form = filled(opened(reader, url), "mandate")
    change(programme.responsibility, coordinator_name="Aino")
    before = revision(programme)

    answer = reader.post(url, form | {"coordinator_name": "Maija"})

    assert answer.status_code == 409
    assert revision(programme) == before


# Every act counts for the kind whose rows it changes


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*ADDABLE, *SINGLE])
def test_every_form_counts_for_the_kind_whose_rows_it_changes(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    url, form = form_of(client, programme, kind)
    rows, numbers = rows_by_kind(programme), numbers_by_kind(programme)

    client.post(url, filled(form, kind))

    assert_counted(programme, rows, numbers)


def rows_by_kind(programme) -> dict[str, list]:
    """The rows of every kind, with what they are tied to."""
    found = {}
    for name, kind in KINDS.items():
        fields = [field.attname for field in kind.model._meta.concrete_fields] + list(kind.links)
        fields = [name for name in fields if name != "written_at"]  # no kept thing is made of it
        own = {"pk" if kind.model is Programme else "programme": programme.pk}
        found[name] = sorted(map(str, kind.model.objects.filter(**own).values_list(*dict.fromkeys(fields))))
    return found


def numbers_by_kind(programme) -> dict[str, int]:
    return revisions.numbers(Programme.objects.with_counters().get(pk=programme.pk).counters)


def assert_counted(programme, rows, numbers) -> None:
    """That kinds whose rows are others now were counted, or else the programme as a whole."""
    changed = {name for name, found in rows_by_kind(programme).items() if found != rows[name]}
    counted = {name for name, number in numbers_by_kind(programme).items() if number != numbers.get(name, 0)}
    assert changed and (counted == {""} or changed == counted)


ACTS = {
    "archive": lambda programme, record, by: archive_record(record, by=by),
    "move": lambda programme, record, by: move_record(record, up=True, by=by),
    "mark": lambda programme, record, by: make_mark(programme, "cooperation.group", status=ItemStatus.DONE, by=by),
    "share": lambda programme, record, by: share_programme(programme, [Audience.GROUP], by=by),
    "choose group": lambda programme, record, by: choose_group(programme, make_group(by=by), by=by),
    "archive programme": lambda programme, record, by: archive_programme(programme, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_other_act_counts(programme, coordinator, act):
    make_finding(programme)
    record = make_finding(programme)
    before = revision(programme)

    ACTS[act](programme, record, coordinator)

    assert revision(programme) == before + 1


@pytest.mark.parametrize("act", ["archive", "move", "mark"])
def test_every_act_on_a_record_counts_for_its_kind(programme, coordinator, act):
    make_finding(programme)
    record = make_finding(programme)
    rows, numbers = rows_by_kind(programme), numbers_by_kind(programme)

    ACTS[act](programme, record, coordinator)

    assert_counted(programme, rows, numbers)
    assert numbers_by_kind(programme).get("") == numbers.get("")


def test_bringing_back_counts(programme, coordinator):
    finding = make_finding(programme)
    archive_record(finding, by=coordinator)
    archive_programme(programme, by=coordinator)
    before = revision(programme)

    restore_programme(programme, by=coordinator)
    restore_record(finding, by=coordinator)

    assert revision(programme) == before + 2


def test_an_approval_and_its_withdrawal_count(coordinator):
    programme = make_approvable(by=coordinator)
    before = revision(programme)

    approve_programme(programme, approved_on=today(), by=coordinator)
    approved = revision(programme)
    reopen_programme(programme, by=coordinator)

    assert before < approved < revision(programme)


def test_no_open_form_is_refused_because_of_another_act(reader, programme):
    url = edit_url(programme, "frame", programme)
    form = filled(opened(reader, url), "frame")
    make_finding(programme)

    assert reader.post(url, form).status_code == 302


# Kept


@pytest.mark.parametrize(
    "tail", ["", "preview/", "document.json", "thread/", "breaks/", "export/", "situation/", "item/situation.needs/"]
)
def test_a_second_reader_is_told_without_working_it_out_again(reader, programme, tail):
    url = reverse("programme", kwargs={"slug": programme.slug}) + tail
    asked = []
    for _reading in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(url).status_code == 200
        asked.append(len(captured))

    assert asked[1] < asked[0]


# Kept by the kinds of record that it is made of

PAGES = ["", "preview/", "document.json", "thread/", "breaks/", "objectives/", "monitoring/", "situation/"]
PAGES += ["responsibility/", "cooperation/", "document/", "communication/"]
ITEMS = ["responsibility", "responsibility.coordinating_body", "responsibility.decision_makers"]
ITEMS += ["responsibility.adviser", "responsibility.experts", "responsibility.alone_or_together"]
ITEMS += ["cooperation.group", "cooperation.municipal_bodies", "cooperation.immigrants", "situation.how_many"]
ITEMS += ["situation.needs", "situation.services", "situation.both_sides", "situation.sources", "objectives.areas"]
ITEMS += ["objectives.opportunities", "objectives.plans", "objectives.means", "document", "document.strategy"]
ITEMS += ["monitoring.indicators", "monitoring.reporting", "communication.inform"]
PAGES += [f"item/{item}/" for item in ITEMS]


def everything(reader, programme, tails=tuple(PAGES)) -> dict[str, str]:
    """Every page that shows what is kept, without the tokens of its forms and the keys of rows that are not there yet."""
    own = r'((?:csrfmiddlewaretoken|record_key)" value=)"[^"]*"'
    return {tail: re.sub(own, r"\1", read(reader, programme, tail)) for tail in tails}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*ADDABLE, *SINGLE])
def test_after_every_form_pages_say_what_a_new_process_says(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    url, form = form_of(client, programme, kind)
    before = everything(client, programme)

    client.post(url, filled(form, kind), follow=True)  # past what is said of it once

    after = everything(client, programme)
    Remembered.forget_everything()
    assert after == everything(client, programme)
    assert after != before


@pytest.mark.parametrize("act", ACTS)
def test_after_every_other_act_pages_say_what_a_new_process_says(reader, programme, coordinator, act):
    objective = make_objective(programme, findings=[make_finding(programme)])
    make_measure(objective)
    record = make_finding(programme)
    everything(reader, programme)

    ACTS[act](programme, record, coordinator)

    after = everything(reader, programme) if act != "archive programme" else {}
    Remembered.forget_everything()
    assert after == (everything(reader, programme) if act != "archive programme" else {})


def tables_read(client, programme, tail: str) -> set[str]:
    with CaptureQueriesContext(connection) as captured:
        read(client, programme, tail)
    return {table for query in captured for table in re.findall(r'FROM "(programmes_\w+)"', query["sql"])}


@pytest.mark.parametrize("tail", ["", "preview/", "document.json"])
def test_after_a_save_only_what_it_goes_into_is_read_again(reader, programme, tail):
    make_measure(make_objective(programme))
    read(reader, programme, tail)

    make_service(programme)

    again = tables_read(reader, programme, tail)
    assert "programmes_service" in again
    assert not again & {"programmes_measure", "programmes_objective", "programmes_meeting", "programmes_decisionstep"}


def test_after_the_save_of_an_element_only_its_own_chapter_is_put_together_again(reader, programme):
    read(reader, programme, "preview/")

    words = Translations(dict.fromkeys(("fi", "sv", "en"), "<p>Other plans</p>"))
    change(programme.elements.get(element="document.strategy"), state="written", text=words)

    again = tables_read(reader, programme, "preview/")
    assert {"programmes_element", "programmes_plan"} <= again
    assert not again & {"programmes_answer", "programmes_measure", "programmes_service", "programmes_indicator"}


def test_after_a_mark_only_what_its_own_phase_lacks_is_found_again(reader, programme, coordinator):
    read(reader, programme, "")

    make_mark(programme, "cooperation.group", status=ItemStatus.DONE, by=coordinator)

    again = tables_read(reader, programme, "")
    assert "programmes_itemmark" in again
    assert not again & {"programmes_answer", "programmes_measure", "programmes_element", "programmes_indicator"}


def test_each_save_of_a_row_that_was_given_makes_anew_what_was_made_of_it(programme):
    kept = Remembered(10_000)

    def told(of: str) -> str:
        seen = seen_by_page(programme)
        (element,) = (each for each in seen.rows("elements") if each.element == of)
        return seen.remembered_by_kind(kept, lambda: f"{element.state} {element.row_version}", of, given=[element])

    strategy = programme.elements.get(element="document.strategy")
    before = told("document.strategy"), told("document.bodies")
    change(strategy, state="elsewhere")
    between = told("document.strategy")
    change(strategy, state="open")

    assert before == ("open 1", "open 1")
    assert (between, told("document.strategy"), told("document.bodies")) == ("elsewhere 2", "open 3", "open 1")


def renamed(record) -> None:
    """Another name in the place of the one it has, as a form saves it."""
    change(record, **{record.main_text: Translations(dict.fromkeys(("fi", "sv", "en"), "Anew"))})


CHANGES = {
    "plan": renamed,
    "finding": lambda finding: archive_record(finding, by=SYSTEM),
    "consultation": renamed,
    "indicator": lambda indicator: archive_record(indicator, by=SYSTEM),
    "organisation": renamed,
    "area": renamed,
    "measure": renamed,
    "cost": lambda cost: change(cost, amount=77_000),
    "partner": lambda partner: withdraw_consent(partner, by=SYSTEM),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_part_of_an_objective_says_anew_what_is_tied_to_it(reader, programme, name):
    tied = tied_to_an_objective(programme)
    before = everything(reader, programme, ["preview/"])

    CHANGES[name](tied[name])

    after = everything(reader, programme, ["preview/"])
    Remembered.forget_everything()
    assert after == everything(reader, programme, ["preview/"])
    assert after != before


def tied_to_an_objective(programme) -> dict[str, Any]:
    """All that the part of an objective names in the document, which has another objective beside it."""
    tied = {
        "area": make_area(programme),
        "plan": make_plan(programme),
        "finding": make_finding(programme),
        "consultation": make_consultation(programme),
        "organisation": make_organisation(programme),
        "partner": make_partner(programme),
    }
    objective = make_objective(
        programme,
        area=tied["area"],
        consultation=tied["consultation"],
        findings=[tied["finding"]],
        plans=[tied["plan"]],
    )
    make_measure(make_objective(programme, "Another one"))
    measure = make_measure(objective, owner=tied["organisation"])
    cost, indicator = make_cost(measure, part=tied["partner"]), make_indicator(programme, objective=objective)
    return tied | {"measure": measure, "cost": cost, "indicator": indicator}


def seen_by_page(programme) -> Programme:
    """As a request reads it."""
    return Programme.objects.with_revisions().with_counters().get(pk=programme.pk)


def test_what_was_read_before_somebody_saved_is_not_kept_as_of_after(programme, coordinator):
    kept = Remembered(10_000)
    early, late = seen_by_page(programme), seen_by_page(programme)
    early.rows("findings")

    make_finding(programme)

    def number(seen):
        return seen.remembered_by_kind(kept, lambda: len(seen.rows("findings")))

    assert (number(early), number(late)) == (0, 0)  # both were read before
    assert number(seen_by_page(programme)) == 1


def test_what_is_kept_within_something_else_goes_with_it(programme):
    kept = Remembered(10_000)

    def number(seen):
        return seen.remembered_by_kind(kept, lambda: len(seen.rows("findings")), "inner")

    def told() -> int:
        seen = seen_by_page(programme)
        number(seen)
        return seen.remembered_by_kind(kept, lambda: number(seen), "outer")

    before = told()
    make_finding(programme)

    assert (before, told()) == (0, 1)


def test_the_same_id_stands_once_on_a_page_whose_chapters_are_kept(reader, programme):
    text = Translations(dict.fromkeys(("fi", "sv", "en"), '<p data-paragraph="abcd1234">Words</p>'))
    written = programme.elements.all()[:2].values("pk")
    programme.elements.filter(pk__in=written).update(state="written", text=text)

    first, second = read(reader, programme, "preview/"), read(reader, programme, "preview/")
    make_finding(programme)

    assert [
        len(re.findall("<p(?: [^>]*)?>Words", page)) for page in (first, second, read(reader, programme, "preview/"))
    ] == [2, 2, 2]
    assert [page.count('id="p-abcd1234"') for page in (first, second, read(reader, programme, "preview/"))] == [1, 1, 1]


# What lies outside of the programme


def test_a_seat_that_is_added_changed_or_archived_is_read_at_once(reader, programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    seat = make_seat(group, by=coordinator, organisation="Red Cross")
    told = [("Red Cross" in read(reader, programme, "preview/"))]

    seat.organisation = Translations(dict.fromkeys(("fi", "sv", "en"), "Save the Children"))
    save_seat(seat, row_version=seat.row_version, by=coordinator)
    told.append("Save the Children" in read(reader, programme, "preview/"))
    archive_seat(seat, by=coordinator)
    told.append("Save the Children" in read(reader, programme, "preview/"))

    assert told == [True, True, False]


def test_what_a_seat_lacks_is_on_the_task_list_at_once(reader, programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    before = read(reader, programme, "")

    make_seat(group, by=coordinator, organisation={"en": "Red Cross"})

    assert "Red Cross" not in before
    assert "Red Cross" in read(reader, programme, "")


def test_figures_are_there_as_soon_as_they_are_loaded(reader, programme):
    before = [read(reader, programme, tail) for tail in ("item/situation.how_many/", "preview/", "")]

    make_figure("share_foreign_language_speakers", "2024", "21.7")

    after = [read(reader, programme, tail) for tail in ("item/situation.how_many/", "preview/", "")]
    assert ["21.7" in page for page in (before[0], after[0])] == [False, True]
    assert before[2] != after[2]


def test_a_municipality_bears_its_new_name_at_once(reader, programme):
    Municipality.objects.filter(code="545").update(names=Translations({"fi": "Vanhakaupunki", "sv": "Gammelstad"}))
    before = read(reader, programme, "preview/")

    reference.load()

    assert "Gammelstad" in before
    assert "Gammelstad" not in read(reader, programme, "preview/")


def test_guidance_is_there_as_soon_as_it_is_written(reader, programme, coordinator):
    town = make_municipality("545")
    before = read(reader, programme, "item/cooperation.group/")

    guidance = Guidance(municipality=town, item="cooperation.group", text=Translations({"en": "<p>Ask Maija.</p>"}))
    write_guidance(guidance, row_version=0, by=coordinator)

    assert "Ask Maija." not in before
    assert "Ask Maija." in read(reader, programme, "item/cooperation.group/")


def test_a_day_later_what_was_due_is_overdue(reader, programme, monkeypatch):
    milestone = programme.milestones.first()
    change(milestone, due_on=today(), name=Translations(dict.fromkeys(("fi", "sv", "en"), "Seminar")))
    before = read(reader, programme, "")

    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)

    assert "“Seminar” was due on" not in before
    assert "“Seminar” was due on" in read(reader, programme, "")


def test_each_reader_is_told_in_their_language(reader, programme):
    in_english = read(reader, programme, "")
    in_swedish = reader.get(f"/sv/programmes/{programme.slug}/").content.decode()

    assert ("No coordinator is named." in in_english, "No coordinator is named." in in_swedish) == (True, False)


def test_two_programmes_are_told_apart(reader, programme):
    make_objective(programme, "More people in work")
    other = make_programme("545", slug="another")

    assert "More people in work" in read(reader, programme, "preview/")
    assert "More people in work" not in read(reader, other, "preview/")


def test_a_group_that_is_chosen_instead_of_another_is_read_at_once(reader, programme, coordinator):
    first, second = (make_group(by=coordinator) for _ in range(2))
    for group, name in ((first, "Red Cross"), (second, "Save the Children")):
        make_seat(group, by=coordinator, organisation=name)
    told = []
    for group in (first, second, first):
        choose_group(programme, group, by=coordinator)
        page = read(reader, programme, "preview/")
        told.append(("Red Cross" in page, "Save the Children" in page))

    assert told == [(True, False), (False, True), (True, False)]


def test_an_approved_programme_says_that_it_changed_and_that_it_is_as_approved_again(reader, coordinator):
    programme = make_approvable(by=coordinator)
    objective = make_objective(programme, **answered(programme))
    make_measure(objective)
    approve_programme(programme, approved_on=today(), by=coordinator)
    title, told = objective.title, []
    for words in (title, Translations(dict.fromkeys(programme.languages, "Something else")), title):
        change(objective, title=words)
        told.append("changed after approval" in read(reader, programme, ""))

    assert told == [False, True, False]


def test_the_words_of_a_card_are_never_those_of_another_reader(reader, programme, client):
    """Cards are rendered once, but the token of their forms is each reader's own."""
    make_own_figure(programme, question="situation.needs")
    first = reader.get(f"/en/programmes/{programme.slug}/item/situation.needs/")
    second = reader.get(f"/en/programmes/{programme.slug}/item/situation.needs/")

    tokens = [set(_tokens(answer.content.decode())) for answer in (first, second)]

    assert all(tokens) and not tokens[0] & tokens[1]


def _tokens(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('name="csrfmiddlewaretoken" value="')[1:]]
