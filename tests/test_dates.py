"""There is one way to write a date in each language: no page has the name of a month beside a date in figures."""

import html
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.formats import date_format, get_format

from tests.programmes.every_kind import make_town, pages, write_all
from tests.test_page_policy import OWN, PUBLIC, SIGNING_IN

ROOT = Path(__file__).parents[1]
LANGUAGES = ["fi", "sv", "en"]
#: the ways to ask for a date: the language's own, and what machines read
ASKED = {"DATE_FORMAT", "TIME_FORMAT", "DATETIME_FORMAT", "YEAR_MONTH_FORMAT", "Y-m-d", "c"}
#: a narrow column of the document in English, where the month is cut short
ON_PAPER = {"j M Y", "M Y"}
APPS = ["integration_programme", "stakeholders", "indicators", "programmes"]
IN_TEMPLATE = re.compile(r"""\|(?:date|time):["']([^"']+)""")
IN_CODE = re.compile(r"""(?:date|time)_format\([^"'\n]*, ["']([^"']+)""")
IN_FIGURES = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b")


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("fi", "9.12.2026", "9.12.2026 klo 8.05"),
        ("sv", "9.12.2026", "9.12.2026 kl. 8.05"),
        ("en", "9 December 2026", "9 December 2026, 08.05"),
    ],
)
def test_a_date_is_written_in_one_way_whichever_form_is_asked_for(language, day, moment):
    at = datetime(2026, 12, 9, 8, 5)
    with translation.override(language):
        days = {date_format(at.date(), name) for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT")}
        moments = {date_format(at, name) for name in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")}
        shown = Template("{{ day|date }}").render(Context({"day": date(2026, 12, 9)}))

    assert (days, moments, shown) == ({day}, {moment}, day)


def test_nobody_writes_a_date_in_a_way_of_their_own():
    templates = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    modules = [each for app in APPS for each in (ROOT / app).rglob("*.py")]
    in_templates = [found for each in templates for found in IN_TEMPLATE.findall(each.read_text())]
    in_code = [found for each in modules for found in IN_CODE.findall(each.read_text())]

    assert len(in_templates) > 20 and len(in_code) > 20
    assert {each.removeprefix("SHORT_") for each in (*in_templates, *in_code)} - ASKED == ON_PAPER


@pytest.mark.django_db
def test_no_page_has_names_of_months_beside_dates_in_figures(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)
    with translation.override("en"):
        write_all(client, programme)

    assert [found for language in LANGUAGES for found in mixed(client, programme, language)] == []


def said(response) -> str:
    """The words of a page, without those that only machines read."""
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def mixed(client, programme, language: str) -> list[str]:
    """Addresses of pages with dates in another form than the language's, and the first of those dates."""
    with translation.override(language):
        addresses = [reverse(name) for name in (*PUBLIC, *SIGNING_IN, *OWN)] + pages(programme)
        addresses = [each for each in addresses if each.partition("?language=")[2] in ("", language)]
        names = "|".join(str(name) for name in MONTHS.values())
    named = re.compile(rf"\b\d{{1,2}}\.? (?:{names})", re.IGNORECASE)
    foreign = IN_FIGURES if get_format("DATE_FORMAT", language) == "j F Y" else named
    texts = {address: said(client.get(address, follow=True)) for address in addresses}
    return [f"{address}: {found[0]}" for address, text in texts.items() if (found := foreign.findall(text))]
