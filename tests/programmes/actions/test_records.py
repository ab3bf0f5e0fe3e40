"""Adding, changing, archiving and ordering records: once each, never in silence, codes for ever."""

import uuid

import pytest

from integration_programme.actors import SYSTEM
from programmes.actions.records import (
    StaleRecord,
    StillNeeded,
    add_record,
    archive_record,
    change_record,
    move_record,
    restore_record,
)
from programmes.models import Measure, Objective
from stakeholders.models import Event
from tests.programmes.factories import (
    change,
    fresh,
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    words,
)

pytestmark = pytest.mark.django_db


def verbs(programme):
    return list(Event.objects.filter(scope=programme.slug).order_by("pk").values_list("verb", flat=True))


def codes(programme, name="objectives"):
    return [row.code for row in fresh(programme).rows(name)]


def test_a_second_click_on_save_finds_the_first_ones_row(programme, coordinator):
    key = uuid.uuid4()
    first = add_record(Objective(programme=programme, key=key, title=words(programme, "More work")), by=coordinator)
    second = add_record(Objective(programme=programme, key=key, title=words(programme, "More work")), by=coordinator)

    assert second.pk == first.pk
    assert codes(programme) == ["O1"]
    assert verbs(programme) == ["start_programme", "add_record"]


def test_a_form_made_from_an_older_version_writes_nothing(programme, coordinator):
    objective = make_objective(programme)
    old = Objective.objects.get(pk=objective.pk)
    change(objective, title=words(programme, "First"))
    old.title = words(programme, "Second")

    with pytest.raises(StaleRecord) as stale:
        change_record(old, row_version=1, by=coordinator)

    assert stale.value.fresh.title == words(programme, "First")
    assert Objective.objects.get(pk=objective.pk).title == words(programme, "First")
    assert verbs(programme).count("change_record") == 1


def test_codes_are_never_used_again(programme):
    first, second = make_objective(programme), make_objective(programme)
    measure = make_measure(second)
    archive_record(measure, by=SYSTEM)
    archive_record(second, by=SYSTEM)

    third = make_objective(programme)
    fourth = make_measure(first)

    assert (first.code, second.code, third.code) == ("O1", "O2", "O3")
    assert (measure.code, fourth.code, make_measure(third).code) == ("M2.1", "M1.1", "M3.1")
    assert codes(programme) == ["O1", "O3"]


def test_a_measure_keeps_its_code_when_it_moves_to_another_objective(programme, coordinator):
    first, second = make_objective(programme), make_objective(programme)
    moved, stays = make_measure(first), make_measure(second)

    change(moved, objective=second)

    assert Measure.objects.get(pk=moved.pk).code == "M1.1"
    assert stays.code == "M2.1"
    assert make_measure(first).code == "M1.2"


def test_a_second_click_on_archive_and_on_restore_changes_nothing(programme):
    finding = make_finding(programme)
    archive_record(finding, by=SYSTEM)
    archive_record(finding, by=SYSTEM)
    assert verbs(programme).count("archive_record") == 1
    assert codes(programme, "findings") == []

    restore_record(finding, by=SYSTEM)
    restore_record(finding, by=SYSTEM)
    assert verbs(programme).count("restore_record") == 1
    assert codes(programme, "findings") == ["F1"]


def test_an_objective_with_current_measures_or_indicators_stays(programme):
    objective = make_objective(programme)
    measure, indicator = make_measure(objective), make_indicator(programme, objective=objective)

    with pytest.raises(StillNeeded) as needed:
        archive_record(objective, by=SYSTEM)

    assert str(needed.value) == (
        "Objective O1 cannot be archived while it has measures or indicators: M1.1, I1. "
        "Move them to another objective, or archive them first."
    )
    assert codes(programme) == ["O1"]
    assert "archive_record" not in verbs(programme)

    archive_record(measure, by=SYSTEM)
    archive_record(indicator, by=SYSTEM)
    archive_record(objective, by=SYSTEM)
    assert codes(programme) == []


def test_a_record_changes_places_with_its_neighbour(programme):
    first, second, third = make_objective(programme), make_objective(programme), make_objective(programme)

    move_record(third, up=True, by=SYSTEM)
    assert codes(programme) == ["O1", "O3", "O2"]
    move_record(first, up=False, by=SYSTEM)
    assert codes(programme) == ["O3", "O1", "O2"]
    move_record(second, up=False, by=SYSTEM)
    assert codes(programme) == ["O3", "O1", "O2"]
    assert verbs(programme).count("move_record") == 2


def test_moving_passes_over_the_archive_and_leaves_versions_alone(programme):
    first, second, third = make_objective(programme), make_objective(programme), make_objective(programme)
    archive_record(second, by=SYSTEM)

    move_record(third, up=True, by=SYSTEM)

    assert codes(programme) == ["O3", "O1"]
    assert Objective.objects.get(pk=third.pk).row_version == third.row_version
    assert Objective.objects.get(pk=first.pk).row_version == first.row_version


def test_a_measure_moves_within_its_objective(programme):
    one, other = make_objective(programme), make_objective(programme)
    first, between, second = make_measure(one), make_measure(other), make_measure(one)

    move_record(second, up=True, by=SYSTEM)

    assert [code for code in codes(programme, "measures") if code != between.code] == ["M1.2", "M1.1"]
    move_record(first, up=False, by=SYSTEM)
    assert [code for code in codes(programme, "measures") if code != between.code] == ["M1.2", "M1.1"]
