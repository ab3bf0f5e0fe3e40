"""Phase 4: objectives with their quality, measures, links to plans, the workshop, the questions."""

from datetime import date

import pytest
from django.utils import translation

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, archive_record, change_record, restore_record
from programmes.completeness import missing_in_phase
from programmes.completeness.objectives import proposed_sentence, quality
from programmes.enums import Phase
from programmes.models import Consultation, Measure, Objective, Plan, Programme, QuestionAnswer
from tests.programmes.factories import (
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    make_programme,
    words,
)
from tests.stakeholders.factories import make_adviser, make_centre, make_coordinator, make_municipality, make_user

pytestmark = pytest.mark.django_db
#: the savepoint around the write in a test's own transaction, and its release
TRANSACTION = 2


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


def page(programme, tail="objectives/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def read(client, programme, tail="objectives/") -> str:
    response = client.get(page(programme, tail))
    assert response.status_code == 200
    return response.content.decode()


def under(html: str, key: str) -> str:
    """What the page says under one checklist item."""
    return html.split(f'<article class="item-card" id="{key}">')[1].split('<article class="item-card"')[0]


def sentences(programme) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return [fact.sentence for fact in missing_in_phase(fresh, Phase.OBJECTIVES)]


def answered(programme, **fields):
    """The five questions answered in each language."""
    given = {
        "change": words(programme, "The employment rate rises"),
        "for_whom": words(programme, "women"),
        "from_state": words(programme, "52 % (2024)"),
        "to_state": words(programme, "60 %"),
        "by_when": date(2029, 12, 31),
    }
    return given | fields


def make_plan(programme, name="Municipal strategy", **fields) -> Plan:
    return add_record(Plan(programme=programme, name=words(programme, name), **fields), by=None)


def write_answers(programme):
    for answer in QuestionAnswer.objects.filter(programme=programme, question__startswith="objectives."):
        answer.programme = programme
        answer.text = Translations(dict.fromkeys(programme.languages, "<p>Language and work.</p>"))
        change_record(answer, version=answer.version, by=None)


def fill(programme, number: int):
    """This many rows of every list of the page."""
    workshop = add_record(Consultation(programme=programme, title=words(programme, "Workshop")), by=None)
    for at in range(number):
        plan = make_plan(programme, f"Plan {at}")
        objective = Objective(programme=programme, title=words(programme, f"Aim {at}"), consultation=workshop)
        add_record(objective, {"findings": [make_finding(programme)], "plans": [plan]}, by=None)
        measure = make_measure(objective)
        make_indicator(programme, objective=objective, measures=[measure])


# Quality


def test_five_questions_make_an_objective_that_can_be_followed(programme):
    bare = make_objective(programme)
    full = make_objective(programme, **answered(programme))

    assert quality(full) == (5, [])
    assert quality(bare) == (
        0,
        [
            "Say what changes.",
            "Say for whom it changes.",
            "Say from which starting point.",
            "Say to which aim.",
            "Say by when.",
        ],
    )


def test_the_answers_make_a_sentence_in_each_language(programme):
    objective = make_objective(programme, **answered(programme, from_state=Translations({"sv": "52 % (2024)."})))

    sentence = proposed_sentence(objective, "sv")
    parts = ["The employment rate rises (sv). ", "women (sv). ", "52 % (2024). ", "2029", "60 % (sv)."]
    places = [sentence.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert proposed_sentence(objective, "fi") == ""


def test_answers_that_are_sentences_make_a_line_that_reads_well(programme):
    answers = {
        "change": "People meet. Adults know what to do!",
        "for_whom": "all residents,",
        "from_state": "61% find relations good (2026).",
        "to_state": "75% find them good…",
    }
    texts = {name: Translations({"en": text}) for name, text in answers.items()}
    objective = Objective(programme=programme, **texts, by_when=date(2029, 12, 31))

    assert proposed_sentence(objective, "en") == (
        "People meet. Adults know what to do. For whom: all residents. Now: 61% find relations good (2026). "
        "Aim by the end of 2029: 75% find them good."
    )


def test_a_day_within_the_year_is_written_out(programme):
    english = {name: Translations({"en": text}) for name, text in (("change", "A"), ("for_whom", "b"))}
    states = {"from_state": Translations({"en": "1"}), "to_state": Translations({"en": "2"})}
    objective = Objective(programme=programme, **english, **states, by_when=date(2028, 6, 1))

    assert proposed_sentence(objective, "en") == "A. For whom: b. Now: 1. Aim by 1.6.2028: 2."
    objective.by_when = date(2028, 12, 31)
    assert proposed_sentence(objective, "en") == "A. For whom: b. Now: 1. Aim by the end of 2028: 2."


def test_the_first_of_a_list_is_not_moved_up_nor_the_last_one_down(client, coordinator, programme):
    first, last = make_objective(programme), make_objective(programme)
    alone = make_measure(first)
    client.force_login(coordinator)
    html = read(client, programme)

    assert [f"{record.key}/move/up/" in html for record in (first, last, alone)] == [False, True, False]
    assert [f"{record.key}/move/down/" in html for record in (first, last, alone)] == [True, False, False]
    assert html.count(f"{alone.key}/archive/") == 1


def test_objectives_are_listed_to_jump_to_when_there_are_several(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    assert "Objectives on this page" not in read(client, programme)

    make_objective(programme)
    listed = read(client, programme).split("Objectives on this page")[1].split("</nav>")[0]
    assert f'href="#{objective.key}"' in listed
    assert f'href="#measures-{objective.code}"' in listed


def test_the_thread_of_an_objective_is_folded_until_it_breaks(client, coordinator, programme):
    finding = make_finding(programme)
    objective = add_record(
        Objective(programme=programme, title=words(programme, "Aim")), {"findings": [finding]}, by=None
    )
    client.force_login(coordinator)
    assert '<details class="thread-details" open>' in under(read(client, programme), "objectives.areas")

    measure = make_measure(objective)
    cards = under(read(client, programme), "objectives.areas")
    assert '<details class="thread-details">' in cards
    assert f"{finding.code} → {objective.code} → {measure.code}" in cards


def test_the_proposal_is_shown_for_copying_and_hints_while_something_lacks(client, coordinator, programme):
    full = make_objective(programme, **answered(programme))
    bare = make_objective(programme)
    client.force_login(coordinator)

    on_form = read(client, programme, f"objective/{full.key}/")
    assert "Proposed sentence" in on_form
    assert on_form.count(proposed_sentence(full, "sv")) == 1
    assert "Five questions make an objective that can be followed" not in on_form
    assert "Say by when." in read(client, programme, f"objective/{bare.key}/")

    cards = under(read(client, programme), "objectives.areas")
    assert "5 of 5 questions answered" in cards
    assert "To make it an objective that can be followed: Say what changes. Say for whom" in cards


def test_a_sentence_that_was_taken_over_is_not_proposed_again(client, coordinator, programme):
    objective = make_objective(programme, **answered(programme))
    objective.title = Translations({code: proposed_sentence(objective, code) for code in programme.languages})
    change_record(objective, version=objective.version, by=None)
    client.force_login(coordinator)

    assert "Proposed sentence" not in read(client, programme)
    assert "Proposed sentence" not in read(client, programme, f"objective/{objective.key}/")


# What lacks


def test_a_programme_without_objectives_is_blocked(programme):
    facts = missing_in_phase(Programme.objects.get(pk=programme.pk), Phase.OBJECTIVES)

    assert [fact.sentence for fact in facts if fact.is_block] == [
        "There is no objective yet: a programme needs at least one."
    ]


def test_only_the_first_objective_is_a_block_and_the_rest_warns(programme):
    objective = make_objective(programme)
    make_measure(objective)

    found = sentences(programme)

    assert not any(fact.is_block for fact in missing_in_phase(Programme.objects.get(pk=programme.pk), Phase.OBJECTIVES))
    assert "Measure M1.1 has no owner." in found
    assert "Measure M1.1 has no schedule." in found
    assert "No link to the municipal strategy or another plan has been made." in found
    assert "This question is not answered yet: “Which themes are important in this municipality?”" in found


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme):
    objective = make_objective(programme, **answered(programme))
    make_measure(objective, owner=words(programme, "Adult education"), starts_on=date(2027, 1, 1))
    make_plan(programme, owner=words(programme, "Council"), valid_to=date(2999, 12, 31))
    write_answers(programme)

    assert sentences(programme) == []


def test_a_text_that_lacks_in_one_language_is_named(programme):
    make_objective(programme, **answered(programme, for_whom=Translations({"sv": "kvinnor"})))

    assert "“O1 More people in work (sv)” lacks text in: Finnish." in sentences(programme)


def test_an_ended_plan_warns_and_wears_it_on_its_card(client, coordinator, programme):
    plan = make_plan(programme, "Strategy 2022–2025", valid_from=date(2022, 1, 1), valid_to=date(2025, 12, 31))
    client.force_login(coordinator)

    assert (
        "The plan “Strategy 2022–2025 (sv)” ended on 31.12.2025. Link to the one that followed, or archive this link."
        in sentences(programme)
    )
    assert "Ended on 31.12.2025" in under(read(client, programme), "objectives.plans")

    plan.valid_to = date(2999, 12, 31)
    change_record(plan, version=plan.version, by=None)
    assert "Ended on" not in read(client, programme)


def test_too_many_objectives_are_said_to_be_too_many(programme):
    for _ in range(9):
        make_objective(programme)

    assert any(sentence.startswith("There are 9 objectives.") for sentence in sentences(programme))


# The page


def test_the_page_shows_the_thread_of_every_objective_and_measure(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme, findings=[finding])
    measure = make_measure(objective)
    indicator = make_indicator(programme, objective=objective, measures=[measure])
    client.force_login(coordinator)

    html = read(client, programme)

    objective_card = under(html, "objectives.areas")
    assert f'href="/en/programmes/{programme.slug}/situation/#{finding.key}"' in objective_card
    assert f'href="/en/programmes/{programme.slug}/objectives/#{measure.key}"' in objective_card
    assert f'href="/en/programmes/{programme.slug}/monitoring/#{indicator.key}"' in objective_card
    measure_card = under(html, "objectives.means")
    assert f'href="/en/programmes/{programme.slug}/objectives/#{objective.key}"' in measure_card
    assert f'href="/en/programmes/{programme.slug}/monitoring/#{indicator.key}"' in measure_card


def test_a_gap_in_the_thread_is_said_in_words(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    assert "It answers no finding yet." in read(client, programme)
    assert "It has no measure and no indicator yet." in read(client, programme, f"objective/{objective.key}/")

    make_measure(objective)
    assert "No indicator tells about it yet." in under(read(client, programme), "objectives.means")


def test_an_archived_finding_is_no_answer(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme, findings=[finding])
    archive_record(finding, by=None)
    client.force_login(coordinator)

    assert "It answers no finding yet." in read(client, programme)
    assert "It answers no finding yet." in read(client, programme, f"objective/{objective.key}/")


def test_the_workshop_is_told_with_the_objectives_that_came_of_it(client, coordinator, programme):
    workshop = Consultation(programme=programme, title=words(programme, "Seminar"), held_on=date(2026, 5, 12))
    add_record(workshop, by=None)
    make_objective(programme, consultation=workshop)
    make_objective(programme)
    client.force_login(coordinator)

    html = under(read(client, programme), "objectives.workshop")

    assert f'href="/en/programmes/{programme.slug}/cooperation/#{workshop.key}"' in html
    assert "12.5.2026" in html
    assert '<span class="code">O1</span>' in html
    assert "Without a workshop:" in html


def test_measures_whose_objective_is_archived_are_not_lost(client, coordinator, programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    archive_record(measure, by=None)
    archive_record(objective, by=None)
    restore_record(measure, by=None)
    client.force_login(coordinator)

    html = under(read(client, programme), "objectives.means")

    assert "Measures whose objective is in the archive" in html
    assert "Its objective is in the archive. Choose another one." in html


def test_an_answer_to_a_question_is_written_and_shown(client, coordinator, programme):
    answer = QuestionAnswer.objects.get(programme=programme, question="objectives.themes")
    client.force_login(coordinator)
    tail = f"objectives-answer/{answer.key}/"
    assert "Which themes are important in this municipality?" in read(client, programme, tail)

    data = {"text_sv": "<p>Språk och <script>alert(1)</script>arbete</p>", "version": 1}
    response = client.post(page(programme, tail), data)

    assert response.status_code == 302
    assert response["Location"].endswith(f"/objectives/#{answer.key}")
    html = under(read(client, programme), "objectives.themes")
    assert f'id="{answer.key}"' in html
    assert "Språk och" in html
    assert "<script>" not in html


def test_what_exists_once_is_not_archived(client, coordinator, programme):
    answer = QuestionAnswer.objects.get(programme=programme, question="objectives.themes")
    client.force_login(coordinator)

    assert client.post(page(programme, f"objectives-answer/{answer.key}/archive/")).status_code == 404
    assert client.post(page(programme, f"objectives-answer/{answer.key}/move/up/")).status_code == 404


# Writing


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
    data = {"objective": target.pk, "title_sv": "Kvällskurs", "status": "planned", "version": measure.version}

    client.post(page(programme, f"measure/{measure.key}/"), data)

    measure = Measure.objects.get(pk=measure.pk)
    assert (measure.objective, measure.code) == (target, "M1.1")


def test_dates_out_of_order_are_refused_and_what_was_typed_stays(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)
    data = {"objective": objective.pk, "title_sv": "Kvällskurs", "status": "planned"}

    response = client.post(page(programme, "measure/add/"), data | {"starts_on": "2028-01-01", "ends_on": "2027-01-01"})

    assert response.status_code == 200
    assert "“Ends” is before “Begins”. Check the two dates." in response.content.decode()
    assert 'value="Kvällskurs"' in response.content.decode()
    assert not Measure.objects.exists()


def test_another_programmes_finding_cannot_be_chosen(client, coordinator, programme):
    foreign = make_finding(make_programme("599"))
    client.force_login(coordinator)

    response = client.post(page(programme, "objective/add/"), {"theme": "other", "findings": [foreign.pk]})

    assert response.status_code == 200
    assert not Objective.objects.filter(programme=programme).exists()


def test_an_objective_in_use_is_not_archived_and_the_page_says_why(client, coordinator, programme):
    objective = make_objective(programme)
    make_measure(objective)
    client.force_login(coordinator)

    response = client.post(page(programme, f"objective/{objective.key}/archive/"), follow=True)

    assert "Objective O1 cannot be archived while it has measures or indicators: M1.1." in response.content.decode()
    assert Objective.objects.get(pk=objective.pk).archived_at is None


def test_a_stale_save_shows_both_texts(client, coordinator, programme):
    objective = make_objective(programme)
    objective.title = words(programme, "Saved meanwhile")
    change_record(objective, version=1, by=None)
    client.force_login(coordinator)
    data = {"theme": "employment", "title_sv": "Typed here", "title_fi": "Typed here", "version": 1}

    response = client.post(page(programme, f"objective/{objective.key}/"), data)

    assert response.status_code == 409
    html = response.content.decode()
    assert "Typed here" in html
    assert "Saved meanwhile (sv)" in html
    assert Objective.objects.get(pk=objective.pk).title == words(programme, "Saved meanwhile")


def test_markup_in_texts_is_harmless(client, coordinator, programme):
    nasty = Translations({"sv": "<script>alert(1)</script> 🙂 עברית"})
    objective = make_objective(programme, change=nasty, for_whom=nasty, from_state=nasty, to_state=nasty)
    make_measure(objective, owner=nasty, partners=nasty, resources=nasty)
    make_plan(programme, passage=nasty, owner=nasty)
    client.force_login(coordinator)

    for tail in ("objectives/", f"objective/{objective.key}/"):
        html = read(client, programme, tail)
        assert "<script>alert" not in html
        assert "🙂 עברית" in html


# Doors


def test_strangers_do_not_know_of_it_and_readers_do_not_write(client, programme):
    objective = make_objective(programme)
    share_programme(programme, "adviser", by=None)
    doors = ["objectives/", f"objective/{objective.key}/", "objective/add/"]

    client.force_login(make_user())
    assert [client.get(page(programme, door)).status_code for door in doors] == [404, 404, 404]

    centre = programme.municipalities.get().centre
    client.force_login(make_adviser(make_centre(centre.code)))
    assert [client.get(page(programme, door)).status_code for door in doors] == [200, 403, 403]
    html = read(client, programme)
    assert "Add an objective" not in html
    assert "Answer the question" not in html


def test_acts_are_posts(client, coordinator, programme):
    objective = make_objective(programme)
    client.force_login(coordinator)

    for act in ("archive/", "restore/", "move/up/"):
        assert client.get(page(programme, f"objective/{objective.key}/{act}")).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_eleven_questions_whatever_its_length(
    client, coordinator, programme, django_assert_num_queries, rows
):
    fill(programme, rows)
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(page(programme))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_of_one_record_asks_no_more(client, coordinator, programme, django_assert_num_queries, rows):
    fill(programme, rows)
    objective, measure = Objective.objects.first(), Measure.objects.first()
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(page(programme, f"objective/{objective.key}/"))
    with django_assert_num_queries(7):
        client.get(page(programme, f"measure/{measure.key}/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_save_that_changes_every_link_asks_fifteen_things(
    client, coordinator, programme, django_assert_num_queries, rows
):
    fill(programme, rows)
    objective, finding, plan = Objective.objects.first(), make_finding(programme), make_plan(programme)
    workshop = add_record(Consultation(programme=programme, title=words(programme, "Other")), by=None)
    data = {"theme": "other", "title_sv": "A", "consultation": workshop.pk, "version": 1}
    client.force_login(coordinator)

    with django_assert_num_queries(15 + TRANSACTION):
        client.post(
            page(programme, f"objective/{objective.key}/"), data | {"findings": [finding.pk], "plans": [plan.pk]}
        )

    assert list(objective.findings.all()) == [finding]
