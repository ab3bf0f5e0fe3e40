"""Accepting with an account one has."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
from stakeholders.models import Invitation, today
from tests.stakeholders.factories import make_coordinator, make_group, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(make_group())


@pytest.fixture
def url(seat):
    invitation = invitations.invite(
        email="member@example.org", kind="seat", language="en", seat=seat, by=make_coordinator()
    )
    return reverse("accept_invitation", args=[invitation.token])


def test_the_person_takes_the_seat(client, url, seat):
    member = make_user(email="Member@example.org")
    client.force_login(member)

    response = client.post(url)

    assert response.url == reverse("overview")
    seat.refresh_from_db()
    assert seat.person == member
    assert client.get(reverse("group", args=[seat.group.key])).status_code == 200


def test_another_person_is_refused(client, url, seat):
    client.force_login(make_user())

    response = client.post(url)

    assert response.status_code == 403
    assert "This invitation was sent to another address." in response.content.decode()
    seat.refresh_from_db()
    assert seat.person is None


def test_an_expired_invitation_leads_to_the_page_that_explains(client, url, seat):
    Invitation.objects.update(expires_on=today() - timedelta(days=1))
    client.force_login(make_user(email="member@example.org"))

    response = client.post(url, follow=True)

    assert response.status_code == 410
    seat.refresh_from_db()
    assert seat.person is None


def test_get_changes_nothing(client, url):
    client.force_login(make_user(email="member@example.org"))

    assert client.get(url).status_code == 405
