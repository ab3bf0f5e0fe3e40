"""Two people in one record: what goes together is merged, what does not is shown in both versions."""

import pytest

from integration_programme.translations import Translations
from programmes.actions.records import change_record
from programmes.models import ItemMark
from tests.programmes.factories import make_chosen_group, make_consultation, make_meeting, make_objective
from tests.programmes.reading import page
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_editor, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


def address(programme, kind, record):
    return page(programme, f"{kind}/{record.key}/")


def test_two_tabs_with_different_pages_of_one_row_merge(client, coordinator, programme, django_assert_num_queries):
    mandate = programme.responsibility
    client.force_login(coordinator)
    first = opened(client, address(programme, "mandate", mandate))
    second = opened(client, address(programme, "adviser", mandate))

    client.post(address(programme, "mandate", mandate), as_sent(first, coordinator_name="Carin"))
    sent = as_sent(second, adviser_contacted_on="2026-02-03")
    with django_assert_num_queries(15):  # savepoints of the two attempts among them
        response = client.post(address(programme, "adviser", mandate), sent)

    mandate.refresh_from_db()
    assert (mandate.coordinator_name, str(mandate.adviser_contacted_on), mandate.row_version) == (
        "Carin",
        "2026-02-03",
        3,
    )
    assert "Both changes are kept" in client.get(response.url).content.decode()


def test_different_fields_of_one_page_merge(client, coordinator, programme):
    mandate = programme.responsibility
    url = address(programme, "mandate", mandate)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, coordinator_name="Carin", coordinating_body_sv="Enheten"))
    response = client.post(url, as_sent(second, deputy_name="Dan", coordinating_body_fi="Yksikkö"))

    mandate.refresh_from_db()
    assert response.status_code == 302
    assert (mandate.coordinator_name, mandate.deputy_name) == ("Carin", "Dan")
    assert mandate.coordinating_body == {"sv": "Enheten", "fi": "Yksikkö"}


def test_the_same_field_shows_both_texts_and_writes_nothing(client, coordinator, programme):
    mandate = programme.responsibility
    url = address(programme, "mandate", mandate)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, coordinator_name="Carin"))
    response = client.post(url, as_sent(second, coordinator_name="Berit", deputy_name="Dan"))

    mandate.refresh_from_db()
    html = response.content.decode()
    assert response.status_code == 409
    assert (mandate.coordinator_name, mandate.deputy_name) == ("Carin", "")
    assert "Carin" in html.split("The saved text")[1] and 'value="Berit"' in html

    again = client.post(url, as_sent(response.context["form"]))
    mandate.refresh_from_db()
    assert (again.status_code, mandate.coordinator_name, mandate.deputy_name) == (302, "Berit", "Dan")


def test_an_older_version_of_a_row_that_was_made_in_bulk_is_known_to_have_been_empty(client, coordinator, programme):
    invitation = programme.invitations.first()
    url = address(programme, "invitation", invitation)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, status="joined"))
    response = client.post(url, as_sent(second, name_sv="Skolorna"))

    invitation.refresh_from_db()
    assert (response.status_code, invitation.status, invitation.name["sv"]) == (302, "joined", "Skolorna")


def test_a_milestone_of_the_first_timetable_is_known_as_it_was(client, coordinator, programme):
    milestone = programme.milestones.first()
    url = address(programme, "milestone", milestone)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, due_on="2027-03-01"))
    response = client.post(url, as_sent(second, name_sv="Beslut"))

    milestone.refresh_from_db()
    assert (response.status_code, str(milestone.due_on), milestone.name["sv"]) == (302, "2027-03-01", "Beslut")


def test_a_date_before_a_period_that_was_moved_stays_until_somebody_changes_it(client, coordinator, programme):
    objective = make_objective(programme, by=coordinator)
    type(objective).objects.filter(pk=objective.pk).update(by_when="2001-12-31")
    url = address(programme, "objective", objective)
    client.force_login(coordinator)

    assert client.post(url, as_sent(opened(client, url), title_sv="Nytt")).status_code == 302
    assert client.post(url, as_sent(opened(client, url), by_when="2002-12-31")).status_code == 200


def test_a_double_click_saves_once(client, coordinator, programme):
    objective = make_objective(programme, by=coordinator)
    url = address(programme, "objective", objective)
    client.force_login(coordinator)
    sent = as_sent(opened(client, url), title_sv="Nytt")

    responses = [client.post(url, sent).status_code for _click in range(2)]

    objective.refresh_from_db()
    assert responses == [302, 302]
    assert (objective.title["sv"], objective.row_version) == ("Nytt", 2)


def test_rich_texts_that_nobody_touched_are_no_conflict(client, coordinator, programme):
    said = Translations({"sv": "<p>Ett</p><p>Två</p>"})
    consultation = make_consultation(programme, what_was_said=said, reached={"families": "1-4"})
    url = address(programme, "consultation", consultation)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, what_was_said_sv="Ett\r\n\r\nTvå\r\n\r\nTre"))
    response = client.post(url, as_sent(second, reached_families="5-19"))

    consultation.refresh_from_db()
    assert response.status_code == 302
    assert consultation.reached == {"families": "5-19"}
    assert "Tre" in consultation.what_was_said["sv"]


def test_chosen_links_are_never_merged_unseen(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    seats = [make_seat(group, organisation=name, by=coordinator) for name in ("Red Cross", "School")]
    meeting = make_meeting(programme)
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    second = opened(client, url)

    change_record(meeting, {"present": seats}, row_version=1, by=coordinator)
    response = client.post(url, as_sent(second, topic_sv="Begin"))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Red Cross (Organisation (NGO)), School (Organisation (NGO))" in html
    assert meeting.present.count() == 2


def test_a_seat_that_was_chosen_is_marked_with_its_language_beside_the_saved_text(client, coordinator, programme):
    group = make_chosen_group(programme, by=coordinator)
    seats = [make_seat(group, organisation={"sv": "Röda Korset & Co"}, by=coordinator)]
    meeting = make_meeting(programme, present=seats)
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    sent = as_sent(opened(client, url), present=[])

    change_record(meeting, {"present": seats}, row_version=1, by=coordinator)
    html = client.post(url, sent).content.decode()

    marked = '<span lang="sv">Röda Korset &amp; Co</span> <span class="text-mark">(in Swedish)</span>'
    assert f"<p>{marked} (Organisation (NGO))</p>" in html


def test_changes_that_do_not_go_together_are_shown(client, coordinator, programme):
    url = address(programme, "period", programme)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, period_start="2030-01-01"))
    response = client.post(url, as_sent(second, period_end="2029-12-31", review_by="2030-06-30"))

    programme.refresh_from_db()
    assert response.status_code == 409
    assert (str(programme.period_start), str(programme.period_end)) == ("2030-01-01", "2030-12-31")


def test_the_first_mark_of_an_item_is_not_overwritten_unseen(client, coordinator, editor, programme):
    url = page(programme, "item/cooperation.group/mark/")
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, status="done"))
    client.force_login(editor)
    response = client.post(url, as_sent(second, status="in_progress"))

    assert response.status_code == 409
    assert ItemMark.objects.get(programme=programme, item="cooperation.group").status == "done"
