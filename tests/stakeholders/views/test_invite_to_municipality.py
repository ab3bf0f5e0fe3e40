"""Inviting an editor or a coordinator."""

import pytest
from django.urls import reverse

from stakeholders.models import Invitation
from tests.mails import received
from tests.stakeholders.factories import PASSWORD, make_administrator, make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db
URL = "/en/people/545/invite/"
ANSWERS = {"kind": "editor", "email": "new@example.org", "name": "Nils", "language": "sv", "role_valid_to": ""}


def test_a_coordinator_invites_an_editor(client):
    client.force_login(make_coordinator())

    response = client.post(URL, ANSWERS)

    assert response.url == reverse("municipality_people", args=["545"])
    assert [mail.to for mail in received()] == [["new@example.org"]]
    assert Invitation.objects.get().kind == "editor"


def test_a_save_costs_few_statements(client, django_assert_max_num_queries):
    client.force_login(make_coordinator())

    with django_assert_max_num_queries(15):
        client.post(URL, ANSWERS)


def test_a_coordinator_cannot_slip_in_a_coordinator(client):
    client.force_login(make_coordinator())

    response = client.post(URL, {**ANSWERS, "kind": "coordinator"})

    assert list(response.context["form"].errors) == ["kind"]
    assert not Invitation.objects.exists()


def test_an_administrator_invites_a_coordinator(client):
    make_municipality()
    client.force_login(make_administrator())

    client.post(URL, {**ANSWERS, "kind": "coordinator"})

    assert Invitation.objects.get().kind == "coordinator"


@pytest.mark.parametrize(
    ("field", "value"), [("email", "nothing"), ("language", "de"), ("role_valid_to", "2020-01-01")]
)
def test_bad_input_is_named(client, field, value):
    client.force_login(make_coordinator())

    response = client.post(URL, {**ANSWERS, field: value})

    assert list(response.context["form"].errors) == [field]


def test_an_editor_is_refused(client):
    client.force_login(make_editor())

    assert (client.get(URL).status_code, client.post(URL, ANSWERS).status_code) == (403, 403)


def test_a_stranger_gets_404(client):
    make_municipality()
    client.force_login(make_coordinator(make_municipality("287")))

    assert client.post(URL, ANSWERS).status_code == 404


def test_what_was_typed_outlives_the_session(client):
    coordinator = make_coordinator()
    own = {"login": coordinator.email, "password": PASSWORD}
    client.post(reverse("account_login"), own)
    client.session.flush()

    response = client.post(URL, ANSWERS)
    assert response.url == f"{reverse('account_login')}?next={URL}"

    page = client.post(response.url, own, follow=True).content.decode()
    assert "new@example.org" in page
    assert not Invitation.objects.exists()


def offered(client) -> str:
    return client.get(URL).context["form"]["kind"].value()


def test_the_first_one_of_a_municipality_is_offered_to_coordinate_it(client):
    make_municipality()
    client.force_login(make_administrator())

    first = offered(client)
    client.post(URL, ANSWERS | {"kind": "coordinator"})

    assert (first, offered(client)) == ("coordinator", "editor")


def test_where_somebody_coordinates_an_editor_is_offered(client):
    make_coordinator()
    client.force_login(make_administrator())

    assert offered(client) == "editor"
