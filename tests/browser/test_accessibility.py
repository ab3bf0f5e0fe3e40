"""Every page of the main job: axe finds nothing, nothing runs over the edge, the browser's console says nothing."""

from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse
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


def make_town_and_demo() -> tuple[Town, Programme]:
    return Town(), load_demo()


#: on how many pages of each kind the colours are looked at: each wide, one narrow; they are the same in each language
EACH, ONE, NONE = 1_000, 1, 0


@pytest.mark.parametrize(
    ("language", "width", "coloured"), [("fi", 1280, EACH), ("sv", NARROW, ONE), ("en", NARROW, NONE)]
)
def test_pages_are_accessible_and_stay_within_the_screen(
    page, live_server, axe, as_left_by, settings, language, width, coloured
):
    """As wide as `width` axe finds nothing; on a narrow screen nothing runs over the edge either, and no line end parts a
    date, a number or a section. Finnish and Swedish words are long: neither do the longest run over it, nor letters of
    twice their size on a screen of twice its width (WCAG 1.4.10 and 1.4.4)."""
    settings.DEMO = True
    town, demo = as_left_by(make_town_and_demo)
    has_long_words = language != "en"
    if has_long_words:
        write_long_words(demo)
    looks = Looks(page, axe, width, coloured, with_large_letters=has_long_words)
    with translation.override(language):
        public, pages, only_of_a_town = map(reverse, PUBLIC), pages_of(demo), pages_only_of_a_town(demo)
        pages = [*pages, reverse("versions", args=[demo.slug])]

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
    assert looks.too_wide == {}
    assert {address: words for address, words in looks.parted.items() if words} == {}
    assert looks.found > 500


class Looks:
    """Looks at pages one after another: what axe finds fails at once, the rest is gathered."""

    def __init__(self, page, axe, width: int, coloured: int, *, with_large_letters: bool):
        self.page, self.axe, self.width, self.with_large_letters = page, axe, width, with_large_letters
        self.coloured = defaultdict(lambda: coloured)
        self.complaints: list[str] = []
        self.too_wide: dict[str, int] = {}
        self.parted: dict[str, list[str]] = {}
        self.found = 0
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)

    def at(self, address: str) -> None:
        kind = kind_of(address)
        self._as_wide_as(self.width)
        self.page.goto(address)
        self._stays_within(address)
        self.axe(self.page, colours=self.coloured[kind] > 0)
        self.coloured[kind] -= 1
        if self.width != NARROW:
            self._as_wide_as(NARROW)
            self._stays_within(address)
        looked_at = self.page.evaluate(PARTED)
        self.found += looked_at["found"]
        self.parted[address] = looked_at["parted"]
        if self.with_large_letters:
            self._as_wide_as(2 * NARROW)
            self.page.evaluate("document.documentElement.style.fontSize = '200%'")
            self._stays_within(f"{address} with large letters")

    def _as_wide_as(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def _stays_within(self, address: str) -> None:
        if (pixels := too_wide(self.page)) > 0:
            self.too_wide[address] = pixels


def kind_of(address: str) -> str:
    """The name under which an address is found; each has a template of its own."""
    path = urlsplit(address).path
    with translation.override(translation.get_language_from_path(path)):
        return resolve(path).view_name


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
