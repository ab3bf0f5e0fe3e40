"""The quality of objectives, and what phase 4 lacks."""

from datetime import date

import pytest

from integration_programme.translations import Translations
from programmes.completeness.objectives import proposed_sentence, quality
from programmes.enums import Phase
from programmes.models import Objective
from tests.programmes.factories import (
    answered,
    change,
    make_measure,
    make_objective,
    make_organisation,
    make_plan,
    words,
)
from tests.programmes.reading import read, sentences

pytestmark = pytest.mark.django_db


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

    assert proposed_sentence(objective, "en") == "A. For whom: b. Now: 1. Aim by 1 June 2028: 2."
    objective.by_when = date(2028, 12, 31)
    assert proposed_sentence(objective, "en") == "A. For whom: b. Now: 1. Aim by the end of 2028: 2."


# What lacks


def test_a_programme_without_objectives_is_blocked(programme):
    assert sentences(programme, Phase.OBJECTIVES, blocks=True) == [
        "There is no objective yet: a programme needs at least one."
    ]


def test_only_the_first_objective_is_a_block_and_the_rest_warns(programme):
    make_measure(make_objective(programme))

    found = sentences(programme, Phase.OBJECTIVES)

    assert sentences(programme, Phase.OBJECTIVES, blocks=True) == []
    assert "Measure M1.1 has no owner." in found
    assert "Measure M1.1 has no schedule." in found
    assert "No link to the municipal strategy or another plan has been made." in found
    assert "This question is not answered yet: “Which themes are important in this municipality?”" in found


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme):
    objective = make_objective(programme, **answered(programme))
    make_measure(objective, owner=make_organisation(programme), starts_on=date(2027, 1, 1))
    make_plan(programme, owner=make_organisation(programme, "Council"), valid_to=date(2999, 12, 31))
    for answer in programme.answers.filter(question__startswith="objectives."):
        change(answer, text=words(programme, "Language and work"))

    assert sentences(programme, Phase.OBJECTIVES) == []


def test_a_text_that_lacks_in_one_language_is_named(programme):
    make_objective(programme, **answered(programme, for_whom=Translations({"sv": "kvinnor"})))

    assert "“O1 More people in work (sv) (in Swedish)” lacks text in: Finnish." in sentences(
        programme, Phase.OBJECTIVES
    )


def test_a_plan_that_has_ended_is_told_here_on_its_line_and_on_its_page(client, coordinator, programme):
    plan = make_plan(programme, "Strategy 2022–2025", valid_from=date(2022, 1, 1), valid_to=date(2025, 12, 31))
    client.force_login(coordinator)

    ended = "The plan “Strategy 2022–2025 (sv) (in Swedish)” ended on 31 December 2025."
    advice = "Link to the one that followed, or archive this link."
    assert f"{ended} {advice}" in sentences(programme, Phase.OBJECTIVES)
    pages = ("item/objectives.plans/", f"plan/{plan.key}/")
    assert ["Ended on 31 December 2025" in read(client, programme, tail) for tail in pages] == [True, True]

    change(plan, valid_to=date(2999, 12, 31))
    assert ["Ended on" in read(client, programme, tail) for tail in pages] == [False, False]


def test_too_many_objectives_are_said_to_be_too_many(programme):
    for _ in range(9):
        make_objective(programme)

    assert any(sentence.startswith("There are 9 objectives.") for sentence in sentences(programme, Phase.OBJECTIVES))
