"""The checklist is data: complete, worded in three languages and true to the seed's 74 points."""

import re
from pathlib import Path

import pytest

from programmes.checklist import (
    DEFAULT_EDITION,
    EDITIONS,
    LANGUAGES,
    SEED_EDITION,
    SEED_HEADINGS,
    SEED_POINTS,
    Duty,
    Kind,
    edition,
)
from programmes.checklist.editions import FOLDER, read_words
from programmes.enums import Phase

ROOT = Path(__file__).resolve().parents[2]
SEED_TABLE = ROOT / "docs" / "seed.md"
ROW = re.compile(r"^\| (?:\*\*)?([\dP][\d.]*)(?:\*\*)? \| `([a-z_.]+)` \| ([^|]+) \|$")

VARIANTS = [edition(key, aland) for key in EDITIONS for aland in (False, True)]
ALANDS_OWN = {
    "fi": "Ahvenanmaan maakunnan oma laki",
    "sv": "Landskapet Ålands egen",
    "en": "The Province of Åland's own",
}

each_variant = pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.key}-{v.aland}")
each_edition = pytest.mark.parametrize("key", EDITIONS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_the_seed_has_74_points_below_8_headings():
    assert len(SEED_POINTS) == len(set(SEED_POINTS)) == 74
    assert not set(SEED_POINTS) & set(SEED_HEADINGS)


def test_the_seed_edition_carries_each_point_by_a_key_of_its_own():
    carried = [item.points for item in edition(SEED_EDITION)]
    assert sorted(carried) == sorted((point,) for point in SEED_POINTS + SEED_HEADINGS)


def test_every_item_of_the_newer_edition_maps_to_the_seed():
    newer = edition(DEFAULT_EDITION)
    known = set(SEED_POINTS + SEED_HEADINGS)
    assert [item.key for item in newer if not item.points or set(item.points) - known] == []
    assert {point for item in newer for point in item.points} == known


def test_the_table_of_the_docs_is_the_checklist():
    rows = [match for line in SEED_TABLE.read_text().splitlines() if (match := ROW.match(line))]
    table = [(number, key) for number, key, _ in (row.groups() for row in rows)]
    assert table == [(item.points[0], item.key) for item in edition(SEED_EDITION)]
    assert all(row.group(3).strip() for row in rows)


@each_variant
def test_keys_are_unique_and_parents_come_before_their_children(variant):
    seen = set()
    for item in variant:
        assert item.key not in seen
        assert item.parent is None or item.parent in seen
        seen.add(item.key)


@each_variant
def test_each_item_stands_in_the_phase_its_key_begins_with(variant):
    for item in variant:
        first = item.key.split(".")[0]
        assert (item.phase or "principle") == first
    assert [item.key for item in variant if item.parent is None] == [*Phase.values, "principle"]


@each_language
@each_variant
def test_every_key_is_worded(variant, language):
    for item in variant:
        words = variant.words(item.key, language)
        assert words.text, item.key
        assert words.help, item.key
        if item.kind not in {Kind.SOURCE, Kind.PRINCIPLE} and item.key != "principle":
            assert words.done, item.key
        for field in (words.help, words.done, words.change):
            assert field == field.strip()
            assert not field or field[-1] in ".?!", (item.key, field)
    for about in (variant.title, variant.choice, variant.legal_basis, variant.note):
        assert about(language)


@each_edition
def test_the_three_languages_say_the_same_things(key):
    """Each language words the same keys and fields, so that none knows more than another."""
    said = [
        {(name, field) for name, words in _flat(edition(key), language) for field in words} for language in LANGUAGES
    ]
    assert said[0] == said[1] == said[2]


@each_language
@each_edition
def test_files_word_no_key_that_the_edition_lacks(key, language):
    found = edition(key)
    names = {name.removeprefix("aland.") for name, _ in _flat(found, language)} - {"edition"}
    assert names <= {item.key for item in found}


@each_language
@each_variant
def test_notes_say_that_a_reading_is_ours(variant, language):
    reading = {"fi": "tulkinta", "sv": "tolkning", "en": "reading"}[language]
    assert reading in variant.note(language)


def test_the_forbidden_word_is_nowhere():
    for file in [*FOLDER.rglob("*.toml"), *FOLDER.rglob("*.py"), SEED_TABLE]:
        assert not re.search(r"[Kk]otouttam", file.read_text()), file


def test_new_programmes_get_the_newer_edition():
    newer = edition(DEFAULT_EDITION)
    assert newer.title("en") == "Planning the promotion of municipal integration"
    first = newer.of(phase=Phase.COOPERATION, kind=Kind.ITEM)[0]
    assert (first.key, first.points, first.duty) == (
        "cooperation.wellbeing_county",
        ("2.3",),
        Duty.DUTY,
    )
    assert first.key not in edition(SEED_EDITION)


def test_today_s_bodies_stand_in_the_newer_edition():
    newer = edition(DEFAULT_EDITION)
    assert "Economic Development Centre" in newer.words("responsibility.adviser", "en").text
    assert "elinvoimakeskuksen" in newer.words("responsibility.adviser", "fi").text
    assert "livskraftscentralen" in newer.words("responsibility.adviser", "sv").text
    assert "may be" in newer.words("cooperation.group", "en").text
    assert "It is good to" in newer.words("cooperation.immigrants", "en").text


@pytest.mark.parametrize(
    ("language", "area"), [("fi", "työllisyysalue"), ("sv", "sysselsättningsområde"), ("en", "employment area")]
)
@pytest.mark.parametrize("key", EDITIONS)
def test_aland_has_no_employment_areas(key, language, area):
    aland = edition(key, aland=True)

    words = [word for item in aland for word in vars(aland.words(item.key, language)).values()]

    assert not [word for word in words if area in word.lower()]


@each_edition
def test_aland_has_its_own_legal_basis_and_no_adviser(key):
    mainland, aland, act = edition(key), edition(key, aland=True), key.removeprefix("act_").replace("_", "/")
    assert "responsibility.adviser" in mainland
    assert {item.key for item in mainland} - {item.key for item in aland} == {"responsibility.adviser"}
    for language in LANGUAGES:
        assert act in mainland.legal_basis(language)
        assert aland.legal_basis(language).startswith(ALANDS_OWN[language])
        assert not any(aland.words(item.key, language).change for item in aland)
    assert {item.duty for item in aland} == {Duty.RECOMMENDATION}


def test_of_picks_by_phase_and_kind_in_order():
    newer = edition(DEFAULT_EDITION)
    assert len(newer.of(phase=Phase.SITUATION, kind=Kind.QUESTION)) == 10
    assert len(newer.of(kind=Kind.QUESTION)) == 13
    assert len(newer.of(kind=Kind.ELEMENT)) == 10
    assert len(newer.of(kind=Kind.INDICATOR)) == 11
    assert len(newer.principles) == 6
    assert newer.of() == newer.items
    assert [item.key for item in newer.children("objectives.areas")] == [
        "objectives.opportunities",
        "objectives.themes",
        "objectives.change",
    ]


def test_what_is_not_there_is_named_in_the_error():
    with pytest.raises(KeyError, match=r"act_1999.*act_1386_2010"):
        edition("act_1999")
    with pytest.raises(KeyError, match=r"act_681_2023 has no item 'nothing'"):
        edition(DEFAULT_EDITION).words("nothing", "fi")
    with pytest.raises(KeyError, match="not worded in 'de'"):
        edition(DEFAULT_EDITION).title("de")


def test_an_edition_is_read_once():
    assert edition(DEFAULT_EDITION) is edition(DEFAULT_EDITION)
    assert edition(DEFAULT_EDITION, aland=True) is edition(DEFAULT_EDITION, aland=True)


def _flat(found, language):
    """Every table of an edition's file, those of Åland under the name `aland.KEY`."""
    tables = read_words(found.key, language)
    for name, words in tables.items():
        if name == "aland":
            yield from ((f"aland.{key}", fields) for key, fields in words.items())
        else:
            yield name, words


@pytest.mark.parametrize("key", EDITIONS)
@pytest.mark.parametrize(("language", "may"), [("fi", "voi kutsua"), ("sv", "kan bjudas in")])
def test_the_short_title_of_a_point_says_what_to_do_as_the_point_itself_does(key, language, may):
    """Beside one another, imperatives and nouns read as two kinds of thing; what the act leaves open stays so."""
    of_points = [edition(key).words(item.key, language) for item in edition(key).of(kind=Kind.ITEM)]
    shortened = [words for words in of_points if words.title != words.text]

    assert len(shortened) >= 9
    assert [
        words.title
        for words in shortened
        if words.title.split()[0] != words.text.split()[0] and not (may in words.title and may in words.text)
    ] == []
