"""The registry of kinds tells the truth about the models, and is the only list of them."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes.checklist import DEFAULT_EDITION, edition
from programmes.completeness.thread import ENDS
from programmes.forms import PAGES
from programmes.models import (
    Element,
    Guidance,
    ItemMark,
    Measure,
    MonitoringPlan,
    Objective,
    Programme,
    ProgrammeRecord,
    QuestionAnswer,
)
from programmes.models.codes import CodedRecord
from programmes.models.kinds import KINDS, MACHINERY, kind_of
from tests.programmes.factories import fresh, make_finding, make_objective, make_plan, make_programme

KIND_OF = [pytest.param(kind, id=name) for name, kind in KINDS.items()]


def without_kind(models) -> list[type]:
    known = [kind.model for kind in KINDS.values()]
    return [model for model in models if issubclass(model, ProgrammeRecord) and model not in known]


def test_every_record_of_a_programme_has_a_kind():
    assert without_kind(apps.get_models()) == []
    assert len(KINDS) == len({kind.model for kind in KINDS.values()}) == 30


def test_a_record_without_a_kind_is_found():
    stranger = type(
        "Stranger",
        (ProgrammeRecord,),
        {"__module__": "programmes.models", "Meta": type("Meta", (), {"abstract": True})},
    )

    assert without_kind([Objective, Guidance, stranger]) == [stranger]


def test_a_record_and_its_model_are_of_one_kind():
    assert kind_of(Measure()) is kind_of(Measure) is KINDS["measure"]
    assert KINDS["measure"].model is Measure


@pytest.mark.parametrize("kind", KIND_OF)
def test_texts_links_and_facts_are_all_that_people_write_each_once(kind):
    own = {field.name for field in kind.model._meta.concrete_fields} | {
        field.name for field in kind.model._meta.many_to_many if field.remote_field.through._meta.auto_created
    }

    told = [*kind.texts, *kind.links, *kind.facts]

    assert sorted(told) == sorted(own - MACHINERY)


def test_the_fields_of_a_measure_in_three_groups():
    measure = KINDS["measure"]

    assert {"title", "resources"} <= set(measure.texts)
    assert measure.links == ("part", "objective", "owner", "responsible", "partners")
    assert "code" in measure.facts


def links_ahead(kinds) -> list[str]:
    """Links of kinds to kinds that come after them, so that rows could not be made in this order."""
    ahead, known = [], [kind.model for kind in kinds]
    for at, kind in enumerate(kinds):
        for name in (*kind.links, *(["programme"] if kind.rows else [])):
            target = kind.model._meta.get_field(name).related_model
            if target in known[at:]:
                ahead.append(f"{kind.name}.{name}")
    return ahead


def test_rows_can_be_made_in_the_order_of_the_registry():
    assert links_ahead(list(KINDS.values())) == []


def test_a_link_to_a_later_kind_is_found():
    assert "measure.objective" in links_ahead(list(reversed(KINDS.values())))


@pytest.mark.parametrize("kind", KIND_OF)
def test_phase_and_item_are_of_the_checklist(kind):
    assert kind.item in edition(DEFAULT_EDITION) or kind.model is ItemMark
    assert kind.phase is None or kind.item.partition(".")[0] == kind.phase.value


@pytest.mark.parametrize("kind", KIND_OF)
def test_a_record_of_a_kind_that_names_its_own_item_has_it(kind):
    assert not kind.item_field or hasattr(kind.model, kind.item_field)


@pytest.mark.django_db
def test_records_of_a_programme_by_kind():
    programme = make_programme()
    finding = make_finding(programme)
    programme = fresh(programme)

    assert KINDS["programme"].records(programme) == [programme]
    assert KINDS["monitoring-plan"].records(programme) == [MonitoringPlan.objects.get()]
    assert KINDS["finding"].records(programme) == [finding]
    assert KINDS["finding"].records(programme, archived=True) == []
    assert KINDS["programme"].records(programme, archived=True) == []


def test_what_a_programme_has_one_of():
    assert [name for name, kind in KINDS.items() if kind.is_single] == [
        "programme",
        "cooperation-plan",
        "responsibility",
        "monitoring-plan",
    ]


@pytest.mark.django_db
def test_reading_by_kind_asks_once_a_programme(django_assert_num_queries):
    programme = make_programme()
    make_objective(programme)
    programme = fresh(programme)
    KINDS["objective"].records(programme)

    with django_assert_num_queries(0):
        assert len(KINDS["objective"].records(programme)) == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.is_single], ids=lambda kind: kind.name)
def test_the_statement_that_reads_a_list_says_its_order(programme, kind):
    # PostgreSQL gives what no statement has ordered as its plan has it, and plans change with the load
    with CaptureQueriesContext(connection) as asked:
        fresh(programme)._read(kind.rows)

    table = kind.model._meta.db_table
    assert asked[-1]["sql"].endswith(f'ORDER BY "{table}"."position" ASC, "{table}"."id" ASC')


def test_what_is_not_a_list_is_there_from_the_start():
    assert [kind.model for kind in KINDS.values() if not kind.is_list and not kind.is_single] == [
        QuestionAnswer,
        Element,
        ItemMark,
    ]
    assert [name for name, kind in KINDS.items() if kind.is_list and kind.is_single] == []


def test_a_page_adds_records_where_its_kind_is_a_list_and_bears_the_kinds_name():
    assert {name for name, page in PAGES.items() if page.add_title} == {
        name for name, kind in KINDS.items() if kind.is_list
    }
    assert all(PAGES[name].kind is kind for name, kind in KINDS.items() if kind.is_list)


def test_every_kind_but_the_marks_has_a_page():
    assert set(KINDS.values()) - {page.kind for page in PAGES.values()} == {KINDS["mark"]}
    assert len(PAGES) == 38


def test_pages_stand_under_items_of_their_phase():
    assert {name: page.item for name, page in PAGES.items() if page.item not in edition(DEFAULT_EDITION)} == {}
    assert {name: page.phase for name, page in PAGES.items() if page.own_item and page.phase != page.kind.phase} == {
        "objectives-answer": "objectives"
    }


def test_the_thread_leads_through_coded_records_and_priority_areas_gather_them():
    coded = {name for name, kind in KINDS.items() if issubclass(kind.model, CodedRecord)}
    assert set(ENDS) == {"question", *coded - {"priority-area"}}


@pytest.mark.django_db
def test_rows_are_tied_to_the_very_rows_of_the_programme_in_their_order(django_assert_num_queries):
    programme = make_programme()
    plans = [make_plan(programme, name) for name in ("Strategy", "Budget")]
    objective = make_objective(programme, "Work", plans=plans[::-1], findings=[make_finding(programme, "Queues")])
    make_objective(programme, "Language")
    plans[1].archived_at = timezone.now()
    plans[1].save()
    seen = Programme.objects.get(pk=programme.pk)

    with django_assert_num_queries(3):
        work, language = seen.rows("objectives")
        current, archived = seen.rows("plans"), seen.rows("plans", archived=True)

        assert (work, list(language.plans.all())) == (objective, [])
        assert list(map(id, work.plans.all())) == list(map(id, [*current, *archived]))
        assert [finding.code for finding in work.findings.all()] == ["F1"]
