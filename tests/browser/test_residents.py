"""A resident answers a question in Arabic on a phone, without an account, and later finds what became of the answer."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from programmes.models import Comment, Round, Statement
from tests.browser.steps import enter, follow
from tests.programmes.factories import make_programme
from tests.programmes.residents import make_open_questions, make_questions, make_resident_answer
from tests.programmes.rounds import make_answer, make_open_round, make_statement
from tests.stakeholders.factories import make_coordinator, make_municipality

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 640}
SAID = "كانت المكتبة أفضل مكان."


@pytest.fixture
def coordinator():
    return make_coordinator(make_municipality("545"))


@pytest.fixture
def found(coordinator) -> Round:
    return make_open_questions(make_programme(by=coordinator), by=coordinator)


def is_within(page) -> bool:
    """Whether nothing runs over the edge, on either side."""
    return page.evaluate(
        "() => [...document.querySelectorAll('body *')].every(each => {"
        " const box = each.getBoundingClientRect();"
        " return !box.width || each.closest('.skip-link') || (box.left >= -1 && box.right <= innerWidth + 1); })"
    )


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["390", "320"])
def test_a_resident_answers_in_arabic_and_finds_what_became_of_it(page, live_server, axe, coordinator, found, size):
    base = live_server.url
    page.set_viewport_size(size)

    def look():
        assert page.evaluate("() => getComputedStyle(document.querySelector('main')).direction") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar" and is_within(page)
        axe(page)

    # the resident
    page.goto(f"{base}/en/residents/{found.pk}/ar/")
    look()
    assert page.context.cookies() == []
    follow(page.locator("main a.btn").first)
    look()
    follow(page.locator("main button[type=submit]"))
    expect(page.locator(".error-summary")).to_be_focused()
    look()
    page.locator("main textarea").first.fill(SAID)
    page.wait_for_timeout(3_100)  # as long as somebody takes to write
    follow(page.locator("main button[type=submit]"))
    look()
    number, code = page.locator(".number-and-code bdi").all_inner_texts()
    expect(page.locator("main")).to_contain_text(SAID)

    # the coordinator
    own = Client()
    own.force_login(coordinator)
    enter(page, base, own)
    page.goto(f"{base}/en/programmes/{found.programme.slug}/rounds/{found.key}/residents/")
    axe(page)
    follow(page.get_by_role("button", name="Let it in"))
    follow(page.get_by_role("link", name="What became of the comments").last)
    page.locator("main [name=result][value=accepted]").check()
    page.locator("main [name=reason_sv]").fill("Biblioteket får längre öppettider.")
    follow(page.locator("main form [type=submit][name=save]").first)
    assert Comment.objects.get(statement=Statement.objects.get()).standing == "accepted"

    # the resident again
    page.context.clear_cookies()
    page.goto(f"{base}/en/receipt/ar/")
    look()
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill("BBBB-BBBB")
    follow(page.locator("main button[type=submit]"))
    expect(page.locator(".error-summary")).to_be_visible()
    look()
    page.locator("[name=code]").fill(code)
    follow(page.locator("main button[type=submit]"))
    look()
    expect(page.locator("main")).to_contain_text("تم قبوله")
    expect(page.locator("main")).to_contain_text("Biblioteket får längre öppettider.")


def test_what_those_who_write_meet_is_accessible_on_a_narrow_screen(page, live_server, axe, coordinator, found):
    programme = found.programme
    draft, answer = make_questions(programme, by=coordinator), make_resident_answer(found, SAID, "", language="ar")
    supported = {"supporting_bodies": ["Villages ry"], "supporting_persons": ["Petra Persson"], "supporters_beside": 3}
    statement = make_statement(programme, by=coordinator, **supported)
    participant = make_open_round(programme, by=coordinator).participants.get()
    make_answer(participant)
    own = Client()
    own.force_login(coordinator)
    enter(page, live_server.url, own)
    page.set_viewport_size(NARROW)
    base = f"/en/programmes/{programme.slug}/"
    for tail in (
        "rounds/ask-residents/",
        *(f"rounds/{draft.key}/{act}" for act in ("edit/", "send/", "", "cancel/", "prolong/")),
        *(f"rounds/{found.key}/{act}" for act in ("", "residents/", f"residents/{answer.key}/hide/")),
        *(f"statements/{statement.key}/{act}" for act in ("", "edit/", "points/", "reply/")),
    ):
        page.goto(f"{live_server.url}{base}{tail}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= NARROW["width"], tail
        axe(page)
    page.goto(f"{live_server.url}/en/answer/{participant.token}/")
    axe(page)
