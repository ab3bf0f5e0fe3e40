"""A rich text in the field without the editor: readable, without tags, and nothing is lost on the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_programme import richtext
from integration_programme.forms import RichTextField
from tests.integration_programme.pasted import CASES

NOTED = [
    ("<h3>Otsikko</h3><h4>Ala</h4><p>a</p>", "# Otsikko\n\n## Ala\n\na"),
    ("<p><strong>a</strong> <em>b</em> <s>c</s></p>", "**a** *b* ~~c~~"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ('<p><a href="https://x.fi/" rel="noopener noreferrer">a</a></p>', "[a](https://x.fi/)"),
    (
        '<table><tbody><tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><td>c</td><td>d</td></tr></tbody></table>',
        "|= a |= b | < |\n| ^ | c | d |",
    ),
    ("<p>1. toukokuuta</p>", "1. toukokuuta"),
    ("<p>2 * 3 * 4</p>", "2 * 3 * 4"),
    ("<p>- ei luettelo</p>", "\\- ei luettelo"),
    ("<p>&lt;b&gt; on merkki</p>", "\\<b> on merkki"),
]


@pytest.mark.parametrize(("html", "noted"), NOTED)
def test_each_thing_has_its_sign_both_ways(html, noted):
    assert richtext.plain_form(html) == noted
    assert richtext.without_ids(richtext.clean(richtext.from_plain(noted))) == html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "Katso <https://www.kunta.fi/> ja <nimi@kunta.fi>.",
            "<p>Katso &lt;https://www.kunta.fi/&gt; ja &lt;nimi@kunta.fi&gt;.</p>",
        ),
        ("Yksi.\r\n\r\nKaksi.\r\n \r\n\r\nKolme.", "<p>Yksi.</p><p>Kaksi.</p><p>Kolme.</p>"),
        ("a < b ja c > d", "<p>a &lt; b ja c &gt; d</p>"),
        ("<mailto:nimi@kunta.fi>", "<p>&lt;mailto:nimi@kunta.fi&gt;</p>"),
        ("# Otsikko\nheti perään", "<h3>Otsikko</h3><p>heti perään</p>"),
        ("> a\nb", "<p>&gt; a<br>b</p>"),
    ],
)
def test_what_is_typed_without_the_editor_keeps_its_words(typed, kept):
    assert richtext.without_ids(RichTextField().clean(typed)) == kept


@pytest.mark.parametrize("name", CASES)
def test_a_text_that_nobody_touched_comes_back_as_it_was(name):
    stored = richtext.clean(CASES[name][0])
    field = RichTextField()
    field.stored = stored

    sent = field.widget.format_value(stored)

    assert not richtext.is_markup(sent)
    assert field.clean(sent.replace("\n", "\r\n")) == stored


def test_a_change_to_one_paragraph_leaves_the_others_what_they_were():
    stored = richtext.clean(
        "<p>a</p><table><tbody><tr><td><p>b</p><p>c</p></td></tr></tbody></table><p>ko<em>ro</em>stus</p>"
    )
    field = RichTextField()
    field.stored = stored

    changed = field.clean(field.widget.format_value(stored).replace("a\n", "uusi\n", 1))

    (first, *_others), (new, *_rest) = richtext.paragraphs(stored), richtext.paragraphs(changed)
    assert changed == stored.replace(">a<", ">uusi<").replace(first, new)


@given(st.text(alphabet="ab *_~^{}[]()#>|-1.\\\n<", max_size=60))
def test_any_words_come_back_the_same(words):
    stored = richtext.clean(richtext.from_plain(words))

    noted = richtext.plain_form(stored)

    assert richtext.clean(richtext.from_plain(noted, stored), stored) == stored
