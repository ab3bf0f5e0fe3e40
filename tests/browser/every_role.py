"""Every page × role × language, which takes longer than the everyday suite may:

    .venv/bin/python -m pytest -n auto tests/browser/every_role.py

It prints how many pages each role may open and how many of them have something wrong, and ends with 1 if any has. The
colours, which take longer than all the rest and are the same in each language, are looked at in Finnish.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page

from programmes.demo import PEOPLE
from stakeholders.models import User
from tests.browser.every_page import load_demo, pages_of_programmes
from tests.browser.steps import enter
from tests.browser.test_accessibility import too_wide
from tests.test_permissions import Town, pages_for, visitor

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = ["anonymous", "stranger", "coordinator", "editor", "partner-r", "member", "adviser", "admin"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}


class Walk:
    """A walk through pages, noting what is wrong: address → sentences. Pages that do not open are no pages of it."""

    def __init__(self, page: Page, violations: Callable[[Page], list[str]]):
        self.page, self.violations = page, violations
        self.titles: dict[str, str] = {}
        self.problems: dict[str, list[str]] = {}
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", lambda told: self.complaints.append(f"{told.type}: {told.text}"))

    def look_at(self, address: str) -> None:
        self.page.set_viewport_size(WIDE)
        self.complaints.clear()
        answer = self.page.goto(address)
        address = self.page.url.partition("?")[0]
        if answer.ok and address not in self.titles:
            self.titles[address] = self.page.title()
            self.problems[address] = [*self.violations(self.page), *self._headings(), *self.complaints, *self._width()]

    def _headings(self) -> list[str]:
        script = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
        levels = self.page.evaluate(script)
        found = [f"h{one} is followed by h{other}" for one, other in pairwise([0, *levels]) if other > one + 1]
        return found if levels.count(1) == 1 else [*found, f"{levels.count(1)} headings are h1"]

    def _width(self) -> list[str]:
        self.page.set_viewport_size(NARROW)
        return [f"{too_wide(self.page)} px too wide"] if too_wide(self.page) > 0 else []

    def found(self) -> dict[str, list[str]]:
        """Address → what is wrong there; what is right is left out."""
        titles = list(self.titles.values())
        for address, title in self.titles.items():
            if titles.count(title) > 1:
                self.problems[address].append(f"another page has the title {title}")
        return {address: problems for address, problems in self.problems.items() if problems}


def in_the_demo(role: str, otherwise: Client) -> Client:
    if role not in PEOPLE:
        return otherwise
    client = Client()
    client.force_login(User.objects.get(email=PEOPLE[role][0]))
    return client


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_wrong_with_any_page_that_a_role_may_open(
    page, live_server, violations, settings, role, language, record_property
):
    settings.DEMO = True
    town, demo = Town(), load_demo()
    in_town, of_town = visitor(town, role), [town.address(name, language=language) for name in pages_for(role)]
    with translation.override(language):
        of_demo = pages_of_programmes(demo)

    seen, found = 0, {}
    for client, addresses in ((in_the_demo(role, in_town), of_demo), (in_town, of_town)):
        enter(page, live_server.url, client)
        walk = Walk(page, partial(violations, colours=language == "fi"))
        for address in addresses:
            walk.look_at(live_server.url + address)
        seen, found = seen + len(walk.titles), found | walk.found()
    for name, value in (("role", role), ("language", language), ("pages", seen), ("violations", len(found))):
        record_property(name, value)

    assert found == {}, "\n".join(f"{address}: {'; '.join(problems)}" for address, problems in found.items())
    assert seen >= 20
