"""Indicators of quality: a scale of the municipality's own, with the step from which and to which it is to go."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from programmes.document import assemble
from programmes.models import Indicator
from tests.programmes.factories import change, followable, fresh, make_indicator, make_objective
from tests.programmes.reading import page, read, sentences
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db

SCALE = {"sv": "inte inledd\nskrivs\ni bruk", "fi": "ei aloitettu\nkirjoitetaan\nkäytössä"}


@pytest.fixture
def visitor(client, coordinator):
    client.force_login(coordinator)
    return client


def by_steps(programme, **fields) -> dict:
    """The fields of an indicator of quality that lacks nothing."""
    given = followable(programme) | {"kind": "steps", "scale": SCALE, "baseline_step": 1, "target_step": 3}
    return given | {"baseline_value": None, "target_value": None, "counts": "", "direction": ""} | fields


@pytest.fixture
def indicator(programme) -> Indicator:
    return make_indicator(programme, objective=make_objective(programme), **by_steps(programme))


def sent_to(visitor, programme, indicator, **answers):
    url = page(programme, f"indicator/{indicator.key}/edit/")
    return visitor.post(url, as_sent(opened(visitor, url), **answers))


def errors(response) -> dict:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


# What it is


def test_a_step_is_called_in_each_language_by_its_words(indicator):
    assert indicator.step("baseline") == {"sv": "inte inledd", "fi": "ei aloitettu"}
    assert indicator.step("target") == {"sv": "i bruk", "fi": "käytössä"}


def test_a_step_that_no_scale_has_is_unknown():
    assert Indicator(kind="steps", scale={"sv": "a\nb"}, target_step=3).is_known("target") is False
    assert Indicator(kind="steps", scale={"sv": "a\nb"}, target_step=2).is_known("target") is True
    assert Indicator(kind="steps", scale={}, target_step=None).step("target") == {}


def test_what_was_filled_in_for_a_number_counts_nobody_while_steps_are_chosen():
    few = {"counts": "persons", "baseline_value": Decimal(3)}

    assert Indicator(kind="number", **few).hidden_numbers == ["baseline_value"]
    assert Indicator(kind="steps", **few).hidden_numbers == []


# The form

ALTERNATIVES = ("scale_sv", "baseline_step", "target_step", "baseline_value", "target_value", "counts")


def test_what_is_asked_depends_on_the_kind(visitor, programme, indicator):
    html = read(visitor, programme, f"indicator/{indicator.key}/edit/")

    parts = re.findall(r'data-when="kind" data-values="(\w+)">(.*?)(?=data-when="kind"|<details)', html, re.DOTALL)
    found = {kind: [] for kind, _part in parts}
    for kind, part in parts:
        found[kind] += [name for name in re.findall(r'name="(\w+)"', part) if name in ALTERNATIVES]
    assert found == {
        "steps": ["scale_sv", "baseline_step", "target_step"],
        "number": ["baseline_value", "target_value", "counts"],
    }


def test_steps_are_offered_by_their_words(visitor, programme, indicator):
    form = opened(visitor, page(programme, f"indicator/{indicator.key}/edit/"))

    labels = [label for _value, label in form.fields["target_step"].choices]
    assert labels[:2] == ["Not chosen yet", "Step 1: inte inledd"]
    assert labels[-1] == "Step 7"


@pytest.mark.parametrize("scale", ["", "i bruk", "1\n2\n3\n4\n5\n6\n7\n8"])
def test_a_scale_has_two_to_seven_steps(visitor, programme, indicator, scale):
    response = sent_to(visitor, programme, indicator, scale_sv=scale, scale_fi=scale, baseline_step="", target_step="")

    (found,) = errors(response).values()
    assert found == ["Write two to seven steps, each on a line of its own."]


def test_a_scale_has_the_same_steps_in_each_language(visitor, programme, indicator):
    response = sent_to(visitor, programme, indicator, scale_fi="ei aloitettu\nkäytössä")

    assert errors(response) == {
        "scale_fi": ["Here are 2 steps, and 3 in the first language: write the same ones."],
    }


def test_a_language_in_which_the_scale_is_not_written_yet_is_no_fault(visitor, programme, indicator):
    assert sent_to(visitor, programme, indicator, scale_fi="").status_code == 302


def test_the_target_is_a_step_of_the_scale(visitor, programme, indicator):
    response = sent_to(visitor, programme, indicator, target_step="4")

    assert errors(response) == {"target_step": ["The scale has only 3 steps. Choose one of them."]}


def test_a_step_in_use_is_not_taken_out(visitor, programme, indicator):
    response = sent_to(
        visitor, programme, indicator, scale_sv="inte inledd\nskrivs", scale_fi="ei aloitettu\nkirjoitetaan"
    )

    assert errors(response) == {
        "scale_sv": ["“i bruk” is in use (Target: which step). Choose another step there before you take it out."]
    }


def test_a_step_in_use_keeps_its_words_when_another_is_taken_out(visitor, programme, indicator):
    response = sent_to(visitor, programme, indicator, scale_sv="inte inledd\ni bruk", scale_fi="ei aloitettu\nkäytössä")

    assert response.status_code == 302
    indicator.refresh_from_db()
    assert (indicator.baseline_step, indicator.target_step, indicator.step("target")["sv"]) == (1, 2, "i bruk")


def test_a_step_can_be_worded_anew(visitor, programme, indicator):
    sent_to(visitor, programme, indicator, scale_sv="inte inledd\nskrivs\ni bruk överallt")

    indicator.refresh_from_db()
    assert (indicator.target_step, indicator.step("target")["sv"]) == (3, "i bruk överallt")


def test_a_number_left_from_before_asks_for_nothing(visitor, programme, indicator):
    assert sent_to(visitor, programme, indicator, baseline_value="3", counts="").status_code == 302


# Where it is read


def test_the_page_of_an_indicator_tells_the_steps(visitor, programme, indicator):
    change(indicator, baseline_value=Decimal(52))

    html = read(visitor, programme, f"indicator/{indicator.key}/").split("<h1>")[1].split("</main>")[0]

    assert "inte inledd → skrivs → i bruk" in html
    assert re.findall(r"<dt>(Baseline|Target)</dt><dd>.*?(inte inledd|i bruk)", html) == [
        ("Baseline", "inte inledd"),
        ("Target", "i bruk"),
    ]
    assert "52" not in re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("tail", ["monitoring/", "item/monitoring.indicators/", "indicators/"])
def test_the_line_of_an_indicator_tells_from_which_step_to_which(visitor, programme, indicator, tail):
    change(indicator, baseline_value=Decimal(52))

    line = read(visitor, programme, tail).split(f'id="{indicator.key}"')[1].split("</li>")[0]

    told = re.sub(r"<[^>]*>", "", line)
    assert re.search(r"inte inledd.*→ .*i bruk", told)
    assert "52" not in told


def test_the_document_prints_steps_instead_of_numbers(programme, indicator):
    change(indicator, baseline_value=Decimal(52), target_value=Decimal(60), direction="up")

    (chapter,) = [
        section for section in assemble(fresh(programme), "fi").sections if section.key == "document.monitoring"
    ]
    (part,) = [part for part in chapter.sections if part.anchor == "indicators"]
    row = dict(zip(part.blocks[0].columns, part.blocks[0].rows[0].cells, strict=True))

    assert row["Mittari"].quiet == "ei aloitettu → kirjoitetaan → käytössä"
    assert (row["Lähtötaso"].text, row["Lähtötaso"].quiet) == ("ei aloitettu", "31.12.2025")
    assert (row["Tavoitetaso"].text, row["Tavoitetaso"].quiet) == ("käytössä", "31.12.2030")


# What lacks


def told(programme) -> list[str]:
    with translation.override("en"):
        return [each for each in sentences(programme, "monitoring") if "indicator I1" in each.lower() or "I1" in each]


def test_an_indicator_with_steps_and_dates_lacks_nothing(programme, indicator):
    assert told(programme) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"target_step": None}, "Indicator I1 has no target."),
        (
            {"baseline_step": None},
            "Indicator I1 has no baseline. Give its value and date, or the date by which it is measured.",
        ),
        ({"target_step": 1}, "The target of indicator I1 is not a higher step than its baseline."),
        ({"target_date": None}, "The target of indicator I1 has no date."),
    ],
)
def test_what_an_indicator_with_steps_lacks(programme, indicator, fields, sentence):
    change(indicator, **fields)

    assert told(programme) == [sentence]


def test_steps_that_lack_in_a_language_are_told(programme, indicator):
    change(indicator, scale={"sv": SCALE["sv"]})

    assert any("lacks text in: Finnish" in each for each in sentences(programme, "monitoring"))
