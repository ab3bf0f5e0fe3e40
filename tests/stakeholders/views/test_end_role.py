"""Ending a role at once."""

import pytest
from django.urls import reverse

from stakeholders.models import Role, User
from tests.stakeholders.factories import make_administrator, make_coordinator, make_editor, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def url(editor):
    return reverse("end_role", args=[editor.roles.get().pk])


def test_the_next_request_of_the_person_is_refused(client, editor, url):
    coordinator = make_coordinator()
    client.force_login(coordinator)

    response = client.post(url)

    assert response.url == reverse("municipality_people", args=["545"])
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.get(reverse("municipality_people", args=["545"])).status_code == 404


def test_the_last_coordinator_is_refused_with_the_reason(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)

    response = client.post(reverse("end_role", args=[coordinator.roles.get().pk]))

    assert response.status_code == 403
    assert "Ask an administrator to invite another one first." in response.content.decode()


def test_an_administrator_leaves_when_there_is_another(client):
    administrator = make_administrator()
    make_administrator()
    client.force_login(administrator)

    response = client.post(reverse("end_role", args=[administrator.roles.get().pk]))

    assert response.url == reverse("people")
    assert not Role.objects.filter(user=administrator).exists()


def test_a_stranger_gets_404(client, url):
    client.force_login(make_coordinator(make_municipality("287")))

    assert client.post(url).status_code == 404


def test_get_changes_nothing(client, url):
    client.force_login(make_coordinator())

    assert client.get(url).status_code == 405
    assert Role.objects.filter(kind="editor").exists()
