"""The evidence thread: walkable both ways, and every break said in words."""

import pytest
from django.utils import translation

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, archive_record, change_record, restore_record
from programmes.completeness.thread import breaks, thread
from programmes.models import Consultation, Finding, Measure, Objective, Programme, QuestionAnswer
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


@pytest.fixture
def woven(programme):
    """A programme without a break, in which every record has two threads to the one above and below."""
    findings = [make_finding(programme, questions=["situation.needs", "situation.who"]) for _ in range(2)]
    objectives = [make_objective(programme, findings=findings) for _ in range(2)]
    for objective in objectives:
        measures = [make_measure(objective) for _ in range(2)]
        for _ in range(2):
            make_indicator(programme, objective=objective, measures=measures)
    return programme


def fresh(programme):
    return Programme.objects.get(pk=programme.pk)


def told(programme, *, quiet=False):
    return [each.sentence for each in breaks(fresh(programme)) if each.is_quiet == quiet]


def page(programme, tail="thread/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def read(client, programme, tail="thread/"):
    response = client.get(page(programme, tail))
    assert response.status_code == 200
    return response.content.decode()


def record(programme, name, code):
    return getattr(programme, name).get(code=code)


# Plain data


def test_every_record_knows_why_and_so_what(programme):
    finding = make_finding(programme, questions=["situation.needs"])
    objective = make_objective(programme, findings=[finding])
    measure = make_measure(objective)
    make_indicator(programme, objective=objective, measures=[measure])

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
    finding = make_finding(programme, questions=["situation.needs"])
    objective = make_objective(programme, findings=[finding])
    make_indicator(programme, objective=objective, measures=[make_measure(objective)])
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
    archive_record(finding, by=None)

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
    finding = record(programme, "findings", "F1")
    finding.questions = []
    change_record(finding, version=finding.version, by=None)


def drop_measures(programme):
    for code in ("M2.1", "M2.2"):
        archive_record(record(programme, "measures", code), by=None)
    for code in ("I3", "I4"):
        record(programme, "indicators", code).measures.set(Measure.objects.filter(code="M1.1"))


def move_indicators(programme):
    for code in ("I3", "I4"):
        indicator = record(programme, "indicators", code)
        indicator.objective = record(programme, "objectives", "O1")
        change_record(indicator, version=indicator.version, by=None)


def free_indicator(programme):
    indicator = record(programme, "indicators", "I4")
    indicator.objective = None
    change_record(indicator, version=indicator.version, by=None)


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
    workshop = add_record(Consultation(programme=programme, title=words(programme, "Workshop")), by=None)
    finding = Finding(programme=programme, text=words(programme, "Gap"))
    add_record(finding, {"consultations": [workshop]}, by=None)
    make_objective(programme, findings=[finding])

    assert not [sentence for sentence in told(programme) if sentence.startswith("Finding")]


def test_a_measure_brought_back_under_an_archived_objective_is_told(programme):
    objective = make_objective(programme)
    measure = make_measure(objective)
    archive_record(measure, by=None)
    archive_record(objective, by=None)
    restore_record(measure, by=None)

    assert told(programme) == ["Measure M1.1 belongs to an objective that is in the archive."]


def test_what_need_not_be_mended_is_said_quietly(programme):
    finding = make_finding(programme, questions=["situation.needs"])
    objective = make_objective(programme, findings=[finding])
    make_measure(objective)
    make_indicator(programme, objective=objective)
    answer = QuestionAnswer.objects.get(programme=programme, question="situation.who")
    answer.programme, answer.text = programme, Translations({"sv": "<p>Unga</p>"})
    change_record(answer, version=answer.version, by=None)

    assert told(programme) == []
    assert told(programme, quiet=True) == [
        "The question “How old are they, what is the gender distribution, which languages do they speak and how many "
        "are employed?” is answered, but no finding came of it.",
        "No indicator tells about measure M1.1.",
        "Indicator I1 tells about no measure.",
    ]


# The pages


def test_the_thread_is_one_nested_list_with_anchors(client, coordinator, woven):
    client.force_login(coordinator)

    for tail in ("thread/", "thread/?way=up"):
        html = read(client, woven, tail)
        for code in ("F1", "F2", "O1", "O2", "M1.1", "M2.2", "I1", "I4", "situation.needs"):
            assert html.count(f'id="{code}"') == 1
        assert "(continues above)" in html


def test_an_empty_thread_says_how_it_begins(client, coordinator, programme):
    client.force_login(coordinator)

    assert "Nothing hangs on the thread yet" in read(client, programme)
    breaks = read(client, programme, "breaks/")
    assert "There is nothing to follow yet. Begin with a finding or an objective." in breaks
    assert f"/en/programmes/{programme.slug}/finding/add/" in breaks
    assert "The thread does not break anywhere." not in breaks


def test_every_break_leads_to_where_it_is_mended(client, coordinator, programme):
    finding = make_finding(programme)
    objective = make_objective(programme)
    client.force_login(coordinator)

    html = read(client, programme, "breaks/")

    home = f"/en/programmes/{programme.slug}"
    for url in (
        f"{home}/finding/{finding.key}/",
        f"{home}/objective/add/?findings={finding.pk}",
        f"{home}/objective/{objective.key}/",
        f"{home}/measure/add/?objective={objective.pk}",
        f"{home}/indicator/add/?objective={objective.pk}",
    ):
        assert f'href="{url}"' in html
        assert client.get(url).status_code == 200


def test_the_form_that_mends_has_chosen_what_was_broken(client, coordinator, programme):
    finding = make_finding(programme)
    client.force_login(coordinator)

    response = client.get(page(programme, f"objective/add/?findings={finding.pk}"))

    (box,) = response.context["form"]["findings"]
    assert (box.data["value"].value, box.data["selected"]) == (finding.pk, True)


def test_the_thread_is_among_the_tools_of_the_programme(client, coordinator, programme):
    client.force_login(coordinator)

    html = read(client, programme, "")

    assert f'href="{page(programme, "thread/")}"' in html
    assert f'href="{page(programme, "breaks/")}"' in html


def test_markup_in_titles_is_harmless(client, coordinator, programme):
    add_record(Objective(programme=programme, title=Translations({"sv": "<script>alert(1)</script>🙂"})), by=None)
    client.force_login(coordinator)

    for tail in ("thread/", "breaks/"):
        html = read(client, programme, tail)
        assert "<script>alert" not in html
        assert "alert(1)&lt;/script&gt;🙂" in html


def test_strangers_do_not_know_of_it_and_readers_do_not_mend(client, programme):
    make_objective(programme)
    share_programme(programme, "adviser", by=None)

    client.force_login(make_user())
    assert [client.get(page(programme, tail)).status_code for tail in ("thread/", "breaks/")] == [404, 404]

    client.force_login(make_adviser(make_centre(programme.municipalities.get().centre.code)))
    html = read(client, programme, "breaks/")
    assert "Objective O1 has no measure." in html
    assert "Write a measure" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_whatever_their_length(client, coordinator, programme, django_assert_num_queries, rows):
    for _ in range(rows):
        objective = make_objective(programme, findings=[make_finding(programme, questions=["situation.needs"])])
        make_indicator(programme, objective=objective, measures=[make_measure(objective)])
    client.force_login(coordinator)

    for tail in ("thread/", "breaks/"):
        with django_assert_num_queries(12):
            client.get(page(programme, tail))
