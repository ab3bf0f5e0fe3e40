"""Sending an invitation again, and taking it back."""

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
from stakeholders.models import Invitation
from tests.mails import received
from tests.stakeholders.factories import (
    make_administrator,
    make_coordinator,
    make_editor,
    make_group,
    make_municipality,
    make_seat,
)

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["resend_invitation", "cancel_invitation"])


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def invitation(coordinator):
    return invitations.invite(
        email="new@example.org", kind="editor", language="en", municipality=make_municipality(), by=coordinator
    )


def test_sending_again_makes_a_new_link(client, coordinator, invitation):
    client.force_login(coordinator)

    response = client.post(reverse("resend_invitation", args=[invitation.pk]))

    assert response.url == reverse("municipality_people", args=["545"])
    assert Invitation.objects.get().token != invitation.token
    assert [mail.to for mail in received()] == [["new@example.org"]]


def test_taking_back_ends_the_link(client, coordinator, invitation):
    client.force_login(coordinator)

    client.post(reverse("cancel_invitation", args=[invitation.pk]))

    assert not Invitation.objects.waiting().exists()
    assert client.get(reverse("invitation", args=[invitation.token])).status_code == 410


@BOTH
def test_a_second_click_is_told_and_changes_nothing(client, coordinator, invitation, name):
    invitations.cancel_invitation(invitation, by=coordinator)
    client.force_login(coordinator)

    page = client.post(reverse(name, args=[invitation.pk]), follow=True).content.decode()

    assert "The invitation was used or taken back already." in page


@BOTH
def test_an_invitation_to_a_seat_belongs_to_the_groups_coordinator(client, coordinator, name):
    group = make_group(by=coordinator)
    seat = make_seat(group, by=coordinator)
    invitation = invitations.invite(email="a@example.org", kind="seat", language="en", seat=seat, by=coordinator)
    client.force_login(coordinator)

    assert client.post(reverse(name, args=[invitation.pk])).url == reverse("group", args=[group.key])


@BOTH
def test_an_invitation_of_a_coordinator_is_the_administrators(client, coordinator, name):
    invitation = invitations.invite(
        email="a@example.org",
        kind="coordinator",
        language="en",
        municipality=make_municipality(),
        by=make_administrator(),
    )
    client.force_login(coordinator)

    assert client.post(reverse(name, args=[invitation.pk])).status_code == 403


@BOTH
@pytest.mark.parametrize("code", ["287", "545"])
def test_strangers_and_editors_get_404(client, invitation, name, code):
    make = make_editor if code == "545" else make_coordinator
    client.force_login(make(make_municipality(code)))

    assert client.post(reverse(name, args=[invitation.pk])).status_code == 404


@BOTH
def test_get_changes_nothing(client, coordinator, invitation, name):
    client.force_login(coordinator)

    assert client.get(reverse(name, args=[invitation.pk])).status_code == 405
