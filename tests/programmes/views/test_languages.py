"""No text on a page of a programme is silently shown in another language than the page's."""

import pytest

from integration_programme.translations import Translations
from programmes.actions.records import archive_record
from tests.programmes.factories import (
    make_indicator,
    make_measure,
    make_objective,
    make_organisation,
    make_plan,
    make_recipient,
    make_step,
)
from tests.programmes.reading import read

pytestmark = pytest.mark.django_db


def swedish(text: str) -> Translations:
    return Translations({"sv": text})


def marked(text: str) -> str:
    return f'<span lang="sv">{text}</span> <span class="text-mark">(in Swedish)</span>'


def test_names_and_lines_of_objectives_measures_and_plans(client, coordinator, programme):
    plan = make_plan(
        programme, swedish("Strategi"), owner=make_organisation(programme, swedish("Fullmäktige")), by=coordinator
    )
    objective = make_objective(programme, swedish("Fler i arbete"), plans=[plan], by=coordinator)
    owner, partner = (make_organisation(programme, swedish(name)) for name in ("Owner", "Partners"))
    parts = {"owner": owner, "partners": [partner], "resources": swedish("Resources")}
    make_measure(objective, swedish("Vägledning"), **parts, by=coordinator)
    client.force_login(coordinator)

    html = read(client, programme, "objectives/")

    for text in ("Strategi", "Fullmäktige", "Fler i arbete", "Vägledning", "Owner", "Partners", "Resources"):
        assert marked(text) in html, text
    assert f"<h3>O1 {marked('Fler i arbete')}</h3>" in html
    assert f"Serves:</span> {marked('Strategi')}" in html


def test_names_and_lines_of_indicators_and_recipients(client, coordinator, programme):
    parts = {name: swedish(name.title()) for name in ("source", "unit")}
    parts |= {"owner": make_organisation(programme, swedish("Owner"))}
    make_indicator(programme, swedish("Väntetid"), **parts, by=coordinator)
    make_recipient(programme, recipient=swedish("Styrelsen"), what=swedish("Rapport"), when=swedish("I mars"))
    client.force_login(coordinator)

    html = read(client, programme, "monitoring/")

    for text in ("Väntetid", "Owner", "Source", "Unit", "Styrelsen", "Rapport", "I mars"):
        assert marked(text) in html, text


def test_bodies_on_the_decision_path(client, coordinator, programme):
    make_step(programme, body_name=swedish("Bildningsnämnden"), by=coordinator)
    client.force_login(coordinator)

    assert marked("Bildningsnämnden") in read(client, programme, "responsibility/").split('id="decision-path"')[1]


def test_records_in_the_archive(client, coordinator, programme):
    archive_record(make_objective(programme, swedish("Fler i arbete"), by=coordinator), by=coordinator)
    client.force_login(coordinator)

    assert f"<li>O1 {marked('Fler i arbete')} " in read(client, programme, "objectives/")
