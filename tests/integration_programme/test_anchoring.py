"""Comments keep their place through the corpus of edits: none on the wrong words, none dropped."""

import pytest

from integration_programme import richtext
from integration_programme.anchoring import Anchor, Found, anchored, holds
from tests.integration_programme.test_paragraph_ids import CORPUS, FURTHER, TEXTS, as_html, html_of, names

STAYS, MOVED, DETACHED = Found.STAYS, Found.MOVED, Found.DETACHED
SAID = "The municipality gives space, information and a little money to villages every year."


def quotes(words: str) -> list[str]:
    """The beginning, the middle and the end of a paragraph, one word, and all of it."""
    parts = words.split()
    third = len(parts) // 3
    return [" ".join(each) for each in (parts[:third], parts[third:-third], parts[-third:], parts[2:3], parts)]


def judged(old: dict[str, str], new: dict[str, str]) -> list[tuple]:
    """What was put on words that it was not said of, and what was not found though exactly one paragraph has it."""
    wrong = []
    for key, words in old.items():
        for quote in quotes(words):
            anchor = anchored(key, quote, words, new)
            now = [each for each, said in new.items() if holds(said, quote)]
            if anchor.found == DETACHED:
                is_found_once = len(now) == 1 and len(quote.split()) >= 4
                wrong += [(quote, anchor)] if key in now or is_found_once else []
            elif anchor.paragraph not in now or (key in now and anchor != Anchor(STAYS, key)):
                wrong.append((quote, anchor))
        whole = anchored(key, "", words, new)
        if (key in new) != (whole == Anchor(STAYS, key)) or (
            whole.found == MOVED and new[whole.paragraph].split() != words.split()
        ):
            wrong.append((words, whole))
    return wrong


def test_no_comment_is_on_wrong_words_or_lost_through_the_corpus_of_edits():
    wrong = []
    for language, name, sent, _owners in CORPUS:
        stored = richtext.clean("".join(f"<p>{words}</p>" for words in TEXTS[language]))
        old = names(stored)
        html = html_of([(None if claim is None else old[claim], words) for claim, words in sent])
        new = richtext.clean(html, stored)
        wrong += [(language, name, *each) for each in judged(richtext.paragraphs(stored), richtext.paragraphs(new))]

    assert len(CORPUS) > 200
    assert wrong == []


def test_no_comment_is_on_wrong_words_or_lost_in_lists_tables_and_quotations():
    wrong = []
    for language, name, text, sent, _owners in FURTHER:
        stored = richtext.clean(as_html([(None, kind, words) for _claim, kind, words in text], []))
        new = richtext.clean(as_html(sent, names(stored)), stored)
        found = judged(richtext.paragraphs(stored), richtext.paragraphs(new))
        wrong += [(language, name, *each) for each in found if "twin" not in name and "copy" not in name]

    assert wrong == []


@pytest.mark.parametrize(
    ("quote", "today", "anchor"),
    [
        ("a little money", {"p": SAID}, Anchor(STAYS, "p")),
        ("a little money", {"p": f"Every year. {SAID.replace('space', 'rooms')}"}, Anchor(STAYS, "p")),
        ("a little money", {"p": SAID.replace("a little", "some")}, Anchor(DETACHED)),
        ("money", {"p": SAID.replace("money", "moneybags")}, Anchor(DETACHED)),
        ("a little money", {"p": "Something else.", "q": SAID}, Anchor(MOVED, "q")),
        ("a little money", {"q": "They ask for information and a little money."}, Anchor(MOVED, "q")),
        ("a little money", {"q": "There is a little money left."}, Anchor(DETACHED)),
        (
            "space, information and a little money",
            {"q": "First space, information and a little money"},
            Anchor(MOVED, "q"),
        ),
        ("a little money", {"q": SAID, "r": SAID}, Anchor(DETACHED)),
        ("", {"p": "Quite other words."}, Anchor(STAYS, "p")),
        ("", {"q": f"  {SAID} "}, Anchor(MOVED, "q")),
        ("", {"q": f"{SAID} And more."}, Anchor(DETACHED)),
        ("", {}, Anchor(DETACHED)),
    ],
)
def test_words_are_found_where_they_were_said_and_nowhere_else(quote, today, anchor):
    assert anchored("p", quote, SAID, today) == anchor


def test_a_text_without_paragraphs_has_one_of_them():
    assert anchored("", "into work", "More people into work", {"": "Many more people into work"}) == Anchor(STAYS, "")
    assert anchored("", "into work", "More people into work", {"": "Jobs for all"}) == Anchor(DETACHED)


def test_words_stand_in_a_text_as_whole_words_however_lines_are_broken():
    assert [holds("More\n people in  work", quote) for quote in ("people in work", "eople in", "work", "wor")] == [
        True,
        False,
        True,
        False,
    ]
