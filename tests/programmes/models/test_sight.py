"""The nearest switch decides: record before section before programme, each audience by itself."""

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.programmes import share_programme
from programmes.actions.records import archive_record, restore_record
from programmes.actions.sharing import Refused, has_switch, share_place
from programmes.completeness import missing_in_phase
from programmes.completeness.progress import phase_states
from programmes.enums import Audience, Phase
from programmes.models import Place, Sharing, item_place, place_of
from programmes.models.sharing import Sight, sees
from stakeholders.models import Event
from tests.programmes.factories import (
    fresh,
    make_area,
    make_cost,
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    make_thread,
)

GROUP, ADVISER = Audience.GROUP, Audience.ADVISER


def switch(programme, place, is_visible, audience=GROUP) -> None:
    share_place(programme, place, {audience: is_visible}, by=SYSTEM)


def phase(programme, name: str = "situation") -> Place:
    return item_place(programme, name)


def who_sees(programme, place) -> set[str]:
    return {audience.value for audience in Audience if sees(fresh(programme), audience, place)}


@pytest.mark.parametrize(
    ("whole", "section", "record", "is_seen"),
    [
        (None, None, None, False),
        (True, None, None, True),
        (True, False, None, False),
        (True, None, False, False),
        (True, False, True, True),
        (None, True, None, True),
        (None, True, False, False),
        (None, None, True, True),
        (None, False, True, True),
    ],
)
def test_the_nearest_switch_decides(programme, whole, section, record, is_seen):
    finding = make_finding(programme)
    share_programme(programme, [GROUP] if whole else [], by=SYSTEM)
    switch(programme, phase(programme), section)
    switch(programme, place_of(finding), record)

    seen = fresh(programme).seen_by(GROUP).rows("findings")

    assert [row.key for row in seen] == ([finding.key] if is_seen else [])
    assert who_sees(programme, place_of(finding)) == {"writers", *(["group"] if is_seen else [])}


def test_what_stands_under_a_record_goes_with_it_unless_it_has_a_switch_of_its_own(programme):
    area = make_area(programme)
    objective = make_objective(programme, area=area)
    first, second = make_measure(objective), make_measure(objective)
    indicator = make_indicator(programme, objective=objective, measures=[first])
    make_cost(first)
    share_programme(programme, [GROUP], by=SYSTEM)
    switch(programme, place_of(area), False)
    switch(programme, place_of(second), True)

    seen = fresh(programme).seen_by(GROUP)

    assert [row.key for row in seen.rows("measures")] == [second.key]
    assert [seen.rows(name) for name in ("priority_areas", "objectives", "costs", "indicators")] == [[], [], [], []]
    assert who_sees(programme, place_of(indicator)) == {"writers"}


def test_a_record_that_is_seen_knows_no_other_that_is_not(programme):
    finding, _objective, measure, _indicator = make_thread(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    switch(programme, place_of(finding), False)
    switch(programme, place_of(measure), False)
    whole = fresh(programme)

    seen = whole.seen_by(GROUP)

    assert [list(row.findings.all()) for row in seen.rows("objectives")] == [[]]
    assert [list(row.measures.all()) for row in seen.rows("indicators")] == [[]]
    assert [list(row.findings.all()) for row in whole.rows("objectives")] == [[finding]]
    assert [row.programme.audience for row in seen.rows("objectives")] == [GROUP]


def test_a_finding_tells_of_no_objective_that_is_kept_back(programme):
    _finding, objective, *_more = make_thread(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    switch(programme, place_of(objective), False)
    whole = fresh(programme)

    told = {
        audience: [len(row.answered_by) for row in whole.rows("findings", audience)] for audience in (GROUP, "writers")
    }

    assert told == {GROUP: [0], "writers": [1]}


def test_audiences_are_switched_each_by_itself(programme):
    finding = make_finding(programme)
    share_programme(programme, [GROUP, ADVISER], by=SYSTEM)
    switch(programme, place_of(finding), False, ADVISER)

    assert who_sees(programme, place_of(finding)) == {"writers", "group"}


def test_the_public_sees_what_a_switch_of_its_own_shows(programme):
    finding = make_finding(programme)
    Sharing.objects.create(programme=programme, audience=Audience.PUBLIC, place="item:situation")

    assert who_sees(programme, place_of(finding)) == {"writers", "public"}
    assert who_sees(programme, phase(programme, "objectives")) == {"writers"}


def test_a_new_record_is_as_its_section_and_one_brought_back_as_it_was(programme, coordinator):
    share_programme(programme, [GROUP], by=SYSTEM)
    hidden, kept = make_finding(programme), make_finding(programme)
    switch(programme, phase(programme), False)
    switch(programme, place_of(kept), True)
    for record in (hidden, kept):
        archive_record(record, by=coordinator)
        restore_record(type(record).objects.get(pk=record.pk), by=coordinator)

    seen = fresh(programme).seen_by(GROUP).rows("findings")

    assert [row.key for row in seen] == [kept.key]
    assert who_sees(programme, place_of(make_finding(programme))) == {"writers"}


def test_the_checklist_of_a_reader_has_no_section_that_is_kept_back(programme):
    share_programme(programme, [GROUP], by=SYSTEM)
    for key in ("objectives", "situation.who", "document.strategy"):
        switch(programme, phase(programme, key), False)

    seen, whole = fresh(programme).seen_by(GROUP), fresh(programme)

    left_out = [item.key for item in whole.checklist if item.key not in seen.checklist]
    assert {key for key in left_out if not key.startswith("objectives")} == {"situation.who", "document.strategy"}
    assert [state["phase"] for state in phase_states(seen)] == [each for each in Phase if each != Phase.OBJECTIVES]


def test_a_reader_is_led_to_a_record_that_is_shared_alone(programme):
    finding = make_finding(programme)
    switch(programme, place_of(finding), True)

    seen = fresh(programme).seen_by(GROUP)

    assert [item.key for item in seen.checklist if item.phase] == ["situation", "situation.both_sides"]
    assert [row.key for row in seen.rows("findings")] == [finding.key]


def test_readers_are_told_that_something_lacks_where_it_is_true_and_they_see_it(programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    make_objective(programme)
    share_programme(programme, [GROUP], by=SYSTEM)
    switch(programme, place_of(measure), False)

    told = missing_in_phase(fresh(programme), Phase.OBJECTIVES, GROUP)

    assert [fact.values["code"] for fact in told if fact.code == "objective-without-measure"] == ["O2"]
    assert {fact.key for fact in told} <= {fact.key for fact in missing_in_phase(fresh(programme), Phase.OBJECTIVES)}


def test_a_second_click_changes_nothing_and_tells_nothing(programme, coordinator):
    place = place_of(make_finding(programme))
    first = share_place(programme, place, {GROUP: False, ADVISER: None}, by=coordinator)
    since = programme.sharings.get().since

    again = share_place(programme, place, {GROUP: False, ADVISER: None}, by=coordinator)

    assert (first, again) == ([GROUP], [])
    assert programme.sharings.get().since == since
    (event,) = Event.objects.filter(verb="share_place")
    assert (event.kind, event.subject, event.data) == ("finding", place.key, {"switches": {"group": "kept_back"}})


@pytest.mark.parametrize("key", ["cooperation.group", "monitoring.reporting", "nowhere"])
def test_what_is_no_section_has_no_switch(programme, key):
    place = Place(programme.slug, "item", key)

    with pytest.raises(Refused):
        share_place(programme, place, {GROUP: True}, by=SYSTEM)

    assert not has_switch(programme, place)
    assert list(programme.sharings.all()) == []


def test_costs_and_municipalities_have_no_switch_of_their_own(programme):
    cost = make_cost(make_measure(make_objective(programme)))
    places = [place_of(cost), place_of(programme.links.get()), place_of(programme), place_of(programme.responsibility)]

    assert [has_switch(programme, place) for place in places] == [False, False, False, False]


def test_writers_see_all_and_their_sight_costs_no_statement(programme, django_assert_num_queries):
    whole = fresh(programme)

    with django_assert_num_queries(0):
        assert (whole.sight.is_whole, whole.sight.key) == (True, "")


def test_an_audience_costs_one_statement(programme, django_assert_num_queries):
    whole = fresh(programme)

    with django_assert_num_queries(1):
        sights = [whole.seen_by(audience).sight for audience in Audience]

    assert [sight.is_open for sight in sights] == [True, False, False, False]


def test_sights_are_told_apart_by_what_they_show():
    keys = {Sight(switches).key for switches in ((), (("", True),), (("", True), ("item:situation", False)))}

    assert len(keys) == 3
    assert Sight((("", True), ("item:situation", True))).key == ""
