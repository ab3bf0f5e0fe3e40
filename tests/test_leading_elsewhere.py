"""Nobody is led to another site without seeing so: links, `next` and the page that one came from."""

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import URLField

from integration_programme import richtext
from integration_programme.fields import LinkField, LinkFormField, validate_link
from integration_programme.richtext import cleaning
from stakeholders.models import User
from tests.stakeholders.factories import PASSWORD, make_user

ELSEWHERE = [
    "//host.example",
    "///host.example",
    "\\\\host.example\\share",
    "/\\host.example",
    "\\/host.example",
    "https:host.example",
    "https:\\\\host.example",
    "javascript:alert(1)",
    "JaVaScRiPt://host.example/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://host.example/x",
    "tel:+358401234567",
    "vbscript:x",
    "https://narpes.fi@host.example/",
    "https://host.example\\@narpes.fi",
    "/fi/programmes/",
]
LINKS = {
    "example.fi": "https://example.fi",
    "https://example.fi/ä?x=1#y": "https://example.fi/ä?x=1#y",
    "HTTP://example.fi": "HTTP://example.fi",
    "mailto:a@example.fi": "mailto:a@example.fi",
    "mailto:a@example.fi?subject=x": "mailto:a@example.fi?subject=x",
}
SENTENCE = "Write an address that begins with https://, http:// or mailto:"


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_the_web_or_to_a_mail(link):
    assert LinkFormField(assume_scheme="https").clean(link) == LINKS[link]


@pytest.mark.parametrize(
    "link", [*ELSEWHERE, "mailto:", "mailto:a", "mailto:a@example.fi\r\nBcc: b@example.fi", "http://[::1", "https://"]
)
def test_any_other_link_is_refused_with_what_to_write(link, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(ValidationError) as refused:
        LinkFormField(assume_scheme="https").clean(link)

    assert SENTENCE in refused.value.messages


@pytest.mark.parametrize("link", ELSEWHERE)
def test_the_row_refuses_it_too(link):
    with pytest.raises(ValidationError):
        validate_link(link)


def test_every_link_of_every_record_is_such_a_field():
    fields = [
        field
        for app in ("integration_programme", "stakeholders", "indicators", "programmes")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, URLField)
    ]

    assert len(fields) >= 7
    assert {type(field) for field in fields} == {LinkField}


@pytest.mark.parametrize("link", ELSEWHERE)
def test_no_link_of_a_text_leads_there(link):
    cleaned = cleaning.cleaned(f'<p><a href="{link}">words</a></p>')

    assert richtext.without_ids(cleaned.html) == "<p>words</p>"
    assert cleaned.dropped == ("addresses",)


@pytest.mark.parametrize("link", ELSEWHERE)
def test_nor_does_one_that_was_written_without_the_editor(link):
    assert "<a" not in richtext.clean(richtext.from_plain(f"[words]({link})", ""))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ELSEWHERE[:-1], "https://host.example/", " //x", "http://[::1"])
def test_signing_in_leads_to_no_other_site(client, address):
    cache.clear()
    user: User = make_user()

    response = client.post("/en/account/login/", {"login": user.email, "password": PASSWORD, "next": address})

    assert (response.status_code, response.url) == (302, "/en/overview/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["//host.example/", "/%5C%5Chost.example/", "/en//host.example/", "/en/%0d%0aX:y/"])
def test_an_address_that_looks_like_another_site_stays_here(client, path):
    for url in (path, path.rstrip("/")):
        response = client.get(url)

        location = response.headers.get("Location", "/")
        assert response.status_code in (301, 302, 404)
        assert location.startswith("/") and not location.startswith(("//", "/\\"))
        assert 'href="//' not in response.content.decode()
