"""Phase 1 tells whom to ask at the regional centre today, in the reader's language."""

import json
from datetime import timedelta

import pytest
from django.utils.formats import date_format

from integration_programme.translations import Translations
from programmes.actions.programmes import share_programme
from programmes.document import assemble
from programmes.enums import Audience
from programmes.portable import dump, to_text
from stakeholders.models import today
from tests.programmes.factories import make_programme
from tests.programmes.reading import read
from tests.stakeholders.factories import make_adviser, make_centre, make_contact, make_coordinator, make_municipality

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NONE_KEPT = (
    "The centre has not given a contact for integration here. Ask its switchboard for whoever promotes integration."
)
COMING = "The contact below is yet to come. Until then, ask the centre's switchboard for whoever promotes integration."


@pytest.fixture(autouse=True)
def signed_in(client, coordinator):
    client.force_login(coordinator)


def adviser_card(client, programme, language="en") -> str:
    """What stands on the page of point 1.3, in one line."""
    return " ".join(read(client, programme, "item/responsibility.adviser/", language).split())


def test_the_contact_of_the_day_stands_under_the_centre(client, programme):
    make_contact(telephone="+358 295 025 000", page="https://example.org/unit", role=Translations({"en": "Specialist"}))

    shown = adviser_card(client, programme)

    assert "<h2>Integration unit</h2>" in shown and ">Specialist</p>" in shown
    assert '<a href="mailto:unit@example.org">unit@example.org</a>' in shown
    assert 'href="tel:+358295025000">+358 295 025 000</a>' in shown
    assert 'href="https://example.org/unit"' in shown
    assert NONE_KEPT not in shown and COMING not in shown


def test_when_none_is_kept_the_page_says_so_and_whom_to_ask(client, programme):
    make_contact(make_centre("01"), name="Unit of another centre")

    shown = adviser_card(client, programme)

    assert NONE_KEPT in shown
    assert "Unit of another centre" not in shown


@pytest.mark.parametrize("days", [{"valid_to": -1}, {"valid_from": -9, "valid_to": -5}])
def test_one_that_has_ended_is_not_shown(client, programme, days):
    make_contact(**{name: today() + ago * DAY for name, ago in days.items()})

    shown = adviser_card(client, programme)

    assert "Integration unit" not in shown and NONE_KEPT in shown


def test_one_to_come_is_told_with_its_day_and_whom_to_ask_until_then(client, programme):
    begins = today() + 40 * DAY
    make_contact(valid_from=begins)

    shown = adviser_card(client, programme)

    assert f"From {date_format(begins, 'j F Y')}." in shown and COMING in shown


def test_the_one_of_today_and_the_next_one_stand_in_the_order_of_their_days(client, programme):
    last = today() + 9 * DAY
    make_contact(name="Next unit", valid_from=last + DAY)
    make_contact(name="Unit of today", valid_to=last)

    shown = adviser_card(client, programme)

    assert (
        shown.index("Unit of today")
        < shown.index(f"Last day: {date_format(last, 'j F Y')}.")
        < shown.index("Next unit")
    )
    assert COMING not in shown and NONE_KEPT not in shown


@pytest.mark.parametrize(
    ("language", "centre", "unit"),
    [
        ("fi", "Pohjanmaan elinvoimakeskus", "Kotoutumisyksikkö"),
        ("sv", "Österbottens livskraftscentral", "Integrationsenheten"),
        ("en", "Ostrobothnia Economic Development Centre", "Kotoutumisyksikkö"),
    ],
)
def test_centre_and_contact_are_named_in_the_readers_language_or_marked(client, programme, language, centre, unit):
    make_contact(name={"fi": "Kotoutumisyksikkö", "sv": "Integrationsenheten"})

    shown = adviser_card(client, programme, language)

    assert f"<strong>{centre}</strong>" in shown
    assert unit in shown
    assert ('<span class="text-mark">(in Finnish)</span>' in shown) == (language == "en")


def test_an_adviser_reads_it_too_and_neither_file_nor_document_has_it(client, programme, coordinator):
    make_contact(email="only-on-screen@example.org")
    share_programme(programme, [Audience.ADVISER], by=coordinator)
    client.force_login(make_adviser())

    assert "only-on-screen@example.org" in adviser_card(client, programme)
    assert "only-on-screen" not in to_text(dump(programme))
    assert "only-on-screen" not in json.dumps(assemble(programme, "sv").as_data(), default=str)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Pyydä neuvoa Ahvenanmaan maakunnan hallitukselta"),
        ("sv", "Be om råd av Ålands landskapsregering"),
        ("en", "ask the Government of Åland (Ålands landskapsregering)"),
    ],
)
def test_in_aland_the_page_names_the_government_of_aland(client, programme, language, words):
    mariehamn = make_coordinator(make_municipality("478"))
    own = make_programme("478", by=mariehamn)
    on_mainland = read(client, programme, "item/responsibility/", language)
    client.force_login(mariehamn)

    assert words in read(client, own, "item/responsibility/", language)
    assert words not in on_mainland
