"""What phase 1 lacks."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.actions.versions import import_programme
from programmes.checklist import Duty
from programmes.completeness import missing_in_phase
from programmes.enums import DocumentType, Outcome, Phase
from programmes.models import Programme
from programmes.portable import dump
from programmes.portable import read as read_dump
from tests.programmes.factories import change, fresh, make_programme, make_step, words
from tests.programmes.reading import read, sentences

pytestmark = pytest.mark.django_db


def test_a_programme_just_begun_lacks_its_coordinating_body(programme):
    assert sentences(programme, Phase.RESPONSIBILITY, blocks=True) == [
        "The coordinating body is not named: somebody must be responsible for the preparation."
    ]
    warnings = sentences(programme, Phase.RESPONSIBILITY, blocks=False)
    assert "No coordinator is named." in warnings
    assert "No deputy is named: who carries on when the coordinator is away?" in warnings
    assert "The decision to start has no date." in warnings
    assert "Närpes has no step on the decision path." in warnings
    assert "The adviser of the regional centre has not been contacted: early advice saves work." in warnings


def test_the_approval_waits_for_the_period_and_the_approving_body(programme):
    change(programme, period_end=None)
    change(programme.responsibility, approving_body="")

    blocks = sentences(programme, Phase.RESPONSIBILITY, blocks=True)

    assert "The period of the programme is not set: write when it begins and when it ends." in blocks
    assert "The approving body is not chosen: which body decides on the programme?" in blocks


def test_a_part_of_another_document_names_that_document(programme):
    change(programme, document_type=DocumentType.PART_OF_ANOTHER)

    assert "The programme is part of another document: write which one." in sentences(programme, Phase.RESPONSIBILITY)


def test_a_new_programme_under_the_old_act_is_asked_to_think_again(client, coordinator):
    programme = make_programme(by=coordinator, edition_key="act_1386_2010")
    warning = "consider following today's checklist"
    client.force_login(coordinator)

    told = sentences(programme, Phase.RESPONSIBILITY, blocks=False)
    duties = [each for each in programme.checklist.tasks(Phase.RESPONSIBILITY) if each.duty == Duty.DUTY]
    pages = [read(client, programme, f"item/{each.key}/") for each in duties]
    Programme.objects.filter(pk=programme.pk).update(period_start=date(2024, 12, 31))

    assert [sentence for sentence in told if warning in sentence]
    assert not [sentence for sentence in sentences(programme, Phase.RESPONSIBILITY) if warning in sentence]
    repealed = "Required by Act 1386/2010 (repealed), as this workbench reads it"
    assert [(repealed in html, "Required by law" in html) for html in pages] == [(True, False)]


def test_dates_that_have_passed_are_told(programme):
    make_step(programme, planned_on=date(2026, 2, 2))
    make_step(programme, body="board")

    told = sentences(programme, Phase.RESPONSIBILITY)

    assert "“City council” was planned for 2 February 2026: write what was decided, or a new date." in told
    assert "“City board” on the decision path has no planned date." in told
    assert any("was due on 16 February 2026" in sentence for sentence in told)


def test_a_text_that_lacks_in_one_language_is_named(programme):
    change(programme.responsibility, coordinating_body=Translations({"sv": "Enheten"}))

    assert "“Enheten (in Swedish)” lacks text in: Finnish." in sentences(programme, Phase.RESPONSIBILITY)


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme):
    people = {"coordinating_body": words(programme, "Unit"), "coordinator_name": "Carin", "deputy_name": "Dan"}
    days = dict.fromkeys(["start_decided_on", "adviser_contacted_on"], date(2026, 1, 10))
    change(programme.responsibility, **people, **days)
    make_step(programme, outcome=Outcome.APPROVED, decided_on=date(2026, 3, 1))
    for milestone in programme.milestones.all():
        change(milestone, done_on=milestone.due_on)

    assert sentences(programme, Phase.RESPONSIBILITY) == []


# The timetable that a programme begins with, and a period that becomes another


def of_timetable(programme) -> list[str]:
    told = sentences(programme, Phase.RESPONSIBILITY, blocks=False)
    return [sentence for sentence in told if "move the date, or the period" in sentence]


AFTER = "“Stadsstyrelsen och stadsfullmäktige (in Swedish)” is due on 12 November 2026, after the period begins on 1 June 2026: move the date, or the period."
BEFORE = "The timetable ends with “Stadsstyrelsen och stadsfullmäktige (in Swedish)” on 12 November 2026, more than a year before the period begins on 1 January 2028: move the date, or the period."


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2027, 1, 1), date(2030, 12, 31), []),
        (date(2026, 11, 12), date(2030, 12, 31), []),
        (date(2026, 6, 1), date(2030, 5, 31), [AFTER]),
        (date(2027, 11, 13), date(2030, 12, 31), []),
        (date(2028, 1, 1), date(2031, 12, 31), [BEFORE]),
    ],
)
def test_a_timetable_that_no_longer_leads_to_the_period_is_told(programme, start, end, told):
    change(programme, period_start=start, period_end=end)

    assert of_timetable(programme) == told


@pytest.mark.parametrize("written", [{"due_on": date(2026, 9, 1)}, {"done_on": date(2026, 2, 1)}])
def test_a_milestone_that_somebody_wrote_is_theirs_and_right_as_it_is(programme, written):
    change(programme, period_start=date(2026, 2, 1), period_end=date(2029, 12, 31))
    assert len(of_timetable(programme)) == 1

    for milestone in programme.milestones.all():
        change(milestone, **written)

    assert of_timetable(programme) == []


def test_the_fact_leads_to_the_milestone_and_its_date(programme):
    change(programme, period_start=date(2026, 6, 1))

    (fact,) = [
        each
        for each in missing_in_phase(fresh(programme), Phase.RESPONSIBILITY)
        if each.code == "timetable-after-start"
    ]

    last = programme.milestones.get(position=7)
    assert (fact.place.key, fact.place.field, fact.anchor) == (str(last.key), "due_on", str(last.key))
    assert (last.due_on, last.row_version) == (date(2026, 11, 12), 1)  # nothing was written over


def test_a_programme_that_was_begun_with_a_period_before_its_own_timetable_ends_is_told_too(coordinator):
    programme = make_programme(by=coordinator, period=(date(2026, 6, 1), date(2030, 5, 31)))

    assert of_timetable(programme) == [AFTER]


def test_the_timetable_of_a_copy_is_as_somebody_wrote_it(programme, coordinator):
    change(programme, period_start=date(2026, 6, 1))
    reading = read_dump(dump(fresh(programme)))

    copy = import_programme(reading, by=coordinator, as_copy=True)

    assert of_timetable(copy) == []
