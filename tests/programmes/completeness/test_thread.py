"""The evidence thread as data: walkable both ways, and every break said in words."""

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.records import archive_record, restore_record
from programmes.completeness.thread import breaks, thread
from programmes.models import Measure
from tests.programmes.factories import (
    answer_of,
    change,
    fresh,
    make_consultation,
    make_finding,
    make_indicator,
    make_measure,
    make_objective,
    make_thread,
)

pytestmark = pytest.mark.django_db


def told(programme, *, quiet=False):
    return [each.sentence for each in breaks(fresh(programme)) if each.is_quiet == quiet]


def record(programme, name, code):
    return getattr(programme, name).get(code=code)


# Both ways


def test_every_record_knows_why_and_so_what(programme):
    make_thread(programme)

    found = thread(fresh(programme))

    assert [node.name for node in found.so_what("situation.needs")] == ["F1"]
    assert [node.name for node in found.why("F1")] == ["situation.needs"]
    assert [node.name for node in found.so_what("F1")] == ["O1"]
    assert [node.name for node in found.why("O1")] == ["F1"]
    assert [node.name for node in found.so_what("O1")] == ["M1.1", "I1"]
    assert [node.name for node in found.why("M1.1")] == ["O1"]
    assert [node.name for node in found.so_what("M1.1")] == ["I1"]
    assert [node.name for node in found.why("I1")] == ["O1", "M1.1"]
    assert found.so_what("I1") == []


def test_what_is_seen_from_above_is_seen_from_below(woven):
    found = thread(fresh(woven))

    for node in found.nodes.values():
        assert all(node.name in other.why for other in found.so_what(node.name))
        assert all(node.name in other.so_what for other in found.why(node.name))


def names(steps):
    return [(step.node.name, names(step.steps)) for step in steps]


def test_the_outline_walks_down_and_up(programme):
    _finding, objective, *_others = make_thread(programme)
    make_indicator(programme, objective=objective)
    found = thread(fresh(programme))

    down = [("situation.needs", [("F1", [("O1", [("M1.1", [("I1", [])]), ("I2", [])])])])]
    up = [("I2", [("O1", [("F1", [("situation.needs", [])])])]), ("I1", [("M1.1", [("O1", [])])])]

    assert names(found.outline()) == down
    assert names(found.outline(up=True)) == up


def test_in_the_outline_each_record_opens_once(woven):
    def opened(steps):
        for step in steps:
            assert not (step.again and step.steps)
            if not step.again:
                yield step.node.name
            yield from opened(step.steps)

    for up in (False, True):
        found = list(opened(thread(fresh(woven)).outline(up=up)))
        assert len(found) == len(set(found)) == 14


def test_what_is_in_the_archive_is_not_on_the_thread(programme):
    finding = make_finding(programme, questions=["situation.needs"])
    objective = make_objective(programme, findings=[finding])
    archive_record(finding, by=SYSTEM)

    found = thread(fresh(programme))

    assert "F1" not in found.nodes
    assert found.why("O1") == []
    assert objective.findings.count() == 1


# Breaks


def test_a_woven_thread_does_not_break(woven):
    assert told(woven) == []
    assert told(woven, quiet=True) == []


def drop_finding(programme):
    record(programme, "objectives", "O1").findings.clear()


def drop_objectives_of_finding(programme):
    record(programme, "findings", "F2").objectives.clear()


def drop_questions(programme):
    change(record(programme, "findings", "F1"), questions=[])


def drop_measures(programme):
    for code in ("M2.1", "M2.2"):
        archive_record(record(programme, "measures", code), by=SYSTEM)
    for code in ("I3", "I4"):
        record(programme, "indicators", code).measures.set(Measure.objects.filter(code="M1.1"))


def move_indicators(programme):
    for code in ("I3", "I4"):
        change(record(programme, "indicators", code), objective=record(programme, "objectives", "O1"))


def free_indicator(programme):
    change(record(programme, "indicators", "I4"), objective=None)


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [
        (drop_questions, "Finding F1 rests on no question and on no consultation."),
        (drop_objectives_of_finding, "Finding F2 leads to no objective."),
        (drop_finding, "Objective O1 answers no finding."),
        (drop_measures, "Objective O2 has no measure."),
        (move_indicators, "Objective O2 has no indicator."),
        (free_indicator, "Indicator I4 serves no objective."),
    ],
)
def test_cutting_one_link_makes_exactly_one_break(woven, cut, sentence):
    cut(woven)

    assert told(woven) == [sentence]
    assert told(woven, quiet=True) == []


def test_a_consultation_is_evidence_too(programme):
    workshop = make_consultation(programme)
    make_objective(programme, findings=[make_finding(programme, consultations=[workshop])])

    assert not [sentence for sentence in told(programme) if sentence.startswith("Finding")]


def test_a_measure_brought_back_under_an_archived_objective_is_told(programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    archive_record(measure, by=SYSTEM)
    archive_record(objective, by=SYSTEM)
    restore_record(measure, by=SYSTEM)

    assert told(programme) == ["Measure M1.1 belongs to an objective that is in the archive."]


def test_what_need_not_be_mended_is_said_quietly(programme):
    finding = make_finding(programme, questions=["situation.needs"])
    objective = make_objective(programme, findings=[finding])
    make_measure(objective)
    make_indicator(programme, objective=objective)
    change(answer_of(programme, "situation.who"), text=Translations({"sv": "<p>Unga</p>"}))

    assert told(programme) == []
    assert told(programme, quiet=True) == [
        "The question “Age, gender, languages and work” is answered, but no finding came of it.",
        "No indicator tells about measure M1.1.",
        "Indicator I1 tells about no measure.",
    ]
