"""Changed after approval: one truth, language by language; what is edited and put back is no change, in any kind."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.actions.records import add_record, archive_record, change_record, move_record, restore_record
from programmes.document import changed_languages
from programmes.models import Programme
from programmes.models.kinds import KINDS
from tests.programmes.factories import (
    answer_of,
    approve_programme,
    change,
    element_of,
    fill,
    fresh,
    make_approvable,
    make_area,
    make_finding,
    make_mark,
    make_meeting,
    make_objective,
    make_own_figure,
    make_partner,
    make_partner_responsibility,
    make_source,
    make_step,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

THREE = ["sv", "fi", "en"]

#: a text that the document prints, of each printed kind that has one
PRINTED = {
    "organisation": "name",
    "answer": "text",
    "chapter": "text",
    "communication-action": "message",
    "consultation": "title",
    "cost": "note",
    "cooperation-plan": "immigrants_involved",
    "element": "text",
    "finding": "text",
    "indicator": "name",
    "measure": "title",
    "monitoring-plan": "who_monitors",
    "objective": "title",
    "own-figure": "name",
    "partner-responsibility": "coordinating_body",
    "picture": "alt",
    "plan": "name",
    "priority-area": "title",
    "programme": "title",
    "recipient": "recipient",
    "responsibility": "coordinating_body",
    "service": "name",
    "source": "name",
}


@pytest.fixture
def approved(coordinator) -> Programme:
    """Written in three languages, two of everything, and approved."""
    programme = make_approvable(by=coordinator)
    change(programme, content_languages=THREE, title=words(programme, "Programme") | {"en": "Programme"})
    programme = fill(fresh(programme), by=coordinator, times=2)
    text = words(programme, "<p>One.</p><p>Two.</p>")
    for each in (make_own_figure, make_source, make_meeting):
        each(programme, by=coordinator)
    make_partner_responsibility(make_partner(programme, by=coordinator), words(programme, "Office"), by=coordinator)
    make_step(programme, planned_on=date(2026, 11, 2))
    change(answer_of(programme), text=text)
    change(element_of(programme, "strategy"), text=text)
    change(programme.cooperation, immigrants_involved=words(programme, "A council"))
    change(programme.monitoring, who_monitors=words(programme, "The board"))
    change(programme.responsibility, coordinating_body=words(programme, "Board"))
    approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator)
    return fresh(programme)


def changed(programme) -> list[str]:
    return changed_languages(fresh(programme))


def written(programme, kind: str):
    """A record of the kind whose printed text stands in all three languages."""
    model = KINDS[kind].model
    rows = [fresh(programme)] if model is Programme else model.objects.filter(programme=programme, archived_at=None)
    return next(row for row in rows if set(getattr(row, PRINTED[kind])) == set(THREE))


def test_every_printed_kind_with_texts_is_here():
    with_texts = {name for name, kind in KINDS.items() if kind.is_printed and kind.texts}

    # how it was handled, which no approval freezes; why somebody was not invited, which no document tells
    assert with_texts - set(PRINTED) == {"decision-step", "invitation"}


@pytest.mark.parametrize("kind", PRINTED)
def test_a_text_of_one_language_changes_only_that_and_put_back_nothing(approved, kind):
    record = written(approved, kind)
    name, before = PRINTED[kind], dict(getattr(record, PRINTED[kind]))
    found = {}

    for language in THREE:
        other = before[language].replace(")", ") other") if "(" in before[language] else f"{before[language]} other"
        change(record, **{name: Translations(before | {language: other})})
        found[language] = changed(approved)
        change(record, **{name: Translations(before)})
        found[f"{language} put back"] = changed(approved)

    assert found == {
        **{language: [language] for language in THREE},
        **{f"{language} put back": [] for language in THREE},
    }


def tie(programme, links: dict) -> None:
    objective = programme.objectives.get(code="O2")
    change_record(objective, links, row_version=objective.row_version, by=programme.by)


def date_of(programme, day: date | None) -> None:
    change(programme.measures.first(), starts_on=day)


#: what changes the document in all languages, and what takes it back
BACK_AND_FORTH = {
    "ties": (
        lambda programme: tie(programme, {"findings": [], "plans": []}),
        lambda programme: tie(
            programme, {"findings": [programme.findings.get(code="F1")], "plans": [programme.plans.first()]}
        ),
    ),
    "the order": (
        lambda programme: move_record(programme.indicators.first(), up=False, by=programme.by),
        lambda programme: move_record(programme.indicators.get(code="I1"), up=True, by=programme.by),
    ),
    "the archive": (
        lambda programme: archive_record(programme.services.first(), by=programme.by),
        lambda programme: restore_record(programme.services.first(), by=programme.by),
    ),
    "a new record": (
        lambda programme: make_finding(programme, by=programme.by),
        lambda programme: archive_record(programme.findings.last(), by=programme.by),
    ),
    "a date": (
        lambda programme: date_of(programme, date(2028, 5, 1)),
        lambda programme: date_of(programme, date(2027, 1, 1)),
    ),
}


@pytest.mark.parametrize("what", BACK_AND_FORTH)
def test_what_is_done_and_taken_back_is_a_change_in_every_language_and_then_none(approved, coordinator, what):
    approved.by = coordinator
    do, take_back = BACK_AND_FORTH[what]

    do(approved)
    between = changed(approved)
    take_back(approved)

    assert (between, changed(approved)) == (THREE, [])


def test_marks_meetings_and_decisions_change_nothing_that_was_approved(approved, coordinator):
    make_mark(approved, "situation.needs", status="done", by=coordinator)
    make_meeting(approved, "Evaluation", by=coordinator)
    change(approved.decision_steps.first(), decided_on=date(2026, 11, 16), outcome="approved")
    add_record(KINDS["milestone"].model(programme=approved, name=words(approved, "Seminar")), by=coordinator)

    assert changed(approved) == []


def test_objectives_at_the_same_place_of_two_lists_keep_their_order_whichever_the_database_tells_first(
    programme, coordinator
):
    finding = make_finding(programme)
    areas = make_area(programme), make_area(programme)
    for area in areas:
        make_objective(programme, area=area, findings=[finding])

    (row,) = fresh(programme).rows("findings")
    row._objectives = [each | {"position": 1} for each in row._objectives]
    told = [each.code for each in row.answered_by]
    row._objectives = row._objectives[::-1]

    assert [each.code for each in row.answered_by] == told == ["O1", "O2"]
