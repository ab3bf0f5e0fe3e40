"""What somebody was sending when their session had ended is there after signing in."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.programmes.factories import make_programme
from tests.stakeholders.factories import PASSWORD, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


def objective_form(title: str) -> dict:
    return {"record_key": str(uuid.uuid4()), "row_version": "1", "theme": "employment", "title_sv": title}


def test_text_of_an_ended_session_is_in_the_form_after_sign_in(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Fler i arbete"))
    client.post(answer["Location"], {"login": coordinator.email, "password": PASSWORD})
    page = client.get(url)

    assert answer.status_code == 302
    assert 'value="Fler i arbete"' in page.content.decode()
    assert programme.objectives.count() == 0


def test_kept_text_is_shown_once(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})
    client.post(url, objective_form("Fler i arbete"))
    client.force_login(coordinator)

    first, second = client.get(url), client.get(url)

    assert "Fler i arbete" in first.content.decode()
    assert "Fler i arbete" not in second.content.decode()


def test_an_old_form_token_keeps_the_text_too(coordinator):

    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Fler i arbete"), headers={"Origin": "http://testserver"})
    page = client.get(answer["Location"])

    assert answer.status_code == 302
    assert "Fler i arbete" in page.content.decode()


def test_another_site_cannot_fill_in_our_forms(coordinator):

    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("Planted"), headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "Planted" not in client.get(url).content.decode()


def test_a_button_pressed_after_the_session_leads_back_to_its_page(client, coordinator):
    """An address that only takes a POST shows nothing: nobody is led there after signing in."""
    programme = make_programme(by=coordinator)
    home = reverse("programme", kwargs={"slug": programme.slug})
    url = reverse("share_programme", kwargs={"slug": programme.slug})

    answer = client.post(url, {"audiences": "group"}, headers={"Referer": f"http://testserver{home}"})
    page = client.post(answer["Location"], {"login": coordinator.email, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == home
    assert page.status_code == 200
    assert list(programme.sharings.all()) == []


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x/", "http://testserver//evil.example/", "nonsense", "http://[::1", ""]
)
def test_a_page_of_others_is_not_led_to(client, coordinator, referer):
    programme = make_programme(by=coordinator)
    url = reverse("share_programme", kwargs={"slug": programme.slug})

    answer = client.post(url, {"audiences": "group"}, headers={"Referer": referer})

    assert answer["Location"].endswith(f"?next={url}")


def test_a_button_with_an_old_token_leads_back_to_its_page(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    programme = make_programme(by=coordinator)
    home = reverse("programme", kwargs={"slug": programme.slug})
    url = reverse("share_programme", kwargs={"slug": programme.slug})
    headers = {"Origin": "http://testserver", "Referer": f"http://testserver{home}"}

    answer = client.post(url, {"audiences": "group"}, headers=headers)

    assert (answer.status_code, answer["Location"]) == (302, home)
    assert list(programme.sharings.all()) == []


def test_no_password_is_kept(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    url = reverse("account_change_password")
    sent = {"oldpassword": "old secret", "password1": "new secret", "password2": "new secret", "other": "x"}

    client.post(url, sent, headers={"Origin": "http://testserver"})

    assert "secret" not in str(dict(client.session))
    assert "other=x" in str(dict(client.session))


def test_a_text_that_is_too_long_to_be_kept_says_so(client, coordinator):
    programme = make_programme(by=coordinator)
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "objective"})

    answer = client.post(url, objective_form("ä" * 400_000))
    page = client.get(answer["Location"])

    assert "still in the form" in page.content.decode()
