"""Phase 5 on screen: the ten elements and their states."""

import re

import pytest

from integration_programme.translations import Translations
from programmes.enums import ElementState
from tests.programmes.factories import change, element_of, fill, make_finding
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent

pytestmark = pytest.mark.django_db


def element_page(programme, name: str = "strategy") -> str:
    return page(programme, f"element/{element_of(programme, name).key}/edit/")


def form_data(element, **values) -> dict:
    return {"row_version": element.row_version, "state": element.state, "word_budget": element.word_budget, **values}


def test_the_phase_says_what_comes_from_other_phases(client, programme, coordinator):
    client.force_login(coordinator)
    fill(programme)
    population, monitoring, whole = (
        read(client, programme, f"item/{key}/") for key in ("document.population", "document.monitoring", "document")
    )
    assert "Comes from phase 3 (Situation picture): 1 figure, 1 finding." in population
    assert "Comes from phase 6 (Monitoring): 1 indicator, 1 recipient of reports." in monitoring
    assert "0 of 10 elements" in whole


def test_words_are_counted_against_the_budget(client, programme, coordinator):
    client.force_login(coordinator)
    change(element_of(programme, "strategy"), state="written", text=Translations({"sv": "ord " * 20}), word_budget=10)
    assert "20 words" in read(client, programme, "document/")
    html = read(client, programme, "item/document.strategy/")
    assert "20 of about 10 words" in html and "Much longer than planned" in html


def test_the_form_says_what_is_printed_by_itself(client, programme, coordinator):
    client.force_login(coordinator)
    make_finding(programme)
    html = client.get(element_page(programme, "population")).content.decode()
    assert "Comes from phase 3 (Situation picture): 1 finding." in html
    assert "0 of about 250 words" in html


def test_a_text_makes_an_open_element_written(client, programme, coordinator):
    client.force_login(coordinator)
    element = element_of(programme, "strategy")
    response = client.post(element_page(programme), form_data(element, text_sv="<p>Hej</p>"))
    assert response.status_code == 302
    element.refresh_from_db()
    assert element.state == ElementState.WRITTEN
    assert "Hej" in element.text.text("sv")


def test_an_element_with_text_can_be_opened_again(client, programme, coordinator):
    client.force_login(coordinator)
    element = change(element_of(programme, "strategy"), state="written", text=Translations({"sv": "<p>Hej</p>"}))
    data = form_data(element, text_sv="Hej") | {"state": "open"}
    client.post(element_page(programme), data)
    element.refresh_from_db()
    assert (element.state, "Hej" in element.text.text("sv")) == (ElementState.OPEN, True)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("elsewhere", "say where the element is covered"), ("not_relevant", "say in a sentence why")],
)
def test_a_state_without_what_it_needs_is_asked_for(client, programme, coordinator, state, sentence):
    client.force_login(coordinator)
    element = element_of(programme, "strategy")
    data = form_data(element, text_sv="Kept words") | {"state": state}
    response = client.post(element_page(programme), data)
    html = response.content.decode()
    assert response.status_code == 200 and sentence in html and "Kept words" in html
    element.refresh_from_db()
    assert element.row_version == 1


def asked_of(html: str, state: str) -> list[str]:
    """Names of the fields that stand in the form for a state of the element."""
    _before, part = html.split(f'data-when="state" data-values="{state}"')
    return re.findall(
        r'<(?:input|textarea)[^>]* name="([a-z_]+)"(?![^>]*data-shows)',
        part.split("data-when")[0].split('id="div_id_text"')[0],
    )


def test_what_belongs_to_a_state_depends_on_it_and_stands_behind_it(client, programme, coordinator):
    client.force_login(coordinator)

    html = client.get(element_page(programme)).content.decode()

    assert asked_of(html, "elsewhere") == ["elsewhere_sv", "elsewhere_fi", "link"]
    assert asked_of(html, "not_relevant") == ["reason_sv", "reason_fi"]
    assert html.index('name="state"') < html.index("data-when") < html.index('name="text_sv"')
    assert html.count("A few paragraphs are enough") == 1


def test_what_belongs_to_another_state_keeps_what_it_holds(client, programme, coordinator):
    client.force_login(coordinator)
    place = Translations({"sv": "Planen, kapitel 4"})
    element = change(element_of(programme, "strategy"), state="written", elsewhere=place)
    form = client.get(element_page(programme)).context["form"]

    assert client.post(element_page(programme), as_sent(form, text_sv="<p>Hej</p>")).status_code == 302

    element.refresh_from_db()
    assert (element.state, element.elsewhere) == (ElementState.WRITTEN, place)
