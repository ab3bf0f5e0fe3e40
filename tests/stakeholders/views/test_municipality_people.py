"""Who works for a municipality."""

import pytest
from django.urls import reverse

from stakeholders.actions import invitations
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/en/people/545/"


@pytest.fixture
def coordinator():
    return make_coordinator(email="coordinator@example.org", name="Maria Östman")


def fill(coordinator, rows: int) -> None:
    municipality = make_municipality()
    for number in range(rows):
        make_editor(municipality, name=f"Editor {number}")
        make_group([municipality], by=coordinator, name=f"Group {number}")
        email = f"{number}@example.org"
        invitations.invite(email=email, kind="editor", language="en", municipality=municipality, by=coordinator)
        invitations.request_access(
            name=f"Asker {number}", email=email, municipality=municipality, message="", language="en"
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_coordinator_sees_roles_invitations_and_requests(client, coordinator, rows, django_assert_num_queries):
    fill(coordinator, rows)
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        response = client.get(URL)

    assert len(response.context["rows"]) == rows + 1
    assert [len(response.context[name]) for name in ("invitations", "requests", "groups")] == [rows] * 3


def test_an_editor_sees_who_writes_but_no_addresses(client, coordinator):
    fill(coordinator, 1)
    client.force_login(make_editor())

    page = client.get(URL).content.decode()

    assert "Maria Östman" in page
    assert "coordinator@example.org" not in page and "Asker 0" not in page and "Invite a person" not in page


def test_an_administrator_may_invite_coordinators(client, coordinator):
    fill(coordinator, 1)
    client.force_login(make_administrator())

    assert "Invite as coordinator" in client.get(URL).content.decode()


def test_a_coordinator_cannot_invite_another_one(client, coordinator):
    fill(coordinator, 1)
    client.force_login(coordinator)

    page = client.get(URL).content.decode()

    assert "Invite as editor" in page and "Invite as coordinator" not in page


@pytest.mark.parametrize("make", [make_user, make_adviser, make_member])
def test_a_stranger_gets_404(client, make, coordinator):
    client.force_login(make())

    assert client.get(URL).status_code == 404


def test_a_coordinator_of_another_municipality_is_a_stranger(client):
    make_municipality()
    client.force_login(make_coordinator(make_municipality("287")))

    assert client.get(URL).status_code == 404


def test_others_are_asked_to_sign_in(client):
    assert client.get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_a_request_is_in_the_language_of_the_page_it_was_written_on(client, coordinator):
    who = {"name": "Olli", "email": "olli@example.org", "municipality": make_municipality()}
    invitations.request_access(**who, message="Får jag vara med?", language="sv")
    client.force_login(coordinator)

    page = client.get(URL).content.decode()

    assert '<div class="record-body" lang="sv"><p>Får jag vara med?</p></div>' in page
