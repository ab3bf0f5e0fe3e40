"""What one did is confirmed where one is: after every act its sentence stands in view, and a refusal takes the focus."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page

from integration_programme.actors import SYSTEM
from programmes.actions.items import take_up_item
from programmes.demo import DEMO_PASSWORD
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.places import place_of
from tests.browser.steps import follow, sign_in
from tests.programmes.factories import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = pytest.mark.parametrize("width", [1280, 320])


@pytest.fixture
def writer(page: Page, live_server, demo, width) -> Page:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server.url, "en", "coordinator@example.org", DEMO_PASSWORD)
    page.open = lambda address: page.goto(live_server.url + address)
    return page


def address_of(programme: Programme, record, tail: str = "") -> str:
    with translation.override("en"):
        return place_of(record).url(programme).partition("#")[0] + tail


def is_in_view(part: Locator) -> bool:
    """Whether all of it is within the window."""
    within = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= window.innerHeight; }"
    return part.evaluate(within)


def said(page: Page) -> tuple[str, bool, bool]:
    """What the page says of the act, whether that is in view, and whether it has the focus."""
    told = page.locator("[data-messages]")
    return told.inner_text().strip(), is_in_view(told), told.evaluate("e => e === document.activeElement")


@WIDTHS
def test_a_save_a_move_and_an_archiving_are_confirmed_in_view(writer, demo):
    first, second = demo.rows("measures")[:2]
    writer.open(address_of(demo, first, "edit/"))
    follow(writer.locator("main [name=save]"))
    words, *seen = said(writer)
    assert (words[:6], seen) == ("Saved ", [True, True])

    writer.open(address_of(demo, second))
    follow(writer.get_by_role("button", name="Move up"))
    assert said(writer) == ("Moved up.", True, True)

    follow(writer.get_by_role("button", name="Archive"))
    assert said(writer) == ("Moved to the archive. Nothing is lost: it can be taken back from there.", True, True)


@WIDTHS
def test_a_mark_on_a_line_far_down_is_confirmed_beside_the_line(writer, demo):
    task = demo.checklist.tasks(Phase.DOCUMENT)[-1]
    take_up_item(demo, task.key, by=SYSTEM)
    with translation.override("en"):
        writer.open(reverse(Phase.DOCUMENT, kwargs={"slug": demo.slug}))
    line = writer.locator(f"[id='{task.key}']")

    follow(line.locator(".row-act button"))

    words, is_seen, _has_focus = said(writer)
    assert words.startswith("Marked as done: ")
    assert (is_seen, is_in_view(line)) == (True, True)


@WIDTHS
def test_a_refusal_has_the_focus_at_the_record_it_is_about(writer, demo):
    objective = demo.rows("objectives")[0]
    writer.open(address_of(demo, objective))

    follow(writer.get_by_role("button", name="Archive"))

    words, *seen = said(writer)
    assert words.startswith("Objective O1 cannot be archived while it has measures or indicators:")
    assert (writer.url.endswith(address_of(demo, objective)), seen) == (True, [True, True])


@WIDTHS
def test_it_has_the_focus_also_where_a_line_of_a_list_is_gone_to(writer, demo):
    lone = make_organisation(demo, "A lone association")
    with translation.override("en"):
        writer.open(reverse("organisations_of_programme", kwargs={"slug": "demo"}))
    measure = demo.measures.first()
    measure.owner = lone
    measure.save()

    follow(writer.locator(f"[id='{lone.key}']").get_by_role("button", name="Archive"))

    words, *seen = said(writer)
    assert words.startswith("A lone association")
    assert (writer.url.endswith(f"#{lone.key}"), seen) == (True, [True, True])
    assert is_in_view(writer.locator(f"[id='{lone.key}'] th"))
