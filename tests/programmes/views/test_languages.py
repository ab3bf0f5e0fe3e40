"""No text on a page of a programme is silently shown in another language than the page's."""

import re
from html import unescape

import pytest

from integration_programme.translations import Translations
from programmes.actions.records import archive_record
from stakeholders.models import CooperationGroup
from tests.programmes.factories import (
    change,
    make_chosen_group,
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
    measure = make_measure(objective, swedish("Vägledning"), **parts, by=coordinator)
    client.force_login(coordinator)

    shown = {
        "objectives/": ["Fler i arbete", "Strategi"],
        "item/objectives.areas/": ["Fler i arbete"],
        "item/objectives.plans/": ["Strategi", "Fullmäktige"],
        "item/objectives.means/": ["Fler i arbete"],
        f"objective/{objective.key}/": ["Fler i arbete", "Strategi", "Vägledning", "Owner", "Partners"],
        f"plan/{plan.key}/": ["Strategi", "Fullmäktige", "Fler i arbete"],
        f"measure/{measure.key}/": ["Vägledning", "Fler i arbete", "Owner", "Partners", "Resources"],
    }
    for tail, texts in shown.items():
        html = read(client, programme, tail)
        assert [text for text in texts if marked(text) not in html] == [], tail
    html = read(client, programme, f"objective/{objective.key}/")
    assert f'<h1><span class="code">O1</span> {marked("Fler i arbete")}</h1>' in html
    assert f"<dt>Serves</dt><dd>{marked('Strategi')}</dd>" in html


def test_names_and_lines_of_indicators_and_recipients(client, coordinator, programme):
    parts = {name: swedish(name.title()) for name in ("source", "unit")}
    parts |= {"owner": make_organisation(programme, swedish("Owner"))}
    indicator = make_indicator(programme, swedish("Väntetid"), **parts, by=coordinator)
    make_recipient(programme, recipient=swedish("Styrelsen"), what=swedish("Rapport"), when=swedish("I mars"))
    client.force_login(coordinator)

    shown = {
        "monitoring/": ["Väntetid", "Owner"],
        f"indicator/{indicator.key}/": ["Väntetid", "Owner", "Source", "Unit"],
        "item/monitoring.reporting/": ["Styrelsen", "Rapport", "I mars"],
    }
    for tail, texts in shown.items():
        html = read(client, programme, tail)
        assert [text for text in texts if marked(text) not in html] == [], tail


def test_what_the_lines_of_a_phase_tell_of_their_items(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    CooperationGroup.objects.filter(pk=group.pk).update(names=swedish("Arbetsgruppen"))
    bodies = {"start_body_name": swedish("Styrelsen"), "approving_body_name": swedish("Fullmäktige")}
    change(programme.responsibility, **bodies, external_experts=swedish("Konsult & vän " * 20))
    client.force_login(coordinator)

    responsibility, cooperation = (read(client, programme, f"{phase}/") for phase in ("responsibility", "cooperation"))

    assert f'<p class="row-told">{marked("Arbetsgruppen")}' in cooperation
    assert f'<p class="row-told">{marked("Fullmäktige")}' in responsibility
    (experts,) = re.findall(r'<span lang="sv">(Konsult[^<]*)</span> <span class="text-mark">', responsibility)
    assert len(unescape(experts)) == 90 and experts.startswith("Konsult &amp; vän") and experts.endswith("…")
    assert marked("Styrelsen") in read(client, programme, "item/responsibility.decision_makers/")


def test_bodies_on_the_decision_path(client, coordinator, programme):
    make_step(programme, body_name=swedish("Bildningsnämnden"), by=coordinator)
    client.force_login(coordinator)

    assert (
        marked("Bildningsnämnden")
        in read(client, programme, "item/responsibility.decision_makers/").split('id="decision-path"')[1]
    )


def test_records_in_the_archive(client, coordinator, programme):
    archive_record(make_objective(programme, swedish("Fler i arbete"), by=coordinator), by=coordinator)
    client.force_login(coordinator)

    assert f"<li>O1 {marked('Fler i arbete')} " in read(client, programme, "objectives/")
