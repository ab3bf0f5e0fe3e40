"""Phase 2: the group, the matrix of invitations, meetings and consultations."""

from datetime import date

import pytest
from django.utils import translation

from integration_programme import records as base_records
from integration_programme.translations import Translations
from programmes.actions.cooperation import change_invitations
from programmes.actions.programmes import choose_group
from programmes.actions.records import add_record, change_record
from programmes.completeness import missing_in_phase
from programmes.enums import BodyGroup, ConsultationKind, Phase, SharedWith
from programmes.models import BodyInvitation, Consultation, CooperationPlan, Meeting, Programme
from stakeholders import reference
from stakeholders.models import Event
from tests.programmes.factories import make_programme, words
from tests.programmes.sending import as_sent
from tests.stakeholders.factories import (
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def programme(coordinator):
    return make_programme(by=coordinator)


@pytest.fixture
def group(coordinator, programme):
    group = make_group([make_municipality()], by=coordinator, name="Working group")
    choose_group(programme, group, by=coordinator)
    return group


def page(programme, tail="cooperation/"):
    return f"/en/programmes/{programme.slug}/{tail}"


def opened(client, url):
    return client.get(url).context["form"]


def matrix_as_sent(client, programme, **changes) -> dict:
    """The whole matrix as it stands on the page; changes by body and field: `kela_status="joined"`."""
    data, matrix = {}, opened(client, page(programme, "cooperation/invitations/"))
    for form in matrix.forms:
        data |= as_sent(form)
        for name, value in changes.items():
            if name.startswith(f"{form.instance.body_group}__"):
                data[form.add_prefix(name.split("__")[1])] = value
    return data


def invitation(programme, group: BodyGroup) -> BodyInvitation:
    return programme.invitations.get(body_group=group)


def make_consultation(programme, *, by=None, **fields) -> Consultation:
    fields = {"title": words(programme, "Residents' evening"), "held_on": date(2026, 3, 3)} | fields
    return add_record(Consultation(programme=programme, **fields), by=by)


def make_meeting(programme, seats=(), *, by=None, **fields) -> Meeting:
    fields = {"topic": words(programme, "Schedule")} | fields
    return add_record(Meeting(programme=programme, **fields), {"present": list(seats)}, by=by)


def sentences(programme) -> list[str]:
    fresh = Programme.objects.get(pk=programme.pk)
    return [fact.sentence for fact in missing_in_phase(fresh, Phase.COOPERATION)]


# The page and the group


def test_the_group_is_shown_by_its_seats_without_the_persons(client, coordinator, programme, group):
    make_seat(group, by=coordinator, organisation="Red Cross", person_name="Maija Meikäläinen")
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    assert f'href="/en/groups/{group.key}/"' in html
    assert "Red Cross" in html and "Organisation (NGO)" in html
    assert "Maija" not in html


def test_a_seat_without_a_name_in_the_readers_language_says_so(client, coordinator, programme, group):
    seat = make_seat(group, by=coordinator, organisation={"fi": "Punainen <Risti>", "sv": "Röda Korset"})
    meeting = make_meeting(programme, [seat], by=coordinator)
    client.force_login(coordinator)

    shown = client.get(page(programme)).content.decode()
    form = client.get(page(programme, f"meeting/{meeting.key}/")).content.decode()

    marked = '<span lang="sv">Röda Korset</span> <span class="text-mark">(in Swedish)</span>'
    assert f'<th scope="row">{marked}</th>' in shown
    assert f'<span class="soft">Present:</span> {marked}' in shown
    assert f"{marked} (Organisation (NGO))" in form


def test_the_coordinator_chooses_the_group_on_the_page(client, coordinator, programme):
    group = make_group([make_municipality()], by=coordinator, name="Working group")
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()
    response = client.post(page(programme, "group/choose/"), {"group": group.pk}, follow=True)

    assert f'action="{page(programme, "group/choose/")}"' in html
    assert "Working group" in response.content.decode()


def test_an_editor_does_not_choose_the_group(client, programme, group):
    client.force_login(make_editor(make_municipality()))

    html = client.get(page(programme)).content.decode()

    assert "Choose another group" not in html
    assert "Edit all invitations in one table" in html


def test_a_stranger_finds_nothing_and_a_member_cannot_write(client, coordinator, programme, group):
    member = make_member(group)
    Programme.objects.filter(pk=programme.pk).update(shared_with=SharedWith.GROUP)
    consultation = make_consultation(programme, by=coordinator)
    matrix, edit = page(programme, "cooperation/invitations/"), page(programme, f"consultation/{consultation.key}/")

    client.force_login(make_user())
    assert [client.get(url).status_code for url in (page(programme), matrix, edit)] == [404, 404, 404]

    client.force_login(member)
    html = client.get(page(programme)).content.decode()
    assert [client.get(url).status_code for url in (page(programme), matrix, edit)] == [200, 403, 403]
    assert client.post(matrix, {}).status_code == 403
    assert "Edit all invitations" not in html and "Add a meeting" not in html


@pytest.mark.parametrize(("edition", "item"), [("act_681_2023", "wellbeing_county"), ("act_1386_2010", "authorities")])
def test_the_county_stands_under_the_item_of_its_edition(client, coordinator, edition, item):
    programme = make_programme(by=coordinator, edition_key=edition)
    client.force_login(coordinator)

    html = client.get(page(programme)).content.decode()

    row = html.index(str(invitation(programme, BodyGroup.WELLBEING_SERVICES_COUNTY).key))
    heads = ("wellbeing_county", "group", "municipal_bodies", "authorities", "organisations")
    places = {key: html.find(f'id="cooperation.{key}"') for key in heads}
    above = {key: place for key, place in places.items() if -1 < place < row}
    assert max(above, key=above.get) == item


def test_how_the_programme_is_made_together_is_written(client, coordinator, programme):
    plan = CooperationPlan.objects.get(programme=programme)
    url = page(programme, f"cooperation-plan/{plan.key}/")
    client.force_login(coordinator)

    response = client.post(
        url, as_sent(opened(client, url), schedule_agreed_on="2026-02-04", immigrants_involved_sv="Kvällar")
    )

    assert response.url == page(programme) + "#cooperation.group"
    assert "4 February 2026" in client.get(page(programme)).content.decode()


# The matrix


def test_the_matrix_saves_all_rows_at_once(client, coordinator, programme):
    client.force_login(coordinator)
    changes = {"kela__status": "joined", "kela__name_sv": "FPA", "housing__status": "not_invited"}
    sent = matrix_as_sent(client, programme, **changes, housing__reason_sv="Bolaget yttrar sig i mars")

    response = client.post(page(programme, "cooperation/invitations/"), sent, follow=True)

    kela, housing = invitation(programme, BodyGroup.KELA), invitation(programme, BodyGroup.HOUSING)
    assert (kela.status, kela.name, kela.version) == ("joined", {"sv": "FPA"}, 2)
    assert (housing.status, housing.reason["sv"]) == ("not_invited", "Bolaget yttrar sig i mars")
    assert invitation(programme, BodyGroup.LEISURE).version == 1
    assert kela.history.get().history_user == coordinator
    assert Event.objects.filter(verb="change_invitations", scope=programme.slug).count() == 1
    assert "FPA" in response.content.decode()


def test_the_matrix_as_it_stands_changes_nothing(client, coordinator, programme):
    client.force_login(coordinator)

    client.post(page(programme, "cooperation/invitations/"), matrix_as_sent(client, programme))

    assert set(programme.invitations.values_list("version", flat=True)) == {1}
    assert not Event.objects.filter(verb="change_invitations").exists()


def test_bodies_of_today_are_suggested_but_not_written(client, coordinator, programme):
    reference.load()
    client.force_login(coordinator)

    html = client.get(page(programme, "cooperation/invitations/")).content.decode()

    assert "Today: Ostrobothnia wellbeing services county." in html
    assert "Today: Kela." in html
    assert "Today: the employment area" in html
    assert invitation(programme, BodyGroup.KELA).name == {}


def test_two_people_in_different_rows_and_fields_of_the_matrix_merge(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, "cooperation/invitations/")
    first = matrix_as_sent(client, programme, kela__status="joined", housing__status="invited")
    second = matrix_as_sent(client, programme, kela__name_sv="FPA", leisure__status="joined")

    client.post(url, first)
    response = client.post(url, second, follow=True)

    kela = invitation(programme, BodyGroup.KELA)
    assert (kela.status, kela.name["sv"]) == ("joined", "FPA")
    assert invitation(programme, BodyGroup.HOUSING).status == "invited"
    assert invitation(programme, BodyGroup.LEISURE).status == "joined"
    assert "Both changes are kept." in response.content.decode()


def test_two_people_in_one_field_of_the_matrix_see_both_texts(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, "cooperation/invitations/")
    first = matrix_as_sent(client, programme, kela__name_sv="FPA Vasa")
    second = matrix_as_sent(client, programme, kela__name_sv="FPA Närpes", leisure__status="joined")

    client.post(url, first)
    response = client.post(url, second)

    html = response.content.decode()
    assert response.status_code == 409
    assert "FPA Vasa" in html.split("The saved text")[1] and 'value="FPA Närpes"' in html
    assert invitation(programme, BodyGroup.KELA).name["sv"] == "FPA Vasa"
    assert invitation(programme, BodyGroup.LEISURE).status == "open"

    again = {}
    for form in response.context["form"].forms:
        again |= as_sent(form)
    assert client.post(url, again).status_code == 302
    assert invitation(programme, BodyGroup.KELA).name["sv"] == "FPA Närpes"
    assert invitation(programme, BodyGroup.LEISURE).status == "joined"


def test_a_missing_version_in_the_matrix_is_refused_with_both_texts(client, coordinator, programme):
    client.force_login(coordinator)
    url = page(programme, "cooperation/invitations/")
    sent = matrix_as_sent(client, programme, kela__name_sv="FPA", kela__version="")

    response = client.post(url, sent)

    assert response.status_code == 409
    assert "The saved text" in response.content.decode()
    assert invitation(programme, BodyGroup.KELA).name == {}


def test_a_save_of_this_very_moment_is_not_overwritten(coordinator, programme):
    row, same = invitation(programme, BodyGroup.KELA), invitation(programme, BodyGroup.KELA)
    row.status = same.status = "joined"
    change_invitations(programme, [(row, 1)], by=coordinator)

    with pytest.raises(base_records.StaleRecord):
        change_invitations(programme, [(same, 1)], by=coordinator)


def test_mistakes_in_the_matrix_are_listed_on_top_and_values_kept(client, coordinator, programme):
    client.force_login(coordinator)
    sent = matrix_as_sent(
        client, programme, kela__status="perhaps", housing__name_sv="x" * 301, leisure__name_sv="Bibban"
    )

    response = client.post(page(programme, "cooperation/invitations/"), sent)

    html = response.content.decode()
    assert "There is a problem" in html and "<title>Error:" in html
    assert "Kela: " in html.split('class="error-summary"')[1].split("</ul>")[0]
    assert 'value="Bibban"' in html
    assert invitation(programme, BodyGroup.LEISURE).name == {}


def test_a_row_that_somebody_added_meanwhile_is_left_alone(client, coordinator, programme):
    client.force_login(coordinator)
    sent = matrix_as_sent(client, programme, kela__status="joined")
    added = BodyInvitation(programme=programme, body_group="kela", status="invited", name=words(programme, "Second"))
    add_record(added, by=coordinator)

    client.post(page(programme, "cooperation/invitations/"), sent)

    added.refresh_from_db()
    assert (added.status, added.version) == ("invited", 1)


def test_a_body_gets_a_further_row(client, coordinator, programme):
    url = page(programme, "invitation/add/")
    client.force_login(coordinator)
    form = opened(client, url + "?body_group=organisations")

    client.post(url, as_sent(form, name_sv="Röda Korset", status="joined"))

    assert form["body_group"].value() == "organisations"
    assert programme.invitations.filter(body_group="organisations").count() == 2
    assert "Röda Korset" in client.get(page(programme)).content.decode()


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
    html = client.get(page(programme)).content.decode()
    assert "2.2.2026" in html and "Elsewhere" not in html


def test_a_seat_that_was_given_up_stays_in_the_meetings_it_was_at(client, coordinator, programme, group):
    seat = make_seat(group, by=coordinator, organisation="Red Cross")
    meeting = make_meeting(programme, [seat], by=coordinator)
    base_records.archive_record(seat, by=coordinator)
    url = page(programme, f"meeting/{meeting.key}/")
    client.force_login(coordinator)

    client.post(url, as_sent(opened(client, url), topic_sv="Other"))

    assert list(meeting.present.all()) == [seat]


def test_a_consultation_stores_languages_and_bands(client, coordinator, programme):
    url = page(programme, "consultation/add/")
    client.force_login(coordinator)
    sent = as_sent(
        opened(client, url),
        kind="survey",
        title_sv="Enkät",
        held_on="2026-03-03",
        languages=["sv", "uk", "ar"],
        interpretation="on",
        reached_immigrant_residents="20-49",
        reached_families="unknown",
        what_was_said_sv="Kurser saknas",
    )

    client.post(url, sent)

    consultation = programme.consultations.get()
    assert consultation.languages == ["sv", "uk", "ar"]
    assert consultation.reached == {"immigrant_residents": "20-49", "families": ""}
    html = client.get(page(programme)).content.decode()
    assert "Immigrant residents (20–49), Families" in html
    assert "Swedish, Ukrainian, Arabic" in html

    edit = page(programme, f"consultation/{consultation.key}/")
    form = opened(client, edit)
    assert (form["reached_families"].value(), form["reached_students"].value()) == ("unknown", "")
    client.post(edit, as_sent(form, reached_families=""))
    assert programme.consultations.get().reached == {"immigrant_residents": "20-49"}


@pytest.mark.parametrize(("field", "value"), [("reached_families", "17"), ("languages", ["tlh"]), ("kind", "party")])
def test_numbers_of_persons_and_unknown_words_are_refused(client, coordinator, programme, field, value):
    url = page(programme, "consultation/add/")
    client.force_login(coordinator)

    response = client.post(url, as_sent(opened(client, url), **{field: value}))

    assert response.status_code == 200
    assert "Select a valid choice" in response.content.decode()
    assert not programme.consultations.exists()


def test_hostile_text_is_harmless_on_the_page(client, coordinator, programme):
    nasty = "<script>alert(1)</script>"
    texts = Translations({"sv": nasty})
    make_consultation(programme, title=texts, what_was_said=texts, what_changed=texts, by=coordinator)
    make_meeting(programme, topic=texts, by=coordinator)
    kela = invitation(programme, BodyGroup.KELA)
    kela.name = kela.reason = texts
    change_invitations(programme, [(kela, 1)], by=coordinator)
    client.force_login(coordinator)

    for tail in ("cooperation/", "cooperation/invitations/"):
        html = client.get(page(programme, tail)).content.decode()
        assert nasty not in html and "&lt;script&gt;" in html


# What is missing


def test_a_programme_just_begun_lacks_its_partners(programme):
    assert sentences(programme) == [
        "There is no cooperation group, and no reason why the work is done without one.",
        "13 bodies of the checklist are still open: invite them, or write why not.",
        "The wellbeing services county has not been invited, and no reason is given.",
        "Nobody but authorities has joined: an association, a school, a company or residents are needed.",
        "Immigrant residents have not been heard yet, and no channel for them is written down.",
    ]


def test_a_group_without_a_schedule_is_told(programme, group):
    assert "The group has not agreed on the schedule yet." in sentences(programme)


def test_a_seat_that_is_not_named_in_every_language_is_told(coordinator, programme, group):
    make_seat(group, by=coordinator, organisation={"sv": "Röda Korset", "en": "Red Cross"})
    make_seat(group, by=coordinator, organisation={"fi": "Kela"}, valid_to=date(2020, 1, 1))

    facts = missing_in_phase(Programme.objects.get(pk=programme.pk), Phase.COOPERATION)

    assert [(fact.sentence, fact.item, fact.is_block) for fact in facts if "lacks text" in fact.sentence] == [
        ("“Red Cross” lacks text in: Finnish.", "cooperation.group", False)
    ]


def test_whoever_is_not_invited_gets_a_reason(coordinator, programme):
    kela, county = invitation(programme, BodyGroup.KELA), invitation(programme, BodyGroup.WELLBEING_SERVICES_COUNTY)
    kela.status, kela.name, county.status = "declined", Translations({"sv": "FPA", "fi": "Kela"}), "not_invited"
    change_invitations(programme, [(kela, 1), (county, 1)], by=coordinator)

    told = sentences(programme)

    assert "Kela (FPA): declined, but no reason is given." in told
    assert "Wellbeing services county: not invited, but no reason is given." in told
    assert "12 bodies of the checklist are still open: invite them, or write why not." in told


def test_aland_has_no_wellbeing_services_county():
    coordinator = make_coordinator(make_municipality("478"))
    programme = make_programme("478", by=coordinator)

    told = sentences(programme)

    assert "The authority for health and social services has not been invited, and no reason is given." in told
    assert not any("county" in sentence for sentence in told)


@pytest.mark.parametrize(
    "consultation",
    [{"reached": {"immigrant_residents": "1-4"}}, {"kind": ConsultationKind.ADVISORY_BOARD}],
)
def test_a_consultation_that_reached_immigrant_residents_is_enough(coordinator, programme, consultation):
    make_consultation(programme, what_changed=words(programme, "Objective 1"), by=coordinator, **consultation)

    assert not any("Immigrant residents" in sentence for sentence in sentences(programme))


def test_a_consultation_says_what_changed(coordinator, programme):
    make_consultation(programme, title=Translations({"sv": "Enkät", "fi": "Kysely"}), by=coordinator)

    assert "“Enkät”: write what changed because of it." in sentences(programme)


def test_a_phase_that_is_filled_in_lacks_nothing(coordinator, programme, group):
    plan = CooperationPlan.objects.get(programme=programme)
    plan.schedule_agreed_on, plan.immigrants_involved = date(2026, 2, 4), words(programme, "Evenings")
    change_record(plan, version=1, by=coordinator)
    rows = list(programme.invitations.all())
    for row in rows:
        row.status = "joined"
    change_invitations(programme, [(row, 1) for row in rows], by=coordinator)
    make_consultation(programme, what_changed=words(programme, "Objective 1"), by=coordinator)

    assert sentences(programme) == []


# Statements


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_statements_at_one_and_three_rows(
    client, coordinator, programme, group, rows, django_assert_num_queries
):
    for number in range(rows):
        seat = make_seat(group, by=coordinator, organisation=f"Association {number}")
        make_meeting(programme, [seat], by=coordinator)
        make_consultation(programme, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        client.get(page(programme))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_takes_the_same_statements_at_one_and_three_changes(
    client, coordinator, programme, rows, django_assert_num_queries
):
    client.force_login(coordinator)
    bodies = ("kela", "housing", "leisure")[:rows]
    sent = matrix_as_sent(client, programme, **{f"{body}__status": "joined" for body in bodies})

    with django_assert_num_queries(7):
        client.get(page(programme, "cooperation/invitations/"))
    with django_assert_num_queries(13):
        client.post(page(programme, "cooperation/invitations/"), sent)
