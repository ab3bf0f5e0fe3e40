"""Tests that drive Chromium: every test in this folder is marked ``browser``.

Fixtures beside pytest-playwright's: ``violations(page)`` tells in words what axe finds on a page, ``axe(page)`` asserts
that it finds nothing.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from programmes.models import Programme
from tests.browser.chromium import MISSING, chromium_path
from tests.browser.every_page import load_demo, seed_demo

HERE = Path(__file__).parent

# Without a sandbox, since CI runs as root; with nothing that asks the network on its own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser() -> Iterator[None]:
    """Playwright's loop runs in the test's thread, which Django would take for asynchronous code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = chromium_path()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Nothing moves: a colour that is met half-way to another one has no contrast."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def demo(as_left_by, settings) -> Programme:
    """The demo as it is loaded."""
    settings.DEMO = True
    return as_left_by(seed_demo)


@pytest.fixture
def read_demo(as_left_by, settings) -> Programme:
    """The demo as its readers meet it, with a history."""
    settings.DEMO = True
    return as_left_by(load_demo)


@pytest.fixture(scope="session")
def _axe() -> str:
    return Axe().axe_script


@pytest.fixture
def violations(_axe: str) -> Callable[..., list[str]]:
    """``violations(page)`` after the page has loaded; ``violations(page, context="#main")`` for a part of it.

    Without `colours` the contrast of letters is not looked at, which takes longer than all the rest. Style sheets are not
    fetched again: no rule of these levels reads them.
    """

    def found(page: Page, context: str | None = None, *, colours: bool = True) -> list[str]:
        options = {
            "runOnly": {"type": "tag", "values": WCAG},
            "rules": {"color-contrast": {"enabled": colours}},
            "resultTypes": ["violations"],
            "preload": {"assets": ["media"]},
        }
        page.evaluate(_axe)
        run = "([context, options]) => axe.run(context ?? document, options).then(found => found.violations)"
        return [*map(_in_words, page.evaluate(run, [context, options]))]

    return found


@pytest.fixture
def axe(violations: Callable[..., list[str]]) -> Callable[..., None]:
    def assert_accessible(page: Page, context: str | None = None, *, colours: bool = True) -> None:
        if found := violations(page, context, colours=colours):
            pytest.fail(f"{page.url}\n" + "\n".join(found), pytrace=False)

    return assert_accessible


def _in_words(violation: dict) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        lines.append(f"  {' '.join(map(str, node['target']))}: {node['html'][:160]}")
        lines += [f"    {check['message']}" for check in (*node["any"], *node["all"], *node["none"])]
    return "\n".join(lines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The digest of walks through all pages: of whom, how many pages, how many of them have something wrong."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.getreports(name)]
    walks = [dict(report.user_properties) for report in reports if report.user_properties]
    for walk in sorted(walks, key=lambda walk: (walk["role"], walk["language"])):
        terminalreporter.write_line("{role} in {language}: {pages} pages, {violations} violations".format(**walk))
    if walks:
        sums = [sum(walk[name] for walk in walks) for name in ("pages", "violations")]
        terminalreporter.write_line("all: {} pages, {} violations".format(*sums))
