"""The page that leads to one's own municipalities and groups."""

import pytest
from django.urls import reverse

from stakeholders.enums import RoleKind
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db


def get(client, user, **query):
    client.force_login(user)
    return client.get(reverse("people"), query)


@pytest.mark.parametrize("make", [make_coordinator, make_editor])
def test_whoever_works_for_one_municipality_goes_straight_to_it(client, make):
    response = get(client, make())

    assert (response.status_code, response.url) == (302, reverse("municipality_people", args=["545"]))


def test_whoever_coordinates_two_chooses(client):
    user = make_coordinator()
    make_role(RoleKind.COORDINATOR, user, municipality=make_municipality("287"))

    response = get(client, user)

    assert response.context["municipalities"] == [("287", "Kristinestad"), ("545", "Närpes")]


def test_a_member_sees_the_own_group_only(client):
    group = make_group(name="Ours")
    make_group(name="Theirs")

    response = get(client, make_member(group))

    assert [row.name for row in response.context["groups"]] == ["Ours"]


@pytest.mark.parametrize("make", [make_user, make_adviser])
def test_whoever_has_neither_is_told_so(client, make):
    assert "Nobody to show" in get(client, make()).content.decode()


def test_an_administrator_chooses_a_municipality(client):
    make_municipality()

    response = get(client, make_administrator(), code="545")

    assert response.url == reverse("municipality_people", args=["545"])


def test_an_administrator_sees_centres_and_administrators(client, django_assert_num_queries):
    administrator = make_administrator()
    make_municipality()
    client.force_login(administrator)

    with django_assert_num_queries(7):
        response = client.get(reverse("people"))

    assert response.context["centres"] == [("08", "Ostrobothnia Economic Development Centre")]
    assert [role.user for role in response.context["administrators"]] == [administrator]


def test_a_code_that_does_not_exist_shows_the_page_again(client):
    assert get(client, make_administrator(), code="999").status_code == 200


def test_others_are_asked_to_sign_in(client):
    response = client.get(reverse("people"))

    assert response.url == f"{reverse('account_login')}?next={reverse('people')}"


def menu_of(client, user) -> list[str]:
    client.force_login(user)
    html = client.get(reverse("programmes")).content.decode()
    return [name for name in ("people", "groups") if f'href="{reverse(name)}"' in html]


def test_the_menu_offers_what_there_is_to_see(client):
    member = make_member(make_group())

    offered = [
        menu_of(client, each) for each in (make_user(), make_adviser(), member, make_editor(), make_administrator())
    ]

    assert offered == [[], [], ["groups"], ["people", "groups"], ["people", "groups"]]
