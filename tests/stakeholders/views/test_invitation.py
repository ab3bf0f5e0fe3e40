"""What the link in the mail opens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
from stakeholders.models import Invitation, Role, User, today
from tests.stakeholders.factories import PASSWORD, make_coordinator, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    municipality = make_municipality()
    return invitations.invite(
        email="new@example.org",
        name="Nils Holm",
        kind="editor",
        language="sv",
        municipality=municipality,
        by=make_coordinator(municipality, name="Maria Östman"),
    )


@pytest.fixture
def url(invitation):
    return reverse("invitation", args=[invitation.token])


def test_a_new_person_begins_an_account_and_is_signed_in(client, url):
    page = client.get(url).content.decode()
    assert "new@example.org" in page and "Nils Holm" in page

    response = client.post(url.replace("/en/", "/sv/"), {"name": "Nils Holm", "password": PASSWORD})

    assert response.url == "/sv/overview/"
    user = User.objects.get(email="new@example.org")
    assert (user.language, int(client.session["_auth_user_id"])) == ("sv", user.pk)
    assert user.works_for == {"545"}


@pytest.mark.parametrize("password", ["short", "1234567890", "new@example.org", ""])
def test_a_weak_password_is_refused(client, url, password):
    response = client.post(url, {"name": "Nils", "password": password})

    assert list(response.context["form"].errors) == ["password"]
    assert User.objects.with_email("new@example.org") is None


def test_a_link_that_was_used_says_so(client, url, invitation):
    invitations.join(invitation, name="Nils", password=PASSWORD, language="sv")

    response = client.post(url, {"name": "Other", "password": PASSWORD})

    assert response.status_code == 410
    assert "The invitation has been accepted already." in response.content.decode()
    assert Role.objects.filter(kind="editor").count() == 1


def test_an_expired_link_says_whom_to_ask(client, url):
    Invitation.objects.update(expires_on=today() - timedelta(days=1))

    response = client.post(url, {"name": "Nils", "password": PASSWORD})

    assert response.status_code == 410
    assert "Ask Maria Östman to send a new invitation" in response.content.decode()
    assert User.objects.with_email("new@example.org") is None


def test_whoever_has_an_account_is_asked_to_sign_in_first(client, url):
    make_user(email="new@example.org")

    page = client.get(url).content.decode()

    assert f"{reverse('account_login')}?next={url}" in page
    assert client.post(url, {"name": "Thief", "password": PASSWORD}).status_code == 200
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)
    assert not Role.objects.filter(kind="editor").exists()


def test_somebody_else_who_is_signed_in_is_told_so(client, url):
    client.force_login(make_user(email="other@example.org"))

    page = client.get(url).content.decode()

    assert "The invitation was sent to new@example.org, and you are signed in as other@example.org." in page
    assert "Accept the invitation" not in page


def test_a_made_up_link_is_not_found(client):
    assert client.get(reverse("invitation", args=["made-up"])).status_code == 404
