"""Forms in a browser: how high they are, what appears with an answer, languages one at a time, folds."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from programmes.demo import DEMO_PASSWORD
from programmes.forms import PAGES
from programmes.models import Programme
from tests.browser.steps import follow, sign_in
from tests.programmes.every_kind import ADDABLE, single

pytestmark = pytest.mark.django_db(transaction=True)

#: pixels at first sight, by the width of the window
HIGHEST = {1280: 2600, 375: 6000}


@pytest.fixture
def writer(page: Page, live_server, demo) -> Page:
    sign_in(page, live_server.url, "en", "coordinator@example.org", DEMO_PASSWORD)
    return page


def fullest(programme: Programme, name: str):
    """Of what is written on a page, the record with the most in it."""
    kind = PAGES[name].kind
    if not kind.is_list:
        return single(programme, name)
    rows = kind.model.objects.filter(programme=programme)
    return max(rows, key=lambda row: len(str(row.__dict__)), default=None)


def forms_of(programme: Programme) -> list[str]:
    one = {"slug": programme.slug}
    adds = [reverse("add_record", kwargs={**one, "page": name}) for name in ADDABLE]
    records = {name: record for name in PAGES if (record := fullest(programme, name))}
    edits = [reverse("edit_record", kwargs={**one, "page": name, "key": row.key}) for name, row in records.items()]
    others = [reverse(name, kwargs=one) for name in ("approve_programme", "edit_invitations")]
    others.append(reverse("mark_item", kwargs={**one, "item": "situation.needs"}))
    return [*adds, *edits, *others]


def open_form(page: Page, live_server, programme: Programme, name: str, record=None) -> None:
    kwargs = {"slug": programme.slug, "page": name}
    with translation.override("en"):
        address = (
            reverse("add_record", kwargs=kwargs)
            if record is None
            else reverse("edit_record", kwargs={**kwargs, "key": record.key})
        )
    page.goto(live_server.url + address)


def test_every_form_is_short_at_first_sight(page, live_server, demo):
    with translation.override("fi"):
        addresses = forms_of(demo)
    sign_in(page, live_server.url, "fi", "coordinator@example.org", DEMO_PASSWORD)

    heights = {}
    for address in addresses:
        page.goto(live_server.url + address)
        if page.locator("textarea[data-rich-text]").count():
            page.wait_for_selector("html[data-editor-ready]")
        for width in HIGHEST:
            page.set_viewport_size({"width": width, "height": 900})
            heights[address, width] = page.evaluate("document.documentElement.scrollHeight")

    assert {each: height for each, height in heights.items() if height > HIGHEST[each[1]]} == {}
    assert len(heights) > 100


def test_what_depends_on_an_answer_appears_with_it_and_keeps_what_it_holds(writer, live_server, demo):
    open_form(writer, live_server, demo, "indicator", demo.indicators.filter(kind="number").first())
    number, step = writer.locator("[name=baseline_value]"), writer.locator("[name=baseline_step]")
    before = number.input_value()
    assert (number.is_visible(), step.is_visible()) == (True, False)
    writer.get_by_text("What exactly is followed").click()

    writer.select_option("[name=kind]", "steps")

    assert (number.is_visible(), step.is_visible(), writer.locator("[name=scale_en]").is_visible()) == (
        False,
        True,
        True,
    )
    assert number.input_value() == before != ""


def test_what_a_number_counts_is_asked_once_there_is_a_number(writer, live_server, demo):
    open_form(writer, live_server, demo, "indicator")
    counts = writer.locator("[name=counts]")
    expect(counts).to_be_hidden()

    writer.fill("[name=target_value]", "60")

    expect(counts).to_be_visible()


def test_without_javascript_all_stands_in_the_order_of_use(browser, live_server, demo):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url, "en", "coordinator@example.org", DEMO_PASSWORD)

    open_form(page, live_server, demo, "decision-step")

    shown = [
        name
        for name in ("outcome", "decided_on", "section", "case_number")
        if page.locator(f"[name={name}]").is_visible()
    ]
    assert shown == ["outcome", "decided_on", "section", "case_number"]
    context.close()


def test_a_fold_is_opened_by_keyboard_and_tells_what_it_holds(writer, live_server, demo):
    open_form(writer, live_server, demo, "measure", demo.measures.first())
    fold = writer.locator("details", has_text="Budget and resources")
    assert fold.locator(".fold-holds").inner_text() != "None yet"

    fold.locator("summary").focus()
    writer.keyboard.press("Enter")

    expect(writer.locator("[name=in_budget]")).to_be_visible()


def test_a_fold_with_what_was_just_typed_is_open_when_something_else_is_wrong(writer, live_server, demo):
    open_form(writer, live_server, demo, "measure", demo.measures.first())
    writer.locator("details", has_text="Budget and resources").locator("summary").click()
    writer.locator("[name=resources_en]").fill("Half a person-year")
    writer.fill("[name=starts_on]", "2029-01-01")
    writer.fill("[name=ends_on]", "2028-01-01")

    follow(writer.locator("main form [name=save]"))

    expect(writer.locator("[data-error-summary]")).to_be_focused()
    expect(writer.locator("[name=resources_en]")).to_be_visible()
    expect(writer.locator("details.fold[open]")).to_have_count(1)


def languages_in_view(page: Page, name: str) -> list[str]:
    fields = page.locator(f"[name^={name}_]").all()
    return [field.get_attribute("lang") for field in fields if field.is_visible()]


def test_languages_stand_side_by_side_or_one_at_a_time(writer, live_server, demo):
    open_form(writer, live_server, demo, "measure", demo.measures.first())
    all_languages = languages_in_view(writer, "title")
    boxes = [writer.locator(f"[name=title_{each}]").bounding_box() for each in all_languages]
    assert len(all_languages) == 3 and len({box["x"] for box in boxes}) == 3

    writer.set_viewport_size({"width": 375, "height": 900})
    first = languages_in_view(writer, "title")
    writer.locator("#div_id_title input[type=radio]").first.focus()
    writer.keyboard.press("ArrowRight")

    assert (first, languages_in_view(writer, "title")) == (all_languages[:1], all_languages[1:2])


def test_looking_at_another_language_is_no_unsaved_text(writer, live_server, demo):
    asked = []
    writer.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writer.set_viewport_size({"width": 375, "height": 900})
    open_form(writer, live_server, demo, "measure", demo.measures.first())

    writer.locator("#div_id_title label:has([type=radio])").nth(1).click()
    writer.goto(f"{live_server.url}/en/programmes/")

    assert asked == []


def test_a_language_with_an_error_is_shown_first_and_its_link_leads_there(writer, live_server, demo):
    writer.set_viewport_size({"width": 375, "height": 900})
    open_form(writer, live_server, demo, "measure", demo.measures.first())
    second, third = [each.get_attribute("lang") for each in writer.locator("[name^=title_]").all()][1:]
    for language in (second, third):
        writer.locator(f"[name=title_{language}]").evaluate("(field, words) => { field.value = words }", "x" * 500)

    follow(writer.locator("main form [name=save]"))

    assert languages_in_view(writer, "title") == [second]
    writer.locator("[data-error-summary] a").nth(1).click()
    expect(writer.locator(f"[name=title_{third}]")).to_be_focused()


def test_the_buttons_of_the_editor_stand_in_one_row_and_have_names(writer, live_server, demo):
    writer.set_viewport_size({"width": 375, "height": 900})
    open_form(writer, live_server, demo, "consultation")
    writer.wait_for_selector("html[data-editor-ready]")

    buttons = writer.get_by_role("toolbar").first.get_by_role("button")
    places = buttons.evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
    names = buttons.evaluate_all("all => all.map((each) => [each.ariaLabel, each.title])")

    assert len(set(places)) == 1 and len(places) > 10
    assert all(name and name == title for name, title in names)
