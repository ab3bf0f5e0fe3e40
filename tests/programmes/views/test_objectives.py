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
    make_indicator,
    make_measure,
    make_objective,
    make_plan,
    make_thread,
)
from tests.programmes.reading import page, read

pytestmark = pytest.mark.django_db


# The page


def test_the_pages_of_an_objective_and_a_measure_show_their_thread(client, coordinator, programme):
    finding, objective, measure, indicator = make_thread(programme)
    client.force_login(coordinator)

    on_objective = read(client, programme, f"objective/{objective.key}/")
    on_measure = read(client, programme, f"measure/{measure.key}/")

    assert f'href="{page(programme, f"finding/{finding.key}/")}"' in on_objective
    assert f'href="{page(programme, f"measure/{measure.key}/")}"' in on_objective
    assert f'href="{page(programme, f"indicator/{indicator.key}/")}"' in on_objective
    assert f'href="{page(programme, f"objective/{objective.key}/")}"' in on_measure
    assert f'href="{page(programme, f"indicator/{indicator.key}/")}"' in on_measure


@pytest.mark.parametrize("tail", ["objectives/", "item/objectives.areas/"])
def test_the_line_of_an_objective_counts_what_hangs_on_it(client, coordinator, programme, tail):
    objective = make_objective(programme, by_when=date(2029, 6, 30))
    client.force_login(coordinator)
    assert "0 measures · 0 indicators" in read(client, programme, tail)

    make_measure(objective), make_measure(objective), make_indicator(programme, objective=objective)
    html = read(client, programme, tail)
    assert "2 measures · 1 indicator" in html
    assert "30 June 2029" in html
    assert (
        f'<span class="code">O1</span> <a class="row-link" href="{page(programme, f"objective/{objective.key}/")}">'
        in html
    )


def test_a_gap_in_the_thread_is_said_in_words(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    html = read(client, programme, f"objective/{objective.key}/")
    assert "It answers no finding yet." in html
    assert "No measures yet." in html
    assert "No indicator shows yet whether it is reached." in html
    assert "It has no measure and no indicator yet." in read(client, programme, f"objective/{objective.key}/edit/")

    measure = make_measure(objective)
    assert "No indicator tells about it yet." in read(client, programme, f"measure/{measure.key}/")


def test_an_archived_finding_is_no_answer(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme, findings=[finding])
    archive_record(finding, by=SYSTEM)
    client.force_login(coordinator)

    assert "It answers no finding yet." in read(client, programme, f"objective/{objective.key}/")
    assert "It answers no finding yet." in read(client, programme, f"objective/{objective.key}/edit/")


def test_the_other_objectives_stand_beside_one_when_there_are_several(client, coordinator, programme):
    first = make_objective(programme)
    client.force_login(coordinator)
    alone = read(client, programme, f"objective/{first.key}/")
    assert '<nav class="neighbours"' not in alone and 'rel="next"' not in alone

    second = make_objective(programme)
    html = read(client, programme, f"objective/{first.key}/")
    beside = html.split('<nav class="neighbours"')[1].split("</nav>")[0]
    assert f'href="{page(programme, f"objective/{first.key}/")}" aria-current="page"' in beside
    assert f'href="{page(programme, f"objective/{second.key}/")}"' in beside
    assert f'href="{page(programme, f"objective/{second.key}/")}" rel="next"' in html
    assert 'rel="prev"' not in html
    assert "(1 of 2)" in html


def test_the_first_of_a_list_is_not_moved_up_nor_the_last_one_down(client, coordinator, programme):
    first, last = make_objective(programme), make_objective(programme)
    alone = make_measure(first)
    client.force_login(coordinator)
    pages = [("objective", first), ("objective", last), ("measure", alone)]
    shown = [read(client, programme, f"{kind}/{record.key}/") for kind, record in pages]

    keys = [record.key for _kind, record in pages]
    assert [f"{key}/move/up/" in html for key, html in zip(keys, shown, strict=True)] == [False, True, False]
    assert [f"{key}/move/down/" in html for key, html in zip(keys, shown, strict=True)] == [True, False, False]
    assert [html.count(f"{key}/archive/") for key, html in zip(keys, shown, strict=True)] == [1, 1, 1]


def test_the_proposal_is_shown_for_copying_and_hints_while_something_lacks(client, coordinator, programme):
    full = make_objective(programme, **answered(programme))
    bare = make_objective(programme)
    client.force_login(coordinator)

    on_form = read(client, programme, f"objective/{full.key}/edit/")
    assert "Proposed sentence" in on_form
    assert on_form.count(proposed_sentence(full, "sv")) == 1
    assert "Five questions make an objective that can be followed" not in on_form
    assert "Say by when." in read(client, programme, f"objective/{bare.key}/edit/")

    on_page = read(client, programme, f"objective/{full.key}/")
    assert "5 of 5 questions answered" in on_page
    assert on_page.count(proposed_sentence(full, "sv")) == 1
    assert "To make it an objective that can be followed" not in on_page
    on_bare = read(client, programme, f"objective/{bare.key}/")
    assert "To make it an objective that can be followed: Say what changes. Say for whom" in on_bare


def test_a_sentence_that_was_taken_over_is_not_proposed_again(client, coordinator, programme):
    objective = make_objective(programme, **answered(programme))
    change(objective, title=Translations({code: proposed_sentence(objective, code) for code in programme.languages}))
    client.force_login(coordinator)

    assert "Proposed sentence" not in read(client, programme, f"objective/{objective.key}/")
    assert "Proposed sentence" not in read(client, programme, f"objective/{objective.key}/edit/")


def test_the_workshop_is_told_with_the_objectives_that_came_of_it(client, coordinator, programme):
    workshop = make_consultation(programme, held_on=date(2026, 5, 12))
    named, unnamed = make_objective(programme, consultation=workshop), make_objective(programme)
    client.force_login(coordinator)

    html = read(client, programme, "item/objectives.workshop/")

    of_it, without = html.split("<h2>Without a workshop</h2>")
    assert f'href="{page(programme, f"consultation/{workshop.key}/")}"' in of_it
    assert "12 May 2026" in of_it
    assert f'href="{page(programme, f"objective/{named.key}/")}"' in of_it
    assert f'href="{page(programme, f"objective/{unnamed.key}/")}"' not in of_it
    assert f'href="{page(programme, f"objective/{unnamed.key}/")}"' in without
    on_objective = read(client, programme, f"objective/{named.key}/")
    assert f'href="{page(programme, f"consultation/{workshop.key}/")}"' in on_objective


def test_measures_whose_objective_is_archived_are_not_lost(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    archive_record(measure, by=SYSTEM)
    archive_record(objective, by=SYSTEM)
    restore_record(measure, by=SYSTEM)
    client.force_login(coordinator)

    html = read(client, programme, "item/objectives.means/")

    lost = html.split("Measures whose objective is in the archive")[1]
    assert f'href="{page(programme, f"measure/{measure.key}/")}"' in lost
    assert "Its objective is in the archive. Choose another one." in read(client, programme, f"measure/{measure.key}/")


# Writing


def test_an_answer_to_a_question_is_written_and_shown(client, coordinator, programme):
    answer = answer_of(programme, "objectives.themes")
    client.force_login(coordinator)
    tail = f"objectives-answer/{answer.key}/edit/"
    assert "Which themes are important in this municipality?" in read(client, programme, tail)

    data = {"text_sv": "<p>Språk och <script>alert(1)</script>arbete</p>", "row_version": 1}
    response = client.post(page(programme, tail), data)

    assert response.status_code == 302
    assert response["Location"].endswith("/item/objectives.themes/")
    html = read(client, programme, "item/objectives.themes/")
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
    assert response["Location"].endswith(f"/objective/{objective.key}/")
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

    client.post(page(programme, f"measure/{measure.key}/edit/"), data)

    measure = Measure.objects.get(pk=measure.pk)
    assert (measure.objective, measure.code) == (target, "M1.1")


def test_an_objective_in_use_is_not_archived_and_the_page_says_why(client, coordinator, programme):
    objective = make_objective(programme)
    make_measure(objective)
    client.force_login(coordinator)

    response = client.post(page(programme, f"objective/{objective.key}/archive/"), follow=True)

    assert "Objective O1 cannot be archived while it has measures or indicators: M1.1." in response.content.decode()
    assert Objective.objects.get(pk=objective.pk).archived_at is None
