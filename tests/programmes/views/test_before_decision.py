"""Before the decision: what must be mended stands in the way; what may have been forgotten takes a yes and a reason."""

import re
from datetime import date

import pytest

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.approval import Refused, approve_programme, propose_programme
from programmes.completeness import missing
from programmes.completeness.forgotten import forgotten
from programmes.history import sentence
from programmes.models import Element, Programme, Version
from stakeholders.models import Event
from tests.programmes.factories import (
    WHY_OPEN,
    change,
    element_of,
    fresh,
    make_approvable,
    make_chosen_group,
    make_indicator,
    make_mark,
    make_measure,
    make_organisation,
    make_owed,
    make_partner,
    make_programme,
    make_step,
    respond_to,
    walk_to,
    words,
)
from tests.programmes.reading import page, read
from tests.programmes.rounds import make_statement
from tests.stakeholders.factories import make_member

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)
YES = {"with_open": "on", "why_open": WHY_OPEN}


@pytest.fixture
def programme(coordinator) -> Programme:
    """A programme in which nothing blocks and nothing was forgotten."""
    programme = make_approvable(by=coordinator)
    objective = programme.objectives.get()
    make_measure(objective, owner=make_organisation(programme))
    make_indicator(programme, objective=objective)
    make_step(programme, body="board", planned_on=DAY)
    for element in Element.objects.filter(programme=programme):
        change(element, state="not_relevant", reason=words(programme, "Not in our municipality"))
    return fresh(programme)


def open_an_element(programme) -> None:
    change(element_of(programme, "protection"), state="open")


def codes(programme) -> list[str]:
    return [fact.code for fact in forgotten(missing(fresh(programme)))]


def send(client, programme, act: str, **given):
    recorded = {f"decision_{link.key}": "elsewhere" for link in programme.rows("links")}
    return client.post(page(programme, f"{act}/"), {"approved_on": str(DAY)} | recorded | given)


# What may have been forgotten


def test_what_the_document_would_lack_may_have_been_forgotten(programme):
    partner = make_partner(programme)
    make_step(programme, link=partner, body="board", planned_on=DAY)
    open_an_element(programme)
    change(programme, title=Translations({"sv": "Programmet"}))

    assert codes(programme) == ["text-not-in-language", "municipality-without-decision", "element-open"]


def test_a_partner_without_any_step_is_named_once_and_one_with_its_decision_planned_not_at_all(programme):
    partner = make_partner(programme)
    assert codes(programme) == ["municipality-without-step"]

    make_step(programme, link=partner, body="council", planned_on=DAY)
    assert codes(programme) == []


def test_what_nobody_reads_in_the_document_is_not_asked_about(programme):
    make_mark(programme, "cooperation.group", turn=Translations({"sv": "Styrelsen"}))

    lacking = {fact.code for fact in missing(fresh(programme))}

    assert {"adviser-not-contacted", "text-not-in-language"} <= lacking
    assert codes(programme) == []


# The page


@pytest.mark.parametrize("state", ["preparing", "proposed"])
def test_the_form_that_decides_asks(client, coordinator, programme, state):
    open_an_element(programme)
    walk_to(programme, state)
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    assert len(re.findall(r'<label for="[^"]*with_open"', html)) == html.count('name="why_open"') == 1


def test_two_lists_lead_to_where_each_thing_is_put_right(client, coordinator, programme):
    open_an_element(programme)
    change(programme.responsibility, coordinating_body=Translations())
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    must, may = html.split('id="must-title"')[1].split('id="forgotten-title"')
    assert page(programme, "item/responsibility.coordinating_body/") in must
    assert page(programme, "item/document.protection/") in may
    assert "with_open" not in html  # nothing is decided on yet


def test_what_the_form_asks_about_is_what_has_no_response_now(client, coordinator, programme):
    comment = make_owed(programme.objectives.get(), make_member(programme.group or make_chosen_group(programme)))
    walk_to(programme, "proposed")
    client.force_login(coordinator)

    assert 'name="with_open"' in read(client, programme, "approve/")
    respond_to(comment, "noted", by=coordinator)
    assert 'name="with_open"' not in read(client, programme, "approve/")

    make_statement(programme)
    assert 'name="with_open"' in read(client, programme, "approve/")


def test_where_nothing_was_forgotten_nothing_is_asked(client, coordinator, programme):
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    assert "with_open" not in html
    assert send(client, programme, "propose").status_code == 302
    assert send(client, programme, "approve").status_code == 302
    assert Version.objects.get().left_open == {}
    told = [sentence(event) for event in Event.objects.filter(verb__in=["propose_programme", "approve_programme"])]
    assert not any("open" in each for each in told)


def test_the_button_asks_for_a_yes_before_it_refuses_one_that_lacks(client, coordinator, programme):
    open_an_element(programme)
    client.force_login(coordinator)

    html = send(client, programme, "propose").content.decode()

    labels = re.findall(r'<label for="([^"]*with_open)"', html)
    assert len(set(labels)) == len(labels) == html.count('name="with_open"') == 2  # and once to approve
    assert "is-invalid" not in html
    assert fresh(programme).state == "preparing"


@pytest.mark.parametrize("act", ["propose", "approve"])
@pytest.mark.parametrize(
    "given", [{"why_open": ""}, {"with_open": "on"}, {"why_open": WHY_OPEN}, YES | {"why_open": "  "}]
)
def test_what_is_open_takes_a_yes_and_a_reason(client, coordinator, programme, act, given):
    open_an_element(programme)
    client.force_login(coordinator)

    answer = send(client, programme, act, **given)

    form = answer.context["proposal_form" if act == "propose" else "form"]
    asked = {name for name in ("with_open", "why_open") if not given.get(name, "").strip()}
    assert (answer.status_code, set(form.errors)) == (200, asked)
    assert fresh(programme).state == "preparing"


def test_the_yes_is_kept_with_the_decision_and_told(client, coordinator, programme):
    open_an_element(programme)
    client.force_login(coordinator)

    assert send(client, programme, "propose", **YES).status_code == 302
    assert send(client, programme, "approve", **YES).status_code == 302

    version = Version.objects.get()
    assert version.left_open["why"] == WHY_OPEN
    assert [fact["code"] for fact in version.left_open["facts"]] == ["element-open"]
    told = [sentence(event) for event in Event.objects.filter(verb__in=["propose_programme", "approve_programme"])]
    assert sorted(told) == [
        f"Aino Alanen proposed the programme for decision with 1 thing open: {WHY_OPEN}",
        f"Aino Alanen recorded the approval of {programme.label('en')} with 1 thing open: {WHY_OPEN}",
    ]
    kept = read(client, programme, f"versions/{version.number}/")
    assert f"Why it is decided with these open: {WHY_OPEN}" in kept
    assert "is open: write it, say where it is covered" in kept


def test_the_act_itself_refuses_what_nobody_has_answered_for(programme):
    open_an_element(programme)

    with pytest.raises(Refused, match="may have been forgotten"):
        propose_programme(fresh(programme), by=SYSTEM)
    with pytest.raises(Refused, match="may have been forgotten"):
        approve_programme(fresh(programme), approved_on=DAY, by=SYSTEM)

    assert (fresh(programme).state, Version.objects.count()) == ("preparing", 0)


def test_a_yes_does_not_open_the_way_for_what_must_be_mended(client, coordinator):
    blocked = make_programme(by=coordinator)
    client.force_login(coordinator)

    answers = [send(client, blocked, act, **YES).status_code for act in ("propose", "approve")]

    with pytest.raises(Refused, match="must be there"):
        approve_programme(fresh(blocked), approved_on=DAY, by=SYSTEM, why_open=WHY_OPEN)
    assert (answers, fresh(blocked).state) == ([403, 403], "preparing")


def test_after_the_approval_nothing_is_asked_until_something_is_changed(client, coordinator, programme):
    open_an_element(programme)
    client.force_login(coordinator)
    send(client, programme, "approve", **YES)

    settled = read(client, programme, "approve/")
    change(element_of(programme, "protection"), state="written", text=words(programme, "<p>We protect</p>"))
    changed = read(client, programme, "approve/")

    assert "Nothing has been changed since the approval" in settled and 'name="approved_on"' not in settled
    assert "May have been forgotten" in changed and 'name="approved_on"' in changed
