"""One grammar: what it lists is what is let in, said in words, written without the editor, printed and handed out."""

import json
import re
from xml.etree import ElementTree

import pytest

from integration_programme import richtext
from integration_programme.richtext import cleaning, grammar
from integration_programme.widgets import RichTextWidget
from programmes.document.blocks import Illustration, Text
from programmes.export.texts import Printable
from tests.integration_programme.pasted import EVERYTHING


def elements(html: str) -> list[ElementTree.Element]:
    closed = re.sub(r"<(br|col|img)\b([^>]*)>", r"<\1\2/>", html)
    return list(ElementTree.fromstring(f"<body>{closed}</body>").iter())[1:]


def listed(html: str) -> set[tuple[str, str]]:
    """Every element with each of its attributes."""
    return {(each.tag, name) for each in elements(html) for name in ("", *each.attrib)} - {("a", "rel")}


GRAMMAR = {(tag, name) for tag in grammar.TAGS for name in ("", *grammar.ATTRIBUTES.get(tag, ()))}


def test_the_cleaner_lets_in_all_that_is_listed_and_nothing_else():
    cleaned = richtext.clean(EVERYTHING)

    assert richtext.without_ids(cleaned) == EVERYTHING
    assert listed(cleaned) == GRAMMAR - {("td", "colspan"), ("th", "rowspan")}
    assert richtext.cleaned(EVERYTHING).dropped == ()


def test_the_last_gate_lets_through_whatever_the_cleaner_makes():
    cleaned = richtext.clean(EVERYTHING)

    assert cleaning.GATE.clean(cleaned) == cleaned


def test_the_editor_is_handed_the_same_list():
    area = RichTextWidget().render("text", EVERYTHING, {"id": "id_text"})

    written = re.search(r'data-rich-text-grammar="([^"]*)"', area)

    assert written is not None
    handed = json.loads(written[1].replace("&quot;", '"'))
    assert handed == grammar.as_data() == json.loads(json.dumps(grammar.as_data()))
    assert {*handed["marks"], *handed["blocks"], "br"} == grammar.TAGS
    assert {(tag, name) for tag, names in handed["attributes"].items() for name in names} == {
        pair for pair in GRAMMAR if pair[1]
    }


def test_print_and_preview_show_every_element():
    picture = Illustration("3f0c4b1e-6a52-4c07-9d0e-1b7f2f6f3a01", "a" * 64, 40, 30, alt="Torget")
    printed = Printable(anchors=True).html(richtext.clean(EVERYTHING), 2, [picture])

    assert {each.tag for each in elements(printed)} == grammar.TAGS | {"thead", "colgroup", "col", "img", "figcaption"}
    shown = {name for each in elements(printed) for name in each.attrib} - {"class", "scope", "id"}
    of_pictures = {"src", "alt", "width", "height", "loading"}
    assert shown == {"href", "lang", "dir", "start", "colspan", "rowspan"} | of_pictures


def test_data_of_the_document_hold_the_text_as_it_is():
    assert Text(EVERYTHING).html == EVERYTHING


def test_the_field_without_the_editor_holds_everything():
    cleaned = richtext.clean(EVERYTHING)

    written = richtext.plain_form(cleaned)

    assert "<" not in written.replace("| < |", "")
    assert richtext.without_ids(richtext.clean(richtext.from_plain(written))) == EVERYTHING
    assert richtext.clean(richtext.from_plain(written, cleaned), cleaned) == cleaned


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>12 345<sup>1</sup></p>", "12 345 (1)"),
        ("<p>80 m<sup>2</sup> ja CO<sub>2</sub></p>", "80 m² ja CO₂"),
        ("<p>kunta<sup>a</sup></p>", "kunta (a)"),
        ("<p>Auki. <s>Ei lapsille.</s></p>", "Auki. ~~Ei lapsille.~~"),
        ("<p>a<br>b</p>", "a b"),
    ],
)
def test_marks_that_change_what_is_read_are_set_apart_in_plain_words(html, words):
    assert richtext.plain_text(html) == words
