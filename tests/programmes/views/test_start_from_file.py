"""Starting from a file: first what it makes and what it will not take, then the programme, once."""

import copy
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from programmes.models import Programme, Upload
from programmes.portable import LARGEST, dump, to_text
from stakeholders.models import Event
from tests.programmes.every_kind import rows_of
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
        (b"{}", "This is not a programme that was saved as a file."),
        (b'{"schema": 1}', "outside: This lacks in the file."),
        (b"\xff\xd8\xff\xe0JFIF", "The file is not text in UTF-8."),
        (b"[" * 200_000, "The file is nested too deeply to be a programme."),
        (b" " * (LARGEST + 10), "The file is too large: at most 5 MB can be read."),
        (b"[" * 60 * 1024 * 1024, "The file is too large: at most 5 MB can be read."),
        (b'{"schema": 1e400}', "schema: This is not a programme that was saved as a file."),
        (b'{"schema": -Infinity}', "The file is not JSON. Was it changed after it was saved?"),
        (b'{"\\ud800": 1}', "The file has characters that cannot be kept: “\\ud800”."),
    ],
    ids=[
        "empty",
        "nothing",
        "parts lack",
        "a picture",
        "deep",
        "large",
        "60 MB",
        "no number",
        "endless",
        "half a letter",
    ],
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


def cut_short(data: dict) -> bytes:
    return to_text(data).encode()[:-2000]


def spoiled(spoil) -> Callable[[dict], bytes]:
    def content(data: dict) -> bytes:
        data = copy.deepcopy(data)
        spoil(data)
        return to_text(data).encode()

    return content


def first(data: dict, kind: str) -> dict:
    return data["records"][kind][0]


def with_a_stranger(data: dict) -> None:
    """A partner that no municipality here is, with a name in no language."""
    data["records"]["partner"].append(first(data, "partner") | {"key": STRANGE, "is_lead": False, "municipality": "x"})


STRANGE = "00000000-0000-4000-8000-000000000009"
#: a file that somebody spoiled, and where in it the sentence says that the fault is
SPOILED: dict[str, tuple[Callable[[dict], bytes], str]] = {
    "cut short": (cut_short, ""),
    "another schema": (spoiled(lambda data: data.update(schema=2)), "schema: "),
    "a schema in words": (spoiled(lambda data: data.update(schema="1")), "schema: "),
    "a list for a record": (
        spoiled(lambda data: data["records"].update(objective=[[]])),
        "records / objective / 1: ",
    ),
    "no list": (spoiled(lambda data: data["records"].update(measure={})), "records / measure: "),
    "deep": (
        spoiled(lambda data: first(data, "consultation").update(reached={"a": [[[[[[[[[[1]]]]]]]]]]})),
        "records / consultation / 1 / reached: ",
    ),
    "a huge number": (
        spoiled(lambda data: data["programme"].update(page_budget=10**400)),
        "programme / page_budget: ",
    ),
    "a number below nought": (
        spoiled(lambda data: first(data, "objective").update(position=-1)),
        "records / objective / 1 / position: ",
    ),
    "a date of another land": (
        spoiled(lambda data: data["programme"].update(period_start="31.12.2026")),
        "programme / period_start: ",
    ),
    "a date of long ago": (
        spoiled(lambda data: data["programme"].update(period_start="0001-01-01")),
        "programme / period_start: ",
    ),
    "HTML": (
        spoiled(lambda data: first(data, "answer")["text"].update(sv='<p onclick="x()">a</p><iframe></iframe>')),
        "records / answer / 1 / text / sv: ",
    ),
    "half a surrogate": (
        spoiled(lambda data: first(data, "objective")["title"].update(sv="HALF")),
        "records / objective / 1 / title / sv: ",
    ),
    "a municipality that the file does not name": (
        spoiled(with_a_stranger),
        "records / partner / 2 / municipality: ",
    ),
    "a key twice": (
        spoiled(lambda data: first(data, "plan").update(key=data["programme"]["key"])),
        "records / plan / 1 / key: ",
    ),
    "a group that is no list": (
        spoiled(lambda data: data["outside"].update(groups={"a": 1})),
        "outside / groups: ",
    ),
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_spoiled_file_is_refused_in_a_sentence_that_names_the_place(
    client, other, programme, coordinator, language
):
    data, counted = dump(fill(programme, by=coordinator)), rows_of(programme)
    told = {}

    for name, (content, _place) in SPOILED.items():
        file = content(data).replace(b'"HALF"', b'"\\udfff"')
        response = bring(client, file, url=f"/{language}/programmes/start/file/")
        (told[name],) = response.context["form"].errors["file"]
        assert response.status_code == 200

    assert [name for name, (_content, place) in SPOILED.items() if not told[name].startswith(place)] == []
    assert len(set(told.values())) > 8
    with translation.override(language):
        assert told["a list for a record"].endswith(gettext("an object with names and values") + ".")
        assert told["cut short"].startswith(gettext("line %(line)s").partition("%")[0])
    assert rows_of(programme) == counted
    assert Upload.objects.count() == 0


def test_keys_of_another_programme_in_a_file_take_nothing_from_it(client, other, content, programme):
    """The same keys as those of the programme that is here: what comes of it is a copy with keys of its own."""
    before = dump(programme)

    client.post(bring(client, content).request["PATH_INFO"])

    made = Programme.objects.get(links__municipality="893")
    assert dump(programme) == before
    assert {row.key for row in made.objectives.all()}.isdisjoint(row.key for row in programme.objectives.all())


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
