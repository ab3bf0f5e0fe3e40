"""When something goes wrong, people are told in their own language, what it means for them and what to do now."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import Client

from programmes.views import programmes as view
from tests.pages import offences
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both("it is about words, and the faults are planted")]

FAULTS = {400: BadRequest("secret detail"), 403: PermissionDenied, 404: Http404("secret detail"), 500: RuntimeError}
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def failing(monkeypatch):
    """The list of programmes, failing as told."""

    def fail_with(fault):
        def failing_lines(*arguments):
            raise fault

        monkeypatch.setattr(view, "lines", failing_lines)

    return fail_with


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", FAULTS)
def test_every_error_page_is_in_the_readers_language_and_tells_nothing_of_the_inside(
    status, language, coordinator, failing
):
    make_programme(by=coordinator)
    failing(FAULTS[status])
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)

    response = client.get(f"/{language}/programmes/")

    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in html and "<h1>" in html
    assert not any(word in html for word in ("Traceback", "secret detail", "RuntimeError", "Django", ".py"))
    assert "Content-Security-Policy" in response.headers
    assert offences(html) == []
    assert response.wsgi_request.reference in html


def test_an_address_with_no_language_is_answered_too(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_a_wrong_host_is_answered_plainly():
    response = Client(raise_request_exception=False).get("/en/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()
    assert "evil.example" not in response.content.decode()
    assert response.wsgi_request.reference in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_a_form_can_hold_is_refused_with_what_to_do(language, coordinator):
    programme = make_programme(by=coordinator)
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)
    url = f"/{language}/programmes/{programme.slug}/objective/add/"

    texts = client.post(url, {"title_sv": "ä" * 5_100_000})
    fields = client.post(url, {f"field{number}": "x" for number in range(2_001)})

    for response in (texts, fields):
        html = response.content.decode()
        assert response.status_code == 413
        assert f'<html lang="{language}">' in html
        assert response.wsgi_request.reference in html
        assert offences(html) == []
    assert programme.objectives.count() == 0


def test_the_page_about_too_much_says_how_to_get_the_text_back(coordinator):
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)

    html = client.post("/en/programmes/start/", {"x": "y" * 5_100_000}).content.decode()

    assert "Nothing was saved" in html and "Go back in your browser" in html
