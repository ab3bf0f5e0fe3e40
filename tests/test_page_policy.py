"""What every page is sent with and what none of them holds: the browser runs our own files and nothing else."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import translation

from indicators.models import Observation
from indicators.shipped import shipped_observations
from programmes.enums import BodyGroup, ReachedGroup
from stakeholders.enums import Sector
from tests.pages import offences
from tests.programmes.every_kind import make_town, pages, write_all

pytestmark = pytest.mark.django_db

PUBLIC = [
    "front",
    "explainer",
    "example",
    "published_list",
    "open_questions",
    "organisations",
    "request_access",
    "request_access_sent",
    "about",
    "contact",
    "contact_sent",
    "privacy",
    "accessibility",
    "components",
]
SIGNING_IN = ["account_login", "account_reset_password", "account_reset_password_done"]
OWN = ["my_account", "groups", "create_group", "programmes", "start_programme", "account_change_password"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_no_page_holds_a_script_or_a_style_and_each_says_what_may_run(client):
    programme, coordinator = make_town()
    Observation.objects.bulk_create(row for row in shipped_observations() if row.area_code == "545")
    own = [reverse(name) for name in OWN]
    own += [reverse("municipality_people", args=["545"]), reverse("invite_to_municipality", args=["545"])]
    own += [reverse("group", args=[programme.group.key]), reverse("add_seat", args=[programme.group.key])]
    addresses = [reverse(name) for name in (*PUBLIC, *SIGNING_IN)]
    for url in addresses:
        examine(client.get(url), url)
    client.force_login(coordinator)
    write_all(client, programme)
    for url in (*own, *pages(programme)):
        examine(client.get(url), url)
    assert "<svg" in client.get(reverse("item", args=[programme.slug, "situation.how_many"])).content.decode()


def examine(response, url: str) -> None:
    assert response.status_code == 200, url
    assert offences(response.content.decode()) == [], url
    policy = {rule.split()[0]: rule.split()[1:] for rule in response["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"], url
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"], url
    assert not any("unsafe" in source for sources in policy.values() for source in sources), url
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


# Never a person's origin


ABOUT_ORIGIN = ("immigra", "migrant", "refugee", "religi", "ethnic", "nationality", "citizenship", "origin", "faith")
#: a text about channels of taking part, and the language that a text is written in first
ABOUT_TEXTS_AND_CHANNELS = {"CooperationPlan.immigrants_involved", "Programme.original_language"}


def test_a_seat_tells_of_an_organisation_and_never_of_a_persons_background():
    told = [word for sector in Sector for word in ABOUT_ORIGIN if word in f"{sector.value} {sector.label}".lower()]

    assert told == []


def test_what_is_told_of_origin_is_told_of_bodies_and_of_groups_in_bands():
    """The checklist names them; no row of theirs leads to a person."""
    assert {BodyGroup.IMMIGRANT_RESIDENTS, BodyGroup.RELIGIOUS_COMMUNITIES} <= set(BodyGroup)
    assert ReachedGroup.IMMIGRANT_RESIDENTS in ReachedGroup
    people = {"stakeholders.User", "stakeholders.Seat"}
    for name in ("BodyInvitation", "Consultation"):
        fields = apps.get_model("programmes", name)._meta.get_fields()
        assert not people & {
            field.related_model._meta.label for field in fields if field.many_to_one or field.many_to_many
        }


def test_no_field_is_for_a_persons_origin_or_religion():
    found = {
        f"{model.__name__}.{field.name}"
        for app in ("stakeholders", "programmes")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and not model.__name__.startswith("Historical")
        if any(word in f"{field.name} {field.verbose_name}".lower() for word in ABOUT_ORIGIN)
    }

    assert found == ABOUT_TEXTS_AND_CHANNELS
