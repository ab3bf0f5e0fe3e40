"""Programmes for tests, built by walking the actions."""

from datetime import date

from integration_programme.translations import Translations
from programmes.actions.programmes import start_programme
from programmes.actions.records import add_record
from programmes.models import Finding, Indicator, Measure, Objective, Programme
from tests.stakeholders.factories import make_coordinator, make_municipality


def make_programme(code: str = "545", *, by=None, **options) -> Programme:
    """A programme just started by a coordinator of the municipality (Närpes if nothing else is said)."""
    municipality = make_municipality(code)
    by = by or make_coordinator(municipality)
    return start_programme(municipality, by=by, start=date(2026, 1, 15), **options)


def words(programme: Programme, text: str) -> Translations:
    """The same words in each of the programme's languages, marked with the language."""
    return Translations({language: f"{text} ({language})" for language in programme.languages})


def make_finding(programme, text="People wait long", *, by=None, **fields) -> Finding:
    return add_record(Finding(programme=programme, text=words(programme, text), **fields), by=by)


def make_objective(programme, title="More people in work", *, by=None, findings=(), **fields) -> Objective:
    objective = Objective(programme=programme, title=words(programme, title), **fields)
    return add_record(objective, {"findings": list(findings)}, by=by)


def make_measure(objective, title="Guidance in the evening", *, by=None, **fields) -> Measure:
    programme = objective.programme
    measure = Measure(programme=programme, objective=objective, title=words(programme, title), **fields)
    return add_record(measure, by=by)


def make_indicator(programme, name="Employment rate", *, by=None, measures=(), **fields) -> Indicator:
    indicator = Indicator(programme=programme, name=words(programme, name), **fields)
    return add_record(indicator, {"measures": list(measures)}, by=by)
