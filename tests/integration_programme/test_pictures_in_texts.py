"""A picture in a text is a block that names it: its key and its caption, and nothing that fetches or tells what it shows."""

import pytest

from integration_programme import richtext
from integration_programme.richtext import told
from integration_programme.templatetags.translations import rich_text
from integration_programme.translations import Translations
from integration_programme.widgets import RichTextWidget

KEY, OTHER = "3f0c4b1e-6a52-4c07-9d0e-1b7f2f6f3a01", "3f0c4b1e-6a52-4c07-9d0e-1b7f2f6f3a02"
FIGURE = f'<figure data-picture="{KEY}">Torget <em>i maj</em></figure>'


def bare(html: str) -> str:
    return richtext.without_ids(richtext.clean(html))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(f"<p>a</p>{FIGURE}<p>b</p>", f"<p>a</p>{FIGURE}<p>b</p>", id="as it is"),
        pytest.param(f'<figure data-picture="{KEY}"></figure>', f'<figure data-picture="{KEY}"></figure>', id="alone"),
        pytest.param(
            f'<figure data-picture="{KEY}" style="x" onclick="y"><img src="https://evil.example/x.png" alt="z">'
            "<figcaption><p>a</p><p>b</p></figcaption></figure>",
            f'<figure data-picture="{KEY}">a b</figure>',
            id="an image and blocks within it",
        ),
        pytest.param(
            f"<ul><li>a{FIGURE}</li></ul>", "<ul><li><p>a</p><p>Torget <em>i maj</em></p></li></ul>", id="list"
        ),
        pytest.param('<figure data-picture="../../x">a</figure>', "<p>a</p>", id="no key"),
        pytest.param('<figure><img src="a.png"><figcaption>a</figcaption></figure>', "<p>a</p>", id="foreign"),
        pytest.param('<p>a<img src="https://x.fi/a.png">b</p>', "<p>ab</p>", id="foreign image"),
    ],
)
def test_what_is_let_in(html, kept):
    assert bare(html) == kept
    assert bare(kept) == kept


@pytest.mark.parametrize(
    "html", ['<p>a<img src="a.png"></p>', f"<ul><li>a{FIGURE}</li></ul>", "<figure><img></figure>a"]
)
def test_a_picture_that_is_left_out_is_told(html):
    assert told.left_out(richtext.cleaned(html).dropped) == "Left out of the text: pictures."


def test_pictures_of_a_text_are_known_by_their_keys():
    text = richtext.clean(f'{FIGURE}<p>a</p><figure data-picture="{OTHER}"></figure>{FIGURE}')

    assert richtext.pictures(text) == [KEY, OTHER]
    assert bare(richtext.with_pictures(text, {OTHER})) == f'<p>a</p><figure data-picture="{OTHER}"></figure>'


def test_its_caption_is_words_and_a_picture_without_one_is_none():
    text = f'{FIGURE}<figure data-picture="{OTHER}"></figure><p>a</p>'

    assert richtext.plain_text(richtext.clean(text)) == "Torget i maj\na"


def test_a_picture_keeps_its_id_when_its_caption_changes_and_pictures_without_one_are_told_apart():
    before = richtext.clean(f'<figure data-picture="{KEY}"></figure><figure data-picture="{OTHER}"></figure>')
    first, second = richtext.paragraphs(before)

    moved = richtext.clean(
        f'<figure data-picture="{OTHER}"></figure><figure data-picture="{KEY}"></figure>', previous=before
    )

    assert list(richtext.paragraphs(moved)) == [second, first]


def test_two_changes_beside_a_picture_go_together():
    base = richtext.clean(f"<p>One</p>{FIGURE}<p>Two</p>")

    merged = richtext.merge_texts(base, base.replace("One", "First"), base.replace("Torget", "Bron"))

    assert merged is not None
    assert richtext.without_ids(merged) == f"<p>First</p>{FIGURE.replace('Torget', 'Bron')}<p>Two</p>"


def test_without_the_editor_it_is_written_with_its_key():
    written = richtext.plain_form(richtext.clean(f"<p>a</p>{FIGURE}"))

    assert written == f"a\n\n![Torget *i maj*](picture:{KEY})"
    assert bare(richtext.from_plain(written)) == f"<p>a</p>{FIGURE}"


def test_words_that_look_like_a_picture_stay_words():
    text = richtext.clean(f"<p>![a](picture:{KEY})</p>")

    assert richtext.clean(richtext.from_plain(richtext.plain_form(text)), text) == text


def test_without_the_editor_a_picture_is_chosen_from_a_list():
    widget = RichTextWidget()
    widget.pictures = lambda: [{"key": KEY, "name": "Torget", "url": "/sv/pictures/x/"}]

    shown = widget.render("text", "<p>a</p>", {"id": "id_text"})
    sent = widget.value_from_datadict({"text": "a", "text-picture": KEY}, {}, "text")
    from_editor = widget.value_from_datadict({"text": "<p>a</p>", "text-picture": KEY}, {}, "text")

    assert f'<option value="{KEY}">Torget</option>' in shown
    assert bare(richtext.from_plain(sent)) == f'<p>a</p><figure data-picture="{KEY}"></figure>'
    assert from_editor == "<p>a</p>"


def test_on_screen_it_is_looked_at_through_its_own_address():
    shown = rich_text(Translations({"en": richtext.clean(FIGURE)}))

    assert f'<a href="/en/pictures/{KEY}/"><img class="thumbnail" src="/en/pictures/{KEY}/" alt=""' in shown
    assert "<figcaption>Torget <em>i maj</em></figcaption>" in shown
