"""A cooperation group and its seats."""

import pytest
from django.urls import reverse

from stakeholders.actions import groups, invitations
from tests.stakeholders.factories import (
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def group(coordinator):
    return make_group(by=coordinator)


@pytest.fixture
def url(group):
    return reverse("group", args=[group.key])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_coordinator_sees_seats_and_invitations(client, coordinator, group, url, rows, django_assert_num_queries):
    for number in range(rows):
        seat = make_seat(group, person=make_user(), by=coordinator)
        invitations.invite(email=f"{number}@example.org", kind="seat", language="en", seat=seat, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        response = client.get(url)

    assert len(response.context["seats"]) == rows
    assert "0@example.org" in response.content.decode()


def test_a_member_reads_names_without_addresses(client, group, url):
    member = make_member(group, email="member@example.org", name="Leila Haddad")
    client.force_login(member)

    page = client.get(url).content.decode()

    assert "Leila Haddad" in page
    assert "member@example.org" not in page and "Add a seat" not in page
    assert "Only a coordinator of one of the group&#x27;s municipalities can do this." in page


def test_a_name_in_another_language_is_marked(client, coordinator, group, url):
    make_seat(group, by=coordinator, organisation={"sv": "Röda Korset"})
    groups.archive_seat(make_seat(group, by=coordinator, organisation={"fi": "Kela"}), by=coordinator)
    client.force_login(coordinator)

    page = client.get(url).content.decode()

    assert '<h2><span lang="sv">Röda Korset</span> <span class="text-mark">(in Swedish)</span></h2>' in page
    assert '<span lang="fi">Kela</span> <span class="text-mark">(in Finnish)</span>' in page


def test_an_archived_seat_is_folded_away(client, coordinator, group, url):
    groups.archive_seat(make_seat(group, by=coordinator), by=coordinator)
    client.force_login(coordinator)

    response = client.get(url)

    assert (len(response.context["seats"]), len(response.context["archived"])) == (0, 1)


def test_whoever_left_the_seat_gets_404(client, coordinator, group, url):
    member = make_user()
    seat = make_seat(group, person=member, by=coordinator)
    groups.release_seat(seat, as_deputy=False, by=coordinator)
    client.force_login(member)

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("make", [make_user, make_adviser])
def test_a_stranger_gets_404(client, url, make):
    client.force_login(make())

    assert client.get(url).status_code == 404


def test_people_of_another_municipality_are_strangers(client, url):
    client.force_login(make_editor(make_municipality("287")))

    assert client.get(url).status_code == 404
