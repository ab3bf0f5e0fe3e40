"""Five people carry the demo's draft through a round: an editor writes, a coordinator asks, a member comments at a paragraph,
another answers by a personal link without an account, the adviser goes through the checklist; then every comment and point
has a response, the sums agree, and each reads what became of what was said.
"""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from programmes.demo.people import DEMO_PASSWORD
from programmes.enums import StatementStance
from programmes.models import Programme
from programmes.models.dispositions import OPEN
from tests.browser.steps import follow, sign_in
from tests.mails import received
from tests.programmes.factories import make_approvable, make_partner, make_step
from tests.stakeholders.factories import PASSWORD, make_coordinator

pytestmark = pytest.mark.django_db(transaction=True)

DECIDED = date(2026, 11, 16)

WRITTEN, COMMENTED, ANSWERED, ADVISED = "Kunta kasvaa.", "Paljonko?", "Fler kvällskurser.", "Lyhyempi riittää."
ASKED = "second.member@example.org"


class People:
    """Everybody has a browser of their own, signed in once, and the pages in a language of their own."""

    def __init__(self, browser: Browser, base: str, slug: str):
        self.browser, self.base, self.slug = browser, base, slug
        self.pages: dict[str, Page] = {}

    @contextmanager
    def all_leave(self):
        try:
            yield self
        finally:
            for page in self.pages.values():
                page.context.close()

    def page_of(self, who: str, language: str) -> Page:
        if who not in self.pages:
            page = self.pages[who] = self.browser.new_context(reduced_motion="reduce").new_page()
            page.set_default_timeout(15_000)
            sign_in(page, self.base, language, f"{who}@example.org", DEMO_PASSWORD)
        return self.pages[who]

    def at(self, who: str, language: str, path: str) -> Page:
        page = self.page_of(who, language)
        page.goto(f"{self.base}/{language}/programmes/{self.slug}/{path}")
        return page

    def coordinator(self, path: str) -> Page:
        return self.at("coordinator", "fi", path)

    def editor(self, path: str) -> Page:
        return self.at("editor", "sv", path)

    def member(self, path: str) -> Page:
        return self.at("member", "fi", path)

    def adviser(self, path: str) -> Page:
        return self.at("adviser", "fi", path)

    def holder(self, link: str) -> Page:
        """Whoever opens a personal link, without an account."""
        page = self.pages["holder"] = self.browser.new_context(reduced_motion="reduce").new_page()
        page.set_default_timeout(15_000)
        page.goto(self.base + link)
        return page


def send(page: Page) -> None:
    follow(page.locator("main form [type=submit][name=save]").last)
    expect(page.locator("[data-error-summary]")).to_have_count(0)


def test_five_people_carry_a_draft_to_a_closed_round_with_responses(browser, live_server, demo):
    Programme.objects.filter(pk=demo.pk).update(is_demo=False)  # a demo sends no mail
    with People(browser, live_server.url, demo.slug).all_leave() as people:
        write(people)
        round_url = ask(people)
        comment(people)
        answer(people)
        advise(people)
        close(people, round_url)
        respond(people, demo)
        read_what_became_of_it(people)


def write(people: People) -> None:
    """The editor writes a section of the document."""
    page = people.editor("item/document.strategy/")
    follow(page.locator("main a[href*='/element/'][href$='/edit/']").first)
    page.locator("#div_id_text_fi [role=textbox]").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(WRITTEN)
    send(page)


def ask(people: People) -> str:
    """The coordinator asks the group's seats and one more person, and sees what leaves before it does."""
    page = people.coordinator("rounds/add/")
    page.locator("[name=title_fi]").fill("Kommentit luonnokseen")
    send(page)
    round_url = page.url.removesuffix("participants/")
    page.goto(f"{round_url}participants/")
    page.locator("main [name=seats]").first.check()
    send(page)
    page.goto(f"{round_url}participants/add/")
    page.locator("main [name=name]").fill("Second Member")
    page.locator("main [name=email]").fill(ASKED)
    page.locator("main [name=language]").select_option("sv")
    send(page)
    page.goto(f"{round_url}send/")
    expect(page.locator("main")).to_contain_text(ASKED)
    follow(page.locator("main form[action$='/send/'] button"))
    return round_url


def comment(people: People) -> None:
    """A member of the group comments at the paragraph that the editor wrote."""
    page = people.member("preview/")
    paragraph = page.locator(".document-body p", has_text=WRITTEN)
    follow(paragraph.locator("xpath=following::a[contains(@href, '/comments/write/')]").first)
    page.locator("main [name=text]").fill(COMMENTED)
    send(page)


def answer(people: People) -> None:
    """Who was asked by mail answers by the personal link, and is asked for no password."""
    (mail,) = [mail for mail in received() if ASKED in mail.to]
    link = re.search(rf"{re.escape(settings.BASE_URL)}(\S*/answer/\S+)", mail.body).group(1)
    page = people.holder(link)
    page.locator(f"[name=stance][value={StatementStance.COMMENTS}]").check()
    page.locator("main [name=text]").fill(ANSWERED)
    send(page)
    expect(page.locator("main")).to_contain_text(ANSWERED)


def advise(people: People) -> None:
    """The adviser goes through the checklist unasked; one comment leaves with the review."""
    page = people.adviser("reviews/")
    begin = page.locator("main form[action$='/reviews/begin/'] button")
    follow(begin if begin.count() else page.locator("main a[href*='/reviews/']").first)
    review = page.url
    page.goto(f"{review}write/?item=document.strategy")
    page.locator("main [name=text]").fill(ADVISED)
    send(page)
    page.goto(review)
    send(page)


def close(people: People, round_url: str) -> None:
    page = people.coordinator("rounds/")
    page.goto(f"{round_url}close/")
    follow(page.locator("main form[action$='/close/'] button"))
    expect(page.locator("main table")).to_contain_text("Second Member")


def respond(people: People, programme: Programme) -> None:
    """The statement is split into points; the editor proposes a response, and the coordinator settles all of them."""
    statement = programme.statements.get(text=ANSWERED)
    page = people.editor(f"statements/{statement.key}/points/")
    send(page)
    first = programme.comments.owed().filter(disposition=None).earliest("pk")
    page = people.editor(f"responses/{first.key}/")
    accept(page)
    page = people.coordinator(f"responses/{first.key}/")
    follow(page.locator("main form[action$='/settle/'] button"))
    while waiting := open_comments(programme):
        page = people.coordinator(f"responses/{waiting[0].key}/")
        settle = page.locator("main form[action$='/settle/'] button")
        follow(settle) if settle.count() else accept(page)


def open_comments(programme: Programme) -> list:
    owed = programme.comments.owed().filter(withdrawn_at=None).select_related("disposition")
    return [each for each in owed if each.disposition is None or each.disposition.settled_at is None]


def accept(page: Page) -> None:
    page.locator("main [name=result][value=accepted]").check()
    send(page)


def read_what_became_of_it(people: People) -> None:
    """The parts of the sum make the sum, nothing is open, and the member reads the response beside the comment."""
    page = people.coordinator("responses/")
    parts = [int(text.split()[0]) for text in page.locator(".legend a").all_inner_texts()]
    heading = page.locator("#sums").inner_text()
    assert sum(parts) == int(re.search(r"\d+", heading).group())
    expect(page.locator(f".legend-{OPEN}")).to_have_count(0)
    page = people.member("responses/?who=mine")
    expect(page.locator("main .remark", has_text=COMMENTED).locator(".response")).to_have_count(1)


def test_three_municipalities_decide_each_for_itself(page, live_server):
    """The lead council decides here, one partner's has decided on another day already, the third records it elsewhere."""
    coordinator = make_coordinator()
    programme = make_approvable(by=coordinator)
    early, elsewhere = (make_partner(programme, code) for code in ("893", "231"))
    make_step(programme, link=early, outcome="approved", decided_on=DECIDED, section="§ 20")
    sign_in(page, live_server.url, "sv", coordinator.email, PASSWORD)

    page.goto(f"{live_server.url}/sv/programmes/{programme.slug}/approve/")
    expect(page.locator(f"[name=decision_{early.key}]")).to_have_count(0)
    page.locator("[name=approved_on]").fill(str(DECIDED.replace(day=18)))
    page.locator(f"[name=decision_{programme.lead.key}][value=here]").check()
    page.locator(f"[name=section_{programme.lead.key}]").fill("§ 112")
    page.locator(f"[name=decision_{elsewhere.key}][value=elsewhere]").check()
    form = page.locator("main form:has([name=approved_on])")
    form.locator("[name=with_open]").check()
    form.locator("[name=why_open]").fill("De är små.")
    follow(form.locator("[name=save]"))
    expect(page.locator("[data-error-summary]")).to_have_count(0)

    page.goto(f"{live_server.url}/sv/programmes/{programme.slug}/item/responsibility.decision_makers/")
    decided = page.locator("main tr", has_text="§")
    expect(decided).to_have_count(2)
    for place, day, section in (("Närpes", "18.11.2026", "112"), ("Nykarleby", "16.11.2026", "20")):
        row = decided.filter(has_text=place)
        expect(row).to_contain_text(day)
        expect(row).to_contain_text(re.compile(rf"§\s{section}"))
