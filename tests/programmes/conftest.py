"""A programme just started and the coordinator who writes it, with pages in English as they stand in the code."""

import pytest
from django.utils import translation

from indicators.actions import load_observations
from indicators.shipped import shipped_observations
from programmes.models import Programme
from stakeholders.models import User
from tests.programmes.factories import make_finding, make_indicator, make_measure, make_objective, make_programme
from tests.stakeholders.factories import make_coordinator

WITH_FIGURES = ("545", "599", "893")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator(db) -> User:
    return make_coordinator()


@pytest.fixture
def programme(coordinator) -> Programme:
    return make_programme(by=coordinator)


@pytest.fixture
def woven(programme) -> Programme:
    """A programme without a break, in which every record has two threads to the one above and below."""
    findings = [make_finding(programme, questions=["situation.needs", "situation.who"]) for _ in range(2)]
    for _ in range(2):
        objective = make_objective(programme, findings=findings)
        measures = [make_measure(objective) for _ in range(2)]
        for _ in range(2):
            make_indicator(programme, objective=objective, measures=measures)
    return programme


@pytest.fixture
def figures(db):
    """The shipped figures of Närpes, Pedersöre and Nykarleby."""
    load_observations(each for each in shipped_observations() if each.area_code in WITH_FIGURES)


@pytest.fixture
def own_files(settings, tmp_path):
    """Files of exports are kept for the length of a test."""
    settings.MEDIA_ROOT = tmp_path / "media"
