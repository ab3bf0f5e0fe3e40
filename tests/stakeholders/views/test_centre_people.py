"""Who advises for a regional centre, and inviting advisers."""

import pytest
from django.urls import reverse

from stakeholders.models import Invitation
from tests.stakeholders.factories import make_administrator, make_adviser, make_centre, make_coordinator, make_user

pytestmark = pytest.mark.django_db
URL = "/en/centres/08/people/"
INVITE = f"{URL}invite/"
ANSWERS = {"email": "new@example.org", "name": "", "language": "fi", "role_valid_to": ""}


@pytest.mark.parametrize("rows", [1, 3])
def test_an_administrator_sees_the_advisers(client, rows, django_assert_num_queries):
    for _number in range(rows):
        make_adviser()
    client.force_login(make_administrator())

    with django_assert_num_queries(6):
        response = client.get(URL)

    assert len(response.context["rows"]) == rows


def test_an_administrator_invites_an_adviser(client):
    client.force_login(make_administrator())
    make_centre()

    response = client.post(INVITE, ANSWERS)

    assert response.url == URL
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.centre) == ("adviser", make_centre())


def test_a_bad_address_is_named(client):
    client.force_login(make_administrator())
    make_centre()

    response = client.post(INVITE, {**ANSWERS, "email": "nothing"})

    assert list(response.context["form"].errors) == ["email"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("make", [make_user, make_adviser, make_coordinator])
@pytest.mark.parametrize("url", [URL, INVITE])
def test_everybody_else_gets_404(client, make, url):
    make_centre()
    client.force_login(make())

    assert (client.get(url).status_code, client.post(url, ANSWERS).status_code) == (404, 404)


def test_a_former_centre_has_no_page(client):
    client.force_login(make_administrator())

    assert client.get(reverse("centre_people", args=["ely-12"])).status_code == 404
