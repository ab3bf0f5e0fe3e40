"""The last day of a role."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stakeholders.models import today
from tests.stakeholders.factories import make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return make_editor(name="Åsa Ek").roles.get()


@pytest.fixture
def url(role):
    return reverse("set_role_end", args=[role.pk])


def test_a_coordinator_sets_and_takes_off_the_last_day(client, role, url):
    client.force_login(make_coordinator())
    day = today() + timedelta(days=10)

    response = client.post(url, {"valid_to": day.isoformat()})

    assert response.url == reverse("municipality_people", args=["545"])
    role.refresh_from_db()
    assert role.valid_to == day

    client.post(url, {"valid_to": ""})

    role.refresh_from_db()
    assert role.valid_to is None


def test_a_day_that_has_passed_is_refused(client, role, url):
    client.force_login(make_coordinator())

    response = client.post(url, {"valid_to": "2020-01-01"})

    assert "The day has passed." in response.content.decode()
    role.refresh_from_db()
    assert role.valid_to is None


def test_the_page_says_why_the_last_coordinator_cannot_leave(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)

    page = client.get(reverse("set_role_end", args=[coordinator.roles.get().pk])).content.decode()

    assert "You are the last coordinator of the municipality." in page
    assert "End the role now" not in page


def test_an_editor_is_told_who_can(client, role, url):
    client.force_login(make_editor())

    response = client.post(url, {"valid_to": ""})

    assert response.status_code == 403
    assert "Only a coordinator of the municipality or an administrator can do this." in response.content.decode()


def test_a_stranger_gets_404(client, url):
    client.force_login(make_coordinator(make_municipality("287")))

    assert client.get(url).status_code == 404
