"""What phase 5 lacks."""

import itertools

import pytest

from integration_programme.translations import Translations
from programmes.completeness import missing_in_phase
from programmes.enums import Phase
from tests.programmes.factories import change, element_of, fresh, words
from tests.programmes.reading import sentences

pytestmark = pytest.mark.django_db


def test_open_elements_and_empty_states_are_warned_of(programme):
    assert len(sentences(programme, Phase.DOCUMENT, blocks=False)) == 10
    assert sentences(programme, Phase.DOCUMENT, blocks=True) == []
    change(element_of(programme, "strategy"), state="written")
    change(element_of(programme, "bodies"), state="elsewhere")
    change(element_of(programme, "protection"), state="not_relevant")
    told = {fact.item: fact.sentence for fact in missing_in_phase(fresh(programme), Phase.DOCUMENT)}
    assert told["document.strategy"].endswith("is marked as written, but has no text.")
    assert told["document.bodies"].endswith("it is not said where.")
    assert told["document.protection"].endswith("is left out without a reason.")


def test_texts_are_asked_for_in_every_content_language(programme):
    change(element_of(programme, "strategy"), state="written", text=Translations({"sv": "<p>Hej</p>"}))
    facts = [fact for fact in missing_in_phase(fresh(programme), Phase.DOCUMENT) if fact.item == "document.strategy"]
    assert [fact.sentence.endswith("lacks text in: Finnish.") for fact in facts] == [True]


def test_nothing_lacks_when_every_element_is_settled_in_one_way_or_another(programme):
    ways = itertools.cycle([("written", "text"), ("elsewhere", "elsewhere"), ("not_relevant", "reason")])
    for element, (state, field) in zip(programme.elements.all(), ways, strict=False):
        change(element, **{"state": state, field: words(programme, "Said")})
    assert sentences(programme, Phase.DOCUMENT) == []
