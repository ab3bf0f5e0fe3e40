"""Which shipped figures stand at a question is the municipality's choice, with a proposal."""

import pytest

from programmes.document import assemble
from programmes.models.situation import figures_at
from tests.programmes.factories import answer_of, change, fresh
from tests.programmes.reading import blocks, page, read
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, coordinator):
    client.force_login(coordinator)
    return client


def at(programme, question: str) -> list[str]:
    return [figure.statistic.key for figure in figures_at(fresh(programme), question)]


def choosing(programme, question: str) -> str:
    return page(programme, f"figures/{answer_of(programme, question).key}/edit/")


def test_a_figure_is_proposed_at_one_question_and_the_whole_population_never_under_needs(programme, figures):
    assert at(programme, "situation.needs") == []
    assert at(programme, "situation.challenges") == ["low_income_rate", "child_low_income_rate"]
    assert at(programme, "situation.who") == [
        "mean_age",
        "share_under_15",
        "share_65_and_over",
        "share_no_post_basic_degree",
        "share_tertiary_degree",
    ]


def test_the_form_ticks_what_is_proposed_and_says_what_counts_everybody(writer, programme, figures):
    form = opened(writer, choosing(programme, "situation.challenges"))

    (near, told), (others, _rest) = form.fields["figures"].choices
    assert form.initial["figures"] == ["low_income_rate", "child_low_income_rate"]
    assert (near, others) == ("Tell about this question", "Other figures")
    assert [key for key, _label in told] == ["net_intermunicipal_migration", *form.initial["figures"]]
    assert all("whole population" in label for _key, label in told)


def test_what_is_chosen_stands_on_the_page_and_in_the_document(writer, programme, figures):
    response = send(writer, choosing(programme, "situation.needs"), figures=["low_income_rate"])

    assert response.url == page(programme, "item/situation.needs/")
    assert at(programme, "situation.needs") == ["low_income_rate"]
    html = read(writer, programme, "item/situation.needs/")
    assert "At-risk-of-poverty rate" in html and "whole population" in html
    told = [str(block) for block in blocks(assemble(fresh(programme), "en")) if "item:situation.needs" in str(block)]
    assert any("At-risk-of-poverty rate" in each for each in told)


def test_the_choice_of_nothing_is_a_choice(writer, programme, figures):
    send(writer, choosing(programme, "situation.challenges"), figures=[])

    assert answer_of(programme, "situation.challenges").figures == []
    assert at(programme, "situation.challenges") == []


def test_what_would_be_proposed_anyway_is_kept_as_no_choice(writer, programme, figures):
    change(answer_of(programme, "situation.challenges"), figures=["population"])

    send(writer, choosing(programme, "situation.challenges"), figures=["child_low_income_rate", "low_income_rate"])

    assert answer_of(programme, "situation.challenges").figures is None


def test_a_figure_that_is_not_there_is_no_choice(writer, programme, figures):
    response = send(writer, choosing(programme, "situation.challenges"), figures=["made_up"])

    assert list(response.context["form"].errors) == ["figures"]


def test_a_figure_that_is_shipped_no_more_is_left_out(programme, figures):
    change(answer_of(programme, "situation.challenges"), figures=["gone", "population"])

    assert at(programme, "situation.challenges") == ["population"]


def test_a_stranger_chooses_nothing(client, programme, figures):
    client.force_login(make_coordinator(make_municipality("478"), email="other@example.org"))

    assert client.get(choosing(programme, "situation.needs")).status_code == 404


def test_two_who_choose_at_once_are_shown_both_choices(writer, programme, figures):
    change(answer_of(programme, "situation.challenges"), figures=["low_income_rate", "share_under_15"])
    url = choosing(programme, "situation.challenges")
    stale = as_sent(opened(writer, url))
    send(writer, url, figures=["low_income_rate", "share_under_15", "population"])

    response = writer.post(url, stale | {"figures": ["low_income_rate", "mean_age"]})

    assert response.status_code == 409
    (difference,) = response.context["form"].differences
    assert (difference.label, "Mean age" in difference.yours, "Population" in difference.saved) == (
        "Figures",
        True,
        True,
    )
    assert answer_of(programme, "situation.challenges").figures == ["low_income_rate", "share_under_15", "population"]
