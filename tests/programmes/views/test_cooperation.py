"""Phase 2 on screen: the group, meetings and consultations."""

import pytest

from integration_programme import records as base_records
from programmes.enums import Phase
from tests.programmes.factories import make_chosen_group, make_meeting, make_programme
from tests.programmes.reading import page, read
from tests.programmes.sending import as_sent, opened, send
from tests.stakeholders.factories import make_editor, make_group, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator, programme):
    return make_chosen_group(programme, by=coordinator)


# The page and the group


def test_the_titles_of_two_meetings_tell_them_apart(client, coordinator, programme):
    meetings = [make_meeting(programme, topic) for topic in ("Schedule", "Seminar")]
    client.force_login(coordinator)

    titles = [read(client, programme, f"meeting/{meeting.key}/edit/").partition("<title>")[2] for meeting in meetings]

    assert [title.partition(" –")[0] for title in titles] == [
        "Meeting: Schedule (sv) (in Swedish)",
        "Meeting: Seminar (sv) (in Swedish)",
    ]


def test_the_group_is_shown_by_its_seats_without_the_persons(client, coordinator, programme, group):
    make_seat(group, by=coordinator, organisation="Red Cross", person_name="Maija Meikäläinen")
    client.force_login(coordinator)

    html = read(client, programme, "item/cooperation.group/")

    assert f'href="/en/groups/{group.key}/"' in html
    assert "Red Cross" in html and "Organisation (NGO)" in html
    assert "Maija" not in html


def test_a_seat_without_a_name_in_the_readers_language_says_so(client, coordinator, programme, group):
    seat = make_seat(group, by=coordinator, organisation={"fi": "Punainen <Risti>", "sv": "Röda Korset"})
    meeting = make_meeting(programme, present=[seat])
    client.force_login(coordinator)

    shown = read(client, programme, "item/cooperation.group/")
    own = read(client, programme, f"meeting/{meeting.key}/")
    form = read(client, programme, f"meeting/{meeting.key}/edit/")

    marked = '<span lang="sv">Röda Korset</span> <span class="text-mark">(in Swedish)</span>'
    assert f'<th scope="row">{marked}</th>' in shown
    assert f"<dt>Present</dt><dd>{marked}</dd>" in own
    assert f"{marked} (Organisation (NGO))" in form


def test_the_coordinator_chooses_the_group_on_the_page(client, coordinator, programme):
    group = make_group(by=coordinator, name="Working group")
    client.force_login(coordinator)

    html = read(client, programme, "item/cooperation.group/")
    response = client.post(page(programme, "group/choose/"), {"group": group.pk}, follow=True)

    assert f'action="{page(programme, "group/choose/")}"' in html
    assert "Working group" in response.content.decode()


def test_an_editor_does_not_choose_the_group(client, programme, group):
    client.force_login(make_editor())

    assert "Choose another group" not in read(client, programme, "item/cooperation.group/")
    assert "Edit all invitations on one page" in read(client, programme, "item/cooperation.authorities/")


@pytest.mark.parametrize(("edition", "item"), [("act_681_2023", "wellbeing_county"), ("act_1386_2010", "authorities")])
def test_the_county_stands_under_the_item_of_its_edition(client, coordinator, edition, item):
    programme = make_programme(by=coordinator, edition_key=edition)
    client.force_login(coordinator)

    row = f'id="{programme.invitations.get(body_group="wellbeing_services_county").key}"'
    keys = [each.key for each in programme.checklist.tasks(Phase.COOPERATION)]
    assert [key for key in keys if row in read(client, programme, f"item/{key}/")] == [f"cooperation.{item}"]


def test_how_the_programme_is_made_together_is_written(client, coordinator, programme):
    url = page(programme, f"cooperation-plan/{programme.cooperation.key}/edit/")
    client.force_login(coordinator)

    response = send(client, url, schedule_agreed_on="2026-02-04", immigrants_involved_sv="Kvällar")

    assert response.url == page(programme, "item/cooperation.group/")
    assert "4 February 2026" in read(client, programme, "item/cooperation.group/")
    assert "Kvällar" in read(client, programme, "item/cooperation.immigrants/")


# Meetings and consultations


def test_a_meeting_tells_who_was_present_by_seat(client, coordinator, programme, group):
    seats = [make_seat(group, by=coordinator, organisation=name) for name in ("Red Cross", "School")]
    elsewhere = make_seat(make_group(by=coordinator), by=coordinator, organisation="Elsewhere")
    url = page(programme, "meeting/add/")
    client.force_login(coordinator)
    form = opened(client, url)

    refused = client.post(url, as_sent(form, topic_sv="Start", present=[elsewhere.pk]))
    client.post(url, as_sent(form, topic_sv="Start", held_on="2026-02-02", present=[seats[0].pk]))

    assert refused.status_code == 200
    assert list(programme.meetings.get().present.all()) == [seats[0]]
    assert "2 February 2026" in read(client, programme, "cooperation/")
    html = read(client, programme, f"meeting/{programme.meetings.get().key}/")
    assert ("2 February 2026" in html, "Red Cross" in html, "Elsewhere" in html) == (True, True, False)


def test_a_seat_that_was_given_up_stays_in_the_meetings_it_was_at(client, coordinator, programme, group):
    seat = make_seat(group, by=coordinator, organisation="Red Cross")
    meeting = make_meeting(programme, present=[seat])
    base_records.archive_record(seat, by=coordinator)
    client.force_login(coordinator)

    send(client, page(programme, f"meeting/{meeting.key}/edit/"), topic_sv="Other")

    assert list(meeting.present.all()) == [seat]


def test_a_consultation_stores_languages_and_bands(client, coordinator, programme):
    client.force_login(coordinator)

    send(
        client,
        page(programme, "consultation/add/"),
        kind="survey",
        title_sv="Enkät",
        held_on="2026-03-03",
        languages=["sv", "uk", "ar"],
        interpretation="on",
        reached_immigrant_residents="20-49",
        reached_families="unknown",
        what_was_said_sv="Kurser saknas",
    )

    consultation = programme.consultations.get()
    assert consultation.languages == ["sv", "uk", "ar"]
    assert consultation.reached == {"immigrant_residents": "20-49", "families": ""}
    assert "Immigrant residents (20–49), Families" in read(client, programme, "cooperation/")
    html = read(client, programme, f"consultation/{consultation.key}/")
    assert "Immigrant residents (20–49), Families" in html
    assert "Arabic, Swedish, Ukrainian" in html

    edit = page(programme, f"consultation/{consultation.key}/edit/")
    form = opened(client, edit)
    assert (form["reached_families"].value(), form["reached_students"].value()) == ("unknown", "")
    client.post(edit, as_sent(form, reached_families=""))
    assert programme.consultations.get().reached == {"immigrant_residents": "20-49"}


def test_a_number_of_persons_is_refused(client, coordinator, programme):
    client.force_login(coordinator)

    response = send(client, page(programme, "consultation/add/"), reached_families="17")

    assert response.status_code == 200
    assert "Select a valid choice" in response.content.decode()
    assert not programme.consultations.exists()
