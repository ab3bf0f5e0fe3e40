"""Facts are known by a code and a place, hold plain values, and are said in the language of whoever reads them."""

import json
from datetime import date

import pytest
from django.utils import translation

from integration_programme.translations import Translations
from programmes.actions.records import add_record
from programmes.completeness import missing
from programmes.completeness.facts import SENTENCES, Sentence, named, tell
from programmes.completeness.thread import breaks
from programmes.models import Milestone, Programme
from programmes.models.kinds import KINDS
from tests.programmes.every_kind import make_town, write_all
from tests.programmes.factories import (
    answer_of,
    change,
    fresh,
    make_chosen_group,
    make_finding,
    make_indicator,
    make_mark,
    make_measure,
    make_objective,
    make_own_figure,
    make_partner,
    make_plan,
    make_step,
)
from tests.stakeholders.factories import make_seat

pytestmark = pytest.mark.django_db

IN_SWEDISH = Translations({"sv": "Bara på svenska"})
OLD = date(2020, 1, 1)


@pytest.fixture
def lacking(coordinator, programme) -> Programme:
    """A programme in which much is written, in one language only, and much lacks, twice of everything."""
    group = make_chosen_group(programme, by=coordinator)
    for _ in range(2):
        make_seat(group, by=coordinator, organisation=IN_SWEDISH)
        make_finding(programme, IN_SWEDISH)
        objective = make_objective(programme, IN_SWEDISH, by_when=OLD)
        make_objective(programme, IN_SWEDISH)
        make_measure(objective, IN_SWEDISH)
        make_indicator(programme, IN_SWEDISH, target_value=1, target_date=OLD)
        make_own_figure(programme, IN_SWEDISH, value=3, period=Translations())
        make_plan(programme, IN_SWEDISH, valid_to=OLD)
        make_step(programme, body_name=IN_SWEDISH, planned_on=OLD)
        add_record(Milestone(programme=programme, name=IN_SWEDISH, due_on=OLD), by=coordinator)
    make_partner(programme)
    make_mark(programme, "cooperation.group", turn=IN_SWEDISH)
    names = ("coordinating_body", "approving_body_name", "adviser_advice", "external_experts", "resources")
    change(programme.responsibility, **dict.fromkeys(names, IN_SWEDISH))
    change(programme.cooperation, immigrants_involved=IN_SWEDISH, no_group_reason=IN_SWEDISH)
    change(programme.monitoring, who_monitors=IN_SWEDISH, update_triggers=IN_SWEDISH)
    change(answer_of(programme), text=IN_SWEDISH)
    change(programme, period_start=date(2026, 1, 1), period_end=date(2029, 12, 31))
    return fresh(programme)


def test_no_two_facts_of_a_programme_have_the_same_key(lacking):
    for facts in (missing(lacking), breaks(lacking)):
        keys = [fact.key for fact in facts]

        assert sorted(keys) == sorted(set(keys))
        assert len(keys) > 10


def test_fact_keeps_its_key_when_names_are_changed(lacking):
    before = {fact.key for fact in missing(lacking)}
    change(lacking.objectives.first(), title=Translations({"sv": "Något helt annat"}))

    after = {fact.key for fact in missing(fresh(lacking))}

    assert after == before


def test_fact_holds_nothing_but_plain_values(lacking):
    for fact in [*missing(lacking), *breaks(lacking)]:
        assert json.loads(json.dumps(fact.values)) == fact.values


def test_fact_is_said_to_each_reader_in_the_readers_language(programme):
    make_objective(programme)
    with translation.override("sv"):
        fact = next(fact for fact in missing(fresh(programme)) if fact.code == "objective-without-measure")

    said = {}
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            said[language] = fact.sentence

    assert said == {
        "fi": "Tavoitteella T1 ei ole toimenpidettä.",
        "sv": "Mål MÅ1 har ingen åtgärd.",
        "en": "Objective O1 has no measure.",
    }


def test_names_and_languages_in_a_sentence_are_the_readers_too(programme):
    plan = make_plan(
        programme, Translations({"sv": "Kommunstrategi", "fi": "Kuntastrategia"}), valid_to=date(2020, 1, 2)
    )
    with translation.override("sv"):
        fact = next(fact for fact in missing(fresh(programme)) if fact.code == "plan-ended")

    with translation.override("fi"):
        in_finnish = fact.sentence
    assert "Kuntastrategia" in in_finnish and "2.1.2020" in in_finnish
    assert fact.sentence == (
        "The plan “Kommunstrategi (in Swedish)” ended on 2 January 2020. Link to the one that followed, or archive this link."
    )
    assert str(fact.place) == f"plan:{plan.key}/valid_to"


def test_every_fact_names_a_thing_that_is_there(lacking):
    places = {str(fact.place): fact.place for fact in [*missing(lacking), *breaks(lacking)]}

    nowhere = [text for text, place in places.items() if place.kind != "item" and place.record(lacking) is None]

    assert nowhere == []
    assert all(place.label(lacking) and place.programme == lacking.slug for place in places.values())


def test_a_code_has_one_sentence():
    with pytest.raises(ValueError, match="two sentences"):
        tell("no-objective", "Something else.")
    assert "no-objective" in SENTENCES


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_record_is_called_in_sentences_what_its_label_says(client, language):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    write_all(client, programme)
    make_mark(programme, "cooperation.group", status="done")
    programme = fresh(programme)

    for name, kind in KINDS.items():
        for record in [programme] if name == "programme" else kind.model.objects.filter(programme=programme):
            with translation.override(language):
                label = record.label(language, programme.original_language)
                said = Sentence("%(record)s").say(named(programme, "record", record))
                assert (name, said) == (name, label)
