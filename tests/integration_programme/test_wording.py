"""Two wordings of a text compared by words: readable, by paragraph, and bounded however long they are."""

import random
from difflib import SequenceMatcher

import pytest

from integration_programme import richtext, wording
from integration_programme.wording import How, Wording, of_list, of_plain, of_rich, of_value

SIGNS = {How.SAME: "{}", How.ADDED: "+[{}]", How.REMOVED: "-[{}]"}


def told(found: Wording) -> list[str]:
    """The lines as a person would write them down."""
    return [
        ("moved: " if line.is_moved else "")
        + "".join(" " * piece.is_apart + SIGNS[piece.how].format(piece.bare) for piece in line.pieces)
        for line in found.lines
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("Five goals and two aims.", "Six goals and two aims.", ["-[Five]+[Six] goals and two aims."]),
        ("Five goals.", "Five goals (with owners).", ["Five goals +[(with owners)]."]),
        ("Begins 1.2.2027.", "Begins 1.3.2027.", ["Begins -[1.2.2027] +[1.3.2027]."]),
        ("", "New words", ["+[New words]"]),
        ("Old words", "", ["-[Old words]"]),
        ("One\nTwo", "One\nBetween\nTwo", ["One", "+[Between]", "Two"]),
        ("Ääni äänestä", "Ääni jäi äänestä", ["Ääni +[jäi] äänestä"]),
    ],
)
def test_words_that_were_put_in_and_taken_out_stand_where_they_were(before, after, lines):
    assert told(of_plain(before, after)) == lines


def test_words_in_common_by_chance_do_not_break_a_sentence_that_was_written_anew():
    before, after = "A course in the evening for parents who work.", "Neuvo is open in five towns for everybody."

    assert told(of_plain(before, after)) == [f"-[{before[:-1]}]+[{after[:-1]}]."]


@pytest.mark.parametrize(
    ("found", "numbers"),
    [
        (of_plain("one two three", "one 2 three four"), (2, 1, 0)),
        (of_value("", "1.2.2027"), (1, 0, 0)),
        (of_value("Planned", "Under way"), (1, 1, 0)),
        (of_value("Planned", "Planned"), (0, 0, 0)),
        (of_list(["Kela", "Schools"], ["Schools", "Library"]), (1, 1, 0)),
    ],
)
def test_insertions_and_deletions_are_counted(found, numbers):
    assert (found.added, found.removed, found.moved) == numbers
    assert found.is_changed == any(numbers)


def rich(*paragraphs: str, after: str | None = None) -> str:
    return richtext.clean("".join(f"<p>{each}</p>" for each in paragraphs), after)


def test_paragraphs_are_known_by_their_ids_and_moved_ones_are_said_to_be_moved():
    before = rich("First of all comes work.", "Then come languages at school.", "Last comes the evening.")
    after = rich(
        "Last comes the evening.", "First of all comes paid work.", "Then come languages at school.", after=before
    )

    assert told(of_rich(before, after)) == [
        "moved: Last comes the evening.",
        "First of all comes +[paid] work.",
        "Then come languages at school.",
    ]


def test_paragraphs_that_came_and_went_stand_whole():
    before = rich("Work comes first in all we do.", "Nobody remembers these very old words.")
    after = rich("Work comes first in all we do.", "Quite another thought stands here now.", after=before)

    assert told(of_rich(before, after)) == [
        "Work comes first in all we do.",
        "-[Nobody remembers these very old words.]",
        "+[Quite another thought stands here now.]",
    ]


def test_a_change_of_form_alone_is_said_in_words():
    before = rich("Work comes first.")
    after = richtext.clean("<p>Work comes <strong>first</strong>.</p>", before)

    found = of_rich(before, after)

    assert (found.form_only, found.is_changed, found.lines) == (True, True, ())


def test_ids_alone_are_no_change():
    assert not of_rich(rich("Work comes first."), rich("Work comes first.")).is_changed


def test_long_runs_of_unchanged_lines_are_only_counted():
    lines = [f"Line {number}" for number in range(6)]

    found = of_plain("\n".join(lines), "\n".join([*lines, "New"]))

    assert [(len(part.lines), part.left_out) for part in found.parts] == [(0, 6), (1, 0)]


def test_a_change_in_a_very_long_paragraph_is_found_by_its_sentence():
    sentences = [f"Sentence number {number} tells of the work in the town." for number in range(2000)]
    changed = [*sentences[:700], "Sentence number 700 tells of the rest in the town.", *sentences[701:]]

    found = of_plain(" ".join(sentences), " ".join(changed))

    pieces = [(piece.how, piece.bare) for line in found.lines for piece in line.pieces if piece.how != How.SAME]
    assert pieces == [(How.REMOVED, "work"), (How.ADDED, "rest")]


HARD = {
    "one word": ("a " * 100_000, "b a " * 50_000),
    "few words": (
        " ".join(random.Random(1).choices("abcde", k=50_000)),
        " ".join(random.Random(2).choices("abcde", k=50_000)),
    ),
    "sentences": ("a. " * 60_000, "b. a. " * 30_000),
    "lines": ("a\n" * 60_000, "b\na\n" * 30_000),
}


@pytest.mark.parametrize("name", HARD)
def test_what_is_too_much_to_look_through_is_shown_as_replaced(name, monkeypatch):
    looked_at: list[int] = []

    class Counting(SequenceMatcher):
        def __init__(self, junk, old, new, **options):
            looked_at.append(wording._pairs(old, new))
            super().__init__(junk, old, new, **options)

    monkeypatch.setattr(wording, "SequenceMatcher", Counting)
    before, after = HARD[name]

    found = of_plain(before, after)

    assert found.added >= 1 and found.removed >= 1
    assert all(number <= wording.MOST_PAIRS for number in looked_at)
