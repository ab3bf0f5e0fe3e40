"""Rich text: what is let in, and paragraph ids that last."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from integration_programme import richtext
from integration_programme.richtext import cleaning
from tests.integration_programme.pasted import CASES


def ids(html: str) -> list[str]:
    return re.findall(r'data-paragraph="(\w+)"', html)


def without_ids(html: str) -> str:
    return re.sub(r' data-paragraph="\w+"', "", html)


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("Hello\n\nagain & <3", "<p>Hello</p><p>again &amp; &lt;3</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<img src="https://example.org/x.png">', ""),
        ("loose <b>words</b><p>then</p>", "<p>loose <strong>words</strong></p><p>then</p>"),
        ("<p>  </p>", ""),
        ("", ""),
        ('<p lang="ar" dir="rtl">مرحبا</p>', '<p lang="ar" dir="rtl">مرحبا</p>'),
        ('<p lang="&quot;x">a</p>', "<p>a</p>"),
    ],
)
def test_only_what_belongs_in_a_text_is_kept(given_html, kept):
    assert without_ids(richtext.clean(given_html)) == kept


@pytest.mark.parametrize(("span", "kept"), [("2", ' colspan="2"'), ("1000000", ""), ("-1", ""), ("²", "")])
def test_spans_that_would_stop_the_pdf_engine_are_dropped(span, kept):
    html = richtext.clean(f'<table><tbody><tr><td colspan="{span}">a</td></tr></tbody></table>')

    assert f"<td{kept}>" in html


def test_deep_nesting_is_refused_with_what_to_do():
    with translation.override("en"), pytest.raises(ValidationError, match="nested too deeply"):
        richtext.clean("<ul><li>" * 40 + "x" + "</li></ul>" * 40)


def test_a_hundred_thousand_characters_are_kept():
    text = "<p>" + "word " * 20_000 + "</p>"

    assert richtext.word_count(richtext.clean(text)) == 20_000


def test_more_than_the_longest_text_is_refused():
    with translation.override("en"), pytest.raises(ValidationError, match="too long"):
        richtext.clean("x" * (richtext.LONGEST + 1))


def test_paragraphs_keep_their_ids_when_others_are_inserted_and_changed():
    old = richtext.clean("<p>The first paragraph stays.</p><p>The second one is changed a little.</p><p>Third.</p>")
    first, second, third = ids(old)

    new = richtext.clean(
        "<p>New before.</p><p>The first paragraph stays.</p><p>The second one was changed a little.</p><p>Third.</p>",
        old,
    )

    assert ids(new)[1:] == [first, second, third]
    assert ids(new)[0] not in (first, second, third)


def test_a_paragraph_written_anew_gets_a_new_id():
    old = richtext.clean("<p>Nothing of this remains in the text.</p>")

    assert ids(richtext.clean("<p>Quite other things: 123456.</p>", old)) != ids(old)


def test_a_repeated_paragraph_does_not_share_an_id():
    html = richtext.clean("<p>Same</p><p>Same</p>", richtext.clean("<p>Same</p>"))

    assert len(set(ids(html))) == 2


def test_ids_that_the_browser_sends_are_not_trusted():
    assert ids(richtext.clean('<p data-paragraph="mine">a</p>')) != ["mine"]


def test_words_of_lists_and_tables_do_not_run_together():
    html = richtext.clean(
        "<ul><li>a<ul><li>b</li></ul></li></ul><table><tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
    )

    assert richtext.plain_text(html) == "a b\nc d"


@given(st.text(max_size=300))
def test_whatever_is_typed_can_be_cleaned_twice_with_the_same_result(text):
    once = richtext.clean(text)

    assert without_ids(richtext.clean(once, once)) == without_ids(once)
    assert ids(richtext.clean(once, once)) == ids(once)


@pytest.mark.parametrize("name", CASES)
def test_what_other_programs_write_becomes_what_we_have(name):
    html, kept, dropped = CASES[name]

    cleaned = richtext.cleaned(html)

    assert (without_ids(cleaned.html), cleaned.dropped) == (kept, dropped)
    assert without_ids(richtext.clean(cleaned.html)) == kept


def test_what_has_just_been_cleaned_is_not_cleaned_again(monkeypatch):
    monkeypatch.setattr(cleaning, "MOST_LATEST", 2)
    html = richtext.clean("<p>a</p>")
    monkeypatch.setattr(cleaning, "Builder", None)

    assert richtext.cleaned(html) == richtext.cleaned(html, html) == richtext.Cleaned(html)
    with pytest.raises(ValidationError):
        richtext.cleaned(html, longest=3)
