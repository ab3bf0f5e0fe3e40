"""The editor: what is pasted, what it carries along, and its buttons for tables."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from integration_programme import richtext
from integration_programme.richtext.told import left_out
from tests.integration_programme.pasted import BOLD_FIRST_ROW, CASES, EVERYTHING

PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def gallery(page: Page, live_server) -> Page:
    page.goto(f"{live_server.url}/en/components/")
    page.wait_for_selector("html[data-editor-ready]")
    return page


@pytest.fixture
def area(gallery):
    found = gallery.get_by_role("textbox", name="What is done")
    found.click()
    found.press("Control+a")
    found.press("Delete")
    return found


def sent(page: Page) -> str:
    """What the editor would send."""
    return page.locator("textarea[name=description]").input_value()


def kept(html: str) -> str:
    return richtext.without_ids(richtext.clean(html))


@pytest.mark.parametrize("name", CASES)
def test_what_is_pasted_becomes_what_the_server_would_make_of_it(gallery, area, name):
    html, cleaned, dropped = CASES[name]

    area.evaluate(PASTE, html)

    assert kept(sent(gallery)) == cleaned
    with translation.override("en"):
        assert gallery.locator(".rich-text-note").inner_text() == left_out(dropped)


def test_a_first_row_in_bold_is_pasted_as_a_header_row(gallery, area):
    html, cleaned = BOLD_FIRST_ROW

    area.evaluate(PASTE, html)

    assert kept(sent(gallery)) == cleaned


def test_the_editor_carries_all_that_the_grammar_knows(gallery, area):
    """A text with every element, mark and attribute comes out of the editor as it went in."""
    text = richtext.clean(EVERYTHING)

    area.evaluate(PASTE, text)

    assert richtext.clean(sent(gallery), text) == text
    assert re.findall(r'data-paragraph="(\w+)"', sent(gallery)) == list(richtext.paragraphs(text))


def test_header_row_header_column_and_merged_cells_are_made_with_buttons(gallery, area):
    area.evaluate(PASTE, "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>")
    button = gallery.get_by_role("toolbar", name="Formatting").get_by_role("button", name="Header row")
    area.get_by_text("a", exact=True).click()

    button.click()
    gallery.get_by_role("button", name="Header column").click()

    assert kept(sent(gallery)) == (
        "<table><tbody><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></tbody></table>"
    )
    area.get_by_text("c", exact=True).click()
    gallery.get_by_role("button", name="Merge cells").click()
    expect(gallery.locator(".rich-text-note")).to_contain_text("Mark the cells")
    area.get_by_text("a", exact=True).click()
    area.get_by_text("b", exact=True).click(modifiers=["Shift"])
    gallery.get_by_role("button", name="Merge cells").click()

    assert '<th colspan="2">' in kept(sent(gallery))
    gallery.get_by_role("button", name="Split cell").click()
    assert "colspan" not in kept(sent(gallery))


def test_a_struck_word_stays_struck_when_another_is_typed(gallery, area):
    area.evaluate(PASTE, "<p>a <s>b</s> 12 345<sup>1</sup></p>")

    area.press("End")
    gallery.keyboard.type(" c")

    assert kept(sent(gallery)).startswith("<p>a <s>b</s> 12 345<sup>1")
