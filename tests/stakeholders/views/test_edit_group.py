"""Setting up and changing a cooperation group."""

import uuid

import pytest
from django.urls import reverse

from stakeholders.enums import RoleKind
from stakeholders.models import CooperationGroup
from tests.stakeholders.factories import (
    make_coordinator,
    make_editor,
    make_group,
    make_member,
    make_municipality,
    make_role,
)

pytestmark = pytest.mark.django_db
NEW = "/en/groups/new/"


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def answers():
    make_municipality("287")
    return {
        "names_sv": "Samarbetsgruppen",
        "names_fi": "Yhteistyöryhmä",
        "names_en": "",
        "municipalities": "Närpes, kristinestad",
        "row_version": "1",
        "record_key": str(uuid.uuid4()),
    }


def test_a_group_of_two_municipalities_is_set_up_once(client, coordinator, answers):
    client.force_login(coordinator)
    assert "Närpes" in client.get(NEW).content.decode()

    response = client.post(NEW, answers)
    again = client.post(NEW, answers)

    group = CooperationGroup.objects.get()
    assert response.url == again.url == reverse("group", args=[group.key])
    assert group.names == {"sv": "Samarbetsgruppen", "fi": "Yhteistyöryhmä"}
    assert {one.code for one in group.municipalities.all()} == {"545", "287"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"municipalities": "Närpes, Atlantis"},
            "municipalities",
            "No municipality of Finland has this name: Atlantis.",
        ),
        ({"municipalities": "Kristinestad"}, "municipalities", "At least one of the municipalities"),
        ({"municipalities": ""}, "municipalities", "This field is required."),
        ({"names_sv": "", "names_fi": ""}, "names_sv", "Give the group a name"),
    ],
)
def test_bad_input_is_named(client, coordinator, answers, changes, field, words):
    client.force_login(coordinator)

    response = client.post(NEW, {**answers, **changes})

    assert words in str(response.context["form"].errors[field])
    assert not CooperationGroup.objects.exists()


def test_a_stale_save_shows_both_texts_and_writes_nothing(client, coordinator, answers):
    group = make_group(by=coordinator)
    url = reverse("edit_group", args=[group.key])
    client.force_login(coordinator)
    client.post(url, {**answers, "names_en": "First"})

    response = client.post(url, {**answers, "names_en": "Second"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody saved this while you were writing" in page and "First" in page and "Second" in page
    group.refresh_from_db()
    assert (group.names["en"], group.row_version) == ("First", 2)
    assert client.post(url, {**answers, "names_en": "Second", "row_version": "2"}).status_code == 302


def test_a_save_without_a_version_is_stale(client, coordinator, answers):
    group = make_group(by=coordinator)
    client.force_login(coordinator)

    response = client.post(reverse("edit_group", args=[group.key]), {**answers, "row_version": ""})

    assert response.status_code == 409


def test_an_editor_cannot(client, answers):
    group = make_group()
    client.force_login(make_editor())

    assert client.post(NEW, answers).status_code == 403
    assert client.post(reverse("edit_group", args=[group.key]), answers).status_code == 403


def test_a_member_cannot_and_a_stranger_gets_404(client, answers):
    group = make_group()
    url = reverse("edit_group", args=[group.key])

    client.force_login(make_member(group))
    assert client.post(url, answers).status_code == 403

    client.force_login(make_coordinator(make_municipality("287")))
    assert client.post(url, answers).status_code == 404


def test_whoever_coordinates_several_municipalities_names_those_of_a_new_group(client, coordinator):
    municipality = make_municipality("287")
    make_role(RoleKind.COORDINATOR, coordinator, municipality=municipality)
    client.force_login(coordinator)

    form = client.get(NEW).context["form"]

    assert form.initial["municipalities"] == []
