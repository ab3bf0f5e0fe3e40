"""Phase 4 on screen: objectives, measures, links to plans, the workshop, the questions."""

from datetime import date

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.records import archive_record, restore_record
from programmes.completeness.objectives import proposed_sentence
from programmes.models import Measure, Objective
from tests.programmes.factories import (
    answer_of,
    answered,
    change,
    make_consultation,
    make_finding,
    make_measure,
    make_objective,
    make_plan,
    make_thread,
)
from tests.programmes.reading import page, read, under

pytestmark = pytest.mark.django_db


# The page


def test_the_page_shows_the_thread_of_every_objective_and_measure(client, coordinator, programme):
    finding, objective, measure, indicator = make_thread(programme)
    client.force_login(coordinator)

    html = read(client, programme, "objectives/")

    objective_card = under(html, "objectives.areas")
    assert f'href="{page(programme, "situation/")}#{finding.key}"' in objective_card
    assert f'href="{page(programme, "objectives/")}#{measure.key}"' in objective_card
    assert f'href="{page(programme, "monitoring/")}#{indicator.key}"' in objective_card
    measure_card = under(html, "objectives.means")
    assert f'href="{page(programme, "objectives/")}#{objective.key}"' in measure_card
    assert f'href="{page(programme, "monitoring/")}#{indicator.key}"' in measure_card


def test_the_thread_of_an_objective_is_folded_until_it_breaks(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme, findings=[finding])
    client.force_login(coordinator)
    assert '<details class="thread-details" open>' in under(read(client, programme, "objectives/"), "objectives.areas")

    measure = make_measure(objective)
    cards = under(read(client, programme, "objectives/"), "objectives.areas")
    assert '<details class="thread-details">' in cards
    assert f"{finding.code} → {objective.code} → {measure.code}" in cards


def test_a_gap_in_the_thread_is_said_in_words(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    assert "It answers no finding yet." in read(client, programme, "objectives/")
    assert "It has no measure and no indicator yet." in read(client, programme, f"objective/{objective.key}/")

    make_measure(objective)
    assert "No indicator tells about it yet." in under(read(client, programme, "objectives/"), "objectives.means")


def test_an_archived_finding_is_no_answer(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme, findings=[finding])
    archive_record(finding, by=SYSTEM)
    client.force_login(coordinator)

    assert "It answers no finding yet." in read(client, programme, "objectives/")
    assert "It answers no finding yet." in read(client, programme, f"objective/{objective.key}/")


def test_objectives_are_listed_to_jump_to_when_there_are_several(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    assert "Objectives on this page" not in read(client, programme, "objectives/")

    make_objective(programme)
    listed = read(client, programme, "objectives/").split("Objectives on this page")[1].split("</nav>")[0]
    assert f'href="#{objective.key}"' in listed
    assert f'href="#measures-{objective.key}"' in listed


def test_the_first_of_a_list_is_not_moved_up_nor_the_last_one_down(client, coordinator, programme):
    first, last = make_objective(programme), make_objective(programme)
    alone = make_measure(first)
    client.force_login(coordinator)
    html = read(client, programme, "objectives/")

    assert [f"{record.key}/move/up/" in html for record in (first, last, alone)] == [False, True, False]
    assert [f"{record.key}/move/down/" in html for record in (first, last, alone)] == [True, False, False]
    assert html.count(f"{alone.key}/archive/") == 1


def test_the_proposal_is_shown_for_copying_and_hints_while_something_lacks(client, coordinator, programme):
    full = make_objective(programme, **answered(programme))
    bare = make_objective(programme)
    client.force_login(coordinator)

    on_form = read(client, programme, f"objective/{full.key}/")
    assert "Proposed sentence" in on_form
    assert on_form.count(proposed_sentence(full, "sv")) == 1
    assert "Five questions make an objective that can be followed" not in on_form
    assert "Say by when." in read(client, programme, f"objective/{bare.key}/")

    cards = under(read(client, programme, "objectives/"), "objectives.areas")
    assert "5 of 5 questions answered" in cards
    assert "To make it an objective that can be followed: Say what changes. Say for whom" in cards


def test_a_sentence_that_was_taken_over_is_not_proposed_again(client, coordinator, programme):
    objective = make_objective(programme, **answered(programme))
    change(objective, title=Translations({code: proposed_sentence(objective, code) for code in programme.languages}))
    client.force_login(coordinator)

    assert "Proposed sentence" not in read(client, programme, "objectives/")
    assert "Proposed sentence" not in read(client, programme, f"objective/{objective.key}/")


def test_the_workshop_is_told_with_the_objectives_that_came_of_it(client, coordinator, programme):
    workshop = make_consultation(programme, held_on=date(2026, 5, 12))
    make_objective(programme, consultation=workshop)
    make_objective(programme)
    client.force_login(coordinator)

    html = under(read(client, programme, "objectives/"), "objectives.workshop")

    assert f'href="{page(programme, "cooperation/")}#{workshop.key}"' in html
    assert "12 May 2026" in html
    assert '<span class="code">O1</span>' in html
    assert "Without a workshop:" in html


def test_measures_whose_objective_is_archived_are_not_lost(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    archive_record(measure, by=SYSTEM)
    archive_record(objective, by=SYSTEM)
    restore_record(measure, by=SYSTEM)
    client.force_login(coordinator)

    html = under(read(client, programme, "objectives/"), "objectives.means")

    assert "Measures whose objective is in the archive" in html
    assert "Its objective is in the archive. Choose another one." in html


# Writing


def test_an_answer_to_a_question_is_written_and_shown(client, coordinator, programme):
    answer = answer_of(programme, "objectives.themes")
    client.force_login(coordinator)
    tail = f"objectives-answer/{answer.key}/"
    assert "Which themes are important in this municipality?" in read(client, programme, tail)

    data = {"text_sv": "<p>Språk och <script>alert(1)</script>arbete</p>", "row_version": 1}
    response = client.post(page(programme, tail), data)

    assert response.status_code == 302
    assert response["Location"].endswith(f"/objectives/#{answer.key}")
    html = under(read(client, programme, "objectives/"), "objectives.themes")
    assert f'id="{answer.key}"' in html
    assert "Språk och" in html
    assert "<script>" not in html


def test_what_exists_once_is_not_archived(client, coordinator, programme):
    answer = answer_of(programme, "objectives.themes")
    client.force_login(coordinator)

    assert client.post(page(programme, f"objectives-answer/{answer.key}/archive/")).status_code == 404
    assert client.post(page(programme, f"objectives-answer/{answer.key}/move/up/")).status_code == 404


def test_an_objective_is_added_with_its_links(client, coordinator, programme):
    finding, plan = make_finding(programme), make_plan(programme)
    client.force_login(coordinator)
    data = {"theme": "employment", "title_sv": "Fler i arbete", "findings": [finding.pk], "plans": [plan.pk]}

    response = client.post(page(programme, "objective/add/"), data)

    objective = Objective.objects.get(programme=programme)
    assert response["Location"].endswith(f"/objectives/#{objective.key}")
    assert (objective.code, objective.title) == ("O1", {"sv": "Fler i arbete"})
    assert list(objective.findings.all()) == [finding]
    assert list(objective.plans.all()) == [plan]


def test_a_measure_begins_under_the_objective_it_was_asked_for(client, coordinator, programme):
    make_objective(programme)
    objective = make_objective(programme)
    client.force_login(coordinator)

    html = read(client, programme, f"measure/add/?objective={objective.pk}")

    assert f'<option value="{objective.pk}" selected>' in html


def test_a_measure_is_moved_to_another_objective_and_keeps_its_code(client, coordinator, programme):
    measure, target = make_measure(make_objective(programme)), make_objective(programme)
    client.force_login(coordinator)
    data = {"objective": target.pk, "title_sv": "Kvällskurs", "status": "planned", "row_version": measure.row_version}

    client.post(page(programme, f"measure/{measure.key}/"), data)

    measure = Measure.objects.get(pk=measure.pk)
    assert (measure.objective, measure.code) == (target, "M1.1")


def test_an_objective_in_use_is_not_archived_and_the_page_says_why(client, coordinator, programme):
    objective = make_objective(programme)
    make_measure(objective)
    client.force_login(coordinator)

    response = client.post(page(programme, f"objective/{objective.key}/archive/"), follow=True)

    assert "Objective O1 cannot be archived while it has measures or indicators: M1.1." in response.content.decode()
    assert Objective.objects.get(pk=objective.pk).archived_at is None
