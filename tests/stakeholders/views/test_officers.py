"""The chair and the secretary of a group: named for a term, the earlier ones stay; a resident's seat."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from programmes.document import assemble
from programmes.export import html_of
from stakeholders.models import GroupOfficer, Seat, today
from tests.programmes.factories import fresh, make_chosen_group, make_programme
from tests.programmes.sending import send
from tests.stakeholders.factories import make_coordinator, make_officer, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def coordinator(programme):
    return make_coordinator(programme.lead.municipality)


@pytest.fixture
def group(programme, coordinator, client):
    client.force_login(coordinator)
    return make_chosen_group(programme, by=coordinator)


def page(client, group) -> str:
    return client.get(reverse("group", args=[group.key])).content.decode()


def printed(programme) -> str:
    with translation.override("sv"):
        return html_of(assemble(fresh(programme), "sv"))


def test_a_chair_from_a_seat_and_a_secretary_from_the_staff_stand_on_the_groups_page(client, group, coordinator):
    seat = make_seat(group, organisation="Röda Korset", person_name="Anna Alm", by=coordinator)

    send(client, reverse("add_officer", args=[group.key]), kind="chair", seat=seat.pk)
    send(
        client, reverse("add_officer", args=[group.key]), kind="secretary", person_name="Bo Berg", title_sv="samordnare"
    )

    html = page(client, group)
    assert "Anna Alm, Röda Korset" in " ".join(html.split())
    assert "Bo Berg, " in html and "samordnare" in html


def test_the_chair_stands_above_the_secretary_whoever_was_named_first(client, group, coordinator):
    for kind in ("secretary", "vice_chair", "chair"):
        make_officer(group, kind, person_name=f"A {kind}", valid_from=date(2026, 1, 1), by=coordinator)

    html = page(client, group)

    assert html.index("A chair") < html.index("A vice_chair") < html.index("A secretary")


def test_a_new_chair_ends_the_term_before_and_the_old_one_stays(client, group, coordinator):
    old = make_officer(group, person_name="Anna Alm", valid_from=date(2024, 1, 1), by=coordinator)
    secretary = make_officer(group, "secretary", person_name="Eva Ek", valid_from=date(2024, 1, 1), by=coordinator)

    send(client, reverse("add_officer", args=[group.key]), kind="chair", person_name="Bo Berg", valid_from="2026-02-01")

    old.refresh_from_db()
    secretary.refresh_from_db()
    assert (old.valid_to, secretary.valid_to) == (date(2026, 1, 31), None)
    html = page(client, group)
    assert "Anna Alm" in html.split("Earlier terms")[1]
    assert "Bo Berg" in html.split("Earlier terms")[0]


def test_nobody_named_is_refused_and_a_seat_of_another_group_is_no_choice(client, group, coordinator):
    foreign = make_seat(by=coordinator)

    nobody = send(client, reverse("add_officer", args=[group.key]), kind="chair", valid_from="2026-01-01")
    stranger = send(client, reverse("add_officer", args=[group.key]), kind="chair", seat=foreign.pk)

    assert "Choose a seat, or write who it is." in nobody.content.decode()
    assert stranger.status_code == 200
    assert GroupOfficer.objects.count() == 0


def test_the_document_says_the_title_and_the_organisation_and_the_name_where_that_is_allowed(
    programme, group, coordinator
):
    seat = make_seat(group, organisation="Röda Korset", person_name="Anna Alm", by=coordinator)
    make_officer(group, seat=seat, by=coordinator)
    make_officer(group, "secretary", person_name="Bo Berg", title={"sv": "samordnare"}, by=coordinator)
    silent = printed(programme)

    GroupOfficer.objects.update(prints_name=True)
    named = printed(programme)

    assert "Röda Korset" in silent and "samordnare" in silent
    assert "Anna Alm" not in silent and "Bo Berg" not in silent
    assert "Anna Alm, Röda Korset" in named and "Bo Berg, samordnare" in named


def test_a_term_that_is_over_or_to_come_is_not_printed(programme, group, coordinator):
    day = timedelta(days=1)
    make_officer(group, title={"sv": "förra"}, valid_to=today() - day, by=coordinator)
    make_officer(group, title={"sv": "nästa"}, valid_from=today() + day, by=coordinator)

    assert "förra" not in printed(programme) and "nästa" not in printed(programme)


def test_a_residents_seat_needs_no_organisation_and_is_called_by_no_name(client, programme, group):
    send(client, reverse("add_seat", args=[group.key]), sector="resident", person_name="Nea Niemi")

    seat = Seat.objects.get()
    assert (seat.organisation, seat.names["sv"]) == ({}, "Invånare")
    assert "Invånare" in printed(programme) and "Nea Niemi" not in printed(programme)
    assert "Nea Niemi" in page(client, group)


def test_a_resident_who_has_allowed_it_is_called_by_name(client, programme, group):
    send(client, reverse("add_seat", args=[group.key]), sector="resident", person_name="Nea Niemi", prints_name="on")

    assert "Nea Niemi" in printed(programme)


def test_any_other_seat_still_needs_its_organisation(client, group):
    response = send(client, reverse("add_seat", args=[group.key]), sector="company", person_name="Nea Niemi")

    assert "Name the organisation in at least one language." in response.content.decode()
    assert Seat.objects.count() == 0
