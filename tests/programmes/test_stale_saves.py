"""Two people in one record: what goes together is merged, what does not is shown in both versions."""

import pytest

from integration_programme import richtext
from integration_programme.records import links_at
from integration_programme.translations import Translations
from programmes.actions.records import change_record
from programmes.models import ItemMark, Meeting
from tests.programmes.factories import make_chosen_group, make_consultation, make_meeting, make_objective
from tests.programmes.reading import page
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_editor, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


def address(programme, kind, record):
    return page(programme, f"{kind}/{record.key}/edit/")


def test_two_tabs_with_different_pages_of_one_row_merge(client, coordinator, programme, django_assert_max_num_queries):
    mandate = programme.responsibility
    client.force_login(coordinator)
    first = opened(client, address(programme, "mandate", mandate))
    second = opened(client, address(programme, "adviser", mandate))

    client.post(address(programme, "mandate", mandate), as_sent(first, coordinator_name="Carin"))
    sent = as_sent(second, adviser_contacted_on="2026-02-03")
    with django_assert_max_num_queries(22):  # a save is 20; here with the savepoints of two attempts
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
    response = client.post(url, as_sent(second, organisation_new="Skolorna"))

    invitation.refresh_from_db()
    assert (response.status_code, invitation.status, invitation.called["sv"]) == (302, "joined", "Skolorna")


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


@pytest.fixture
def seats(programme, coordinator):
    group = make_chosen_group(programme, by=coordinator)
    names = ({"sv": "Röda Korset & Co"}, "School", "Library")
    return [make_seat(group, organisation=name, by=coordinator) for name in names]


def test_rows_that_two_people_chose_are_put_together_and_that_is_said(client, coordinator, programme, seats):
    red_cross, school, library = seats
    meeting = make_meeting(programme, present=[red_cross])
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, present=[red_cross.pk, school.pk]))
    response = client.post(url, as_sent(second, topic_sv="Begin", present=[library.pk]), follow=True)

    meeting.refresh_from_db()
    assert set(meeting.present.all()) == {school, library}
    assert (meeting.topic["sv"], meeting.row_version) == ("Begin", 3)
    assert "both changes are put together: “Present, by seat”" in response.content.decode()


def test_rows_that_only_another_person_chose_stay_chosen(client, coordinator, programme, seats):
    meeting = make_meeting(programme)
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    second = opened(client, url)

    change_record(meeting, {"present": seats}, row_version=1, by=coordinator)
    response = client.post(url, as_sent(second, topic_sv="Begin"), follow=True)

    meeting.refresh_from_db()
    assert (meeting.topic["sv"], meeting.present.count()) == ("Begin", 3)
    assert "Both changes are kept" in response.content.decode()


def test_rows_that_were_chosen_at_a_time_of_which_nothing_is_known_are_never_merged_unseen(
    client, coordinator, programme, seats
):
    """Each seat is marked with its language beside the saved text."""
    meeting = Meeting.objects.create(programme=programme, topic=Translations({"sv": "Start"}))
    meeting.history.all().delete()
    meeting.present.set(seats[:1])
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    sent = as_sent(opened(client, url), present=[])

    change_record(meeting, {"present": seats[:1]}, row_version=1, by=coordinator)
    response = client.post(url, sent)

    marked = '<span lang="sv">Röda Korset &amp; Co</span> <span class="text-mark">(in Swedish)</span>'
    assert response.status_code == 409
    assert f"<p>{marked} (Organisation (NGO))</p>" in response.content.decode()
    assert meeting.present.count() == 1


def test_a_conflict_shows_rows_that_both_chose_put_together(client, coordinator, programme, seats):
    red_cross, school = seats[:2]
    meeting = make_meeting(programme)
    url = address(programme, "meeting", meeting)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    client.post(url, as_sent(first, topic_sv="Theirs", present=[red_cross.pk]))
    conflict = client.post(url, as_sent(second, topic_sv="Mine", present=[school.pk]))
    again = client.post(url, as_sent(conflict.context["form"]))

    meeting.refresh_from_db()
    assert (conflict.status_code, again.status_code) == (409, 302)
    assert (meeting.topic["sv"], set(meeting.present.all())) == ("Mine", {red_cross, school})


def test_what_a_record_was_tied_to_at_each_save_is_known(coordinator, programme, seats):
    meeting = make_meeting(programme)
    change_record(meeting, {"present": seats}, row_version=1, by=coordinator)
    change_record(meeting, row_version=2, by=coordinator)
    change_record(meeting, {"present": seats[1:]}, row_version=3, by=coordinator)

    known = [links_at(meeting, row_version) for row_version in (1, 2, 3, 4)]

    keys = [seat.pk for seat in seats]
    assert known == [{"present": set(each)} for each in ([], keys, keys, keys[1:])]


def test_changes_that_do_not_go_together_are_shown(client, coordinator, programme):
    url = address(programme, "period", programme)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)

    stays = {"new_title": "no"}
    client.post(url, as_sent(first, period_start="2030-01-01") | stays)
    response = client.post(url, as_sent(second, period_end="2029-12-31", review_by="2030-06-30") | stays)

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


def test_different_paragraphs_of_one_text_are_put_together_and_that_is_said(client, coordinator, programme):
    said = Translations({"sv": "<p>Många väntar länge på en plats.</p><p>Kvällskurser saknas i kommunen.</p>"})
    consultation = make_consultation(programme, what_was_said=said)
    url = address(programme, "consultation", consultation)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)
    stored = first["what_was_said_sv"].value()

    client.post(url, as_sent(first, what_was_said_sv=stored.replace("länge", "mycket länge")))
    response = client.post(
        url, as_sent(second, what_was_said_sv=stored.replace("Kvällskurser", "Kurser på kvällar")), follow=True
    )

    consultation.refresh_from_db()
    assert richtext.without_ids(consultation.what_was_said["sv"]) == (
        "<p>Många väntar mycket länge på en plats.</p><p>Kurser på kvällar saknas i kommunen.</p>"
    )
    assert list(richtext.paragraphs(consultation.what_was_said["sv"])) == list(richtext.paragraphs(stored))
    assert "both changes are put together: “What was said (Swedish)”" in response.content.decode()


def test_two_changes_of_one_paragraph_are_shown(client, coordinator, programme):
    said = Translations({"sv": "<p>Många väntar länge på en plats.</p><p>Kvällskurser saknas i kommunen.</p>"})
    consultation = make_consultation(programme, what_was_said=said)
    url = address(programme, "consultation", consultation)
    client.force_login(coordinator)
    first, second = opened(client, url), opened(client, url)
    stored = first["what_was_said_sv"].value()

    client.post(url, as_sent(first, what_was_said_sv=stored.replace("länge", "mycket länge")))
    response = client.post(url, as_sent(second, what_was_said_sv=stored.replace("länge", "alltför länge")))

    html = response.content.decode()
    assert response.status_code == 409
    assert "mycket länge" in html.split("The saved text", 1)[1] and "alltför länge" in html
