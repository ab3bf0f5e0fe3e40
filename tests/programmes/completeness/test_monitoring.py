"""What phase 6 lacks."""

from datetime import date

import pytest
from django.utils.html import escape

from integration_programme.translations import Translations
from programmes.completeness import missing_in_phase
from programmes.enums import Phase
from tests.programmes.factories import (
    change,
    followable,
    fresh,
    make_indicator,
    make_measure,
    make_objective,
    make_plan,
    make_recipient,
    words,
)
from tests.programmes.reading import as_searched, sentences

pytestmark = pytest.mark.django_db


def test_an_empty_phase_lacks_all_it_is_for_and_blocks_nothing(programme):
    assert sentences(programme, Phase.MONITORING, blocks=False) == [
        "There is no indicator yet.",
        "Nobody has been named who monitors the programme.",
        "Nobody has been named who receives reports on the programme.",
        "It has not been said when the programme is updated before its period ends.",
    ]
    assert sentences(programme, Phase.MONITORING, blocks=True) == []


def test_a_bare_indicator_lacks_nearly_everything(programme):
    make_objective(programme)
    make_indicator(programme)

    assert sentences(programme, Phase.MONITORING)[:6] == [
        "Objective O1 has no indicator.",
        "Indicator I1 has no source.",
        "Indicator I1 has no baseline. Give its value and date, or the date by which it is measured.",
        "Indicator I1 has no target.",
        "Indicator I1 has no owner.",
        "Indicator I1 serves no objective.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"baseline_date": None}, "The baseline of indicator I1 has no date."),
        ({"target_date": None}, "The target of indicator I1 has no date."),
        ({"target_value": None}, "Indicator I1 has no target."),
        ({"source": Translations()}, "Indicator I1 has no source."),
        ({"owner": None}, "Indicator I1 has no owner."),
        ({"objective": None}, "Indicator I1 serves no objective."),
        ({"direction": "up"}, "The target of indicator I1 lies in the other direction than the one chosen."),
    ],
)
def test_each_thing_that_lacks_is_said_by_itself(programme, fields, sentence):
    objective = make_objective(programme)
    make_indicator(programme, objective=objective, **followable(programme))
    make_indicator(programme, **followable(programme, **{"objective": objective} | fields))

    found = [each for each in sentences(programme, Phase.MONITORING) if "indicator" in each.lower()]

    assert found == [sentence.replace("I1", "I2")]


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme):
    by_measuring = {"baseline_value": None, "baseline_date": None, "baseline_by": date(2027, 6, 30)}
    make_indicator(programme, objective=make_objective(programme), **followable(programme, **by_measuring))
    make_recipient(programme)
    texts = {"who_monitors": "The coordinator", "update_triggers": "A change in law"}
    change(programme.monitoring, **{name: words(programme, text) for name, text in texts.items()})

    assert sentences(programme, Phase.MONITORING) == []


def test_more_than_25_indicators_are_said_to_be_too_many(programme):
    for _ in range(26):
        make_indicator(programme)

    assert any(sentence.startswith("There are 26 indicators.") for sentence in sentences(programme, Phase.MONITORING))


@pytest.mark.parametrize("phase", [Phase.OBJECTIVES, Phase.MONITORING])
def test_every_fact_leads_to_a_page_that_says_it_and_to_a_place_there(client, coordinator, programme, phase):
    half = Translations({"sv": "Hälften"})
    make_measure(make_objective(programme, for_whom=half), half)
    make_objective(programme)
    make_indicator(programme, unit=half)
    make_plan(programme, half, valid_to=date(2025, 1, 1))
    make_recipient(programme, recipient=half)
    change(programme.monitoring, who_monitors=half, update_triggers=half)
    client.force_login(coordinator)

    facts = missing_in_phase(fresh(programme), phase)

    assert len(facts) > 10
    programme = fresh(programme)
    for fact in facts:
        address, _hash, anchor = fact.url.partition("#")
        html = as_searched(client.get(address))
        # the page of a record says what lacks in its own phase; what another phase asks of it shows there by itself
        if fact.place.phase(programme) == phase:
            assert (fact.sentence, escape(fact.sentence) in html) == (fact.sentence, True)
        assert (fact.sentence, not anchor or f'id="{anchor}"' in html) == (fact.sentence, True)
