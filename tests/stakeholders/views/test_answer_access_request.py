"""Inviting those who asked, and declining."""

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
from stakeholders.models import AccessRequest, Invitation
from tests.stakeholders.factories import make_administrator, make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["invite_from_request", "decline_access_request"])


@pytest.fixture
def access_request():
    invitations.request_access(
        name="Olli", email="olli@example.org", municipality=make_municipality(), message="", language="fi"
    )
    return AccessRequest.objects.get()


def post(client, user, name, access_request, **data):
    client.force_login(user)
    return client.post(reverse(name, args=[access_request.pk]), data, follow=True)


def test_a_coordinator_invites_as_editor(client, access_request):
    response = post(client, make_coordinator(), "invite_from_request", access_request, kind="editor")

    assert "The invitation has been sent to olli@example.org." in response.content.decode()
    assert (Invitation.objects.get().kind, AccessRequest.objects.open().count()) == ("editor", 0)


def test_a_coordinator_cannot_make_a_coordinator(client, access_request):
    response = post(client, make_coordinator(), "invite_from_request", access_request, kind="coordinator")

    assert "Choose the role" in response.content.decode()
    assert AccessRequest.objects.open().count() == 1


def test_an_administrator_makes_a_coordinator(client, access_request):
    post(client, make_administrator(), "invite_from_request", access_request, kind="coordinator")

    assert Invitation.objects.get().kind == "coordinator"


def test_a_second_click_is_told(client, access_request):
    coordinator = make_coordinator()
    post(client, coordinator, "invite_from_request", access_request, kind="editor")

    response = post(client, coordinator, "invite_from_request", access_request, kind="editor")

    assert "Somebody has answered this request already." in response.content.decode()
    assert Invitation.objects.count() == 1


def test_declining_takes_it_off_the_list(client, access_request):
    response = post(client, make_coordinator(), "decline_access_request", access_request)

    assert response.context["requests"] == []


@BOTH
def test_editors_and_strangers_get_404(client, access_request, name):
    for user in (make_editor(), make_coordinator(make_municipality("287"))):
        assert post(client, user, name, access_request, kind="editor").status_code == 404


@BOTH
def test_get_changes_nothing(client, access_request, name):
    client.force_login(make_coordinator())

    assert client.get(reverse(name, args=[access_request.pk])).status_code == 405
