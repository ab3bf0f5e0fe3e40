"""How many clicks the work takes, counted as a person makes them: by keyboard, on a phone, without scripts."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from programmes.demo import DEMO_PASSWORD
from programmes.enums import ItemStatus, Phase
from programmes.models import Finding, ItemMark, Measure, Objective
from stakeholders.models import Municipality
from tests.browser.steps import follow, sign_in
from tests.programmes.factories import make_programme
from tests.stakeholders.factories import PASSWORD, make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)


class Hand:
    """Somebody who uses the keyboard alone: reaches what can be reached, and presses Enter. `clicks` counts that."""

    def __init__(self, page: Page):
        self.page, self.clicks = page, 0

    def press(self, target: Locator) -> None:
        """Go to a link or a button, which must take the focus, and press it; the next page is there afterwards."""
        target.focus()
        expect(target).to_be_focused()
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def main(self, selector: str) -> Locator:
        return self.page.locator(f"main {selector}").first

    def write(self, name: str, words: str) -> None:
        self.main(f"[name={name}]").focus()
        self.page.keyboard.type(words)

    def save(self) -> None:
        self.press(self.main("form [type=submit][name=save]"))
        expect(self.page.locator("[data-error-summary]")).to_have_count(0)


@pytest.fixture
def newcomer():
    """A coordinator whose programme was started and holds nothing."""
    call_command("load_reference_data", verbosity=0)
    coordinator = make_coordinator(Municipality.objects.get(pk="545"))
    return coordinator, make_programme("545", by=coordinator)


@pytest.mark.parametrize(
    ("width", "scripts"), [pytest.param(1280, True, id="wide"), pytest.param(320, False, id="320 px without scripts")]
)
def test_a_newcomer_saves_a_finding_an_objective_and_a_measure_in_twelve_clicks(
    browser, live_server, newcomer, width, scripts
):
    coordinator, programme = newcomer
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, live_server.url, "fi", coordinator.email, PASSWORD)
    hand = Hand(page)

    if not page.url.endswith(f"/programmes/{programme.slug}/"):
        hand.press(hand.main(f"a[href$='/programmes/{programme.slug}/']"))
    hand.press(hand.main(f"a[href$='/{Phase.SITUATION}/']"))
    hand.press(hand.main("a[href*='/finding/add/']"))
    hand.write("text_sv", "Kurser saknas")
    hand.save()
    hand.press(hand.main("a[href*='/objective/add/']"))
    hand.write("title_sv", "Fler kommer till en kurs")
    hand.save()
    hand.press(hand.main("a[href*='/measure/add/']"))
    hand.write("title_sv", "Kvällskurs")
    hand.save()

    assert (Finding.objects.count(), Objective.objects.count(), Measure.objects.count()) == (1, 1, 1)
    assert list(Objective.objects.get().findings.all()) == [Finding.objects.get()]
    assert hand.clicks <= 12
    context.close()


def test_all_items_are_marked_as_done_with_a_click_each_and_one_a_phase(page, live_server, newcomer):
    coordinator, programme = newcomer
    sign_in(page, live_server.url, "fi", coordinator.email, PASSWORD)
    page.goto(f"{live_server.url}/fi/programmes/{programme.slug}/")
    hand = Hand(page)

    for phase in Phase:
        hand.press(page.locator(f"a[href$='/programmes/{programme.slug}/{phase}/']").first)
        for task in programme.checklist.tasks(phase):
            hand.press(hand.main(f"form[action*='/item/{task.key}/finish/'] button"))

    done = ItemMark.objects.filter(programme=programme, status=ItemStatus.DONE).values_list("item", flat=True)
    assert set(done) == {task.key for phase in Phase for task in programme.checklist.tasks(phase)}
    assert (len(done), hand.clicks) == (34, 41)


def test_a_member_reaches_the_draft_in_two(page, live_server, demo):
    sign_in(page, live_server.url, "fi", "member@example.org", DEMO_PASSWORD)
    preview = f"/fi/programmes/{demo.slug}/preview/"

    clicks = 0
    while not page.url.endswith(preview):
        near = page.locator(f"main a[href$='{preview}']")
        follow(near.first if near.count() else page.locator("main a[href$='/programmes/demo/']").first)
        clicks += 1

    assert clicks <= 2
