"""Every page of the main job: axe finds nothing, nothing runs over the edge, the browser's console says nothing."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from programmes.demo import DEMO_PASSWORD
from programmes.models import Programme
from programmes.models.kinds import KINDS
from tests.browser.every_page import PUBLIC, load_demo, pages_of, pages_only_of_a_town
from tests.browser.steps import enter, follow, sign_in
from tests.programmes.factories import make_measure, make_objective, make_organisation
from tests.test_permissions import Town, visitor

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = 320  # CSS pixels: what WCAG 1.4.10 asks for
PARTED = Path(__file__).with_name("parted.js").read_text("utf-8")


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def demo(demo_by):
    return demo_by(load_demo)


@pytest.fixture
def demo_beside(town, settings, tmp_path):
    """The demo in the database of a town that was there before, which no kept one can be put back beside."""
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    return load_demo()


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 320), ("en", 320)])
def test_pages_are_accessible_and_stay_within_the_screen(page, live_server, axe, town, demo_beside, language, width):
    """As wide as `width` axe finds nothing; on a narrow screen nothing runs over the edge either, and no line end parts a
    date, a number or a section."""
    looks = Looks(page, axe, width)
    with translation.override(language):
        public, pages, only_of_a_town = map(reverse, PUBLIC), pages_of(demo_beside), pages_only_of_a_town(demo_beside)
        pages = [*pages, reverse("versions", args=[demo_beside.slug])]

    for address in public:
        looks.at(live_server.url + address)
    sign_in(page, live_server.url, language, "coordinator@example.org", DEMO_PASSWORD)
    for address in pages:
        looks.at(live_server.url + address)
        assert "/account/login/" not in page.url
    for person, names in only_of_a_town.items():
        enter(page, live_server.url, visitor(town, person))
        for name in names:
            looks.at(live_server.url + town.address(name, language=language))

    assert [complaint for complaint in looks.complaints if "404" not in complaint] == []
    assert {address: words for address, words in looks.parted.items() if words} == {}
    assert looks.found > 500


class Looks:
    """Looks at pages one after another: what axe finds and what is too wide fails at once, the rest is gathered."""

    def __init__(self, page, axe, width: int):
        self.page, self.axe, self.width = page, axe, width
        self.complaints: list[str] = []
        self.parted: dict[str, list[str]] = {}
        self.found = 0
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)

    def at(self, address: str) -> None:
        self.page.set_viewport_size({"width": self.width, "height": 900})
        self.page.goto(address)
        self._stays_within(address)
        self.axe(self.page)
        if self.width != NARROW:
            self.page.set_viewport_size({"width": NARROW, "height": 900})
            self._stays_within(address)
        looked_at = self.page.evaluate(PARTED)
        self.found += looked_at["found"]
        self.parted[address] = looked_at["parted"]

    def _stays_within(self, address: str) -> None:
        assert too_wide(self.page) <= 0, f"{address} is {too_wide(self.page)} px too wide"


LONG_WORD = "Monikulttuurisuusneuvostollekohan"
LONGEST_WORD = "Työllisyydenhoidonerityisasiantuntijaverkostokehittämishanke"


def write_long_words(programme: Programme) -> None:
    """Into the first text of one record of every kind, which is what its card and its page are headed by.

    A new objective with a measure has the longest in its small print too, and breaks the evidence thread.
    """
    longest = make_organisation(programme, LONGEST_WORD)
    make_measure(make_objective(programme, LONGEST_WORD), LONGEST_WORD, owner=longest, partners=[longest])
    for kind in KINDS.values():
        name = kind.model.main_text if kind.rows else "title"
        if name and (record := kind.model.objects.filter(**_of(kind.model, programme)).first()):
            texts = {language: f"{LONG_WORD} {text}" for language, text in getattr(record, name).items()}
            kind.model.objects.filter(pk=record.pk).update(**{name: texts})


def _of(model, programme: Programme) -> dict:
    return {"pk": programme.pk} if model is Programme else {"programme": programme}


def too_wide(page) -> int:
    """How many pixels a reader would have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_nobody_scrolls_sideways_on_a_narrow_screen_or_with_large_letters(page, live_server, demo, language):
    """WCAG 1.4.10 and 1.4.4: Finnish and Swedish words are long, and readers may double the size of the text."""
    write_long_words(demo)
    with translation.override(language):
        addresses = [*(reverse(name) for name in PUBLIC), *pages_of(demo)]
    sign_in(page, live_server.url, language, "coordinator@example.org", DEMO_PASSWORD)

    found = {}
    for address in addresses:
        page.set_viewport_size({"width": NARROW, "height": 900})
        page.goto(live_server.url + address)
        found[address] = too_wide(page)
        page.set_viewport_size({"width": 2 * NARROW, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[f"{address} with large letters"] = too_wide(page)

    assert {address: pixels for address, pixels in found.items() if pixels > 0} == {}


def test_errors_are_on_top_linked_and_kept_with_what_was_typed(page, live_server, axe, demo):
    sign_in(page, live_server.url, "en", "coordinator@example.org", DEMO_PASSWORD)
    page.goto(f"{live_server.url}/en/programmes/demo/indicator/add/")

    page.fill("[name=name_en]", "An indicator without a source")
    page.fill("[name=target_value]", "60")
    page.select_option("[name=counts]", "other")
    follow(page.locator("main form [name=save]"))

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    assert page.input_value("[name=name_en]") == "An indicator without a source"
    summary.locator("a").first.click()
    expect(page.locator("main [name^=source]:focus")).to_have_count(1)
    axe(page)


def test_what_is_parted_is_found(page):
    page.set_viewport_size({"width": 320, "height": 600})
    page.set_content("<ul style='width: 6.5ch; font: 16px monospace'><li>abc 12 %<li>§&nbsp;312<li>31.12.2026</ul>")

    assert page.evaluate(PARTED) == {"found": 3, "parted": ["12 %"]}


def test_a_whole_date_is_found_by_the_spaces_of_every_day(page, live_server, demo):
    sign_in(page, live_server.url, "en", "coordinator@example.org", DEMO_PASSWORD)
    page.goto(
        f"{live_server.url}{reverse('item', args=[demo.slug, 'responsibility.decision_makers'])}".replace(
            "/fi/", "/en/"
        )
    )

    assert page.evaluate("document.body.textContent.includes('15\\u00a0December\\u00a02025')")
    assert page.evaluate("window.find('15 December 2025')")
