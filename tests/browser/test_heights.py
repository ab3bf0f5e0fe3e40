"""How long pages are with the demo's content: a desk, not a scroll."""

import pytest
from django.urls import reverse
from django.utils import translation

from programmes.checklist import Kind
from programmes.demo import DEMO_PASSWORD
from programmes.enums import Phase
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.places import place_of
from tests.browser.steps import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
#: pixels of height at 1280 × 900: of the programme's page, of a phase's, of a subject's
HOME, PHASE, SUBJECT, ANY = 1_900, 2_400, 3_600, 10_000
#: of every page at a width of 375; the document and what compares it are long by nature
NARROW = 6_000
#: pages that are as long on a wide screen as what they gather
GATHERING = [
    "thread",
    "breaks",
    "organisations_of_programme",
    "programme_history",
    "diary",
    "comments",
    "versions",
    "exports",
]


def limits(programme: Programme) -> dict[str, int]:
    """The pages of a programme with the height that each may have on a wide screen."""
    one = {"slug": programme.slug}
    items = (
        item for item in programme.checklist if item.phase and item.kind in (Kind.ITEM, Kind.ELEMENT, Kind.QUESTION)
    )
    records = (row for kind in KINDS.values() if kind.is_subject for row in programme.rows(kind.rows))
    return (
        {reverse("programme", kwargs={"slug": each.slug}): HOME for each in Programme.objects.all()}
        | {reverse(phase.value, kwargs=one): PHASE for phase in Phase}
        | {reverse("item", kwargs={**one, "item": item.key}): SUBJECT for item in items}
        | {place_of(row).url(programme): SUBJECT for row in records}
        | {reverse(name, kwargs=one): SUBJECT for name in ("measures", "indicators")}
        | {reverse(name, kwargs=one): ANY for name in GATHERING}
        | {reverse(name): ANY for name in ("overview", "programmes", "people", "groups", "guidance", "organisations")}
        | {reverse("group", kwargs={"key": programme.group.key}): ANY}
    )


def test_no_page_of_the_work_is_a_scroll(page, live_server, read_demo):
    with translation.override("fi"):  # the language of the longest words
        wide = limits(read_demo)
    sign_in(page, live_server.url, "fi", "coordinator@example.org", DEMO_PASSWORD)

    found = {}
    for url, limit in wide.items():
        page.set_viewport_size(DESK)
        page.goto(live_server.url + url, wait_until="domcontentloaded")
        for size, most in ((DESK, limit), (PHONE, NARROW)):
            page.set_viewport_size(size)
            if (tall := page.evaluate("document.documentElement.scrollHeight")) > most:
                found[url, size["width"]] = tall

    assert found == {}
