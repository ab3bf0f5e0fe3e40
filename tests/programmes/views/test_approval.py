"""The approval is recorded on its page, from the decision path; home, list and readers are told."""

import re
from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from integration_programme.translations import Translations
from programmes.actions.approval import reopen_programme
from programmes.actions.programmes import share_programme
from programmes.actions.standings import renew_standings
from programmes.enums import Audience, ProgrammeState
from programmes.models import DecisionStep, VersionDocument
from stakeholders.models import Event, today
from tests.programmes.factories import (
    WHY_OPEN,
    approve_programme,
    change,
    fresh,
    make_approvable,
    make_finding,
    make_partner,
    make_programme,
    make_step,
)
from tests.programmes.reading import decision_path, page, read
from tests.stakeholders.factories import make_editor, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 16)


@pytest.fixture
def programme(coordinator):
    """A programme that nothing blocks."""
    return make_approvable(by=coordinator)


OPEN = {"with_open": "on", "why_open": WHY_OPEN}


def approve(client, programme, day=DAY, **given):
    """Send the form of the approval."""
    return client.post(page(programme, "approve/"), OPEN | {"approved_on": str(day)} | given)


def elsewhere(*links) -> dict[str, str]:
    """The choice that these municipalities' decisions are recorded elsewhere."""
    return {f"decision_{link.key}": "elsewhere" for link in links}


def here(*links) -> dict[str, str]:
    return {f"decision_{link.key}": "here" for link in links}


# The page


def test_the_coordinator_records_the_approval_once(client, programme, coordinator):
    client.force_login(coordinator)
    assert "Date of the approval" in read(client, programme, "approve/")
    assert approve(client, programme, **elsewhere(programme.lead)).status_code == 302
    again = approve(client, programme)
    assert again.status_code == 409
    assert "already approved as it is now" in again.content.decode()
    assert VersionDocument.objects.count() == 2


def test_the_page_says_what_blocks_and_records_nothing(client, coordinator):
    blocked = make_programme(by=coordinator)
    client.force_login(coordinator)
    html = read(client, blocked, "approve/")
    assert "cannot be proposed or approved" in html and "Date of the approval" not in html
    assert approve(client, blocked).status_code == 403
    assert VersionDocument.objects.count() == 0


# The decision path and the approval


def test_the_date_comes_from_the_decision_path(client, programme, coordinator):
    make_step(programme, body="board", outcome="approved", decided_on=date(2026, 11, 2))
    make_step(programme, body="council", outcome="approved", decided_on=DAY, section="§ 112")
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    assert 'value="2026-11-16"' in html and "§ 112" in html
    assert "recorded elsewhere" not in html
    assert approve(client, programme).status_code == 302


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_date_that_the_decision_path_contradicts_is_refused_in_words(client, programme, coordinator, day):
    make_step(programme, outcome="approved", decided_on=DAY)
    client.force_login(coordinator)

    response = approve(client, programme, day)

    assert "The newest decision on the decision path is of" in response.content.decode()
    assert fresh(programme).state == ProgrammeState.PREPARING


def test_an_approval_that_the_path_does_not_tell_asks_for_a_word(client, programme, coordinator):
    make_step(programme, body="board", outcome="approved", decided_on=date(2026, 11, 2))
    make_step(programme, body="council", planned_on=date(2026, 12, 14))
    client.force_login(coordinator)

    response = approve(client, programme)

    assert response.context["form"].errors == {
        f"decision_{programme.lead.key}": ["Choose whether you record the decision here."]
    }
    assert fresh(programme).state == ProgrammeState.PREPARING


def test_the_decision_is_written_on_the_path_with_the_approval(client, programme, coordinator):
    planned, link = make_step(programme, planned_on=date(2026, 12, 14)), programme.links.get()
    given = here(link) | {f"section_{link.key}": "§ 112"}
    client.force_login(coordinator)

    assert approve(client, programme, **given).status_code == 302
    assert approve(client, programme, **given).status_code == 409

    planned.refresh_from_db()
    assert (planned.outcome, planned.decided_on, planned.section) == ("approved", DAY, "§ 112")
    assert planned.row_version == 2 and planned.history.count() == 2
    assert DecisionStep.objects.count() == 1
    event = Event.objects.get(verb="approve_programme")
    assert event.data["decisions"] == [str(planned.key)]
    assert not Event.objects.filter(verb="change_record", kind="decision-step").exists()
    assert decision_path(programme) == [["City council", "16 November 2026", "§ 112", "Approved"]]
    (row,) = VersionDocument.objects.get(language="sv").data["cover"]["decision_path"]["rows"]
    assert row["cells"][2]["text"] == "§ 112"


def test_here_or_elsewhere_is_one_choice_and_nothing_is_chosen_beforehand(client, programme, coordinator):
    client.force_login(coordinator)

    html = read(client, programme, "approve/")

    choices = re.findall(rf'<input type="radio"[^>]*name="decision_{programme.lead.key}" value="(\w+)"([^>]*)>', html)
    assert [value for value, _others in choices] == ["here", "elsewhere"]
    assert not any("checked" in others for _value, others in choices)
    assert not re.search(rf'type="checkbox"[^>]*{programme.lead.key}', html)


def test_a_section_of_a_decision_elsewhere_is_not_lost_in_silence(client, programme, coordinator):
    link = programme.links.get()
    client.force_login(coordinator)
    given = elsewhere(link) | {f"case_number_{link.key}": "545/2026"}
    assert approve(client, programme, **given).context["form"].errors == {
        f"case_number_{link.key}": ["This is kept only where the decision is recorded here: choose that, or empty it."]
    }
    assert fresh(programme).state == ProgrammeState.PREPARING


def test_in_a_joint_programme_each_council_decides(client, programme, coordinator):
    partner = make_partner(programme)
    make_step(programme, outcome="approved", decided_on=DAY, section="§ 112")
    client.force_login(coordinator)
    html = read(client, programme, "approve/")
    assert "(City council, Nykarleby)" in html and "(City council, Närpes)" not in html
    assert "No decision is planned or made yet in: Nykarleby." in html

    later = DAY + timedelta(days=3)
    assert approve(client, programme, later).status_code == 200
    assert approve(client, programme, later, **here(partner)).status_code == 302

    assert decision_path(programme) == [
        ["Närpes", "City council", "16 November 2026", "§ 112", "Approved"],
        ["Nykarleby", "City council", "19 November 2026", "", "Approved"],
    ]


NAMED = Translations({"sv": "Kommunfullmäktige i Närpes", "fi": "Närpiön kaupunginvaltuusto"})


@pytest.mark.parametrize(
    ("language", "lead", "partner"),
    [
        ("sv", "Kommunfullmäktige i Närpes, Närpes", "Stadsfullmäktige, Nykarleby"),
        ("fi", "Närpiön kaupunginvaltuusto, Närpiö", "Kaupunginvaltuusto, Uusikaarlepyy"),
        ("en", "Kommunfullmäktige i Närpes (in Swedish), Närpes", "City council, Nykarleby"),
    ],
)
def test_the_lead_councils_name_is_not_the_partners(client, programme, coordinator, language, lead, partner):
    make_partner(programme)
    change(programme.responsibility, approving_body_name=NAMED)
    client.force_login(coordinator)

    html = client.get(f"/{language}/programmes/{programme.slug}/approve/").content.decode()

    assert f"({lead})" in html and f"({partner})" in html


def test_the_partners_decision_bears_no_name_of_the_leads(client, programme, coordinator):
    partner = make_partner(programme)
    change(programme.responsibility, approving_body_name=NAMED)
    client.force_login(coordinator)

    approve(client, programme, **here(programme.lead, partner))

    steps = DecisionStep.objects.order_by("position")
    assert [(step.part.is_lead, step.body, step.body_name) for step in steps] == [
        (True, "council", NAMED),
        (False, "council", {}),
    ]
    kept = {each.language: each.data["cover"]["decision_path"]["rows"] for each in VersionDocument.objects.all()}
    bodies = {
        language: [tuple(cell["text"] for cell in row["cells"][:2]) for row in rows] for language, rows in kept.items()
    }
    assert bodies == {
        "sv": [("Närpes", "Kommunfullmäktige i Närpes"), ("Nykarleby", "Stadsfullmäktige")],
        "fi": [("Närpiö", "Närpiön kaupunginvaltuusto"), ("Uusikaarlepyy", "Kaupunginvaltuusto")],
    }
    assert "City council" in read(client, programme, "approve/")


def test_a_partners_planned_step_keeps_its_own_name(client, programme, coordinator):
    partner = make_partner(programme)
    change(programme.responsibility, approving_body_name=NAMED)
    own = Translations({"sv": "Stadsfullmäktige i Nykarleby"})
    step = make_step(programme, link=partner, body_name=own, planned_on=DAY)
    client.force_login(coordinator)

    assert "(Stadsfullmäktige i Nykarleby (in Swedish), Nykarleby)" in read(client, programme, "approve/")
    approve(client, programme, **elsewhere(programme.lead), **here(partner))

    step.refresh_from_db()
    assert (step.outcome, step.body_name) == ("approved", own)


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-31", (date.today() + timedelta(days=400)).isoformat()])
def test_a_bad_date_is_refused_in_words(client, programme, coordinator, day):
    client.force_login(coordinator)
    response = approve(client, programme, day)
    assert response.status_code == 200 and response.context["form"].errors["approved_on"]
    assert fresh(programme).state == ProgrammeState.PREPARING


def test_today_is_not_in_the_future(client, programme, coordinator):
    client.force_login(coordinator)
    assert approve(client, programme, today(), **elsewhere(programme.lead)).status_code == 302


# Afterwards


def test_the_page_of_an_approved_programme_leads_on(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    client.force_login(coordinator)
    html = read(client, programme, "approve/")
    for approval, language in [(1, "sv"), (1, "fi"), (2, "sv"), (2, "fi")]:
        assert f'href="{page(programme, f"approved/{approval}/{language}.json")}"' in html
    assert f'<a href="{page(programme, "")}">Back to the programme</a>' in html


def test_only_the_coordinator_approves_and_withdraws(client, programme, coordinator):
    client.force_login(make_editor())
    assert client.get(page(programme, "approve/")).status_code == 403
    assert approve(client, programme).status_code == 403
    assert client.post(page(programme, "reopen/")).status_code == 403
    client.force_login(make_user())
    assert client.get(page(programme, "approve/")).status_code == 404


def test_the_approval_is_withdrawn_by_post_only(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    client.force_login(coordinator)
    asked = client.get(page(programme, "reopen/"))
    assert asked.status_code == 405
    assert "Nothing has been changed." in asked.content.decode()
    assert client.post(page(programme, "reopen/")).status_code == 302
    assert client.post(page(programme, "reopen/")).status_code == 409


def test_readers_fetch_what_was_approved(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    client.force_login(make_editor())
    response = client.get(page(programme, "approved/1/sv.json"))
    assert response.json()["state"] == "approved"
    assert "Written later" not in response.content.decode()
    assert client.get(page(programme, "approved/1/en.json")).status_code == 404
    assert client.get(page(programme, "approved/1/sv.pdf")).status_code == 404
    assert "approved/1/sv.json" in read(client, programme, "preview/")
    client.force_login(make_user())
    assert client.get(page(programme, "approved/1/sv.json")).status_code == 404


def test_the_home_says_what_was_changed_after_the_approval(client, programme, coordinator):
    client.force_login(coordinator)
    assert "Who may read the draft:" in read(client, programme, "")
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_step(programme, outcome="approved", decided_on=DAY)
    html = read(client, programme, "")
    assert "Who may read it here:" in html and "Who may read the draft" not in html
    assert date_format(DAY, "SHORT_DATE_FORMAT") in html
    assert "changed after approval" not in html
    make_finding(programme, "Written later", by=coordinator)
    assert "changed after approval" in read(client, programme, "")
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    assert "changed after approval" not in read(client, programme, "")


def test_the_home_names_the_languages_that_were_changed(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    client.force_login(coordinator)
    body = programme.responsibility

    change(body, by=coordinator, coordinating_body=body.coordinating_body.with_texts({"fi": "Toinen"}))
    in_finnish = read(client, programme, "")
    change(body, by=coordinator, coordinating_body=body.coordinating_body.with_texts({"sv": "En annan"}))

    assert "changed after approval in: Finnish<" in in_finnish
    assert "changed after approval in: Swedish, Finnish<" in read(client, programme, "")


def test_the_list_notes_edits_after_the_approval(client, programme, coordinator):
    client.force_login(coordinator)
    note = "changed after approval"
    make_finding(programme, "Written before", by=coordinator)
    assert note not in client.get("/en/programmes/").content.decode()
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_step(programme)
    share_programme(fresh(programme), [Audience.GROUP], by=coordinator)
    renew_standings()
    assert note not in client.get("/en/programmes/").content.decode()
    make_finding(programme, "Written later", by=coordinator)
    renew_standings()
    assert note in client.get("/en/programmes/").content.decode()
    reopen_programme(fresh(programme), by=coordinator)
    assert note not in client.get("/en/programmes/").content.decode()


def test_the_home_of_an_approved_programme_keeps_to_its_statements(
    client, programme, coordinator, django_assert_max_num_queries
):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    client.force_login(coordinator)
    with django_assert_max_num_queries(40):
        client.get(page(programme, ""))
