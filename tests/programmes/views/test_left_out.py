"""What a save leaves out of a rich text is said to the writer, and what grows too long is refused in the form."""

import pytest

from integration_programme import richtext
from integration_programme.translations import Translations
from tests.programmes.factories import change, element_of
from tests.programmes.sending import as_sent, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client, coordinator, programme):
    """Send an element's text in the original language; gives the page that follows."""
    element = element_of(programme, "strategy")
    url = f"/en/programmes/{programme.slug}/element/{element.key}/edit/"
    client.force_login(coordinator)

    def write(text):
        sent = as_sent(opened(client, url), state="written", **{f"text_{programme.original_language}": text})
        return client.post(url, sent, follow=True)

    return write


def written(programme) -> str:
    return element_of(programme, "strategy").text[programme.original_language]


def test_what_a_save_leaves_out_is_named(writing, programme):
    response = writing('<p>a <img src="https://x.fi/y.png"> <del>b</del></p>')

    assert richtext.without_ids(written(programme)) == "<p>a</p>"
    told = "Left out of the text: words that tracked changes had deleted; pictures."
    assert [str(each) for each in response.context["messages"]][1:] == [told]


def test_a_save_that_leaves_nothing_out_says_nothing(writing, programme):
    response = writing("<p>a</p>")

    assert [str(each) for each in response.context["messages"]][1:] == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("&" * 199_000, "The text is too long: 995007 characters, at most 200000."),
        ("<p>a" * 45_000, "The text has too many paragraphs, list items or table cells."),
        ("<ul><li>" * 99 + "x", "The text has lists or tables nested too deeply."),
        ("<table><tr>" + "<td>a" * 61, "A table has too many columns or cells: at most 60 columns."),
    ],
)
def test_what_grows_past_its_limit_is_refused_in_the_form(writing, programme, text, sentence):
    response = writing(text)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert element_of(programme, "strategy").text == {}


def test_a_text_that_nobody_touched_in_the_plain_field_stays_as_it_is(writing, client, programme):
    language = programme.original_language
    html = '<h3>a</h3><table><tbody><tr><td colspan="2"><p>b</p><p>c</p></td></tr><tr><td>d</td><td>e</td></tr></tbody></table>'
    element = change(element_of(programme, "strategy"), text=Translations({language: html}), state="written")
    page = client.get(f"/en/programmes/{programme.slug}/element/{element.key}/edit/")
    field = page.context["form"][f"text_{language}"]
    shown = field.field.widget.format_value(field.value())

    writing(shown.replace("\n", "\r\n") + "\r\n\r\nLisää.")

    assert not richtext.is_markup(shown)
    assert written(programme).startswith(element.text[language])
    assert richtext.without_ids(written(programme)) == html + "<p>Lisää.</p>"
