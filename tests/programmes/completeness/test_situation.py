"""What phase 3 lacks."""

from decimal import Decimal

import pytest

from integration_programme.translations import Translations
from programmes.enums import Phase
from tests.programmes.factories import (
    answer_of,
    change,
    make_finding,
    make_own_figure,
    make_service,
    make_source,
    words,
)
from tests.programmes.reading import sentences

pytestmark = pytest.mark.django_db


def test_a_new_programme_lacks_words_findings_services_and_sources(programme, figures):
    found = sentences(programme, Phase.SITUATION)

    assert len(found) == 13
    assert found[0] == "No finding has been written down: say what the figures and the words tell together."
    assert "“Age, gender, languages and work” has figures but no words: say what they mean here." in found
    assert "“What do they need?” has neither figures nor words." in found
    assert "“How do different communities get on with each other?” has neither figures nor words." in found
    assert sentences(programme, Phase.SITUATION, blocks=True) == []


def test_nothing_lacks_in_a_phase_that_is_filled_in(programme, figures):
    for answer in programme.answers.filter(question__startswith="situation."):
        change(answer, text=words(programme, "So"))
    make_own_figure(programme)
    make_finding(programme, questions=["situation.needs"])
    make_service(programme)
    make_source(programme)

    assert sentences(programme, Phase.SITUATION) == []


def test_gaps_of_single_records_are_named(programme):
    make_own_figure(programme, "Refugees", value=Decimal(4))
    make_own_figure(programme, "Pupils", period={})
    make_own_figure(programme, "Moves", value=None)
    make_finding(programme)
    change(answer_of(programme), text=Translations({"sv": "<p>Kurser.</p>"}))

    found = sentences(programme, Phase.SITUATION)

    assert "Finding F1 names no evidence: a question, a consultation or words." in found
    assert (
        "“Refugees (sv) (in Swedish)” counts fewer than 5 persons: the number is shown to nobody. Group it with others."
        in found
    )
    assert "“Pupils (sv) (in Swedish)” does not say of which year it is, or whom it counts." in found
    assert "“Moves (sv) (in Swedish)” has no value yet." in found
    assert "“What do they need?” lacks text in: Finnish." in found
