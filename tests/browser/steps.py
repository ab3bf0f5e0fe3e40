"""Steps that several browser tests take."""

from django.test import Client
from playwright.sync_api import Locator, Page


def follow(locator: Locator) -> None:
    """Click what leads to another page, and go on only when that page is there.

    Playwright's click alone returns at once, so that what comes next could still meet the old page.
    """
    with locator.page.expect_navigation():
        locator.click()


def sign_in(page: Page, base: str, language: str, email: str, password: str) -> None:
    page.goto(f"{base}/{language}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    follow(page.locator("main button[type=submit]"))
    assert "/account/login/" not in page.url


def enter(page: Page, base: str, client: Client) -> None:
    """Go on in the browser as whoever is signed in with a test's client, or as nobody."""
    page.context.clear_cookies()
    cookies = [{"name": cookie.key, "value": cookie.value, "url": base} for cookie in client.cookies.values()]
    page.context.add_cookies(cookies)
