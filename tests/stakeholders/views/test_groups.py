"""The list of cooperation groups."""

import pytest
from django.urls import reverse

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


@pytest.mark.parametrize("rows", [1, 3])
def test_the_groups_of_a_municipality_are_listed(client, rows, django_assert_num_queries):
    coordinator = make_coordinator()
    for number in range(rows):
        make_seat(make_group(by=coordinator, name=f"Group {number}"), by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(6):
        response = client.get(reverse("groups"))

    assert [row.name for row in response.context["groups"]] == [f"Group {number}" for number in range(rows)]
    assert [row.group.seat_count for row in response.context["groups"]] == [1] * rows


def test_a_joint_group_is_listed_once(client):
    municipalities = [make_municipality("545"), make_municipality("287")]
    coordinator = make_coordinator(municipalities[0])
    make_group(municipalities, by=coordinator)
    client.force_login(coordinator)

    assert len(client.get(reverse("groups")).context["groups"]) == 1


def test_a_member_sees_the_own_group(client):
    group = make_group()
    client.force_login(make_member(group))

    assert [row.group for row in client.get(reverse("groups")).context["groups"]] == [group]


def test_an_editor_is_told_who_sets_up_groups(client):
    client.force_login(make_editor())

    page = client.get(reverse("groups")).content.decode()

    assert "The coordinator of a municipality sets it up." in page and "Set up a group" not in page


def test_a_stranger_sees_none(client):
    make_group()
    client.force_login(make_user())

    assert client.get(reverse("groups")).context["groups"] == []
