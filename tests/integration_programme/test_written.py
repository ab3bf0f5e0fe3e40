"""Nothing came of a form: the page that says so holds what was written, whoever it is and whatever the reason."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from programmes.actions.records import archive_record
from programmes.models import place_of
from tests.programmes.factories import make_objective, make_programme
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
SENTENCE = "Nothing was saved. What you wrote is below"


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality())


@pytest.fixture
def client(coordinator):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(coordinator)
    return browser


def test_a_page_that_is_gone_holds_what_was_written(client, coordinator):
    objective = make_objective(make_programme(by=coordinator), by=coordinator)
    url = f"{reverse('add_comment', args=[objective.programme.slug])}?place={place_of(objective)}".replace(
        "/sv/", "/en/", 1
    )
    archive_record(objective, by=coordinator)

    html = client.post(url, {"text": "Too few <b>places</b> & times", "record_key": str(uuid.uuid4())})

    assert html.status_code == 404
    assert (
        SENTENCE in html.content.decode() and "Too few &lt;b&gt;places&lt;/b&gt; &amp; times" in html.content.decode()
    )


def test_the_words_of_a_rich_text_are_plain(client):
    url = "/en/programmes/none/objective/add/"
    html = client.post(url, {"change_fi": "<p>Ensin &amp; sitten</p><p>Toinen <em>rivi</em></p>"}).content.decode()
    assert ">Ensin &amp; sitten\nToinen rivi</textarea>" in html


def test_a_button_and_a_page_that_is_only_asked_for_say_nothing_of_it(client):
    url = "/en/programmes/none/objective/add/"
    assert SENTENCE not in client.get(url).content.decode()
    assert (
        SENTENCE
        not in client.post(
            url, {"record_key": str(uuid.uuid4()), "row_version": "1", "save": "Save it"}
        ).content.decode()
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\n", "multipart/form-data"),
        (b"text=%E4", "application/x-www-form-urlencoded; charset=latin-1"),
        (b"&".join(b"a%d=1" % number for number in range(20_000)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_gets_the_page_without_words(client, body, kind):
    answer = client.post("/en/programmes/none/objective/add/", body, content_type=kind)

    assert answer.status_code == 404
    assert SENTENCE not in answer.content.decode()
