"""However hard a text is, it is cleaned or refused in words. How long that takes: benchmarks/richtext.py."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from integration_programme import richtext
from integration_programme.forms import RichTextField
from programmes.export.texts import Printable
from tests.integration_programme.hard import HARD, of

LENGTH = 199_000
#: The beginning of each sentence with which a text is refused, and which texts are.
REFUSED = {
    "The text is too long: ": {
        *(
            "brackets",
            "ampersands",
            "names that are none",
            "quotation marks never closed",
            "quotation marks of both kinds",
        ),
        *("tags never closed", "comments never closed", "short lines", "stars", "tildes", "lines of a list"),
        *("lines of a table", "quoted lines", "lines that are headings", "CDATA never closed", "CDATA", "comments"),
        *("comments within tags", "processing instructions", "letters in numbers", "names never ended"),
        *("closing tags never ended", "names of nobody", "typed paragraphs", "typed cells", "typed lines in a cell"),
        *("typed links", "typed languages", "typed signs of all kinds"),
    },
    "The text has lists or tables nested too deeply. ": {
        *("bold never closed", "lists in lists", "pictures in pictures", "tables in tables", "divisions never closed"),
        *("quotations in quotations", "typed items in items"),
    },
    "The text has too many paragraphs, list items or table cells. ": {
        *("paragraphs never closed", "items never closed", "cells never closed", "many lists", "many tables"),
        *("a table of many rows", "what was never opened", "crossed marks", "headings", "the same paragraph"),
        *("raised words", "pictures", "short rows under a wide one", "captions", "heads", "starts of lists"),
        *("a paragraph of many words and one mark", "divisions", "all marks", "marks that come and go", "quotations"),
        *("closing tags", "line breaks", "paragraphs in paragraphs", "the same pairs of words"),
    },
    "A table has too many columns or cells: at most 60 columns. ": {
        *("cells that span much", "spans side by side", "spans down"),
    },
    "This field is required.": {"line ends", "no-break spaces"},
    "Null characters are not allowed.": {"zeros"},
}
SAID_OF = {name: beginning for beginning, names in REFUSED.items() for name in names}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_every_hard_text_is_cleaned_or_refused_in_words(name):
    try:
        with translation.override("en"):
            html = RichTextField().clean(HARD[name](LENGTH))
    except ValidationError as refused:
        assert refused.messages[0].startswith(SAID_OF[name])
    else:
        assert name not in SAID_OF
        assert len(richtext.without_ids(html)) <= richtext.LONGEST
        assert richtext.clean(f"{html} ", html) == html


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in HARD if name not in SAID_OF])
def test_what_is_let_in_is_shown_printed_and_put_together_with_other_changes(name):
    html = RichTextField(required=False).clean(HARD[name](LENGTH // 2))

    both = richtext.merge_texts(html, f"{html}<p>mine</p>", f"<p>theirs</p>{html}")

    assert not html or list(richtext.paragraphs(both or ""))[1:-1] == list(richtext.paragraphs(html))
    assert len(RichTextField.widget().format_value(html) or "") < 2 * richtext.LONGEST
    assert Printable(anchors=True).html(html, 2).count('id="p-') == len(richtext.paragraphs(html))


def test_what_cleaning_makes_can_always_be_read_again():
    """Cells that fill up short rows are as many as those that people write: they count."""
    wide = "<table><tr>" + "<td>" * 59 + "<td>a" + "<tr><td>a" * 65 + "</table>"

    with translation.override("en"), pytest.raises(ValidationError, match="too many paragraphs"):
        richtext.clean(wide * 5)
    twice = richtext.clean(wide * 2)
    assert richtext.clean(f"{twice} ", twice) == twice


def test_two_texts_that_are_too_long_together_are_for_people_to_decide():
    words = of("sana ")
    base, more = richtext.clean("<p>a</p><p>b</p>"), words(110_000)

    assert richtext.merge_texts(base, f"<p>a</p><p>{more}1</p><p>b</p>", f"<p>a</p><p>b</p><p>{more}2</p>") is None
