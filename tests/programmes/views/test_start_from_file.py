"""Starting from a file: first what it makes and what it will not take, then the programme, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes.models import Programme, Upload
from programmes.portable import LARGEST, dump, to_text
from stakeholders.models import Event
from tests.programmes.factories import fill, make_programme
from tests.stakeholders.factories import make_coordinator, make_editor, make_municipality, make_user

pytestmark = pytest.mark.django_db
FILE = "/en/programmes/start/file/"


@pytest.fixture
def content(programme, coordinator) -> bytes:
    """The file of a programme of Närpes."""
    return to_text(dump(fill(programme, by=coordinator))).encode()


@pytest.fixture
def other(client):
    """A coordinator of Nykarleby, signed in."""
    person = make_coordinator(make_municipality("893"))
    client.force_login(person)
    return person


def bring(client, content: bytes, municipality: str = "893", url: str = FILE):
    file = SimpleUploadedFile("närpes.json", content, content_type="application/json")
    return client.post(url, {"file": file, "municipality": municipality}, follow=True)


def test_a_file_says_first_what_it_makes_and_what_it_will_not_take(client, other, content):
    response = bring(client, content)

    html = response.content.decode()
    assert [(row["label"], row["value"]) for row in response.context["rows"]] == [
        ("Programme", "Program för integrationsfrämjande 2027–2030 (in Swedish)"),
        ("Municipality", "Nykarleby"),
        ("Languages", "Swedish, Finnish"),
        ("Objectives", "1"),
        ("Measures", "1"),
        ("Indicators", "1"),
    ]
    for loss in response.context["losses"]:
        assert loss.sentence in html
    assert "Accounts, roles and rights are not taken" in html and "närpes.json" in html
    assert Programme.objects.count() == 1


def test_the_word_makes_one_programme_of_ones_own(client, other, content):
    confirm = bring(client, content).request["PATH_INFO"]

    first, second = (client.post(confirm) for _click in range(2))

    made = Programme.objects.get(links__municipality="893")
    assert first["Location"] == second["Location"] == f"/en/programmes/{made.slug}/"
    assert (made.state, list(made.sharings.all()), made.links.get().municipality_id) == ("preparing", [], "893")
    assert Upload.objects.count() == 0
    assert [event.actor_name for event in Event.objects.filter(verb="load_programme")] == [other.name]
    html = client.get(first["Location"]).content.decode()
    assert "The programme has been started from the file. Only those who write it read it." in html


def test_the_new_programme_is_nothing_to_those_of_the_file(client, other, content, coordinator):
    client.post(bring(client, content).request["PATH_INFO"])
    made = Programme.objects.get(links__municipality="893")

    client.force_login(coordinator)

    assert client.get(f"/en/programmes/{made.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: The file is not JSON. Was it changed after it was saved?"),
        (b"{}", "schema: This is not a programme that was saved as a file: the number of its schema lacks."),
        (b'{"schema": 1}', "outside: This lacks in the file."),
        (b"\xff\xd8\xff\xe0JFIF", "The file is not text in UTF-8."),
        (b"[" * 200_000, "The file is nested too deeply to be a programme."),
        (b" " * (LARGEST + 10), "The file is too large: at most 5 MB can be read."),
    ],
    ids=["empty", "nothing", "parts lack", "a picture", "deep", "large"],
)
def test_a_file_that_is_none_is_refused_in_words(client, other, content, sentence):
    response = bring(client, content)

    assert response.status_code == 200
    assert response.context["form"].errors["file"] == [sentence]
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Filen är inte JSON."), ("fi", "Tiedosto ei ole JSON-muotoinen.")]
)
def test_the_refusal_is_in_the_readers_language(client, other, language, words):
    response = bring(client, b"{", url=f"/{language}/programmes/start/file/")

    assert words in response.content.decode()


def test_no_file_and_no_municipality_of_ones_own_are_refused(client, other, content):
    assert client.post(FILE, {"municipality": "893"}).context["form"].errors["file"] == ["This field is required."]
    assert "municipality" in bring(client, content, "545").context["form"].errors


def test_a_file_that_waits_is_nobody_elses(client, other, content):
    confirm = bring(client, content).request["PATH_INFO"]

    client.force_login(make_editor(make_municipality("893")))

    assert client.get(confirm).status_code == client.post(confirm).status_code == 404
    assert Programme.objects.count() == 1


def test_whoever_starts_no_programmes_brings_no_file(client, content):
    client.force_login(make_user())

    assert client.get(FILE).status_code == 403
    assert client.post(FILE).status_code == 403


def test_whose_role_ended_meanwhile_makes_nothing(client, other, content):
    confirm = bring(client, content).request["PATH_INFO"]
    other.roles.all().delete()

    assert client.post(confirm).status_code == 403
    assert Programme.objects.count() == 1


def test_the_page_of_starting_leads_there(client, other):
    assert f'<a href="{FILE}">Start from a file</a>' in client.get("/en/programmes/start/").content.decode()


def test_a_file_with_scripts_shows_them_as_words(client, other, programme, coordinator):
    data = dump(make_programme("599"))
    data["programme"]["title"]["sv"] = "<script>alert(1)</script>"

    response = bring(client, to_text(data).encode())

    assert "<script>alert(1)" not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()
