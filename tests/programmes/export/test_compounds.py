"""No line ends one or two letters beside the joint of a compound, in any of the product's Finnish and Swedish words."""

from pathlib import Path

import pyphen
import pytest

from programmes.export import compounds, engine, pages
from tests.programmes.export.product_words import words_of
from tests.programmes.pdfs import Tags

LANGUAGES = ("fi", "sv")
LIMIT = 3  # letters before and after a hyphen, as the style says
SHORTEST = 7  # letters of a word that is hyphenated
HYPHEN = "\u2010"
#: What ends or begins words of their kind and is a word as well.
ENDINGS = {"lasta", "mistä", "joita", "tavaksi", "tavan", "uuden", "uutta", "ingen"}


def breaks(word: str, language: str) -> list[int]:
    engine._complete()
    return list(pyphen.Pyphen(lang=language, left=LIMIT, right=LIMIT).positions(word))


def beside(places: list[int], joints: list[int]) -> list[int]:
    return [at for at in places if at not in joints and any(abs(at - joint) <= compounds.NEAR for joint in joints)]


def listed(language: str) -> list[str]:
    return Path(compounds.__file__).with_name(f"compounds.{language}.txt").read_text("utf-8").split()


def parted(word: str, places: list[int]) -> str:
    return "|".join(word[start:end] for start, end in zip([0, *places], [*places, len(word)], strict=True))


def firsts_in(line: str) -> set[str]:
    """All that ends at a joint, parts and what several of them are together: "upp", "uppgifts" and "gifts"."""
    parts = line.split("|")
    return {"".join(parts[start:end]) for end in range(1, len(parts)) for start in range(end)}


@pytest.mark.parametrize(
    ("language", "hyphenated"),
    [
        ("fi", "työl|li|syys|alue"),
        ("fi", "työl|li|syys|aste"),
        ("fi", "hyvin|vointi|alu|eella"),
        ("fi", "väli|tavoite"),
        ("fi", "sähkö|posti|osoite"),
        ("fi", "Tilasto|kes|kus"),
        ("fi", "kou|luilta"),
        ("fi", "työt|tö|myys|aste"),
        ("fi", "pal|velu|ohjaus"),
        ("fi", "vuo|kra-asunto"),
        ("fi", "opinto-ohjaus"),
        ("fi", "kieli-työ|ryhmä"),
        ("fi", "marraskuussa"),
        ("sv", "september"),
        ("sv", "afton|skola"),
        ("sv", "med|bor|gar|insti|tu|tet"),
        ("sv", "kom|mun|invå|narna"),
        ("sv", "Sys|sel|sätt|nings|områ|det"),
        ("sv", "pro|jekt|ansö|kan"),
        ("sv", "bib|li|o|teks|kort"),
    ],
)
def test_compounds_are_parted_where_they_are_joined(language, hyphenated):
    word = hyphenated.replace("|", "")

    assert parted(word, breaks(word, language)) == hyphenated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_joint_of_the_list_is_found(language):
    known = compounds.compounds(language)
    found = {line: parted(line.replace("|", ""), known.joints(line.replace("|", ""))) for line in listed(language)}

    assert [line for line in found if not set(line.split("|")[:-1]) <= firsts_in(found[line])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_product_breaks_beside_a_joint(language):
    known, words = compounds.compounds(language), [word for word in words_of(language) if len(word) >= SHORTEST]

    assert len(words) > 1500
    assert [word for word in words if beside(breaks(word, language), known.joints(word))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_made_of_two_others_breaks_beside_their_joint(language):
    """When this fails: a compound is new. Put it into the list, "kirjasto|kortti"."""
    known = compounds.compounds(language)
    words = words_of(language) | known.firsts
    found = [
        f"{word[:at]}|{word[at:]}"
        for word in words_of(language)
        for at in range(5, len(word) - 4)
        if word[:at] in words
        and word[at:] in words - ENDINGS
        and at not in known.joints(word)
        and beside(breaks(word, language), [at])
    ]

    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_narrow_column_ends_beside_a_joint(language):
    """Every second compound of the product, set so narrow that most of them are parted."""
    known = compounds.compounds(language)
    words = sorted(word for word in words_of(language) if len(word) >= SHORTEST and known.joints(word))[::2]
    style = f"<style>{pages.style()} p {{ width: 15mm; margin: 0 }}</style>"
    body = "".join(f"<p>{word}</p>" for word in words)

    lines = Tags(engine.pdf_of(f'<html lang="{language}"><title>x</title>{style}<h1>x</h1>{body}').content).lines()

    at, ends = 0, {}
    for line in lines:
        if at < len(words) and words[at].startswith("".join(ends.get(words[at], [])) + line.removesuffix(HYPHEN)):
            ends.setdefault(words[at], []).append(line.removesuffix(HYPHEN))
            at += not line.endswith(HYPHEN)
    set_in_lines = {
        word: [len("".join(parts[:count])) for count in range(1, len(parts))] for word, parts in ends.items()
    }
    assert list(set_in_lines) == words
    assert [word for word, places in set_in_lines.items() if beside(places, known.joints(word))] == []
    assert sum(map(bool, set_in_lines.values())) > 100
