"""Approval: what was approved is kept as it was, and later changes are marked."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format

from integration_programme.translations import Translations
from programmes.actions.approval import Decision, Refused, approve_programme, reopen_programme
from programmes.actions.programmes import share_programme
from programmes.actions.records import add_record, change_record
from programmes.document import assemble, content_hash
from programmes.enums import ProgrammeState
from programmes.models import DecisionStep, FrozenDocument, Programme, ProgrammeMunicipality
from stakeholders.models import Event, today
from tests.programmes.factories import make_finding, make_objective, make_programme, words
from tests.stakeholders.factories import make_coordinator, make_editor, make_municipality, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    """A programme that nothing blocks."""
    programme = make_programme(by=coordinator)
    make_objective(programme, by=coordinator)
    mandate = programme.responsibility
    mandate.coordinating_body = words(programme, "Board")
    change_record(mandate, version=mandate.version, by=coordinator)
    return fresh(programme)


def fresh(programme) -> Programme:
    return Programme.objects.get(pk=programme.pk)


def address(programme, tail: str = "approve/") -> str:
    return f"/en/programmes/{programme.slug}/{tail}"


def test_an_approval_freezes_the_document_in_every_content_language(programme, coordinator):
    frozen = approve_programme(programme, approved_on=DAY, by=coordinator)
    assert [each.language for each in frozen] == ["sv", "fi"]
    assert {each.approval for each in frozen} == {1}
    programme = fresh(programme)
    assert (programme.state, programme.approved_on) == (ProgrammeState.APPROVED, DAY)
    document = assemble(programme, "sv")
    assert (document.state, document.mark) == ("approved", "")
    assert content_hash(document) == frozen[0].content_hash
    assert Event.objects.filter(verb="approve_programme").count() == 1


def test_a_change_after_the_approval_is_marked_and_leaves_what_was_approved(programme, coordinator):
    frozen = approve_programme(programme, approved_on=DAY, by=coordinator)[0]
    before = FrozenDocument.objects.get(pk=frozen.pk).data
    make_finding(programme, "Written later", by=coordinator)
    document = assemble(fresh(programme), "en")
    assert document.state == "changed_after_approval"
    in_swedish = assemble(fresh(programme), "sv")
    assert in_swedish.state == "changed_after_approval"
    assert in_swedish.mark and in_swedish.cover.state
    assert FrozenDocument.objects.get(pk=frozen.pk).data == before


def test_recording_the_decision_and_sharing_are_no_change_of_what_was_approved(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    link = programme.links.get()
    DecisionStep.objects.create(programme=programme, link_to_municipality=link, section="§ 12", outcome="approved")
    share_programme(fresh(programme), "group", by=coordinator)
    document = assemble(fresh(programme), "sv")
    assert document.state == "approved"
    assert "§ 12" in str(document.cover.decision_path)


def test_a_second_approval_of_the_same_is_refused(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    with pytest.raises(Refused):
        approve_programme(fresh(programme), approved_on=DAY, by=coordinator)
    assert FrozenDocument.objects.count() == 2


def test_a_changed_programme_is_approved_anew_and_the_first_approval_is_kept(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    assert list(FrozenDocument.objects.values_list("approval", "language")) == [
        (2, "fi"),
        (2, "sv"),
        (1, "fi"),
        (1, "sv"),
    ]
    assert assemble(fresh(programme), "sv").state == "approved"


def test_withdrawing_makes_a_draft_and_keeps_what_was_approved(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    reopen_programme(programme, by=coordinator)
    programme = fresh(programme)
    assert (programme.state, programme.approved_on) == (ProgrammeState.DRAFT, None)
    assert assemble(programme, "sv").state == "draft"
    assert FrozenDocument.objects.count() == 2
    with pytest.raises(Refused):
        reopen_programme(programme, by=coordinator)


def test_an_open_element_of_an_approved_programme_is_not_called_open(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    with translation.override("en"):
        chapter = next(each for each in assemble(fresh(programme), "en").sections if each.anchor == "protection")
    assert [block.text for block in chapter.blocks] == ["This programme does not deal with this."]


def test_the_coordinator_records_the_approval_once(client, programme, coordinator):
    client.force_login(coordinator)
    assert "Date of the approval" in client.get(address(programme)).content.decode()
    assert client.post(address(programme), {"approved_on": DAY.isoformat(), "elsewhere": "on"}).status_code == 302
    again = client.post(address(programme), {"approved_on": DAY.isoformat()})
    assert again.status_code == 409
    assert "already approved as it is now" in again.content.decode()
    assert FrozenDocument.objects.count() == 2


def test_the_page_says_what_blocks_and_records_nothing(client, coordinator):
    blocked = make_programme(by=coordinator)
    client.force_login(coordinator)
    page = client.get(address(blocked)).content.decode()
    assert "This must be there first" in page and "Date of the approval" not in page
    assert client.post(address(blocked), {"approved_on": DAY.isoformat()}).status_code == 403
    assert FrozenDocument.objects.count() == 0


# The decision path and the approval


def step(programme, *, municipality="545", **fields) -> DecisionStep:
    link = programme.links.get(municipality=municipality)
    return DecisionStep.objects.create(programme=programme, link_to_municipality=link, **fields)


def joined(programme, code="893"):
    """The programme, made together with another municipality."""
    return ProgrammeMunicipality.objects.create(programme=programme, municipality=make_municipality(code))


def cover_rows(programme) -> list[list[str]]:
    path = assemble(fresh(programme), "en").cover.decision_path
    return [[cell.text for cell in row.cells] for row in path.rows] if path else []


def test_the_date_comes_from_the_decision_path(client, programme, coordinator):
    step(programme, body="board", outcome="approved", decided_on=date(2026, 11, 2))
    step(programme, body="council", outcome="approved", decided_on=DAY, section="§ 112")
    client.force_login(coordinator)

    html = client.get(address(programme)).content.decode()

    assert 'value="2026-11-16"' in html and "§ 112" in html
    assert "recorded elsewhere" not in html
    assert client.post(address(programme), {"approved_on": DAY.isoformat()}).status_code == 302


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_date_that_the_decision_path_contradicts_is_refused_in_words(client, programme, coordinator, day):
    step(programme, outcome="approved", decided_on=DAY)
    client.force_login(coordinator)

    response = client.post(address(programme), {"approved_on": day.isoformat()})

    assert "The newest decision on the decision path is of" in response.content.decode()
    assert fresh(programme).state == ProgrammeState.DRAFT


def test_an_approval_that_the_path_does_not_tell_asks_for_a_word(client, programme, coordinator):
    step(programme, body="board", outcome="approved", decided_on=date(2026, 11, 2))
    step(programme, body="council", planned_on=date(2026, 12, 14))
    client.force_login(coordinator)

    response = client.post(address(programme), {"approved_on": DAY.isoformat()})

    assert "confirm below that the decision is recorded elsewhere" in response.content.decode()
    assert fresh(programme).state == ProgrammeState.DRAFT


def test_the_decision_is_written_on_the_path_with_the_approval(client, programme, coordinator):
    planned, link = step(programme, planned_on=date(2026, 12, 14)), programme.links.get()
    given = {"approved_on": DAY.isoformat(), f"record_{link.key}": "on", f"section_{link.key}": "§ 112"}
    client.force_login(coordinator)

    assert client.post(address(programme), given).status_code == 302
    assert client.post(address(programme), given).status_code == 409

    planned.refresh_from_db()
    assert (planned.outcome, planned.decided_on, planned.section) == ("approved", DAY, "§ 112")
    assert planned.version == 2 and planned.history.count() == 2
    assert DecisionStep.objects.count() == 1
    event = Event.objects.get(verb="approve_programme")
    assert event.data["decisions"] == [str(planned.key)]
    assert not Event.objects.filter(
        verb__in=["add_record", "change_record"], subject__startswith="decisionstep"
    ).exists()
    assert cover_rows(programme) == [["Municipal council", "16 November 2026", "§ 112", "Approved"]]
    assert (
        FrozenDocument.objects.get(language="sv").data["cover"]["decision_path"]["rows"][0]["cells"][2]["text"]
        == "§ 112"
    )


def test_a_refused_approval_writes_no_step(programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    with pytest.raises(Refused):
        approve_programme(
            fresh(programme), approved_on=DAY, by=coordinator, decisions=[Decision(programme.links.get())]
        )
    assert DecisionStep.objects.count() == 0


def test_a_section_without_its_tick_is_not_lost_in_silence(client, programme, coordinator):
    link = programme.links.get()
    client.force_login(coordinator)
    given = {"approved_on": DAY.isoformat(), "elsewhere": "on", f"case_number_{link.key}": "545/2026"}
    assert "so that the section and the number are kept" in client.post(address(programme), given).content.decode()
    assert fresh(programme).state == ProgrammeState.DRAFT


def test_in_a_joint_programme_each_council_decides(client, programme, coordinator):
    partner = joined(programme)
    step(programme, outcome="approved", decided_on=DAY, section="§ 112")
    client.force_login(coordinator)
    html = client.get(address(programme)).content.decode()
    assert "(Municipal council, Nykarleby)" in html and "(Municipal council, Närpes)" not in html
    assert "No decision is planned or made yet in: Nykarleby." in html

    later = {"approved_on": (DAY + timedelta(days=3)).isoformat()}
    assert client.post(address(programme), later).status_code == 200
    assert client.post(address(programme), later | {f"record_{partner.key}": "on"}).status_code == 302

    assert cover_rows(programme) == [
        ["Närpes", "Municipal council", "16 November 2026", "§ 112", "Approved"],
        ["Nykarleby", "Municipal council", "19 November 2026", "", "Approved"],
    ]


def test_the_cover_of_what_is_approved_says_nothing_of_meetings_to_come(programme, coordinator):
    joined(programme)
    step(programme, planned_on=date(2026, 12, 14))
    assert cover_rows(programme) == [
        ["Närpes", "Municipal council", "planned: 14 December 2026", "Not yet handled"],
        ["Nykarleby", "", "", "No decision planned yet"],
    ]
    approve_programme(programme, approved_on=DAY, by=coordinator)
    assert [row[-1] for row in cover_rows(programme)] == ["No decision on the path"] * 2


def test_the_page_of_an_approved_programme_leads_on(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    client.force_login(coordinator)
    html = client.get(address(programme)).content.decode()
    for approval, language in [(1, "sv"), (1, "fi"), (2, "sv"), (2, "fi")]:
        assert f'href="{address(programme, f"approved/{approval}/{language}.json")}"' in html
    assert f'<a href="{address(programme, "")}">Back to the programme</a>' in html


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-31", (date.today() + timedelta(days=400)).isoformat()])
def test_a_bad_date_is_refused_in_words(client, programme, coordinator, day):
    client.force_login(coordinator)
    response = client.post(address(programme), {"approved_on": day})
    assert response.status_code == 200 and response.context["form"].errors["approved_on"]
    assert fresh(programme).state == ProgrammeState.DRAFT


def test_today_is_not_in_the_future(client, programme, coordinator):
    client.force_login(coordinator)
    assert client.post(address(programme), {"approved_on": today().isoformat(), "elsewhere": "on"}).status_code == 302


def test_only_the_coordinator_approves_and_withdraws(client, programme, coordinator):
    client.force_login(make_editor(make_municipality()))
    assert client.get(address(programme)).status_code == 403
    assert client.post(address(programme), {"approved_on": DAY.isoformat()}).status_code == 403
    assert client.post(address(programme, "reopen/")).status_code == 403
    client.force_login(make_user())
    assert client.get(address(programme)).status_code == 404


def test_the_approval_is_withdrawn_by_post_only(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    client.force_login(coordinator)
    asked = client.get(address(programme, "reopen/"))
    assert asked.status_code == 405
    assert "Nothing has been changed." in asked.content.decode()
    assert client.post(address(programme, "reopen/")).status_code == 302
    assert client.post(address(programme, "reopen/")).status_code == 409


def test_readers_fetch_what_was_approved(client, programme, coordinator):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    make_finding(programme, "Written later", by=coordinator)
    client.force_login(make_editor(make_municipality()))
    response = client.get(address(programme, "approved/1/sv.json"))
    assert response.json()["state"] == "approved"
    assert "Written later" not in response.content.decode()
    assert client.get(address(programme, "approved/1/en.json")).status_code == 404
    assert client.get(address(programme, "approved/1/sv.pdf")).status_code == 404
    assert "approved/1/sv.json" in client.get(address(programme, "preview/")).content.decode()
    client.force_login(make_user())
    assert client.get(address(programme, "approved/1/sv.json")).status_code == 404


def test_the_words_of_the_approval_are_in_each_documents_language(programme, coordinator):
    programme.title = Translations({"sv": "Programmet", "fi": "Ohjelma"})
    programme.save()
    swedish, finnish = approve_programme(programme, approved_on=DAY, by=coordinator)
    assert (swedish.data["title"], finnish.data["title"]) == ("Programmet", "Ohjelma")
    assert "16.11.2026" in swedish.data["cover"]["state"]


# What the home and the list say of it


def test_the_home_says_what_was_changed_after_the_approval(client, programme, coordinator):
    client.force_login(coordinator)
    assert "Who may read the draft:" in client.get(address(programme, "")).content.decode()
    approve_programme(programme, approved_on=DAY, by=coordinator)
    step(programme, outcome="approved", decided_on=DAY)
    html = client.get(address(programme, "")).content.decode()
    assert (
        "Who may read it here:" in html
        and date_format(DAY, "SHORT_DATE_FORMAT") in html
        and "Who may read the draft" not in html
    )
    assert "changed after approval" not in html
    make_finding(programme, "Written later", by=coordinator)
    assert "changed after approval" in client.get(address(programme, "")).content.decode()
    approve_programme(fresh(programme), approved_on=DAY + timedelta(days=1), by=coordinator)
    assert "changed after approval" not in client.get(address(programme, "")).content.decode()


def test_the_list_notes_edits_after_the_approval(client, programme, coordinator):
    client.force_login(coordinator)
    note = "edited after the approval"
    make_finding(programme, "Written before", by=coordinator)
    assert note not in client.get("/en/programmes/").content.decode()
    approve_programme(programme, approved_on=DAY, by=coordinator)
    link = programme.links.get()
    add_record(DecisionStep(programme=programme, link_to_municipality=link), by=coordinator)
    share_programme(fresh(programme), "group", by=coordinator)
    assert note not in client.get("/en/programmes/").content.decode()
    make_finding(programme, "Written later", by=coordinator)
    assert note in client.get("/en/programmes/").content.decode()
    reopen_programme(fresh(programme), by=coordinator)
    assert note not in client.get("/en/programmes/").content.decode()


def test_the_home_of_an_approved_programme_keeps_to_its_statements(
    client, programme, coordinator, django_assert_max_num_queries
):
    approve_programme(programme, approved_on=DAY, by=coordinator)
    client.force_login(coordinator)
    with django_assert_max_num_queries(40):
        client.get(address(programme, ""))
