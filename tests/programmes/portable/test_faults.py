"""A file that is not as it should be: a sentence with the place, and nothing loaded."""

import copy
import json
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from programmes.actions.versions import make_version, restore_version
from programmes.enums import VersionPurpose
from programmes.models import Objective, Programme, Version
from programmes.models.kinds import KINDS
from programmes.portable import Fault, compared, dump, from_text, load, read, to_text
from programmes.portable import schemas as steps
from programmes.portable.anew import Anew
from programmes.portable.shapes import KEYS, SHAPES
from programmes.portable.texts import LARGEST
from tests.programmes.factories import change, words

pytestmark = pytest.mark.django_db

Change = Callable[[dict], object]


def first(data: dict, kind: str) -> dict:
    return data["records"][kind][0]


FAULTS: dict[str, tuple[Change, str]] = {
    "no schema": (
        lambda data: data.pop("schema"),
        "This is not a programme that was saved as a file.",
    ),
    "a schema of another service": (
        lambda data: data.update(schema=99),
        "schema: The file has schema 99; this service reads schemas up to 1. A newer one is needed.",
    ),
    "a moment that is none": (
        lambda data: data.update(written_at="yesterday"),
        "written_at: Here must be a moment with its time zone.",
    ),
    "a moment without its time zone": (
        lambda data: first(data, "objective").update(archived_at="2026-11-02T10:00:00"),
        "records / objective / 1 / archived_at: Here must be a moment with its time zone.",
    ),
    "an unknown part": (
        lambda data: data.update(comments=[]),
        "comments: This service knows nothing of this name.",
    ),
    "an unknown kind": (
        lambda data: data["records"].update(spell=[]),
        "records / spell: This service knows nothing of this name.",
    ),
    "a kind that lacks": (
        lambda data: data["records"].pop("finding"),
        "records / finding: This lacks in the file.",
    ),
    "an unknown field": (
        lambda data: first(data, "objective").update(colour="red"),
        "records / objective / 1 / colour: This service knows nothing of this name.",
    ),
    "a field that lacks": (
        lambda data: first(data, "objective").pop("theme"),
        "records / objective / 1 / theme: This lacks in the file.",
    ),
    "a record that is none": (
        lambda data: data["records"]["objective"].insert(0, "O1"),
        "records / objective / 1: Here must be an object with names and values.",
    ),
    "a place after a chapter that nothing is": (
        lambda data: first(data, "chapter").update(after="document.poetry"),
        "records / chapter / 1 / after: “document.poetry” is not known to the checklist.",
    ),
    "an ISBN that is none": (
        lambda data: first(data, "chapter").update(isbn={"sv": "978-0-00-000000-3"}),
        "records / chapter / 1 / isbn / sv: This ISBN has a mistyped digit: the last one does not fit the others. "
        "Compare them.",
    ),
    "a choice that is none": (
        lambda data: first(data, "objective").update(theme="weather"),
        "records / objective / 1 / theme: “weather” is none of the choices.",
    ),
    "a number for a text": (
        lambda data: first(data, "objective")["title"].update(sv=5),
        "records / objective / 1 / title / sv: Here must be a text.",
    ),
    "a text that is too long": (
        lambda data: first(data, "objective")["title"].update(sv="x" * 301),
        "records / objective / 1 / title / sv: The text is too long: 301 characters, at most 300.",
    ),
    "a language that nobody writes": (
        lambda data: first(data, "objective")["title"].update(xx="Text"),
        "records / objective / 1 / title / xx: No programme is written in this language.",
    ),
    "a script": (
        lambda data: first(data, "answer")["text"].update(sv="<p>Text<script>alert(1)</script></p>"),
        "records / answer / 1 / text / sv: The text has markup that cannot be kept as it is.",
    ),
    "a rich text that is none": (
        lambda data: first(data, "answer")["text"].update(sv="<p>Text</b></p>"),
        "records / answer / 1 / text / sv: The text has markup that cannot be kept as it is.",
    ),
    "a date that is none": (
        lambda data: first(data, "objective").update(by_when="2026-02-31"),
        "records / objective / 1 / by_when: Here must be a date, such as 2026-12-31.",
    ),
    "a year that nobody means": (
        lambda data: first(data, "objective").update(by_when="0027-12-31"),
        "records / objective / 1 / by_when: Write the year with four digits, for example 2027.",
    ),
    "a number of floating point": (
        lambda data: first(data, "own-figure").update(value=1.5),
        "records / own-figure / 1 / value: Here must be a text.",
    ),
    "a number that is too large": (
        lambda data: first(data, "own-figure").update(value="9" * 14),
        "records / own-figure / 1 / value: Ensure that there are no more than 12 digits before the decimal point.",
    ),
    "dates in disorder": (
        lambda data: first(data, "plan").update(valid_from="2027-01-01", valid_to="2026-01-01"),
        "records / plan / 1: Its values do not go together.",
    ),
    "an address that is none": (
        lambda data: first(data, "plan").update(link="javascript:alert(1)"),
        "records / plan / 1 / link: Write an address that begins with https://, http:// or mailto:",
    ),
    "a link to another site without saying so": (
        lambda data: first(data, "plan").update(link="//host.example/x"),
        "records / plan / 1 / link: Write an address that begins with https://, http:// or mailto:",
    ),
    "a link to nothing": (
        lambda data: first(data, "measure").update(objective="00000000-0000-4000-8000-000000000000"),
        "records / measure / 1 / objective: This leads to nothing in the file.",
    ),
    "a link that must be": (
        lambda data: first(data, "measure").update(objective=None),
        "records / measure / 1 / objective: Something must stand here.",
    ),
    "a key that comes twice": (
        lambda data: first(data, "measure").update(key=first(data, "objective")["key"]),
        "records / measure / 1 / key: The same key comes twice.",
    ),
    "a code that comes twice": (
        lambda data: data["records"]["objective"][1].update(code="O1"),
        "records / objective / 2 / code: This comes twice in the file.",
    ),
    "a code that is none": (
        lambda data: first(data, "objective").update(code="<b>"),
        "records / objective / 1 / code: This is no code of such a record.",
    ),
    "a question that the checklist does not ask": (
        lambda data: first(data, "answer").update(question="situation.weather"),
        "records / answer / 1 / question: “situation.weather” is not known to the checklist.",
    ),
    "an unknown edition": (
        lambda data: data["programme"].update(edition="act_0"),
        "programme / edition: There is no such edition of the checklist.",
    ),
    "languages of another shape": (
        lambda data: first(data, "consultation").update(languages={"sv": True}),
        "records / consultation / 1 / languages: This is not what may stand here.",
    ),
    "no mandate": (
        lambda data: data["records"].update(responsibility=[]),
        "records / responsibility: Here must be exactly one record.",
    ),
    "two leads": (
        lambda data: [link.update(is_lead=True) for link in data["records"]["partner"]],
        "records / partner: Exactly one municipality leads a programme.",
    ),
    "an original language in which nothing is written": (
        lambda data: data["programme"].update(original_language="en"),
        "programme / original_language: The programme is not written in this language.",
    ),
    "a municipality without a name": (
        lambda data: first(data, "partner").update(municipality="999"),
        "records / partner / 1 / municipality: This leads to nothing in the file.",
    ),
    "a municipality that is not here": (
        lambda data: (
            data.update(json.loads(json.dumps({**data}).replace('"municipality": "545"', '"municipality": "999"')))
            or data["outside"]["municipalities"].update({"999": {"fi": "Muualla"}})
        ),
        "records / partner / 1: The municipality Muualla is not known here.",
    ),
    "half a letter": (
        lambda data: first(data, "objective")["title"].update(sv="\ud800"),
        "records / objective / 1 / title / sv: The file has characters that cannot be kept: “\\ud800”.",
    ),
    "a letter that no database keeps": (
        lambda data: first(data, "objective")["title"].update(sv="a\x00b"),
        "records / objective / 1 / title / sv: The file has characters that cannot be kept: “a\\x00b”.",
    ),
}


@pytest.fixture
def data(programme) -> dict:
    return dump(programme)


def test_every_fault_is_told_with_its_place_and_nothing_is_loaded(data, coordinator):
    told = {}
    for name, (spoil, _sentence) in FAULTS.items():
        spoiled = copy.deepcopy(data)
        spoil(spoiled)
        with pytest.raises(Fault) as refused:
            load(spoiled, by=coordinator, as_copy=True)
        told[name] = str(refused.value)

    assert told == {name: sentence for name, (_change, sentence) in FAULTS.items()}
    assert Programme.objects.count() == 1


def test_what_the_database_refuses_leaves_no_half_programme(data, coordinator, monkeypatch):
    """A fault that nobody foresaw: the last kind of record cannot be written."""
    objectives = Objective.objects.count()
    monkeypatch.setattr("programmes.portable.reading._check_keys", lambda found: None)
    data["records"]["indicator"] = data["records"]["indicator"] + [
        data["records"]["indicator"][0] | {"key": "00000000-0000-4000-8000-000000000001"}
    ]

    with pytest.raises(Fault, match="does not go together with what is here"):
        load(data, by=coordinator, as_copy=True)

    assert (Programme.objects.count(), Objective.objects.count()) == (1, objectives)


@pytest.mark.parametrize("words", ["database or disk is full", "unable to open database file"])
def test_an_outage_is_no_fault_of_the_file(words, data, coordinator, monkeypatch):
    def fail(*arguments, **names):
        raise OperationalError(words)

    monkeypatch.setattr(Anew, "load", fail)

    with pytest.raises(OperationalError, match=words):
        load(data, by=coordinator, as_copy=True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: The file is not JSON. Was it changed after it was saved?"),
        (b"PK\x03\x04\xff\xfe", "The file is not text in UTF-8."),
        (b"[]", "This is not a programme that was saved as a file."),
        (b'{"schema": NaN}', "The file is not JSON. Was it changed after it was saved?"),
        (b'{"schema": 1, "schema": 2}', "The file is not JSON. Was it changed after it was saved?"),
        (b'{"a": ' + b"9" * 5000 + b"}", "The file is not JSON. Was it changed after it was saved?"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "a / 1 / 1 / 1: The file is nested too deeply to be a programme."),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "The file is nested too deeply to be a programme."),
        (b" " * (LARGEST + 1), "The file is too large: at most 5 MB can be read."),
    ],
    ids=["empty", "no text", "no object", "not a number", "a name twice", "many digits", "deep", "deepest", "large"],
)
def test_a_file_that_is_no_programme_is_told_so(content, sentence):
    with pytest.raises(Fault) as refused:
        from_text(content)

    assert str(refused.value) == sentence


def test_every_list_in_json_has_a_shape_that_is_asked():
    """A form offers choices; a file may hold anything. A new JSON field of a kind needs a shape."""
    without = [
        (kind.name, name)
        for kind in KINDS.values()
        for name in kind.facts
        if kind.model._meta.get_field(name).get_internal_type() == "JSONField" and (kind.name, name) not in SHAPES
    ]

    assert without == []
    assert [(kind, name) for kind, name in (*SHAPES, *KEYS) if name not in KINDS[kind].facts] == []


def test_an_older_schema_is_read_by_the_way_up(data, coordinator, monkeypatch):
    """A planted schema 2 ends the titles of objectives with a mark; a file of schema 1 is read as one of schema 2."""
    old = copy.deepcopy(data)
    for row in data["records"]["objective"]:
        row["title"] = {language: f"{text}!" for language, text in row["title"].items()}
    data["schema"] = 2

    def louder(data: dict) -> dict:
        objectives = [
            row | {"title": {language: f"{text}!" for language, text in row["title"].items()}}
            for row in data["records"]["objective"]
        ]
        return data | {"records": data["records"] | {"objective": objectives}}

    monkeypatch.setattr(steps, "SCHEMA", 2)
    monkeypatch.setitem(steps.STEPS, 1, louder)

    from_old, from_new = read(old), read(data)

    assert [row.values["title"] for row in from_old.rows["objective"]] == [
        row.values["title"] for row in from_new.rows["objective"]
    ]
    assert old["schema"] == 1
    assert load(from_old, by=coordinator, as_copy=True).programme.objectives.first().title["sv"].endswith("!")


def test_versions_of_an_older_schema_are_compared_and_gone_back_to_by_the_way_up(programme, coordinator, monkeypatch):
    """In a planted schema 1 the title of an objective was its heading: today's is schema 2."""
    monkeypatch.setattr(steps, "SCHEMA", 2)
    monkeypatch.setattr("programmes.portable.dumping.SCHEMA", 2)
    monkeypatch.setitem(steps.STEPS, 1, lambda data: _renamed(data, "heading", "title"))
    version = make_version(programme, name="Old", purpose=VersionPurpose.ROUND, by=coordinator)
    old = _renamed(version.dump, "title", "heading") | {"schema": 1}
    QuerySet(Version).filter(pk=version.pk).update(dump=old)  # past the guard: as an older release had kept it
    version.refresh_from_db()
    objective, then = Objective.objects.get(code="O1"), Objective.objects.get(code="O1").title

    same = compared(version.dump, dump(programme))
    change(objective, by=coordinator, title=words(programme, "Other"))
    differences = compared(version.dump, dump(programme))
    restore_version(programme, version, by=coordinator)

    objective.refresh_from_db()
    assert version.dump["schema"] == 1 and "heading" in first(version.dump, "objective")
    assert same == []
    assert [(each.key, each.fields) for each in differences] == [(str(objective.key), ["title"])]
    assert objective.title == then
    assert [each.dump["schema"] for each in Version.objects.all()] == [2, 2, 1]


def _renamed(data: dict, before: str, after: str) -> dict:
    objectives = [
        {(after if name == before else name): value for name, value in row.items()}
        for row in data["records"]["objective"]
    ]
    return data | {"records": data["records"] | {"objective": objectives}}


def test_every_schema_has_its_way_up():
    assert set(steps.STEPS) == set(range(1, steps.SCHEMA))


def test_a_file_that_was_saved_is_read(data):
    assert from_text(b"\xef\xbb\xbf" + to_text(data).encode()) == data
