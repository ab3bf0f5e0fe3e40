"""The look in a browser: accessibility of the gallery, narrow screens, the rich text editor."""

import pytest
from playwright.sync_api import expect

from integration_programme.actors import SYSTEM
from programmes.demo import DEMO_PASSWORD
from stakeholders.actions.people import give_role
from stakeholders.enums import RoleKind
from stakeholders.models import User
from tests.browser.steps import sign_in

GALLERY = "/en/components/"
#: how high the header is, on how many lines the product's name stands, whether nothing in it lies over something else
HEADER = """() => {
  const name = document.createRange()
  name.selectNodeContents(document.querySelector(".site-name > span"))
  const shown = [...document.querySelectorAll(".site-name, .site-nav li, .site-tools > *, .menu-all")]
  const boxes = shown.filter(each => each.offsetWidth).map(each => each.getBoundingClientRect())
  return {
    height: document.querySelector(".site-header").offsetHeight,
    lines: name.getClientRects().length,
    parts: boxes.every((box, at) => !at || box.left >= boxes[at - 1].right) ? "apart" : "over each other",
    wide: document.documentElement.scrollWidth > innerWidth,
  }
}"""


@pytest.fixture
def gallery(page, live_server):
    """The gallery in a wide window, with what the browser complained about."""
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_server.url}{GALLERY}")
    page.wait_for_selector("html[data-editor-ready]")
    return page


@pytest.fixture
def editor(gallery):
    return gallery.get_by_role("textbox", name="What is done")


def source(page):
    """What the editor would send."""
    return page.locator("textarea[name=description]").input_value()


@pytest.mark.parametrize("width", [1280, 320])
def test_gallery_is_accessible(gallery, axe, width):
    gallery.set_viewport_size({"width": width, "height": 900})

    axe(gallery)


def test_nothing_is_refused_by_the_content_security_policy(gallery):
    assert gallery.complaints == []


def test_nothing_is_wider_than_a_narrow_screen(gallery):
    gallery.set_viewport_size({"width": 320, "height": 900})

    assert gallery.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("has_scripts", [True, False])
def test_what_narrows_a_list_is_folded_on_a_phone_only(browser, live_server, has_scripts):
    context = browser.new_context(java_script_enabled=has_scripts, viewport={"width": 375, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}{GALLERY}")
    fold, choice = page.locator(".filters summary"), page.locator("#of_owner")

    assert (fold.inner_text(), choice.is_visible()) == ("Choose what to see (1 choice in force)", False)
    fold.click()
    assert choice.is_visible()
    fold.click()
    page.set_viewport_size({"width": 481, "height": 900})
    assert (fold.is_visible(), choice.is_visible()) == (False, True)
    context.close()


def test_text_of_double_size_fits(gallery):
    gallery.set_viewport_size({"width": 640, "height": 900})
    gallery.evaluate("document.documentElement.style.fontSize = '200%'")

    assert gallery.evaluate("document.documentElement.scrollWidth") == 640


def test_focus_goes_to_the_errors_and_from_there_to_the_field(gallery):
    assert gallery.evaluate("document.activeElement.className") == "error-summary"

    gallery.get_by_role("link", name="Is it in the budget: this field is required.").click()

    assert gallery.evaluate("document.activeElement.id") == "sample_budget_0"


def test_skip_link_is_first_and_leads_to_the_page(page, live_server):
    page.goto(f"{live_server.url}/en/no-such-page/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_without_javascript_the_field_is_plain(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{GALLERY}")

    assert page.locator("textarea#sample_description").is_visible()
    assert page.locator(".rich-text-field p").is_visible()
    context.close()


def test_editor_is_named_and_described(editor):
    assert editor.get_attribute("aria-describedby") == "sample_description_helptext"
    assert editor.get_attribute("lang") == "en"


def test_what_is_typed_is_what_is_sent(gallery, editor):
    editor.click()
    gallery.get_by_role("button", name="Heading", exact=True).click()
    gallery.keyboard.type("Language groups")
    gallery.keyboard.press("Enter")
    gallery.get_by_role("button", name="List", exact=True).click()
    gallery.keyboard.type("twice a week")

    assert source(gallery) == "<h3>Language groups</h3><ul><li><p>twice a week</p></li></ul>"


def test_pressed_buttons_say_so(gallery, editor):
    bold = gallery.get_by_role("button", name="Bold", exact=True)
    editor.click()
    bold.click()
    gallery.keyboard.type("important")

    assert bold.get_attribute("aria-pressed") == "true"
    assert source(gallery) == "<p><strong>important</strong></p>"


def test_a_table_begins_with_a_row_of_headings(gallery, editor):
    editor.click()
    gallery.get_by_role("button", name="Table", exact=True).click()
    gallery.get_by_role("button", name="Delete column").click()
    gallery.keyboard.type("Who")

    assert gallery.locator(".rich-text-area th").count() == 2
    assert gallery.locator(".rich-text-area td").count() == 4
    assert source(gallery).startswith("<table")
    assert "<p>Who</p></th>" in source(gallery)


def test_one_can_go_on_writing_under_a_table(gallery, editor):
    editor.click()
    gallery.get_by_role("button", name="Table", exact=True).click()
    gallery.keyboard.type("Who")
    gallery.locator(".rich-text-area > p").last.click()
    gallery.keyboard.type("Afterwards")

    assert source(gallery).endswith("</table><p>Afterwards</p>")


def test_a_link_needs_an_address_that_can_be_followed(gallery, editor):
    editor.click()
    gallery.keyboard.type("office")
    gallery.keyboard.press("Control+a")
    gallery.get_by_role("button", name="Link", exact=True).click()
    gallery.get_by_label("Address of the page").fill("javascript:alert(1)")
    gallery.keyboard.press("Enter")

    assert gallery.get_by_role("alert").filter(has_text="Write an address").is_visible()

    gallery.get_by_label("Address of the page").fill("www.example.org/office")
    gallery.keyboard.press("Enter")

    assert 'href="https://www.example.org/office"' in source(gallery)


def test_tab_leaves_the_editor_from_within_a_list(gallery, editor):
    editor.click()
    gallery.get_by_role("button", name="List", exact=True).click()
    gallery.keyboard.type("one")
    gallery.keyboard.press("Enter")
    gallery.keyboard.type("two")
    gallery.keyboard.press("Tab")

    assert gallery.evaluate("document.activeElement.id") == "sample_owner"


def test_toolbar_is_one_stop_and_arrows_walk_in_it(gallery, editor):
    editor.click()
    gallery.keyboard.press("Shift+Tab")
    first = gallery.evaluate("document.activeElement.ariaLabel")
    gallery.keyboard.press("ArrowRight")
    second = gallery.evaluate("document.activeElement.ariaLabel")
    gallery.keyboard.press("Shift+Tab")

    assert (first, second) == ("Bold", "Italic")
    assert gallery.evaluate("document.activeElement.id") == "sample_name"


def test_words_are_translated(page, live_server):
    page.goto(f"{live_server.url}/fi/components/")
    page.wait_for_selector("html[data-editor-ready]")

    assert page.get_by_role("toolbar").get_attribute("aria-label") != ""


def test_pasted_scripts_never_run_in_the_editor(gallery, editor):
    editor.click()
    gallery.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", "<p onclick='x()'>hi<script>window.ran = 1</script><img src=x onerror='window.ran = 1'></p>");
            document.querySelector(".rich-text-area").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )

    assert gallery.evaluate("window.ran") is None
    assert source(gallery) == "<p>hi</p>"


def test_leaving_with_unsaved_text_is_asked_about(gallery, editor):
    asked = []
    gallery.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.click()
    gallery.keyboard.type("half a sentence")

    gallery.get_by_role("link", name="Svenska").click()
    gallery.wait_for_url("**/sv/components/")

    assert asked == ["beforeunload"]


def with_changed_gallery(page, live_server, old, new):
    """The gallery with one thing in it changed on the way to the browser."""

    def change(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(old, new, 1))

    page.route(f"**{GALLERY}", change)
    page.goto(f"{live_server.url}{GALLERY}")


def test_progress_moves_by_itself(page, live_server):
    page.route(
        "**/status", lambda route: route.fulfill(json={"state": "running", "value": 20, "max": 30, "text": "20"})
    )
    with_changed_gallery(page, live_server, "data-progress", 'data-status-url="/status" data-progress')

    expect(page.locator("progress")).to_have_js_property("value", 20)
    expect(page.locator("[data-progress-text]")).to_have_text("20")


def test_finished_work_loads_the_page_anew(page, live_server):
    page.route("**/status", lambda route: route.fulfill(json={"state": "done"}))

    with_changed_gallery(page, live_server, "data-progress", 'data-status-url="/status" data-progress')

    page.evaluate("document.body.dataset.seen = 'yes'")
    expect(page.locator("body[data-seen]")).to_have_count(0, timeout=15_000)


def test_words_are_counted_while_one_writes(page, live_server):
    line = '<p data-word-count="sample_description" data-budget="3" data-words="%n of 3"></p>'
    with_changed_gallery(page, live_server, '<h2 id="forms">', f'{line}<h2 id="forms">')
    page.wait_for_selector("html[data-editor-ready]")

    page.get_by_role("textbox", name="What is done").click()
    page.keyboard.type("one two three four")

    counted = page.locator("[data-word-count]")
    assert (counted.text_content(), counted.get_attribute("class")) == ("4 of 3", "over")


def test_plain_text_opens_as_paragraphs(page, live_server):
    with_changed_gallery(page, live_server, "</textarea>", "First &lt; second.\n\nNext &amp; last</textarea>")
    page.wait_for_selector("html[data-editor-ready]")

    paragraphs = page.locator(".rich-text-area > p").all_text_contents()

    assert paragraphs == ["First < second.", "Next & last"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_header_is_one_line_for_whoever_has_all_its_links(page, live_server, demo, language):
    coordinator = User.objects.get(email="coordinator@example.org")
    give_role(coordinator, RoleKind.ADVISER, by=SYSTEM, centre=demo.lead.municipality.centre)
    sign_in(page, live_server.url, language, coordinator.email, DEMO_PASSWORD)
    page.goto(f"{live_server.url}/{language}/")

    found = {}
    for width in (1280, 1248, 1024, 768, 640, 512, 384, 375, 320):  # those below 768 but the last two at 200 %
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(HEADER)

    links = page.locator(".site-nav a").count()
    one_line = {"height": 56, "lines": 1, "parts": "apart", "wide": False}
    assert (links, found) == (5, dict.fromkeys(found, one_line))
